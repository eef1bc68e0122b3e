// A text area that applies on Enter (Shift+Enter breaks the line) and when the focus leaves it.
//
// What was typed and not yet read is a draft. It outlives the page, Back and a reload: wherever
// the box stands next in this tab, it shows the draft and sends it, unless the text was changed
// by other means meanwhile. A text too long for the address is kept in the tab likewise.
// {text, over}: typed over what the page read then, or over what was on its way to it.
const DRAFT = "rnnviz.draft";
const KEPT = "rnnviz.text";
const instances = new WeakMap();

// A press that takes the focus away is a click on something else. What was typed is sent when the
// press ends: before the click, so that both arrive in this order, and not before, so that the page
// does not move away under the pointer.
let pressed = false, onRelease = null;
for (const kind of ["pointerdown", "pointerup", "pointercancel"]) {
  addEventListener(kind, () => {
    pressed = kind === "pointerdown";
    if (pressed || !onRelease) return;
    onRelease();
    onRelease = null;
  }, true);
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const area = parentElement.querySelector("textarea");
  const label = parentElement.querySelector("label");
  const button = parentElement.querySelector("button");
  const hint = parentElement.querySelector(".hint");
  if (!area) return;

  label.textContent = data.label;
  button.textContent = data.button;
  hint.textContent = data.hint;
  area.placeholder = data.placeholder;
  area.maxLength = data.limit;

  let state = instances.get(parentElement);
  const isNew = !state;
  if (isNew) {
    state = { shown: null, sent: null, width: 0, fit };
    instances.set(parentElement, state);
    // Another width breaks the lines elsewhere. The height is the user's own, who may drag it.
    new ResizeObserver(() => {
      if (state.width !== area.clientWidth) state.fit();
      state.width = area.clientWidth;
    }).observe(area);
  }
  // Only a change that came from outside may replace what the user is typing.
  if (data.value !== state.shown && data.value !== state.sent) area.value = data.value;
  state.shown = data.value;
  state.sent = data.value;
  state.fit = fit;
  const kept = load(DRAFT);
  // It was read, or another text took its place.
  if (kept && (kept.text === data.own || !kept.over.includes(data.own))) save(DRAFT, null);
  if (isNew) {
    const draft = load(DRAFT)?.text ?? afterReload();
    if (draft) {
      area.value = draft;
      apply();
    }
  }
  save(KEPT, data.long ? data.own : null);
  fit();

  function fit() {
    area.style.height = "auto";
    area.style.height = Math.min(Math.max(area.scrollHeight + 2, 72), 260) + "px";
  }
  function read() {
    apply();
    // Of an empty box the page reads the example, and so the box shows it.
    if (area.value === "") area.value = state.sent = data.fallback;
    fit();
  }
  function apply() {
    if (area.value === state.sent) return;
    state.sent = area.value;
    setTriggerValue("submitted", { text: area.value, seen: data.seen });
  }
  /** The long text of before a reload, which the address could not carry. */
  function afterReload() {
    const how = performance.getEntriesByType("navigation")[0]?.type;
    const first = !globalThis.rnnvizTextShown;
    globalThis.rnnvizTextShown = true;
    return first && data.own === "" && (how === "reload" || how === "back_forward") ? load(KEPT) : null;
  }
  area.oninput = () => {
    const isDraft = area.value && area.value !== state.shown;
    save(DRAFT, isDraft ? { text: area.value, over: [data.own, state.sent] } : null);
    fit();
  };
  area.onkeydown = (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      read();
    }
  };
  area.onblur = () => {
    if (pressed) onRelease = apply;
    else apply();
  };
  button.onclick = read;
}

// A browser may forbid storage; then a draft lives as long as its box.
function load(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name));
  } catch {
    return null;
  }
}

function save(name, value) {
  try {
    if (value === null) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, JSON.stringify(value));
  } catch { /* see above */ }
}

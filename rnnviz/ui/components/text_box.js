// A line of text that opens over the page while it is edited. It applies on Enter (Shift+Enter
// breaks the line) and when the focus leaves it.
//
// What was typed and not yet read is a draft. It outlives the page, Back and a reload: wherever
// the box stands next in this tab, it shows the draft and sends it, unless the text was changed
// by other means meanwhile. A text too long for the address is kept in the tab likewise.
// {text, over}: typed over what the page read then, or over what was on its way to it.
//
// Whatever was done last counts: typing, or a press on what puts another text into the box
// (data.replacers). Who presses an example and types on before it has come, wants what is typed.
const DRAFT = "rnnviz.draft";
const KEPT = "rnnviz.text";
const TALLEST = 300; // pixels: what an open box takes at most; closed it is a line, as its style has it
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

// Outlives the box: the other text may come when the next page stands.
const last = (globalThis.rnnvizLast ??= watchReplacers());

function watchReplacers() {
  const order = { count: 0, typed: 0, replaced: 0, replacers: null };
  for (const kind of ["pointerdown", "keydown", "click"]) {
    addEventListener(kind, (event) => {
      const isReplacer = (node) => order.replacers && node instanceof Element && node.matches(order.replacers);
      if (event.composedPath().some(isReplacer)) order.replaced = ++order.count;
    }, true);
  }
  return order;
}

/** Whether what stands in the box was typed after another text was asked for. */
function typedLast() {
  return last.replaced > 0 && last.typed > last.replaced;
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const area = parentElement.querySelector("textarea");
  const label = parentElement.querySelector("label");
  const button = parentElement.querySelector("button");
  const hint = parentElement.querySelector(".hint");
  const more = parentElement.querySelector(".more");
  const sheet = parentElement.querySelector(".sheet");
  if (!area) return;

  label.textContent = data.label;
  button.textContent = data.button;
  hint.textContent = data.hint;
  area.placeholder = data.placeholder;
  area.maxLength = data.limit;
  last.replacers = data.replacers;

  let state = instances.get(parentElement);
  const isNew = !state;
  if (isNew) {
    state = { shown: null, sent: null, width: 0, fit };
    instances.set(parentElement, state);
    // Another width breaks the lines elsewhere.
    new ResizeObserver(() => {
      if (state.width !== area.clientWidth) state.fit();
      state.width = area.clientWidth;
    }).observe(area);
  }
  // Only a change that came from outside may replace what the user is typing, unless the typing
  // began after it was asked for.
  const goesOn = !isNew && data.seen !== state.seen && typedLast() && written() !== state.shown;
  if (data.value !== state.shown && data.value !== state.sent && !goesOn) replace(data.value);
  state.shown = data.value;
  state.sent = data.value;
  state.seen = data.seen;
  state.fit = fit;
  const reloaded = isNew && isFirstAfterReload();
  const kept = load(DRAFT);
  // The address of a reload may be older than the draft, or hold no text, after a long one.
  if (kept && reloaded) kept.over.push(data.own);
  if (kept && (kept.text === data.own || !(kept.over.includes(data.own) || typedLast()))) {
    save(DRAFT, null); // it was read, or another text took its place
  } else if (kept) {
    save(DRAFT, { text: kept.text, over: [...new Set([...kept.over, data.own])] });
  }
  if (isNew) {
    // The long text of before, which the address could not carry.
    const long = reloaded && data.own === "" && !load(DRAFT) ? load(KEPT) : null;
    if (long) save(DRAFT, { text: long, over: [data.own] }); // until the page has read it
    const draft = load(DRAFT)?.text;
    if (draft) {
      area.value = draft;
      apply();
    }
  }
  save(KEPT, data.long ? data.own : null);
  fit();

  function fit() {
    const open = area.getRootNode().activeElement === area && !sheet.classList.contains("read");
    area.style.height = "";
    const closed = area.offsetHeight;
    more.hidden = open || area.scrollWidth <= area.clientWidth;
    if (open) area.style.height = `${Math.min(Math.max(area.scrollHeight, closed), TALLEST)}px`;
    else area.scrollTop = 0;
  }
  function replace(text) {
    const all = area.value !== "" && area.selectionStart === 0 && area.selectionEnd === area.value.length;
    area.value = text;
    if (all) area.select(); // about to be typed over
  }
  function read() {
    apply();
    // Of an empty box the page reads the example, and so the box shows it.
    if (area.value === "") area.value = state.sent = data.fallback;
    // Open, it would lie over what it has just set going. The focus stays: who types on is heard.
    sheet.classList.add("read");
    fit();
  }
  /** Composed, as the page reads it: else it would come back changed, over what is being typed. */
  function written() {
    return area.value.normalize("NFC");
  }
  function apply() {
    if (written() === state.sent) return;
    state.sent = written();
    setTriggerValue("submitted", { text: state.sent, seen: data.seen, last: typedLast() });
  }
  function reopen() {
    sheet.classList.remove("read");
    fit();
  }
  area.oninput = () => {
    reopen();
    last.typed = ++last.count;
    const isDraft = area.value && written() !== state.shown;
    save(DRAFT, isDraft ? { text: written(), over: [data.own, state.sent] } : null);
    fit();
  };
  area.onkeydown = (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      read();
    } else if (event.key.startsWith("Arrow")) reopen();
  };
  area.onfocus = area.onpointerdown = reopen;
  area.onblur = () => {
    fit();
    if (pressed) onRelease = apply;
    else apply();
  };
  button.onclick = read;
}

/** Whether this is the first box that stands after a reload, or after Back from another site. */
function isFirstAfterReload() {
  const how = performance.getEntriesByType("navigation")[0]?.type;
  const first = !globalThis.rnnvizTextShown;
  globalThis.rnnvizTextShown = true;
  return first && (how === "reload" || how === "back_forward");
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

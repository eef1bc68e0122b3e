// A text area that applies on Enter (Shift+Enter breaks the line) and when the focus leaves it.
const instances = new WeakMap();

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
  if (!state) {
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
    setTriggerValue("submitted", area.value);
  }
  area.oninput = fit;
  area.onkeydown = (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      read();
    }
  };
  area.onblur = apply;
  button.onclick = read;
}

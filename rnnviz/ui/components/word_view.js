// A text whose words carry a colour and a tip. Words are spans with textContent: never markup.
export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".text");
  const tip = parentElement.querySelector(".tip");
  if (!root) return;
  root.setAttribute("aria-label", data.label);
  root.dataset.words = String(data.words.length);

  const dark = isDark(root);
  const fragment = document.createDocumentFragment();
  let position = 0;
  data.words.forEach((word, index) => {
    if (word.start > position) {
      fragment.append(gap(data.text.slice(position, word.start)));
    }
    const span = document.createElement("span");
    span.className = "word" + (word.kind ? " " + word.kind : "");
    if (index === data.selected) span.classList.add("selected");
    span.textContent = data.text.slice(word.start, word.end);
    span.dataset.tip = word.tip;
    span.dataset.step = String(word.step);
    span.tabIndex = 0;
    span.setAttribute("role", "button");
    span.setAttribute("aria-label", word.tip);
    paint(span, word.shade, dark);
    fragment.append(span);
    position = word.end;
  });
  if (position < data.text.length) fragment.append(gap(data.text.slice(position)));
  root.replaceChildren(fragment);

  function gap(text) {
    const span = document.createElement("span");
    span.className = "gap";
    span.textContent = text;
    return span;
  }
  function show(event) {
    const word = event.target.closest(".word");
    if (!word) return;
    tip.textContent = word.dataset.tip;
  }
  root.onpointerover = show;
  root.onfocusin = show;
  // A finger points at nothing: what the chosen word brings stays told.
  const leave = () => { tip.textContent = data.words[data.selected]?.tip ?? data.hint; };
  root.onpointerleave = leave;
  root.onfocusout = leave;
  leave();
  function choose(event) {
    const word = event.target.closest(".word");
    if (word && Number(word.dataset.step) > 0) setTriggerValue("chosen", Number(word.dataset.step));
  }
  root.onclick = choose;
  root.onkeydown = (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      choose(event);
    }
  };
}

// shade runs from -1 (towards negative) to 1 (towards positive); data of both modes come along.
function paint(span, shade, dark) {
  if (shade === null || Math.abs(shade) < 0.02) return;
  const strength = Math.min(Math.abs(shade), 1);
  const hue = shade > 0 ? [31, 119, 180] : [214, 96, 20];
  const alpha = dark ? 0.15 + 0.5 * strength : 0.1 + 0.6 * strength;
  span.style.background = `rgba(${hue.join(",")},${alpha.toFixed(3)})`;
  // Colour alone must not carry the sign: a line below for negative, above for positive.
  const edge = `rgba(${hue.join(",")},${(0.35 + 0.65 * strength).toFixed(3)})`;
  if (shade > 0) span.style.boxShadow = `inset 0 2px 0 ${edge}`;
  else span.style.boxShadow = `inset 0 -2px 0 ${edge}`;
}

function isDark(element) {
  const value = getComputedStyle(element).getPropertyValue("--st-background-color").trim();
  const hex = value.match(/^#([0-9a-f]{6})/i);
  if (!hex) return matchMedia("(prefers-color-scheme: dark)").matches;
  const n = parseInt(hex[1], 16);
  return 0.299 * (n >> 16) + 0.587 * ((n >> 8) & 255) + 0.114 * (n & 255) < 128;
}

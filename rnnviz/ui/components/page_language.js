// What Streamlit leaves out for whoever reads no English or uses no mouse: the language of the
// document, the words of its own buttons and messages, and ways for the keyboard.
//
// Streamlit has no translations. Its words are few and fixed, so each is looked up as it appears,
// outside of what the page itself has written. What was put in its place is remembered, for
// the way back to English.
const TEXT_ATTRIBUTES = ["aria-label", "placeholder", "title"];
// Here stand the words of the page and of its user. The button of an upload is Streamlit's, though,
// and what counts the pages for which a narrow window has no room.
const OURS = '[data-testid="stMarkdownContainer"], [data-testid="stText"], [data-testid="stCode"], [data-testid="stDataFrame"] canvas, svg, script, style, textarea';
const THEIRS = '[data-testid="stFileUploader"] button, [data-testid="stFileUploaderDropzoneInstructions"], [data-testid="stFileUploader"] [role="alert"], .rc-overflow-item-rest';
// The picture of a page: the first of these that is there.
const PICTURES = [
  ".st-key-home-stepper, .st-key-rnnviz-stepper, .st-key-weather-stepper",
  '[class*="st-key-build-drawing"]',
  '[data-testid="stPlotlyChart"]',
  '[data-testid="stVegaLiteChart"]',
  '[data-testid="stMain"] h1',
];
const STYLE = `
.rnnviz-skip { position: fixed; top: -4rem; left: 0.5rem; z-index: 1000002; padding: 0.6rem 1rem;
  border-radius: 0 0 8px 8px; background: #1c5f8c; color: #fff; font-family: inherit; }
/* “Press Enter to apply” lies over what is typed, in English; leaving a field applies it, too. */
[data-testid="InputInstructions"] { display: none; }
.rnnviz-skip:focus { top: 0; outline: 3px solid #f09a55; color: #fff; }
[data-testid="stMetricDelta"], [data-testid="stMetricDelta"] * { white-space: normal !important; height: auto !important; }
[data-testid="stCode"] .token.number { color: color-mix(in srgb, #29b09d 55%, currentColor); }`;
const page = (globalThis.rnnvizPageLanguage ??= start());

export default function ({ data }) {
  document.documentElement.lang = data.lang;
  page.skip.textContent = data.skip;
  if (page.shown !== undefined && page.shown !== data.page) {
    document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
  }
  page.shown = data.page;
  const words = JSON.stringify([data.words, data.patterns]);
  if (words === page.given) return;
  page.given = words;
  for (const [node, attribute, english, shown] of page.replaced) {
    if (node.isConnected && read(node, attribute) === shown) write(node, attribute, english);
  }
  page.replaced = [];
  page.words = new Map(data.words);
  page.patterns = data.patterns.map(pattern);
  translate(document.body);
}

function start() {
  const style = document.createElement("style");
  style.textContent = STYLE;
  document.head.append(style);
  const skip = document.createElement("a");
  skip.className = "rnnviz-skip";
  skip.href = "#";
  skip.addEventListener("click", (event) => {
    event.preventDefault();
    toPicture();
  });
  document.body.prepend(skip);
  const kept = { skip, given: "", words: new Map(), patterns: [], replaced: [] };
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach(translate);
      else if (change.type === "attributes") attributes(change.target);
      else text(change.target);
    }
    if (kept.replaced.length > 2000) kept.replaced = kept.replaced.filter(([node]) => node.isConnected);
  }).observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: [...TEXT_ATTRIBUTES, "class"], // a formula is made of the span of its source
  });
  return kept;
}

function toPicture() {
  const picture = PICTURES.map((one) => document.querySelector(one)).find(Boolean);
  if (!picture) return;
  const part = focusable(picture) ?? picture;
  if (part === picture && part.tabIndex < 0) part.tabIndex = -1;
  part.focus({ preventScroll: true });
  picture.scrollIntoView({ block: "start" });
}

/** The first part that takes the focus, also within a component's shadow. */
function focusable(root) {
  for (const element of root.querySelectorAll("*")) {
    if (element.tabIndex >= 0 && element.offsetParent !== null) return element;
    const inside = element.shadowRoot && focusable(element.shadowRoot);
    if (inside) return inside;
  }
  return null;
}

function translate(node) {
  if (node.nodeType === Node.TEXT_NODE) return text(node);
  if (node.nodeType !== Node.ELEMENT_NODE || node.namespaceURI.endsWith("svg")) return;
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (one) =>
    one.namespaceURI?.endsWith("svg") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  for (let one = node; one; one = walker.nextNode()) {
    if (one.nodeType === Node.TEXT_NODE) text(one);
    else attributes(one);
  }
}

function text(node) {
  const parent = node.parentElement;
  if (!parent || !node.nodeValue.trim()) return;
  if (parent.closest(OURS) && !parent.closest(THEIRS)) return;
  replace(node, null);
}

function attributes(element) {
  // An icon beside words says nothing of its own; Streamlit calls it "visibility icon".
  if (element.getAttribute("role") === "img" && /^\w+ icon$/.test(element.getAttribute("aria-label") ?? "")) {
    element.setAttribute("aria-hidden", "true");
  }
  // A box that scrolls can be scrolled by keys.
  const block = element.dataset?.testid === "stVerticalBlock" && element.getAttribute("overflow") === "auto";
  const code = element.tagName === "PRE" && element.closest('[data-testid="stCode"]') !== null;
  if (block || code || element.classList.contains("katex-display")) element.tabIndex = 0;
  for (const name of TEXT_ATTRIBUTES) if (element.hasAttribute(name)) replace(element, name);
}

function replace(node, attribute) {
  const english = read(node, attribute);
  const shown = translated(english);
  if (shown === english) return;
  page.replaced.push([node, attribute, english, shown]);
  write(node, attribute, shown);
}

function translated(english) {
  const found = page.words.get(english.trim());
  if (found !== undefined) return found;
  for (const [from, to] of page.patterns) {
    const match = from.exec(english);
    if (match) return to.replace(/\{(\w+)\}/g, (_, name) => match.groups[name]);
  }
  return english;
}

/** `Help for {label}` as an expression with a group for each place. */
function pattern([english, shown]) {
  const parts = english.split(/\{(\w+)\}/).map((part, i) =>
    i % 2 ? `(?<${part}>.+?)` : part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return [new RegExp(`^${parts.join("")}$`, "s"), shown];
}

function read(node, attribute) {
  return attribute ? node.getAttribute(attribute) : node.nodeValue;
}

function write(node, attribute, words) {
  if (attribute) node.setAttribute(attribute, words);
  else node.nodeValue = words;
}

// Terms in the text and parts of the figures. A term is a link to `#part-tanh`; a part of a figure
// says `data-part="tanh"`, inside a figure that says `data-parts`. Pointing at a term lights its
// part and dims the rest; pointing at a part lights its terms; a click holds it. What is not ours to
// mark, such as a chart, stands in a container whose key says its part: `part-random-vectors`.
//
// What is lit is a rule in two style sheets that the page and the figures' shadows share. Nothing in
// the figures is touched, so a rerun that draws one anew draws it lit; and the server hears nothing.
const TERM = 'a[href^="#part-"]';
// Using one of these changes what a figure shows; what is held stays. A click elsewhere lets go.
const CONTROLS = "a, button, input, label, select, textarea, summary, canvas, [role=radio], [role=slider], [role=option]";
const ROOM = 110; // pixels at the top of the window that the bars take

export default function ({ data }) {
  const page = (globalThis.rnnvizParts ??= start());
  page.colours.replaceSync(colourRules(data.colours, data.mixed));
  page.back.textContent = data.back;
  if (page.place !== data.place) page.release();
  page.place = data.place;
}

/** What each part's colour is, and how a term looks. `colours`: `[part, light, dark]`, in order. */
export function colourRules(colours, mixed) {
  const each = colours.map(([part, light, dark]) =>
    `[data-part~="${part}"], ${boxes(part)}, a[href="#part-${part}"] { --part: light-dark(${light}, ${dark}); }`);
  return [...each, `[data-part~="${mixed}"] { --part: initial; }`, LOOK].join("\n");
}

/** The rules while `lit` (a part, or null) is lit, and the parts in `pointed` are pointed at. */
export function litRules(lit, pointed = []) {
  const terms = [...new Set([...(lit ? [lit] : []), ...pointed])].map((part) => `a[href="#part-${part}"]`);
  const rules = terms.length ? [`:is(${terms.join(", ")}) { background: var(--part); color: var(--st-background-color, canvas) !important; }`] : [];
  if (lit) {
    const own = `[data-part~="${lit}"]`, figure = `[data-parts]:has(${own})`;
    rules.push(
      `${figure} [data-part]:not(${own}) { opacity: 0.16 !important; }`,
      `${figure} ${own} { opacity: 1 !important; }`,
      `${figure} line${own} { stroke-width: 2.8; }`,
      `:has(${boxes(lit)}) ${boxes()}:not(${boxes(lit)}) { opacity: 0.16; }`,
      `${boxes(lit)} { outline: 2px solid var(--part); outline-offset: 6px; border-radius: 4px; }`,
      `${figure} .grid${own} { outline: 2px solid var(--part); outline-offset: -2px; border-radius: 7px; }`,
    );
  }
  return rules.join("\n");
}

const LOOK = `
${TERM} { color: var(--part) !important; font-weight: 600; cursor: pointer; border-radius: 4px;
  padding: 0 0.1em; -webkit-box-decoration-break: clone; box-decoration-break: clone; text-decoration: underline dotted; text-underline-offset: 0.2em; }
${TERM} :is(code, strong) { color: inherit !important; background: none; padding: 0; font-size: inherit; }
${TERM}:has(.katex) { display: inline-block; padding: 0 0.2em; text-decoration: none;
  border-bottom: 2px dotted; }
${TERM}:focus-visible { outline: 2px solid var(--part); outline-offset: 2px; }
.rnnviz-to-text { position: fixed; bottom: 1rem; left: 50%; translate: -50%; z-index: 1000001;
  padding: 0.5rem 1.1rem; border: 1px solid #9aa6b2; white-space: nowrap; border-radius: 8px; font: inherit; cursor: pointer;
  background: #101318; color: #fcfbf8; }
.rnnviz-to-text[hidden] { display: none; }
${boxes()} { transition: opacity 120ms; }
${boxes()} strong { color: var(--part); }
[data-parts] [data-part] { transition: opacity 120ms; }
@media (prefers-reduced-motion: reduce) { :is([data-parts] [data-part], ${boxes()}) { transition: none; } }`;

/** The containers of a part, or of any. */
function boxes(part) {
  return `[class*="st-key-part-${part ? `${part}-` : ""}"]`;
}

/** `#part-tanh` as `tanh`; null for whatever else a link's address may be. */
export function partOf(href) {
  return /^#part-([a-z0-9]+)$/.exec(href ?? "")?.[1] ?? null;
}

function start() {
  const colours = new CSSStyleSheet(), lights = new CSSStyleSheet();
  const back = document.createElement("button");
  back.className = "rnnviz-to-text";
  back.type = "button";
  back.hidden = true;
  document.body.append(back);
  const page = { colours, back, release, place: null };
  const now = { hover: null, focus: null, held: null, pointed: [] };
  const roots = new Set();
  let from = null; // where the text was left for a figure: the term, and how far it was scrolled

  adopt(document);
  for (const host of document.querySelectorAll("*")) if (host.shadowRoot) adopt(host.shadowRoot);
  document.addEventListener("rnnviz-figure", (event) => adopt(event.composedPath()[0].getRootNode()));
  new MutationObserver(name).observe(document.body, { subtree: true, childList: true });
  name();

  function adopt(root) {
    if (roots.has(root)) return;
    for (const old of roots) if (old !== document && !old.host.isConnected) roots.delete(old);
    roots.add(root);
    root.adoptedStyleSheets.push(colours, lights);
    root.addEventListener("pointerover", pointAt); // what stays inside a shadow is not heard outside
  }

  /** A term is a button: pressed while its part is held. */
  function name() {
    for (const term of document.querySelectorAll(TERM)) {
      term.setAttribute("role", "button");
      term.setAttribute("aria-pressed", String(now.held !== null && partOf(term.getAttribute("href")) === now.held));
    }
  }

  function set(change) {
    const before = JSON.stringify(now);
    Object.assign(now, change);
    if (JSON.stringify(now) === before) return;
    const lit = now.hover ?? now.focus ?? now.held;
    lights.replaceSync(litRules(lit, now.pointed));
    // A figure on a canvas has no elements to be found: it draws what is lit by itself.
    document.dispatchEvent(new CustomEvent("rnnviz-lit", { detail: lit }));
    if (lit) for (const figure of figuresWith(lit)) sideways(figure);
    name();
  }

  function release() {
    from = null;
    back.hidden = true;
    set({ hover: null, focus: null, held: null, pointed: [] });
  }

  /** The elements of a part, those of one figure in one list. */
  function figuresWith(part) {
    return [...roots].flatMap((root) => [...root.querySelectorAll("[data-parts]")])
      .map((figure) => [...figure.querySelectorAll(`[data-part~="${part}"]`)])
      .concat([[...document.querySelectorAll(boxes(part))]])
      .filter((elements) => elements.length && elements[0].isConnected);
  }

  function hold(term, part) {
    if (now.held === part) return letGo();
    set({ held: part });
    toFigure(term, part);
  }

  function letGo() {
    const left = from;
    release();
    if (!left) return;
    main().scrollTo({ top: left.top, behavior: pace() });
    left.term.focus({ preventScroll: true });
    set({ focus: null });
  }

  /** Brings the nearest figure with this part into view, if none of them is. */
  function toFigure(term, part) {
    const at = term.getBoundingClientRect().top;
    const places = figuresWith(part).map((elements) => elements.map((one) => [one, one.getBoundingClientRect()]));
    const all = places.flat();
    if (!all.length || all.some(([, { top, bottom }]) => top > ROOM && bottom < innerHeight)) return;
    const [nearest] = all.sort(([, a], [, b]) => Math.abs(a.top - at) - Math.abs(b.top - at))[0];
    from ??= { term, top: main().scrollTop };
    back.hidden = false;
    nearest.scrollIntoView({ block: "center", inline: "nearest", behavior: pace() });
  }

  function pointAt(event) {
    if (event.pointerType === "touch") return;
    set({ hover: partOf(termAt(event)?.getAttribute("href")), pointed: partsAt(event) });
  }

  document.addEventListener("rnnviz-point", ({ detail }) => set({ pointed: detail }));
  document.documentElement.addEventListener("pointerleave", () => set({ hover: null, pointed: [] }));
  document.addEventListener("focusin", (event) => {
    const term = termAt(event);
    set({ focus: term?.matches(":focus-visible") ? partOf(term.getAttribute("href")) : null });
  });
  document.addEventListener("focusout", () => set({ focus: null }));
  document.addEventListener("keydown", (event) => {
    const term = termAt(event);
    if (event.composedPath()[0].matches?.("input, textarea")) return; // which has an Escape of its own
    if (event.key === "Escape" && (now.held ?? now.focus)) letGo();
    else if (event.key === " " && term) {
      event.preventDefault();
      term.click();
    }
  });
  document.addEventListener("click", (event) => {
    const term = termAt(event), part = partOf(term?.getAttribute("href"));
    if (part) {
      event.preventDefault();
      return hold(term, part);
    }
    const [own] = partsAt(event, '[data-parts="hold"]').filter((one) => document.querySelector(`a[href="#part-${one}"]`));
    if (own) set({ held: now.held === own ? null : own });
    else if (!event.composedPath().some((node) => node.matches?.(CONTROLS))) release();
  });
  back.addEventListener("click", letGo);
  return page;
}

function termAt(event) {
  return event.target.closest?.(TERM) ?? null;
}

/** The parts that the pointer is at, within a figure of this kind. */
function partsAt(event, figure = "[data-parts]") {
  const path = event.composedPath();
  const part = path.find((node) => node.dataset?.part);
  if (part?.closest(figure)) return part.dataset.part.split(" ");
  return path.map((node) => /st-key-part-([a-z0-9]+)-/.exec(node.className)?.[1]).filter(Boolean);
}

/** A figure that is wider than its place shows the part. */
function sideways(elements) {
  const scroller = elements[0].closest("[data-scrolls]");
  if (!scroller || scroller.scrollWidth <= scroller.clientWidth) return;
  const { left, right } = scroller.getBoundingClientRect();
  const places = elements.map((one) => one.getBoundingClientRect());
  if (places.some((place) => place.right > left && place.left < right)) return;
  scroller.scrollBy({ left: (places[0].left + places[0].right - left - right) / 2, behavior: pace() });
}

function main() {
  return document.querySelector('[data-testid="stMain"]');
}

function pace() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
}

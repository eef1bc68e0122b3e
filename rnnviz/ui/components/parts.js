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
  const page = (globalThis.rnnvizParts ??= new Lights());
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
  padding: 0 0.1em; -webkit-box-decoration-break: clone; box-decoration-break: clone;
  text-decoration: underline dotted; text-underline-offset: 0.2em; }
${TERM} :is(code, strong) { color: inherit !important; background: none; padding: 0; font-size: inherit; }
${TERM}:has(.katex) { display: inline-block; padding: 0 0.2em; text-decoration: none;
  border-bottom: 2px dotted; }
${TERM}:focus-visible { outline: 2px solid var(--part); outline-offset: 2px; }
.rnnviz-to-text { position: fixed; bottom: 1rem; left: 50%; translate: -50%; z-index: 1000001;
  padding: 0.5rem 1.1rem; border: 1px solid #9aa6b2; border-radius: 8px; white-space: nowrap;
  font: inherit; cursor: pointer; background: #101318; color: #fcfbf8; }
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

/** What is lit on this page, and why: pointed at, focused or held. */
class Lights {
  constructor() {
    this.colours = new CSSStyleSheet();
    this.rules = new CSSStyleSheet();
    this.now = { hover: null, focus: null, held: null, pointed: [] };
    this.roots = new Set();
    this.place = null;
    this.from = null; // where the text was left for a figure: the term, and how far it was scrolled
    this.back = wayBack();
    this.adopt(document);
    for (const host of document.querySelectorAll("*")) if (host.shadowRoot) this.adopt(host.shadowRoot);
    this.listen();
    new MutationObserver(() => this.name()).observe(document.body, { subtree: true, childList: true });
    this.name();
  }

  listen() {
    const on = (event, heard) => document.addEventListener(event, heard);
    on("rnnviz-figure", (event) => this.adopt(event.composedPath()[0].getRootNode()));
    on("rnnviz-point", ({ detail }) => this.set({ pointed: detail }));
    on("focusin", (event) => this.set({ focus: termAt(event)?.matches(":focus-visible") ? termPart(event) : null }));
    on("focusout", () => this.set({ focus: null }));
    on("keydown", (event) => this.key(event));
    on("click", (event) => this.click(event));
    document.documentElement.addEventListener("pointerleave", () => this.set({ hover: null, pointed: [] }));
    this.back.addEventListener("click", () => this.letGo());
  }

  /** The page itself, or the shadow of a figure. */
  adopt(root) {
    if (this.roots.has(root)) return;
    for (const old of this.roots) if (old !== document && !old.host.isConnected) this.roots.delete(old);
    this.roots.add(root);
    root.adoptedStyleSheets.push(this.colours, this.rules);
    // Each for itself: what stays inside a shadow is not heard outside.
    root.addEventListener("pointerover", (event) => {
      if (event.pointerType !== "touch") this.set({ hover: termPart(event), pointed: partsAt(event) });
    });
  }

  /** A term is a button: pressed while its part is held. */
  name() {
    for (const term of document.querySelectorAll(TERM)) {
      const held = this.now.held !== null && partOf(term.getAttribute("href")) === this.now.held;
      term.setAttribute("role", "button");
      term.setAttribute("aria-pressed", String(held));
    }
  }

  set(change) {
    const before = JSON.stringify(this.now);
    Object.assign(this.now, change);
    if (JSON.stringify(this.now) === before) return;
    const { hover, focus, held, pointed } = this.now;
    const lit = hover ?? focus ?? held;
    this.rules.replaceSync(litRules(lit, pointed));
    // A figure on a canvas has no elements to be found: it draws what is lit by itself.
    document.dispatchEvent(new CustomEvent("rnnviz-lit", { detail: lit }));
    if (lit) for (const figure of this.figuresWith(lit)) sideways(figure);
    this.name();
  }

  key(event) {
    if (event.composedPath()[0].matches?.("input, textarea")) return; // which has an Escape of its own
    if (event.key === "Escape" && (this.now.held ?? this.now.focus)) this.letGo();
    else if (event.key === " " && termAt(event)) {
      event.preventDefault();
      termAt(event).click();
    }
  }

  click(event) {
    const part = termPart(event);
    if (part) {
      event.preventDefault();
      return this.hold(termAt(event), part);
    }
    const [own] = partsAt(event, '[data-parts="hold"]').filter((one) => document.querySelector(`a[href="#part-${one}"]`));
    if (own) this.set({ held: this.now.held === own ? null : own });
    else if (!event.composedPath().some((node) => node.matches?.(CONTROLS))) this.release();
  }

  hold(term, part) {
    if (this.now.held === part) return this.letGo();
    this.set({ held: part });
    this.toFigure(term, part);
  }

  release() {
    this.from = null;
    this.back.hidden = true;
    this.set({ hover: null, focus: null, held: null, pointed: [] });
  }

  /** Release, and go back to where the text was left. */
  letGo() {
    const { from } = this;
    this.release();
    if (!from) return;
    main().scrollTo({ top: from.top, behavior: pace() });
    from.term.focus({ preventScroll: true });
    this.set({ focus: null });
  }

  /** The elements of a part, those of one figure in one list. */
  figuresWith(part) {
    return [...this.roots].flatMap((root) => [...root.querySelectorAll("[data-parts]")])
      .map((figure) => [...figure.querySelectorAll(`[data-part~="${part}"]`)])
      .concat([[...document.querySelectorAll(boxes(part))]])
      .filter((elements) => elements.length && elements[0].isConnected);
  }

  /** Brings the nearest figure with this part into view, if none of them is. */
  toFigure(term, part) {
    const at = term.getBoundingClientRect().top;
    const places = this.figuresWith(part).flat().map((one) => [one, one.getBoundingClientRect()]);
    if (!places.length || places.some(([, { top, bottom }]) => top > ROOM && bottom < innerHeight)) return;
    const [nearest] = places.sort(([, a], [, b]) => Math.abs(a.top - at) - Math.abs(b.top - at))[0];
    this.from ??= { term, top: main().scrollTop };
    this.back.hidden = false;
    nearest.scrollIntoView({ block: "center", inline: "nearest", behavior: pace() });
  }
}

function wayBack() {
  const back = document.createElement("button");
  back.className = "rnnviz-to-text";
  back.type = "button";
  back.hidden = true;
  document.body.append(back);
  return back;
}

function termAt(event) {
  return event.target.closest?.(TERM) ?? null;
}

function termPart(event) {
  return partOf(termAt(event)?.getAttribute("href"));
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

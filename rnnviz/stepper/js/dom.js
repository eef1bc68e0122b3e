// Elements without markup in strings: texts go in as text.
import { SVG } from "./svg_canvas.js";

/** A new element: properties (data-… and aria-… as attributes), then children. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined) continue;
    if (name.includes("-") || name === "role") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** The stepper's controls and places, by name. */
export function build(root, words) {
  const button = (part, text) => make("button", { type: "button", "data-part": part, textContent: text });
  const parts = {
    back: button("back", "‹"), play: button("play", "▶"), next: button("next", "›"),
    slider: make("input", { type: "range", min: "1", step: "1", "data-part": "slider" }),
    speed: make("select", { "data-part": "speed" }),
    loop: make("input", { type: "checkbox", "data-part": "loop" }),
    word: make("strong", { "data-part": "word" }),
    count: make("span", { className: "count", "data-part": "count" }),
    verdict: make("button", { type: "button", className: "verdict", "data-part": "verdict" }),
    told: make("span", { className: "told", "data-part": "told" }),
    quantity: make("select", { "data-part": "quantity" }),
    order: make("select", { "data-part": "order" }),
    light: button("light", words.light), closer: button("closer", "+"), farther: button("farther", "−"), fit: button("fit", "↔"),
    png: button("png", "PNG"), svg: button("svg", "SVG"), clear: button("clear", ""),
    full: button("full", "⛶"), help: button("help", "?"),
    helpPanel: make("dl", { className: "help", hidden: true, "data-part": "help-panel" },
      ...words.help.flatMap(([name, text]) => [make("dt", { textContent: name }), make("dd", { textContent: text })])),
    main: make("div", { className: "main" }), legend: make("div", { className: "foot" }),
    canvas: make("canvas", { className: "scene", role: "img", "aria-label": words.name, "data-part": "scene" }),
    veil: document.createElementNS(SVG, "svg"),
    tip: make("div", { className: "tip", hidden: true, "data-part": "tip" }),
    map: make("canvas", { className: "map", "aria-hidden": "true", "data-part": "map" }),
    scale: make("canvas", { className: "scale", "aria-hidden": "true", "data-part": "scale" }),
    scaleLow: make("span"), scaleHigh: make("span"), scaleNote: make("span", { className: "quiet" }),
    returns: make("div", { className: "returns", hidden: true, "data-part": "returns" }),
    cards: make("div", { className: "cards", "data-part": "cards" }),
    badge: make("span", { className: "badge", "data-part": "badge" }),
    live: make("div", { className: "unseen", "aria-live": "polite", "data-part": "live" }),
    hint: make("span", { className: "hint", "data-part": "hint", textContent: words.hint }),
  };
  parts.veil.setAttribute("class", "veil");
  parts.veil.setAttribute("data-parts", "");
  parts.veil.setAttribute("aria-hidden", "true");
  parts.legend.append(make("span", { className: "legend" }, parts.scaleLow, parts.scale, parts.scaleHigh, parts.scaleNote), parts.badge,
    make("span", { className: "pair small" }, parts.png, parts.svg));
  parts.main.append(
    make("div", { className: "view" }, make("div", { className: "stage" }, parts.canvas, parts.veil, parts.tip), parts.map, parts.legend),
    make("div", { className: "side" }, parts.returns, parts.cards));
  root.replaceChildren(
    make("div", { className: "bar" }, parts.back, parts.play, parts.next, parts.slider,
      make("label", {}, `${words.speed} `, parts.speed), make("label", {}, parts.loop, ` ${words.loop}`),
      make("span", { className: "pair" }, parts.full, parts.help)),
    make("div", { className: "rows" },
      make("div", { className: "now" }, parts.word, parts.count, parts.verdict, parts.told),
      make("div", { className: "tools" }, make("label", {}, `${words.squares} `, parts.quantity), make("label", {}, `${words.order} `, parts.order), parts.light,
        make("span", { className: "pair" }, parts.farther, parts.closer, parts.fit), parts.clear)),
    parts.helpPanel,
    parts.main,
    parts.hint,
    make("div", { className: "keys quiet", textContent: words.keys }),
    parts.live,
  );
  root.dispatchEvent(new CustomEvent("rnnviz-figure", { bubbles: true, composed: true }));
  return parts;
}

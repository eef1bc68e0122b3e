// The computation behind one square, as a card: every gate, its terms, its sum, the squashing.
import { SIGNS, openSquare } from "./engine.js";
import { make } from "./dom.js";
import { fill } from "./numbers.js";

const MOST = { alone: 6, gated: 4 }; // terms shown alone before the rest is folded
const FACTOR_DIGITS = 3;

/** A card for `at` (track, layer, unit, step). `say`: theme (words, writer) and the actions. */
export function card(trace, at, all, say) {
  const open = openSquare(trace, at.layer, at.step, at.unit, all ? Infinity : trace.gates.length > 1 ? MOST.gated : MOST.alone);
  const { words, writer } = say.theme;
  const title = fill(words.card, { layer: at.layer + 1, unit: at.unit + 1, step: at.step, word: trace.labels[at.step - 1] });
  const head = cardHead(say.several ? `${trace.label} · ${title}` : title, all, say);
  const stages = open.stages.map((stage) => gateBlock(trace, at, open, stage, say));
  const equations = open.equations.map((which) => equation(trace, at, open, which, say));
  const result = make("div", { className: "result" },
    make("span", { textContent: `h${subscript(at.step)}[${at.unit + 1}] = ` }),
    make("strong", { "data-part": "state", textContent: writer.whole(open.state, open.stateDigits) }));
  const element = make("section", { className: "card", "aria-label": title, "data-cell": trace.cell }, head, result, ...equations,
    make("div", { className: "gates" }, ...stages));
  return { element: inOrder(element), open };
}

/** A number as small figures below the line. */
export function subscript(number) {
  return [...String(number)].map((digit) => "₀₁₂₃₄₅₆₇₈₉"[digit]).join("");
}

// In which stage of the animation a row is computed.
const STAGE_OF = { ih: 0, b_ih: 0, hh: 1, b_hh: 1, inside: 1, product: 1, pre: 2, gate: 3, cell: 3, combined: 3 };

export function row(className, name, value, part) {
  return make("div", { className: `row ${className}`, "data-stage": STAGE_OF[part] },
    make("span", { className: "name", textContent: name }),
    make("span", { className: "num", "data-part": part, textContent: value }));
}

// One gate: its name and formula, then the rows that add up to its sum, then the squashing.
function gateBlock(trace, at, open, stage, say) {
  const { words, writer } = say.theme;
  const { digits } = open;
  const many = trace.gates.length > 1;
  // As torch's documentation has them: W_ir, b_hz and so on; one gate needs no name.
  const [i, h] = many ? [`i${stage.name}`, `h${stage.name}`] : ["ih", "hh"];
  const [now, before] = [subscript(at.step), subscript(at.step - 1)];
  const whole = (value) => writer.whole(value, digits);
  const added = (value) => writer.whole(value, digits, true);
  const rows = [
    row("part", `W_${i} · ${at.layer ? `h${now} (${fill(words.layer, { layer: at.layer })})` : `x${now}`}`, whole(stage.ih.total), "ih"),
    ...termRows(trace, at, stage.ih, "ih", digits, say),
    row("part", `+ b_${i}`, added(stage.b_ih), "b_ih"),
  ];
  if (stage.reset) {
    rows.push(
      row("part", `W_${h} · h${before}`, whole(stage.hh.total), "hh"),
      ...termRows(trace, at, stage.hh, "hh", digits, say),
      row("part", `+ b_${h}`, added(stage.b_hh), "b_hh"),
      row("part", words.inside, whole(stage.reset.inside), "inside"),
      row("part", `+ r × (…) = ${whole(stage.reset.gate)} × (${whole(stage.reset.inside)})`, added(stage.reset.product), "product"));
  } else {
    rows.push(
      row("part", `+ W_${h} · h${before}`, added(stage.hh.total), "hh"),
      ...termRows(trace, at, stage.hh, "hh", digits, say),
      row("part", `+ b_${h}`, added(stage.b_hh), "b_hh"));
  }
  const f = SIGNS[stage.activation];
  rows.push(
    row("sum", words.sum, whole(stage.pre), "pre"),
    row("squash", `${f}(${whole(stage.pre)})`, whole(stage.out), "gate"));
  const title = many ? make("h5", { textContent: `${stage.name} = ${whole(stage.out)}  ${words.gates[trace.cell][stage.name]}` }) : null;
  const show = () => say.show?.(stage); // its arrows are drawn in the picture
  return make("div", { className: "gate", "data-gate": stage.name, onpointerenter: show, onfocusin: show }, title, ...rows);
}

function termRows(trace, at, part, kind, digits, say) {
  const { words, writer } = say.theme;
  const letter = kind === "hh" ? "h" : at.layer ? "h" : "x";
  const rows = part.terms.map((term) => {
    const factors = factorsOf(term, writer);
    const product = `W[${at.unit + 1},${term.from + 1}] · ${letter}[${term.from + 1}]`;
    const text = trace.gates.length > 1 ? `${letter}[${term.from + 1}]: ${factors}` : `${product} = ${factors}`;
    const source = kind === "hh"
      ? { track: at.track, layer: at.layer, unit: term.from, step: at.step - 1 }
      : { track: at.track, layer: at.layer - 1, unit: term.from, step: at.step };
    return termButton(kind, text, `${product}. ${words.follow}`, writer.whole(term.value, digits, true), source, say);
  });
  return [...rows, ...restRow(part, kind, digits, say)];
}

/** A term that leads back to the square it came from. */
export function termButton(kind, text, title, value, source, say) {
  return make("button", {
    type: "button", className: "row term", "data-of": kind, title, onclick: () => say.follow(source),
    onpointerenter: () => say.point(source), onfocus: () => say.point(source),
    onpointerleave: () => say.point(null), onblur: () => say.point(null),
  }, make("span", { className: "name", textContent: text }), make("span", { className: "num", textContent: value }));
}

/** The terms that are not shown alone, as one row; none where all are. */
export function restRow(part, kind, digits, say) {
  if (!part.rest) return [];
  const { words, writer } = say.theme;
  const rest = row("term rest", fill(words.rest, { count: part.rest.count }), writer.whole(part.rest.value, digits, true), "rest");
  rest.dataset.of = kind;
  return [rest];
}

/** Weight × input ≈, shorter than their product: "about" is all they can promise. */
export function factorsOf(term, writer) {
  return [term.weight, "×", term.input, "≈"]
    .map((part) => (typeof part === "number" ? writer.number(part, FACTOR_DIGITS) : part)).join("\u00a0");
}

/** The head of a card: what it is about, and what can be done with it. */
export function cardHead(title, all, say) {
  const { words } = say.theme;
  return make("div", { className: "cardhead" },
    make("h4", { textContent: title }),
    make("button", { type: "button", className: "all", "aria-pressed": String(all), textContent: all ? words.fewer : words.all, onclick: say.toggleAll }),
    say.pin ? make("button", { type: "button", className: "pin", textContent: words.pin, onclick: say.pin }) : null,
    make("button", { type: "button", className: "close", textContent: "×", "aria-label": words.close, onclick: say.close }),
  );
}

/** Rows unfold one after the other. */
export function inOrder(element) {
  [...element.querySelectorAll(".row")].forEach((line, i) => line.style.setProperty("--order", i));
  return element;
}

// The cell's last equations with the gates plugged in.
function equation(trace, at, open, which, say) {
  const { writer } = say.theme;
  const whole = (value) => writer.whole(value, open.digits);
  const factor = (value) => (value < 0 ? `(${whole(value)})` : whole(value));
  const [now, before] = [subscript(at.step), subscript(at.step - 1)];
  let text, value;
  if (trace.cell === "gru") {
    const [, z, n] = open.gates;
    text = `h${now} = (1 − z) · n + z · h${before} = (1 − ${whole(z)}) · ${factor(n)} + ${whole(z)} · ${factor(open.before)}`;
    value = writer.whole(open.state, open.stateDigits);
  } else if (which === "c") {
    const [i, f, g] = open.gates;
    text = `c${now} = f · c${before} + i · g = ${whole(f)} · ${factor(open.before)} + ${whole(i)} · ${factor(g)}`;
    value = whole(open.cell);
  } else {
    text = `h${now} = o · tanh(c${now}) = ${whole(open.gates[3])} · tanh(${whole(open.cell)})`;
    value = writer.whole(open.state, open.stateDigits);
  }
  const line = row("equation", text, value, which === "c" ? "cell" : "combined");
  line.dataset.equation = which;
  return line;
}

// The computation behind a verdict or a forecast, as a card: the head's terms, their sum, the end.
import { STATE_DIGITS, openOutcome } from "./engine.js";
import { make } from "./dom.js";
import { cardHead, factorsOf, inOrder, restRow, row, subscript, termButton } from "./explain.js";
import { fill } from "./numbers.js";

const MOST_OF_HEAD = 5; // terms shown alone before the rest is folded

/** Whether a place is above the top layer: the head's output there. */
export function isOutcome(traces, at) {
  return at.layer === traces[at.track].layers.length;
}

/** A card for the outcome after step `at.step`; `say` as in `card`. */
export function outcomeCard(trace, at, all, say) {
  const open = openOutcome(trace, at.step, all ? Infinity : MOST_OF_HEAD);
  const { words, writer } = say.theme;
  const chance = trace.output_kind === "logit";
  const title = fill(chance ? words.card_verdict : words.card_forecast, { step: at.step, word: trace.labels[at.step - 1] });
  const whole = (value) => writer.whole(value, open.digits);
  const added = (value) => writer.whole(value, open.digits, true);
  const now = subscript(at.step);
  const read = trace.readout === "last" ? `h${now}` : `m${now}`;
  const factor = chance && open.scale !== null ? ` × ${writer.whole(open.scale, STATE_DIGITS)}` : "";
  const beside = open.line === null ? "" : ` ${words.with_line}`;
  const told = chance ? factor && lengthOf(trace, at.step, words, writer) : `${beside} ${words.back_to_degrees}`;
  const rows = [
    row("part", `W · ${read}`, whole(open.readout.total), "readout"),
    ...headRows(trace, at, open, say),
    row("part", "+ b", added(open.b), "b"),
    open.base === null ? null : row("part", `+ x${now}[1] · ${words.base}`, added(open.base), "base"),
    open.line === null ? null : row("part", `+ ${words.line}`, added(open.line), "line"),
    row("sum", words.sum, whole(open.pre), "pre"),
    chance ? row("squash", `σ(${whole(open.pre)}${factor})`, writer.whole(open.out, open.outDigits), "gate")
      : row("squash", `${whole(open.pre)} × ${whole(open.scale)} ${open.shift < 0 ? "−" : "+"} ${whole(Math.abs(open.shift))}`, `${writer.whole(open.out, open.outDigits)} °C`, "gate"),
  ];
  const end = chance ? writer.percent(open.out / 10 ** open.outDigits, 1) : `${writer.whole(open.out, open.outDigits)} °C`;
  const element = make("section", { className: "card", "aria-label": title, "data-cell": "head" },
    cardHead(say.several ? `${trace.label} · ${title}` : title, all, say),
    make("div", { className: "result" },
      make("span", { textContent: `${chance ? words.verdict : words.forecast} = ` }),
      make("strong", { "data-part": "outcome", textContent: end })),
    make("div", { className: "gates" }, make("div", { className: "gate", "data-gate": "head" }, ...rows)),
    // Behind the numbers: beside the picture there is room for one of both without scrolling.
    make("p", { className: "reads", textContent: fill(words.reads[trace.readout], { now, step: at.step }) + told }));
  return { element: inOrder(element), open };
}

// What the factor for the length is, said behind what the head reads.
function lengthOf(trace, step, words, writer) {
  return ` ${fill(words.length_factor, { step, power: writer.number(trace.head.length_power, 3) })}`;
}

function headRows(trace, at, open, say) {
  const { words, writer } = say.theme;
  const letter = trace.readout === "last" ? "h" : "m";
  const layer = trace.layers.length - 1;
  const rows = open.readout.terms.map((term) => {
    const source = { track: at.track, layer, unit: term.from, step: term.at, ...(trace.readout === "mean" ? { from: 1 } : {}) };
    const product = `W[${term.from + 1}] · ${letter}[${term.from + 1}]`;
    return termButton("readout", `${product} = ${factorsOf(term, writer)}`, `${product}. ${words.follow}`,
      writer.whole(term.value, open.digits, true), source, say);
  });
  return [...rows, ...restRow(open.readout, "readout", open.digits, say)];
}

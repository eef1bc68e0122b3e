// Everything around the picture that says something: controls, legend, badge, what is spoken.
import { STAGES } from "./highlights.js";
import { isBackward } from "./layout.js";
import { fill } from "./numbers.js";
import { preview, returned, said } from "./captions.js";

const SPEAK_AFTER = 250; // ms of rest before a screen reader hears of a new place

/** What depends on the traces alone: the length of the time bar, what squares can show, the badge. */
export function fitToolbar(stepper) {
  const { parts, traces, data: { words, decimal } } = stepper;
  const both = traces.some(isBackward);
  if (both) nameDirections(traces, words);
  parts.hint.textContent = both ? words.hint_squares
    : traces.every((trace) => trace.output_kind === "logit") ? words.hint : words.hint_forecast;
  parts.slider.max = String(stepper.steps);
  const kinds = ["h", ...(traces.every((t) => t.layers[0].c) ? ["c"] : []),
    ...(traces.length === 1 && traces[0].gates.length > 1 ? traces[0].gates : [])];
  if (!kinds.includes(stepper.quantity)) stepper.quantity = "h";
  parts.quantity.replaceChildren(...kinds.map((kind) => new Option(words.quantity[kind], kind)));
  parts.quantity.value = stepper.quantity;
  parts.quantity.parentElement.hidden = kinds.length < 2;
  const orders = Object.entries(words.orders).map(([name, text]) => new Option(text, name));
  parts.order.replaceChildren(...orders);
  parts.order.value = stepper.ordered;
  parts.order.parentElement.hidden = traces.every((trace) => trace.layers.every((layer) => layer.units < 4));
  // What reads both ways is checked where it is shown, as one network.
  parts.badge.hidden = both;
  const error = Math.max(...traces.map((trace) => trace.error));
  const torch = traces.map((trace) => `torch.nn.${trace.torch}`).join(", ");
  parts.badge.textContent = fill(words.badge, { torch, error: power(error, decimal) });
}

// The two rows of one network are told apart by the way they read.
function nameDirections(traces, words) {
  for (const trace of traces) {
    trace.label = words.directions[trace.direction];
    trace.arrow = isBackward(trace) ? "←" : "→";
  }
}

// A very small number: 2.4·10⁻⁷.
function power(value, decimal) {
  if (!value) return "0";
  const [digits, exponent] = value.toExponential(1).split("e");
  const raised = [...exponent.replace("+", "")].map((c) => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c])).join("");
  return `${digits.replace(".", decimal)}·10${raised}`;
}

/** The scale of the colours, with what its ends stand for. */
export function legend({ parts, theme, scene, traces, quantity }) {
  const { scale, scaleLow, scaleHigh, scaleNote } = parts;
  const { colours } = theme.palette;
  scale.width = colours.length;
  scale.height = 1;
  const pen = scale.getContext("2d");
  colours.forEach((colour, i) => { pen.fillStyle = colour; pen.fillRect(i, 0, 1, 1); });
  const lane = { kind: "state", key: "0.0", track: 0, layer: 0 };
  const end = scene.scale(lane, quantity);
  scaleLow.textContent = theme.writer.number(-end, end === 1 ? 0 : 1);
  scaleHigh.textContent = theme.writer.number(end, end === 1 ? 0 : 1);
  // Inputs have a scale of their own: they may be larger than a state can be.
  const most = scene.scale({ kind: "input", key: "0.x", track: 0, layer: -1 });
  scaleNote.textContent = traces.length > 1 ? "" : fill(theme.words.input_scale, { most: theme.writer.number(most, 1) });
}

export function controls(stepper) {
  const { parts, root, traces, step, data: { words } } = stepper;
  const label = traces[0].labels[step - 1];
  parts.slider.value = String(step);
  parts.slider.setAttribute("aria-valuetext", `${step}: ${label}`);
  parts.word.textContent = traces.some(isBackward) ? traces.map((trace) => `${trace.arrow} ${trace.labels[step - 1]}`).join("  ") : label;
  parts.count.textContent = `${step} / ${stepper.steps}`;
  parts.verdict.textContent = said(stepper);
  parts.verdict.hidden = !parts.verdict.textContent;
  const playing = stepper.clock.playing;
  parts.play.textContent = playing ? "❚❚" : "▶";
  parts.play.title = playing ? words.pause : words.play;
  parts.play.setAttribute("aria-label", parts.play.title);
  parts.clear.hidden = !stepper.pins.length;
  parts.clear.textContent = fill(words.clear, { n: stepper.pins.length });
  parts.light.setAttribute("aria-pressed", String(stepper.light));
  parts.help.setAttribute("aria-expanded", String(!parts.helpPanel.hidden));
  root.dataset.step = String(step);
  root.dataset.playing = String(playing);
  parts.returns.hidden = !stepper.light;
  if (stepper.light) parts.returns.replaceChildren(...returned(stepper));
}

export function narrate(stepper) {
  const { parts, stage, data: { words } } = stepper;
  let text = "";
  if (stage !== null) {
    const layer = Math.floor(stage / STAGES), at = Math.floor(stage % STAGES);
    text = fill(words.stages[at], { layer: layer + 1, layers: stepper.layers, f: stepper.theme.squash(stepper.traces[0]) });
    parts.cards.dataset.stage = stepper.selected?.layer === layer ? String(at) : "";
  } else parts.cards.dataset.stage = "";
  if (parts.told.textContent !== text) parts.told.textContent = text;
  if (stepper.clock.playing) return;
  clearTimeout(stepper.speaking);
  stepper.speaking = setTimeout(() => {
    parts.live.textContent = spoken(stepper);
    parts.canvas.setAttribute("aria-label", parts.live.textContent);
  }, SPEAK_AFTER);
}

function spoken(stepper) {
  const { step, selected, traces, parts } = stepper;
  const where = `${step}: ${traces[0].labels[step - 1]}. ${said(stepper)}. ${parts.told.textContent}`;
  return selected ? `${where} ${preview(stepper, { ...selected, step })}` : where;
}

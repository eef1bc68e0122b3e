// What the stepper says in words: the verdict, a square in one line, what PyTorch returns.
import { make } from "./dom.js";
import { outcome, valueOf } from "./engine.js";
import { hasOutcome, isBackward } from "./layout.js";
import { fill } from "./numbers.js";

/** The verdict or the forecast of every trace after the present step. */
export function said({ traces, step, theme }) {
  const several = traces.length > 1;
  return traces.filter(hasOutcome).map((trace) => `${several ? `${trace.label}: ` : ""}${told(trace, step, theme)}`).join("  ·  ");
}

function told(trace, step, { words, writer }) {
  const value = outcome(trace, step);
  return trace.output_kind === "logit"
    ? fill(words.sofar, { p: writer.percent(value, 1) })
    : fill(words.forecast_is, { value: writer.number(value, 2) });
}

/** One line about a square: where it is and what it holds. */
export function preview({ traces, theme, quantity }, at) {
  const { words, writer } = theme;
  const trace = traces[at.track];
  if (at.layer === trace.layers.length) return said({ traces: [trace], step: at.step, theme });
  const input = at.layer < 0;
  const kind = input ? "x" : quantity;
  const { x, inputs } = trace.layers[0];
  const value = input ? x[(at.step - 1) * inputs + at.unit] : valueOf(trace, at.layer, at.step, at.unit, kind);
  const paired = input && trace.paired[at.step - 1];
  const name = input && trace.input_names?.[at.unit]; // of a forecaster's input: which column
  const text = fill(paired ? words.tip_pair : name ? words.tip_named : input ? words.tip_input : words.tip, {
    layer: at.layer + 1, unit: at.unit + 1, name, word: at.step ? trace.labels[at.step - 1] : words.start,
    before: paired ? trace.labels[at.step - 2] : "",
    kind: words.quantity[kind], value: writer.number(value, 4),
  });
  return traces.length > 1 ? `${trace.label} · ${text}` : text;
}

/** `output` and `hidden`: what each is, the line that returns them, and their shapes. */
export function returned({ traces, steps, step, theme: { words } }) {
  const line = (className, text) => make("p", { className, textContent: text });
  if (traces.some(isBackward)) return returnedBoth(traces, steps, words, line);
  const lines = traces.map((trace) => {
    const L = trace.layers.length;
    const { inputs } = trace.layers[0], { units } = trace.layers[L - 1];
    const cell = trace.layers[0].c !== null;
    const options = Object.entries(trace.torch_options).map(([name, value]) => `${name}="${value}", `).join("");
    const shape = `(${L}, 1, ${units})`;
    return make("code", { textContent: [
      `output, ${cell ? "(h_n, c_n)" : "h_n"} = nn.${trace.torch}(${inputs}, ${units}, num_layers=${L}, ${options}batch_first=True)(x)`,
      `x.shape = (1, ${steps}, ${inputs})   output.shape = (1, ${steps}, ${units})   h_n.shape = ${shape}${cell ? `   c_n.shape = ${shape}` : ""}`,
      `output[0, ${step - 1}]   h_n[${L - 1}, 0] == output[0, ${steps - 1}]`,
    ].join("\n") });
  });
  const padded = traces[0].labels.at(-1) === "<pad>";
  return [line("first", words.output), line("second", words.hidden), ...(padded ? [line("", words.padded)] : []), ...lines];
}

// Of one level that reads both ways: the halves of `output`, and where the two last states stand in it.
function returnedBoth([trace], steps, words, line) {
  const { inputs, units } = trace.layers[0];
  const cell = trace.layers[0].c !== null, shape = `(2, 1, ${units})`;
  const code = make("code", { textContent: [
    `output, ${cell ? "(h_n, c_n)" : "h_n"} = nn.${trace.torch}(${inputs}, ${units}, bidirectional=True, batch_first=True)(x)`,
    `x.shape = (1, ${steps}, ${inputs})   output.shape = (1, ${steps}, ${2 * units})   h_n.shape = ${shape}${cell ? `   c_n.shape = ${shape}` : ""}`,
    `h_n[0, 0] == output[0, ${steps - 1}, :${units}]   h_n[1, 0] == output[0, 0, ${units}:]`,
  ].join("\n") });
  return [line("first", words.both_output), line("second", words.both_hidden), code];
}

// The trace in the browser: unpacks the payload and computes any number from weights and states.
// Knows no DOM. Steps count from 1 (0 is the initial state); layers, units and gates from 0.
import { Writer, apportion, around, chooseTogether, nearest, preimage, withImages } from "./numbers.js";

const IDENTITY = 16; // bytes at the front that name the payload
export const STATE_DIGITS = 4;
const DEGREE_DIGITS = 2;
const MOST_DIGITS = 8;
const COLUMNS_KEPT = 900;

export const sigmoid = (v) => (1 + Math.tanh(v / 2)) / 2;
const ACTIVATION = { tanh: Math.tanh, sigmoid };
/** How each is written. */
export const SIGNS = { tanh: "tanh", sigmoid: "σ" };

/** The traces of a payload (see payload.py). The arrays are views into `bytes`, not copies. */
export function decode(bytes) {
  const whole = bytes.byteOffset % 4 ? bytes.slice() : bytes;
  const view = new DataView(whole.buffer, whole.byteOffset, whole.byteLength);
  const size = view.getUint32(IDENTITY, true);
  const start = IDENTITY + 4;
  const header = JSON.parse(new TextDecoder().decode(whole.subarray(start, start + size)));
  const base = whole.byteOffset + start + size;
  const array = ([at, length]) => new Float32Array(whole.buffer, base + at, length);
  return header.traces.map((trace) => {
    let below = null;
    const layers = trace.layers.map((layer) => {
      const own = { inputs: layer.inputs, units: layer.units, order: layer.order, columns: new Map() };
      for (const name of ["W_ih", "W_hh", "b_ih", "b_hh", "h"]) own[name] = array(layer[name]);
      own.c = layer.c ? array(layer.c) : null;
      // A layer above reads the states of the layer below, row 0 (the initial state) left out.
      own.x = layer.x ? array(layer.x) : below.h.subarray(below.units);
      below = own;
      return own;
    });
    const head = { ...trace.head };
    for (const name of ["W", "base", "line"]) head[name] = trace.head[name] && array(trace.head[name]);
    return { ...trace, steps: trace.labels.length, outputs: array(trace.outputs), layers, head };
  });
}

/** The name a payload begins with. */
export function identityOf(bytes) {
  return new TextDecoder().decode(bytes.subarray(0, IDENTITY));
}

/** The verdict (a probability) or forecast (°C) after step t ≥ 1. */
export function outcome(trace, t) {
  const first = trace.outputs[(t - 1) * trace.outputs_each];
  return trace.output_kind === "logit" ? sigmoid(first) : first;
}

/** All parts of one column: input_part, recurrent_part, pre and gates, each (G · H), gate by gate. */
export function columnOf(trace, l, t) {
  const layer = trace.layers[l];
  let column = layer.columns.get(t);
  if (column) return column;
  const { inputs: I, units: H } = layer;
  const G = trace.gates.length;
  const x = layer.x.subarray((t - 1) * I, t * I);
  const h = layer.h.subarray((t - 1) * H, t * H);
  const ih = new Float64Array(G * H), hh = new Float64Array(G * H), pre = new Float64Array(G * H);
  for (let row = 0; row < G * H; row++) {
    let a = 0, b = 0;
    for (let j = 0, w = row * I; j < I; j++) a += layer.W_ih[w + j] * x[j];
    for (let j = 0, w = row * H; j < H; j++) b += layer.W_hh[w + j] * h[j];
    ih[row] = a;
    hh[row] = b;
    pre[row] = a + layer.b_ih[row] + b + layer.b_hh[row];
  }
  const gates = new Float64Array(G * H);
  trace.gates.forEach((name, g) => {
    for (let u = 0; u < H; u++) {
      const row = g * H + u;
      // The reset gate decides how much of the past enters the candidate.
      if (trace.cell === "gru" && name === "n") pre[row] = ih[row] + layer.b_ih[row] + gates[u] * (hh[row] + layer.b_hh[row]);
      gates[row] = ACTIVATION[trace.activations[g]](pre[row]);
    }
  });
  column = { ih, hh, pre, gates };
  if (layer.columns.size >= COLUMNS_KEPT) layer.columns.clear();
  layer.columns.set(t, column);
  return column;
}

/** What a square shows: the state `h`, the cell state `c`, or a gate by its name. */
export function valueOf(trace, l, t, u, quantity) {
  const layer = trace.layers[l];
  if (quantity === "h") return layer.h[t * layer.units + u];
  if (quantity === "c" && layer.c) return layer.c[t * layer.units + u];
  const g = trace.gates.indexOf(quantity);
  if (g < 0 || t === 0) return 0;
  return columnOf(trace, l, t).gates[g * layer.units + u];
}

/** Which gate's sum stands for the step while it is being computed: the candidate. */
export function candidate(trace) {
  return trace.candidate;
}

/** The sum on its way: after the input (so far 0), after the memory (1), whole (2 and later). */
export function partial(trace, l, t, u, soFar) {
  const layer = trace.layers[l];
  const row = candidate(trace) * layer.units + u;
  const column = columnOf(trace, l, t);
  return soFar === 0 ? column.ih[row] + layer.b_ih[row] : column.pre[row];
}

/** The `count` strongest terms of a part ("ih" or "hh") at step t, into one unit or into all. */
export function strongest(trace, l, t, part, gate, unit, count) {
  const layer = trace.layers[l];
  const { weights, values, width } = sources(layer, t, part);
  const units = unit === null ? [...Array(layer.units).keys()] : [unit];
  let best = [], least = 0;
  for (const u of units) {
    const w = (gate * layer.units + u) * width;
    for (let j = 0; j < width; j++) {
      const term = weights[w + j] * values[j];
      if (Math.abs(term) <= least) continue;
      best.push({ from: j, to: u, value: term });
      if (best.length > 4 * count) {
        best = best.sort((a, b) => Math.abs(b.value) - Math.abs(a.value)).slice(0, count);
        least = Math.abs(best[count - 1].value);
      }
    }
  }
  return best.sort((a, b) => Math.abs(b.value) - Math.abs(a.value)).slice(0, count);
}

function sources(layer, t, part) {
  const width = part === "ih" ? layer.inputs : layer.units;
  const from = part === "ih" ? layer.x : layer.h; // row t - 1 is x_t, and h_{t-1}
  return {
    width,
    weights: part === "ih" ? layer.W_ih : layer.W_hh,
    values: from.subarray((t - 1) * width, t * width),
  };
}

/**
 * The whole computation of one square as whole numbers of last digits. Everything adds up as
 * shown, f(sum as shown) is the gate as shown, and the gates as shown give the state as shown.
 * `most`: how many terms of a product stand alone before the rest is folded into one.
 */
export function openSquare(trace, l, t, u, most) {
  const layer = trace.layers[l];
  const column = columnOf(trace, l, t);
  const pres = trace.gates.map((_, g) => column.pre[g * layer.units + u]);
  const before = (t - 1) * layer.units + u;
  const h = nearest(layer.h[before + layer.units], STATE_DIGITS);
  const shown = combine(trace, pres, layer.h[before], layer.c ? layer.c[before] : 0, h);
  const stages = trace.gates.map((name, g) => stage(trace, l, t, u, g, shown, most));
  return { layer: l, step: t, unit: u, state: h, stateDigits: STATE_DIGITS, ...shown, stages };
}

// Sums and gates, rounded so that the cell's equation gives the state as shown, with as few digits
// as do. Every gate is the squashed sum as shown.
function combine(trace, pres, hBefore, cBefore, state) {
  if (trace.gates.length === 1) {
    const pre = preimage(ACTIVATION[trace.activations[0]], pres[0], state, STATE_DIGITS, STATE_DIGITS);
    return { digits: STATE_DIGITS, pres: [pre], gates: [state], equations: [] };
  }
  for (let digits = STATE_DIGITS; ; digits++) {
    const scale = 10 ** digits;
    const lists = pres.map((pre, g) => withImages(ACTIVATION[trace.activations[g]], pre, digits));
    const past = around(trace.cell === "gru" ? hBefore : cBefore, digits);
    const cellOf = ([i, f, g], c) => nearest((f.image * c + i.image * g.image) / scale ** 2, digits);
    const fits = (chosen) => {
      const before = chosen[chosen.length - 1];
      const [a, b, c, d] = chosen;
      const value = trace.cell === "gru"
        ? ((scale - b.image) * c.image + b.image * before) / scale ** 2
        : (d.image / scale) * Math.tanh(cellOf([a, b, c], before) / scale);
      return nearest(value, STATE_DIGITS) === state;
    };
    // The reset gate is already inside the candidate.
    if (trace.cell === "gru") lists[0].length = 1;
    const all = [...lists, past];
    const chosen = chooseTogether(all, fits) ?? (digits === MOST_DIGITS ? all.map(([first]) => first) : null);
    if (!chosen) continue;
    const before = chosen.pop();
    const gates = chosen.map((gate) => gate.image);
    const cell = trace.cell === "lstm" ? cellOf(chosen, before) : undefined;
    return { digits, pres: chosen.map((gate) => gate.at), gates, before, cell, equations: cell === undefined ? ["h"] : ["c", "h"] };
  }
}

// One gate: its two products, its two biases, their sum and the squashing.
function stage(trace, l, t, u, g, shown, most) {
  const layer = trace.layers[l];
  const { digits } = shown;
  const row = g * layer.units + u;
  const column = columnOf(trace, l, t);
  const activation = trace.activations[g];
  const out = shown.gates[g], pre = shown.pres[g];
  const still = column.ih[row] === 0; // the vector of <pad>: then the biases give way
  let b_ih = nearest(layer.b_ih[row], digits), b_hh = nearest(layer.b_hh[row], digits);
  let ih, hh, reset = null;
  if (trace.cell === "gru" && trace.gates[g] === "n") {
    hh = nearest(column.hh[row] + layer.b_hh[row], digits) - b_hh;
    const inside = hh + b_hh;
    const product = nearest((shown.gates[0] / 10 ** digits) * (inside / 10 ** digits), digits);
    reset = { gate: shown.gates[0], inside, product };
    if (still) b_ih = pre - product;
    ih = pre - product - b_ih;
  } else {
    if (still && column.hh[row] === 0) [b_ih, b_hh] = apportion([layer.b_ih[row], layer.b_hh[row]], pre, digits);
    [ih, hh] = apportion([column.ih[row], column.hh[row]], pre - b_ih - b_hh, digits);
  }
  return {
    name: trace.gates[g], activation, pre, out, b_ih, b_hh, reset,
    ih: terms(layer, t, "ih", row, ih, digits, most),
    hh: terms(layer, t, "hh", row, hh, digits, most),
  };
}

function terms(layer, t, part, row, total, digits, most) {
  const { weights, values, width } = sources(layer, t, part);
  const all = Array.from({ length: width }, (_, j) => {
    const weight = weights[row * width + j];
    return { from: j, weight, input: values[j], exact: weight * values[j] };
  });
  return folded(all, total, digits, most);
}

// The strongest terms, the rest as one; in whole last digits they add up to `total`.
function folded(all, total, digits, most) {
  all.sort((a, b) => Math.abs(b.exact) - Math.abs(a.exact));
  const folds = all.length > most + 1;
  if (!folds || all[most].exact === 0) {
    const alone = folds ? all.slice(0, most) : all;
    const whole = apportion(alone.map((term) => term.exact), total, digits);
    const rest = folds ? { count: all.length - most, value: 0 } : null;
    return { total, terms: alone.map((term, i) => ({ ...term, value: whole[i] })), rest };
  }
  const top = all.slice(0, most).map((term) => ({ ...term, value: nearest(term.exact, digits) }));
  const rest = total - top.reduce((sum, term) => sum + term.value, 0);
  return { total, terms: top, rest: { count: all.length - most, value: rest } };
}

/** What the head reads of a unit after step t: {value, at}; `at` is the step a maximum comes from. */
function readoutOf(trace, t, unit) {
  const { h, units } = trace.layers[trace.layers.length - 1];
  if (trace.readout === "last") return { value: h[t * units + unit], at: t };
  let sum = 0, at = 1;
  for (let s = 1; s <= t; s++) {
    sum += h[s * units + unit];
    if (h[s * units + unit] > h[at * units + unit]) at = s;
  }
  return trace.readout === "mean" ? { value: sum / t, at: t } : { value: h[at * units + unit], at };
}

/**
 * How the verdict or forecast after step t came about, as whole numbers of last digits that add up
 * as shown: W · readout + b (+ base and line, where the head gives a change), then σ, or back to °C.
 */
export function openOutcome(trace, t, most) {
  const { head } = trace;
  const exact = trace.outputs[(t - 1) * trace.outputs_each];
  const all = Array.from(head.W, (weight, j) => {
    const { value, at } = readoutOf(trace, t, j);
    return { from: j, at, weight, input: value, exact: weight * value };
  });
  const chance = trace.output_kind === "logit";
  const found = chance ? shareOf(exact, t ** head.length_power) : degreesOf(head, exact);
  const { digits, pre, out, outDigits, scale, shift } = found;
  const b = nearest(head.b, digits);
  const [base, line] = [head.base, head.line].map((part) => (part ? nearest(part[t - 1], digits) : null));
  const readout = folded(all, pre - b - (base ?? 0) - (line ?? 0), digits, most);
  return { step: t, digits, pre, out, outDigits, scale, shift, b, base, line, readout };
}

// σ(sum as shown × factor as shown) is the share as shown, with the digits that its per cent needs.
// `scale` is the factor for the length, or null where there is none.
function shareOf(logit, factor) {
  const scale = factor === 1 ? null : nearest(factor, STATE_DIGITS);
  const shown = scale === null ? 1 : scale / 10 ** STATE_DIGITS;
  const plain = new Writer(".");
  for (let digits = STATE_DIGITS; ; digits++) {
    const out = nearest(sigmoid(logit), digits);
    if (digits < MOST_DIGITS && plain.percent(out / 10 ** digits, 1) !== plain.percent(sigmoid(logit), 1)) continue;
    const pre = preimage((sum) => sigmoid(sum * shown), logit / shown, out, digits, digits);
    return { digits, out, outDigits: digits, pre, scale };
  }
}

// The sum as shown, times the scale as shown, plus the shift as shown, is the temperature as shown.
function degreesOf(head, celsius) {
  const [scale, shift] = [head.scale, head.shift].map((v) => nearest(v, STATE_DIGITS));
  const back = (v) => (v * scale + shift) / 10 ** STATE_DIGITS;
  const out = nearest(celsius, DEGREE_DIGITS);
  const pre = preimage(back, (celsius - head.shift) / head.scale, out, STATE_DIGITS, DEGREE_DIGITS);
  return { digits: STATE_DIGITS, out, outDigits: DEGREE_DIGITS, scale, shift, pre };
}

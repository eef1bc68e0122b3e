// Where everything lies: time to the right, layers upward, units inside a column.
export const PITCHES = [7, 12, 20, 30, 44, 60, 78, 96]; // pixels a step takes, for zooming

const HEAD = 26; // above a lane: its name, and room for the arrows that come up
export const END_ROOM = 1.3; // steps: what the lines into the last one need beside it
const FOOT = 36; // below the words: the steps' numbers and the axis
const CURVE = 54; // the verdict or forecast after each step
const FEW = 32; // units that are never scrolled while there are no numbers in them
const NUMBERS = { width: 30, height: 13 }; // the smallest square that holds a number

/** The pitch to begin with: wide enough to read numbers where few units leave room for them. */
export function firstPitch(traces, width, tall = 0) {
  const narrow = width < 560;
  const lanes = traces.reduce((n, trace) => n + trace.layers.length, 0);
  const units = Math.max(...traces.flatMap((trace) => trace.layers.map((layer) => layer.units)));
  const type = typeOf(width);
  const wide = (width - gutterOf(narrow, type)) / (traces[0].steps + 1.45);
  const cell = room(traces, lanes, narrow, tall, wide, type) / units;
  if (tall && cell < NUMBERS.height) return Math.max(narrow ? 20 : 30, Math.min(96, wide));
  if (cell < NUMBERS.height) return Math.max(narrow ? 20 : 30, Math.min(43, wide));
  return Math.max(60, Math.min(tall ? 130 : 96, wide));
}

/** The pitch one notch closer (`by` 1) or farther (-1). */
export function zoomed(pitch, by) {
  const next = by > 0 ? PITCHES.find((p) => p > pitch + 1) : PITCHES.findLast((p) => p < pitch - 1);
  return next ?? pitch;
}

// The height a lane of states may take. On a full screen: what all the rest leaves of `tall`.
function room(traces, lanes, narrow, tall, pitch, type) {
  if (!tall) return Math.max(104, (narrow ? 420 : 470) / lanes);
  const { head, curve, low } = besides(traces, tall, narrow);
  const each = curve + 10 + head + low + (traces.length > 1 ? 8 : 0);
  return Math.max(36, (tall - traces.length * each - lanes * head - wordsOf(pitch, type) - FOOT) / lanes);
}

// Words stand upright where there is room for them.
function wordsOf(pitch, type) {
  return Math.round((upright(pitch, type) ? 22 : 66) * type);
}

function upright(pitch, type) {
  return pitch >= 56 * type;
}

// How much larger letters are where a whole room looks on: a projector's width.
function typeOf(width) {
  return width >= 1500 ? 1.4 : 1;
}

// What is beside the states: the height above a lane, of the curve, and of the inputs, of which no
// more than the colours are shown where they are many. Several networks share one full screen; on a
// phone the states come first.
function besides(traces, tall, narrow) {
  if (traces.length > 1) return tall ? { head: 18, curve: 40, low: 20 } : { head: HEAD, curve: CURVE, low: 40 };
  if (tall && narrow) return { head: 20, curve: 40, low: 28 };
  return { head: HEAD, curve: CURVE, low: tall ? 56 : 84 };
}

function gutterOf(narrow, type) {
  return narrow ? 44 : Math.round(66 * type);
}

/**
 * The lanes of all traces from top to bottom. `offsets` says which unit a lane begins with where
 * it has more units than room. A lane: kind (curve, state, input), track, layer, y, height, cell
 * (height of a square), rows (squares in view), units, offset. `tall`: the height that a full
 * screen, or the first of a page, leaves for it. `byHand`: the zoom was chosen, so numbers come
 * before having all units in view. `orders`: for a lane whose units don't stand in the order of
 * their numbers, the unit of each row and the row of each unit.
 */
export function layout(traces, width, pitch, offsets, tall = 0, byHand = false, orders = new Map()) {
  const narrow = width < 560;
  const type = typeOf(width);
  const gutter = gutterOf(narrow, type);
  const gap = pitch >= 44 ? Math.round(pitch * 0.38) : pitch >= 20 ? 6 : pitch >= 10 ? 2 : 0;
  const count = traces.reduce((n, trace) => n + trace.layers.length, 0);
  const { head, curve, low } = besides(traces, tall, narrow);
  const lanes = [];
  let y = 0;
  traces.forEach((trace, track) => {
    if (traces.length > 1) y += 8;
    const backward = isBackward(trace);
    // Above the top layer, with one "unit": what the head makes of the states, where there is one.
    if (hasOutcome(trace)) lanes.push({ kind: "curve", key: `${track}.out`, track, layer: trace.layers.length, y: y + 20, height: curve - 20, cell: curve - 20, rows: 1, units: 1, offset: 0 });
    if (hasOutcome(trace)) y += curve + 4;
    for (let l = trace.layers.length - 1; l >= 0; l--) {
      const { units } = trace.layers[l];
      const budget = room(traces, count, narrow, tall, pitch, type);
      const largest = tall ? 36 : 26;
      let cell = Math.max(7, Math.min(largest, Math.floor(budget / units)));
      if (units <= FEW) cell = Math.max(tall ? 1.2 : 5, Math.min(largest, budget / units)); // all of them in view
      if (pitch >= 44 && (!tall || byHand)) cell = Math.max(cell, NUMBERS.height + 1);
      const rows = Math.min(units, Math.max(1, Math.floor(budget / cell)));
      const key = `${track}.${l}`;
      const offset = Math.max(0, Math.min(offsets.get(key) ?? 0, units - rows));
      y += head;
      lanes.push({ kind: "state", key, track, layer: l, backward, y, height: rows * cell, cell, rows, units, offset, order: orders.get(key) });
      y += rows * cell;
    }
    const { inputs } = trace.layers[0];
    const cell = Math.min(inputs === 1 ? 20 : 16, low / inputs);
    y += head;
    lanes.push({ kind: "input", key: `${track}.x`, track, layer: -1, backward, y, height: cell * inputs, cell, rows: inputs, units: inputs, offset: 0 });
    y += cell * inputs + 6;
  });
  const words = wordsOf(pitch, type);
  const box = pitch - gap;
  return {
    width, pitch, gap, box, gutter, lanes, narrow, tall, type,
    words: { y, height: words, rotated: !upright(pitch, type) },
    height: y + words + FOOT,
    inView: (width - gutter) / pitch,
    numbers: (lane) => lane.kind !== "curve" && box >= NUMBERS.width && lane.cell >= NUMBERS.height,
    laneOf: (track, layer) => lanes.find((lane) => lane.track === track && lane.layer === layer),
  };
}

/** Whether a trace reads the words from the last to the first. */
export function isBackward(trace) {
  return trace.direction === "backward";
}

/** Whether a head makes something of a trace's states: of one direction alone it makes nothing. */
export function hasOutcome(trace) {
  return trace.output_kind !== "states";
}

/** The column in which a lane has its step t, and the step that it has in column t. */
export function columnOfStep(lane, t, steps) {
  return lane.backward ? steps + 1 - t : t;
}

/** The left edge of step t's column when `first` (a column, may be broken) is leftmost. */
export function columnX(plan, first, t) {
  return plan.gutter + (t - first) * plan.pitch + plan.gap;
}

/** The unit that stands in a row of a lane, counted from its first unit. */
export function unitAt(lane, row) {
  return lane.order?.units[row] ?? row;
}

/** The row of a lane in which a unit stands, counted from its first unit. */
export function rowOf(lane, unit) {
  return lane.order?.rows[unit] ?? unit;
}

/** The vertical middle of a unit's square; kept inside the lane where it is scrolled away. */
export function unitY(lane, unit) {
  const row = Math.max(-0.5, Math.min(lane.rows - 0.5, rowOf(lane, unit) - lane.offset));
  return lane.y + (row + 0.5) * lane.cell;
}

/** What lies at a point: {kind (of the lane), track, layer, unit, step}, or kind "step" beside all lanes, or null. */
export function hit(plan, first, steps, x, y) {
  if (x < plan.gutter) return null;
  const step = Math.floor(first + (x - plan.gutter - plan.gap / 2) / plan.pitch);
  if (step < 0 || step > steps) return null;
  const top = (lane) => lane.y - (lane.kind === "curve" ? 18 : 0); // its label belongs to it
  const lane = plan.lanes.find((at) => y >= top(at) && y < at.y + at.height);
  if (!lane || (lane.kind !== "state" && step === 0)) return { kind: "step", step };
  const row = lane.offset + Math.floor((y - lane.y) / lane.cell);
  const unit = unitAt(lane, Math.min(row, lane.units - 1));
  const own = columnOfStep(lane, step, steps);
  if (own > steps) return { kind: "step", step };
  const way = plan.lanes.some((other) => other.backward) ? { way: lane.backward ? "backward" : "forward" } : {};
  return { kind: lane.kind, track: lane.track, layer: lane.layer, unit, step: own, ...way };
}

/** The leftmost column that keeps step t in view, moving no more than needed. */
export function follow(plan, first, t, steps) {
  const span = plan.inView;
  const last = Math.max(0, steps + END_ROOM - span);
  const low = t - span + 1.6, high = t - 1.4;
  return Math.max(0, Math.min(last, Math.max(low, Math.min(first, high))));
}

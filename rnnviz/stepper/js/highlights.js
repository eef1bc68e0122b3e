// What lies on top of the squares: arrows, the curve above, what is being computed, what is chosen.
import { candidate, outcome, strongest } from "./engine.js";
import { columnOfStep, rowOf, unitAt, unitY } from "./layout.js";

export const STAGES = 5; // input, memory, sum, squashing, new state
const EDGES = 36; // terms drawn while a step is computed, the strongest

/** The upper half of a Scene, which brings traces, theme, pen, plan and state. */
/** Where nothing was opened yet, the square that asks to be, and that Enter opens: of those in
 *  sight in the top layer, the strongest of the step. */
export function inviting(traces, plan, step) {
  const layer = traces[0].layers.length - 1, { units, h } = traces[0].layers[layer];
  const lane = plan.laneOf(0, layer);
  const size = (unit) => Math.abs(h[step * units + unit]);
  let unit = unitAt(lane, lane.offset);
  for (let row = lane.offset; row < lane.offset + lane.rows; row++) {
    if (size(unitAt(lane, row)) > size(unit)) unit = unitAt(lane, row);
  }
  return { track: 0, layer, unit, step };
}

export class Highlights {
  // The quiet arrows of an unrolled network: along time in every layer, and up from below. Those
  // of one shade are one path: they are many, and drawn in every frame.
  arrows(from, to) {
    const { plan, theme, state } = this;
    if (plan.gap < 6) return;
    const past = [], future = [], lit = [];
    for (const lane of plan.lanes) {
      if (lane.kind !== "state") continue;
      const middle = lane.y + lane.height / 2, foot = lane.y + lane.height;
      for (let t = Math.max(1, from); t <= to; t++) {
        const step = columnOfStep(lane, t, this.traces[0].steps);
        const stage = step === state.step && state.stage !== null ? this.stageOf(lane) : null;
        const x = this.x(t), centre = x + plan.box / 2, end = x + plan.box;
        const quiet = step > state.step ? future : past;
        const along = lane.backward ? [end + plan.gap - 2, middle, end + 2, middle] : [x - plan.gap + 2, middle, x - 2, middle];
        (stage >= 1 && stage < 2 ? lit : quiet).push(along);
        if (plan.pitch >= 20) (stage !== null && stage < 1 ? lit : quiet).push([centre, foot + 22, centre, foot + 3]);
      }
    }
    this.lines(past, theme.ink, 0.4, 1, 3.5);
    this.lines(future, theme.ink, 0.12, 1, 3.5);
    this.lines(lit, theme.accent, 1, 3, 6);
  }

  lines(arrows, colour, alpha, width, head) {
    const { pen } = this;
    if (!arrows.length) return;
    pen.globalAlpha = alpha;
    pen.strokeStyle = pen.fillStyle = colour;
    pen.lineWidth = width;
    pen.beginPath();
    for (const [x1, y1, x2, y2] of arrows) {
      pen.moveTo(x1, y1);
      pen.lineTo(x2, y2);
    }
    pen.stroke();
    pen.beginPath();
    for (const [x1, y1, x2, y2] of arrows) {
      const dx = Math.sign(x2 - x1), dy = Math.sign(y2 - y1);
      pen.moveTo(x2 + dx, y2 + dy);
      pen.lineTo(x2 - head * (dx + dy * 0.6), y2 - head * (dy + dx * 0.6));
      pen.lineTo(x2 - head * (dx - dy * 0.6), y2 - head * (dy - dx * 0.6));
      pen.closePath();
    }
    pen.fill();
    pen.globalAlpha = 1;
  }

  curves(from, to) {
    for (const lane of this.plan.lanes) {
      if (lane.kind === "curve") this.curve(lane, this.traces[lane.track], from, to);
    }
  }

  curve(lane, trace, from, to) {
    const { pen, plan, theme, state } = this;
    const chance = trace.output_kind === "logit";
    const [low, high] = this.range(lane, trace, chance);
    const y = (v) => lane.y + (1 - (v - low) / (high - low)) * lane.height;
    const centre = (t) => this.x(t) + plan.box / 2;
    pen.strokeStyle = theme.ink;
    pen.lineWidth = 1;
    if (chance) {
      pen.globalAlpha = 0.25;
      pen.setLineDash([3, 4]);
      pen.beginPath();
      pen.moveTo(this.x(from), y(0.5));
      pen.lineTo(this.x(to) + plan.box, y(0.5));
      pen.stroke();
      pen.setLineDash([]);
    }
    const begin = Math.max(1, from - 1), end = Math.min(to, state.step);
    pen.globalAlpha = 0.8;
    pen.lineWidth = 1.5;
    pen.beginPath();
    for (let t = begin; t <= end; t++) {
      if (t === begin) pen.moveTo(centre(t), y(outcome(trace, t)));
      else pen.lineTo(centre(t), y(outcome(trace, t)));
    }
    if (end > begin) pen.stroke();
    pen.globalAlpha = 1;
    pen.textAlign = "center";
    pen.textBaseline = "alphabetic";
    for (let t = begin; t <= end; t++) {
      const v = outcome(trace, t), now = t === state.step;
      if (state.stage !== null && now) continue;
      const size = now ? 4 : Math.min(2.5, plan.pitch / 5);
      pen.fillStyle = chance ? (v >= 0.5 ? theme.palette.positive : theme.palette.negative) : theme.accent;
      pen.fillRect(centre(t) - size, y(v) - size, 2 * size, 2 * size);
      if (now || plan.pitch >= 52) {
        pen.fillStyle = theme.ink;
        pen.font = `${now ? "bold " : ""}${(now ? 12 : 10) * plan.type}px ${theme.font}`;
        const text = this.outcomeText(trace, t);
        const half = pen.measureText(text).width / 2;
        if (centre(t) - half < plan.gutter) continue; // half a number is a wrong one
        pen.fillText(text, Math.min(centre(t), plan.width - half - 1), Math.max(lane.y - 18 + 11, y(v) - 7));
      }
    }
  }

  range(lane, trace, chance) {
    if (chance) return [0, 1];
    const key = `curve.${lane.track}`;
    if (!this.scales.has(key)) {
      const all = Array.from({ length: trace.steps }, (_, i) => outcome(trace, i + 1));
      const low = Math.min(...all), high = Math.max(...all);
      this.scales.set(key, high - low > 1e-6 ? [low, high] : [low - 1, high + 1]);
    }
    return this.scales.get(key);
  }

  outcomeText(trace, t) {
    const v = outcome(trace, t);
    return trace.output_kind === "logit" ? this.theme.writer.percent(v) : `${this.theme.writer.number(v, 1)}°`;
  }

  // The step being computed: its frame, the terms that flow into it, and what is being done.
  present() {
    const { pen, plan, theme, state } = this;
    const foot = plan.words.y + plan.words.height + 12;
    pen.strokeStyle = pen.fillStyle = theme.accent;
    pen.lineWidth = 2;
    for (const lane of plan.lanes) {
      if (lane.kind === "curve") continue;
      const x = this.at(lane, state.step);
      pen.strokeRect(x - 2, lane.y - 2, plan.box + 4, lane.height + 3);
      pen.fillRect(x, foot, plan.box, 3);
    }
    if (state.stage === null) return;
    for (const lane of plan.lanes) {
      const stage = lane.kind === "state" ? this.stageOf(lane) : "later";
      if (stage === "later" || stage === null) continue;
      const trace = this.traces[lane.track];
      const unit = state.selected && state.selected.layer === lane.layer ? state.selected.unit : null;
      const part = stage < 1 ? "ih" : stage < 2 ? "hh" : null;
      if (part && lane.cell >= 5) {
        const edges = strongest(trace, lane.layer, state.step, part, candidate(trace), unit, EDGES);
        this.edges(lane, part, edges, state.step);
      }
      const badge = stage >= 3 ? theme.squash(trace) : stage >= 2 ? "Σ" : null;
      if (badge) {
        pen.fillStyle = theme.accent;
        pen.font = `bold ${13 * plan.type}px ${theme.font}`;
        pen.textAlign = "center";
        pen.textBaseline = "middle";
        pen.fillText(badge, this.at(lane, state.step) + plan.box / 2, lane.y - 11);
      }
    }
  }

  // The left edge of the square in which a lane has its step t.
  at(lane, t) {
    return this.x(columnOfStep(lane, t, this.traces[0].steps));
  }

  // Terms as lines: the memory from the left, the input round the right. Colour: sign, width: size.
  edges(lane, part, edges, t) {
    const { pen, plan, theme } = this;
    const most = Math.abs(edges[0]?.value ?? 1) || 1;
    const x = this.at(lane, t);
    const below = plan.laneOf(lane.track, lane.layer - 1);
    for (const edge of edges) {
      const share = Math.abs(edge.value) / most;
      pen.strokeStyle = edge.value < 0 ? theme.palette.negative : theme.palette.positive;
      pen.lineWidth = 0.6 + 3.4 * share;
      pen.globalAlpha = 0.35 + 0.6 * share;
      const to = unitY(lane, edge.to);
      pen.beginPath();
      if (part === "hh") {
        // From the square before in time, which is on the other side where a row reads backward.
        const side = lane.backward ? -1 : 1, edgeOf = lane.backward ? x + plan.box : x;
        const y = unitY(lane, edge.from), from = edgeOf - side * plan.gap;
        pen.moveTo(from, y);
        pen.bezierCurveTo(from + side * plan.gap * 0.6, y, edgeOf - side * plan.gap * 0.6, to, edgeOf - side, to);
      } else {
        const y = unitY(below, edge.from), right = x + plan.box;
        const bulge = right + Math.max(plan.gap, 10);
        pen.moveTo(right, y);
        pen.bezierCurveTo(bulge, y, bulge, to, right + 1, to);
      }
      pen.stroke();
    }
    pen.globalAlpha = 1;
  }

  // `output` is the top layer at every step; `h_n` is every layer at the last step.
  light(from, to) {
    const { pen, plan, theme, state } = this;
    if (!state.light) return;
    const last = this.traces[0].steps;
    for (const lane of plan.lanes) {
      if (lane.kind !== "state") continue;
      const top = lane.layer === this.traces[lane.track].layers.length - 1;
      if (top) {
        pen.strokeStyle = theme.first;
        pen.lineWidth = 3;
        const left = this.x(Math.max(1, from)) - 5;
        pen.strokeRect(left, lane.y - 5, this.x(to) + plan.box + 5 - left, lane.height + 9);
      }
      if (lane.backward ? from <= 1 : to === last) {
        pen.strokeStyle = theme.second;
        pen.lineWidth = 3;
        pen.setLineDash([6, 4]);
        pen.strokeRect(this.at(lane, last) - 2, lane.y - 2, plan.box + 4, lane.height + 3);
        pen.setLineDash([]);
      }
    }
  }

  marks() {
    const { plan, theme, state } = this;
    for (const pin of state.pins) this.mark(pin, theme.second, 2);
    if (state.hover) this.mark(state.hover, theme.ink, 1);
    if (state.invite) this.invite();
    if (!state.selected || state.stage !== null) return;
    const { track, layer, unit } = state.selected;
    const here = { track, layer, unit, step: state.step };
    const lane = plan.laneOf(track, layer);
    for (const { part, terms } of state.shown) {
      this.edges(lane, part, terms.map((term) => ({ from: term.from, to: unit, value: term.exact })), state.step);
    }
    this.mark(here, theme.ink, 3);
    if (state.source) this.mark(state.source, theme.accent, 3);
  }

  invite() {
    const { pen, theme, state, plan } = this;
    pen.setLineDash([4, 3]);
    this.mark(inviting(this.traces, plan, state.step), theme.ink, 2);
    pen.setLineDash([]);
  }

  mark(at, colour, width) {
    const { pen, plan } = this;
    const lane = plan.laneOf(at.track, at.layer);
    if (!lane) return;
    const row = rowOf(lane, at.unit);
    if (row < lane.offset || row >= lane.offset + lane.rows) return;
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    const above = lane.kind === "curve" ? 18 : 0; // the label over the curve belongs to it
    const y = unitY(lane, at.unit) - lane.cell / 2 - above;
    const left = this.at(lane, at.from ?? at.step);
    pen.strokeRect(left - 0.5, y - 0.5, this.at(lane, at.step) + plan.box - left + 1, Math.max(lane.cell + above, 2));
  }
}

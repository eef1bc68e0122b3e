// The picture: squares, numbers, words, the curve above, and what lights up on top of them.
import { candidate, outcome, partial, strongest, valueOf } from "./engine.js";
import { columnX, unitY } from "./layout.js";
import { fill } from "./numbers.js";

const FUTURE = 0.15; // how much of a step not yet read shows
const EDGES = 36;
const PAD = "<pad>";
export const STAGES = 5; // input, memory, sum, squashing, new state

/** Draws with any pen (a canvas, or the SVG recorder). `look` has colours, fonts, words, writer. */
export class Scene {
  constructor(traces, look) {
    this.traces = traces;
    this.look = look;
    this.sprites = new Map();
    this.bitmaps = new Map();
    this.scales = new Map();
  }

  /** Forget what was drawn before: the zoom, the theme or the shown quantity has changed. */
  reset() {
    this.sprites.clear();
    this.bitmaps.clear();
    this.scales.clear();
  }

  /** The value that has the full colour: 1 for states and gates, the largest for c and x. */
  scale(lane, quantity) {
    const trace = this.traces[lane.track];
    const layer = trace.layers[Math.max(lane.layer, 0)];
    const values = lane.kind === "input" ? layer.x : quantity === "c" ? layer.c : null;
    if (!values) return 1;
    if (!this.scales.has(lane.key)) {
      let most = 1e-6;
      for (const v of values) most = Math.max(most, Math.abs(v));
      this.scales.set(lane.key, most);
    }
    return this.scales.get(lane.key);
  }

  value(lane, t, unit, quantity) {
    const trace = this.traces[lane.track];
    if (lane.kind === "input") return trace.layers[0].x[(t - 1) * lane.units + unit];
    return valueOf(trace, lane.layer, t, unit, quantity);
  }

  draw(pen, plan, state) {
    const { steps } = this.traces[0];
    this.pen = pen;
    this.plan = plan;
    this.state = state;
    pen.fillStyle = this.look.background;
    pen.fillRect(0, 0, plan.width, plan.height);
    const from = Math.max(0, Math.floor(state.first) - 1);
    const to = Math.min(steps, Math.ceil(state.first + plan.inView));
    pen.save();
    pen.window(plan.gutter, 0, plan.width - plan.gutter, plan.height);
    for (let t = from; t <= to; t++) this.column(t);
    this.arrows(from, to);
    this.curves(from, to);
    this.present();
    this.light(from, to);
    this.marks();
    pen.restore();
    this.axes();
  }

  x(t) {
    return columnX(this.plan, this.state.first, t);
  }

  column(t) {
    const { pen, plan, state } = this;
    const computing = t === state.step && state.stage !== null;
    if (t > 0 && this.traces[0].labels[t - 1] === PAD) {
      pen.globalAlpha = 0.45;
      pen.fillStyle = this.look.line;
      pen.fillRect(this.x(t) - plan.gap, 0, plan.pitch, plan.words.y + plan.words.height);
    }
    pen.globalAlpha = t > state.step ? FUTURE : 1;
    if (!computing && pen.drawImage && plan.lanes.some(plan.numbers)) this.sprite(t);
    else for (const lane of plan.lanes) this.cells(pen, lane, t, this.x(t), computing);
    pen.globalAlpha = t > state.step ? 0.45 : 1;
    this.word(t);
    pen.globalAlpha = 1;
  }

  // A column with numbers is drawn once and then copied: text is what costs time.
  sprite(t) {
    const { pen, plan } = this;
    let sprite = this.sprites.get(t);
    if (!sprite) {
      sprite = document.createElement("canvas");
      const ratio = this.look.ratio;
      sprite.width = Math.ceil(plan.box * ratio);
      sprite.height = Math.ceil(plan.words.y * ratio);
      const inner = sprite.getContext("2d");
      inner.scale(ratio, ratio);
      for (const lane of plan.lanes) this.cells(inner, lane, t, 0, false);
      if (this.sprites.size > 240) this.sprites.clear();
      this.sprites.set(t, sprite);
    }
    pen.drawImage(sprite, Math.round(this.x(t)), 0, plan.box, plan.words.y);
  }

  cells(pen, lane, t, x, computing) {
    if (lane.kind === "curve" || (lane.kind === "input" && t === 0)) return;
    const { plan, look, state } = this;
    const stage = computing && lane.kind === "state" ? this.stageOf(lane) : null;
    if (stage === "later") pen.globalAlpha = FUTURE;
    const scale = this.scale(lane, state.quantity);
    const plain = stage === null || stage === "later";
    const numbers = plan.numbers(lane);
    if (plain && !numbers && pen.drawImage && this.bitmap(lane)) {
      pen.imageSmoothingEnabled = lane.cell < 1;
      pen.drawImage(this.bitmap(lane), t, lane.offset, 1, lane.rows, x, lane.y, plan.box, lane.height);
    } else {
      const seam = lane.cell >= 5 ? 1 : 0;
      if (numbers) {
        pen.font = `${Math.min(11.5, lane.cell * 0.8)}px ${look.font}`;
        pen.textAlign = "center";
        pen.textBaseline = "middle";
      }
      for (let row = 0; row < lane.rows; row++) {
        const unit = lane.offset + row;
        const value = plain ? this.value(lane, t, unit, state.quantity) : this.passing(lane, t, unit, stage);
        const colour = look.palette.at(value, scale);
        pen.fillStyle = look.palette.colours[colour];
        pen.fillRect(x, lane.y + row * lane.cell, plan.box, lane.cell - seam);
        if (numbers) {
          pen.fillStyle = look.palette.inks[colour];
          pen.fillText(look.writer.number(value, 2), x + plan.box / 2, lane.y + (row + 0.5) * lane.cell);
        }
      }
    }
    if (computing) pen.globalAlpha = 1;
  }

  // Which stage a lane is in while its step is computed: a number with a fraction, null or "later".
  stageOf(lane) {
    const at = this.state.stage - lane.layer * STAGES;
    return at < 0 ? "later" : at >= STAGES - 1 ? null : at;
  }

  // A square on its way: the sum grows, then is squashed into the state.
  passing(lane, t, unit, stage) {
    const trace = this.traces[lane.track];
    if (stage < 3) return partial(trace, lane.layer, t, unit, Math.floor(stage));
    const sum = partial(trace, lane.layer, t, unit, 2);
    const done = Math.min(1, (stage - 3) * 1.25);
    return sum + (valueOf(trace, lane.layer, t, unit, this.state.quantity) - sum) * done;
  }

  // One pixel a square, made once: a column without numbers is a stretched copy of it.
  bitmap(lane) {
    const { quantity } = this.state;
    if (lane.kind === "state" && quantity !== "h" && quantity !== "c") return null;
    if (!this.bitmaps.has(lane.key)) {
      const steps = this.traces[0].steps + 1;
      const canvas = document.createElement("canvas");
      canvas.width = steps;
      canvas.height = lane.units;
      const inner = canvas.getContext("2d");
      const image = inner.createImageData(steps, lane.units);
      const scale = this.scale(lane, quantity);
      const begin = lane.kind === "input" ? 1 : 0;
      for (let u = 0; u < lane.units; u++) {
        for (let t = begin; t < steps; t++) {
          const rgb = this.look.palette.bytes[this.look.palette.at(this.value(lane, t, u, quantity), scale)];
          image.data.set([rgb[0], rgb[1], rgb[2], 255], 4 * (u * steps + t));
        }
      }
      inner.putImageData(image, 0, 0);
      this.bitmaps.set(lane.key, canvas);
    }
    return this.bitmaps.get(lane.key);
  }

  word(t) {
    const { pen, plan, look, state } = this;
    const now = t === state.step;
    const every = Math.ceil(13 / plan.pitch);
    if (!now && (t % every || Math.abs(t - state.step) < every)) return;
    const text = t === 0 ? look.words.start : this.traces[0].labels[t - 1];
    const middle = this.x(t) + plan.box / 2;
    pen.fillStyle = look.ink;
    pen.font = `${now ? "bold " : ""}${plan.words.rotated ? 12 : 13}px ${look.font}`;
    pen.textBaseline = "middle";
    if (plan.words.rotated) {
      pen.textAlign = "right";
      pen.save();
      pen.turn(middle + 2, plan.words.y + 4, -Math.PI / 3.2);
      pen.fillText(this.shortened(text, 66), 0, 0);
      pen.restore();
    } else {
      pen.textAlign = "center";
      pen.fillText(this.shortened(text, plan.pitch - 4), middle, plan.words.y + 9);
    }
    if (plan.pitch >= 20) {
      pen.textAlign = "center";
      pen.font = `10px ${look.font}`;
      pen.globalAlpha *= 0.7;
      pen.fillText(String(t), middle, plan.words.y + plan.words.height + 6);
    }
  }

  shortened(text, width) {
    const { pen } = this;
    const size = (s) => pen.measureText(s).width;
    if (size(text) <= width) return text;
    const letters = [...text].slice(0, 40);
    while (letters.length > 1 && size(letters.join("") + "…") > width) letters.pop();
    return letters.join("") + "…";
  }

  // The quiet arrows of an unrolled network: along time in every layer, and up from below.
  arrows(from, to) {
    const { pen, plan, look, state } = this;
    if (plan.gap < 6) return;
    pen.strokeStyle = look.ink;
    pen.lineWidth = 1;
    for (const lane of plan.lanes) {
      if (lane.kind !== "state") continue;
      for (let t = Math.max(1, from); t <= to; t++) {
        const lit = t === state.step && state.stage !== null ? this.stageOf(lane) : null;
        const x = this.x(t), middle = lane.y + lane.height / 2, centre = x + plan.box / 2;
        const shade = t > state.step ? 0.12 : 0.4;
        this.arrow(x - plan.gap + 2, middle, x - 2, middle, lit >= 1 && lit < 2, shade);
        const foot = lane.y + lane.height;
        if (plan.pitch >= 20) this.arrow(centre, foot + 22, centre, foot + 3, lit !== null && lit < 1, shade);
      }
    }
    pen.globalAlpha = 1;
  }

  arrow(x1, y1, x2, y2, lit, shade) {
    const { pen, look } = this;
    const head = lit ? 6 : 3.5;
    pen.globalAlpha = lit ? 1 : shade;
    pen.strokeStyle = pen.fillStyle = lit ? look.accent : look.ink;
    pen.lineWidth = lit ? 3 : 1;
    pen.beginPath();
    pen.moveTo(x1, y1);
    pen.lineTo(x2, y2);
    pen.stroke();
    const [dx, dy] = [Math.sign(x2 - x1), Math.sign(y2 - y1)];
    pen.beginPath();
    pen.moveTo(x2 + dx, y2 + dy);
    pen.lineTo(x2 - head * (dx + dy * 0.6), y2 - head * (dy + dx * 0.6));
    pen.lineTo(x2 - head * (dx - dy * 0.6), y2 - head * (dy - dx * 0.6));
    pen.closePath();
    pen.fill();
  }

  curves(from, to) {
    for (const lane of this.plan.lanes) {
      if (lane.kind === "curve") this.curve(lane, this.traces[lane.track], from, to);
    }
  }

  curve(lane, trace, from, to) {
    const { pen, plan, look, state } = this;
    const chance = trace.output_kind === "logit";
    const [low, high] = this.range(lane, trace, chance);
    const y = (v) => lane.y + (1 - (v - low) / (high - low)) * lane.height;
    const centre = (t) => this.x(t) + plan.box / 2;
    pen.strokeStyle = look.ink;
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
      pen.fillStyle = chance ? (v >= 0.5 ? look.palette.positive : look.palette.negative) : look.accent;
      pen.fillRect(centre(t) - size, y(v) - size, 2 * size, 2 * size);
      if (now || plan.pitch >= 52) {
        pen.fillStyle = look.ink;
        pen.font = `${now ? "bold 12" : "10"}px ${look.font}`;
        pen.fillText(this.outcomeText(trace, t), centre(t), Math.max(lane.y - 18 + 11, y(v) - 7));
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
    return trace.output_kind === "logit" ? this.look.writer.percent(v) : `${this.look.writer.number(v, 1)}°`;
  }

  // The step being computed: its frame, the terms that flow into it, and what is being done.
  present() {
    const { pen, plan, look, state } = this;
    const x = this.x(state.step);
    const foot = plan.words.y + plan.words.height + 12;
    pen.strokeStyle = look.accent;
    pen.lineWidth = 2;
    for (const lane of plan.lanes) {
      if (lane.kind !== "curve") pen.strokeRect(x - 2, lane.y - 2, plan.box + 4, lane.height + 3);
    }
    pen.fillStyle = look.accent;
    pen.fillRect(x, foot, plan.box, 3);
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
      const badge = stage >= 3 ? look.squash(trace) : stage >= 2 ? "Σ" : null;
      if (badge) {
        pen.fillStyle = look.accent;
        pen.font = `bold 13px ${look.font}`;
        pen.textAlign = "center";
        pen.textBaseline = "middle";
        pen.fillText(badge, x + plan.box / 2, lane.y - 11);
      }
    }
  }

  // Terms as lines: the memory from the left, the input round the right. Colour: sign, width: size.
  edges(lane, part, edges, t) {
    const { pen, plan, look } = this;
    const most = Math.abs(edges[0]?.value ?? 1) || 1;
    const x = this.x(t);
    const below = plan.laneOf(lane.track, lane.layer - 1);
    for (const edge of edges) {
      const share = Math.abs(edge.value) / most;
      pen.strokeStyle = edge.value < 0 ? look.palette.negative : look.palette.positive;
      pen.lineWidth = 0.6 + 3.4 * share;
      pen.globalAlpha = 0.35 + 0.6 * share;
      const to = unitY(lane, edge.to);
      pen.beginPath();
      if (part === "hh") {
        const y = unitY(lane, edge.from), left = x - plan.gap;
        pen.moveTo(left, y);
        pen.bezierCurveTo(left + plan.gap * 0.6, y, x - plan.gap * 0.6, to, x - 1, to);
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
    const { pen, plan, look, state } = this;
    if (!state.light) return;
    const last = this.traces[0].steps;
    for (const lane of plan.lanes) {
      if (lane.kind !== "state") continue;
      const top = lane.layer === this.traces[lane.track].layers.length - 1;
      if (top) {
        pen.strokeStyle = look.first;
        pen.lineWidth = 3;
        const left = this.x(Math.max(1, from)) - 5;
        pen.strokeRect(left, lane.y - 5, this.x(to) + plan.box + 5 - left, lane.height + 9);
      }
      if (to === last) {
        pen.strokeStyle = look.second;
        pen.lineWidth = 3;
        pen.setLineDash([6, 4]);
        pen.strokeRect(this.x(last) - 2, lane.y - 2, plan.box + 4, lane.height + 3);
        pen.setLineDash([]);
      }
    }
  }

  marks() {
    const { pen, plan, look, state } = this;
    for (const pin of state.pins) this.mark(pin, look.second, 2);
    if (state.hover) this.mark(state.hover, look.ink, 1);
    if (!state.selected || state.stage !== null) return;
    const { track, layer, unit } = state.selected;
    const here = { track, layer, unit, step: state.step };
    const lane = plan.laneOf(track, layer);
    for (const { part, terms } of state.shown) {
      this.edges(lane, part, terms.map((term) => ({ from: term.from, to: unit, value: term.exact })), state.step);
    }
    this.mark(here, look.ink, 3);
    if (state.source) this.mark(state.source, look.accent, 3);
  }

  mark(at, colour, width) {
    const { pen, plan } = this;
    const lane = plan.laneOf(at.track, at.layer);
    if (!lane || at.unit < lane.offset || at.unit >= lane.offset + lane.rows) return;
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    const y = unitY(lane, at.unit) - lane.cell / 2;
    pen.strokeRect(this.x(at.step) - 0.5, y - 0.5, plan.box + 1, Math.max(lane.cell, 2));
  }

  axes() {
    const { pen, plan, look, state } = this;
    pen.fillStyle = look.background;
    pen.fillRect(0, 0, plan.gutter, plan.height);
    for (const lane of plan.lanes) {
      pen.fillStyle = look.ink;
      pen.textBaseline = "middle";
      const trace = this.traces[lane.track];
      if (lane.kind === "curve") {
        this.side(this.traces.length > 1 ? trace.torch : "", lane.y - 12, true);
        this.side(trace.output_kind === "logit" ? look.words.verdict : look.words.forecast, lane.y + 6, false);
        continue;
      }
      const name = lane.kind === "input" ? look.words.input : fill(look.words.layer, { layer: lane.layer + 1 });
      this.side(name, lane.y - 12, true);
      pen.textAlign = "right";
      pen.font = `10px ${look.font}`;
      const every = Math.ceil(13 / lane.cell);
      pen.globalAlpha = 0.7;
      for (let row = 0; row < lane.rows; row += every) {
        pen.fillText(String(lane.offset + row + 1), plan.gutter - 3, lane.y + (row + 0.5) * lane.cell);
      }
      if (lane.kind === "state" && !plan.narrow) {
        pen.save();
        pen.turn(12, lane.y + lane.height / 2, -Math.PI / 2);
        pen.textAlign = "center";
        pen.fillText(fill(look.words.units, { count: lane.units }), 0, 0);
        pen.restore();
      }
      pen.globalAlpha = 1;
      if (lane.rows < lane.units) {
        pen.fillStyle = look.line;
        const share = lane.height / lane.units;
        pen.fillRect(plan.width - 6, lane.y, 5, lane.height);
        pen.fillStyle = look.accent;
        pen.fillRect(plan.width - 6, lane.y + lane.offset * share, 5, lane.rows * share);
      }
    }
    this.side(look.words.layers, plan.words.y + 8, false);
    pen.fillStyle = look.ink;
    pen.textAlign = "right";
    pen.font = `11px ${look.font}`;
    pen.fillText(look.words.time, plan.width - 4, plan.height - 6);
  }

  side(text, y, strong) {
    const { pen, look } = this;
    pen.fillStyle = look.ink;
    pen.textAlign = "left";
    pen.textBaseline = "middle";
    pen.font = `${strong ? "bold " : ""}11px ${look.font}`;
    pen.fillText(text, 0, y);
  }
}

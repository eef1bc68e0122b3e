// The picture: squares, numbers, words and axes; what lies on top of them is in highlights.js.
import { partial, valueOf } from "./engine.js";
import { Highlights, STAGES } from "./highlights.js";
import { columnOfStep, columnX, unitAt } from "./layout.js";
import { fill } from "./numbers.js";

const FUTURE = 0.15; // how much of a step not yet read shows
const SPILL = 16; // pixels by which a word may begin left of the squares
const PAD = "<pad>";

/** Draws with any pen (a canvas, or the SVG recorder). `theme` has colours, fonts, words, writer. */
export class Scene extends Highlights {
  constructor(traces, theme) {
    super();
    this.traces = traces;
    this.theme = theme;
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
    pen.fillStyle = this.theme.background;
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
    pen.save();
    // A leaning word ends under its square, so that of the first column begins left of it.
    pen.window(plan.gutter - SPILL, plan.words.y, SPILL, plan.words.height);
    for (let t = from; t <= to && this.x(t) < plan.gutter + plan.words.height; t++) {
      if (this.x(t) + plan.box / 2 >= plan.gutter) this.word(t);
    }
    pen.globalAlpha = 1;
    pen.restore();
  }

  x(t) {
    return columnX(this.plan, this.state.first, t);
  }

  column(t) {
    const { pen, plan, state } = this;
    const computing = t === state.step && state.stage !== null;
    if (t > 0 && this.traces[0].labels[t - 1] === PAD) {
      pen.globalAlpha = 0.45;
      pen.fillStyle = this.theme.line;
      pen.fillRect(this.x(t) - plan.gap, 0, plan.pitch, plan.words.y + plan.words.height);
    }
    pen.globalAlpha = t > state.step ? FUTURE : 1;
    const x = this.x(t);
    const whole = x >= plan.gutter - 1 && x + plan.box <= plan.width + 1; // half a number is a wrong one
    if (whole && !computing && pen.drawImage && plan.lanes.some(plan.numbers) && !this.bothWays()) this.sprite(t);
    else for (const lane of plan.lanes) this.laneCells(lane, t, x, whole);
    this.word(t);
    pen.globalAlpha = 1;
  }

  /** Whether a row reads from the last word to the first. */
  bothWays() {
    return this.plan.lanes.some((lane) => lane.backward);
  }

  // One lane's squares in column t; a row that reads backward is at another step there.
  laneCells(lane, t, x, whole) {
    const { pen, state } = this;
    const step = columnOfStep(lane, t, this.traces[0].steps);
    if (step > this.traces[0].steps) return;
    pen.globalAlpha = step > state.step ? FUTURE : 1;
    this.cells(pen, lane, step, x, step === state.step && state.stage !== null, whole);
  }

  // A column with numbers is drawn once and then copied: text is what costs time.
  sprite(t) {
    const { pen, plan } = this;
    let sprite = this.sprites.get(t);
    if (!sprite) {
      sprite = document.createElement("canvas");
      const ratio = this.theme.ratio;
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

  cells(pen, lane, t, x, computing, whole = true) {
    if (lane.kind === "curve" || (lane.kind === "input" && t === 0)) return;
    const { plan, theme, state } = this;
    const stage = computing && lane.kind === "state" ? this.stageOf(lane) : null;
    if (stage === "later") pen.globalAlpha = FUTURE;
    const scale = this.scale(lane, state.quantity);
    const plain = stage === null || stage === "later";
    const numbers = whole && plan.numbers(lane);
    if (plain && !numbers && pen.drawImage && this.bitmap(lane)) {
      pen.imageSmoothingEnabled = lane.cell < 1;
      pen.drawImage(this.bitmap(lane), t, lane.offset, 1, lane.rows, x, lane.y, plan.box, lane.height);
    } else {
      const seam = lane.cell >= 5 ? 1 : 0;
      if (numbers) {
        pen.font = `${Math.min(plan.tall ? 16 : 11.5, lane.cell * 0.8, plan.box * 0.34)}px ${theme.font}`;
        pen.textAlign = "center";
        pen.textBaseline = "middle";
      }
      for (let row = 0; row < lane.rows; row++) {
        const unit = unitAt(lane, lane.offset + row);
        const value = plain ? this.value(lane, t, unit, state.quantity) : this.passing(lane, t, unit, stage);
        const colour = theme.palette.at(value, scale);
        pen.fillStyle = theme.palette.colours[colour];
        pen.fillRect(x, lane.y + row * lane.cell, plan.box, lane.cell - seam);
        if (numbers) {
          pen.fillStyle = theme.palette.inks[colour];
          pen.fillText(theme.writer.number(value, 2), x + plan.box / 2, lane.y + (row + 0.5) * lane.cell);
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
      for (let row = 0; row < lane.units; row++) {
        const u = unitAt(lane, row);
        for (let t = begin; t < steps; t++) {
          const rgb = this.theme.palette.bytes[this.theme.palette.at(this.value(lane, t, u, quantity), scale)];
          image.data.set([rgb[0], rgb[1], rgb[2], 255], 4 * (row * steps + t));
        }
      }
      inner.putImageData(image, 0, 0);
      this.bitmaps.set(lane.key, canvas);
    }
    return this.bitmaps.get(lane.key);
  }

  word(t) {
    const { pen, plan, theme, state } = this;
    const now = t === state.step || (this.bothWays() && t === this.traces[0].steps + 1 - state.step);
    const every = Math.ceil((13 * plan.type) / plan.pitch);
    if (!now && (t % every || Math.abs(t - state.step) < every)) return;
    const text = t === 0 ? theme.words.start : this.traces[0].labels[t - 1];
    const middle = this.x(t) + plan.box / 2;
    pen.globalAlpha = t > state.step && !this.bothWays() ? 0.45 : 1;
    pen.fillStyle = theme.ink;
    pen.font = `${now ? "bold " : ""}${(plan.words.rotated ? 12 : 13) * plan.type}px ${theme.font}`;
    pen.textBaseline = "middle";
    if (plan.words.rotated) {
      pen.textAlign = "right";
      pen.save();
      pen.turn(middle + 2, plan.words.y + 4, -Math.PI / 3.2);
      pen.fillText(this.shortened(text, 66 * plan.type), 0, 0);
      pen.restore();
    } else {
      pen.textAlign = "center";
      pen.fillText(this.shortened(text, plan.pitch - 4), middle, plan.words.y + 9 * plan.type);
    }
    if (plan.pitch >= 20 * plan.type) {
      pen.textAlign = "center";
      pen.font = `${10 * plan.type}px ${theme.font}`;
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

  axes() {
    const { pen, plan, theme } = this;
    pen.fillStyle = theme.background;
    pen.fillRect(0, 0, plan.gutter, plan.height);
    for (const lane of plan.lanes) {
      pen.fillStyle = theme.ink;
      pen.textBaseline = "middle";
      const trace = this.traces[lane.track];
      if (lane.kind === "curve") {
        this.side(trace.label, lane.y - 12, true);
        this.side(trace.output_kind === "logit" ? theme.words.verdict : theme.words.forecast, lane.y + 6, false);
        continue;
      }
      const layer = theme.words.directions[trace.direction] ?? fill(theme.words.layer, { layer: lane.layer + 1 });
      const name = lane.kind === "input" ? theme.words.input : layer;
      this.side(name, lane.y - 12, true);
      pen.textAlign = "right";
      pen.font = `${10 * plan.type}px ${theme.font}`;
      const every = Math.ceil((13 * plan.type) / lane.cell);
      pen.globalAlpha = 0.7;
      for (let row = 0; row < lane.rows; row += every) {
        pen.fillText(String(unitAt(lane, lane.offset + row) + 1), plan.gutter - 3, lane.y + (row + 0.5) * lane.cell);
      }
      if (lane.kind === "state" && !plan.narrow) {
        pen.save();
        pen.turn(12, lane.y + lane.height / 2, -Math.PI / 2);
        pen.textAlign = "center";
        const count = fill(theme.words.units, { count: lane.units });
        // In a low band it would run into the names above and below.
        if (pen.measureText(count).width + 24 * plan.type < lane.height) pen.fillText(count, 0, 0);
        pen.restore();
      }
      pen.globalAlpha = 1;
      if (lane.rows < lane.units) {
        pen.fillStyle = theme.line;
        const share = lane.height / lane.units;
        pen.fillRect(plan.width - 6, lane.y, 5, lane.height);
        pen.fillStyle = theme.accent;
        pen.fillRect(plan.width - 6, lane.y + lane.offset * share, 5, lane.rows * share);
      }
    }
    this.side(theme.words.layers, plan.words.y + 8, false);
    pen.fillStyle = theme.ink;
    pen.textAlign = "right";
    pen.font = `${11 * plan.type}px ${theme.font}`;
    pen.fillText(theme.words.time, plan.width - 4, plan.height - 6);
  }

  side(text, y, strong) {
    const { pen, plan, theme } = this;
    pen.fillStyle = theme.ink;
    pen.textAlign = "left";
    pen.textBaseline = "middle";
    pen.font = `${strong ? "bold " : ""}${11 * plan.type}px ${theme.font}`;
    pen.fillText(text, 0, y);
  }
}

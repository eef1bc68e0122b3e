// The stepper: holds where we are, draws it, opens squares, and tells Python where it stopped.
import { Clock, SPEEDS } from "./clock.js";
import { build } from "./dom.js";
import { candidate, decode, openSquare } from "./engine.js";
import { card } from "./explain.js";
import { saveAs, svgOf } from "./export.js";
import { bindKeys, bindPointer } from "./input.js";
import { firstPitch, follow, layout, zoomed } from "./layout.js";
import { STAGES } from "./highlights.js";
import { Minimap } from "./minimap.js";
import { fill } from "./numbers.js";
import { lookOf } from "./look.js";
import { canvasPen } from "./pens.js";
import { Scene } from "./scene.js";
import { Teller } from "./teller.js";
import { preview, returned, said } from "./voice.js";

const ARROWS = 8; // drawn into an open square, of each product
const SPEAK_AFTER = 250; // ms of rest before a screen reader hears of a new place

export class Stepper {
  constructor(root) {
    this.root = root;
    this.step = 1;
    this.stage = null;
    this.first = 0;
    this.pitch = null;
    this.offsets = new Map();
    this.selected = null;
    this.pins = [];
    this.hover = this.source = null;
    this.light = false;
    this.all = false;
    this.quantity = "h";
    this.teller = new Teller();
    this.engine = { openSquare };
    this.clock = new Clock((step, stage) => this.at(step, stage), () => this.stop(this.steps));
    this.watch = new ResizeObserver(() => this.resize());
    root.tabIndex = 0;
    root.setAttribute("role", "group");
    bindKeys(this);
  }

  /** What the page says: words, colours, place. `heard` is the last place it heard of from here. */
  load(data) {
    const words = JSON.stringify(data.words);
    if (words !== this.wordsBuilt) this.rebuild(data);
    this.data = data;
    this.dress();
    const current = this.teller.hears(data.heard ?? 0);
    if (this.traces && this.identity === data.payload) {
      if (current && !this.clock.playing) this.adopt(data.place);
      this.refresh();
    }
  }

  rebuild(data) {
    this.wordsBuilt = JSON.stringify(data.words);
    this.data = data;
    this.watch.disconnect();
    this.parts = build(this.root, data.words);
    this.root.setAttribute("aria-label", data.words.name);
    const { parts } = this;
    this.map = new Minimap(parts.map);
    for (const speed of SPEEDS) parts.speed.add(new Option(`${String(speed).replace(".", data.decimal)}×`, String(speed)));
    parts.speed.value = String(this.clock.speed);
    parts.loop.checked = this.clock.loop;
    const name = (part, label) => { parts[part].setAttribute("aria-label", label); parts[part].title = label; };
    for (const part of ["back", "next", "closer", "farther", "png", "svg"]) name(part, data.words[part]);
    parts.slider.setAttribute("aria-label", data.words.slider);
    bindPointer(this);
    this.watch.observe(parts.canvas.parentElement);
    if (this.traces) this.fit();
  }

  /** Colours and fonts of the present theme. */
  dress() {
    this.look = lookOf(this.root, this.data);
    this.root.style.setProperty("--first", this.look.first);
    this.root.style.setProperty("--second", this.look.second);
    if (this.scene) {
      this.scene.look = this.look;
      this.scene.reset();
      this.map.prepare(this.traces, this.look);
      this.legend();
    }
  }

  show(quantity) {
    this.quantity = quantity;
    this.scene.reset();
    this.legend();
    this.draw();
  }

  /** New traces: everything that belonged to the old ones goes. */
  feed(bytes, identity) {
    this.clock.stop();
    this.identity = identity;
    this.traces = decode(bytes);
    this.steps = this.traces[0].steps;
    this.layers = Math.max(...this.traces.map((trace) => trace.layers.length));
    this.scene = new Scene(this.traces, this.look);
    this.pins = [];
    this.hover = this.source = this.selected = this.stage = null;
    this.offsets.clear();
    this.pitch = null;
    this.fit();
    this.step = 0;
    this.adopt(this.data.place);
    this.refresh();
  }

  fit() {
    const { parts } = this;
    this.map.prepare(this.traces, this.look);
    parts.slider.max = String(this.steps);
    const kinds = ["h", ...(this.traces.every((t) => t.cell === "lstm") ? ["c"] : []),
      ...(this.traces.length === 1 && this.traces[0].gates.length > 1 ? this.traces[0].gates : [])];
    if (!kinds.includes(this.quantity)) this.quantity = "h";
    parts.quantity.replaceChildren(...kinds.map((kind) => new Option(this.data.words.quantity[kind], kind)));
    parts.quantity.value = this.quantity;
    parts.quantity.parentElement.hidden = kinds.length < 2;
    const error = Math.max(...this.traces.map((trace) => trace.error));
    const names = this.traces.map((trace) => `torch.nn.${trace.torch}`).join(", ");
    parts.badge.textContent = fill(this.data.words.badge, { torch: names, error: error.toExponential(1).replace(".", this.data.decimal) });
    this.legend();
    this.resize();
  }

  /** The scale of the colours, with what its ends stand for. */
  legend() {
    const { scale, scaleLow, scaleHigh, scaleNote } = this.parts;
    const { colours } = this.look.palette;
    scale.width = colours.length;
    scale.height = 1;
    const pen = scale.getContext("2d");
    colours.forEach((colour, i) => { pen.fillStyle = colour; pen.fillRect(i, 0, 1, 1); });
    const lane = { kind: "state", key: "0.0", track: 0, layer: 0 };
    const end = this.scene.scale(lane, this.quantity);
    scaleLow.textContent = this.look.writer.number(-end, end === 1 ? 0 : 1);
    scaleHigh.textContent = this.look.writer.number(end, end === 1 ? 0 : 1);
    // Inputs have a scale of their own: they may be larger than a state can be.
    const most = this.scene.scale({ kind: "input", key: "0.x", track: 0, layer: -1 });
    scaleNote.textContent = this.traces.length > 1 ? "" : fill(this.look.words.input_scale, { most: this.look.writer.number(most, 1) });
  }

  /** Go where the page says, where it says something new. */
  adopt(place) {
    const step = place.step > 0 ? Math.min(place.step, this.steps) : this.step || this.steps;
    const layer = Math.min(Math.max(place.layer, 1), this.traces[0].layers.length) - 1;
    const { units } = this.traces[0].layers[layer];
    const track = this.selected?.track ?? 0;
    const unit = place.unit > 0 && place.unit <= units ? place.unit - 1 : null;
    this.layer = layer;
    if (unit === null) this.selected = null;
    else if (!this.selected || this.selected.layer !== layer || this.selected.unit !== unit) this.select({ track, layer, unit });
    this.step = step;
    this.first = follow(this.plan, this.first, step, this.steps);
    this.teller.agree(this.place());
  }

  place() {
    return { step: this.step, layer: (this.selected?.layer ?? this.layer ?? 0) + 1, unit: this.selected ? this.selected.unit + 1 : 0 };
  }

  /** Python hears where we are once we rest, never while it plays or is dragged. */
  tell() {
    this.teller.tell(() => this.place(), () => !this.clock.playing && this.root.isConnected);
  }

  toggle() {
    if (this.clock.playing) return this.stop(this.step);
    this.clock.play(this.stage === null ? this.step : this.step - 1, this.steps, this.layers);
    this.controls();
  }

  stop(step) {
    this.clock.stop();
    this.go(step);
    this.tell();
  }

  /** Stand at a step that is done, from 1. */
  go(step) {
    this.at(Math.max(1, Math.min(step, this.steps)), null);
  }

  /** Stand in the middle of a step: `by` stages on or back. */
  nudge(by) {
    this.clock.stop();
    const total = this.layers * STAGES;
    const stage = (this.stage === null ? total : Math.floor(this.stage)) + by;
    if (stage > total && this.step < this.steps) this.at(this.step + 1, 0);
    else if (stage >= total) this.at(this.step, null);
    else if (stage >= 0) this.at(this.step, stage);
    else if (this.step > 1) this.at(this.step - 1, null);
    this.tell();
  }

  at(step, stage) {
    const moved = step !== this.step;
    this.step = step;
    this.stage = stage;
    if (moved) {
      this.source = null;
      this.first = follow(this.plan, this.first, step, this.steps);
      this.controls();
      this.showCards();
    } else if (!this.clock.playing) this.controls();
    this.narrate();
    this.draw();
  }

  /** Choose a square's unit (null: none); its card opens. */
  select(at) {
    this.selected = at && { track: at.track, layer: at.layer, unit: at.unit };
    if (at) {
      this.layer = at.layer;
      const lane = this.plan.laneOf(at.track, at.layer);
      if (at.unit < lane.offset || at.unit >= lane.offset + lane.rows) {
        this.offsets.set(lane.key, at.unit - Math.floor(lane.rows / 2));
        this.resize();
      }
    }
  }

  open(at) {
    this.clock.stop();
    this.select(at);
    this.go(Math.max(1, at.step ?? this.step));
    this.showCards(true);
    this.draw();
    this.tell();
  }

  close() {
    this.selected = null;
    this.refresh();
    this.tell();
  }

  pin() {
    if (!this.selected) return;
    const at = { ...this.selected, step: this.step };
    const same = (a) => JSON.stringify(a) === JSON.stringify(at);
    this.pins = this.pins.some(same) ? this.pins.filter((a) => !same(a)) : [...this.pins, at];
    this.refresh();
  }

  zoom(by) {
    this.pitch = zoomed(this.pitch, by);
    this.resize();
  }

  /** The width or the zoom has changed: lay everything out anew. */
  resize() {
    const width = this.parts.canvas.parentElement.clientWidth;
    if (!this.traces || !width) return;
    this.pitch ??= firstPitch(this.traces, width);
    this.plan = layout(this.traces, width, this.pitch, this.offsets);
    this.look.ratio = window.devicePixelRatio || 1;
    this.scene.reset();
    const { canvas } = this.parts;
    canvas.style.height = `${this.plan.height}px`;
    canvas.width = Math.round(width * this.look.ratio);
    canvas.height = Math.round(this.plan.height * this.look.ratio);
    this.first = follow(this.plan, this.first, this.step, this.steps);
    this.draw();
  }

  refresh() {
    this.controls();
    this.narrate();
    this.showCards();
    this.draw();
  }

  /** What the drawing needs to know, as plain values. */
  state() {
    return {
      step: this.step, stage: this.stage, first: this.first, quantity: this.quantity, light: this.light,
      selected: this.selected, pins: this.pins, hover: this.hover, source: this.source, shown: this.shown ?? [],
    };
  }

  draw() {
    if (!this.plan || this.drawing) return;
    this.drawing = requestAnimationFrame(() => this.paint());
  }

  paint() {
    this.drawing = null;
    const { canvas } = this.parts;
    const pen = canvasPen(canvas.getContext("2d"));
    pen.setTransform(this.look.ratio, 0, 0, this.look.ratio, 0, 0);
    this.scene.draw(pen, this.plan, this.state());
    this.map.draw(this.step, this.first, this.plan.inView);
    this.painted = (this.painted ?? 0) + 1;
  }

  controls() {
    const { parts, data: { words } } = this;
    const label = this.traces[0].labels[this.step - 1];
    parts.slider.value = String(this.step);
    parts.slider.setAttribute("aria-valuetext", `${this.step}: ${label}`);
    parts.word.textContent = label;
    parts.count.textContent = `${this.step} / ${this.steps}`;
    parts.verdict.textContent = said(this);
    const playing = this.clock.playing;
    parts.play.textContent = playing ? "❚❚" : "▶";
    parts.play.title = playing ? words.pause : words.play;
    parts.play.setAttribute("aria-label", parts.play.title);
    parts.clear.hidden = !this.pins.length;
    parts.clear.textContent = fill(words.clear, { n: this.pins.length });
    parts.light.setAttribute("aria-pressed", String(this.light));
    this.root.dataset.step = String(this.step);
    this.root.dataset.playing = String(playing);
    parts.returns.hidden = !this.light;
    if (this.light) parts.returns.replaceChildren(...returned(this));
  }

  narrate() {
    const { parts, data: { words } } = this;
    let text = "";
    if (this.stage !== null) {
      const layer = Math.floor(this.stage / STAGES), at = Math.floor(this.stage % STAGES);
      text = fill(words.stages[at], { layer: layer + 1, layers: this.layers });
      parts.cards.dataset.stage = this.selected?.layer === layer ? String(at) : "";
    } else parts.cards.dataset.stage = "";
    if (parts.told.textContent !== text) parts.told.textContent = text;
    if (!this.clock.playing) {
      clearTimeout(this.speaking);
      this.speaking = setTimeout(() => {
        parts.live.textContent = this.spoken();
        parts.canvas.setAttribute("aria-label", parts.live.textContent);
      }, SPEAK_AFTER);
    }
  }

  spoken() {
    const where = `${this.step}: ${this.traces[0].labels[this.step - 1]}. ${said(this)}. ${this.parts.told.textContent}`;
    return this.selected ? `${where} ${preview(this, { ...this.selected, step: this.step })}` : where;
  }

  showCards(fresh = false) {
    const { parts } = this;
    const cards = [];
    this.shown = [];
    const say = {
      look: this.look, several: this.traces.length > 1,
      toggleAll: () => { this.all = !this.all; this.refresh(); this.root.focus({ preventScroll: true }); },
      follow: (source) => { if (source.layer >= 0 && source.step > 0) this.open(source); this.root.focus({ preventScroll: true }); },
      point: (source) => { this.source = source; this.draw(); },
    };
    if (this.selected) {
      const at = { ...this.selected, step: this.step };
      const { element, open } = card(this.traces[at.track], at, this.all, {
        ...say, pin: () => this.pin(), close: () => this.close(), show: (stage) => { this.flow(stage); this.draw(); },
      });
      element.classList.add("open");
      if (fresh) element.classList.add("unfolding");
      cards.push(element);
      this.flow(open.stages[candidate(this.traces[at.track])]);
    }
    for (const at of this.pins) {
      const close = () => { this.pins = this.pins.filter((pin) => pin !== at); this.refresh(); };
      cards.push(card(this.traces[at.track], at, this.all, { ...say, close }).element);
    }
    parts.hint.hidden = cards.length > 0;
    parts.cards.replaceChildren(...cards);
  }

  /** The terms of a gate that are drawn as arrows into the open square. */
  flow(stage) {
    this.shown = ["ih", "hh"].map((part) => ({ part, terms: stage[part].terms.slice(0, ARROWS) }));
  }

  async save(kind) {
    const name = `rnnviz-step-${this.step}.${kind}`;
    if (kind === "svg") return saveAs(name, svgOf(this.scene, this.plan, this.state()));
    this.parts.canvas.toBlob((blob) => saveAs(name, blob));
  }

  destroy() {
    this.clock.stop();
    this.watch.disconnect();
    this.teller.stop();
    clearTimeout(this.speaking);
  }
}

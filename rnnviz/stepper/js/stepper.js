// The stepper: holds where we are, draws it, opens squares, and tells Python where it stopped.
import { Clock, SPEEDS } from "./clock.js";
import { build } from "./dom.js";
import { readPins, showCards, writePins } from "./cards.js";
import { controls, fitToolbar, legend, narrate } from "./toolbar.js";
import { decode, openOutcome, openSquare } from "./engine.js";
import { saveAs, svgOf } from "./export.js";
import { perform } from "./performance.js";
import { bindKeys, bindPointer } from "./input.js";
import { arrange, scroller, topOf } from "./fitting.js";
import { follow, hasOutcome, rowOf, zoomed } from "./layout.js";
import { orderUnits } from "./unit_order.js";
import { STAGES } from "./highlights.js";
import { shade, watchLit } from "./spotlight.js";
import { Minimap } from "./minimap.js";
import { themeOf } from "./theme.js";
import { canvasPen } from "./svg_canvas.js";
import { Scene } from "./scene.js";
import { isOutcome } from "./outcome.js";
import { PositionSync } from "./position_sync.js";

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
    this.light = this.all = false;
    this.quantity = "h";
    this.ordered = "similar";
    this.orders = new Map();
    this.positionSync = new PositionSync(root);
    this.opened = false;
    this.engine = { openSquare, openOutcome };
    this.clock = new Clock((step, stage) => this.at(step, stage), () => this.stop(this.steps));
    this.watch = new ResizeObserver(() => this.resize());
    this.refit = () => { if (this.data.fit && this.above !== topOf(this)) this.resize(); };
    this.page = new ResizeObserver(this.refit);
    addEventListener("resize", this.refit);
    this.unwatch = watchLit(this);
    root.tabIndex = 0;
    root.setAttribute("role", "group");
    this.unlisten = bindKeys(this);
  }

  /** What the page says: words, colours, place. `heard` is the last place it heard of from here. */
  load(data) {
    const words = JSON.stringify(data.words);
    if (words !== this.wordsBuilt) this.rebuild(data);
    this.data = data;
    this.dress();
    const current = this.positionSync.hears(data.heard ?? 0);
    if (this.traces && this.identity === data.payload) {
      if (current && !this.clock.playing && this.positionSync.isNews(data.place)) this.adopt(data.place);
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
    for (const part of ["back", "next", "slider", "closer", "farther", "fit", "png", "svg", "full"]) name(part, data.words[part]);
    name("help", data.words.help_open);
    for (const part of ["speed", "loop", "quantity", "light", "verdict"]) parts[part].title = data.words.tips[part];
    bindPointer(this);
    this.watch.observe(parts.canvas.parentElement);
    if (data.fit) this.page.observe(scroller().firstElementChild ?? scroller());
    this.root.dataset.fit = String(Boolean(data.fit));
    if (this.traces) this.fit();
  }

  /** Colours and fonts of the present theme. */
  dress() {
    this.theme = themeOf(this.root, this.data);
    this.root.style.setProperty("--first", this.theme.first);
    this.root.style.setProperty("--second", this.theme.second);
    if (this.scene) {
      this.scene.theme = this.theme;
      this.scene.reset();
      this.map.prepare(this.traces, this.theme, this.orders);
      legend(this);
    }
  }

  /** Let the units stand by how alike they are, by their weight in the verdict, or by number. */
  sort(by) {
    this.ordered = by;
    this.orders = orderUnits(this, this.traces);
    this.offsets.clear();
    this.scene.reset();
    this.map.prepare(this.traces, this.theme, this.orders);
    this.resize();
    if (this.selected) this.select(this.selected);
  }

  show(quantity) {
    this.quantity = quantity;
    this.scene.reset();
    legend(this);
    this.draw();
  }

  /** New traces: everything that belonged to the old ones goes. */
  feed(bytes, identity) {
    this.clock.stop();
    this.identity = identity;
    const earlier = this.traces, before = earlier?.[0].labels.join("\n");
    this.traces = decode(bytes);
    this.steps = this.traces[0].steps;
    this.layers = Math.max(...this.traces.map((trace) => trace.layers.length));
    this.scene = new Scene(this.traces, this.theme);
    this.pins = [];
    this.hover = this.source = this.selected = this.closed = this.stage = null;
    this.offsets.clear();
    this.orders = orderUnits(this, earlier);
    this.pitch = null;
    this.byHand = false;
    this.fit();
    this.step = 0;
    this.adopt(this.data.place);
    // Pins stay with their words: another network, yes; another text, no.
    if (before !== undefined && before !== this.traces[0].labels.join("\n") && this.pins.length) {
      this.pins = [];
      this.tell();
    }
    this.refresh();
    if (this.data.show) perform(this, before);
  }

  fit() {
    this.map.prepare(this.traces, this.theme, this.orders);
    fitToolbar(this);
    legend(this);
    this.resize();
  }

  /** Go where the page says, where it says something new. */
  adopt(place) {
    const step = place.step > 0 ? Math.min(place.step, this.steps) : this.step || this.steps;
    const track = Math.min(Math.max(place.track ?? 1, 1), this.traces.length) - 1;
    const { layers } = this.traces[track];
    const layer = Math.min(Math.max(place.layer, 1), layers.length) - 1;
    let at = null;
    if (place.verdict && hasOutcome(this.traces[track])) at = { track, layer: layers.length, unit: 0 };
    else if (place.unit > 0 && place.unit <= layers[layer].units) at = { track, layer, unit: place.unit - 1 };
    this.layer = layer;
    if (!at) this.selected = null;
    else if (JSON.stringify(at) !== JSON.stringify(this.selected)) this.select(at);
    this.step = step;
    this.pins = readPins(place.pins, this.traces);
    this.first = follow(this.plan, this.first, step, this.steps);
    this.positionSync.agree(this.place(), place);
  }

  place() {
    const at = this.selected, verdict = at !== null && isOutcome(this.traces, at);
    const layer = verdict ? at.layer : (at?.layer ?? this.layer ?? 0) + 1;
    return {
      step: this.step, layer, unit: at && !verdict ? at.unit + 1 : 0, track: (at?.track ?? 0) + 1,
      verdict, pins: writePins(this.pins, this.traces),
    };
  }

  /** Python hears where we are once we rest, never while it plays or is dragged. */
  tell() {
    this.positionSync.tell(() => this.place(), () => !this.clock.playing && this.root.isConnected);
  }

  toggle() {
    if (this.clock.playing) return this.stop(this.step);
    this.clock.play(this.stage === null ? this.step : this.step - 1, this.steps, this.layers);
    controls(this);
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
      controls(this);
      showCards(this);
    } else if (!this.clock.playing) controls(this);
    narrate(this);
    this.draw();
  }

  /** Choose a square's unit (null: none); its card opens. */
  select(at) {
    this.selected = at && { track: at.track, layer: at.layer, unit: at.unit };
    if (at) {
      this.layer = at.layer;
      const lane = this.plan.laneOf(at.track, at.layer);
      const row = rowOf(lane, at.unit);
      if (row < lane.offset || row >= lane.offset + lane.rows) {
        this.offsets.set(lane.key, row - Math.floor(lane.rows / 2));
        this.resize();
      }
    }
  }

  open(at) {
    this.clock.stop();
    this.select(at);
    this.go(Math.max(1, at.step ?? this.step));
    showCards(this, true);
    this.draw();
    this.tell();
  }

  close() {
    this.closed = this.selected;
    this.selected = null;
    this.refresh();
    this.tell();
  }

  zoom(by) { // 0: as it was at first
    this.pitch = by ? zoomed(this.pitch, by) : null;
    this.byHand = by !== 0;
    this.resize();
  }

  /** The width, the height or the zoom has changed: lay everything out anew. */
  resize() {
    if (arrange(this)) this.draw();
  }

  /** The whole screen for the picture and its controls, or back to the page. */
  async full() {
    if (this.root.matches(":fullscreen")) await document.exitFullscreen();
    else await this.root.requestFullscreen();
  }

  refresh() {
    controls(this);
    narrate(this);
    showCards(this);
    this.draw();
  }

  /** What the drawing needs to know, as plain values. */
  state() {
    return {
      step: this.step, stage: this.stage, first: this.first, quantity: this.quantity, light: this.light,
      selected: this.selected, pins: this.pins, hover: this.hover, source: this.source, shown: this.shown ?? [],
      invite: !this.opened && !this.clock.playing,
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
    pen.setTransform(this.theme.ratio, 0, 0, this.theme.ratio, 0, 0);
    this.scene.draw(pen, this.plan, this.state());
    this.map.draw(this.step, this.first, this.plan.inView);
    if (this.lit) shade(this);
    this.painted = (this.painted ?? 0) + 1;
  }

  async save(kind) {
    const name = `rnnviz-step-${this.step}.${kind}`;
    if (kind === "svg") return saveAs(name, svgOf(this.scene, this.plan, this.state()));
    this.parts.canvas.toBlob((blob) => saveAs(name, blob));
  }

  destroy() {
    this.clock.stop();
    this.watch.disconnect();
    this.page.disconnect();
    removeEventListener("resize", this.refit);
    for (const end of [this.unwatch, this.unlisten]) end();
    this.positionSync.end();
    clearTimeout(this.speaking);
  }
}

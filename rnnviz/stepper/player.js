// Hidden states through time: a canvas of units × steps that fills as the network reads.
// Everything it needs comes in one payload; playing and scrubbing never call the server.
const instances = new WeakMap();
const SPEEDS = [0.5, 1, 2, 4, 8];
const BASE_RATE = 4; // steps a second at speed 1
const AXIS = 34; // pixels left of the canvas for the unit numbers

export default function (component) {
  const { data, parentElement, setStateValue } = component;
  const root = parentElement.querySelector(".player");
  if (!root) return;
  let player = instances.get(parentElement);
  if (!player) {
    player = new Player(root);
    instances.set(parentElement, player);
  }
  player.report = (step) => setStateValue("step", step);
  player.load(data);
  return () => player.destroy();
}

class Player {
  constructor(root) {
    this.root = root;
    this.step = 0;
    this.playing = false;
    this.carry = 0;
    this.last = null;
    this.unit = -1;
    this.find = (name) => root.querySelector(`[data-part="${name}"]`);
    this.canvas = this.find("canvas");
    this.slider = this.find("slider");
    this.tick = this.tick.bind(this);
    this.find("play").onclick = () => this.toggle();
    this.find("back").onclick = () => this.stop(this.step - 1);
    this.find("next").onclick = () => this.stop(this.step + 1);
    this.find("speed").onchange = (e) => { this.speed = Number(e.target.value); };
    this.slider.oninput = () => { this.playing = false; this.go(Number(this.slider.value)); };
    this.slider.onchange = () => this.tell();
    this.canvas.onpointermove = (e) => this.hover(e);
    this.canvas.onpointerleave = () => { this.unit = -1; this.draw(); this.describe(); };
    this.canvas.onpointerdown = (e) => {
      const at = this.locate(e);
      if (at) this.stop(at.step);
    };
    root.onkeydown = (e) => this.key(e);
    this.watch = new ResizeObserver(() => this.draw());
    this.watch.observe(this.canvas);
  }

  load(data) {
    this.data = data;
    const text = data.labels;
    // One byte a state: -1 … 1 as 0 … 254, finer than a colour can show.
    this.states = Uint8Array.from(atob(data.states), (c) => c.charCodeAt(0));
    this.steps = data.steps;
    this.units = data.units;
    if (this.identity !== data.identity) {
      this.identity = data.identity;
      this.playing = false;
      this.step = data.step > 0 ? Math.min(data.step, this.steps) : this.steps;
    } else if (data.step > 0 && data.step !== this.told && !this.playing) {
      this.step = Math.min(data.step, this.steps);
    }
    this.told = this.step;
    this.slider.max = String(this.steps);
    this.slider.setAttribute("aria-label", text.time);
    this.canvas.setAttribute("aria-label", text.picture);
    for (const name of ["back", "next"]) this.find(name).setAttribute("aria-label", text[name]);
    this.find("keys").textContent = text.keys;
    this.find("axis").textContent = text.axis;
    this.find("speedlabel").textContent = text.speed;
    const select = this.find("speed");
    if (!select.options.length) {
      for (const speed of SPEEDS) select.add(new Option(`${speed}×`, String(speed)));
      select.value = "1";
      this.speed = 1;
    }
    this.colours = ramp(data.colours);
    this.go(this.step);
  }

  destroy() {
    this.playing = false;
    this.watch.disconnect();
  }

  key(event) {
    if (event.target.tagName === "SELECT") return;
    const moves = {
      ArrowLeft: this.step - 1, ArrowRight: this.step + 1, Home: 1, End: this.steps,
    };
    if (event.key in moves) this.stop(moves[event.key]);
    else if (event.key === " ") this.toggle();
    else if (event.key === "Escape") this.stop(this.step);
    else return;
    event.preventDefault();
  }

  toggle() {
    if (this.playing) return this.stop(this.step);
    if (this.step >= this.steps) this.step = 0;
    this.playing = true;
    this.last = null;
    this.carry = 0;
    this.showPlay();
    requestAnimationFrame(this.tick);
  }

  tick(now) {
    if (!this.playing) return;
    if (this.last !== null) this.carry += (Math.max(now - this.last, 0) / 1000) * BASE_RATE * this.speed;
    this.last = now;
    if (this.carry >= 1) {
      const ahead = Math.floor(this.carry);
      this.carry -= ahead;
      this.go(this.step + ahead);
      if (this.step >= this.steps) return this.stop(this.steps);
    }
    requestAnimationFrame(this.tick);
  }

  stop(step) {
    this.playing = false;
    this.go(step);
    this.tell();
  }

  tell() {
    if (this.told === this.step) return;
    this.told = this.step;
    this.report(this.step);
  }

  go(step) {
    this.step = Math.max(1, Math.min(step, this.steps));
    this.slider.value = String(this.step);
    this.root.dataset.step = String(this.step);
    this.showPlay();
    this.draw();
    this.describe();
  }

  showPlay() {
    const button = this.find("play");
    const name = this.playing ? this.data.labels.pause : this.data.labels.play;
    button.textContent = this.playing ? "❚❚" : "▶";
    button.setAttribute("aria-label", name);
    button.title = name;
    this.root.dataset.playing = String(this.playing);
  }

  describe() {
    const t = this.step - 1;
    const { words, verdicts, labels } = this.data;
    this.find("word").textContent = words[t];
    this.find("count").textContent = `${this.step} / ${this.steps}`;
    this.find("verdict").textContent = verdicts[t];
    this.slider.setAttribute("aria-valuetext", `${this.step}: ${words[t]}, ${verdicts[t]}`);
    let value = "";
    if (this.unit >= 0 && this.hovered > 0) {
      const h = (this.states[this.unit * this.steps + this.hovered - 1] - 127) / 127;
      value = labels.value
        .replace("{unit}", this.unit + 1)
        .replace("{word}", () => words[this.hovered - 1])
        .replace("{value}", h.toFixed(2).replace(".", labels.decimal));
    }
    this.find("value").textContent = value;
  }

  geometry() {
    const box = this.canvas.getBoundingClientRect();
    const inner = Math.max(box.width - AXIS, 1);
    return { box, inner, wide: inner / this.steps, high: box.height / this.units };
  }

  locate(event) {
    const { box, wide, high } = this.geometry();
    const step = Math.floor((event.clientX - box.left - AXIS) / wide) + 1;
    const unit = Math.floor((event.clientY - box.top) / high);
    if (step < 1 || step > this.steps || unit < 0 || unit >= this.units) return null;
    return { step, unit };
  }

  hover(event) {
    const at = this.locate(event);
    this.unit = at ? at.unit : -1;
    this.hovered = at ? at.step : 0;
    this.draw();
    this.describe();
  }

  draw() {
    if (!this.data) return;
    const { box, inner, wide, high } = this.geometry();
    if (box.width < 2) return;
    const ratio = window.devicePixelRatio || 1;
    const width = Math.round(box.width * ratio), height = Math.round(box.height * ratio);
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    const g = this.canvas.getContext("2d");
    const style = getComputedStyle(this.root);
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    g.clearRect(0, 0, box.width, box.height);
    const seam = wide > 5 && high > 5 ? 1 : 0;
    for (let t = 0; t < this.steps; t++) {
      g.globalAlpha = t < this.step ? 1 : 0.13;
      for (let u = 0; u < this.units; u++) {
        g.fillStyle = this.colours[this.states[u * this.steps + t]];
        g.fillRect(AXIS + t * wide, u * high, Math.max(wide - seam, 0.6), Math.max(high - seam, 0.6));
      }
    }
    g.globalAlpha = 1;
    const ink = style.getPropertyValue("--st-text-color") || "#000";
    g.fillStyle = ink;
    g.font = `11px ${style.getPropertyValue("--st-font") || "sans-serif"}`;
    g.textAlign = "right";
    g.textBaseline = "middle";
    const every = Math.max(1, Math.ceil(14 / high));
    for (let u = 0; u < this.units; u += every) g.fillText(String(u + 1), AXIS - 6, (u + 0.5) * high);
    g.strokeStyle = ink;
    g.lineWidth = 2;
    g.strokeRect(AXIS + (this.step - 1) * wide, 1, Math.max(wide - seam, 2), box.height - 2);
    if (this.unit >= 0) {
      g.lineWidth = 1;
      g.strokeRect(AXIS, this.unit * high, inner, high);
    }
  }
}

// 255 colours between the given stops, as CSS strings.
function ramp(stops) {
  const parsed = stops.map((hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16)));
  return Array.from({ length: 255 }, (_, i) => {
    const x = (i / 254) * (parsed.length - 1);
    const k = Math.min(Math.floor(x), parsed.length - 2);
    const mix = parsed[k].map((a, c) => Math.round(a + (parsed[k + 1][c] - a) * (x - k)));
    return `rgb(${mix.join(",")})`;
  });
}

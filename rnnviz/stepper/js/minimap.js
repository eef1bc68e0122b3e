// The whole sequence at a glance: every layer's states, the part in view, the present step.
import { valueOf } from "./engine.js";

export class Minimap {
  constructor(canvas) {
    this.canvas = canvas;
    this.image = null;
  }

  /** Make the heatmap once: one pixel a state, a blank row between layers; `orders` as in a layout. */
  prepare(traces, theme, orders = new Map()) {
    const lanes = traces.flatMap((trace, track) => trace.layers.map((_, l) => ({ trace, l, order: orders.get(`${track}.${l}`) })).reverse());
    const rows = lanes.reduce((n, { trace, l }) => n + trace.layers[l].units + 1, -1);
    const { steps } = traces[0];
    this.steps = steps;
    this.theme = theme;
    this.image = document.createElement("canvas");
    this.image.width = steps;
    this.image.height = rows;
    const inner = this.image.getContext("2d");
    const pixels = inner.createImageData(steps, rows);
    let row = 0;
    for (const { trace, l, order } of lanes) {
      for (let at = 0; at < trace.layers[l].units; at++, row++) {
        const u = order?.units[at] ?? at;
        for (let t = 1; t <= steps; t++) {
          const rgb = theme.palette.bytes[theme.palette.at(valueOf(trace, l, t, u, "h"), 1)];
          pixels.data.set([rgb[0], rgb[1], rgb[2], 255], 4 * (row * steps + t - 1));
        }
      }
      row++;
    }
    inner.putImageData(pixels, 0, 0);
  }

  /** Draw with the present step and the columns `first` … `first + inView` framed. */
  draw(step, first, inView) {
    const { canvas, theme, steps } = this;
    const width = canvas.clientWidth, height = canvas.clientHeight;
    if (!width || !this.image) return;
    const ratio = theme.ratio;
    if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
    if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
    const pen = canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.imageSmoothingEnabled = false;
    pen.fillStyle = theme.background;
    pen.fillRect(0, 0, width, height);
    pen.drawImage(this.image, 0, 0, width, height);
    const wide = width / steps;
    pen.fillStyle = theme.background;
    pen.globalAlpha = 0.75;
    pen.fillRect(step * wide, 0, width, height);
    pen.globalAlpha = 1;
    pen.strokeStyle = theme.ink;
    pen.lineWidth = 1.5;
    const left = Math.max(0, (first - 1) * wide), right = Math.min(width, (first - 1 + inView) * wide);
    if (inView < steps) pen.strokeRect(left + 1, 1, right - left - 2, height - 2);
    pen.strokeStyle = pen.fillStyle = theme.accent;
    pen.lineWidth = 2.5;
    if (wide > 7) pen.strokeRect((step - 1) * wide + 1.5, 1.5, wide - 3, height - 3);
    else pen.fillRect((step - 0.5) * wide - 1.5, 0, 3, height);
  }

  /** The step under a point of the map, from 1. */
  stepAt(x) {
    const share = x / Math.max(1, this.canvas.clientWidth);
    return Math.max(1, Math.min(this.steps, Math.floor(share * this.steps) + 1));
  }
}

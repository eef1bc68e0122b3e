// Drawing for the screen and for a file: a pen that records SVG with the calls of a canvas.
const SVG = "http://www.w3.org/2000/svg";

/** The calls of a 2-D canvas that the scene uses, as elements of an SVG document. */
export class SvgPen {
  constructor(width, height) {
    this.root = document.createElementNS(SVG, "svg");
    this.set(this.root, { viewBox: `0 0 ${width} ${height}`, width, height });
    this.into = this.root;
    this.groups = [];
    this.clips = 0;
    Object.assign(this, {
      fillStyle: "#000", strokeStyle: "#000", lineWidth: 1, globalAlpha: 1, font: "10px sans-serif",
      textAlign: "left", textBaseline: "alphabetic", dash: "", path: "",
    });
  }

  set(element, attributes) {
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  }

  add(name, attributes) {
    const element = this.set(document.createElementNS(SVG, name), attributes);
    if (this.globalAlpha < 1) element.setAttribute("opacity", this.globalAlpha);
    this.into.append(element);
    return element;
  }

  save() {
    this.groups.push(this.into);
    const group = document.createElementNS(SVG, "g");
    this.into.append(group);
    this.into = group;
  }

  restore() {
    this.into = this.groups.pop();
  }

  turn(x, y, angle) {
    this.into.setAttribute("transform", `translate(${x} ${y}) rotate(${(angle * 180) / Math.PI})`);
  }

  window(x, y, width, height) {
    const id = `clip${this.clips++}`;
    const clip = this.set(document.createElementNS(SVG, "clipPath"), { id });
    clip.append(this.set(document.createElementNS(SVG, "rect"), { x, y, width, height }));
    this.root.prepend(clip);
    this.into.setAttribute("clip-path", `url(#${id})`);
  }

  fillRect(x, y, width, height) {
    this.add("rect", { x: x.toFixed(1), y: y.toFixed(1), width: width.toFixed(1), height: height.toFixed(1), fill: this.fillStyle });
  }

  strokeRect(x, y, width, height) {
    this.add("rect", { x, y, width, height, fill: "none", stroke: this.strokeStyle, "stroke-width": this.lineWidth, "stroke-dasharray": this.dash });
  }

  fillText(text, x, y) {
    const anchor = { left: "start", right: "end", center: "middle" }[this.textAlign];
    const element = this.add("text", { x, y, fill: this.fillStyle, "text-anchor": anchor, style: `font:${this.font}` });
    if (this.textBaseline === "middle") element.setAttribute("dy", "0.35em");
    element.textContent = text;
  }

  measureText(text) {
    return { width: [...text].length * parseFloat(this.font.match(/([\d.]+)px/)[1]) * 0.55 };
  }

  setLineDash(dash) { this.dash = dash.join(" "); }
  beginPath() { this.path = ""; }
  moveTo(x, y) { this.path += `M${x.toFixed(1)} ${y.toFixed(1)}`; }
  lineTo(x, y) { this.path += `L${x.toFixed(1)} ${y.toFixed(1)}`; }
  closePath() { this.path += "Z"; }
  bezierCurveTo(...p) { this.path += `C${p.map((v) => v.toFixed(1)).join(" ")}`; }

  stroke() {
    this.add("path", { d: this.path, fill: "none", stroke: this.strokeStyle, "stroke-width": this.lineWidth, "stroke-dasharray": this.dash });
  }

  fill() {
    this.add("path", { d: this.path, fill: this.fillStyle });
  }
}

/** A canvas context with the two calls of the SVG pen that a canvas spells differently. */
export function canvasPen(context) {
  context.turn = (x, y, angle) => { context.translate(x, y); context.rotate(angle); };
  context.window = (x, y, width, height) => {
    context.beginPath();
    context.rect(x, y, width, height);
    context.clip();
  };
  return context;
}

/** The colours of the present theme: `stops` from negative to positive, as 255 ready colours. */
export function palette(stops, read) {
  const parsed = stops.map((hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16)));
  const colours = [], inks = [], bytes = [];
  for (let i = 0; i < 255; i++) {
    const x = (i / 254) * (parsed.length - 1);
    const k = Math.min(Math.floor(x), parsed.length - 2);
    const rgb = parsed[k].map((a, c) => Math.round(a + (parsed[k + 1][c] - a) * (x - k)));
    colours.push(`rgb(${rgb.join(",")})`);
    bytes.push(rgb);
    inks.push(0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2] < 140 ? "#ffffff" : "#14181d");
  }
  const at = (value, scale) => Math.max(0, Math.min(254, Math.round((value / scale) * 127 + 127)));
  return { colours, inks, bytes, at, negative: stops[1], positive: stops[stops.length - 2], ...read };
}

/** Whether a CSS colour of the form #rrggbb is dark; what the system says where it is another. */
export function isDark(colour) {
  const hex = colour.trim().match(/^#([0-9a-f]{6})/i);
  if (!hex) return matchMedia("(prefers-color-scheme: dark)").matches;
  const n = parseInt(hex[1], 16);
  return 0.299 * (n >> 16) + 0.587 * ((n >> 8) & 255) + 0.114 * (n & 255) < 128;
}

// Drawing for the screen and for a file: a pen that records SVG with the calls of a canvas.
export const SVG = "http://www.w3.org/2000/svg";

/** The calls of a 2-D canvas that the scene uses, as elements of an SVG document. */
export class SvgCanvas {
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

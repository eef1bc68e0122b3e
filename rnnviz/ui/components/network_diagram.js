// Shapes from Python as SVG. A part that is pointed at lights up with its group; the legend's
// buttons keep a group lit. Each shape says which part of a network it is (parts.js). Text goes in
// with textContent.
const SVG = "http://www.w3.org/2000/svg";
const instances = new WeakMap();

export default function (component) {
  const { data, parentElement } = component;
  const root = parentElement.querySelector(".drawing");
  if (!root) return;
  const paper = root.querySelector(".paper");
  paper.setAttribute("aria-label", data.label);
  const state = instances.get(parentElement) || { kept: null };
  instances.set(parentElement, state);

  const svg = node("svg", { viewBox: `0 0 ${data.width} ${data.height}` });
  svg.style.width = `${data.width / 16}rem`; // grows with the letters around it
  svg.style.minWidth = `${Math.min(data.width, Math.max(330, data.width * 0.65))}px`;
  svg.append(arrowhead());
  for (const shape of data.shapes) svg.append(DRAW[shape.kind](shape));
  paper.replaceChildren(svg);

  const legend = root.querySelector(".legend");
  legend.replaceChildren(...data.legend.map((entry) => {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.group = entry.group;
    button.textContent = entry.text;
    button.onclick = () => { state.kept = state.kept === entry.group ? null : entry.group; light(state.kept); };
    return button;
  }));

  function light(group) {
    svg.classList.toggle("focus", Boolean(group));
    svg.dataset.lit = group || "";
    for (const part of svg.querySelectorAll("[data-groups]")) {
      part.classList.toggle("lit", Boolean(group) && part.dataset.groups.split(" ").includes(group));
    }
    for (const button of legend.children) {
      button.setAttribute("aria-pressed", String(button.dataset.group === group));
    }
  }
  svg.onpointerover = (event) => {
    const part = event.target.closest("[data-groups]");
    const first = part && part.dataset.groups.split(" ")[0];
    if (first) light(first);
  };
  svg.onpointerleave = () => light(state.kept);
  light(state.kept);
  parentElement.dispatchEvent(new CustomEvent("rnnviz-figure", { bubbles: true, composed: true }));
}

const DRAW = {
  text(shape) {
    const text = node("text", { x: shape.x, y: shape.y, "text-anchor": shape.anchor || "middle" });
    text.setAttribute("class", shape.look || "plain");
    const words = shape.look === "word" ? shorten(shape.text) : shape.text;
    if (shape.look === "name" || shape.look === "weight") named(text, words);
    else text.textContent = words;
    return grouped(text, shape);
  },
  arrow(shape) {
    const [x1, y1] = shape.a, [x2, y2] = shape.b;
    return grouped(node("line", { x1, y1, x2, y2, class: "arrow", "marker-end": "url(#head)" }), shape);
  },
  edge(shape) {
    const [x1, y1] = shape.a, [x2, y2] = shape.b;
    const sign = shape.value > 0 ? "positive" : shape.value < 0 ? "negative" : "";
    const line = node("line", { x1, y1, x2, y2, class: `edge ${sign}` });
    line.style.strokeWidth = String(0.6 + 2.2 * Math.min(Math.abs(shape.value), 1));
    return grouped(line, shape);
  },
  box(shape) {
    const { x, y, w: width, h: height } = shape;
    return grouped(node("rect", { x, y, width, height, rx: 8, class: "box" }), shape);
  },
  kernel(shape) {
    const group = node("g", {});
    const { x, y, w: width, h: height } = shape;
    const label = node("text", { x: x + width / 2, y: y + height / 2 + 3, "text-anchor": "middle" });
    label.setAttribute("class", "name");
    named(label, shape.text);
    group.append(node("rect", { x, y, width, height, rx: 6, class: "kernel" }), label);
    return grouped(group, shape);
  },
  op(shape) {
    const group = node("g", {});
    const { x, y, w: width, h: height } = shape;
    const label = node("text", { x: x + width / 2, y: y + height / 2 + 4.5, "text-anchor": "middle" });
    label.setAttribute("class", "operation");
    label.textContent = shape.text;
    group.append(node("rect", { x, y, width, height, rx: height / 2, class: "op" }), label);
    return grouped(group, shape);
  },
  cells(shape) {
    const group = node("g", { class: "cells" });
    shape.texts.forEach((text, i) => {
      const y = shape.y + i * shape.h;
      const size = { x: shape.x, y, width: shape.w, height: shape.h };
      group.append(node("rect", { ...size, class: "under" }));
      const cell = node("rect", { ...size, class: "cell" });
      const strength = Math.min(Math.abs(shape.values[i]), 1.2) / 1.2;
      const hue = shape.values[i] >= 0 ? "43,116,168" : "200,89,15";
      cell.style.fill = `rgba(${hue},${(0.06 + 0.4 * strength).toFixed(3)})`;
      const label = node("text", { x: shape.x + shape.w / 2, y: y + shape.h / 2 + 4.5, "text-anchor": "middle" });
      label.setAttribute("class", "value");
      label.textContent = text;
      group.append(cell, label);
    });
    return grouped(group, shape);
  },
};

function grouped(element, shape) {
  if (shape.groups.length) element.dataset.groups = shape.groups.join(" ");
  element.dataset.part = shape.part;
  return element;
}

function node(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

function arrowhead() {
  const marker = node("marker", { id: "head", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 10, markerHeight: 10, markerUnits: "userSpaceOnUse", orient: "auto" });
  marker.append(node("path", { d: "M0,0 L8,4 L0,8 z", class: "head" }));
  const defs = node("defs", {});
  defs.append(marker);
  return defs;
}

// "W_ih(2)": ih small below, (2) small above.
function named(text, words) {
  let lowered = 0;
  for (const piece of words.split(/(_[A-Za-z0-9]+|\(\d\))/)) {
    if (!piece) continue;
    const low = piece.startsWith("_"), high = piece.startsWith("(");
    const span = node("tspan", { dy: (low ? 4 : high ? -7 : 0) - lowered });
    if (low || high) span.setAttribute("class", "small");
    span.textContent = low ? piece.slice(1) : piece;
    lowered = low ? 4 : high ? -7 : 0;
    text.append(span);
  }
}

function shorten(word) {
  const letters = Array.from(word);
  return letters.length > 13 ? letters.slice(0, 12).join("") + "…" : word;
}

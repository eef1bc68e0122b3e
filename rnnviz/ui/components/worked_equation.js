// Grids of numbers and lines of arithmetic. Whatever one points at lights up together with
// where it came from; a click or a tap keeps it lit. Grids and numbers say which part of a network
// they are (parts.js). All text goes in with textContent.
const instances = new WeakMap();

export default function (component) {
  const { data, parentElement } = component;
  const root = parentElement.querySelector(".sums");
  if (!root) return;
  const hint = root.querySelector(".hint");
  root.setAttribute("aria-label", data.label);
  hint.textContent = data.hint;

  const state = instances.get(parentElement) || { pinned: null };
  instances.set(parentElement, state);

  root.querySelector(".equations").replaceChildren(...data.rows.map((row) => equation(row)));
  root.querySelector(".lines").replaceChildren(...data.lines.map((line) => written(line)));

  function sourcesOf(target) {
    const ids = new Set();
    for (const line of data.lines) {
      if (line.target === target) for (const part of line.parts) if (part.from) ids.add(part.from);
    }
    return ids;
  }
  function light(id, wholeLine) {
    clear();
    if (!id) return;
    const sources = sourcesOf(id);
    for (const element of root.querySelectorAll("[data-id]")) {
      const own = element.dataset.id;
      if (own === id) element.classList.add("lit");
      else if (sources.has(own) && element.classList.contains("cell")) element.classList.add("source");
    }
    for (const line of root.querySelectorAll(".line")) {
      const isTarget = line.dataset.target === id;
      if (isTarget || (wholeLine && line === wholeLine)) line.classList.add("lit");
    }
  }
  function clear() {
    for (const element of root.querySelectorAll(".lit, .source")) {
      element.classList.remove("lit", "source");
    }
  }
  function found(event) {
    const number = event.target.closest("[data-id]");
    if (number) return number.dataset.id;
    const line = event.target.closest(".line");
    return line ? line.dataset.target : null;
  }
  function restore() { light(state.pinned); }
  root.onpointerover = (event) => { const id = found(event); if (id) light(id); };
  root.onpointerleave = restore;
  root.onfocusin = (event) => { const id = found(event); if (id) light(id); };
  root.onfocusout = restore;
  root.onclick = (event) => {
    const id = found(event);
    state.pinned = id === state.pinned ? null : id;
    restore();
  };
  restore();
  parentElement.dispatchEvent(new CustomEvent("rnnviz-figure", { bubbles: true, composed: true }));
}

function equation(row) {
  const line = make("div", "equation");
  let pair = make("div", "pair"); // a sign stays with what follows it when the row breaks
  for (const item of row) {
    const sign = item.sign !== undefined;
    if (sign && pair.childElementCount) { line.append(pair); pair = make("div", "pair"); }
    pair.append(sign ? belongs(make("span", "sign", item.sign), item) : belongs(grid(item), item));
  }
  line.append(pair);
  return line;
}

function grid(item) {
  const box = make("div", "grid");
  const name = make("div", "name");
  named(name, item.name);
  const table = make("div", "cells");
  table.style.gridTemplateColumns = `repeat(${item.texts[0].length}, auto)`;
  item.texts.forEach((row, i) => row.forEach((text, j) => {
    const cell = make("span", "cell", text);
    cell.dataset.id = `${item.name}.${i}.${j}`;
    tint(cell, item.values[i][j]);
    table.append(cell);
  }));
  box.append(name, table);
  if (item.note) box.append(make("div", "note", item.note));
  return box;
}

function written(item) {
  const line = make("div", "line");
  line.dataset.target = item.target;
  line.tabIndex = 0;
  for (const part of item.parts) {
    const piece = make("span", part.from ? "number" : "plain");
    if (part.from) { piece.textContent = part.text; piece.dataset.id = part.from; }
    else named(piece, part.text);
    line.append(belongs(piece, part));
  }
  return line;
}

// "W_ih" with a small ih, also inside "[W_ih W_hh]" and "h_2(1)[1] = ", where (1) is a layer.
function named(element, text) {
  for (const piece of text.split(/(_[A-Za-z0-9]+|\(\d\))/)) {
    if (piece.startsWith("_")) element.append(make("sub", "", piece.slice(1)));
    else if (/^\(\d\)$/.test(piece)) element.append(make("sup", "", piece));
    else element.append(piece);
  }
}

function belongs(element, { part }) {
  element.dataset.part = part;
  return element;
}

function make(tag, name, text) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text !== undefined) element.textContent = text;
  return element;
}

function tint(cell, value) {
  const strength = Math.min(Math.abs(value), 1.2) / 1.2;
  if (strength < 0.01) return;
  const hue = value > 0 ? "43,116,168" : "200,89,15";
  cell.style.backgroundColor = `rgba(${hue},${(0.08 + 0.34 * strength).toFixed(3)})`;
}

// A term in the page's text lights its part of the picture, and what is pointed at marks its terms.
// The page says which part is lit (parts.js of the app); a file that is taken along has no such text.
import { columnOfStep, columnX } from "./layout.js";
import { SVG } from "./svg_canvas.js";

/** Where each part of the picture lies, as `[x, y, width, height]`, cut to what is in view. */
export function areasOf(plan, first, step, steps) {
  const column = (t) => [columnX(plan, first, t) - 2, plan.box + 4];
  const from = columnX(plan, first, Math.max(0, first)), to = columnX(plan, first, steps) + plan.box;
  const all = [from - 2, to - from + 4];
  const lanes = (kind, [x, width], t) => plan.lanes.filter((lane) => lane.kind === kind).map((lane) => {
    const left = lane.backward && t !== undefined ? column(columnOfStep(lane, t, steps))[0] : x;
    return [left, lane.y - 3, width, lane.height + 6];
  });
  const words = ([x, width]) => [x, plan.words.y - 3, width, plan.words.height + 6];
  const now = column(step), before = column(step - 1);
  const areas = {
    x: [...lanes("input", all), words(all)], state: lanes("state", all), verdict: lanes("curve", all),
    word: [...lanes("input", now, step), words(now)], now: lanes("state", now, step), before: lanes("state", before, step - 1),
  };
  if (plan.lanes.some((lane) => lane.backward)) {
    const rows = (backward) => lanes("state", all).filter((_, i) => states[i].backward === backward);
    const states = plan.lanes.filter((lane) => lane.kind === "state");
    Object.assign(areas, { forward: rows(false), backward: rows(true) });
  }
  for (const part of Object.keys(areas)) areas[part] = areas[part].map((area) => inView(plan, area)).filter(Boolean);
  return areas;
}

function inView(plan, [x, y, width, height]) {
  const left = Math.max(x, plan.gutter), right = Math.min(x + width, plan.width);
  return right > left ? [left, y, right - left, height] : null;
}

/** The parts that a square belongs to, the nearest first. */
export function partsAt(at, step) {
  const here = at?.step === step;
  switch (at?.kind) {
    case "input": case "step": return [...(here ? ["word"] : []), "x"];
    case "state": return [...(at.way ? [at.way] : []), ...(here ? ["now"] : at.step === step - 1 ? ["before"] : []), "state"];
    case "curve": return ["verdict"];
    default: return [];
  }
}

/** Hear from the page which part is lit; returns how to stop. */
export function watchLit(stepper) {
  const hear = ({ detail }) => {
    stepper.lit = detail;
    if (stepper.parts) shade(stepper);
  };
  document.addEventListener("rnnviz-lit", hear);
  return () => document.removeEventListener("rnnviz-lit", hear);
}

/** Veil all of the picture but the part that is lit. */
export function shade({ lit, plan, first, step, steps, parts: { veil } }) {
  const areas = (lit && plan && areasOf(plan, first, step, steps)[lit]) || [];
  veil.replaceChildren(...(areas.length ? [hole(plan, areas), ...areas.map((area) => frame(area, lit))] : []));
}

function hole({ width, height }, areas) {
  const path = document.createElementNS(SVG, "path");
  const box = ([x, y, w, h]) => `M${x},${y}h${w}v${h}h${-w}z`;
  path.setAttribute("d", [[0, 0, width, height], ...areas].map(box).join(""));
  path.setAttribute("fill-rule", "evenodd");
  return path;
}

function frame([x, y, width, height], part) {
  const rect = document.createElementNS(SVG, "rect");
  for (const [name, value] of Object.entries({ x, y, width, height, rx: 4 })) rect.setAttribute(name, value);
  rect.dataset.part = part;
  return rect;
}

/** Tell the page what is pointed at. */
export function tellParts(stepper, at) {
  const detail = partsAt(at, stepper.step);
  stepper.root.dispatchEvent(new CustomEvent("rnnviz-point", { detail, bubbles: true, composed: true }));
}

// Keys, pointer and controls: what people do, turned into calls of the stepper.
import { inviting } from "./highlights.js";
import { END_ROOM, hasOutcome, hit, rowOf, unitAt } from "./layout.js";
import { togglePin } from "./cards.js";
import { isOutcome } from "./outcome.js";
import { preview } from "./captions.js";
import { tellParts } from "./spotlight.js";

const PAN_AFTER = 6; // pixels a pointer travels before a press is a drag

/**
 * Keys act where the stepper has the focus, and never take one from a field. As long as nothing on the
 * page has it, the arrows step, too, where the picture is in sight. Returns how to stop listening.
 */
export function bindKeys(stepper) {
  const unclaimed = (event) => {
    const free = event.target === document.body && /^Arrow(Left|Right)$/.test(event.key);
    if (!free || !stepper.plan) return;
    const { top, bottom } = stepper.parts.canvas.getBoundingClientRect();
    if (bottom > 0 && top < innerHeight && bottom > top) stepper.root.onkeydown(event);
  };
  addEventListener("keydown", unclaimed);
  stepper.root.onkeydown = (event) => {
    const tag = event.target.tagName;
    if (tag === "SELECT" || event.ctrlKey || event.metaKey || event.altKey || !stepper.traces) return;
    if ((tag === "BUTTON" || event.target.type === "checkbox") && (event.key === " " || event.key === "Enter")) return;
    const act = actions(stepper, event.shiftKey)[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation(); // the app has shortcuts of its own
    act();
  };
  return () => removeEventListener("keydown", unclaimed);
}

function actions(stepper, shift) {
  const move = (by) => () => (shift ? stepper.nudge(Math.sign(by)) : stepper.stop(stepper.step + by));
  return {
    ArrowRight: move(1), ArrowLeft: move(-1),
    Home: () => stepper.stop(1), End: () => stepper.stop(stepper.steps),
    " ": () => stepper.toggle(),
    Escape: () => (stepper.clock.playing || stepper.stage !== null ? stepper.stop(stepper.step) : stepper.close()),
    ArrowUp: () => neighbour(stepper, 0, -1), ArrowDown: () => neighbour(stepper, 0, 1),
    PageUp: () => neighbour(stepper, 1, 0), PageDown: () => neighbour(stepper, -1, 0),
    Enter: () => (stepper.selected ? stepper.close() : stepper.open(start(stepper))),
    p: () => togglePin(stepper), f: () => stepper.full(), "?": () => stepper.parts.help.click(),
    v: () => openVerdict(stepper), o: () => { stepper.light = !stepper.light; stepper.refresh(); },
    "+": () => stepper.zoom(1), "=": () => stepper.zoom(1), "-": () => stepper.zoom(-1), 0: () => stepper.zoom(0),
  };
}

// The unit beside the chosen one, or the same unit a layer up or down.
function neighbour(stepper, up, along) {
  const at = stepper.selected ?? start(stepper);
  const { layers } = stepper.traces[at.track];
  const layer = Math.max(0, Math.min(at.layer + up, layers.length));
  if (layer === layers.length) return openVerdict(stepper);
  const bounded = (place) => Math.max(0, Math.min(place, layers[layer].units - 1));
  const lane = stepper.plan.laneOf(at.track, layer);
  const unit = up ? bounded(at.unit) : unitAt(lane, bounded(rowOf(lane, at.unit) + along));
  stepper.open({ track: at.track, layer, unit });
}

// Where keys begin while no square is open: at the one closed last, else at the one that is dotted.
function start(stepper) {
  const { track, layer, unit } = stepper.closed ?? inviting(stepper.traces, stepper.plan, stepper.step);
  return { track, layer, unit };
}

// The verdict stands above the top layer, as one more square.
function openVerdict(stepper) {
  const track = stepper.selected?.track ?? 0;
  if (!hasOutcome(stepper.traces[track])) return;
  stepper.open({ track, layer: stepper.traces[track].layers.length, unit: 0 });
}

export function bindPointer(stepper) {
  const { parts, root } = stepper;
  parts.verdict.onclick = () => openVerdict(stepper);
  parts.help.onclick = () => { parts.helpPanel.hidden = !parts.helpPanel.hidden; stepper.refresh(); stepper.resize(); };
  parts.full.hidden = !root.requestFullscreen;
  parts.full.onclick = () => stepper.full();
  root.onfullscreenchange = () => { stepper.zoom(0); root.focus({ preventScroll: true }); };
  parts.play.onclick = () => stepper.toggle();
  parts.back.onclick = () => stepper.stop(stepper.step - 1);
  parts.next.onclick = () => stepper.stop(stepper.step + 1);
  parts.slider.oninput = () => { stepper.clock.stop(); stepper.go(Number(parts.slider.value)); };
  parts.slider.onchange = () => stepper.tell();
  parts.speed.onchange = () => { stepper.clock.speed = Number(parts.speed.value); };
  parts.loop.onchange = () => { stepper.clock.loop = parts.loop.checked; };
  parts.quantity.onchange = () => stepper.show(parts.quantity.value);
  parts.order.onchange = () => stepper.sort(parts.order.value);
  parts.light.onclick = () => { stepper.light = !stepper.light; stepper.refresh(); };
  parts.closer.onclick = () => stepper.zoom(1);
  parts.farther.onclick = () => stepper.zoom(-1);
  parts.fit.onclick = () => stepper.zoom(0);
  parts.png.onclick = () => stepper.save("png");
  parts.svg.onclick = () => stepper.save("svg");
  parts.clear.onclick = () => { stepper.pins = []; stepper.refresh(); stepper.tell(); };
  bindScene(stepper, parts.canvas);
  bindMap(stepper, parts.map);
}

function bindScene(stepper, canvas) {
  let press = null;
  const locate = (event) => {
    const box = canvas.getBoundingClientRect();
    return hit(stepper.plan, stepper.first, stepper.steps, event.clientX - box.left, event.clientY - box.top);
  };
  canvas.onpointerdown = (event) => {
    stepper.root.focus({ preventScroll: true });
    press = { x: event.clientX, first: stepper.first, dragged: false };
    canvas.setPointerCapture(event.pointerId);
  };
  canvas.onpointermove = (event) => {
    if (press && (press.dragged || Math.abs(event.clientX - press.x) > PAN_AFTER)) {
      press.dragged = true;
      pan(stepper, press.first - (event.clientX - press.x) / stepper.plan.pitch);
      return;
    }
    point(stepper, locate(event), event, canvas);
  };
  canvas.onpointerup = (event) => {
    const dragged = press?.dragged;
    press = null;
    if (dragged) return;
    const at = locate(event);
    if ((at?.kind === "state" || at?.kind === "curve") && at.step > 0) stepper.open(at);
    else if (at?.step > 0) stepper.stop(at.step);
  };
  canvas.onpointercancel = () => { press = null; };
  canvas.onpointerleave = () => point(stepper, null);
  canvas.onwheel = (event) => {
    // Only once the stepper has the focus: the page scrolls on otherwise.
    if (!stepper.root.matches(":focus-within")) return;
    const sideways = event.shiftKey ? event.deltaY : event.deltaX;
    if (sideways) pan(stepper, stepper.first + sideways / stepper.plan.pitch);
    else if (!scrollUnits(stepper, locate(event), event.deltaY)) return;
    event.preventDefault();
  };
}

function pan(stepper, first) {
  const last = Math.max(0, stepper.steps + END_ROOM - stepper.plan.inView);
  stepper.first = Math.max(0, Math.min(first, last));
  stepper.draw();
}

// A lane with more units than room scrolls under the wheel; false where nothing moved.
function scrollUnits(stepper, at, delta) {
  const lane = at?.kind === "state" ? stepper.plan.laneOf(at.track, at.layer) : null;
  if (!lane || lane.rows >= lane.units) return false;
  const to = Math.max(0, Math.min(lane.units - lane.rows, lane.offset + Math.sign(delta) * 3));
  if (to === lane.offset) return false;
  stepper.offsets.set(lane.key, to);
  stepper.resize();
  return true;
}

// A verdict that is not there yet does not tell itself.
function future(stepper, at) {
  return isOutcome(stepper.traces, at) && at.step > stepper.step;
}

function point(stepper, at, event, canvas) {
  const { tip } = stepper.parts;
  const square = at && at.kind !== "step" && (at.kind === "state" || at.step > 0) && !future(stepper, at) ? at : null;
  tellParts(stepper, at);
  if (!square && !stepper.hover) return;
  stepper.hover = square;
  tip.hidden = !square;
  canvas?.style.setProperty("cursor", square && square.kind !== "input" ? "pointer" : "default");
  if (square) {
    tip.textContent = preview(stepper, square);
    const box = canvas.getBoundingClientRect();
    const x = event.clientX - box.left, y = event.clientY - box.top;
    tip.style.left = `${Math.min(x + 14, Math.max(0, box.width - tip.offsetWidth - 4))}px`;
    tip.style.top = `${y + 16}px`;
  }
  stepper.draw();
}

function bindMap(stepper, map) {
  const scrub = (event) => stepper.go(stepper.map.stepAt(event.clientX - map.getBoundingClientRect().left));
  map.onpointerdown = (event) => {
    stepper.root.focus({ preventScroll: true });
    stepper.clock.stop();
    map.setPointerCapture(event.pointerId);
    scrub(event);
  };
  map.onpointermove = (event) => { if (event.buttons) scrub(event); };
  map.onpointerup = () => stepper.tell();
}

// The open square, the pinned ones beside it, and how pins travel in a link.
import { candidate } from "./engine.js";
import { card } from "./explain.js";
import { scroller } from "./fitting.js";
import { hasOutcome } from "./layout.js";
import { isOutcome, outcomeCard } from "./outcome.js";

const ARROWS = 8; // drawn into an open square, of each product
const MOST_PINS = 8;

/** Pins as a link carries them: track.layer.unit.step from 1, unit 0 for a verdict. */
export function writePins(pins, traces) {
  return pins.map((at) => [at.track + 1, at.layer + 1, isOutcome(traces, at) ? 0 : at.unit + 1, at.step].join(".")).join(",");
}

/** The pins of a link that these traces have. */
export function readPins(text, traces) {
  const pins = (text || "").split(",").map((code) => {
    const [track, layer, unit, step] = code.split(".").map((part) => Number(part) - 1);
    return { track, layer, unit: Math.max(unit, 0), step: step + 1, head: unit === -1 };
  });
  return pins.filter(({ track, layer, unit, step, head }) => {
    const trace = traces[track];
    if (!trace || !(step >= 1 && step <= trace.steps)) return false;
    return head ? hasOutcome(trace) && layer === trace.layers.length : unit < trace.layers[layer]?.units;
  }).map(({ track, layer, unit, step }) => ({ track, layer, unit, step })).slice(0, MOST_PINS);
}

/** Pin the open square at the present step, or take its pin away. */
export function togglePin(stepper) {
  if (!stepper.selected) return;
  const at = { ...stepper.selected, step: stepper.step };
  const same = (a) => a.track === at.track && a.layer === at.layer && a.unit === at.unit && a.step === at.step;
  if (stepper.pins.some(same)) stepper.pins = stepper.pins.filter((a) => !same(a));
  else stepper.pins = [...stepper.pins.slice(-(MOST_PINS - 1)), at];
  stepper.refresh();
  stepper.tell();
}

export function showCards(stepper, fresh = false) {
  const { parts, traces, root } = stepper;
  const elements = [];
  stepper.shown = [];
  const say = {
    theme: stepper.theme, several: traces.length > 1,
    toggleAll: () => { stepper.all = !stepper.all; stepper.refresh(); root.focus({ preventScroll: true }); },
    follow: (source) => { if (source.layer >= 0 && source.step > 0) stepper.open(source); root.focus({ preventScroll: true }); },
    point: (source) => { stepper.source = source; stepper.draw(); },
  };
  const make = (at, actions) => (isOutcome(traces, at) ? outcomeCard : card)(traces[at.track], at, stepper.all, { ...say, ...actions });
  if (stepper.selected) {
    const at = { ...stepper.selected, step: stepper.step };
    const { element, open } = make(at, {
      pin: () => togglePin(stepper), close: () => stepper.close(),
      show: (stage) => { flow(stepper, stage); stepper.draw(); },
    });
    element.classList.add("open");
    if (fresh) element.classList.add("unfolding");
    elements.push(element);
    if (isOutcome(traces, at)) stepper.shown = [{ part: "ih", terms: open.readout.terms.slice(0, ARROWS) }];
    else flow(stepper, open.stages[candidate(traces[at.track])]);
  }
  for (const at of stepper.pins) {
    const close = () => { stepper.pins = stepper.pins.filter((pin) => pin !== at); stepper.refresh(); stepper.tell(); };
    elements.push(make(at, { close }).element);
  }
  stepper.opened ||= elements.length > 0;
  parts.hint.hidden = stepper.opened;
  parts.main.dataset.open = String(elements.length > 0);
  parts.cards.replaceChildren(...elements);
  if (fresh) reveal(stepper);
}

// Bring what was just opened below the picture into sight, and leave half of the picture there.
function reveal(stepper) {
  const opened = stepper.parts.cards.querySelector(".card.open");
  if (!opened) return;
  const { top, bottom } = opened.getBoundingClientRect();
  const by = Math.min(bottom - innerHeight + 8, top - innerHeight / 2);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (by > 0) scroller().scrollBy({ top: by, behavior: still ? "auto" : "smooth" });
}

// The terms of a gate that are drawn as arrows into the open square.
function flow(stepper, stage) {
  stepper.shown = ["ih", "hh"].map((part) => ({ part, terms: stage[part].terms.slice(0, ARROWS) }));
}

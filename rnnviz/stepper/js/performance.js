// A stage plays by itself: once for whoever comes for the first time, and a text that was just typed.
// It never stands in the way: the first touch stops it, and who wants no movement sees the end.
const SHOWN = "rnnviz.shown";
const SECONDS = 14; // a reading takes about so long, whatever the length of the text
const TOUCHES = ["pointerdown", "keydown", "wheel", "touchstart"];

/** Play what has just come, if it should; `before`: the words that stood there, if any did. */
export function perform(stepper, before) {
  const another = before !== undefined && before !== stepper.traces[0].labels.join("\n");
  if (!another && (before !== undefined || wasShown())) return;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (another && still) stepper.stop(stepper.steps);
  else if (!still) play(stepper);
}

function play(stepper) {
  const { clock } = stepper;
  const speed = clock.speed;
  // What was touched acts as ever: a press on Pause has nothing left to do but pause.
  const touched = (event) => {
    for (const kind of TOUCHES) removeEventListener(kind, touched, true);
    clock.speed = speed;
    if (!clock.playing || event.composedPath().includes(stepper.parts.play)) return;
    // Where it happens to be is no place that anybody chose: the page need not hear of it.
    clock.stop();
    stepper.go(stepper.step);
  };
  for (const kind of TOUCHES) addEventListener(kind, touched, { capture: true, passive: true });
  clock.speed = Math.max(1, stepper.steps / (2 * SECONDS));
  stepper.go(1);
  stepper.toggle();
}

function wasShown() {
  try {
    const before = localStorage.getItem(SHOWN) !== null;
    localStorage.setItem(SHOWN, "1");
    return before;
  } catch {
    return true; // a browser may forbid storage: then it would play at every visit
  }
}

// How much room the picture has: in a page as much as it needs, or what a screen leaves of it.
import { firstPitch, follow, isBackward, layout } from "./layout.js";

/** What scrolls the page: Streamlit's own frame, or the document of a file. */
export function scroller() {
  return document.querySelector('[data-testid="stMain"]') ?? document.scrollingElement;
}

/** How far below the top of the page the picture begins, as it stands before anybody scrolls. */
export function topOf({ parts }) {
  return Math.round(parts.main.getBoundingClientRect().top + scroller().scrollTop);
}

/** Lay the picture out for the present room; false where there is none yet. */
export function arrange(stepper) {
  const { parts, traces, orders, offsets } = stepper;
  const width = parts.canvas.parentElement.clientWidth;
  if (!traces || !width) return false;
  stepper.above = topOf(stepper);
  parts.map.hidden = false;
  parts.fit.disabled = !stepper.byHand;
  const tall = heightFor(stepper);
  stepper.pitch ??= firstPitch(traces, width, tall);
  const plan = (height) => layout(traces, width, stepper.pitch, offsets, height, stepper.byHand, orders);
  stepper.plan = plan(tall);
  // The map would show the same again, or take the room that the picture needs.
  if (tall && (stepper.plan.inView >= stepper.steps + 1 || stepper.plan.height > tall)) {
    parts.map.hidden = true;
    stepper.plan = plan(heightFor(stepper));
  }
  if (traces.some(isBackward)) parts.map.hidden = true; // few words, and two ways to read them
  stepper.theme.ratio = window.devicePixelRatio || 1;
  stepper.scene.reset();
  const { canvas } = parts;
  canvas.style.height = `${stepper.plan.height}px`;
  canvas.width = Math.round(width * stepper.theme.ratio);
  canvas.height = Math.round(stepper.plan.height * stepper.theme.ratio);
  stepper.first = follow(stepper.plan, stepper.first, stepper.step, stepper.steps);
  return true;
}

// The height of the picture where the stepper fills the screen, or the first screen of a page;
// otherwise 0: as high as it wants to be.
function heightFor(stepper) {
  const { parts, root, traces } = stepper;
  const full = root.matches(":fullscreen");
  if (!full && !stepper.data.fit) return 0;
  const screen = full ? root.clientHeight : innerHeight;
  const above = full ? parts.main.getBoundingClientRect().top - root.getBoundingClientRect().top + root.scrollTop : stepper.above;
  const least = full ? 300 : traces.length > 1 ? 520 : 260;
  // On a phone the legend takes lines that the states need more.
  const legend = !full && innerWidth < 560 ? 0 : parts.legend.offsetHeight;
  return Math.max(least, screen - above - parts.map.offsetHeight - legend - 26);
}

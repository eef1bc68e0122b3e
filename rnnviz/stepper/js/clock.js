// Time in the browser: a position that moves while playing; the server hears nothing of it.
import { STAGES } from "./highlights.js";

export const SPEEDS = [0.25, 0.5, 1, 2, 4, 8, 16];
const STEPS_A_SECOND = 2; // at speed 1
const FASTEST_STAGES = 4; // steps a second up to which the stages of a step are shown

/** Plays from one completed step to the next; `show(step, stage)` draws, `ended()` hears the end. */
export class Clock {
  constructor(show, ended) {
    this.show = show;
    this.ended = ended;
    this.playing = false;
    this.speed = 1;
    this.loop = false;
    this.tick = this.tick.bind(this);
  }

  /** Begin after `step` completed steps of `steps`; `layers` are computed one after the other. */
  play(step, steps, layers) {
    this.done = step >= steps ? 0 : step;
    this.steps = steps;
    this.stages = layers * STAGES;
    this.playing = true;
    this.last = null;
    requestAnimationFrame(this.tick);
  }

  stop() {
    this.playing = false;
  }

  tick(now) {
    if (!this.playing) return;
    const rate = STEPS_A_SECOND * this.speed;
    // A frame's stamp may lie before the click that began the play.
    if (this.last !== null) this.done += (Math.max(now - this.last, 0) / 1000) * rate;
    this.last = now;
    if (this.done >= this.steps) {
      if (!this.loop) {
        this.playing = false;
        return this.ended();
      }
      this.done %= this.steps;
    }
    const staged = rate <= FASTEST_STAGES && !matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.show(Math.floor(this.done) + 1, staged ? (this.done % 1) * this.stages : null);
    requestAnimationFrame(this.tick);
  }
}

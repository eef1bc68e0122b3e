// Tells Python where we are once we rest, and knows which of its answers are late.
const TELL_AFTER = 250; // ms of rest before Python hears of a new place

const TURNS = ["pointerup", "keydown"];

export class PositionSync {
  /** `root`: the stepper's element. */
  constructor(root) {
    // Whoever turns to something else has come to rest: the page hears of the place before it
    // hears of that. Later, another page may be on its way, and would be called back.
    this.turn = (event) => { if (!event.composedPath().includes(root)) this.now(); };
    for (const kind of TURNS) addEventListener(kind, this.turn, true);
    this.serial = 0; // of the last place told
    this.told = null;
    this.waiting = false; // the user has moved since, and rests too short to tell
    this.report = () => {};
  }

  /** The page has heard of place `heard`; false where a later one is still to be told or on its way. */
  hears(heard) {
    const late = heard < this.serial || this.waiting;
    this.serial = Math.max(this.serial, heard);
    return !late;
  }

  /** Page and stepper agree on a place: there is nothing to tell. `said`: what the page says of it. */
  agree(place, said) {
    this.told = JSON.stringify(place);
    if (said) this.said = JSON.stringify(said);
  }

  /** Whether the page says something else than it did: the same again moves nobody back. */
  isNews(said) {
    return JSON.stringify(said) !== this.said;
  }

  /** Tell `where()` after a rest, unless it is known already or `resting()` is false by then. */
  tell(where, resting) {
    clearTimeout(this.timer);
    this.waiting = true;
    this.say = () => {
      this.waiting = false;
      const place = where();
      if (JSON.stringify(place) === this.told || !resting()) return;
      this.agree(place);
      this.serial += 1;
      this.report({ ...place, serial: this.serial });
    };
    this.timer = setTimeout(this.say, TELL_AFTER);
  }

  /** Tell at once what waits to be told. */
  now() {
    clearTimeout(this.timer);
    if (this.waiting) this.say();
  }

  end() {
    for (const kind of TURNS) removeEventListener(kind, this.turn, true);
    clearTimeout(this.timer);
    this.waiting = false;
  }
}

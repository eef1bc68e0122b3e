// Tells Python where we are once we rest, and knows which of its answers are late.
const TELL_AFTER = 250; // ms of rest before Python hears of a new place

export class Teller {
  constructor() {
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

  /** Page and stepper agree on a place: there is nothing to tell. */
  agree(place) {
    this.told = JSON.stringify(place);
  }

  /** Tell `where()` after a rest, unless it is known already or `resting()` is false by then. */
  tell(where, resting) {
    clearTimeout(this.timer);
    this.waiting = true;
    this.timer = setTimeout(() => {
      this.waiting = false;
      const place = where();
      if (JSON.stringify(place) === this.told || !resting()) return;
      this.agree(place);
      this.serial += 1;
      this.report({ ...place, serial: this.serial });
    }, TELL_AFTER);
  }

  stop() {
    clearTimeout(this.timer);
    this.waiting = false;
  }
}

// The arithmetic of shown numbers: `node --test tests/stepper`, or pytest, which runs it too.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Writer, apportion, around, chooseTogether, fill, nearest, preimage, withImages } from "../../rnnviz/stepper/js/numbers.js";

// A generator of our own, so that a failure comes again.
function dice(seed) {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

test("apportioned values add up to the target, each within one last digit of itself", () => {
  const random = dice(7);
  for (let k = 0; k < 2000; k++) {
    const values = Array.from({ length: 1 + Math.floor(random() * 9) }, () => (random() < 0.2 ? 0 : 4 * random() - 2));
    const digits = 2 + Math.floor(random() * 3);
    const target = nearest(values.reduce((a, b) => a + b, 0), digits);
    const whole = apportion(values, target, digits);
    assert.equal(whole.reduce((a, b) => a + b, 0), target);
    const soft = values.some((value) => value !== 0);
    values.forEach((value, i) => {
      assert.ok(Math.abs(whole[i] - value * 10 ** digits) < 1 + 1e-6, `${value} became ${whole[i]}`);
      if (soft && value === 0) assert.equal(whole[i], 0);
    });
  }
});

test("around gives the two neighbours, the nearer first", () => {
  assert.deepEqual(around(0.12344, 4), [1234, 1235]);
  assert.deepEqual(around(-0.12346, 4), [-1235, -1234]);
  assert.deepEqual(around(0, 2), [0, 1]);
});

test("a preimage is shown to the image that stands beside it", () => {
  const random = dice(3);
  for (let k = 0; k < 500; k++) {
    const value = 4 * random() - 2;
    const image = nearest(Math.tanh(value), 4);
    const at = preimage(Math.tanh, value, image, 6, 4);
    assert.equal(nearest(Math.tanh(at / 1e6), 4), image);
  }
  for (const { at, image } of withImages(Math.tanh, 0.31, 4)) assert.equal(nearest(Math.tanh(at / 1e4), 4), image);
});

test("of the choices that fit together, the nearest are taken", () => {
  assert.deepEqual(chooseTogether([[3, 4, 5], [1, 2]], ([a, b]) => a + b === 6), [4, 2]);
  assert.equal(chooseTogether([[1], [2]], () => false), null);
});

test("numbers are written as a language does", () => {
  const english = new Writer("."), vietnamese = new Writer(",");
  assert.equal(english.whole(-5, 4), "−0.0005");
  assert.equal(vietnamese.number(12.345, 2, true), "+12,35");
  assert.equal(english.number(-0.00001, 2), "0.00");
  assert.equal(english.percent(0.0001), "<1%");
  assert.equal(english.percent(0.9999), ">99%");
  assert.equal(english.percent(0), "0%");
  assert.equal(english.percent(1), "100%");
});

test("a template keeps what it has no value for", () => {
  assert.equal(fill("step {step} of {steps}, {other}", { step: 2, steps: 5 }), "step 2 of 5, {other}");
});

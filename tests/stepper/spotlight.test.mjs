// Where the parts lie that a term of the page lights, and the parts of a square.
import assert from "node:assert/strict";
import { test } from "node:test";
import { hit, layout } from "../../rnnviz/stepper/js/layout.js";
import { areasOf, partsAt } from "../../rnnviz/stepper/js/spotlight.js";

const steps = 6;
const trace = {
  steps, labels: Array.from({ length: steps }, (_, k) => `w${k}`), output_kind: "logit", cell: "rnn", torch: "RNN",
  layers: [{ units: 4, inputs: 3 }, { units: 4, inputs: 4 }], head: {},
};
const plan = layout([trace], 900, 60, new Map());
const step = 3;
const areas = areasOf(plan, 0, step, steps);

test("what lies in the middle of an area is of its part", () => {
  for (const [part, places] of Object.entries(areas)) {
    assert.ok(places.length > 0, part);
    for (const [x, y, width, height] of places) {
      const at = hit(plan, 0, steps, x + width / 2, y + height / 2);
      assert.ok(partsAt(at, step).includes(part), `${part}: ${JSON.stringify(at)}`);
    }
  }
});

test("states are lit in every layer, at one step or at all", () => {
  for (const part of ["state", "now", "before"]) assert.equal(areas[part].length, 2, part);
  assert.ok(areas.now[0][0] > areas.before[0][0]);
});

test("nothing lies outside of the picture", () => {
  for (const [x, , width] of Object.values(areasOf(plan, 4, 5, steps)).flat()) {
    assert.ok(x >= plan.gutter && x + width <= plan.width);
  }
});

// Where the picture's parts lie, and what lies under a point.
import assert from "node:assert/strict";
import { test } from "node:test";
import { columnOfStep, columnX, firstPitch, follow, hit, layout, unitY, zoomed } from "../../rnnviz/stepper/js/layout.js";

const trace = (units, steps) => ({
  steps, labels: Array.from({ length: steps }, (_, k) => `w${k}`), output_kind: "logit", cell: "rnn", torch: "RNN",
  layers: [{ units, inputs: units }], head: {},
});

for (const [units, steps, width] of [[3, 5, 900], [64, 40, 900], [64, 400, 360], [8, 1, 1920]]) {
  const traces = [trace(units, steps)];
  const plan = layout(traces, width, firstPitch(traces, width), new Map());

  test(`the middle of every square in view is found again: ${units} units, ${steps} steps, ${width} px`, () => {
    const lane = plan.laneOf(0, 0);
    const first = follow(plan, 0, 1, steps);
    let found = 0;
    for (let t = 1; t <= steps; t++) {
      const x = columnX(plan, first, t) + plan.pitch / 2;
      if (x < plan.gutter || x > width) continue;
      for (let unit = lane.offset; unit < Math.min(lane.offset + lane.rows, units); unit++) {
        const at = hit(plan, first, steps, x, unitY(lane, unit));
        assert.deepEqual([at.track, at.layer, at.unit, at.step], [0, 0, unit, t]);
        found += 1;
      }
    }
    assert.ok(found > 0);
  });

  test(`any step can be brought into view: ${steps} steps in ${width} px`, () => {
    for (const from of [0, steps]) {
      for (const t of [1, Math.ceil(steps / 2), steps]) {
        const x = columnX(plan, follow(plan, from, t, steps), t);
        assert.ok(x >= plan.gutter - 1 && x <= width, `step ${t} lies at ${x}`);
      }
    }
  });
}

test("zooming goes one notch and back, and ends somewhere", () => {
  assert.equal(zoomed(zoomed(30, 1), -1), 30);
  assert.equal(zoomed(96, 1), 96);
  assert.equal(zoomed(7, -1), 7);
});

test("a row that reads backward has its first step at the last word, and no verdict", () => {
  const way = (direction) => ({ ...trace(3, 5), output_kind: "states", direction });
  const plan = layout([way("forward"), way("backward")], 900, 60, new Map());
  assert.ok(plan.lanes.every((lane) => lane.kind !== "curve"));
  for (let t = 1; t <= 5; t++) {
    const x = columnX(plan, 0, t) + plan.pitch / 2;
    const step = (track) => hit(plan, 0, 5, x, unitY(plan.laneOf(track, 0), 1)).step;
    assert.deepEqual([step(0), step(1)], [t, 6 - t]);
    assert.equal(columnOfStep(plan.laneOf(1, 0), 6 - t, 5), t);
  }
  // Left of the first word the backward row has nothing.
  assert.equal(hit(plan, 0, 5, columnX(plan, 0, 0) + 5, unitY(plan.laneOf(1, 0), 1)).kind, "step");
});

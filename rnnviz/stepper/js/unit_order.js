// The order in which the units of a layer stand from top to bottom.

/**
 * The orders for a stepper's traces. What is alike differs from text to text, and rows that change
 * places cannot be compared: the same networks (as `earlier`, if any) keep the order they had.
 */
export function orderUnits(stepper, earlier) {
  const { traces, ordered } = stepper;
  if (!earlier || shapeOf(earlier) !== shapeOf(traces)) stepper.alike = ordersOf(traces, "similar");
  return ordered === "similar" ? stepper.alike : ordersOf(traces, ordered);
}

// Enough of the weights to tell one network from another.
function shapeOf(traces) {
  return JSON.stringify(traces.map(({ cell, head, layers }) => [cell, head.b, layers.map((layer) => [layer.units, layer.b_ih[0]])]));
}

/** For each layer (`track.layer`) the unit of each row and the row of each unit; none by number. */
function ordersOf(traces, by) {
  const orders = new Map();
  if (by === "number") return orders;
  traces.forEach((trace, track) => trace.layers.forEach((layer, l) => {
    const units = by === "weight" && l === trace.layers.length - 1 ? byWeight(trace, layer.units) : layer.order;
    const rows = Array.from({ length: units.length });
    units.forEach((unit, row) => { rows[unit] = row; });
    orders.set(`${track}.${l}`, { units, rows });
  }));
  return orders;
}

// What speaks for positive above, what speaks against it below; of several readouts the sum.
function byWeight({ head }, count) {
  const weights = Array.from({ length: count }, () => 0);
  head.W.forEach((weight, i) => { weights[i % count] += weight; });
  return weights.map((_, unit) => unit).sort((a, b) => weights[b] - weights[a] || a - b);
}

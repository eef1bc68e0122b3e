// The order in which the units of a layer stand from top to bottom.

/** For each layer (`track.layer`) the unit of each row and the row of each unit; none by number. */
export function ordersOf(traces, by) {
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

// Decimal numbers that come out as shown: whole numbers of the last digit, added without error.

/** The whole number of last digits nearest to a value: 0.12344 with 4 digits is 1234. */
export function nearest(value, digits) {
  return Math.round(value * 10 ** digits) + 0;
}

/** The two whole numbers around a value, the nearer one first. */
export function around(value, digits) {
  const exact = value * 10 ** digits;
  const near = Math.round(exact) + 0;
  return [near, exact >= near ? near + 1 : near - 1];
}

/**
 * Values as whole numbers that add up to `target`: the largest remainders give way first, and a
 * value that is exactly 0 stays so where others can give way.
 */
export function apportion(values, target, digits) {
  const exact = values.map((v) => v * 10 ** digits);
  const whole = exact.map((v) => Math.round(v) + 0);
  let missing = target - whole.reduce((a, b) => a + b, 0);
  const sign = Math.sign(missing);
  const soft = exact.some((v) => v !== 0) ? (v) => v !== 0 : () => true;
  const order = exact.map((v, i) => [sign * (v - whole[i]), i]).filter(([, i]) => soft(exact[i]));
  order.sort((a, b) => b[0] - a[0]);
  for (let k = 0; missing !== 0 && order.length; k++, missing -= sign) whole[order[k % order.length][1]] += sign;
  return whole;
}

/** The whole number nearest to `value` whose image under f is the whole number `image`. */
export function preimage(f, value, image, digits, imageDigits) {
  const scale = 10 ** digits;
  const near = Math.round(value * scale) + 0;
  const side = value * scale >= near ? 1 : -1;
  for (let k = 0; k <= 60; k++) {
    for (const at of k ? [near + side * k, near - side * k] : [near]) {
      if (nearest(f(at / scale), imageDigits) === image) return at;
    }
  }
  return near;
}

/**
 * Whole numbers whose image under f is to be shown beside them: those next to `value` that give
 * different images, the nearest first, as {at, image}.
 */
export function withImages(f, value, digits) {
  const scale = 10 ** digits;
  const near = Math.round(value * scale) + 0;
  const found = [];
  for (const by of [0, 1, -1, 2, -2, 3, -3]) {
    const image = nearest(f((near + by) / scale), digits);
    if (!found.some((other) => other.image === image)) found.push({ at: near + by, image });
  }
  return found;
}

/** One of each list such that `fits(them)` holds, as near to the first of each as can be; or null. */
export function chooseTogether(lists, fits) {
  let combinations = [{ cost: 0, chosen: [] }];
  for (const list of lists) {
    combinations = combinations.flatMap(({ cost, chosen }) =>
      list.map((choice, i) => ({ cost: cost + i, chosen: [...chosen, choice] })));
  }
  combinations.sort((a, b) => a.cost - b.cost);
  return combinations.find(({ chosen }) => fits(chosen))?.chosen ?? null;
}

/** Writes numbers as a language does. */
export class Writer {
  constructor(decimal) {
    this.decimal = decimal;
  }

  /** A whole number of last digits, with a real minus sign; `plus` writes the plus as well. */
  whole(value, digits, plus = false) {
    const text = String(Math.abs(value)).padStart(digits + 1, "0");
    const cut = text.length - digits;
    const body = digits ? `${text.slice(0, cut)}${this.decimal}${text.slice(cut)}` : text;
    return (value < 0 ? "−" : plus && value > 0 ? "+" : "") + body;
  }

  number(value, digits, plus = false) {
    return this.whole(nearest(value, digits), digits, plus);
  }

  /** A share as per cent; an uncertain one never reads a plain 0 or 100. */
  percent(share, digits = 0) {
    const value = share * 100, least = 10 ** -digits;
    if (value > 0 && value <= least / 2) return `<${this.number(least, digits)}%`;
    if (value < 100 && value >= 100 - least / 2) return `>${this.number(100 - least, digits)}%`;
    return `${this.number(value, digits)}%`;
  }
}

/** A template with its `{names}` filled in. */
export function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (all, name) => (name in values ? String(values[name]) : all));
}

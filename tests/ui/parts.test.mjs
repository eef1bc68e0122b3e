// The rules that light a part, and the links that are terms.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";

// As Streamlit loads it: a module by its text.
const text = await readFile(new URL("../../rnnviz/ui/components/parts.js", import.meta.url), "utf8");
const { colourRules, litRules, partOf } = await import(`data:text/javascript,${encodeURIComponent(text)}`);

test("only a link to a part is a term", () => {
  assert.equal(partOf("#part-h0"), "h0");
  for (const href of ["#part-", "#part-a\"]", "#parts", "/build#part-h0", undefined]) assert.equal(partOf(href), null);
});

test("each part has its colour in both themes, what belongs to several has none", () => {
  const rules = colourRules([["tanh", "#111111", "#eeeeee"]], "mixed");
  assert.match(rules, /\[data-part~="tanh"\], .*a\[href="#part-tanh"\] \{ --part: light-dark\(#111111, #eeeeee\)/);
  assert.ok(rules.indexOf('"mixed"') > rules.indexOf('"tanh"'));
});

test("a lit part dims the others of its figures and lights its terms", () => {
  const rules = litRules("tanh");
  assert.match(rules, /a\[href="#part-tanh"\].*background/);
  assert.match(rules, /\[data-parts\]:has\(\[data-part~="tanh"\]\) \[data-part\]:not\(\[data-part~="tanh"\]\) \{ opacity: 0\.16/);
});

test("containers are parts by their key, no part by the beginning of another's name", () => {
  assert.match(litRules("random"), /\[class\*="st-key-part-"\]:not\(\[class\*="st-key-part-random-"\]\) \{ opacity: 0\.16/);
});

test("a part that is pointed at lights its terms and dims nothing", () => {
  const rules = litRules(null, ["sum", "bias"]);
  assert.match(rules, /a\[href="#part-sum"\], a\[href="#part-bias"\]/);
  assert.doesNotMatch(rules, /opacity/);
  assert.equal(litRules(null), "");
});

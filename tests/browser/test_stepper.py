"""The stepper as a file of its own, on random networks: press, scrub, click, read the numbers."""

from __future__ import annotations

import math
import re
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import torch
from driving import PATIENCE
from playwright.sync_api import Browser, Locator, Page, expect

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tests" / "stepper"))

from random_traces import WORDS, random_trace  # noqa: E402

from rnnviz.explain.trace import HiddenTrace  # noqa: E402
from rnnviz.i18n import translator  # noqa: E402
from rnnviz.models.specs import CELL_KINDS  # noqa: E402
from rnnviz.stepper.payload import pack  # noqa: E402
from rnnviz.stepper.position import StepperPosition  # noqa: E402
from rnnviz.ui.widgets.stepper import standalone_page  # noqa: E402

EN = translator("en")
END = StepperPosition()


# Every square of traces of 2 layers and 12 units, opened with few terms and with all of them.
ALL_SQUARES = """() => {
  const { traces, engine } = document.querySelector('.stepper').stepper;
  const sigmoid = (v) => 1 / (1 + Math.exp(-v));
  const functions = { tanh: Math.tanh, sigmoid, relu: (v) => Math.max(v, 0) };
  const sum = (part) => part.terms.reduce((s, t) => s + t.value, 0) + (part.rest?.value ?? 0);
  const check = (open, trace) => {
    const scale = 10 ** open.digits;
    for (const s of open.stages) {
      const f = functions[s.activation];
      const memory = s.reset ? s.reset.product : s.hh.total + s.b_hh;
      if (sum(s.ih) !== s.ih.total || sum(s.hh) !== s.hh.total) return 'terms';
      if (s.ih.total + s.b_ih + memory !== s.pre) return 'sum';
      if (Math.round(f(s.pre / scale) * scale) !== s.out) return 'gate';
    }
    const [a, b, c, d] = open.gates.map((v) => v / scale), before = open.before / scale;
    const cell = b * before + a * c;
    if (trace.cell === 'lstm' && Math.round(cell * scale) !== open.cell) return 'cell';
    const gated = { gru: (1 - b) * c + b * before, lstm: d * Math.tanh(open.cell / scale) };
    const h = open.gates.length === 1 ? a : gated[trace.cell];
    if (Math.round(h * 1e4) !== open.state) return 'state';
    return open.digits <= 7 ? null : 'digits';
  };
  const wrong = [];
  let count = 0;
  for (const [n, trace] of traces.entries())
    for (const most of [3, Infinity])
      for (let l = 0; l < 2; l++)
        for (let t = 1; t <= trace.steps; t++)
          for (let u = 0; u < 12; u++, count++) {
            const problem = check(engine.openSquare(trace, l, t, u, most), trace);
            if (problem) wrong.push([problem, n, l, t, u]);
          }
  return count === 3 * 480 ? wrong : count;
}"""


@pytest.fixture
def alone(chromium: Browser, tmp_path: Path):
    """Opens traces as a file from disk; a request to anywhere or a page error fails the test."""
    contexts, problems = [], []

    def show(
        *traces: HiddenTrace, place: StepperPosition = END, language: str = "en", **context
    ) -> Page:
        path = tmp_path / f"stepper-{len(contexts)}.html"
        path.write_text(
            standalone_page(translator(language), pack(traces), place, "a title"), "utf-8"
        )
        opened = chromium.new_context(viewport={"width": 1000, "height": 1400}, **context)
        contexts.append(opened)
        page = opened.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith(("data:", "blob:")) or request.url == path.as_uri()
                else problems.append(request.url)
            ),
        )
        page.goto(path.as_uri())
        expect(page.locator(".stepper[data-step]")).to_be_visible()
        # Rows that can be counted; other orders are tried in test_first_screen.py.
        page.locator(".stepper").evaluate("(root) => root.stepper.sort('number')")
        return page

    yield show
    for opened in contexts:
        opened.close()
    assert problems == []


def click_square(page: Page, layer: int, unit: int, step: int, track: int = 0) -> None:
    """Click the square of a unit (all counted from 1) where it is drawn."""
    x, y = page.locator(".stepper").evaluate(
        """(root, [track, layer, unit, step]) => {
          const { plan, first } = root.stepper;
          const lane = plan.laneOf(track, layer - 1);
          return [plan.gutter + (step - first) * plan.pitch + plan.gap + plan.box / 2,
                  lane.y + (unit - 1 - lane.offset + 0.5) * lane.cell];
        }""",
        [track, layer, unit, step],
    )
    page.locator(".scene").click(position={"x": x, "y": y})


def number(text: str) -> float:
    return float(text.replace("−", "-").replace(",", ".").replace("+", ""))


def digits(text: str) -> int:
    return len(re.split(r"[.,]", text)[1])


def only(found: list[str]) -> str:
    (one,) = found
    return one


def value(within: Locator, part: str) -> float:
    return number(within.locator(f"[data-part={part}]").inner_text())


def listed(within: Locator, of: str) -> list[float]:
    return [number(t) for t in within.locator(f".term[data-of={of}] .num").all_inner_texts()]


# What is written on a card, read at one moment: asked for one by one it takes ten times as long.
WRITTEN = """(card) => {
  const words = (root, selector) => [...root.querySelectorAll(selector)].map((e) => e.innerText);
  const grouped = (root, name, selector, inner) => {
    const found = {};
    for (const e of root.querySelectorAll(selector))
      (found[e.dataset[name]] ??= []).push(...(inner ? words(e, inner) : [e.innerText]));
    return found;
  };
  const block = (root) => ({
    parts: grouped(root, 'part', '[data-part]'),
    terms: grouped(root, 'of', '.term[data-of]', '.num'),
  });
  const gates = [...card.querySelectorAll('.gate')].map((e) => [e.dataset.gate, block(e)]);
  return {
    gates: Object.fromEntries(gates), count: gates.length, ...block(card),
    names: grouped(card, 'equation', '.equation[data-equation]', '.name'),
    numbers: grouped(card, 'equation', '.equation[data-equation]', '.num'),
  };
}"""


def check_card(card: Locator, trace: HiddenTrace, layer: int, unit: int, step: int) -> None:
    """Shown terms add up to shown sums; functions of what is shown give what is shown."""

    def value(block: dict, part: str) -> float:
        return number(only(block["parts"][part]))

    def listed(block: dict, of: str) -> list[float]:
        return [number(text) for text in block["terms"].get(of, [])]

    written = card.evaluate(WRITTEN)
    traced = trace.layers[layer - 1]
    assert written["count"] == len(traced.kind.gates) == len(written["gates"])
    gates = {}
    for g, name in enumerate(traced.kind.gates):
        block = written["gates"][name]
        places = digits(only(block["parts"]["gate"]))
        exact = (
            0.5 * 10**-places * 1e-3
        )  # decimal fractions as floats: adding is exact but for this
        for part in ("ih", "hh"):
            assert sum(listed(block, part)) == pytest.approx(value(block, part), abs=exact)
        gates[name] = value(block, "gate")
        inputs = value(block, "ih") + value(block, "b_ih")
        memory = value(block, "hh") + value(block, "b_hh")
        if (trace.cell, name) == ("gru", "n"):
            assert value(block, "inside") == pytest.approx(memory, abs=exact)
            memory = round(gates["r"] * memory, places)
            assert value(block, "product") == pytest.approx(memory, abs=exact)
        assert inputs + memory == pytest.approx(value(block, "pre"), abs=exact)
        squash = getattr(torch, traced.kind.activations[g])
        squashed = float(squash(torch.tensor(value(block, "pre"), dtype=torch.float64)))
        assert abs(squashed - gates[name]) <= 0.5001 * 10**-places
        # And they are the true numbers, to within the last digit.
        assert value(block, "pre") == pytest.approx(traced.pre[step - 1, g, unit - 1], abs=2e-4)
        assert gates[name] == pytest.approx(
            traced.gates[step - 1, g, unit - 1], abs=1.1 * 10**-places
        )
    state = value(written, "state")
    assert state == pytest.approx(traced.h[step, unit - 1], abs=0.51e-4)
    if len(gates) == 1:
        assert [state] == list(gates.values())
    else:
        assert value(written, "combined") == state
        assert abs(evaluated(only(written["names"]["h"])) - state) <= 0.5001e-4
    if trace.cell == "lstm":
        text = only(written["numbers"]["c"])
        worked_out = evaluated(only(written["names"]["c"]))
        assert abs(worked_out - number(text)) <= 0.5001 * 10 ** -digits(text)
        assert number(text) == pytest.approx(traced.c[step, unit - 1], abs=2e-4)


def evaluated(formula: str) -> float:
    """The right-hand side of a shown equation, worked out as a reader would."""
    shown = formula.split("=")[-1].replace("−", "-").replace("·", "*")
    shown = re.sub(r" \((-\d+\.\d+)\)", r" \1", shown)
    n = r"(-?\d+\.\d+)"
    if match := re.fullmatch(rf" {n} \* tanh\({n}\)", shown):
        return float(match[1]) * math.tanh(float(match[2]))
    if match := re.fullmatch(rf" \(1 - {n}\) \* {n} \+ {n} \* {n}", shown):
        z, candidate, again, before = map(float, match.groups())
        assert z == again
        return (1 - z) * candidate + z * before
    match = re.fullmatch(rf" {n} \* {n} \+ {n} \* {n}", shown)
    assert match, shown
    f, c, i, g = map(float, match.groups())
    return f * c + i * g


@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("cell", CELL_KINDS)
def test_a_clicked_square_opens_into_numbers_that_add_up(alone, cell, layers):
    trace = random_trace(cell, layers, units=9, inputs=12)
    page = alone(trace, place=StepperPosition(step=1))
    card = page.locator(".card.open")
    for unit, step in ((1, 1), (4, 5), (9, 10)):
        click_square(page, layers, unit, step)
        expect(card.locator("h4")).to_contain_text(f"unit {unit}, step {step}: “{WORDS[step - 1]}”")
        expect(page.locator(".stepper")).to_have_attribute("data-step", str(step))
        check_card(card, trace, layers, unit, step)
        assert card.locator(".rest").count() > 0
        page.get_by_role("button", name=EN("stepper.all")).click()
        expect(card.locator(".rest")).to_have_count(0)
        check_card(card, trace, layers, unit, step)
        page.get_by_role("button", name=EN("stepper.fewer")).click()


@pytest.mark.parametrize(
    ("readout", "celsius", "power"),
    [
        ("last", False, 0.0),
        ("mean", False, 0.0),
        ("mean", False, 0.27),
        ("max", False, 0.0),
        ("last", True, 0.0),
    ],
)
def test_the_verdict_opens_into_numbers_that_add_up(alone, readout, celsius, power):
    trace = random_trace("gru", 2, units=12, readout=readout, celsius=celsius, length_power=power)
    page = alone(trace, place=StepperPosition(step=4, verdict=True))
    card = page.locator(".card.open")
    page.locator(".stepper").focus()
    for step in (5, 1):
        page.keyboard.press("End")
        # Over the curve, above the top layer.
        click_square(page, 3, 1, step)
        check_outcome(card, trace, step)
        page.get_by_role("button", name=EN("stepper.all")).click()
        expect(card.locator(".rest")).to_have_count(0)
        check_outcome(card, trace, step)
        page.get_by_role("button", name=EN("stepper.fewer")).click()
    # By the keyboard it is one more square above the top layer; a term leads into that.
    page.keyboard.press("PageDown")
    expect(card.locator("h4")).to_contain_text("Layer 2")
    page.keyboard.press("v")
    term = card.locator(".term").first
    unit = re.search(r"\[(\d+)\]", term.inner_text())[1]
    term.click()
    expect(card.locator("h4")).to_contain_text(f"Layer 2, unit {unit}, step 1")


def check_outcome(card: Locator, trace: HiddenTrace, step: int) -> None:
    head, chance = trace.head, trace.output_kind == "logit"
    places = digits(card.locator("[data-part=pre]").inner_text())
    exact = 0.5 * 10**-places * 1e-3
    readout = value(card, "readout")
    assert sum(listed(card, "readout")) == pytest.approx(readout, abs=exact)
    assert readout == pytest.approx(head.readout[step - 1] @ head.W, abs=2e-4)
    base = 0 if chance else value(card, "base")
    assert base == pytest.approx(head.base[step - 1], abs=0.51e-4)
    pre = value(card, "pre")
    out = number(card.locator("[data-part=gate]").inner_text().strip(" °C"))
    line = 0 if head.line is None else value(card, "line")
    assert line == pytest.approx(0 if head.line is None else head.line[step - 1], abs=0.51e-4)
    assert readout + value(card, "b") + base + line == pytest.approx(pre, abs=exact)
    end = card.locator("[data-part=outcome]").inner_text()
    assert end in card.page.locator("[data-part=verdict]").inner_text()
    if chance:
        factor = shown_factor(card, head.length_power, step)
        assert abs(1 / (1 + math.exp(-pre * factor)) - out) <= 0.5001 * 10**-places
        assert out == pytest.approx(trace.verdicts[step - 1], abs=0.51e-4)
        assert f"{out * 100:.1f}%" == end
    else:
        shown = card.locator(".squash .name").inner_text()
        n = r"(−?\d+\.\d+)"
        scaled, scale, shift = map(number, re.fullmatch(rf"{n} × {n} \+ {n}", shown).groups())
        assert scaled == pre
        assert abs(scaled * scale + shift - out) <= 0.5001e-2
        assert out == pytest.approx(trace.outputs[step - 1, 0], abs=0.51e-2)


def shown_factor(card: Locator, power: float, step: int) -> float:
    """What the card multiplies the sum by for the number of words read, 1 where it shows none."""
    shown = card.locator(".squash .name").inner_text()
    found = re.search(r" × (\d+\.\d+)\)", shown)
    factor = float(found[1]) if found else 1.0
    assert factor == pytest.approx(step**power, abs=0.51e-4)
    words = EN("stepper.length_factor", step=step, power=f"{power:.3f}")
    assert (words in card.locator(".reads").inner_text()) == (found is not None)
    return factor


def test_a_certain_verdict_is_never_said_to_be_sure(alone):
    trace = random_trace("rnn", labels=("a", "b"), units=3)
    head = replace(trace.head, W=trace.head.W * 0, b=9.5)
    trace = replace(trace, head=head, outputs=head.sums[:, None])
    page = alone(trace, place=StepperPosition(step=2, verdict=True))
    expect(page.locator("[data-part=outcome]")).to_have_text(">99.9%")
    assert value(page.locator(".card.open"), "gate") < 1
    assert value(page.locator(".card.open"), "readout") == 0


@pytest.mark.parametrize("cell", CELL_KINDS)
def test_every_square_adds_up_whatever_the_weights(alone, cell):
    """The same rules as above on all squares at once, checked in whole numbers of last digits."""
    page = alone(
        *(random_trace(cell, 2, units=12, inputs=7, gain=gain, seed=3) for gain in (0.01, 1.0, 8.0))
    )
    assert page.evaluate(ALL_SQUARES) == []


def test_enter_opens_the_dotted_square_and_then_the_one_closed_last(alone):
    page = alone(random_trace("gru", 2), place=StepperPosition(step=5))
    stepper = page.locator(".stepper")
    stepper.focus()
    # The strongest of the top layer at this step, as the dots say.
    strongest = stepper.evaluate(
        """(root) => {
          const { h, units } = root.stepper.traces[0].layers[1];
          const sizes = [...h.slice(5 * units, 6 * units)].map(Math.abs);
          return sizes.indexOf(Math.max(...sizes)) + 1;
        }"""
    )
    title = page.locator(".card.open h4")
    page.keyboard.press("Enter")
    expect(title).to_contain_text(f"Layer 2, unit {strongest}, step 5")
    page.keyboard.press("PageDown")
    expect(title).to_contain_text(f"Layer 1, unit {strongest}, step 5")
    page.keyboard.press("Enter")
    expect(title).to_have_count(0)
    page.keyboard.press("Enter")
    expect(title).to_contain_text(f"Layer 1, unit {strongest}, step 5")


def test_keys_move_through_time_units_and_layers(alone):
    page = alone(random_trace("gru", 2), place=StepperPosition(step=5))
    stepper, word = page.locator(".stepper"), page.locator("[data-part=word]")
    stepper.focus()
    for key, shown in (
        ("ArrowRight", "but"),
        ("ArrowLeft", "first"),
        ("Home", "slow"),
        ("End", "ending"),
    ):
        page.keyboard.press(key)
        expect(word).to_have_text(shown)
    title = page.locator(".card.open h4")
    for key in ("Enter", "PageDown", *["ArrowUp"] * 12):
        page.keyboard.press(key)
    expect(title).to_contain_text("Layer 1, unit 1, step 10")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("PageUp")
    expect(title).to_contain_text("Layer 2, unit 2, step 10")
    page.keyboard.press("ArrowLeft")
    expect(title).to_contain_text("Layer 2, unit 2, step 9")
    expect(page.locator("[data-part=live]")).to_contain_text("layer 2, unit 2 after “beautiful”")
    page.keyboard.press("Escape")
    expect(title).to_have_count(0)


def test_stages_go_one_by_one_and_say_what_happens(alone):
    page = alone(random_trace("rnn", 2), place=StepperPosition(step=3))
    told = page.locator("[data-part=told]")
    page.locator(".stepper").focus()
    names = ("input", "memory", "sum", "squash", "state")
    for layer in (1, 2):
        for name in names:
            page.keyboard.press("Shift+ArrowRight")
            expect(told).to_have_text(EN(f"stepper.stage.{name}", layer=layer, layers=2, f="tanh"))
    page.keyboard.press("Shift+ArrowRight")
    expect(told).to_have_text("")
    expect(page.locator(".stepper")).to_have_attribute("data-step", "4")
    page.keyboard.press("Shift+ArrowLeft")
    expect(told).to_have_text(EN("stepper.stage.state", layer=2, layers=2))


def test_it_plays_to_the_end_loops_and_stops(alone):
    page = alone(random_trace("lstm"), place=StepperPosition(step=1))
    stepper = page.locator(".stepper")
    page.get_by_label(EN("stepper.speed")).select_option("16")
    page.get_by_role("button", name=EN("stepper.play"), exact=True).click()
    expect(stepper).to_have_attribute("data-playing", "false")
    expect(stepper).to_have_attribute("data-step", "10")
    page.get_by_label(EN("stepper.loop")).check()
    seen = stepper.evaluate(
        """(root) => new Promise((done) => {
          const seen = [];
          const watch = new MutationObserver(() => {
            if (seen.at(-1) !== root.dataset.step) seen.push(root.dataset.step);
            if (seen.length === 25) { watch.disconnect(); done(seen); }
          });
          watch.observe(root, { attributes: true });
          root.stepper.toggle();
        })"""
    )
    assert "1" in seen[11:]  # it went round
    stepper.focus()
    page.keyboard.press("Escape")
    expect(stepper).to_have_attribute("data-playing", "false")


def test_the_time_bar_and_the_map_scrub(alone):
    page = alone(random_trace("rnn", labels=tuple(f"w{i}" for i in range(1, 101))))
    stepper = page.locator(".stepper")
    bar = page.get_by_label(EN("stepper.slider")).bounding_box()
    page.mouse.move(bar["x"] + bar["width"] - 8, bar["y"] + bar["height"] / 2)
    page.mouse.down()
    page.mouse.move(bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] / 2, steps=5)
    page.mouse.up()
    step = int(stepper.get_attribute("data-step"))
    assert 45 <= step <= 56
    page.locator(".map").scroll_into_view_if_needed()
    area = page.locator(".map").bounding_box()
    page.mouse.move(area["x"] + area["width"] * 0.205, area["y"] + 10)
    page.mouse.down()
    expect(stepper).to_have_attribute("data-step", "21")
    page.mouse.move(area["x"] + area["width"] * 0.805, area["y"] + 10, steps=5)
    page.mouse.up()
    expect(stepper).to_have_attribute("data-step", "81")
    # The present step is in view.
    first, span = stepper.evaluate("(root) => [root.stepper.first, root.stepper.plan.inView]")
    assert first <= 81 <= first + span


def test_squares_are_pinned_compared_and_cleared(alone):
    page = alone(random_trace("rnn"), place=StepperPosition(step=2, unit=3))
    page.locator(".stepper").focus()
    page.keyboard.press("p")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("p")
    titles = page.locator(".card h4")
    expect(titles).to_have_count(3)
    assert [re.search(r"step (\d+)", t)[1] for t in titles.all_inner_texts()] == ["3", "2", "3"]
    page.get_by_role("button", name=EN("stepper.clear", n=2)).click()
    expect(titles).to_have_count(1)


def test_pins_and_the_chosen_network_come_with_the_place(alone):
    traces = [random_trace(cell, seed=seed) for seed, cell in enumerate(("rnn", "gru"))]
    pins = "1.1.3.2,2.2.0.4,9.1.1.1,1.1.99.1,2.1.2.77"  # what is not there counts for nothing
    page = alone(*traces, place=StepperPosition(step=5, unit=4, track=2, pins=pins))
    titles = page.locator(".card h4")
    expect(titles).to_have_count(3)
    assert [re.split(" · |:", text)[:2] for text in titles.all_inner_texts()] == [
        ["GRU", "Layer 1, unit 4, step 5"],
        ["RNN", "Layer 1, unit 3, step 2"],
        ["GRU", "The verdict after step 4"],
    ]


def test_the_whole_screen_shows_controls_picture_and_card_at_once(alone):
    page = alone(random_trace("gru", 2, units=24), place=StepperPosition(step=5, unit=3))
    page.set_viewport_size({"width": 1280, "height": 720})
    stepper = page.locator(".stepper")
    page.get_by_role("button", name=EN("stepper.full")).click()
    page.wait_for_function("() => document.querySelector('.stepper').stepper.plan.tall > 0")
    boxes = [page.locator(at).bounding_box() for at in (".bar", ".scene", ".card.open", ".badge")]
    for box in boxes:
        assert box["y"] >= 0
    for box in (boxes[0], boxes[1], boxes[3]):
        assert box["y"] + box["height"] <= 720
    assert boxes[2]["x"] >= boxes[1]["x"] + boxes[1]["width"]
    assert boxes[2]["y"] < 200
    page.keyboard.press("ArrowRight")  # the keys are the same
    expect(stepper).to_have_attribute("data-step", "6")
    page.keyboard.press("f")
    page.wait_for_function("() => document.querySelector('.stepper').stepper.plan.tall === 0")


def test_three_networks_fit_one_whole_screen(alone):
    traces = (random_trace(cell, 1, units=24) for cell in ("rnn", "lstm", "gru"))
    page = alone(*traces, place=StepperPosition(step=5, unit=3))
    page.set_viewport_size({"width": 1280, "height": 720})
    page.get_by_role("button", name=EN("stepper.full")).click()
    page.wait_for_function("() => document.querySelector('.stepper').stepper.plan.tall > 0")
    for part in (".scene", ".badge"):
        box = page.locator(part).bounding_box()
        assert box["y"] + box["height"] <= 720, part
    lanes = page.evaluate("() => document.querySelector('.stepper').stepper.plan.lanes")
    assert all(lane["rows"] == lane["units"] for lane in lanes)  # no unit is scrolled away


def test_a_beginner_is_told_what_can_be_clicked_and_what_is_what(alone):
    page = alone(random_trace("rnn"))
    expect(page.get_by_text(EN("stepper.hint"))).to_be_visible()
    # Nothing takes the focus.
    assert page.evaluate("() => document.activeElement === document.body")
    panel = page.get_by_text(EN("stepper.help.squares_text"))
    expect(panel).to_be_hidden()
    page.get_by_role("button", name=EN("stepper.help_open")).click()
    expect(panel).to_be_visible()
    page.get_by_role("button", name=EN("stepper.help_open")).click()
    expect(panel).to_be_hidden()
    click_square(page, 1, 2, 3)
    expect(page.get_by_text(EN("stepper.hint"))).to_be_hidden()


def test_nothing_is_cut_at_the_edges(alone):
    """Neither the last label of the curve, nor a number without its sign."""
    page = alone(random_trace("rnn", labels=WORDS * 2), place=StepperPosition(step=20))
    page.set_viewport_size({"width": 390, "height": 800})
    page.wait_for_function("() => document.querySelector('.scene').clientWidth < 390")
    drawn = page.locator(".stepper").evaluate(
        """(root) => {
          const { scene, plan } = root.stepper;
          const canvas = document.createElement('canvas'), pen = canvas.getContext('2d');
          pen.turn = pen.window = () => {};
          const texts = [];
          pen.drawImage = null; // everything afresh
          pen.fillText = (text, x) =>
            texts.push([text, pen.textAlign, x, pen.measureText(text).width]);
          scene.draw(pen, plan, root.stepper.state());
          return { texts, gutter: plan.gutter, width: plan.width };
        }"""
    )
    numbers = [t for t in drawn["texts"] if re.fullmatch(r"−?\d\.\d\d|\d+%", t[0])]
    assert len(numbers) > 20
    for text, align, x, width in numbers:
        assert align == "center"
        assert x - width / 2 >= drawn["gutter"] - 1, text
        assert x + width / 2 <= drawn["width"], text


def test_a_term_leads_back_to_its_square(alone):
    trace = random_trace("rnn", 2)
    page = alone(trace, place=StepperPosition(step=6, layer=2, unit=2))
    term = page.locator(".card.open .term[data-of=ih]").first
    source = re.search(r"h\[(\d+)\]", term.inner_text())[1]
    term.click()
    expect(page.locator(".card.open h4")).to_contain_text(f"Layer 1, unit {source}, step 6")
    term = page.locator(".card.open .term[data-of=hh]").first
    source = re.search(r"h\[(\d+)\]", term.inner_text())[1]
    term.click()
    expect(page.locator(".card.open h4")).to_contain_text(f"Layer 1, unit {source}, step 5")


def test_pointing_previews_a_square(alone):
    trace = random_trace("rnn")
    page = alone(trace)
    x, y = page.locator(".stepper").evaluate(
        "(root) => { const { plan } = root.stepper; const lane = plan.laneOf(0, 0);"
        " return [plan.gutter + 2 * plan.pitch + plan.gap + 5, lane.y + lane.cell / 2]; }"
    )
    page.locator(".scene").hover(position={"x": x, "y": y})
    shown = f"{trace.layers[0].h[2, 0]:.4f}".replace("-", "−")
    expect(page.locator("[data-part=tip]")).to_have_text(
        EN("stepper.tip", layer=1, unit=1, word="and", kind=EN("stepper.quantity.h"), value=shown)
    )


@pytest.mark.parametrize(("cell", "layers"), [("rnn", 4), ("gru", 1), ("gru", 2), ("lstm", 3)])
def test_output_and_hidden_have_the_shapes_torch_gives(alone, cell, layers):
    page = alone(random_trace(cell, layers, labels=(*WORDS[:3], "<pad>")))
    page.get_by_role("button", name=EN("stepper.light")).click()
    told = page.locator("[data-part=returns]")
    expect(told).to_contain_text("output.shape = (1, 4, 6)")
    expect(told).to_contain_text(f"h_n.shape = ({layers}, 1, 6)")
    expect(told).to_contain_text(EN("stepper.padded"))
    names = "(h_n, c_n)" if CELL_KINDS[cell].has_cell_state else "h_n"
    torch_name = CELL_KINDS[cell].torch_name
    expect(told).to_contain_text(f"output, {names} = nn.{torch_name}(5, 6, num_layers={layers}")
    assert ("c_n.shape" in told.inner_text()) == CELL_KINDS[cell].has_cell_state


def test_three_networks_share_one_time_bar(alone):
    traces = [random_trace(cell, seed=seed) for seed, cell in enumerate(("rnn", "lstm", "gru"))]
    page = alone(*traces, place=StepperPosition(step=4))
    verdict = page.locator("[data-part=verdict]")
    for trace in traces:
        share = f"{trace.verdicts[3] * 100:.1f}%"
        expect(verdict).to_contain_text(f"{CELL_KINDS[trace.cell].label}: ")
        expect(verdict).to_contain_text(share)
    for track, trace in enumerate(traces):
        click_square(page, 1, 2, 7, track)
        expect(page.locator(".card.open h4")).to_contain_text(CELL_KINDS[trace.cell].label)
        check_card(page.locator(".card.open"), trace, 1, 2, 7)


def test_gates_and_cell_states_can_be_seen_as_squares(alone):
    page = alone(random_trace("lstm"))
    choice = page.get_by_label(EN("stepper.squares"))
    expect(choice.locator("option")).to_have_text(
        [EN(f"stepper.quantity.{name}") for name in ("h", "c", "i", "f", "g", "o")]
    )
    before = page.locator(".scene").screenshot()
    for name in ("c", "f"):
        choice.select_option(name)
        page.evaluate(
            "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )
        after = page.locator(".scene").screenshot()
        assert after != before
        before = after


def test_a_forecast_is_in_degrees_and_the_language_writes_the_numbers(alone):
    trace = random_trace("gru", celsius=True, labels=("24,9°", "22,8°", "20,1°"))
    page = alone(trace, place=StepperPosition(step=2, unit=1), language="vi")
    shown = f"{trace.outputs[1, 0]:.2f}".replace("-", "−").replace(".", ",")
    vi = translator("vi")
    expect(page.locator("[data-part=verdict]")).to_have_text(vi("stepper.forecast_is", value=shown))
    assert re.fullmatch(r"−?0,\d{4}", page.locator("[data-part=state]").inner_text())


def test_pictures_can_be_taken_along(alone):
    page = alone(
        random_trace("rnn", labels=("<b>good</b>", "film")), place=StepperPosition(step=2, unit=1)
    )
    with page.expect_download() as download:
        page.get_by_role("button", name=EN("stepper.svg")).click()
    root = ET.fromstring(Path(download.value.path()).read_text("utf-8"))
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "film" in texts
    assert any(text.startswith("<b>") for text in texts)
    assert len(list(root.iter("{http://www.w3.org/2000/svg}rect"))) > 12
    with page.expect_download() as download:
        page.get_by_role("button", name=EN("stepper.png")).click()
    assert Path(download.value.path()).read_bytes().startswith(b"\x89PNG\r\n")


def test_less_motion_is_honoured(alone):
    page = alone(random_trace("rnn"), place=StepperPosition(step=1), reduced_motion="reduce")
    told = page.locator(".stepper").evaluate(
        """(root) => new Promise((done) => {
          const told = new Set();
          root.stepper.clock.speed = 1;
          const watch = new MutationObserver(() => {
            told.add(root.querySelector('[data-part=told]').textContent);
            if (root.dataset.step === '4') { watch.disconnect(); done([...told]); }
          });
          watch.observe(root, { attributes: true, childList: true, subtree: true });
          root.stepper.toggle();
        })"""
    )
    assert told == [""]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone(alone, scheme):
    page = alone(
        random_trace("lstm", 2, units=24),
        place=StepperPosition(step=5, unit=3),
        color_scheme=scheme,
    )
    page.set_viewport_size({"width": 390, "height": 800})
    page.wait_for_function("() => document.querySelector('.scene').clientWidth < 390")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    assert page.evaluate("() => document.querySelector('.stepper').stepper.plan.inView") > 3


@pytest.mark.parametrize("cell", CELL_KINDS)
def test_the_smallest_network_works(alone, cell):
    trace = random_trace(cell, units=1, inputs=1, labels=("w" * 3000,))
    page = alone(trace)
    page.locator(".stepper").focus()
    keys = "ArrowRight ArrowLeft Enter ArrowDown PageUp PageUp p PageDown PageDown p o + -"
    for key in keys.split():
        page.keyboard.press(key)
    check_card(page.locator(".card.open"), trace, 1, 1, 1)
    expect(page.locator(".stepper")).to_have_attribute("data-step", "1")


def test_a_large_network_is_drawn_only_where_it_is_seen(alone):
    trace = random_trace("rnn", 3, units=256, labels=tuple(f"w{i}" for i in range(400)))
    page = alone(trace, place=StepperPosition(step=200, layer=3, unit=250))
    expect(page.locator(".card.open h4")).to_contain_text("unit 250, step 200")
    check_card(page.locator(".card.open"), trace, 3, 250, 200)
    stepper = page.locator(".stepper")
    columns, lane = stepper.evaluate(
        """(root) => {
          const { scene, plan } = root.stepper;
          const drawn = [], column = scene.column;
          scene.column = (t) => { drawn.push(t); column.call(scene, t); };
          root.stepper.paint();
          scene.column = column;
          const { offset, rows } = plan.laneOf(0, 2);
          return [drawn, [offset, rows]];
        }"""
    )
    assert 200 in columns
    assert len(columns) < 60
    assert all(b == a + 1 for a, b in pairwise(columns))
    assert lane[0] < 250 <= lane[0] + lane[1] < 257

"""The whole guided path as a learner walks it, and a link from its middle."""

from __future__ import annotations

import os
import re
from pathlib import Path

from driving import choose_language, enter_text, page_link, pick, settle, visit
from playwright.sync_api import Browser, Locator, Page, expect
from test_build_page import type_number

from rnnviz.i18n import translator
from rnnviz.lessons.path import step, steps_on
from rnnviz.lessons.questions import CHECKS, window_count
from rnnviz.lessons.rungs import RUNGS
from rnnviz.series.sample import sample_series
from rnnviz.ui.shell.examples import RARE
from rnnviz.ui.shell.navigation import PAGES

OWN = "A slow start, but a wonderful cast. I loved the clever ending of this film."
TURNED = "A slow start, and a terrible cast. I hated the stupid ending of this film."
# RNNVIZ_SHOTS=folder keeps a picture of every stop of the journey.
SHOTS = os.environ.get("RNNVIZ_SHOTS")


class Learner:
    """Somebody who does what the box says; knows the page only by what it shows."""

    def __init__(self, page: Page, server: str, language: str) -> None:
        self.page, self.server, self.t = page, server, translator(language)
        self.done: set[str] = set()
        self.stops = 0

    def open(self, name: str) -> None:
        """Go to a page by the navigation, as a learner would."""
        page_link(self.page, self.t(f"{name}.nav")).click()
        expect(self.page.locator("h1").first).to_have_text(self.t(f"{name}.title"))
        settle(self.page)

    def speak(self, language: str) -> None:
        """Choose another language: what was done stays done."""
        choose_language(self.page, language)
        self.t = translator(language)
        expect(page_link(self.page, self.t("home.nav"))).to_be_visible()
        self.has_done()

    def has_done(self, *steps: str) -> None:
        """The address says so, and the box counts it."""
        self.done |= set(steps)
        for name in steps:
            expect(self.page).to_have_url(re.compile(f"[?&]done=[^&]*{step(name).code}"))
        settle(self.page)
        total = len(steps_on([entry.name for entry in PAGES]))
        expect(self.page.get_by_role("button", name=f"{len(self.done)} / {total}")).to_be_visible()

    def shoot(self, name: str) -> None:
        self.stops += 1
        if SHOTS:
            folder = Path(SHOTS)
            folder.mkdir(parents=True, exist_ok=True)
            file = f"{self.t.language}-{self.stops:02d}-{name}.png"
            self.page.screenshot(path=folder / file)

    def answer(self, name: str, number: int | None = None) -> None:
        """Answer a check, wrong at first where it is a choice, and read why."""
        check = CHECKS[name]
        box = self.page.locator(f".st-key-check-box-{name}")
        if number is None:
            wrong = next(o for o in check.options if o != check.right)
            options = box.get_by_role("radiogroup").locator("label")
            options.nth(check.options.index(wrong)).click()
            expect(box.get_by_text(self.t("check.wrong"))).to_be_visible()
            options.nth(check.options.index(check.right)).click()
        else:
            field = box.get_by_role("spinbutton")
            field.fill(str(number))
            field.press("Enter")
        expect(box.get_by_text(self.t("check.right"))).to_be_visible()
        self.has_done(f"check.{name}")


def test_a_learner_walks_the_whole_path(page: Page, chromium: Browser, server: str):
    """In English as far as Embeddings, in Vietnamese from there.

    What it says and asks is tried in each language in tests/pages/test_lesson.py.
    """
    learner = Learner(page, server, "en")
    visit(page, f"{server}/?lang=en&model=rnn")
    _home(learner)
    learner.open("tokens")
    _tokens(learner)
    learner.open("embeddings")
    _embeddings(learner)
    settle(page)
    middle = page.url
    _a_link_from_the_middle(chromium, middle, learner)
    learner.speak("vi")
    learner.open("build")
    _build(learner)
    learner.open("states")
    _states(learner)
    learner.open("reviews")
    _reviews(learner)
    learner.open("weather")
    _weather(learner)
    learner.open("summary")
    learner.has_done("summary")
    wanted = {s.id for s in steps_on([entry.name for entry in PAGES])}
    assert wanted - learner.done == set()
    # The page knew of each step itself: no second run, in which a click on a link could get lost.
    assert page.evaluate("rnnvizAddress.told") == 0
    finished = re.sub(r"\*\*", "", learner.t("path.finished"))[:30]
    expect(page.get_by_text(finished)).to_be_visible()
    learner.shoot("summary")


def _home(learner: Learner) -> None:
    enter_text(learner.page, OWN)
    learner.has_done("own")
    learner.answer("cut", 5)  # 15 words, 10 places
    learner.shoot("home")


def _press(learner: Learner, label: str, key: str) -> None:
    """Move a slider by a key and wait for the page to answer."""
    slider = learner.page.get_by_role("slider", name=learner.t(label))
    slider.focus()
    slider.press(key)
    settle(learner.page)


def _radio(learner: Learner, name: str) -> Locator:
    return learner.page.get_by_role("radio", name=name, exact=True)


def _tokens(learner: Learner) -> None:
    page, t = learner.page, learner.t
    _press(learner, "tokens.cap", "Home")
    learner.has_done("unk")
    learner.answer("ids", 40)
    _press(learner, "tokens.cap", "End")
    _press(learner, "tokens.length", "Home")
    expect(page).to_have_url(re.compile("length=1(&|$)"))
    _radio(learner, t("tokens.keep_tail")).click()
    learner.has_done("cut")
    learner.shoot("tokens-cut")
    _radio(learner, t("tokens.topic.pad")).click()
    expect(page.locator(".st-key-check-box-pad")).to_be_visible()
    _press(learner, "tokens.length", "End")
    learner.has_done("pad")
    learner.answer("pad")
    _radio(learner, t("tokens.topic.pieces")).click()
    page.get_by_role("button", name=t("bpe.rare")).click()
    learner.has_done("bpe")
    expect(page.locator("textarea")).to_have_value(f"{OWN} {RARE}")  # or it would come later
    learner.shoot("tokens")
    enter_text(page, OWN)
    expect(page.locator("textarea")).to_have_value(OWN)
    settle(page)


def _embeddings(learner: Learner) -> None:
    page, t = learner.page, learner.t
    learner.answer("embedding", 15 * 32)  # 15 words: one that comes twice is looked up twice
    chooser = page.get_by_test_id("stSelectbox").filter(has_text=t("embeddings.word"))
    pick(page, chooser.get_by_role("combobox"), "ending")
    learner.has_done("neighbour")
    page.get_by_role("button", name=t("learning.start"), exact=True).click()
    learner.has_done("train")
    dance = page.locator(".dance")
    expect(dance).to_have_attribute("data-epoch", "240")  # it played by itself, to the end
    dance.scroll_into_view_if_needed()
    learner.shoot("embeddings")
    dance.focus()
    page.keyboard.press("Home")
    expect(dance).to_have_attribute("data-epoch", "0")


def _a_link_from_the_middle(chromium: Browser, link: str, learner: Learner) -> None:
    """Somebody else opens the link: the same page, text, progress and numbers."""
    other = chromium.new_context(locale="en-US").new_page()
    visit(other, link)
    expect(other.locator("h1").first).to_have_text(learner.t("embeddings.title"))
    expect(other.locator("textarea")).to_have_value(OWN)
    expect(other.get_by_text(learner.t("learning.losses"), exact=True)).to_be_visible()
    learned = learner.t("learning.done").split("**")[0]
    expect(other.get_by_text(learned)).to_have_text(learner.page.get_by_text(learned).inner_text())
    total = len(steps_on([entry.name for entry in PAGES]))
    count = f"{len(learner.done)} / {total}"
    expect(other.get_by_role("button", name=count)).to_be_visible()
    other.reload()
    expect(other.get_by_role("button", name=count)).to_be_visible()
    other.context.close()


def _rung(learner: Learner, number: int, name: str) -> None:
    _radio(learner, f"{number} · {learner.t(f'build.{name}.short')}").click()
    expect(learner.page.get_by_role("heading", name=f"{number} · ")).to_be_visible()
    settle(learner.page)


def _build(learner: Learner) -> None:
    page, t = learner.page, learner.t
    _press(learner, "build.words", "ArrowRight")
    learner.has_done("build.concat")
    learner.answer("concat", 2 * 5 * 3 * 2)
    _rung(learner, 2, "shared")
    page.get_by_role("button", name=t("build.shared.shuffle")).click()
    learner.has_done("build.shared")
    learner.answer("order")
    _rung(learner, 3, "past")
    page.get_by_role("button", name=t("build.new_numbers")).click()
    learner.has_done("build.past")
    learner.answer("range")
    learner.shoot("build-past")
    _rung(learner, 4, "formula")
    _radio(learner, "t = 2").click()
    learner.has_done("build.formula")
    learner.answer("first")
    _rung(learner, 5, "byhand")
    type_number(page, "W_hh", 0, 1, "0.35")
    learner.has_done("build.byhand")
    learner.shoot("build-byhand")
    _rung(learner, 6, "count")
    page.get_by_role("button", name=t("build.count.mine")).click()
    learner.has_done("build.count")
    learner.answer("count", 640)
    _rung(learner, 7, "code")
    _radio(learner, "2").click()
    learner.has_done("build.code")
    learner.answer("output")
    _rung(learner, 8, "stack")
    _radio(learner, "3").click()
    learner.has_done("build.stack")
    learner.answer("stack")
    learner.shoot("build-stack")
    _radio(learner, t("build.chapter.beyond")).click()
    expect(page.get_by_role("heading", name="9 · ")).to_be_visible()
    _radio(learner, "GRU").click()
    page.locator(".st-key-build-hold-z").get_by_role("radio", name=t("build.gates.open")).click()
    learner.has_done("build.gates")
    learner.answer("gates")
    learner.shoot("build-gates")
    _rung(learner, 10, "both")
    _radio(learner, t("build.both.packed")).click()
    learner.has_done("build.both")
    learner.answer("both")
    learner.shoot("build-both")
    _practice(learner)


def _practice(learner: Learner) -> None:
    """The rungs about putting it to use, each done by choosing something else."""
    page, t = learner.page, learner.t
    for name, choice, check, answer in (
        ("tasks", t("build.tasks.aligned"), "task", None),
        ("batches", t("build.batches.packed"), "packed", 3),
        ("learning", t("build.learning.detach.name"), "scale", None),
        ("after", "h₁", "attention", 144),
    ):
        if name == "tasks":
            _radio(learner, t("build.chapter.practice")).click()
            expect(page.get_by_role("heading", name=f"{RUNGS.index(name) + 1} · ")).to_be_visible()
        else:
            _rung(learner, RUNGS.index(name) + 1, name)
        _radio(learner, choice).click()
        learner.has_done(f"build.{name}")
        if name == "tasks":
            page.get_by_role("button", name=t("build.tasks.reads")).click()
            expect(page.locator("svg[data-lit=loss] .kernel")).to_have_count(5)
        if name == "learning":
            story = t("build.learning.detach.story").split("**")[0]
            expect(page.get_by_text(story)).to_be_visible()
        learner.answer(check, answer)
        learner.shoot(f"build-{name}")


def _states(learner: Learner) -> None:
    page = learner.page
    page.locator(".stepper").focus()
    page.keyboard.press("Home")
    expect(page).to_have_url(re.compile("step=1(&|$)"))
    settle(page)
    page.locator(".stepper").press("End")
    learner.has_done("played")
    learner.answer("states", 24)
    learner.shoot("states")


def _reviews(learner: Learner) -> None:
    enter_text(learner.page, TURNED)
    learner.has_done("flip")
    # Whichever side it is on: one word of the two carries the verdict.
    enter_text(learner.page, "A dull but wonderful film")
    learner.page.get_by_role("button", name=learner.t("whatif.smallest")).click()
    learner.page.get_by_role("button", name=learner.t("whatif.try")).click()
    learner.has_done("whatif")
    learner.answer("causal")
    learner.shoot("reviews")


def _weather(learner: Learner) -> None:
    page, t = learner.page, learner.t
    _radio(learner, t("weather.part_model")).click()
    hours = len(sample_series())
    learner.answer("windows", window_count(hours, 5))
    learner.shoot("weather-model")
    _radio(learner, t("weather.part_train")).click()
    page.get_by_role("button", name=t("weather.train"), exact=True).click()
    page.get_by_role("button", name=t("weather.to_verdict")).click()
    learner.has_done("series")
    learner.shoot("weather-judge")


def test_the_box_can_be_hidden_and_stays_hidden(page: Page, server: str):
    t = translator("en")
    visit(page, f"{server}/tokens?text=a+good+film&model=rnn")
    title = page.get_by_text(t("path.unk.title"))
    expect(title.first).to_be_visible()
    page.get_by_test_id("stPopoverButton").first.click()
    page.get_by_role("button", name=t("path.hide")).click()
    expect(title).to_have_count(0)
    expect(page).to_have_url(re.compile("guide=off"))
    page.reload()
    expect(page.locator("h1").first).to_be_visible()
    settle(page)
    expect(title).to_have_count(0)

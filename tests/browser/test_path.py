"""The whole guided path as a learner walks it, in each language, and a link from its middle."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pytest
from conftest import enter_text, settle, visit
from playwright.sync_api import Page, expect

from rnnviz.i18n import LANGUAGES, Translator, translator
from rnnviz.lessons.path import step, steps_on
from rnnviz.lessons.questions import CHECKS
from rnnviz.ui.navigation import PAGES

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
        link = self.page.get_by_test_id("stSidebarNav").get_by_text(
            self.t(f"{name}.nav"), exact=True
        )
        link.click()
        expect(self.page.locator("h1").first).to_have_text(self.t(f"{name}.title"))
        settle(self.page)

    def has_done(self, *steps: str) -> None:
        """The address says so, and the box counts it."""
        self.done |= set(steps)
        for name in steps:
            expect(self.page).to_have_url(re.compile(f"[?&]done=[^&]*{step(name).code}"))
        settle(self.page)
        total = len(steps_on([entry.name for entry in PAGES]))
        expect(
            self.page.get_by_text(
                self.t("path.progress", done=len(self.done), total=total), exact=True
            )
        ).to_be_visible()

    def shoot(self, name: str) -> None:
        self.stops += 1
        if SHOTS:
            folder = Path(SHOTS)
            folder.mkdir(parents=True, exist_ok=True)
            file = f"{self.t.language}-{self.stops:02d}-{name}.png"
            self.page.screenshot(path=folder / file)

    def answer(self, name: str, number: int | None = None) -> None:
        """Answer a check, wrong at first where it is a choice, and read why."""
        check, start = CHECKS[name], self.t("check.title")
        box = self.page.get_by_test_id("stLayoutWrapper").filter(has_text=start).last
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_learner_walks_the_whole_path(page: Page, server: str, language: str):
    learner = Learner(page, server, language)
    t = learner.t
    visit(page, f"{server}/?lang={language}&model=rnn")
    _home(learner)
    learner.open("tokens")
    _tokens(learner)
    learner.open("embeddings")
    _embeddings(learner)
    middle = page.url
    _a_link_from_the_middle(page, middle, learner)
    learner.open("build")
    _build(learner)
    learner.open("states")
    _states(learner)
    learner.open("reviews")
    _reviews(learner)
    learner.open("summary")
    learner.has_done("summary")
    wanted = {s.id for s in steps_on([entry.name for entry in PAGES])}
    assert wanted - learner.done == set()
    expect(page.get_by_text(re.sub(r"\*\*", "", t("path.finished"))[:30])).to_be_visible()
    learner.shoot("summary")


def _home(learner: Learner) -> None:
    enter_text(learner.page, OWN)
    learner.has_done("own")
    learner.answer("cut", 5)  # 15 words, 10 places
    learner.shoot("home")

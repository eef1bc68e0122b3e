"""The stepper over a network that reads both ways: one row fills from each end."""

from __future__ import annotations

import pytest
from driving import visit
from playwright.sync_api import Page, expect

from rnnviz.i18n import LANGUAGES, translator

TEXT = "text=not+bad+at+all"


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_rows_step_towards_each_other(page: Page, server: str, language: str):
    visit(page, f"{server}/build?rung=both&lang={language}&{TEXT}")
    t = translator(language)
    stepper = page.locator(".stepper")
    stepper.scroll_into_view_if_needed()
    word = stepper.locator("[data-part=word]")
    expect(word).to_have_text("→ not  ← all")
    stepper.focus()
    stepper.press("ArrowRight")
    expect(word).to_have_text("→ bad  ← at")
    expect(stepper.locator("[data-part=hint]")).to_have_text(t("stepper.hint_squares"))
    # What torch returns: two halves, and the backward end at the first word.
    stepper.press("o")
    returned = stepper.locator("[data-part=returns]")
    expect(returned).to_contain_text(t("stepper.both_hidden"))
    expect(returned).to_contain_text("bidirectional=True")
    expect(returned).to_contain_text("h_n[1, 0] == output[0, 0, 2:]")
    # The squares of the lower row have the numbers of their own direction.
    stepper.press("Enter")
    card = stepper.locator(".card.open h4")
    expect(card).to_contain_text(t("stepper.directions.forward"))
    lower, word_at = lower_square(page)
    page.mouse.click(*lower)
    expect(card).to_contain_text(t("stepper.directions.backward"))
    expect(card).to_contain_text(f"“{word_at}”")


def lower_square(page: Page) -> tuple[tuple[float, float], str]:
    """A square of the lower row: where it is, and the word it has read: the last but one."""
    x, y = page.locator(".stepper").evaluate("""root => {
        const { plan, first, parts, steps } = root.stepper;
        const lane = plan.laneOf(1, 0), box = parts.canvas.getBoundingClientRect();
        const left = plan.gutter + (steps - 1 - first) * plan.pitch + plan.gap;
        return [box.left + left + plan.box / 2, box.top + lane.y + lane.cell / 2];
    }""")
    return (x, y), "at"

"""What if: a word out, another in, two versions, the smallest change, the link reopened."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from driving import settle, visit
from playwright.sync_api import Page, expect

from rnnviz.i18n import translator

TEXTS = {
    "en": ("A dull film, but the songs are lovely.", "dull", "gru"),
    "vi": ("Phim rất dở nhưng nhạc hay.", "dở", "vi"),
}


def words_of(page: Page, label: str):
    """The words of a text on the page, by what the text is called."""
    return page.locator(f'.text[aria-label="{label}"]')


@pytest.mark.parametrize("language", TEXTS)
def test_a_word_is_taken_out_brought_back_and_replaced(page: Page, server: str, language: str):
    t = translator(language)
    text, word, model = TEXTS[language]
    visit(page, f"{server}/reviews?lang={language}&model={model}&text={quote(text)}")
    words_of(page, t("reason.title")).locator(".word", has_text=word).click()
    page.get_by_role("button", name=t("whatif.delete")).click()
    box = page.locator("textarea[id=text]")
    expect(box).not_to_have_value(re.compile(word))
    # Both versions stand there; what is gone from A comes back by a click.
    expect(words_of(page, t("compare.words_a")).locator(".word.gone")).to_have_text([word])
    expect(page).to_have_url(re.compile("was="))  # the address follows the page
    reopened = page.url
    words_of(page, t("compare.words_a")).locator(".word.gone").click()
    expect(box).to_have_value(text)

    # The link brought both versions.
    page.goto(reopened)
    settle(page)
    expect(words_of(page, t("compare.words_a")).locator(".word.gone")).to_have_text([word])
    expect(box).not_to_have_value(re.compile(word))
    page.get_by_role("button", name=t("compare.back")).click()
    expect(box).to_have_value(text)

    # Another word, typed.
    words_of(page, t("reason.title")).locator(".word", has_text=word).click()
    field = page.get_by_placeholder(t("whatif.other_hint"))
    field.fill("zzz")
    field.press("Enter")
    expect(box).to_have_value(re.compile("zzz"))
    expect(words_of(page, t("compare.words_b")).locator(".word.new")).to_have_text(["zzz"])

    # The place where the states part opens in States.
    page.get_by_role(
        "link", name=re.compile(re.escape(t("compare.in_stepper", word="@")).split("@")[0])
    ).click()
    expect(page).to_have_url(re.compile(r"states.*step="))


@pytest.mark.parametrize("language", TEXTS)
def test_the_smallest_change_is_found_and_made(page: Page, server: str, language: str):
    t = translator(language)
    _, word, model = TEXTS[language]
    visit(page, f"{server}/reviews?lang={language}&model={model}&text={quote(word)}")
    verdict = (
        page.get_by_test_id("stMetric")
        .filter(has_text=t("reviews.verdict", model=t(f"models.{model}")))
        .get_by_test_id("stMetricValue")
        .first
    )
    expect(verdict).to_have_text(t("reviews.negative"))
    page.get_by_role("button", name=t("whatif.smallest")).click()
    page.get_by_role("button", name=t("whatif.try")).click()
    expect(verdict).to_have_text(t("reviews.positive"))
    expect(words_of(page, t("compare.words_a")).locator(".word.gone")).to_have_text([word])

"""What a designer would see: words that can be read, and nothing cut off on a phone."""

from __future__ import annotations

import re

import pytest
from driving import settle, visit
from playwright.sync_api import Page, expect

from rnnviz.i18n import LANGUAGES, translator
from rnnviz.ui.shell.navigation import PAGES

READ = translator("en")("ask.read")
PHONE = {"width": 390, "height": 844}


def shades(page: Page, selector: str) -> list[tuple[int, ...]]:
    """The colours (red, green, blue) of a first element's words and of its ground."""
    found = page.locator(selector).first.evaluate(
        "e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]"
    )
    return [tuple(int(n) for n in re.findall(r"\d+", colour)[:3]) for colour in found]


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """As the Web Content Accessibility Guidelines have it: 1 to 21."""

    def light(colour: tuple[int, ...]) -> float:
        parts = (c / 255 for c in colour)
        red, green, blue = (
            c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_primary_buttons_can_be_read(page: Page, server: str, theme: str):
    page.emulate_media(color_scheme=theme)
    visit(page, f"{server}/embeddings")
    button = '[data-testid="stBaseButton-primary"]'
    expect(page.locator(button).first).to_be_visible()
    assert contrast(*shades(page, button)) >= 4.5


def test_build_opens_on_its_drawing_and_has_the_settings_below_it(page: Page, server: str):
    for rung in ("concat", "formula", "both"):
        visit(page, f"{server}/build?rung={rung}&text=not+bad+at+all")
        drawing = page.locator(".drawing svg").first
        settings, read = page.get_by_role("slider").first, page.get_by_text(READ).first
        for viewport in (PHONE, {"width": 1280, "height": 800}):
            page.set_viewport_size(viewport)
            settle(page)
            expect(drawing).to_be_visible()
            places = [one.bounding_box() for one in (drawing, settings, read)]
            picture, sizes, words = (box["y"] for box in places if box)
            assert picture < sizes < words, rung
            assert viewport == PHONE or picture < 700, rung  # on the first screen


@pytest.mark.parametrize("name", [entry.name for entry in PAGES])
def test_every_page_opens_in_every_language_with_nothing_cut_off_on_a_phone(
    page: Page, server: str, name: str
):
    page.set_viewport_size(PHONE)
    main = '[data-testid="stMain"]'  # the sidebar is folded away
    path = "" if name == "home" else name
    for language in LANGUAGES:
        visit(page, f"{server}/{path}?lang={language}")
        expect(page.locator("h1").first).to_have_text(translator(language)(f"{name}.title"))
        for part in (main, f'{main} [role="radiogroup"]'):
            for box in page.locator(part).all():
                wide, room = box.evaluate("e => [e.scrollWidth, e.clientWidth]")
                assert wide <= room + 1, (language, part)


@pytest.mark.parametrize("rung", ["concat", "past", "stack", "gates&gates_cell=lstm"])
def test_a_drawing_of_four_words_fits_a_phone(page: Page, server: str, rung: str):
    page.set_viewport_size(PHONE)
    visit(page, f"{server}/build?rung={rung}")
    paper = page.locator(".paper").first
    expect(paper.locator("svg")).to_be_visible()
    wide, room = paper.evaluate("e => [e.scrollWidth, e.clientWidth]")
    assert wide <= room + 1

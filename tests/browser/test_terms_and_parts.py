"""Terms in the text light their part of the figure, and parts light their terms."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from driving import PATIENCE, settle, visit
from playwright.sync_api import Browser, Locator, Page, expect

from rnnviz.i18n import LANGUAGES, translator

TEXT = "text=not+bad+at+all"
WITH_TERMS = [
    *("rung=concat", "rung=shared", "rung=past", "rung=formula", "rung=byhand"),
    *("rung=gates&gates_cell=gru", "rung=gates&gates_cell=lstm"),
    *("rung=stack", "rung=both"),
]
PALE = "0.16"
LIT = re.compile(r"^rgb\(")  # a ground of its own; other words have none: rgba(0, 0, 0, 0)


def build(server: str, rung: str, language: str = "en") -> str:
    return f"{server}/build?{rung}&lang={language}&{TEXT}"


def term(page: Page, part: str) -> Locator:
    return page.locator(f'a[role="button"][href="#part-{part}"]')


def shapes(page: Page, part: str) -> Locator:
    return page.locator(f'.drawing [data-part~="{part}"]')


def others(page: Page, part: str) -> Locator:
    return page.locator(f'.drawing [data-part]:not([data-part~="{part}"])')


def expect_lit(page: Page, part: str) -> None:
    """The part stands out in the drawing, everything else in it is pale, its terms are marked."""
    for shape in shapes(page, part).all():
        expect(shape).to_have_css("opacity", "1")
    expect(others(page, part).first).to_have_css("opacity", PALE)
    pale = others(page, part).evaluate_all("all => all.map((e) => getComputedStyle(e).opacity)")
    assert set(pale) == {PALE}
    expect(term(page, part).first).to_have_css("background-color", LIT)


def expect_dark(page: Page, part: str) -> None:
    expect(others(page, part).first).not_to_have_css("opacity", PALE)
    expect(term(page, part).first).not_to_have_css("background-color", LIT)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_term_lights_its_part_and_a_part_its_term(page: Page, server: str, language: str):
    sent: list[object] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    visit(page, build(server, "rung=past", language))
    arrow, tanh = term(page, "recurrent").first, shapes(page, "tanh").first
    colour = arrow.evaluate("e => getComputedStyle(e).color")
    expect(shapes(page, "recurrent").first).to_have_css("stroke", colour)  # its part's colour
    said = len(sent)
    arrow.hover()
    expect_lit(page, "recurrent")
    assert shapes(page, "recurrent").count() == 8  # four arrows, each with its W_hh
    tanh.hover()
    expect(term(page, "tanh").first).to_have_css("background-color", LIT)
    expect(term(page, "recurrent").first).not_to_have_css("background-color", LIT)
    page.locator("h1").hover()
    expect_dark(page, "tanh")
    assert len(sent) == said  # the server has heard of nothing


def test_the_keyboard_lights_holds_and_lets_go(page: Page, server: str):
    visit(page, build(server, "rung=past"))
    below = term(page, "tanh").nth(1)  # in a paragraph far below the picture
    expect(below).to_be_visible()
    below.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect_lit(page, "tanh")
    before = page.get_by_test_id("stMain").evaluate("e => e.scrollTop")
    expect(shapes(page, "tanh").first).not_to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(shapes(page, "tanh").first).to_be_in_viewport()
    expect(below).to_have_attribute("aria-pressed", "true")
    expect_lit(page, "tanh")
    page.keyboard.press("Escape")
    expect_dark(page, "tanh")
    expect(below).to_have_attribute("aria-pressed", "false")
    expect(below).to_be_focused()
    page.wait_for_function(
        f"() => Math.abs(document.querySelector('[data-testid=stMain]').scrollTop - {before}) < 2"
    )
    page.keyboard.press("Space")
    expect(below).to_have_attribute("aria-pressed", "true")


def test_a_rerun_loses_nothing_and_another_rung_begins_anew(page: Page, server: str):
    t = translator("en")
    visit(page, build(server, "rung=formula"))
    term(page, "recurrent").first.click()
    page.get_by_role("radio", name="t = 3").click()
    expect(page).to_have_url(re.compile("step=3"))
    settle(page)
    expect_lit(page, "recurrent")
    expect(term(page, "recurrent").first).to_have_attribute("aria-pressed", "true")
    page.get_by_text(f"3 · {t('build.past.short')}", exact=True).click()
    expect(page).to_have_url(re.compile("rung=past"))
    settle(page)
    page.mouse.move(5, 5)  # the new rung may have a term where the click was
    expect_dark(page, "recurrent")


@pytest.mark.parametrize("rung", WITH_TERMS)
def test_every_term_has_its_part_in_a_figure(page: Page, server: str, rung: str):
    """That other languages have the same terms is tried in tests/i18n."""
    visit(page, build(server, rung))
    terms = page.locator('a[role="button"][href^="#part-"]')
    expect(terms.first).to_be_visible()
    found = {part.removeprefix("#part-") for part in terms.evaluate_all(
        "all => all.map((e) => e.getAttribute('href'))")}  # fmt: skip
    assert found
    for part in found:
        own = page.locator(f'[data-parts] [data-part~="{part}"]')
        expect(own).not_to_have_count(0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_stepper_lights_the_part_of_a_term(page: Page, server: str, language: str):
    page.emulate_media(reduced_motion="reduce")  # what moves has arrived at once
    visit(page, f"{server}/states?lang={language}&step=3&{TEXT}")
    lit = page.locator(".stepper .veil rect")
    before = term(page, "before").first
    before.hover()
    expect(lit).to_have_count(1)  # one layer
    expect(lit).to_have_attribute("data-part", "before")
    expect(lit).to_have_css("stroke", before.evaluate("e => getComputedStyle(e).backgroundColor"))
    term(page, "x").first.click()
    expect(lit).to_have_count(2)  # the vectors and the words
    expect(lit.first).to_be_in_viewport()
    page.mouse.move(5, 5)
    page.keyboard.press("Escape")
    expect(lit).to_have_count(0)
    for part in ("word", "state", "verdict", "before", "now"):  # every term has its part
        term(page, part).first.click()
        expect(lit.first).to_have_attribute("data-part", part)
    # A square that is pointed at marks its terms.
    expect(lit.first).to_be_in_viewport()
    square = lit.first.bounding_box()
    assert square
    page.mouse.move(square["x"] + square["width"] / 2, square["y"] + 40, steps=4)
    for part in ("now", "state"):
        expect(term(page, part).first).to_have_css("background-color", LIT)
    expect(term(page, "before").first).not_to_have_css("background-color", LIT)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chart_lights_with_its_term(page: Page, server: str, language: str):
    page.emulate_media(reduced_motion="reduce")
    visit(page, f"{server}/embeddings?lang={language}&text=a+wonderful+film")
    random, learned = (
        page.locator(f".st-key-part-{part}-vectors") for part in ("random", "learned")
    )
    expect(learned.locator(".js-plotly-plot")).to_be_visible()
    last = term(page, "random").last  # far below the pictures, at the map
    last.focus()
    page.keyboard.press("Enter")
    shown = page.locator('[class*="st-key-part-random-"]')
    expect(shown.last).to_be_in_viewport()  # the nearest one
    expect(learned).to_have_css("opacity", PALE)
    expect(random).to_have_css("opacity", "1")
    page.keyboard.press("Escape")
    expect(learned).to_have_css("opacity", "1")
    learned.hover()
    expect(term(page, "learned").first).to_have_css("background-color", LIT)
    expect(random).to_have_css("opacity", "1")  # a part that is pointed at dims nothing


def test_what_a_user_types_is_never_a_term(page: Page, server: str):
    visit(page, f"{server}/build?rung=concat&order=2134&text=%5Bbad%5D(%23part-x)+film")
    own = translator("en")("build.concat.idea").count("#part-x")
    expect(term(page, "x")).to_have_count(own + 1)  # and in how to read the picture


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    device = chromium.new_context(
        viewport={"width": 390, "height": 844}, locale="en-US", has_touch=True, is_mobile=True,
        color_scheme="dark",
    )  # fmt: skip
    tab = device.new_page()
    tab.set_default_timeout(PATIENCE)
    yield tab
    device.close()


def test_a_tap_lights_a_second_one_or_one_elsewhere_lets_go(phone: Page, server: str):
    visit(phone, build(server, "rung=past", "vi"))
    tanh, arrow = term(phone, "tanh").first, term(phone, "recurrent").first
    tanh.tap()
    expect_lit(phone, "tanh")
    expect(shapes(phone, "tanh").first).to_be_in_viewport()
    tanh.tap()
    expect_dark(phone, "tanh")
    arrow.tap()
    expect_lit(phone, "recurrent")
    phone.get_by_role("heading").nth(1).tap()
    expect_dark(phone, "recurrent")
    # From far below the way back is one tap.
    below = term(phone, "tanh").last
    below.tap()
    expect(shapes(phone, "tanh").first).to_be_in_viewport()
    phone.get_by_role("button", name=translator("vi")("app.back_to_text")).tap()
    expect(below).to_be_in_viewport()
    expect_dark(phone, "tanh")
    shapes(phone, "sum").first.tap()  # a part holds its terms, too
    expect_lit(phone, "sum")

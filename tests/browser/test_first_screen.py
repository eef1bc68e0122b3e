"""What is on the first screen of a page, before anybody scrolls."""

from __future__ import annotations

import re

import pytest
from driving import TWO_FRAMES, enter_text, settle, visit
from playwright.sync_api import Browser, Page, expect

from rnnviz.i18n import translator

SIZES = {"laptop": (1280, 800), "projector": (1920, 1080), "phone": (390, 844)}
# Each page's main picture, and how much of it must be in sight (pixels) on any of the screens.
PICTURES = {
    "": (".stepper canvas.scene", 200),
    "states": (".stepper canvas.scene", 200),
    "reviews": (".text[data-words]", 60),
    "embeddings": ('[class*="st-key-embeddings-vectors"]', 60),
    "weather": ('[data-testid="stPlotlyChart"]', 60),
}
LINES = 120  # pixels that the path and the text may take together
EN = translator("en")


@pytest.mark.parametrize("path", PICTURES)
def test_the_main_picture_is_on_the_first_screen(page: Page, server: str, path: str):
    """Of the stepper, the whole."""
    selector, least = PICTURES[path]
    visit(page, f"{server}/{path}")
    for name, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate(TWO_FRAMES)  # what follows the window does so in the next frame
        settle(page)
        picture = page.locator(selector).first
        expect(picture).to_be_visible()
        box = picture.bounding_box()
        assert box is not None
        assert box["y"] + min(least, box["height"]) <= height, (path, width, box)
        letters = "20px" if name == "projector" else "16px"  # for the back of a room
        expect(page.locator("html")).to_have_css("font-size", letters)
        if "stepper" in selector:
            _holds_the_whole_stepper(page, height, f"{path} on a {name}")


def _holds_the_whole_stepper(page: Page, height: int, where: str) -> None:
    play = page.locator('.stepper [data-part="play"]')
    canvas = page.locator(".stepper canvas.scene")
    expect(page.locator(".stepper")).to_have_attribute("data-step", re.compile(r"\d"))
    for part in (play, page.locator('.stepper [data-part="slider"]'), canvas):
        box = part.bounding_box()
        assert box is not None
        assert box["y"] >= 0, where
        assert box["y"] + box["height"] <= height, (where, box)
    line = page.locator(".st-key-rnnviz_path_line").bounding_box()
    text = page.locator(".st-key-rnnviz_text_line").bounding_box()
    assert line is not None
    assert text is not None
    assert line["height"] + text["height"] <= LINES, where


def test_the_stage_plays_once_for_a_first_visitor_and_for_each_text(chromium: Browser, server: str):
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="en-US")
    page = context.new_page()
    visit(page, server)
    stepper = page.locator(".stepper")
    expect(stepper).to_have_attribute("data-playing", "true")
    page.mouse.click(5, 400)  # the first touch, wherever it is
    expect(stepper).to_have_attribute("data-playing", "false")
    stopped = stepper.get_attribute("data-step")
    page.get_by_role("slider", name=EN("why.length")).press("ArrowRight")
    expect(page.get_by_text(re.compile("^13$")).first).to_be_attached()
    settle(page)
    assert "step=" not in page.url  # nobody chose the place where it was stopped
    assert stepper.get_attribute("data-step") == stopped
    enter_text(page, "a dull start and a wonderful ending")
    expect(page.get_by_text(EN("text.hint"))).to_be_hidden()  # the box lies over nothing
    expect(page.locator("textarea")).to_be_focused()
    expect(stepper).to_have_attribute("data-playing", "true")
    expect(page.get_by_text(EN("reviews.positive")).first).to_be_visible()
    expect(stepper).to_have_attribute("data-playing", "false")
    expect(stepper).to_have_attribute("data-step", "7")
    expect(page).to_have_url(re.compile("step=7"))
    page.reload()
    settle(page)
    expect(stepper).to_have_attribute("data-step", "7")
    expect(stepper).to_have_attribute("data-playing", "false")
    context.close()
    still = chromium.new_context(reduced_motion="reduce", locale="en-US")
    page = still.new_page()
    visit(page, server)
    expect(page.locator(".stepper")).to_have_attribute("data-step", "1")
    expect(page.locator(".stepper")).to_have_attribute("data-playing", "false")
    still.close()


def test_the_text_opens_over_the_page_and_moves_nothing(page: Page, server: str):
    visit(page, f"{server}/reviews?model=rnn")
    words = page.locator(".text[data-words]").first
    before = words.bounding_box()
    box = page.locator("textarea")
    closed = box.bounding_box()
    box.click()
    opened = box.bounding_box()
    assert closed is not None
    assert opened is not None
    assert opened["height"] > closed["height"] + 20
    assert words.bounding_box() == before
    box.blur()
    assert box.bounding_box() == closed


def test_units_stand_by_likeness_by_weight_or_by_number(page: Page, server: str):
    visit(page, f"{server}/states?text=a+dull+start+and+a+wonderful+ending&model=rnn")
    order = page.locator('.stepper [data-part="order"]')

    def rows() -> list[int]:
        found = page.locator(".stepper").evaluate("(root) => root.stepper.orders.get('0.0')?.units")
        return list(found or range(24))

    seen = {}
    for name in ("similar", "weight", "number"):
        order.select_option(name)
        seen[name] = rows()
        assert sorted(seen[name]) == list(range(24))
    assert seen["number"] == list(range(24))
    assert len({tuple(one) for one in seen.values()}) == 3
    # What stands in a row is what a click on it opens.
    order.select_option("weight")
    canvas = page.locator(".stepper canvas.scene")
    lane, left = page.locator(".stepper").evaluate(
        "(r) => [r.stepper.plan.laneOf(0, 0), r.stepper.plan.gutter + 1.5 * r.stepper.plan.pitch]"
    )
    canvas.click(position={"x": left + 6, "y": lane["y"] + lane["cell"] / 2})
    expect(page.locator(".card.open h4")).to_contain_text(f"unit {seen['weight'][0] + 1},")

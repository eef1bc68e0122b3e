"""Memory and the way from a state back to words, as a user meets them."""

from __future__ import annotations

import re

from driving import kept_marks, live_charts, mark, settle, visit
from playwright.sync_api import Locator, Page, expect

from rnnviz.i18n import translator

TEXT = "text=slow+and+bad+at+first+but+then+a+beautiful+ending"
T = translator("en")


def metric(page: Page, label: str) -> Locator:
    """The value of the metric with this label."""
    card = page.get_by_test_id("stMetric").filter(has_text=label)
    return card.get_by_test_id("stMetricValue")


def press(page: Page, slider: Locator, key: str, times: int) -> None:
    slider.focus()
    for _ in range(times):
        page.keyboard.press(key)


def test_moving_the_slider_makes_the_gradient_explode_and_reruns_this_panel_only(
    page: Page, server: str
):
    visit(page, f"{server}/states?{TEXT}&model=rnn&look=memory")
    alone, radius = T("memory.alone_rnn"), T("memory.radius")
    expect(metric(page, radius)).to_have_text("1.10")
    # What lies outside the panel is not drawn again: it keeps a mark of ours.
    title = page.get_by_role("heading", name=T("memory.title"))
    title.evaluate("node => { node.dataset.untouched = 'yes' }")
    slider = page.get_by_role("slider", name=re.compile("Multiply"))
    press(page, slider, "ArrowRight", 5)
    expect(metric(page, alone)).to_have_text(T("memory.exploding"))
    expect(metric(page, radius)).to_have_text("1.37")
    expect(page.get_by_text("W_hh alone would explode")).to_be_visible()
    expect(page).to_have_url(re.compile("recur=125"))
    assert title.evaluate("node => node.dataset.untouched") == "yes"
    press(page, slider, "Home", 1)
    expect(metric(page, T("memory.metric_true"))).to_have_text(T("memory.vanishing"))
    expect(metric(page, radius)).to_have_text("0.00")
    settle(page)
    visit(page, page.url)
    expect(metric(page, radius)).to_have_text("0.00")
    page.get_by_role("button", name=T("memory.reset")).click()
    expect(metric(page, radius)).to_have_text("1.10")


def test_the_memory_charts_are_redrawn_in_place(page: Page, server: str):
    visit(page, f"{server}/states?{TEXT}&model=rnn&look=memory")
    charts = live_charts(page)
    mark(charts, 3)
    curve = charts.nth(1).locator(".mark-line path").nth(1)
    before = curve.get_attribute("d")
    press(page, page.get_by_role("slider", name=re.compile("Multiply")), "ArrowRight", 8)
    expect(metric(page, T("memory.alone_rnn"))).to_have_text(T("memory.exploding"))
    expect(curve).not_to_have_attribute("d", str(before))
    settle(page)
    assert kept_marks(charts) == ["yes"] * 3


def test_a_unit_leads_to_its_strongest_places_and_a_place_opens_as_the_text(
    page: Page, server: str
):
    visit(page, f"{server}/states?{TEXT}&model=gru&unit=3&look=collection")
    expect(page.get_by_role("heading", name=T("collection.unit_title", unit=3))).to_be_visible()
    high = page.get_by_role("list", name=T("collection.high_title"))
    low = page.get_by_role("list", name=T("collection.low_title"))
    for places in (high, low):
        expect(places.get_by_role("listitem")).to_have_count(5)
        expect(places.locator(".mark")).to_have_count(5)
    before = high.inner_text()
    values = [float(v) for v in high.locator(".value").all_inner_texts()]
    assert values == sorted(values, reverse=True)
    assert values[0] > 0 > float(low.locator(".value").first.inner_text().replace("−", "-"))
    page.get_by_role("spinbutton", name=T("states.unit"), exact=True).fill("9")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=T("collection.unit_title", unit=9))).to_be_visible()
    expect(high).not_to_have_text(before, use_inner_text=True)
    expect(page).to_have_url(re.compile("unit=9"))
    # A place opens: its review is the text now, the framed word its chosen step.
    place = high.get_by_role("listitem").first
    word = re.sub(r"\W", "", place.locator(".mark").inner_text()).lower()
    step = re.search(r"word (\d+)", place.locator(".note").inner_text())
    place.get_by_role("button", name=T("collection.open")).click()
    expect(page).to_have_url(re.compile(f"step={step[1]}"))
    settle(page)
    around = page.get_by_test_id("stText").filter(has_text="◂")
    expect(around).to_have_text(re.compile(rf"{word} ◂$"))


def test_an_own_file_shows_its_texts(page: Page, server: str):
    visit(page, f"{server}/states?{TEXT}&model=rnn&look=collection")
    page.get_by_text(T("collection.load")).click()
    rows = [f"Zebra number {i} is a wonderful film and I loved it." for i in range(30)]
    rows += [f"<b>Quagga</b> number {i} is a dull and terrible mess." for i in range(30)]
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(
        {"name": "mine.txt", "mimeType": "text/plain", "buffer": "\n".join(rows).encode()}
    )
    high = page.get_by_role("list", name=T("collection.high_title"))
    expect(page.get_by_text("60 reviews from “mine.txt”")).to_be_visible()
    expect(high).to_contain_text(re.compile("Zebra|Quagga"))
    lists = page.get_by_role("list").filter(has_text="number")
    # Markup in a review is shown as it was written.
    expect(lists.filter(has_text="<b>Quagga</b>").first).to_be_visible()
    expect(page.get_by_text(re.compile("Over the whole collection|Nothing simple"))).to_be_visible()
    page.get_by_text(T("collection.shipped")).click()
    expect(high).not_to_contain_text(re.compile("Zebra|Quagga"))

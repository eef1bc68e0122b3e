"""The animation plays in the browser alone, and its place goes into the link."""

from __future__ import annotations

import re

from conftest import settle, visit
from playwright.sync_api import Page, expect

TEXT = "text=slow+and+bad+at+first+but+then+a+beautiful+ending"


def frames(page: Page) -> list[str]:
    """Collect what the page sends to the server from now on."""
    sent: list[str] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda data: sent.append("frame")))
    return sent


def test_it_plays_to_the_end_without_asking_the_server(page: Page, server: str):
    sent = frames(page)
    visit(page, f"{server}/states?{TEXT}&model=gru&step=1")
    player = page.locator(".player")
    expect(player).to_have_attribute("data-step", "1")
    page.get_by_role("combobox", name="Speed").select_option("8")
    before = len(sent)
    page.get_by_role("button", name="Play").click()
    expect(player).to_have_attribute("data-step", "10")
    expect(player).to_have_attribute("data-playing", "false")
    expect(page).to_have_url(re.compile("step=10"))
    settle(page)
    # Playing through ten steps told the server once, at the end.
    assert len(sent) <= before + 2


def test_keys_scrub_and_the_link_opens_the_same_step(page: Page, server: str):
    visit(page, f"{server}/states?{TEXT}&model=rnn&step=5")
    player = page.locator(".player")
    expect(player).to_have_attribute("data-step", "5")
    expect(player.locator("[data-part=word]")).to_have_text("first")
    player.focus()
    page.keyboard.press("ArrowRight")
    expect(player.locator("[data-part=word]")).to_have_text("but")
    page.keyboard.press("Home")
    expect(player).to_have_attribute("data-step", "1")
    page.keyboard.press("End")
    expect(player).to_have_attribute("data-step", "10")
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile("step=9"))
    settle(page)
    link = page.url
    visit(page, link)
    expect(page.locator(".player")).to_have_attribute("data-step", "9")


def test_pointing_at_a_square_reads_its_value(page: Page, server: str):
    visit(page, f"{server}/states?{TEXT}&model=rnn&step=10")
    canvas = page.locator(".player canvas")
    canvas.hover(position={"x": 60, "y": 10})
    expect(page.locator(".player [data-part=value]")).to_contain_text("unit 1 after “slow”")

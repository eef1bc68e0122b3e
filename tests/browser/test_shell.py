"""Journeys through the shell: deep links, languages, the text that goes along."""

from __future__ import annotations

import re

import pytest
from driving import (
    choose_language,
    enter_text,
    page_link,
    page_links,
    serve,
    settle,
    visit,
)
from playwright.sync_api import Page, expect

from rnnviz.i18n import translator
from rnnviz.ui.shell.examples import example_texts
from rnnviz.ui.shell.navigation import PAGES

EN, VI = translator("en"), translator("vi")


def path_of(name: str) -> str:
    return "" if name == "home" else name


# The guard is the first thing every page does (tests/test_architecture.py): two of them will do.
@pytest.mark.parametrize("name", ["states", "weather"])
def test_a_deep_link_on_a_fresh_server_opens_the_page_inside_the_app(page: Page, name: str):
    with serve() as address:
        visit(page, f"{address}/{path_of(name)}?lang=vi")
        expect(page.locator("h1").first).to_have_text(VI(f"{name}.title"))
        for entry in PAGES:
            expect(page_link(page, VI(f"{entry.name}.nav"))).to_be_visible()
        # Streamlit by itself would list the bare files, and other links with them.
        expect(page_links(page)).to_have_count(len(PAGES))


def test_the_language_is_kept_in_the_url_over_page_changes_and_reloads(page, server):
    visit(page, server)
    choose_language(page, "vi")
    expect(page.locator("h1").first).to_have_text(VI("home.title"))
    expect(page).to_have_url(re.compile("lang=vi"))
    page_link(page, VI("tokens.nav")).click()
    expect(page.locator("h1").first).to_have_text(VI("tokens.title"))
    expect(page).to_have_url(re.compile("/tokens.*lang=vi"))
    page.reload()
    expect(page.locator("h1").first).to_have_text(VI("tokens.title"))


def test_the_text_goes_along_from_page_to_page_and_into_the_link(page, server):
    visit(page, f"{server}/tokens")
    enter_text(page, "a quiet little masterpiece")
    expect(page).to_have_url(re.compile("text=a(\\+|%20)quiet"))
    page_link(page, EN("reviews.nav")).click()
    expect(page.locator("h1").first).to_have_text(EN("reviews.title"))
    settle(page)
    expect(page.locator("textarea")).to_have_value("a quiet little masterpiece")
    expect(page.locator(".text[data-words='4']")).to_be_visible()
    link = page.url
    page.goto("about:blank")
    visit(page, link)
    expect(page.locator("textarea")).to_have_value("a quiet little masterpiece")


def test_a_box_that_was_emptied_shows_the_example_that_is_read(page, server):
    visit(page, f"{server}/tokens?text=my+own+words")
    enter_text(page, "")
    box = page.locator("textarea")
    expect(box).to_have_value(example_texts()["turn"])
    enter_text(page, "")  # the example is emptied, too
    expect(box).to_have_value(example_texts()["turn"])


def test_home_links_to_every_page_and_keeps_the_language(page, server):
    visit(page, f"{server}/?lang=vi")
    link = page.get_by_test_id("stMain").get_by_role("link", name=VI("states.nav"))
    link.click()
    expect(page.locator("h1").first).to_have_text(VI("states.title"))


def test_a_page_begins_at_its_top_however_far_the_one_before_was_scrolled(page: Page, server: str):
    visit(page, f"{server}/build?rung=count")
    main = page.get_by_test_id("stMain")
    main.evaluate("(e) => e.scrollTo(0, 900)")
    assert main.evaluate("(e) => e.scrollTop") == 900
    page_link(page, EN("tokens.nav")).click()
    expect(page.get_by_role("heading", name=EN("tokens.title"))).to_be_in_viewport()
    settle(page)
    assert main.evaluate("(e) => e.scrollTop") == 0
    # So does the next part of a page, to which the way stands at the end of this one.
    visit(page, f"{server}/weather?part=data")
    onward = EN("weather.next_step", name=EN("weather.part_model"))
    page.get_by_role("button", name=onward).click()
    expect(page).to_have_url(re.compile("part=model"))
    settle(page)
    assert main.evaluate("(e) => e.scrollTop") == 0


def test_the_way_to_a_question_ends_at_the_question(page: Page, server: str):
    page.set_viewport_size({"width": 390, "height": 844})
    visit(page, f"{server}/runs?done=a")
    page.get_by_role("link", name=EN("path.go")).first.click()
    question = page.locator('[class*="st-key-check-box"]').first
    expect(question).to_be_in_viewport()
    page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollTop > 500")
    settle(page)
    expect(question).to_be_in_viewport()

"""A backtest on the page: from a click over its folds to a sentence, and again after a reload."""

from __future__ import annotations

import re

from driving import key, settle, visit
from playwright.sync_api import Page, expect

from rnnviz.i18n import translator

EN = translator("en")


def test_a_backtest_is_started_and_told_with_its_spread(page: Page, server: str):
    visit(page, f"{server}/weather?part=train&epochs=1&hidden=4&window=4&folds=3")
    key(page, "weather.start").click()
    expect(page).to_have_url(re.compile(r"run=[\w-]{22}"))
    # Nobody has to wait beside the training: the verdict opens by itself when it is there.
    page.get_by_role("radio", name=EN("weather.part_judge")).click()
    expect(page.get_by_text(re.compile("same as last hour")).first).to_be_visible()
    settle(page)
    main = page.get_by_test_id("stMain")
    key(page, "weather.backtest.start").click()
    expect(page.locator(".st-key-weather-backtest-chart .js-plotly-plot")).to_be_visible()
    expect(key(page, "weather.backtest.start")).to_have_count(0)
    said = re.compile(r"lowest and highest stretch in brackets\.")
    expect(main.get_by_text(said)).to_be_visible()
    settle(page)
    page.reload()
    settle(page)
    expect(main.get_by_text(said)).to_be_visible()
    expect(main.get_by_text(EN("weather.backtest.bands"))).to_be_visible()

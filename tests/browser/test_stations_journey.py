"""A file of several stations: one network for all, one for each, and the table, as on a phone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from driving import key, settle, visit
from playwright.sync_api import Page, expect

from rnnviz.i18n import LANGUAGES, translator
from tests.several_files import several


@pytest.mark.parametrize("language", LANGUAGES)
def test_stations_are_trained_together_and_each_and_compared(
    page: Page, server: str, tmp_path: Path, language: str
):
    t = translator(language)
    path = tmp_path / "three.csv"
    path.write_bytes(several(days=40))
    page.set_viewport_size({"width": 390, "height": 844})
    visit(page, f"{server}/weather?epochs=1&hidden=4&window=4&lang={language}")
    page.locator("input[type=file]").set_input_files(path)
    main = page.get_by_test_id("stMain")

    def step(name: str) -> None:
        page.get_by_role("radio", name=t(f"weather.part_{name}")).click()
        settle(page)

    for kind in ("all", "each"):
        page.get_by_role("radio", name=t(f"weather.stations.{kind}")).click()
        settle(page)
        step("train")
        expect(main.get_by_text(t(f"weather.stations.will_{kind}"))).to_be_visible()
        key(page, "weather.start").click()
        expect(page).to_have_url(re.compile(r"run=[\w-]{22}"))
        settle(page)
        step("judge")
        expect(key(page, "weather.stations.download")).to_be_visible()
        if kind == "all":
            step("data")
    both = t("weather.stations.progress", done=3, count=3)
    expect(main.get_by_text(both)).to_have_count(0)  # it goes when nothing is left to wait for
    table = main.get_by_test_id("stTable").filter(has_text=t("weather.stations.all_col"))
    expect(table.get_by_role("row")).to_have_count(4)
    expect(table.get_by_text(t("weather.stations.each_col"))).to_be_visible()
    settle(page)
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    assert wide <= 390
    box = table.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 390
    page.reload()
    settle(page)
    expect(table.get_by_text("Hill")).to_be_visible()

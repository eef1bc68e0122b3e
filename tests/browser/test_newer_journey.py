"""A run lives on: newer data is added to it on the page, and a new run is trained on both."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from driving import key, page_link, settle, visit
from playwright.sync_api import Page, expect

from rnnviz.i18n import translator
from rnnviz.series.sample import sample_series

EN = translator("en")


def newer_file(folder: Path) -> Path:
    """The last two days of the sample, and ten more of the same kind, the last two disturbed."""
    series = sample_series()
    end = len(series)
    values = np.concatenate([series.values[end - 48 :], series.values[end - 240 :]]).astype(float)
    values[-48:] += np.random.default_rng(0).normal(0, 6, 48)
    rows = [
        f"{str(series.stamp(end - 48 + k)).replace('T', ' ')}:00,{value:.2f}"
        for k, value in enumerate(values)
        if not np.isnan(value)
    ]
    path = folder / "newer.csv"
    path.write_text("\n".join(["time,temperature (°C)", *rows]), encoding="utf-8")
    return path


def test_newer_data_is_added_to_an_old_run(page: Page, server: str, tmp_path: Path):
    visit(page, f"{server}/weather?part=train&epochs=2&hidden=8&window=6")
    key(page, "weather.start").click()
    expect(key(page, "weather.to_verdict")).to_be_visible()
    page.get_by_role("radio", name=EN("weather.part_take")).click()
    settle(page)
    main = page.get_by_test_id("stMain")
    expect(main.get_by_text(EN("newer.title"))).to_be_visible()
    main.locator("input[type=file]").set_input_files(newer_file(tmp_path))
    expect(main.get_by_text("New: 240 values")).to_be_visible()
    expect(main.get_by_text(EN("newer.overlap_same", steps=48))).to_be_visible()
    expect(main.get_by_text("Alarm: ")).to_be_visible()
    settle(page)
    expect(page.locator(".st-key-newer-chart .js-plotly-plot")).to_be_visible()
    key(page, "newer.again").click()
    expect(main.get_by_text("(2)").first).to_be_visible()
    expect(key(page, "weather.to_verdict")).to_be_visible()
    page_link(page, EN("runs.nav")).click()
    settle(page)
    expect(main.get_by_text("newer.csv")).to_have_count(1)
    expect(main.get_by_role("checkbox")).to_have_count(2)

"""A logger's file whose sensor was moved near its end: cut with a click, its zone chosen."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from driving import pick, settle, visit
from playwright.sync_api import Browser, Page, expect

from rnnviz.i18n import translator
from rnnviz.message_values import Stamp

EN, VI = translator("en"), translator("vi")
DAYS = 90


def logger(folder: Path) -> Path:
    hours = pd.date_range("2024-01-01", periods=24 * DAYS, freq="h")
    drawn = np.random.default_rng(2)
    fronts = np.repeat(drawn.normal(0, 2, DAYS), 24)
    day = 4 * np.sin((hours.hour.to_numpy() - 9) * 2 * np.pi / 24)
    values = 6 + day + fronts + drawn.normal(0, 0.2, len(hours))
    values[24 * 75 + 9 :] += 12
    path = folder / "logger.csv"
    pd.DataFrame({"time": hours.astype(str), "temperature (°C)": values.round(1)}).to_csv(
        path, index=False
    )
    return path


def test_days_after_a_move_are_cut_and_the_browsers_zone_is_chosen(
    chromium: Browser, server: str, tmp_path: Path
):
    page: Page = chromium.new_page(timezone_id="Asia/Ho_Chi_Minh")
    visit(page, f"{server}/weather")
    page.locator("input[type=file]").set_input_files(logger(tmp_path))
    main = page.get_by_test_id("stMain")
    expect(main.get_by_text(EN("weather.clock.unknown"))).to_be_visible()
    expect(main.get_by_text(EN("findings.tail_level.action"))).to_be_visible()
    fix = EN("weather.fix.cut", day=EN.said(Stamp("2024-03-16")))
    main.get_by_role("button", name=fix).click()
    expect(main.get_by_text(EN("findings.cut.action"))).to_be_visible()
    expect(main.get_by_text(EN("findings.tail_level.action"))).to_have_count(0)
    settle(page)

    box = main.get_by_role("combobox", name=EN("weather.zone"))
    pick(page, box, "Asia/Ho_Chi_Minh")
    said = EN("weather.clock.own", zone="Asia/Ho_Chi_Minh")
    expect(main.get_by_text(said)).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()

"""A file with humidity: trained with it and without it, on a phone and on a screen."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
from driving import key, pick, settle, visit
from playwright.sync_api import Page, expect

from rnnviz.i18n import translator

EN = translator("en")
HOURS = 24 * 40


def garden(folder: Path) -> Path:
    drawn = np.random.default_rng(4)
    celsius = 12 + 5 * np.sin(np.arange(HOURS) * 2 * np.pi / 24) + drawn.normal(0, 0.6, HOURS)
    frame = pd.DataFrame(
        {
            "time": pd.date_range("2023-05-01", periods=HOURS, freq="h").astype(str),
            "temperature (°C)": celsius.round(1),
            "humidity (%)": (90 - 2 * celsius + drawn.normal(0, 3, HOURS)).round(),
            "pressure (hPa)": (1013 + drawn.normal(0, 4, HOURS)).round(1),
        }
    )
    path = folder / "garden.csv"
    frame.to_csv(path, index=False)
    return path


def step(page: Page, name: str) -> None:
    page.get_by_role("radio", name=EN(f"weather.part_{name}")).click()
    settle(page)


def test_a_file_with_humidity_is_trained_with_it_and_without(
    page: Page, server: str, tmp_path: Path
):
    """Begun on a wide screen, gone on with as on a phone."""
    visit(page, f"{server}/weather?epochs=2&hidden=4&window=4")
    page.locator("input[type=file]").set_input_files(garden(tmp_path))
    main = page.get_by_test_id("stMain")
    expect(main.get_by_text(EN("weather.beside.off"))).to_be_visible()
    box = main.get_by_role("combobox", name=EN("weather.beside.label"))
    pick(page, box, "humidity")
    page.keyboard.press("Escape")  # what is behind an open list is hidden from readers
    expect(main.get_by_text(EN("weather.beside.how"))).to_be_visible()
    settle(page)

    step(page, "train")
    key(page, "weather.start").click()
    key(page, "weather.to_verdict").click()
    expect(main.get_by_text(EN("weather.brought.title"))).to_be_visible()
    expect(main.get_by_text(EN("weather.brought.none_yet"))).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    step(page, "take")
    expect(main.get_by_text(EN("weather.beside.window"))).to_be_visible()

    # The same without it, and then both side by side.
    step(page, "judge")
    expect(page).to_have_url(re.compile("part=judge"))
    settle(page)
    first = page.url
    key(page, "weather.brought.0").click()
    expect(key(page, "weather.to_verdict")).to_be_visible()
    key(page, "weather.to_verdict").click()
    settle(page)
    visit(page, first)
    expect(main.get_by_text(EN("weather.brought.seeds"))).to_be_visible()
    # The choice is still there.
    step(page, "data")
    expect(main.get_by_text("humidity (%)").first).to_be_visible()

"""The journey of a temperature file: read, fix, train, reload, stop, judge, take home, compare."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from driving import kept_marks, key, live_charts, mark, page_link, serve, settle, visit
from playwright.sync_api import Page, expect

from rnnviz.i18n import translator

EN, VI = translator("en"), translator("vi")


def logger_file(folder: Path) -> Path:
    """Fourteen months as a garden logger might write them, with invented numbers.

    A title, Latin-1, decimal commas, a second temperature, figures for "not measured", a repeated
    row, a block out of order, a hole of 30 hours and one of 2.
    """
    hours = pd.date_range("2022-03-01", "2023-04-30 23:00", freq="h")
    noise = np.random.default_rng(1).normal(0, 0.25, len(hours))
    year = -9 * np.cos(2 * np.pi * (hours.day_of_year.to_numpy() - 20) / 365)
    day = 4 * np.sin(2 * np.pi * (hours.hour.to_numpy() - 9) / 24)
    celsius = 10 + year + day + 0.3 * noise.cumsum()
    rows = []
    for k, (stamp, value) in enumerate(zip(hours, celsius, strict=True)):
        if 5000 <= k < 5030 or k in (300, 301):
            continue
        shown = "-999" if k in (100, 2000) else f"{value:.1f}"
        rows.append(f"{stamp:%d.%m.%Y %H:%M};{shown.replace('.', ',')};{int(value) - 5},0")
        if k == 900:
            rows.append(rows[-1])
    rows[50:150], rows[150:250] = rows[150:250], rows[50:150]
    head = ["Garten am Fluß", "", "Datum;Außentemp. (°C);Taupunkt (°C)"]
    path = folder / "garten.csv"
    path.write_bytes("\r\n".join([*head, *rows]).encode("latin-1"))
    return path


def step(page: Page, name: str) -> None:
    page.get_by_role("radio", name=EN(f"weather.part_{name}")).click()
    settle(page)


def asking_files(folder: Path) -> dict[str, Path]:
    """Three weeks that leave something to guess: the order of the date, the device, the column."""
    hours = pd.date_range("2024-03-01", periods=21 * 24, freq="h")
    outside = np.round(6 + 4 * np.sin(np.arange(len(hours)) * 2 * np.pi / 24), 1)
    both = list(zip(hours, outside, np.round(20 + outside / 10, 1), strict=True))
    groups = [",Indoor,,Outdoor,", "Time,Humidity(%),Temperature(C),Humidity(%),Temperature(C)"]
    files = {
        "station": ["time,device,temp (°C)"]
        + [f"{t},{name},{v}" for t, a, b in both for name, v in (("A", a), ("B", b)) * 2],
        "temperature_column": ["time,Probe 1 (°C),Probe 2 (°C)"]
        + [f"{t},{a},{b}" for t, a, b in both],
        "day_first": ["Timestamp,Temp (F)"]
        + [f"{t:%m/%d/%Y %I:%M %p},{a * 1.8 + 32:.1f}" for t, a, _ in both[: 11 * 24]],
        "groups": groups + [f"{t},45,{b},80,{a}" for t, a, b in both],
    }
    paths = {}
    for name, rows in files.items():
        paths[name] = folder / f"{name}.csv"
        paths[name].write_text("\n".join(rows), encoding="utf-8")
    return paths


def test_a_guess_is_a_question_that_one_click_answers(page: Page, server: str, tmp_path: Path):
    page.set_viewport_size({"width": 390, "height": 844})  # a phone cuts long labels
    visit(page, f"{server}/weather?epochs=1&hidden=2&window=2")
    main = page.get_by_test_id("stMain")
    for name, path in asking_files(tmp_path).items():
        about = "temperature_column" if name == "groups" else name
        page.locator("input[type=file]").set_input_files(path)
        question = main.get_by_text(EN(f"weather.ask.{about}"))
        expect(main.get_by_text(path.name).last).to_be_visible()
        expect(question).to_be_visible()
        cut = key(page, f"weather.ask.{about}.1").evaluate("e => e.scrollWidth > e.clientWidth")
        assert not cut
        # The last file's own choice is right, the others' is not.
        key(page, f"weather.ask.{about}.{int(name != 'groups')}").click()
        expect(question).to_have_count(0)
        settle(page)
    step(page, "train")
    key(page, "weather.start").click()
    expect(key(page, "weather.to_verdict")).to_be_visible()


def test_the_journey_of_a_file(page: Page, server: str, tmp_path: Path):
    visit(page, f"{server}/weather?epochs=200&hidden=128&window=24")
    expect(page.get_by_text("8,720")).to_be_visible()
    page.locator("input[type=file]").set_input_files(logger_file(tmp_path))
    main = page.get_by_test_id("stMain")
    expect(main.get_by_text(EN("findings.unordered.action"))).to_be_visible()
    for words in (
        EN("findings.sentinels.message", count="2", values="-999"),
        EN("weather.ask.temperature_column"),
        EN("findings.decimal_comma.message"),
    ):
        expect(main.get_by_text(words)).to_be_visible()

    # Fix one: the hole of two hours is not filled any more.
    page.get_by_role("button", name=EN("weather.fix.split")).click()
    expect(page.get_by_text(EN("weather.fill_none")).first).to_be_visible()

    step(page, "train")
    key(page, "weather.start").click()
    best = page.get_by_text(re.compile("^Best so far: epoch"))
    expect(best).to_be_visible()
    expect(page).to_have_url(re.compile(r"ws=[\w-]{22}.*run=[\w-]{22}"))

    # Reload in the middle: still going, and further on.
    page.reload()
    expect(key(page, "weather.stop")).to_be_enabled()
    first = page.get_by_text(re.compile(r"Epoch \d+ of 200")).inner_text()
    expect(page.get_by_text(first, exact=True)).to_have_count(0)
    expect(key(page, "weather.stop")).to_be_enabled()

    # Another page and back: still going.
    page_link(page, EN("runs.nav")).click()
    expect(page.get_by_text(re.compile(r"Epoch \d+ of 200"))).to_be_visible()
    page_link(page, EN("weather.nav")).click()
    key(page, "weather.stop").click()
    key(page, "weather.to_verdict").click()
    expect(page.get_by_test_id("stAlert").get_by_text("same as last hour")).to_be_visible()
    settle(page)

    step(page, "take")
    with page.expect_download() as download:
        key(page, "weather.download.everything").click()
    names = {Path(name).name for name in zipfile.ZipFile(download.value.path()).namelist()}
    assert {"report.html", "repeat_run.py", "forecast.csv", "model.safetensors"} <= names

    # A second run with other settings, then both side by side.
    step(page, "model")
    page.get_by_role("radio", name="GRU").click()
    settle(page)
    step(page, "train")
    key(page, "weather.start").click()
    expect(page.get_by_text(re.compile(r"GRU 128.*"))).to_have_count(1)
    # Not the charts of the run before, which stand until those of this one have come.
    expect(page.get_by_text(re.compile(r"Epoch [1-9]\d* of 200")).first).to_be_visible()
    key(page, "weather.stop").click()
    expect(key(page, "weather.to_verdict")).to_be_visible()
    page_link(page, EN("runs.nav")).click()
    boxes = page.locator(".st-key-runs-list label")
    expect(boxes).to_have_count(2)
    for number in (0, 1):
        boxes.nth(number).click()
        settle(page)
    expect(page.get_by_text(EN("runs.compare_title", count=2))).to_be_visible()
    expect(page.locator(".st-key-runs-curves .main-svg").first).to_be_visible()
    expect(page.get_by_test_id("stDataFrame")).to_have_count(2)
    expect(page.get_by_text(EN("runs.no_differences"))).to_have_count(0)


def test_the_charts_of_a_run_are_redrawn_in_place(page: Page):
    with serve() as address:  # one of its own: another journey's run may keep the worker
        visit(page, f"{address}/weather?part=train&lang=vi&epochs=200&hidden=128&window=24")
        key(page, "weather.start").click()
        charts = live_charts(page)
        mark(charts, 2)
        validation = charts.first.locator(".mark-line path").nth(1)
        week = charts.last.locator(".mark-line path").nth(1)
        expect(validation).to_have_attribute("d", re.compile("L"))  # a second epoch
        before = validation.get_attribute("d"), week.get_attribute("d")
        expect(validation).not_to_have_attribute("d", str(before[0]))
        expect(week).not_to_have_attribute("d", str(before[1]))
        key(page, "weather.stop").click()
        expect(key(page, "weather.to_verdict")).to_be_visible()
        settle(page)
        assert kept_marks(charts) == ["yes"] * 2

        # Anywhere above or below a point its numbers are told, written as in Vietnamese.
        charts.first.hover()
        tip = page.locator("#vg-tooltip-element")
        expect(tip).to_contain_text(VI("weather.curve_validation"))
        expect(tip).to_contain_text(re.compile(r"\d,\d{3} °C"))
        ticks = charts.first.locator(".role-axis-label text").all_text_contents()
        assert any("," in text for text in ticks)
        assert not any("." in text for text in ticks)


def test_dragging_over_the_series_looks_closer(page: Page, server: str):
    visit(page, f"{server}/weather")
    chart = page.locator(".st-key-weather-series-chart .nsewdrag").first
    expect(chart).to_be_visible()
    settle(page)
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.4, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.5, middle, steps=5)
    page.mouse.move(box["x"] + box["width"] * 0.6, middle, steps=5)
    page.mouse.up()
    ends = page.get_by_test_id("stSliderThumbValue")
    expect(ends.first).to_have_text(re.compile(r"^\d+ (May|Jun) 2013"))
    expect(ends.last).to_have_text(re.compile(r"^\d+ (Jul|Aug) 2013"))
    page.get_by_role("button", name=EN("weather.zoom_all")).click()
    expect(ends.first).to_have_text("1 Jan 2013, 01:00")


def test_a_file_that_is_no_series_says_so_and_the_sample_stays(page, server, tmp_path):
    visit(page, f"{server}/weather")
    for name, content, code in (
        ("picture.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "table_binary"),
        ("empty.csv", b"", "table_empty"),
    ):
        source = tmp_path / name
        source.write_bytes(content)
        page.locator("input[type=file]").set_input_files(source)
        said = page.get_by_test_id("stAlert").get_by_text(EN(f"errors.{code}", name=name))
        expect(said).to_be_visible()
        expect(page.get_by_text("8,720")).to_be_visible()


@pytest.mark.parametrize(
    ("address", "field", "low", "high"),
    [
        ("weather?part=model", "weather-set-seed", "0", "9999999"),
        ("build?rung=count", "build-net-hidden", "1", "1024"),
    ],
)
def test_a_number_out_of_range_is_brought_to_the_nearest(page, server, address, field, low, high):
    visit(page, f"{server}/{address}")
    if field == "weather-set-seed":
        page.get_by_text(EN("weather.more_settings")).click()
    box = page.locator(f".st-key-{field} input")
    for typed, value in (("99999999999", high), ("-5", low), ("99999999999999999999", high)):
        box.fill(typed)
        box.press("Enter")
        expect(box).to_have_value(value)
        settle(page)
        expect(box).to_have_value(value)
        words = EN("app.number_brought", low="", high="", typed="", value="…").split("…")[1]
        expect(page.get_by_text(f"became {int(value):,}{words}")).to_be_visible()


def test_an_upload_survives_a_reload_and_another_page(page: Page, server: str, tmp_path: Path):
    visit(page, f"{server}/weather")
    page.locator("input[type=file]").set_input_files(logger_file(tmp_path))
    main = page.get_by_test_id("stMain")
    expect(main.get_by_text(EN("findings.unordered.action"))).to_be_visible()
    page.get_by_role("button", name=EN("weather.fix.split")).click()
    gaps, none = (
        page.get_by_role("combobox", name=EN("weather.fill_hours")),
        EN("weather.fill_none"),
    )
    expect(gaps).to_have_value(none)
    expect(page).to_have_url(re.compile(r"file=[\w-]{22}"))
    page.reload()
    expect(gaps).to_have_value(none)
    page_link(page, EN("tokens.nav")).click()
    expect(page.locator("h1").first).to_have_text(EN("tokens.title"))
    page.reload()
    expect(page.locator("h1").first).to_have_text(EN("tokens.title"))
    settle(page)
    page_link(page, EN("weather.nav")).click()
    expect(gaps).to_have_value(none)
    expect(main.get_by_text("garten.csv").first).to_be_visible()


def daily_minima(folder: Path) -> Path:
    """Four years of invented daily minima."""
    days = pd.date_range("2001-01-01", "2004-12-31")
    noise = np.random.default_rng(4).normal(0, 2, len(days))
    celsius = 8 - 7 * np.cos(2 * np.pi * (days.day_of_year.to_numpy() - 20) / 365) + noise
    rows = (f'"{day:%Y-%m-%d}",{value:.1f}' for day, value in zip(days, celsius, strict=True))
    path = folder / "minima.csv"
    path.write_text("\n".join(['"Date","Temp (°C)"', *rows]), encoding="utf-8")
    return path


@pytest.mark.parametrize("language", ["en", "vi"])
def test_a_daily_file_is_learned_and_judged_by_days(page, server, tmp_path, language):
    t = translator(language).counting("d")
    visit(page, f"{server}/weather?lang={language}&epochs=2&hidden=8")
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(daily_minima(tmp_path))
    expect(page.get_by_text("minima.csv").first).to_be_visible()
    expect(page.get_by_text(t("findings.own_step.action"))).to_be_visible()
    key(page, "weather.next_step").click()
    expect(page.get_by_text(t("weather.set.window.label"), exact=True)).to_be_visible()
    key(page, "weather.next_step").click()
    key(page, "weather.start").click()
    key(page, "weather.to_verdict").click()
    table = page.get_by_test_id("stTable")
    for rival in ("persistence", "seasonal_naive"):
        expect(table.get_by_text(t(f"weather.baseline.{rival}"), exact=True)).to_be_visible()
    key(page, "weather.next_step").click()
    expect(page.get_by_text(t("weather.ahead_title"))).to_be_visible()
    expect(page.get_by_text(t("weather.hours", count=14), exact=True)).to_be_visible()
    hourly = translator(language)
    expect(page.get_by_text(hourly("weather.baseline.persistence"))).to_have_count(0)

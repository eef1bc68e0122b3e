"""The Weather page: the sample at once, any upload, findings and fixes, all five steps."""

from __future__ import annotations

import re
from datetime import date

import numpy as np
import pandas as pd
import pytest
from files import CELSIUS, comma, lines, text
from streamlit.testing.v1 import AppTest
from test_pages import open_page, words_on
from typical_files import typical_year

from rnnviz.errors import RnnvizError
from rnnviz.i18n import LANGUAGES, translator
from rnnviz.message_values import Stamp
from rnnviz.runs.records import new_id
from rnnviz.ui.weather.parts import PARTS

EN = translator("en")
SMALL = {"hidden": "2", "epochs": "1", "window": "2"}


def upload(at: AppTest, name: str, data: bytes) -> AppTest:
    at.file_uploader(key="weather.upload").upload(name, data).run()
    assert not at.exception, [e.value for e in at.exception]
    return at


def facts(at: AppTest) -> str:
    return "\n".join(str(part.value) for part in at.text)


def messy() -> bytes:
    """A logger's file: a title, decimal commas, a second temperature, holes, a dead sensor."""
    rows = lines("%d.%m.%Y %H:%M", "Datum;Temp. außen (°C);Taupunkt (°C)", ";", comma, ("7,5",))
    rows[200] = re.sub(r";[^;]*;", ";-999;", rows[200], count=1)
    del rows[100:110]
    rows[50], rows[60] = rows[60], rows[50]
    return text(["Export *Garten* [a](http://x.y)", "", *rows])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", PARTS)
def test_every_step_opens_without_a_run(part, language):
    at = open_page("weather", part=part, lang=language)
    assert not re.search(r"\{[a-z_]+\}", words_on(at))
    assert at.segmented_control(key="weather.part").value == part


def test_the_sample_is_there_at_once():
    at = open_page("weather")
    assert EN("weather.sample_name") in [part.value for part in at.markdown]
    assert "8,720" in facts(at)
    # What a network made of it, and the whole series.
    assert len(at.get("plotly_chart")) == 2
    assert not at.error


def test_a_messy_file_is_read_and_every_finding_is_named():
    at = upload(open_page("weather"), "messy.csv", messy())
    page = words_on(at)
    for code in ("metadata_lines", "decimal_comma", "unordered", "sentinels", "gaps"):
        action = EN(f"findings.{code}.action", limit=3, filled=1)
        assert action.split(".")[0][:12] in page, code
    assert at.selectbox(key="weather.choice.time_column").value == "Datum"
    assert at.selectbox(key="weather.choice.unit").value == "°C"


def test_a_finding_is_fixed_with_one_click_and_the_choice_stays():
    at = upload(open_page("weather"), "messy.csv", messy())
    before = facts(at)
    button = next(b for b in at.button if b.label == EN("weather.fix.fill", hours=12))
    button.click().run()
    assert at.selectbox(key="weather.choice.fill_hours").value == 12
    assert facts(at) != before
    at.switch_page("pages/tokens.py").run()
    at.switch_page("pages/weather.py").run()
    assert at.selectbox(key="weather.choice.fill_hours").value == 12


@pytest.mark.parametrize(("language", "name"), [("en", "column 1"), ("vi", "cột 1")])
def test_a_column_without_a_name_has_one_in_each_language(language, name):
    at = upload(open_page("weather", lang=language), "bare.csv", text(lines(header=None)))
    box = at.selectbox(key="weather.choice.time_column")
    assert box.options == [name]
    assert box.value == "column 1"  # what the reader, the command line and JSON call it


def test_another_column_and_unit_are_one_choice_away():
    at = upload(open_page("weather"), "messy.csv", messy())
    box = at.selectbox(key="weather.choice.temperature_column")
    other = next(option for option in box.options if option != box.value)
    first = box.value
    box.set_value(other).run()
    assert not at.exception
    box = at.selectbox(key="weather.choice.temperature_column")
    assert box.value == other
    box.set_value(first).run()  # and the way back
    assert at.selectbox(key="weather.choice.temperature_column").value == first
    upload(at, "other.csv", text(lines()))
    assert first not in at.selectbox(key="weather.choice.temperature_column").options


BAD = {
    "empty": b"",
    "binary": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)),
    "no table": b"name,colour\nana,red\nbob,blue\n",
    "one column": b"temperature\n1\n2\n3\n",
    "one row": b"time,temperature\n2024-01-01 00:00,3\n",
    "no time": b"a,temperature\n" + b"".join(b"x,%d.5\n" % i for i in range(50)),
    "markup": b"<html><body><script>alert(1)</script></body></html>",
    "days, and no hour named": b"date,temperature\n"
    + b"".join(b"2024-01-%02d,%d.5\n" % (i, i) for i in range(1, 31) for _ in range(24)),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_refused_in_words_and_what_was_there_stays(kind):
    at = upload(open_page("weather", lang="vi"), "good.csv", messy())
    before = facts(at)
    upload(at, "<b>*bad*</b>.csv", BAD[kind])
    assert len(at.error) == 1
    assert "<b>" not in at.error[0].value
    assert facts(at) == before


def test_a_column_without_a_telling_name_is_asked_about():
    rows = lines(header="time,value", value=lambda v: f"{20 + v * 7919 % 3:.1f}")
    at = upload(open_page("weather"), "odd.csv", text(rows))
    assert len(at.error) == 1
    assert "value" in at.error[0].value
    assert at.selectbox(key="weather.missing_temperature_column").options
    at.selectbox(key="weather.missing_unit").set_value("°C").run()
    assert not at.error
    assert at.selectbox(key="weather.choice.unit").value == "°C"


def test_marked_figures_are_kept_or_left_out_by_a_click():
    rows = lines()
    rows[100] = rows[100].rsplit(",", 1)[0] + ",-9.6*"
    at = upload(open_page("weather"), "marked.csv", text(rows))
    assert EN("findings.marks_dropped.action") in " ".join(m.value for m in at.markdown)
    next(b for b in at.button if b.label == EN("weather.fix.marked_keep")).click().run()
    assert EN("findings.marks_kept.action") in " ".join(m.value for m in at.markdown)


def test_a_column_that_is_not_recognised_can_be_pointed_at():
    rows = lines(header="time,humidity,wind", extra=("3.5",))
    at = upload(open_page("weather"), "odd.csv", text(rows))
    assert len(at.error) == 1
    at.selectbox(key="weather.missing_temperature_column").set_value("humidity").run()
    assert not at.error
    box = at.selectbox(key="weather.choice.temperature_column")
    assert box.value == "humidity"
    assert box.options == ["humidity", "wind"]  # who pointed at the wrong one points again


def test_a_date_that_a_file_leaves_out_can_be_said_and_changed():
    at = upload(open_page("weather"), "clock.csv", text(lines("%H:%M")))
    assert len(at.error) == 1
    at.date_input(key="weather.missing_first_date").set_value(date(2023, 3, 5)).run()
    assert not at.error
    before = facts(at)
    box = at.date_input(key="weather.choice.first_date")
    assert box.value == date(2023, 3, 5)
    box.set_value(date(2024, 3, 5)).run()
    assert not at.error
    assert facts(at) != before


def test_figures_that_do_not_fit_their_unit_are_read_in_the_one_the_user_chooses():
    warm = lines(value=lambda v: f"{v * 9 / 5 + 60:.1f}")
    at = upload(open_page("weather"), "wrong.csv", text(warm))
    assert len(at.error) == 1
    assert "°F" in at.error[0].value
    at.selectbox(key="weather.missing_unit").set_value("°F").run()
    assert not at.error
    assert at.selectbox(key="weather.choice.unit").value == "°F"


def test_the_users_words_are_never_markup():
    rows = lines(header="time,temp [a](http://x.y) *b* $c$ (°C),temp2 <img src=x>", extra=("3.5",))
    at = upload(open_page("weather"), "[a](http://x.y).csv", text(rows))
    for part in [*at.markdown, *at.caption, *at.info, *at.warning, *at.button]:
        shown = getattr(part, "label", "") or part.value
        assert "](http" not in str(shown)
        assert not re.search(r"(?<!\\)<img", str(shown))


def test_answers_are_short_and_their_first_values_stand_beside_them():
    # Buttons cut long labels on a phone.
    name = "Probe 2 (°C)"
    rows = [",".join(row.split(",") + row.split(",")[1:]) for row in lines(header=None)]
    at = upload(open_page("weather"), "two.csv", text([f"time,Probe 1 (°C),{name}", *rows]))
    answers = [b for b in at.button if (b.key or "").startswith("weather.ask.")]
    assert [b.label for b in answers] == [EN("weather.ask.right"), EN("weather.ask.instead")]
    said = " ".join(m.value for m in at.markdown)
    assert "Probe 2" in said.split(EN("weather.ask.other", what=""))[1]
    answers[1].click().run()
    assert at.selectbox(key="weather.choice.temperature_column").value == name


def test_a_clock_with_summer_time_is_taken_back_by_a_click_and_put_right_again():
    hours = pd.date_range("2024-03-20", periods=24 * 20, freq="h", tz="UTC")
    clock = hours.tz_convert("Europe/Berlin").strftime("%Y-%m-%d %H:%M")
    rows = [f"{when},{v}" for when, v in zip(clock, CELSIUS, strict=True)]
    at = upload(open_page("weather"), "clock.csv", text(["time,temp (°C)", *rows]))
    at.button(key="weather.ask.standard_time.1").click().run()
    assert EN("weather.ask.standard_time") not in " ".join(m.value for m in at.markdown)
    assert EN("findings.summer_time_undone.action") in " ".join(m.value for m in at.markdown)
    next(b for b in at.button if b.label == EN("weather.fix.file_time")).click().run()
    assert EN("findings.summer_time.action") in " ".join(m.value for m in at.markdown)


def test_the_spike_in_the_sample_can_be_left_out_and_put_back():
    at = open_page("weather")
    button = next(b for b in at.button if b.label == EN("weather.fix.drop_spikes"))
    button.click().run()
    assert not at.exception
    again = next(b for b in at.button if b.label == EN("weather.fix.keep_spikes"))
    assert EN("findings.spikes_dropped.action") in " ".join(m.value for m in at.markdown)
    again.click().run()
    assert [b for b in at.button if b.label == EN("weather.fix.drop_spikes")]
    assert not at.exception


def hourly(values: np.ndarray) -> bytes:
    """A file of hours from 2024 on."""
    hours = pd.date_range("2024-01-01", periods=len(values), freq="h")
    rows = [f"{when},{value:.2f}" for when, value in zip(hours, values, strict=True)]
    return text(["time,temp (°C)", *rows])


def test_days_at_the_end_that_are_no_weather_are_cut_with_a_click_and_put_back():
    values = 10 + 5 * np.sin(np.arange(24 * 90) / 3.8) + np.repeat(np.arange(90) * 7 % 11, 24)
    values[24 * 60 :] = np.tile(values[24 * 59 : 24 * 60], 30)
    at = upload(open_page("weather"), "end.csv", hourly(values))
    assert EN("findings.tail_repeats.action") in words_on(at)
    fix = EN("weather.fix.cut", day=EN.said(Stamp("2024-03-01")))
    next(b for b in at.button if b.label == fix).click().run()
    assert EN("findings.cut.action") in words_on(at)
    assert EN("findings.tail_repeats.action") not in words_on(at)
    next(b for b in at.button if b.label == EN("weather.fix.whole")).click().run()
    assert EN("findings.tail_repeats.action") in words_on(at)


def test_a_sensor_that_was_moved_is_told_and_its_days_are_cut_with_a_click():
    values = 5 + 4 * np.sin(np.arange(24 * 90) / 3.8) + np.repeat(np.arange(90) * 7 % 5, 24)
    values[24 * 75 + 9 :] += 12
    at = upload(open_page("weather"), "moved.csv", hourly(values))
    assert EN("findings.tail_level.action") in words_on(at)
    fix = EN("weather.fix.cut", day=EN.said(Stamp("2024-03-16")))
    next(b for b in at.button if b.label == fix).click().run()
    assert EN("findings.cut.action") in words_on(at)
    assert EN("findings.tail_level.action") not in words_on(at)


def test_back_to_the_sample():
    at = upload(open_page("weather"), "messy.csv", messy())
    at.button(key="weather.sample").click().run()
    assert "8,720" in facts(at)


def test_the_settings_stand_in_the_address_and_come_back_from_it():
    at = open_page("weather", part="model", window="24", cell="gru", rate="0.1", seed="7")
    assert at.select_slider(key="weather.set.window").value == 24
    assert at.segmented_control(key="weather.set.cell").value == "gru"
    at.slider(key="weather.set.epochs").set_value(3).run()
    assert at.query_params["epochs"] == "3"
    assert at.query_params["seed"] == "7"


def test_a_saved_contrast_fills_in_its_settings():
    at = open_page("weather", part="model")
    at.button(key="weather.use.rate.high").click().run()
    assert at.query_params["rate"] == "1"
    assert at.select_slider(key="weather.set.rate").value == "1"


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_the_click_to_the_verdict_and_home(language):
    t = translator(language)
    at = open_page("weather", part="train", lang=language, **SMALL)
    assert "ws" not in at.query_params
    at.button(key="weather.start").click().run()
    assert not at.exception
    assert len(at.get("vega_lite_chart")) == 2
    assert re.fullmatch(r"[\w-]{22}", at.query_params["ws"])
    at.button(key="weather.to_verdict").click().run()
    assert not at.exception, [e.value for e in at.exception]
    verdict = [*at.success, *at.info, *at.error]
    assert len(verdict) == 1
    assert "°C" in verdict[0].value
    assert len(at.get("plotly_chart")) >= 4
    at.segmented_control(key="weather.part").set_value("take").run()
    assert not at.exception, [e.value for e in at.exception]
    keys = [button.key for button in at.get("download_button")]
    assert sum(key.startswith("weather.download.") for key in keys) == 8
    assert t("weather.trace_title") in [part.value for part in at.subheader]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_steppers_file_says_what_the_page_says_about_the_window(language, monkeypatch):
    t, taken = translator(language), {}
    at = open_page("weather", part="train", lang=language, **SMALL)
    at.button(key="weather.start").click().run()
    monkeypatch.setattr(
        "streamlit.download_button", lambda _label, data, *, key, **_: taken.update({key: data})
    )
    at.segmented_control(key="weather.part").set_value("take").run()
    file = taken["weather.stepper.take"]
    assert t("weather.trace_how") in file
    (line,) = [m.value for m in at.markdown if " → " in m.value and "**" in m.value]
    assert re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", line) in file


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sensor_that_stands_still_is_judged_in_words(language):
    t = translator(language)
    rows = [re.sub(r",.*", ",20.0", row) for row in lines()]
    rows[0] = lines()[0]
    at = upload(open_page("weather", lang=language, **SMALL), "still.csv", text(rows))
    at.segmented_control(key="weather.part").set_value("train").run()
    at.button(key="weather.start").click().run()
    at.button(key="weather.to_verdict").click().run()
    assert not at.exception, [e.value for e in at.exception]
    words = t("weather.nothing_to_beat", mae="…").split("…")[0]
    assert words in at.info[0].value
    assert "%" not in " ".join(at.table[0].value[t("weather.col_gain")])


def test_only_the_same_training_of_the_same_series_is_one_more():
    at = open_page("weather", part="train", **SMALL)
    assert at.button(key="weather.start").label == EN("weather.train")
    at.button(key="weather.start").click().run()
    assert at.button(key="weather.start").label == EN("weather.train_again")
    ws, run = at.query_params["ws"], at.query_params["run"]
    other = open_page("weather", part="train", ws=ws, run=run, **{**SMALL, "seed": "5"})
    assert other.button(key="weather.start").label == EN("weather.train")


def test_a_run_survives_the_session_and_another_workspace_does_not_see_it():
    at = open_page("weather", part="train", **SMALL)
    at.button(key="weather.start").click().run()
    ws, run = at.query_params["ws"], at.query_params["run"]
    again = open_page("weather", part="judge", ws=ws, run=run)
    assert len([*again.success, *again.info, *again.error]) == 1
    other = open_page("weather", part="judge", ws=new_id(), run=run)
    assert other.info[0].value == EN("weather.no_result")
    assert not [*other.success, *other.warning]


def reload(at: AppTest, page: str = "weather", **changes: str) -> AppTest:
    """A new session at the same address."""
    return open_page(page, **{**at.query_params, **changes})


def test_an_upload_and_its_choices_survive_a_reload():
    at = upload(open_page("weather"), "messy.csv", messy())
    at.selectbox(key="weather.choice.fill_hours").set_value(12).run()
    before = facts(at)
    again = reload(at)
    assert facts(again) == before
    assert again.selectbox(key="weather.choice.fill_hours").value == 12
    assert any("messy" in part.value for part in again.markdown)
    # By way of another page and a reload there, too.
    away = reload(at, "tokens")
    away.switch_page("pages/weather.py").run()
    assert facts(away) == before
    again.selectbox(key="weather.choice.fill_hours").set_value(0).run()
    assert reload(again).selectbox(key="weather.choice.fill_hours").value == 0


def test_the_sample_with_another_choice_survives_a_reload():
    at = open_page("weather")
    next(b for b in at.button if b.label == EN("weather.fix.drop_spikes")).click().run()
    assert any(b.label == EN("weather.fix.keep_spikes") for b in reload(at).button)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_that_is_gone_or_of_somebody_else_is_missed_in_words(language):
    t = translator(language)
    at = upload(open_page("weather", lang=language), "messy.csv", messy())
    for changes in ({"ws": new_id()}, {"file": new_id()}):
        other = reload(at, **changes)
        assert t("weather.file_gone") in [part.value for part in other.info]
        assert "messy" not in words_on(other)
        other.button(key="weather.file_forget").click().run()
        assert t("weather.file_gone") not in [part.value for part in other.info]
        assert "file" not in other.query_params
    assert not [part for part in reload(at).info if part.value == t("weather.file_gone")]


def test_back_to_the_sample_removes_the_upload():
    at = upload(open_page("weather"), "messy.csv", messy())
    before = dict(at.query_params)
    at.button(key="weather.sample").click().run()
    assert "file" not in at.query_params
    again = open_page("weather", **before)
    assert EN("weather.file_gone") in [part.value for part in again.info]


def test_a_file_uploaded_before_is_one_click_away():
    at = upload(open_page("weather"), "messy.csv", messy())
    first = at.query_params["file"]
    upload(at, "other.csv", text(lines()))
    again = reload(at)
    again.button(key=f"weather.earlier.{first}").click().run()
    assert again.query_params["file"] == first
    assert any("**messy" in part.value for part in again.markdown)


def test_where_nothing_can_be_kept_the_file_works_and_words_say_so(monkeypatch):
    def full(*_: object) -> None:
        raise RnnvizError("upload_not_kept")

    monkeypatch.setattr("rnnviz.runs.uploads.UploadStore.keep", full)
    at = upload(open_page("weather"), "messy.csv", messy())
    assert EN("errors.upload_not_kept") in [part.value for part in at.caption]
    assert "8,720" not in facts(at)
    at.selectbox(key="weather.choice.fill_hours").set_value(12).run()
    assert at.selectbox(key="weather.choice.fill_hours").value == 12
    at.button(key="weather.sample").click().run()
    assert "8,720" in facts(at)


def test_a_typical_year_is_trained():
    at = upload(open_page("weather", **SMALL), "typical.csv", typical_year())
    assert EN("findings.typical_year.message", first=1978, last=2005, count=11) in words_on(at)
    at.segmented_control(key="weather.part").set_value("train").run()
    at.button(key="weather.start").click().run()
    assert not at.error
    assert at.button(key="weather.to_verdict")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "code", ["upload_busy", "upload_too_slow", "upload_too_much", "upload_not_read"]
)
def test_a_file_that_meets_a_limit_ends_in_a_sentence(monkeypatch, code, language):
    def limited(task, data, name, options):
        raise RnnvizError(code, name=name, seconds=14)

    at = open_page("weather", lang=language)
    monkeypatch.setattr("rnnviz.sandbox.pool.POOL.ask", limited)
    # Another file each time: every AppTest is the same session, which keeps its readings.
    upload(at, "large.csv", messy() + f"{code} {language}".encode())
    t = translator(language)
    (said,) = [part.value for part in at.error]
    assert said == t(f"errors.{code}", name="large\\.csv", seconds=14)
    assert t("weather.sample_name") in [part.value for part in at.markdown]


def test_without_its_upload_the_series_is_that_of_the_run():
    at = upload(open_page("weather", **SMALL), "messy.csv", messy())
    at.segmented_control(key="weather.part").set_value("train").run()
    at.button(key="weather.start").click().run()
    ws, run = at.query_params["ws"], at.query_params["run"]
    again = open_page("weather", ws=ws, run=run)
    assert any("messy" in part.value for part in again.markdown)
    assert (
        facts(again).splitlines()[0] == facts(open_page("weather", ws=ws, run=run)).splitlines()[0]
    )


@pytest.mark.usefixtures("never")
def test_a_waiting_run_shows_its_place_and_can_be_stopped():
    at = open_page("weather", part="train", **SMALL)
    at.button(key="weather.start").click().run()
    assert at.button(key="weather.stop").label == EN("weather.stop")
    at.button(key="weather.stop").click().run()
    assert not at.exception
    assert any(EN("weather.status.stopped") in part.value for part in at.markdown)
    assert at.button(key="weather.resume")


def test_a_series_too_short_for_the_settings_is_refused_in_words():
    rows = lines()[: 24 * 4]
    at = upload(open_page("weather", window="168", horizon="48"), "short.csv", text(rows))
    at.segmented_control(key="weather.part").set_value("train").run()
    at.button(key="weather.start").click().run()
    assert not at.exception
    assert len(at.error) == 1


@pytest.mark.parametrize("part", PARTS)
def test_where_the_record_of_the_runs_is_away_words_say_so(part, monkeypatch):
    def away(*_: object) -> None:
        raise RnnvizError("runs_store_unavailable")

    monkeypatch.setattr("rnnviz.runs.store.RunStore.get", away)
    at = open_page("weather", part=part, ws=new_id(), run=new_id())
    assert EN("errors.runs_store_unavailable") in [e.value for e in at.error]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_settings_that_fit_are_a_click_away_and_so_are_the_lessons(language):
    at = open_page("weather", part="model", lang=language)
    assert at.button(key="weather.preset.lesson").disabled
    at.button(key="weather.preset.fitting").click().run()
    assert at.query_params["window"] == "48"
    assert at.query_params["calendar"] == at.query_params["line"] == "yes"
    assert at.button(key="weather.preset.fitting").disabled
    at.button(key="weather.preset.lesson").click().run()
    assert not {"window", "calendar", "line"} & set(at.query_params)


def test_farther_ahead_another_cell_fits():
    at = open_page("weather", part="model", horizon=24)
    at.button(key="weather.preset.fitting").click().run()
    assert (at.query_params["cell"], at.query_params["epochs"]) == ("gru", "10")


def tried(language: str, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """Three settings tried for an epoch on a small file."""
    monkeypatch.setattr("rnnviz.ui.weather.trials.EPOCHS", 1)
    monkeypatch.setattr("rnnviz.ui.weather.trials.MOST", 3)
    at = upload(open_page("weather", lang=language, **SMALL), "own.csv", text(lines()))
    at.segmented_control(key="weather.part").set_value("model").run()
    at.button(key="weather.trials.start").click().run()
    assert not at.exception, [e.value for e in at.exception]
    return at


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_few_settings_are_tried_and_the_best_is_a_click_away(language, monkeypatch):
    t = translator(language)
    at = tried(language, monkeypatch)
    said = [
        part.value for part in at.markdown if t("weather.trials.off", mae="|")[:4] in part.value
    ]
    assert len(said) == 3
    assert sum(":material/star:" in line for line in said) == 1
    errors = [re.search(r"(\d+[.,]\d+) °C", line) for line in said]
    starred = next(line for line in said if ":material/star:" in line)
    least = min(errors, key=lambda found: float(found[1].replace(",", ".")))
    assert least[0] in starred
    take = next(b for b in at.button if (b.key or "").startswith("weather.trials.take."))
    assert take.label in (t("weather.trials.take"), t("weather.trials.taken"))
    if not take.disabled:
        take.click().run()
        assert not at.exception, [e.value for e in at.exception]
    taken = next(b for b in at.button if (b.key or "").startswith("weather.trials.take."))
    assert taken.disabled
    assert str(at.select_slider(key="weather.set.window").value) in starred


def test_trials_that_wait_can_be_stopped(never, monkeypatch):
    at = tried("en", monkeypatch)
    assert not [b for b in at.button if (b.key or "").startswith("weather.trials.take.")]
    at.button(key="weather.trials.stop").click().run()
    at.run()
    assert not [b for b in at.button if b.key == "weather.trials.stop"]
    assert EN("weather.status.stopped") in words_on(at)


def test_trials_that_take_longer_than_was_said_are_stopped(never, monkeypatch):
    monkeypatch.setattr("rnnviz.ui.weather.trials.SECONDS", 0)
    at = tried("en", monkeypatch)
    at.run()
    assert EN("weather.status.stopped") in words_on(at)
    assert not [b for b in at.button if b.key == "weather.trials.stop"]


def test_trials_beyond_what_a_workspace_may_have_waiting_say_so(never, monkeypatch):
    at = tried("en", monkeypatch)
    for _ in range(3):
        at.button(key="weather.trials.start").click().run()
    assert at.error
    assert not at.exception

"""Other columns on the Weather page: off by default, one choice away, and seen in every step."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest
from test_pages import open_page, words_on
from test_weather_page import SMALL, upload

from rnnviz.i18n import LANGUAGES, translator
from rnnviz.runs.execute import execute
from rnnviz.ui.shell.errors import plain
from rnnviz.ui.shell.workspace import run_store
from rnnviz.ui.widgets.run_files import zip_of_run

EN = translator("en")
HOURS = 24 * 30


def garden() -> bytes:
    drawn = np.random.default_rng(7)
    celsius = 10 + 5 * np.sin(np.arange(HOURS) * 2 * np.pi / 24) + drawn.normal(0, 0.5, HOURS)
    frame = pd.DataFrame(
        {
            "time": pd.date_range("2023-01-01", periods=HOURS, freq="h").astype(str),
            "temp_c": celsius.round(1),
            "hum *x* (%)": drawn.normal(60, 9, HOURS).round(),
            "soon": np.append(celsius[1:].round(1), 3.0),
        }
    )
    return frame.to_csv(index=False).encode()


HUMIDITY = "hum *x* (%)"


def chosen(at: AppTest) -> list[str]:
    return list(at.multiselect(key="weather.choice.inputs").value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_other_columns_are_offered_and_none_is_read_unasked(language):
    t = translator(language)
    at = upload(open_page("weather", lang=language), "garden.csv", garden())
    box = at.multiselect(key="weather.choice.inputs")
    assert (box.options, box.value) == ([HUMIDITY, "soon"], [])
    assert t("weather.beside.off") in [part.value for part in at.caption]
    box.set_value([HUMIDITY]).run()
    assert not at.exception
    assert chosen(at) == [HUMIDITY]
    assert t("weather.beside.how") in [part.value for part in at.caption]
    at.segmented_control(key="weather.part").set_value("model").run()
    assert plain(HUMIDITY) in words_on(at)


def test_the_choice_stays_and_goes_with_the_temperature():
    at = upload(open_page("weather"), "garden.csv", garden())
    at.multiselect(key="weather.choice.inputs").set_value([HUMIDITY]).run()
    at.switch_page("pages/tokens.py").run()
    at.switch_page("pages/weather.py").run()
    assert chosen(at) == [HUMIDITY]
    at.multiselect(key="weather.choice.inputs").set_value([]).run()
    assert chosen(at) == []


def test_the_answer_in_disguise_is_refused_in_words_and_the_file_stays_as_it_was():
    at = upload(open_page("weather"), "garden.csv", garden())
    at.multiselect(key="weather.choice.inputs").set_value(["soon"]).run()
    assert not at.exception
    assert any("tells the answer" in part.value for part in at.error)
    assert chosen(at) == []


def test_a_run_says_what_it_reads_and_what_that_brought():
    at = upload(open_page("weather", **SMALL), "garden.csv", garden())
    at.multiselect(key="weather.choice.inputs").set_value([HUMIDITY]).run()
    at.segmented_control(key="weather.part").set_value("train").run()
    at.button(key="weather.start").click().run()
    workspace = at.query_params["ws"]
    run = run_store().list(workspace)[0]
    execute(run.id, run_store())
    assert run.spec.model.others == (HUMIDITY,)
    assert HUMIDITY in run.name
    at.segmented_control(key="weather.part").set_value("judge").run()
    assert not at.exception, [each.value for each in at.exception]
    assert EN("weather.brought.none_yet") in [part.value for part in at.caption]
    at.button(key="weather.brought.0").click().run()
    assert not at.exception
    without = next(each for each in run_store().list(workspace) if each.id != run.id)
    execute(without.id, run_store())
    assert without.spec.model.others == ()
    again = open_page("weather", part="judge", ws=workspace, run=run.id)
    assert EN("weather.brought.seeds") in [part.value for part in again.caption]
    assert "(one seed)" in words_on(again)
    ahead = open_page("weather", part="take", ws=workspace, run=run.id)
    assert not ahead.exception, [each.value for each in ahead.exception]
    assert EN("weather.beside.window") in [part.value for part in ahead.caption]
    packed = zipfile.ZipFile(io.BytesIO(zip_of_run(EN, run_store().get(workspace, run.id))))
    (report,) = [packed.read(name).decode() for name in packed.namelist() if "report" in name]
    assert f"{HUMIDITY}. Beyond 1 hour" in report

"""Newer data for a run, on step 5 of the Weather page: told, drawn, trained with again."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest
from test_pages import open_page, words_on
from test_runs_page import made

from rnnviz.i18n import LANGUAGES, translator
from rnnviz.runs.records import Run, new_id
from rnnviz.series.sample import sample_series
from rnnviz.ui.shell.workspace import run_store

EN = translator("en")


@pytest.fixture(scope="module")
def run(_runs_apart) -> Run:
    return made(new_id(), "old one", window=5, hidden=8)


def newer(change: float = 0.0, back: int = 48, count: int = 100, noise: float = 0.0) -> bytes:
    """The end of the sample, and the same hours again after it, as a file."""
    series = sample_series()
    end = len(series)
    values = np.concatenate([series.values[end - back :], series.values[end - count :]]) + change
    values[back:] += np.random.default_rng(0).normal(0, noise, count) if noise else 0
    rows = [
        f"{str(series.stamp(end - back + k)).replace('T', ' ')}:00,{value:.2f}"
        for k, value in enumerate(values)
        if not np.isnan(value)
    ]
    return "\n".join(["time,temperature (°C)", *rows]).encode()


def page(run: Run, data: bytes | None = None, **view: str) -> AppTest:
    at = open_page("weather", ws=run.workspace, run=run.id, part="take", **view)
    if data is not None:
        at.file_uploader(key=f"newer.upload.{run.id}").upload("newer.csv", data).run()
    assert not at.exception, [e.value for e in at.exception]
    return at


@pytest.mark.parametrize("language", LANGUAGES)
def test_new_values_are_told_drawn_and_scored(run, language):
    t = translator(language)
    at = page(run, newer(), lang=language)
    words = words_on(at)
    assert t("newer.what", count=100, first="", last="").split(",")[0] in words
    assert t("newer.overlap_same", steps=48) in words
    assert not [error.value for error in at.error]
    assert len(at.get("plotly_chart")) >= 2
    scores = next(
        table.value for table in at.dataframe if t("newer.col_windows") in table.value.columns
    )
    assert t("weather.own") in set(scores[t("weather.col_method")])
    assert at.button(key="newer.again")


def test_a_contradiction_is_an_alarm_until_another_column_is_read(run):
    first, *rows = newer().decode().splitlines()
    two = [f"{row},{float(row.split(',')[1]) - 5:.2f}" for row in rows]
    at = page(run, "\n".join([f"{first},temperature 2 (°C)", *two]).encode())
    (box,) = [box for box in at.selectbox if str(box.key).startswith("newer.temperature_column.")]
    wrong = next(name for name in box.options if name.startswith("temperature 2"))
    box.select(wrong).run()
    assert any("contradict" in error.value for error in at.error)
    (box,) = [box for box in at.selectbox if str(box.key).startswith("newer.temperature_column.")]
    assert box.value == wrong
    box.select(next(name for name in box.options if name != wrong)).run()
    assert not at.error


def test_an_alarm_rings_where_the_values_become_odd(run):
    at = page(run, newer(noise=6.0))
    assert any("Alarm:" in error.value for error in at.error)
    assert EN("newer.ahead_doubt") in [warning.value for warning in at.warning]


@pytest.mark.parametrize("data", [b"\x00\x01\x02", b"a,b\n1,2\n", newer(back=48, count=1)[:60]])
def test_a_file_that_cannot_be_read_says_why_and_can_be_removed(run, data):
    at = page(run, data)
    assert len(at.error) == 1
    at.button(key="newer.forget").click().run()
    assert not at.error
    assert not at.exception


def test_training_again_makes_a_run_beside_the_old_one(run):
    at = page(run, newer())
    at.button(key="newer.again").click().run()
    assert not at.exception
    runs = run_store().list(run.workspace)
    new, old = runs[0], run_store().get(run.workspace, run.id)
    assert (new.name, old.name) == ("old one (2)", "old one")
    assert new.source == "sample + newer.csv"
    assert new.spec == old.spec
    assert (new.hours, old.hours) == (len(sample_series()) + 100, len(sample_series()))
    assert at.query_params["run"] == new.id
    assert at.query_params["part"] == "train"


def test_the_file_belongs_to_one_run(run):
    other = made(run.workspace, "another", window=3)
    at = page(run, newer())
    at.query_params["run"] = other.id
    at.run()
    assert not at.exception

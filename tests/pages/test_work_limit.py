"""A session that has had its share of heavy work is told so, and loses nothing."""

from __future__ import annotations

import pytest
import streamlit as st
from files import lines, text
from test_pages import open_page
from test_review_file import classify, uploaded
from test_weather_page import upload

from rnnviz.i18n import LANGUAGES, translator

LONG = "A dull plot, but the songs are lovely. " * 40
SPENT = 1e5  # seconds of work


@pytest.fixture(autouse=True)
def _nothing_read_yet():
    """All AppTests are one session to Streamlit: what one has read is no work for the next."""
    st.cache_resource.clear()


def spend(at, seconds=SPENT):
    """As if the session had asked for so much; a negative number gives it back."""
    if "rnnviz.work_budget" not in at.session_state:
        from rnnviz.ui.shell.work_budget import WorkBudget

        at.session_state["rnnviz.work_budget"] = WorkBudget(0.5)
    at.session_state["rnnviz.work_budget"].spend(seconds)


def told(at, language="en"):
    """Whether the page says that the session has to wait."""
    first = translator(language)("errors.work_too_much", seconds=2).split(":")[0]
    return any(first in error.value for error in at.error)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_upload_waits_and_the_file_before_stays(language):
    at = upload(open_page("weather", lang=language), "first.csv", text(lines()))
    spend(at)
    upload(at, "second.csv", text(lines()[:200]))
    assert told(at, language)
    assert at.session_state["weather.file"].name == "first.csv"
    spend(at, -SPENT)
    upload(at, "second.csv", text(lines()[:200]))
    assert not told(at, language)
    assert at.session_state["weather.file"].name == "second.csv"


def test_a_kept_file_is_not_called_gone_and_comes_by_itself():
    at = upload(open_page("weather"), "kept.csv", text(lines()))
    view = at.session_state["rnnviz.view"]
    st.cache_resource.clear()
    at = open_page("weather", ws=view.ws)
    spend(at)
    at.session_state["rnnviz.view"] = at.session_state["rnnviz.view"].with_changes(file=view.file)
    at.run()
    assert told(at)
    assert "weather.file" not in at.session_state
    spend(at, -SPENT)
    at.run()
    assert not told(at)
    assert at.session_state["weather.file"].name == "kept.csv"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_text_waits_where_a_short_one_does_not(language):
    at = open_page("reviews", model="rnn", lang=language)
    spend(at)
    view = at.session_state["rnnviz.view"]
    at.session_state["rnnviz.view"] = view.with_changes(text=LONG)
    at.run()
    assert told(at, language)
    assert at.session_state["rnnviz.view"].text == LONG
    at.session_state["rnnviz.view"] = view.with_changes(text=LONG[:80])
    at.run()
    assert not told(at, language)
    at.session_state["rnnviz.view"] = view.with_changes(text=LONG)
    spend(at, -SPENT)
    at.run()
    assert not told(at, language)


def test_a_training_waits_and_starts_afterwards(never):
    at = open_page("weather", part="train")
    spend(at)
    at.button(key="weather.start").click().run()
    assert told(at)
    spend(at, -SPENT)
    at.button(key="weather.start").click().run()
    assert not told(at)
    assert at.session_state["rnnviz.view"].run


def test_trials_start_all_or_none(never):
    at = open_page("weather", part="model")
    spend(at, 85)  # of 90: room for two
    at.button(key="weather.trials.start").click().run()
    assert told(at)
    assert "weather.trials" not in at.session_state


def test_reviews_read_before_stay_while_a_file_waits():
    at = classify(uploaded(b"review\na wonderful film\n" * 3))
    assert at.session_state["rnnviz.batch.result"] is not None
    spend(at)
    classify(at)
    assert told(at)
    assert "rnnviz.batch.result" in at.session_state
    at.file_uploader[0].set_value(("more.csv", b"review\na dull film\n" * 3, "text/csv")).run()
    assert told(at)
    assert at.session_state["rnnviz.batch"].name == "mine.csv"
    spend(at, -SPENT)
    at.file_uploader[0].set_value(("new.csv", b"review\na dull film\n" * 3, "text/csv")).run()
    assert not told(at)
    assert at.session_state["rnnviz.batch"].name == "new.csv"

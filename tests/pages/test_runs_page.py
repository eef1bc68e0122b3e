"""The Runs page: list, compare, rename, delete, repeat; nobody else's runs."""

from __future__ import annotations

import pytest
from files import lines, text
from streamlit.testing.v1 import AppTest
from test_pages import open_page, words_on

from rnnviz.i18n import LANGUAGES, translator
from rnnviz.runs.execute import execute
from rnnviz.runs.names import numbered
from rnnviz.runs.records import Run, new_id
from rnnviz.series.sample import sample_series
from rnnviz.ui.shell.view import View
from rnnviz.ui.shell.workspace import run_store
from rnnviz.ui.widgets.run_settings import settings_of, spec_of

EN = translator("en")


def made(workspace: str, name: str, **settings: object) -> Run:
    """A run that is over."""
    spec = spec_of(View().with_changes(epochs=2, **{"hidden": 2, "window": 2, **settings}))
    store = run_store()
    run = store.create_run(workspace, name, spec, sample_series(), "sample")
    execute(run.id, store)
    return store.get(workspace, run.id)


@pytest.fixture(scope="module")
def workspace(_runs_apart) -> str:
    return new_id()


@pytest.fixture(scope="module")
def pair(workspace) -> tuple[Run, Run]:
    return made(workspace, "first *run* <b>"), made(workspace, "second", hidden=3, calendar="yes")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_workspace_leads_to_the_weather_page(language):
    at = open_page("runs", lang=language)
    assert at.info[0].value == translator(language)("runs.none")


def test_all_runs_are_listed_and_their_names_are_not_markup(workspace, pair):
    at = open_page("runs", ws=workspace)
    labels = [box.label for box in at.checkbox]
    assert len(labels) == 2
    assert "first \\*run\\* \\<b\\>" in labels[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_workspace_may_keep_and_how_long_is_said(workspace, pair, monkeypatch, language):
    t = translator(language)
    before = t("runs.quota", count=2, most=100, size="|", limit=500).split("|")
    for days, expires in (("", ""), ("30", t("runs.expires", days=30))):
        monkeypatch.setenv("RNNVIZ_KEEP_DAYS", days)
        (said,) = [c.value for c in open_page("runs", ws=workspace, lang=language).caption[-1:]]
        assert said.startswith(before[0])
        assert said.endswith(before[1] + (f" {expires}" if expires else ""))


def test_another_workspace_sees_nothing(pair):
    at = open_page("runs", ws=new_id(), others=pair[0].id, run=pair[0].id)
    assert at.info[0].value == EN("runs.none")
    assert "first" not in words_on(at)


def test_ticking_puts_runs_into_the_address(workspace, pair):
    at = open_page("runs", ws=workspace)
    at.checkbox(key=f"runs.tick.{pair[0].id}").check().run()
    assert at.query_params["others"] == pair[0].id
    assert at.button(key="runs.open")
    at.checkbox(key=f"runs.tick.{pair[1].id}").check().run()
    assert at.query_params["others"] == f"{pair[0].id},{pair[1].id}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_runs_are_compared(workspace, pair, language):
    t = translator(language)
    at = open_page("runs", ws=workspace, others=f"{pair[0].id},{pair[1].id}", lang=language)
    assert len(at.get("plotly_chart")) == 1
    numbers, different = (at.dataframe[i].value for i in (0, 1))
    assert sorted(numbers[t("runs.col_run")]) == ["first *run* <b>", "second"]
    settings = set(different[t("runs.col_setting")])
    assert settings == {t("weather.set.hidden.label"), t("weather.set.calendar.label")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_runs_that_look_differently_far_ahead_are_told_apart(workspace, pair, language):
    t = translator(language)
    far = made(workspace, "far", horizon=6)
    at = open_page("runs", ws=workspace, others=f"{pair[0].id},{far.id}", lang=language)
    assert t("runs.other_horizon") in [part.value for part in at.info]
    at = open_page("runs", ws=workspace, others=f"{pair[0].id},{pair[1].id}", lang=language)
    assert not at.info
    run_store().delete(workspace, far.id)


def test_the_same_seed_gives_the_same_numbers(workspace, pair):
    at = open_page("runs", ws=workspace, others=pair[0].id)
    at.button(key="runs.same").click().run()
    assert not at.exception
    store = run_store()
    (new,) = {run.id for run in store.list(workspace)} - {run.id for run in pair}
    assert store.get(workspace, new).name == f"{pair[0].name} (2)"
    again, before = (store.result(workspace, run) for run in (new, pair[0].id))
    assert again["test"] == before["test"]
    assert [e.mae for e in store.epochs(workspace, new)] == [
        e.mae for e in store.epochs(workspace, pair[0].id)
    ]
    store.delete(workspace, new)


def test_a_run_repeated_has_a_name_of_its_own():
    assert numbered("a", {"a"}, 80) == "a (2)"
    assert numbered("a (2)", {"a", "a (2)"}, 80) == "a (3)"
    assert numbered("b" * 8, {"b" * 8}, 8) == "bbbb (2)"


def test_other_settings_open_the_weather_page_filled_in(workspace, pair):
    at = open_page("runs", ws=workspace, others=pair[1].id)
    at.button(key="runs.changed").click().run()
    at.switch_page("pages/weather.py").run()  # the test harness does not follow st.switch_page
    assert not at.exception
    assert at.title[0].value == EN("weather.title")
    assert at.select_slider(key="weather.set.hidden").value == 3
    assert at.segmented_control(key="weather.set.calendar").value == "yes"


@pytest.mark.parametrize(
    ("how", "part"), [("open", "judge"), ("same", "train"), ("changed", "model")]
)
def test_an_open_run_brings_its_settings_and_its_data(workspace, pair, how, part):
    at = open_page("runs", ws=workspace, others=pair[1].id, hidden="64", calendar="no")
    at.button(key=f"runs.{how}").click().run()
    at.switch_page("pages/weather.py").run()
    for name, value in settings_of(pair[1].spec).items():
        assert getattr(at.session_state["rnnviz.view"], name) == value
    assert at.session_state["rnnviz.view"].part == part
    store = run_store()
    for other in store.list(workspace):
        if other.id not in {run.id for run in pair}:
            store.delete(workspace, other.id)


def test_an_upload_makes_way_for_an_open_run_and_comes_back(workspace):
    own = lines()
    run = made(workspace, "of the sample")
    at = open_page("weather", ws=workspace)
    at.file_uploader(key="weather.upload").upload("mine.csv", text(own)).run()
    at.selectbox(key="weather.choice.fill_hours").set_value(12).run()
    file = at.query_params["file"]
    at.switch_page("pages/runs.py").run()
    at.checkbox(key=f"runs.tick.{run.id}").check().run()
    at.button(key="runs.open").click().run()
    at.switch_page("pages/weather.py").run()
    assert "file" not in at.query_params
    assert EN("weather.set_aside", name="mine\\.csv") in [part.value for part in at.info]
    at.segmented_control(key="weather.part").set_value("data").run()
    assert EN("weather.sample_name") in [part.value for part in at.markdown]
    # After a reload it stands among the files uploaded before.
    again = open_page("weather", **{**at.query_params, "part": "data"})
    assert again.button(key=f"weather.earlier.{file}")
    at.button(key="weather.take_back").click().run()
    assert at.query_params["file"] == file
    assert at.selectbox(key="weather.choice.fill_hours").value == 12
    assert EN("weather.set_aside", name="mine\\.csv") not in [part.value for part in at.info]
    run_store().delete(workspace, run.id)


def rename(at: AppTest, run: Run, name: str) -> None:
    at.text_input(key=f"runs.name.{run.id}").set_value(name).run()


def test_a_run_is_renamed_and_deleted(workspace):
    run = made(workspace, "old")
    at = open_page("runs", ws=workspace, others=run.id)
    rename(at, run, "[new](http://x.y)")
    assert run_store().get(workspace, run.id).name == "[new](http://x.y)"
    assert "](http" not in words_on(at)
    at.button(key="runs.delete").click().run()
    assert not at.exception
    assert run.id not in [other.id for other in run_store().list(workspace)]
    assert "others" not in at.query_params

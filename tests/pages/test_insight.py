"""Memory and the way from a state back to words, on the States page."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest
from test_pages import open_page, words_on

from rnnviz.i18n import LANGUAGES, translator
from rnnviz.models.shipped import SHIPPED
from rnnviz.ui.shell.view import parse_view, view_params

TEXT = "A slow start, but then a wonderful film with a moving end that I loved."


def metrics(at: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in at.metric}


def recur(at: AppTest, value: int) -> AppTest:
    at.slider(key="rnnviz.recur").set_value(value).run()
    assert not at.exception
    return at


def drawn(at: AppTest, alt: str) -> pd.DataFrame:
    """The table of the Vega-Lite chart with this alternative text."""
    found = [chart for chart in at.get("vega_lite_chart") if chart.proto.alt == alt]
    assert len(found) == 1
    return pa.ipc.open_stream(found[0].proto.data.data).read_pandas()


def test_the_slider_turns_vanishing_into_exploding_and_the_link_keeps_it():
    t = translator("en")
    at = open_page("states", look="memory", text=TEXT, model="rnn")
    trained = metrics(at)[t("memory.radius")]
    recur(at, 50)
    assert metrics(at)[t("memory.alone_rnn")] == t("memory.vanishing")
    recur(at, 200)
    assert metrics(at)[t("memory.alone_rnn")] == t("memory.exploding")
    assert float(metrics(at)[t("memory.radius")]) == pytest.approx(2 * float(trained), abs=0.02)
    assert at.query_params["recur"] == "200"
    again = open_page("states", look="memory", text=TEXT, model="rnn", recur="200")
    assert again.slider(key="rnnviz.recur").value == 200
    assert metrics(again) == metrics(at)
    again.button(key="memory.reset").click().run()
    assert again.slider(key="rnnviz.recur").value == 100
    assert "recur" not in again.query_params


def test_a_rescaled_network_is_truly_run_again():
    t = translator("en")
    at = open_page("states", look="memory", text=TEXT, model="gru")
    before = metrics(at)[t("memory.verdict")]
    assert metrics(recur(at, 0))[t("memory.verdict")] != before
    assert t("memory.zero_gru") in words_on(at)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("model", SHIPPED)
def test_every_model_shows_its_memory_and_its_places(model, language):
    t = translator(language)
    at = open_page("states", look="memory", text=TEXT, model=model, lang=language)
    assert t("memory.title") in words_on(at)
    words = len(TEXT.split())
    strips = drawn(at, t("memory.strips_title", step=words))
    assert strips["word"].tolist()[:3] == ["a", "slow", "start"]
    assert set(strips.groupby("row").size()) == {words}
    curves = drawn(at, t("memory.cells_title")).groupby("curve")["distance"]
    assert {t(f"models.{name}") for name in ("rnn", "gru", "lstm", model)} == set(curves.groups)
    assert all(curve.tolist() == list(range(words)) for _, curve in curves)
    # Three lists of places: highest, lowest, alike.
    at = open_page("states", look="collection", text=TEXT, model=model, lang=language)
    assert len(occurrence_lists(at)) == 3


def test_the_memory_of_the_chosen_step_ends_there():
    t = translator("en")
    at = open_page("states", look="memory", text=TEXT, model="lstm", step="6")
    assert drawn(at, t("memory.strips_title", step=6))["step"].max() == 6
    at = open_page("states", look="memory", text=TEXT, model="lstm", step="1")
    assert t("memory.one_step") in words_on(at)
    assert not at.metric


def test_recur_out_of_bounds_is_the_network_as_trained():
    for raw in ("301", "-1", "1.5", "x"):
        assert parse_view({"recur": raw}).recur == 100
    assert view_params(parse_view({"recur": "0"})) == {"recur": "0", "look": "memory"}
    assert parse_view(view_params(parse_view({"recur": "0", "look": "unit"}))).look == "unit"


def occurrence_lists(at: AppTest) -> list[Any]:
    """What the lists of places in reviews got."""
    found = [component.proto for component in at.get("bidi_component")]
    return [proto for proto in found if "rnnviz_occurrence_list" in proto.component_name]


def places(at: AppTest) -> str:
    """All that the lists of places got to show."""
    return "\n".join(str(proto) for proto in occurrence_lists(at))


def upload(at: AppTest, name: str, data: bytes) -> AppTest:
    at.file_uploader(key="rnnviz.own.file").set_value((name, data, "text/plain")).run()
    assert not at.exception
    return at


MARKUP = "# head [a](http://x.y) <script>alert(1)</script> $x$ wonderful"


def test_the_users_own_reviews_are_looked_through_and_stay_in_the_session():
    t = translator("en")
    at = open_page("states", look="collection", text=TEXT, model="rnn")
    assert "zweifelhaft" not in places(at)
    rows = ["A zweifelhaft film, dull and bad.", MARKUP, "?!", "Loved it."]
    upload(at, "mine_*.txt", "\n".join(rows).encode())
    assert "zweifelhaft" in places(at)
    told = words_on(at)
    assert t("collection.wordless", count="1") in told
    assert t("collection.few", count=3, least=10) in told
    # What users write is never read as markup.
    for part in [*at.markdown, *at.caption, *at.info, *at.warning]:
        assert "http://x.y" not in part.value
        assert "<script" not in part.value
    at.segmented_control(key="rnnviz.own.which").set_value("shipped").run()
    assert "zweifelhaft" not in places(at)
    assert "zweifelhaft" not in places(
        open_page("states", look="collection", text=TEXT, model="rnn")
    )


def test_a_table_asks_for_its_column_and_odd_files_say_what_is_wrong():
    t = translator("en")
    at = open_page("states", look="collection", text=TEXT, model="rnn")
    upload(at, "mine.csv", b"title,review\nOddtitle one,a good film\nOddtitle two,a dull one\n")
    assert at.selectbox(key="rnnviz.own.column").value == "review"
    assert "Oddtitle" not in places(at)
    at.selectbox(key="rnnviz.own.column").set_value("title").run()
    assert "Oddtitle" in places(at)
    upload(at, "mine.csv", b"\x00\x01\x02" * 50)
    assert [e.value for e in at.error] == [t("errors.table_binary", name="mine\\.csv")]
    assert "Oddtitle" not in places(at)
    upload(at, "mine.txt", b"?!\n***\n")
    assert t("collection.empty") in words_on(at)


def test_the_unit_of_the_link_is_looked_up():
    at = open_page("states", look="collection", text=TEXT, model="gru", unit="7")
    t = translator("en")
    assert f"#### {t('collection.unit_title', unit=7)}" in words_on(at)
    first = places(at)
    at.number_input(key="rnnviz.unit").set_value(8).run()
    assert at.query_params["unit"] == "8"
    assert places(at) != first

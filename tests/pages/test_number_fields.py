"""Fields for whole numbers: whatever is typed, what is shown is what is used, and words say so."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest
from test_pages import open_page

from rnnviz.i18n import LANGUAGES, translator
from rnnviz.lessons.counts import MAX_VOCABULARY, MAX_WIDTH, parse_net
from rnnviz.ui.widgets.number_field import nearest

WATCH = {"text": "a good film", "model": "rnn"}
COUNT = {"rung": "count"}
# Key of the field: the page, its address, the bounds, and the number that the page then uses.
FIELDS: dict[str, tuple[str, dict[str, str], int, int, Callable[[AppTest], int]]] = {
    "weather.set.seed": (
        "weather", {"part": "model", "seed": "7"}, 0, 9_999_999, lambda at: view(at).seed,
    ),
    "rnnviz.unit": ("states", {**WATCH, "unit": "2"}, 1, 24, lambda at: view(at).unit),
    "rnnviz.fill_length": (
        "states", {**WATCH, "states_pad": "before"}, 1, 400, lambda at: view(at).length,
    ),
    "rnnviz.collection_step": (
        "states", {**WATCH, "look": "collection"}, 1, 3, lambda at: view(at).step,
    ),
    "build.net.vocabulary": (
        "build", COUNT, 3, MAX_VOCABULARY, lambda at: parse_net(view(at).net).vocabulary,
    ),
    "build.net.embed": ("build", COUNT, 1, MAX_WIDTH, lambda at: parse_net(view(at).net).embed),
    "build.net.hidden": ("build", COUNT, 1, MAX_WIDTH, lambda at: parse_net(view(at).net).hidden),
    "learning.seed": (
        "embeddings", {"trained": "3"}, 0, 999, lambda at: int(view(at).trained or 0),
    ),
}  # fmt: skip


def view(at: AppTest):
    return at.session_state["rnnviz.view"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", FIELDS)
def test_a_number_out_of_range_is_brought_to_the_nearest_in_words(key, language):
    page, params, low, high, used = FIELDS[key]
    t = translator(language)
    at = open_page(page, lang=language, **params)
    field = at.number_input(key=key)
    assert abs(field.min or -(2**53)) >= 2**53, "the browser would refuse it without a word"
    assert abs(field.max or 2**53) >= 2**53
    for typed, value in ((99_999_999_999, high), (-5, low), (1e20, high), (low + 0.9, low + 1)):
        at.number_input(key=key).set_value(typed).run()
        assert not at.exception
        if key == "learning.seed":
            at.button(key="learning.go").click().run()
        assert at.number_input(key=key).value == value == used(at)
        told = [part.value for part in at.caption]
        end = t("app.number_brought", low="", high="", typed="", value="…").split("…")[1]
        assert any(t.number(value, 0) + end in words for words in told), told
    at.number_input(key=key).set_value(low + 2).run()
    assert at.number_input(key=key).value == low + 2
    assert not [part for part in at.caption if part.value.endswith(end)]


def test_a_seed_typed_just_before_the_click_is_brought_too():
    at = open_page("embeddings")
    at.number_input(key="learning.seed").set_value(99_999)
    at.button(key="learning.go").click().run()
    assert view(at).trained == "999"
    assert at.number_input(key="learning.seed").value == 999


def test_an_answer_that_cannot_be_right_is_wrong_and_stays():
    at = open_page("states", **WATCH)
    field = next(n for n in at.number_input if str(n.key).startswith("check.states."))
    for typed in (-5, 99_999_999_999, 2.5):
        field = at.number_input(key=field.key).set_value(typed).run().number_input(key=field.key)
        assert field.value == typed
        assert any(translator("en")("check.wrong") in part.value for part in at.warning)


@given(st.floats(allow_nan=False), st.integers(-9, 9), st.integers(0, 99))
def test_the_nearest_is_allowed_and_none_is_nearer(value, low, width):
    found = nearest(value, low, low + width)
    assert low <= found <= low + width
    for other in (found - 1, found + 1):
        if low <= other <= low + width:
            assert abs(found - value) <= abs(other - value)

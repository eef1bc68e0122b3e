"""A page in Vietnamese begins with Vietnamese words and a model that reads them."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest
from test_pages import open_page, read_text, words_on

from rnnviz.i18n import LANGUAGES, catalogue, translator
from rnnviz.text.standardise import split_words, standardise
from rnnviz.ui.shell.examples import FIRST, example_texts
from rnnviz.ui.shell.navigation import PAGES

VI = translator("vi")
TEXT_PAGES = [entry.name for entry in PAGES if entry.section == "text"]
OWN = "Mình đi xem phim này hai lần, lần nào cũng thích."


def box(at: AppTest) -> str:
    """The text that the box shows."""
    boxes = [part.proto for part in at.get("bidi_component")]
    (proto,) = [proto for proto in boxes if proto.component_name == "rnnviz_text_box"]
    return str(json.loads(proto.json)["value"])


@pytest.mark.parametrize("name", [*TEXT_PAGES, "home", "summary"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_works_with_the_vietnamese_model(name, language):
    at = open_page(name, lang=language, model="vi")
    assert at.title[0].value == translator(language)(f"{name}.title")
    assert not at.error


@pytest.mark.parametrize("name", ["reviews", "states", "tokens", "embeddings"])
def test_a_page_in_vietnamese_begins_with_the_vietnamese_model(name):
    at = open_page(name, lang="vi")
    assert at.segmented_control(key="rnnviz.model").value == "vi"
    assert "model" not in at.query_params
    at = open_page(name)
    # States opens on the network that the lesson has just built.
    expected = "rnn" if name == "states" else "best"
    assert at.segmented_control(key="rnnviz.model").value == expected


@pytest.mark.parametrize("name", [*TEXT_PAGES, "home"])
def test_the_first_text_is_in_the_language_of_the_page(name):
    texts = {language: box(open_page(name, lang=language)) for language in LANGUAGES}
    for language, text in texts.items():
        assert text in example_texts(language).values()
    assert box(open_page(name, lang="vi", text=OWN)) == OWN


def test_most_words_of_the_examples_are_known():
    for text in example_texts("vi").values():
        at = open_page("reviews", lang="vi", text=text, model="vi")
        assert not at.warning


def test_the_language_switch_brings_text_and_model():
    at = open_page("reviews")
    at.segmented_control(key="rnnviz.language").set_value("vi").run()
    assert at.segmented_control(key="rnnviz.model").value == "vi"
    assert not at.warning
    assert box(at) == example_texts("vi")[FIRST]
    at.segmented_control(key="rnnviz.language").set_value("en").run()
    assert at.segmented_control(key="rnnviz.model").value == "best"
    assert set(at.query_params) <= {"done"}


def test_the_language_switch_leaves_what_was_typed():
    at = open_page("reviews", text=OWN, model="vi")
    before = [metric.value for metric in at.metric][1:]
    at.segmented_control(key="rnnviz.language").set_value("vi").run()
    at.segmented_control(key="rnnviz.language").set_value("en").run()
    assert at.query_params["text"] == OWN
    assert [metric.value for metric in at.metric][1:] == before


def test_an_example_of_a_page_in_vietnamese_goes_with_its_model():
    at = open_page("reviews", lang="vi")
    at.menu_button(key="rnnviz.examples").set_value("irony").run()
    assert at.query_params["text"] == example_texts("vi")["irony"]
    assert at.query_params["model"] == "vi"
    read_text(at, OWN)
    assert at.segmented_control(key="rnnviz.model").value == "vi"


def test_the_vocabulary_of_the_tokens_page_is_that_of_the_language():
    first = split_words(standardise(example_texts("vi")[FIRST]))
    at = open_page("tokens", lang="vi", length="40", pad="none")
    ids = at.code[0].value.removeprefix("ids = [").removesuffix("]").split(", ")
    assert len(ids) == 40 <= len(first)
    assert ids.count("1") < 10


@pytest.mark.parametrize("watch", ["one", "three", "stack"])
def test_the_states_page_watches_any_network_in_vietnamese(watch):
    at = open_page("states", lang="vi", watch=watch)
    assert not at.error
    assert VI("states.player_how") in words_on(at)


ENGLISH = "A quiet film, and I loved the ending of it."


@pytest.mark.parametrize("page", ["reviews", "home"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("text", "model", "right"), [(OWN, "best", "vi"), (OWN, "rnn", "vi"), (ENGLISH, "vi", "best")]
)
def test_a_text_in_another_language_brings_the_right_model_on_a_click(
    page, language, text, model, right
):
    t = translator(language)
    at = open_page(page, lang=language, text=text, model=model)
    found = "vi" if right == "vi" else "en"
    assert t(f"language.text_{found}") in words_on(at)
    assert not at.warning
    at.button(key="rnnviz.language_offer").click().run()
    assert (at.query_params["model"], at.query_params["text"]) == (right, text)
    assert t(f"language.text_{found}") not in words_on(at)
    # Only what differs: no second offer, no loop.
    assert not [button for button in at.button if button.key == "rnnviz.language_offer"]


@pytest.mark.parametrize(
    ("text", "model"), [(OWN, "vi"), (ENGLISH, "best"), ("Das ist ein Film", "vi"), ("10/10", "vi")]
)
def test_nothing_is_offered_where_the_model_fits_or_the_language_is_not_known(text, model):
    for page in ("reviews", "home"):
        at = open_page(page, text=text, model=model)
        assert not [button for button in at.button if button.key == "rnnviz.language_offer"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_page_says_of_the_model_is_true_of_the_vietnamese_one(language):
    t = translator(language)
    at = open_page("reviews", lang=language, text=OWN, model="vi")
    assert at.metric[1].help == t("reviews.probability_help_vi")
    at = open_page("embeddings", lang=language, text="qwrtz", model="vi")
    assert [warning.value for warning in at.warning] == [t("embeddings.none_known_vi")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_for_both_languages_say_different_things(language):
    messages = catalogue(language)
    pairs = [key.removesuffix("_vi") for key in messages if key.endswith("_vi")]
    assert len(pairs) >= 4
    for key in pairs:
        assert messages[f"{key}_vi"] != messages[f"{key}_en"]


def test_pairs_are_those_that_the_capped_vocabulary_still_reads():
    begins = translator("vi")("tokens.pairs", model="|", pairs="|").split("|")[0]
    text = "Phim này không hay, diễn viên dở tệ."
    assert begins in words_on(open_page("tokens", text=text, lang="vi", model="vi"))
    assert begins not in words_on(open_page("tokens", text=text, lang="vi", model="vi", cap="10"))

"""Which example and which model a page has, as language, model and text change."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.i18n import LANGUAGES, catalogue
from rnnviz.models.shipped import DEFAULT, DEFAULT_OF, LANGUAGE_OF, SHIPPED
from rnnviz.text.standardise import compose, split_words, standardise
from rnnviz.ui.shell.examples import FIRST, counterpart, example_texts, is_own
from rnnviz.ui.shell.state import moved
from rnnviz.ui.shell.view import MAX_LINK_TEXT, View, parse_view, view_params

EN, VI = example_texts("en"), example_texts("vi")
OWN = "My own words about a film."
texts = st.sampled_from(["", OWN, "Phim của riêng mình.", *EN.values(), *VI.values()])
views = st.builds(
    View, lang=st.sampled_from(list(LANGUAGES)), model=st.sampled_from(["", *SHIPPED]), text=texts
)


@pytest.mark.parametrize("language", ["en", "vi"])
def test_every_example_has_a_name_in_every_catalogue_and_fits_a_link(language):
    given_texts = example_texts(language)
    assert {FIRST, "negation"} <= set(given_texts)  # what pages begin with
    for name, text in given_texts.items():
        assert all(f"examples.{name}" in catalogue(shown) for shown in LANGUAGES)
        assert len(text) <= MAX_LINK_TEXT
        assert compose(text) == text
        assert not is_own(text)
    lengths = [len(split_words(standardise(text))) for text in given_texts.values()]
    assert min(lengths) == 1
    assert max(lengths) > 60


def test_an_example_stands_for_one_of_the_other_language():
    assert counterpart(EN["irony"], "vi") == VI["irony"]
    assert counterpart(VI["irony"], "en") == EN["irony"]
    assert counterpart(VI["unmarked"], "en") == ""
    assert counterpart(OWN, "vi") is None


def test_a_page_begins_in_its_own_language():
    assert (View().reader, View().language) == (DEFAULT, "en")
    assert (View(lang="vi").reader, View(lang="vi").language) == ("vi", "vi")


def test_what_a_link_says_wins():
    old = parse_view({"lang": "vi", "text": OWN})
    assert (old.text, old.reader) == (OWN, DEFAULT)
    view = parse_view({"lang": "vi", "model": "gru"})
    assert (view.reader, view.language) == ("gru", "en")
    view = parse_view({"lang": "en", "model": "vi", "text": "Phim hay"})
    assert (view.reader, view.text) == ("vi", "Phim hay")


def test_another_language_brings_its_own_example_and_model():
    view = moved(View(), lang="vi")
    assert (view.text, view.reader) == ("", "vi")
    view = moved(View(text=EN["irony"], step=4), lang="vi")
    assert (view.text, view.reader, view.step) == (VI["irony"], "vi", 0)
    view = moved(view, lang="en")
    assert (view.text, view.reader, view.model) == (EN["irony"], DEFAULT, "")
    view = moved(moved(View(lang="vi"), text=VI["unmarked"]), lang="en")
    assert (view.text, view.reader) == ("", DEFAULT)


@pytest.mark.parametrize("model", [name for name in SHIPPED if LANGUAGE_OF[name] == "en"])
def test_a_model_that_was_chosen_stays_with_its_example(model):
    view = moved(moved(View(), model=model), lang="vi")
    assert (view.reader, view.language) == (model, "en")


@given(views, st.sampled_from(list(LANGUAGES)))
def test_words_that_were_typed_are_never_replaced(view, language):
    after = moved(view, lang=language)
    if is_own(view.text):
        assert (after.text, after.reader) == (view.text, view.reader)
    else:
        assert not is_own(after.text)
    # Whatever is shown, a link shows it again.
    again = parse_view(view_params(after))
    assert (again.text, again.reader, again.lang) == (after.text, after.reader, language)


@given(views, texts)
def test_another_text_stays_with_the_model_that_stood_there(view, text):
    after = moved(view, text=text)
    assert (after.text, after.reader) == (text, view.reader)


@given(views, st.sampled_from(list(LANGUAGES)))
def test_there_and_back_is_the_same_model(view, language):
    there = moved(view, lang=language)
    back = moved(there, lang=view.lang)
    if view.model == "" and view.text == "":
        assert back == view
        assert there.reader == DEFAULT_OF[language]

"""The language of a first visit, and Streamlit's own English words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import streamlit
from streamlit.testing.v1 import AppTest

from rnnviz.i18n import catalogue, translator
from rnnviz.ui.components.page_language import FAMILY, streamlit_words

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = Path(streamlit.__file__).parent / "static" / "static" / "js"


def first_visit(locale: str | None, **params: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    at.context = {"locale": locale} if locale else {}
    for name, value in params.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    return at


@pytest.mark.parametrize(
    ("locale", "params", "language"),
    [
        (None, {}, "en"),
        ("en-GB", {}, "en"),
        ("vi", {}, "vi"),
        ("vi-VN", {}, "vi"),
        ("fr-FR", {}, "en"),
        ("vi-VN", {"lang": "en"}, "en"),
        ("en-US", {"lang": "vi"}, "vi"),
        ("vi-VN", {"lang": "xx"}, "vi"),
    ],
)
def test_the_browser_decides_unless_the_link_does(locale, params, language):
    at = first_visit(locale, **params)
    assert at.title[0].value == translator(language)("home.title")


def test_a_choice_against_the_browser_outlives_a_reload():
    at = first_visit("vi-VN")
    assert at.query_params["lang"] == "vi"  # whoever gets the link sees this page
    at.segmented_control(key="rnnviz.language").set_value("en").run()
    assert at.query_params["lang"] == "en"
    again = first_visit("vi-VN", lang="en")
    assert again.title[0].value == translator("en")("home.title")


def test_every_word_that_is_looked_for_is_streamlits():
    """After an update of Streamlit, this says which of its words have changed."""
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in sorted(SCRIPTS.glob("*.js")))
    for key, english in catalogue("en").items():
        if key.startswith(FAMILY):
            for part in re.split(r"\{\w+\}| • ", english):
                assert part.strip() in scripts, (key, part)


def test_only_another_language_replaces_words():
    assert streamlit_words(translator("en")) == ([], [])
    words, patterns = streamlit_words(translator("vi"))
    assert ("Stop", "Dừng") in words
    assert ("Help for {label}", "Trợ giúp: {label}") in patterns

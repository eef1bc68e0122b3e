"""Every page, in both languages, on every kind of text: content, no exception, no lost words."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from rnnviz.i18n import LANGUAGES, translator
from rnnviz.models.shipped import SHIPPED
from rnnviz.ui.shell.navigation import PAGES

ROOT = Path(__file__).resolve().parents[2]
NAMES = [entry.name for entry in PAGES]
TEXT_PAGES = [entry.name for entry in PAGES if entry.section == "text"]

TEXTS = {
    "empty": "",
    "blank": "   \n\t ",
    "symbols": "?! *** $$$",
    "emoji": "😀👩‍👩‍👧🇻🇳 good",
    "right to left": "فيلم رائع جدا",
    "combining": "Vie\u0302\u0323t Nam phim hay tuye\u0323\u0302t vo\u031b\u0300i",
    "script": "<script>alert(1)</script><b>bold</b>",
    "markdown": "# head [a](http://x.y) ![i](http://x.y/z.png) $x$ :red[r] `c`",
    "control characters": "a\x00b \x1b[31m c",
    "long word": "b" * 5000,
    "long text": "a good film with a bad end. " * 600,
    "one word": "good",
}


def open_page(name: str, *, after_home: bool = False, **params: str) -> AppTest:
    """A page as a link opens it, or as the navigation does when Home was open before."""
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for key, value in params.items():
        at.query_params[key] = value
    if after_home:
        at.run()
    if name != "home":
        at.switch_page(f"pages/{name}.py")  # the file has the name of the address
    at.run()
    assert not at.exception, [e.value for e in at.exception]
    return at


def read_text(at: AppTest, text: str) -> None:
    """Another text for the page, as the box would send it: its JavaScript does not run here."""
    at.session_state["rnnviz.view"] = at.session_state["rnnviz.view"].with_changes(text=text)
    at.run()


def words_on(at: AppTest) -> str:
    """All text the page shows by itself, component data left out."""
    parts = [*at.title, *at.header, *at.subheader, *at.markdown, *at.caption, *at.text]
    parts += [*at.info, *at.warning, *at.error]
    return "\n".join(str(part.value) for part in parts)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_a_page_speaks_its_language(name, language):
    at = open_page(name, after_home=True, lang=language)
    t = translator(language)
    assert at.title[0].value == t(f"{name}.title")
    # A key that has no words, or a placeholder left open, would show as such.
    # (Braces inside $…$ are LaTeX.)
    assert not re.search(r"\{[a-z_]+\}", re.sub(r"\$[^$]+\$", "", words_on(at)))


@pytest.mark.parametrize("name", TEXT_PAGES)
@pytest.mark.parametrize("kind", TEXTS)
def test_a_page_takes_any_text(name, kind):
    open_page(name, text=TEXTS[kind], model="rnn", lang="vi")


@pytest.mark.parametrize("name", ["tokens", "embeddings", "states", "reviews"])
def test_the_models_stand_in_the_same_order_everywhere(name):
    switch = open_page(name).segmented_control(key="rnnviz.model")
    assert switch.options == [translator("en")(f"models.{model}") for model in SHIPPED]


@pytest.mark.parametrize("name", ["reviews", "states", "embeddings"])
@pytest.mark.parametrize("model", SHIPPED)
def test_a_page_works_with_every_model(name, model):
    at = open_page(name, model=model, text="A quiet film, and a wonderful one.")
    assert len(at.get("plotly_chart")) >= 1


@pytest.mark.parametrize("name", NAMES)
def test_a_link_from_elsewhere_with_nonsense_in_it_opens_the_page(name):
    nonsense = {"lang": "xx", "model": "../etc", "step": "-1", "layer": "９", "unit": "1e9"}
    at = open_page(name, **nonsense, cap="abc", length="99999", keep="?", pad="")
    assert at.title[0].value == translator("en")(f"{name}.title")


def test_the_verdict_follows_the_text():
    t = translator("en")
    values = {}
    for text in ("A wonderful film, I loved it.", "A terrible film, I hated it."):
        at = open_page("reviews", text=text)
        values[text] = at.metric[0].value
    assert list(values.values()) == [t("reviews.positive"), t("reviews.negative")]


@pytest.mark.parametrize("model", ["best", "vi"])
def test_a_text_of_a_third_language_is_said_to_be_mostly_unknown(model):
    at = open_page(
        "reviews", text="Ein wunderschöner Spielfilm, ausgezeichnete Schauspieler", model=model
    )
    assert len(at.warning) == 1
    assert not open_page("reviews", text="This film is wonderful and moving").warning


def test_the_language_switch_changes_the_page_and_the_address():
    at = open_page("tokens")
    at.segmented_control(key="rnnviz.language").set_value("vi").run()
    assert at.title[0].value == translator("vi")("tokens.title")
    assert at.query_params["lang"] == "vi"


def test_the_choices_of_the_tokens_page_reach_the_address_and_back():
    at = open_page("tokens", cap="100", length="5", keep="tail", pad="before", text="good film")
    ids = at.code[0].value
    assert ids.count(",") == 4
    assert ids.startswith("ids = [0, 0, 0, ")


def test_user_text_never_reaches_markdown():
    at = open_page("reviews", text=TEXTS["markdown"] + " wonderful")
    for part in [*at.markdown, *at.caption, *at.info, *at.warning]:
        assert "http://x.y" not in part.value
        assert "<script" not in part.value


def test_the_states_page_draws_the_unit_that_was_asked_for():
    at = open_page("states", text="a film of two halves", model="gru", unit="7")
    spec = json.loads(at.get("plotly_chart")[0].proto.spec)
    assert len(spec["data"][0]["x"]) == 5
    assert at.number_input(key="rnnviz.unit").value == 7


def test_home_paints_without_what_other_pages_need():
    """Each of them would take its time to import before the first visitor saw anything."""
    code = """
import sys
from streamlit.testing.v1 import AppTest
for language in ("en", "vi"):
    at = AppTest.from_file("app.py", default_timeout=60)
    at.query_params["lang"] = language
    assert not at.run().exception
print({"torch", "babel", "jinja2"} & set(sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "set()", done.stderr

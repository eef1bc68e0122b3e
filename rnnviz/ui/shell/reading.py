"""The user's text on every page: the box, the examples, the model, and the cached reading."""

from __future__ import annotations

import streamlit as st

from rnnviz.i18n import Translator
from rnnviz.inference.classify import Reading, read_shipped
from rnnviz.models.shipped import LANGUAGE_OF, SHIPPED, load_shipped
from rnnviz.ui.components.text_box import text_box
from rnnviz.ui.shell.examples import FIRST, example_texts, is_own
from rnnviz.ui.shell.guided_path import changed_by_user, complete_step
from rnnviz.ui.shell.state import change_view, take_typed, text_in_link, texts_replaced
from rnnviz.ui.shell.view import MAX_LINK_TEXT, MAX_TEXT, View
from rnnviz.ui.widgets.view_switch import view_switch

_TOO_LONG = "rnnviz.too_long"
# Examples, the rare words of Tokens, and a place in the collection of States.
_REPLACERS = '[data-testid="stMenuButtonBody"] *, [class*="st-key-bpe-rare"], .place .open'
_EXAMPLES = "rnnviz.examples"


def text_panel(t: Translator, view: View, default: str = FIRST, model: str = "") -> str:
    """The line of text with its examples; returns the text the page is about.

    Before the user has typed anything it is an example, so that no page is ever empty: one in the
    language of the model, which is the view's if ``model`` names none.
    """
    examples = example_texts(LANGUAGE_OF[model or view.reader])
    text = view.text or examples[default]
    if changed_by_user("text", view.text) and is_own(text):
        complete_step("own")

    def submit(value: str, seen: int, last: bool) -> None:
        st.session_state[_TOO_LONG] = len(value) > MAX_TEXT
        take_typed(value, seen, last)

    def take_example() -> None:
        name = st.session_state[_EXAMPLES]
        if name in examples:
            change_view(text=examples[name], step=0)

    with st.container(horizontal=True, gap="small", key="rnnviz_text_line"):
        with st.container():
            text_box(
                view.text,
                fallback=examples[default],
                labels={
                    "label": t("text.label"),
                    "button": t("text.apply"),
                    "hint": t("text.hint"),
                    "placeholder": t("text.placeholder"),
                },
                limit=MAX_TEXT + 1,
                seen=texts_replaced(),
                long=not text_in_link(),
                replacers=_REPLACERS,
                key="rnnviz.text",
                on_submit=submit,
            )
        st.menu_button(
            t("text.examples"),
            list(examples),
            format_func=lambda name: t(f"examples.{name}"),
            key=_EXAMPLES,
            icon=":material/library_books:",
            on_click=take_example,
        )
    if st.session_state.get(_TOO_LONG):
        st.warning(t("text.too_long", limit=t.number(MAX_TEXT, 0)))
    elif not text_in_link():
        st.caption(t("text.not_in_link", limit=t.number(MAX_LINK_TEXT, 0)))
    return text


def model_choice(t: Translator, view: View, now: str = "") -> str:
    """A switch between the shipped models, the same on every page; the chosen one's name.

    ``now``: the model that the page uses as long as nobody has chosen; else the view's.
    """
    words = {name: t(f"models.{name}") for name in SHIPPED}
    label, help_text = t("models.label"), t("models.help")
    now = view.model or now or view.reader
    view_switch("model", label, words, "rnnviz.model", now=now, help_text=help_text)
    return now


def small_model(view: View, cell: str) -> str:
    """A network small enough to follow, as long as nobody has chosen another: of this cell where
    the language has one."""
    return view.model or (cell if view.language == "en" else view.reader)


@st.cache_resource(max_entries=1, show_spinner=False)
def limit_threads() -> bool:
    """One torch thread a page run: for these sizes a second one only costs other users time."""
    import torch

    torch.set_num_threads(1)
    return True


# A resource, not data: st.cache_data would pickle it. Per session: nobody's text is shared.
@st.cache_resource(max_entries=8, show_spinner=False, scope="session")
def _reading(text: str, model: str) -> Reading | None:
    limit_threads()
    return read_shipped(text, model)


def wake(t: Translator, model: str) -> None:
    """Load a shipped model; only a fresh server has to say that this takes a moment."""
    if load_shipped.cache_info().currsize == 0:
        with st.spinner(t("models.waking")):
            load_shipped(model)


def reading_of(t: Translator, text: str, model: str) -> Reading | None:
    """The chosen model's reading of the text, or None with a friendly word where it has no words.

    Only the first reading of a fresh server waits (torch loads); a line says so.
    """
    wake(t, model)
    reading = _reading(text, model)
    if reading is None:
        st.info(t("text.no_words"), icon=":material/edit_note:")
    return reading

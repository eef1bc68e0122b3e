"""The stage of Home: the network reads the very text that stands in the line above it."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

import streamlit as st

from rnnviz.i18n import Translator
from rnnviz.ui.shell.navigation import page_link
from rnnviz.ui.shell.reading import limit_threads, small_model
from rnnviz.ui.shell.view import View


@cache
def _ready(language: str) -> tuple[bytes, bool, float]:
    """What a first visitor sees: payload, verdict and probability (docs/make_stage.py)."""
    folder = files("rnnviz") / "assets" / "stage"
    verdict = json.loads((folder / f"{language}.json").read_text(encoding="utf-8"))
    payload = (folder / f"{language}.bin").read_bytes()
    return payload, bool(verdict["positive"]), float(verdict["probability"])


@st.cache_resource(max_entries=8, show_spinner=False, scope="session")
def _packed(text: str, model: str) -> tuple[bytes, bool, float] | None:
    from rnnviz.inference.classify import read_shipped  # torch comes with it
    from rnnviz.stepper.payload import pack

    limit_threads()
    reading = read_shipped(text, model)
    if reading is None:
        return None
    return pack([reading.trace]), reading.path.positive, reading.path.probability


def stage_model(view: View) -> str:
    """The network that reads: of the small ones the one that judges best."""
    return small_model(view, "gru")


def show_stage(t: Translator, view: View, text: str) -> None:
    """The stepper over the text, as high as the first screen, and the verdict in words.

    What a first visitor sees is ready-made, so that it does not wait for torch.
    """
    from rnnviz.ui.widgets.stepper import show_payload  # once the headline stands

    model = stage_model(view)
    if not view.text and not view.model:
        found: tuple[bytes, bool, float] | None = _ready(view.lang)
    else:
        with st.spinner(t("models.waking"), show_time=False):
            found = _packed(text, model)
    if found is None:
        st.info(t("text.no_words"), icon=":material/edit_note:")
        return
    payload, positive, probability = found
    name = t(f"models.{model}")
    show_payload(t, view, payload, key="home.stepper", begin=1, fit=True, show=True, network=name)
    side = t("reviews.positive" if positive else "reviews.negative")
    share = t.percent(probability if positive else 1 - probability)
    with st.container(horizontal=True, vertical_alignment="center"):
        words = t("home.verdict", model=name, side=side, share=share)
        st.markdown(words, width="content")
        with st.container(width="content"):
            page_link("reviews", t("home.why"), t)

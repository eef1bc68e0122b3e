"""The five steps of the Weather page, one at a time."""

from __future__ import annotations

import streamlit as st

from rnnviz.errors import RnnvizError
from rnnviz.i18n import Translator
from rnnviz.ui.shell.errors import plain, show_error
from rnnviz.ui.shell.series_source import (
    aside,
    back_to_sample,
    current_source,
    file_gone,
    take_back,
)
from rnnviz.ui.shell.state import change_view
from rnnviz.ui.shell.view import View
from rnnviz.ui.shell.workspace import keep_warm
from rnnviz.ui.weather.data import data_step
from rnnviz.ui.weather.judge import judge_step
from rnnviz.ui.weather.model import model_step
from rnnviz.ui.weather.take_home import take_step
from rnnviz.ui.weather.train import train_step
from rnnviz.ui.widgets.view_switch import view_switch

ABOUT_SERIES = ("data", "model", "train")  # the steps that speak of the series at hand
PARTS = ("data", "model", "train", "judge", "take")


def part_choice(t: Translator, view: View) -> str:
    """The switch between the steps; any of them can be opened at any time."""
    words = {name: t(f"weather.part_{name}") for name in PARTS}
    view_switch("part", t("weather.part"), words, "weather.part", label_hidden=True)
    return view.part


def show_part(t: Translator, view: View, part: str) -> None:
    """One step, and the way to the next. Where the record of the runs is away, words say so."""
    try:
        _file_words(t, part)
        _step(t, view, part)
        _onward(t, part)
        keep_warm()
    except RnnvizError as error:
        show_error(t, error)


def _file_words(t: Translator, part: str) -> None:
    """What became of an upload that is not what the page is about."""
    if part in ABOUT_SERIES and file_gone():
        st.info(t("weather.file_gone"), icon=":material/info:")
        st.button(t("weather.file_forget"), key="weather.file_forget", on_click=back_to_sample)
    elif kept := aside():
        name = plain(kept.file.name)
        st.info(t("weather.set_aside", name=name), icon=":material/description:")
        st.button(t("weather.take_back", name=name), key="weather.take_back", on_click=take_back)


def _step(t: Translator, view: View, part: str) -> None:
    if part in ABOUT_SERIES:
        source = current_source()
        t = t.counting(source.series.step.kind)
        if part == "data":
            data_step(t)
        elif part == "model":
            model_step(t, view, source)
        else:
            train_step(t, view, source)
    elif part == "judge":
        judge_step(t)
    else:
        take_step(t)


def _onward(t: Translator, part: str) -> None:
    place = PARTS.index(part)
    st.space("small")
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        for key, other in (("previous_step", place - 1), ("next_step", place + 1)):
            if 0 <= other < len(PARTS):
                st.button(
                    t(f"weather.{key}", name=t(f"weather.part_{PARTS[other]}")),
                    key=f"weather.{key}",
                    type="primary" if key == "next_step" else "secondary",
                    on_click=change_view,
                    kwargs={"part": PARTS[other]},
                )

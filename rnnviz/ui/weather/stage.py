"""What the Weather page opens with: a finished forecast of the sample, and its verdict."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import streamlit as st

from rnnviz.figures.series import lines_over_time
from rnnviz.i18n import Translator
from rnnviz.ui.shell.theme import theme_mode
from rnnviz.ui.weather.zoomable_chart import dates
from rnnviz.ui.widgets.figure import show_figure
from rnnviz.ui.widgets.forecast_verdict import show_verdict


@cache
def _kept() -> dict[str, Any]:
    """The end of the sample's test part (docs/make_weather_stage.py)."""
    source = files("rnnviz") / "assets" / "weather_stage.json"
    return dict(json.loads(source.read_text(encoding="utf-8")))


def show_stage(t: Translator) -> None:
    """The measured hours and the forecast of each from the hours before, with the verdict."""
    kept = _kept()
    title = t("weather.stage_title", window=kept["window"])
    st.markdown(f"**{title}**")
    hours = np.datetime64(kept["start"], "h") + np.arange(len(kept["truth"]))
    labels = {"y": t("weather.axis_celsius"), "decimal": t.separators, "dates": dates(t)}
    lines = [
        (t("weather.truth"), hours, np.array(kept["truth"])),
        (t("weather.forecast"), hours, np.array(kept["forecast"])),
    ]
    figure = lines_over_time(lines, labels, theme_mode())
    figure.update_layout(height=250)
    show_figure(figure, key="weather.stage", alt=title)
    show_verdict(t, kept["numbers"])

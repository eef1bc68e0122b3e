"""A stretch that was chosen stays chosen, in whatever language its ends are written."""

from __future__ import annotations

import numpy as np
from streamlit.testing.v1 import AppTest

from rnnviz.i18n import translator

START = np.datetime64("2013-01-01T00", "h")


def page() -> None:
    import numpy as np
    import streamlit as st

    from rnnviz.i18n import translator
    from rnnviz.series.step import HOUR
    from rnnviz.ui.weather.zoomable_chart import Axis, Line, zoomable

    lines = [Line("measured", np.sin(np.arange(2000) / 4))]
    t = translator(st.session_state.get("language", "en"))
    zoomable(t, "here", Axis(np.datetime64("2013-01-01T00", "h"), HOUR), lines, "a series")


def test_another_language_keeps_the_stretch():
    at = AppTest.from_function(page, default_timeout=30).run()
    at.select_slider[0].set_range(400, 1200).run()
    for language in ("vi", "en"):
        at.session_state["language"] = language
        at.run()
        assert not at.exception
        slider = at.select_slider[0]
        assert slider.value == (400, 1200)
        # A browser knows the ends by how they are written, and so takes where this slider begins.
        ends = [START + np.timedelta64(hour, "h") for hour in (400, 1200)]
        begins = [slider.options[int(place)] for place in slider.proto.default]
        assert begins == [translator(language).moment(end) for end in ends]

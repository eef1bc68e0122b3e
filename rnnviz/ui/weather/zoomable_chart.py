"""A long series on the screen: thinned to what can be seen, refined where the user zooms in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from rnnviz.figures.series import lines_over_time
from rnnviz.i18n import Translator
from rnnviz.series.step import Step, as_index
from rnnviz.series.thin import thin
from rnnviz.ui.shell.theme import theme_mode
from rnnviz.ui.widgets.figure import show_figure
from rnnviz.ui.widgets.series_words import stamp_words

POINTS = 2000  # of a line on the screen: more cannot be told apart
FEWEST = 12  # steps in the closest view
# Usual stretches, in seconds.
_STRETCHES = (("year", 8766 * 3600), ("month", 730 * 3600), ("week", 168 * 3600))


@dataclass(frozen=True)
class Line:
    """One value a step, with the name it has in the picture."""

    name: str
    values: NDArray[np.floating]  # (steps,) °C, NaN where there is none


@dataclass(frozen=True)
class Axis:
    """The time that lines are over: its first stamp, and the step from one value to the next."""

    start: np.datetime64
    step: Step

    def stamps(self, places: NDArray[np.integer]) -> NDArray[np.datetime64]:
        """Points in time, as figures take them."""
        return as_index(self.step.shift(self.start, places)).to_numpy()

    def place(self, when: pd.Timestamp) -> int:
        """The last step that has begun at a point in time."""
        if self.step.unit == "M":
            months = self.step.start_of(when.to_datetime64()) - self.step.start_of(self.start)
            return int(months.astype(int)) // self.step.count
        seconds = (when - pd.Timestamp(self.start)) / pd.Timedelta(seconds=1)
        return int(seconds // self.step.seconds)


@dataclass(frozen=True)
class Stretch:
    """A named part of the time, from one step to before another."""

    name: str
    begin: int
    end: int


def zoomable(
    t: Translator,
    key: str,
    axis: Axis,
    lines: Sequence[Line],
    alt: str,
    stretches: Sequence[Stretch] = (),
    at_first: tuple[int, int] | None = None,
) -> None:
    """Lines over the same time; drag over the picture or move the slider to zoom.

    All of it is a fragment: a zoom reruns only the picture.
    """
    count = len(lines[0].values)
    # A range is about one series: another one begins with all of it.
    ends = f"{key}.range.{axis.start}.{axis.step}.{count}"
    first = at_first or (0, count)

    @st.fragment
    def picture() -> None:
        begin, end = _bounded(st.session_state.get(ends, first), count)
        stamps, parts = _seen(axis, lines, begin, end)
        named = [
            (s.name, *axis.stamps(np.array([max(s.begin, begin), min(s.end, end)])))
            for s in stretches
            if s.begin < end and s.end > begin
        ]
        labels = {"y": t("weather.axis_celsius"), "decimal": t.separators, "dates": dates(t)}
        show_figure(
            lines_over_time(
                [(line.name, stamps[i], part) for i, (line, part) in enumerate(parts)],
                labels,
                theme_mode(),
                named,
                by_clock=axis.step.is_by_clock,
            ),
            key=f"{key}.chart",
            zoom=False,
            on_select=_selected(key, ends, axis, count),
            selection_mode=("box",),
            alt=alt,
        )
        if st.session_state.get(f"{ends}.language", t.language) != t.language:
            # Streamlit knows a stop by how it is written: in another language another slider.
            _zoom_to(ends, (begin, end))
        st.session_state[f"{ends}.language"] = t.language
        base = st.session_state.get(f"{ends}.base", _bounded(first, count))
        _controls(t, key, ends, axis, count, (begin, end), base)

    picture()


def _seen(
    axis: Axis, lines: Sequence[Line], begin: int, end: int
) -> tuple[list[NDArray[np.datetime64]], list[tuple[Line, NDArray[np.floating]]]]:
    stamps, parts = [], []
    for line in lines:
        chosen = thin(line.values[begin:end], POINTS)
        stamps.append(axis.stamps(begin + chosen))
        parts.append((line, line.values[begin:end][chosen]))
    return stamps, parts


def _bounded(wished: tuple[int, int], count: int) -> tuple[int, int]:
    begin = min(max(int(wished[0]), 0), max(count - FEWEST, 0))
    return begin, min(max(int(wished[1]), begin + min(FEWEST, count)), count)


def _selected(key: str, ends: str, axis: Axis, count: int) -> Callable[[], None]:
    def zoom() -> None:
        chart = st.session_state.get(f"{key}.chart")
        boxes = chart["selection"]["box"] if chart else []
        if boxes:
            first, last = sorted(pd.Timestamp(x) for x in boxes[0]["x"][:2])
            _zoom_to(ends, _bounded((axis.place(first), axis.place(last) + 1), count))

    return zoom


def _zoom_to(ends: str, wished: tuple[int, int]) -> None:
    """Zoom from elsewhere than the slider: that begins anew, at the new place."""
    st.session_state[ends] = st.session_state[f"{ends}.base"] = wished
    st.session_state[f"{ends}.turn"] = st.session_state.get(f"{ends}.turn", 0) + 1


def _controls(
    t: Translator,
    key: str,
    ends: str,
    axis: Axis,
    count: int,
    now: tuple[int, int],
    base: tuple[int, int],
) -> None:
    """The range slider, which began at ``base``, and buttons for usual lengths."""
    begin, end = now
    if count <= FEWEST:
        return
    slider = f"{ends}.slider.{st.session_state.get(f'{ends}.turn', 0)}"

    def moved() -> None:
        st.session_state[ends] = st.session_state[slider]

    def show(length: int) -> None:
        middle = (begin + end) // 2
        left = min(max(middle - length // 2, 0), max(count - length, 0))
        _zoom_to(ends, (left, min(left + length, count)))

    st.select_slider(
        t("weather.zoom"),
        _stops(count, *base),
        base,
        key=slider,
        format_func=lambda place: stamp_words(
            t, axis.step, axis.step.stamp(axis.start, min(place, count - 1))
        ),
        on_change=moved,
        help=t("weather.zoom_help"),
    )
    with st.container(horizontal=True, gap="small"):
        lengths = [(name, axis.step.of(seconds)) for name, seconds in _STRETCHES]
        for name, length in (("all", count), *lengths):
            if name == "all" or FEWEST <= length < count:
                st.button(
                    t(f"weather.zoom_{name}"),
                    key=f"{key}.{name}",
                    on_click=show,
                    args=(length,),
                    disabled=end - begin == min(length, count),
                )


def _stops(count: int, *wanted: int) -> list[int]:
    """Where the slider's handles can stand: about 500 places, those of now included."""
    step = max(1, -(-count // 500))
    return sorted({*range(0, count, step), count, *wanted})


def dates(t: Translator) -> str:
    """How plotly writes dates: it knows the English names of the months only."""
    return "names" if t.language == "en" else "numeric"

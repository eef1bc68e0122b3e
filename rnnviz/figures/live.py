"""Charts that are redrawn while a run goes on, as ECharts options.

Plotly would mount a new figure, blank for a frame, at every update; ECharts moves the lines.
Pure functions as the other figures: frozen data and translated labels in, a plain dict out.

ECharts writes numbers the English way unless it is given JavaScript. So the figures along the axis
are lines of our own with a text at their start, and the tooltip reads columns of text.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rnnviz.figures.layout import FAINT, Labels
from rnnviz.figures.palette import CATEGORICAL, TEXT, Mode

Option = dict[str, Any]


def learning_curves(
    epochs: Sequence[int],
    train: Sequence[float],
    validation: Sequence[float],
    persistence: float | None,
    planned: int,
    labels: Labels,
    mode: Mode,
) -> Option:
    """Training and validation error (°C) after every epoch, beside "same as last hour".

    The axis is as long as the run is planned, so that nothing jumps. Labels: ``train``,
    ``validation``, ``persistence``, ``x``, ``y``, ``decimal``.
    """
    columns = {labels["train"]: train, labels["validation"]: validation}
    data = _table("epoch", list(epochs), columns, 3, labels)
    blue, orange = CATEGORICAL[mode][:2]
    level = {
        "silent": True,
        "symbol": "none",
        "lineStyle": {"type": "dashed", "color": TEXT[mode], "width": 1.5},
        "label": {
            "formatter": labels["persistence"],
            "position": "insideEndTop",
            "color": TEXT[mode],
        },
        "data": [{"yAxis": round(persistence, 4)}] if persistence is not None else [],
    }
    lines = [
        _line(labels["train"], 1, CATEGORICAL[mode][5], width=2),
        {**_line(labels["validation"], 2, blue, width=3), "markLine": level},
    ]
    for line in lines:
        line["showSymbol"] = planned <= 60 or len(data) <= 10  # a short line is hard to see
    # A run that goes astray leaves the picture at the top, the goal stays in sight.
    known = [e for e in (*train, *validation) if np.isfinite(e)]
    height: Option = {"scale": True}
    if persistence is not None:
        top = min(max([*known, persistence * 1.1]), 3 * persistence)
        height = _measure(lines[0], min([*known, persistence]) * 0.97, top, labels, mode)
    return {
        **_frame(labels, mode),
        "color": [CATEGORICAL[mode][5], blue, orange],
        "dataset": {"source": data},
        "xAxis": {
            **_axis(labels["x"], mode),
            "type": "value",
            "min": 1,
            "max": max(planned, 2),
            "minInterval": 1,
            "splitLine": {"show": False},
        },
        "yAxis": {**_axis(labels["y"], mode), "type": "value", **height},
        "tooltip": _tooltip(labels["x"] + " {@[0]}", columns, " " + labels["y"]),
        "series": lines,
    }


def week_forecast(
    hours: NDArray[np.datetime64],
    truth: NDArray[np.floating],
    forecast: NDArray[np.floating] | None,
    labels: Labels,
    mode: Mode,
) -> Option:
    """One week as it was and as it was forecast after the latest epoch.

    Labels: ``truth``, ``forecast``, ``y``, ``decimal``, ``dates``.
    """
    ahead = forecast if forecast is not None else np.full(len(hours), np.nan)
    written = "%d/%m %H:%M" if labels["dates"] == "numeric" else "%b %d, %H:%M"
    columns = {labels["truth"]: truth, labels["forecast"]: ahead}
    stamps = [pd.Timestamp(hour).strftime(written) for hour in hours]
    data = _table("hour", stamps, columns, 2, labels)
    blue, orange = CATEGORICAL[mode][:2]
    lines = [
        _line(labels["truth"], 1, blue, width=2),
        _line(labels["forecast"], 2, orange, width=2),
    ]
    for line in lines:
        line["showSymbol"] = False
    known = [v for v in (*truth, *ahead) if np.isfinite(v)]
    height: Option = {"scale": True}
    if known:
        height = _measure(lines[0], float(min(known)), float(max(known)), labels, mode)
    return {
        **_frame(labels, mode),
        "color": [blue, orange],
        "dataset": {"source": data},
        "xAxis": {**_axis("", mode), "type": "category", "boundaryGap": False},
        "yAxis": {**_axis(labels["y"], mode), "type": "value", **height},
        "tooltip": _tooltip("{@[0]}", columns, " " + labels["y"]),
        "series": lines,
    }


def _table(
    name: str,
    along: Sequence[object],
    columns: Mapping[str, Sequence[float] | NDArray[np.floating]],
    digits: int,
    labels: Labels,
) -> pd.DataFrame:
    """What runs along the axis, the numbers, and the same numbers as the tooltip writes them."""
    data = pd.DataFrame({name: list(along)})
    for column, values in columns.items():
        data[column] = np.round(np.asarray(values, np.float64), 4)
    for column, values in columns.items():
        data[column + " "] = [_written(value, digits, labels) for value in values]
    return data


def _written(value: float, digits: int, labels: Labels) -> str:
    if not np.isfinite(value):
        return "–"
    return f"{value:.{digits}f}".replace("-", "−").replace(".", labels["decimal"][0])


def _measure(line: Option, low: float, high: float, labels: Labels, mode: Mode) -> Option:
    """The vertical axis from ``low`` to ``high``, widened to round numbers, which it writes.

    The numbers are marks of ``line``: there is one whether it has points yet or not.
    """
    steps = (0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20)
    step = next((s for s in steps if (high - low) / s <= 6), 50)
    first, last = math.floor(low / step), max(math.ceil(high / step), math.floor(low / step) + 1)
    digits = 0 if step >= 1 else 1 if step >= 0.1 else 2
    line["markLine"] = {
        "silent": True,
        "symbol": "none",
        "animation": False,
        "lineStyle": {"type": "solid", "color": FAINT, "width": 1},
        "label": {"position": "start", "color": TEXT[mode]},
        "data": [
            {
                "yAxis": round(k * step, 6),
                "label": {"formatter": _written(k * step, digits, labels)},
            }
            for k in range(first, last + 1)
        ],
    }
    return {
        "min": round(first * step, 6),
        "max": round(last * step, 6),
        "interval": step,
        "axisLabel": {"show": False},
        "splitLine": {"show": False},
        "nameGap": 44,
    }


def _tooltip(head: str, columns: Mapping[str, object], unit: str) -> Option:
    """A template that reads the columns of text; Streamlit escapes what it puts in."""
    first = 1 + len(columns)
    lines = [f"{escape(name)}: {{@[{first + k}]}}{unit}" for k, name in enumerate(columns)]
    return {"trigger": "axis", "confine": True, "formatter": "<br>".join([head, *lines])}


def _line(name: str, column: int, colour: str, width: float) -> Option:
    return {
        "type": "line",
        "name": name,
        "encode": {"x": 0, "y": column, "tooltip": [column]},
        "lineStyle": {"width": width, "color": colour},
        "itemStyle": {"color": colour},
        "symbolSize": 5,
        "connectNulls": False,
        "emphasis": {"disabled": True},
    }


def _axis(name: str, mode: Mode) -> Option:
    return {
        "name": name,
        "nameLocation": "middle",
        "nameGap": 32,
        "nameTextStyle": {"color": TEXT[mode]},
        "axisLabel": {"color": TEXT[mode], "hideOverlap": True, "margin": 14},
        "axisTick": {"show": False},
    }


def _frame(labels: Labels, mode: Mode) -> Option:
    return {
        "animationDuration": 0,
        "animationDurationUpdate": 250,
        "legend": {"top": 0, "left": 0, "textStyle": {"color": TEXT[mode]}},
        # Room for the numbers by hand: ECharts does not see that ours are outside.
        "grid": {"left": 64, "right": 24, "top": 36, "bottom": 54, "outerBoundsMode": "none"},
    }

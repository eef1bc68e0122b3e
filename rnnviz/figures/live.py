"""Charts that are redrawn while a run goes on, as ECharts options.

Plotly would mount a new figure, blank for a frame, at every update; ECharts moves the lines.
Pure functions as the other figures: frozen data and translated labels in, a plain dict out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rnnviz.figures.layout import Labels
from rnnviz.figures.palette import CATEGORICAL, TEXT, Mode

Option = dict[str, Any]


def learning_curves(
    epochs: Sequence[int],
    train: Sequence[float],
    validation: Sequence[float],
    last_hour: float | None,
    planned: int,
    labels: Labels,
    mode: Mode,
) -> Option:
    """Training and validation error (°C) after every epoch, beside "same as last hour".

    The axis is as long as the run is planned, so that nothing jumps. Labels: ``train``,
    ``validation``, ``last_hour``, ``x``, ``y``.
    """
    data = pd.DataFrame(
        {
            "epoch": list(epochs),
            labels["train"]: np.round(train, 4),
            labels["validation"]: np.round(validation, 4),
        }
    )
    blue, orange = CATEGORICAL[mode][:2]
    level = {
        "silent": True,
        "symbol": "none",
        "lineStyle": {"type": "dashed", "color": TEXT[mode], "width": 1.5},
        "label": {
            "formatter": labels["last_hour"],
            "position": "insideEndTop",
            "color": TEXT[mode],
        },
        "data": [{"yAxis": round(last_hour, 4)}] if last_hour is not None else [],
    }
    lines = [
        _line(labels["train"], 1, CATEGORICAL[mode][5], width=2),
        {**_line(labels["validation"], 2, blue, width=3), "markLine": level},
    ]
    for line in lines:
        line["showSymbol"] = planned <= 60
    # A run that goes astray leaves the picture at the top, the goal stays in sight.
    known = [e for e in (*train, *validation) if np.isfinite(e)]
    height: Option = {"scale": True}
    if last_hour is not None:
        top = min(max([*known, last_hour * 1.1]), 3 * last_hour)
        bottom = min([*known, last_hour]) * 0.97
        step = next(
            s for s in (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10) if (top - bottom) / s <= 6 or s == 10
        )
        height = {"min": step * math.floor(bottom / step), "max": step * math.ceil(top / step)}
        height["interval"] = step
        height = {name: round(value, 6) for name, value in height.items()}
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
        "series": lines,
    }


def week_forecast(
    hours: NDArray[np.datetime64],
    truth: NDArray[np.floating],
    forecast: NDArray[np.floating] | None,
    labels: Labels,
    mode: Mode,
) -> Option:
    """One week as it was and as it was forecast after the latest epoch. Labels: as above, and
    ``truth``, ``forecast``."""
    data = pd.DataFrame({"hour": [str(h)[5:16].replace("T", " ") for h in hours]})
    data[labels["truth"]] = np.round(truth.astype(np.float64), 2)
    ahead = forecast if forecast is not None else np.full(len(hours), np.nan)
    data[labels["forecast"]] = np.round(ahead.astype(np.float64), 2)
    blue, orange = CATEGORICAL[mode][:2]
    lines = [
        _line(labels["truth"], 1, blue, width=2),
        _line(labels["forecast"], 2, orange, width=2),
    ]
    for line in lines:
        line["showSymbol"] = False
    return {
        **_frame(labels, mode),
        "color": [blue, orange],
        "dataset": {"source": data},
        "xAxis": {**_axis("", mode), "type": "category", "boundaryGap": False},
        "yAxis": {**_axis(labels["y"], mode), "type": "value", "scale": True},
        "series": lines,
    }


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
        "axisLabel": {"color": TEXT[mode], "hideOverlap": True},
        "axisTick": {"show": False},
    }


def _frame(labels: Labels, mode: Mode) -> Option:
    return {
        "animationDuration": 0,
        "animationDurationUpdate": 250,
        "legend": {"top": 0, "left": 0, "textStyle": {"color": TEXT[mode]}},
        "grid": {"left": 30, "right": 24, "top": 36, "bottom": 34, "containLabel": True},
        "tooltip": {"trigger": "axis", "confine": True},
    }

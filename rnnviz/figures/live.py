"""Charts that are redrawn while a run goes on: only their tables change (``vega.py``).

Pure functions as the other figures: frozen data and translated labels in, a ``Picture`` out. The
tables have one row a point and curve. The column ``dot`` says whether the point is marked, and the
last columns are what the tooltip says, as text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rnnviz.figures.layout import FAINT, Labels
from rnnviz.figures.palette import TEXT, Mode
from rnnviz.figures.vega import Picture, Spec, column, curve_colour, ink

# Pixels, the axes included; on the right so many that the last figure of an axis is not cut.
FRAME: Spec = {"height": 340, "padding": {"right": 6}}
FEW = 10  # points of a line that is hard to see without dots
MANY = 60  # epochs beyond which dots only stay while there are few

Numbers = Sequence[float] | NDArray[np.floating]


def learning_curves(
    epochs: Sequence[int],
    train: Sequence[float],
    validation: Sequence[float],
    persistence: float | None,
    planned: int,
    labels: Labels,
    mode: Mode,
) -> Picture:
    """Training and validation error (°C) after every epoch, beside "same as last hour".

    The axis is as long as the run is planned, so that nothing jumps. Labels: ``train``,
    ``validation``, ``persistence``, ``x``, ``y``, ``decimal``.
    """
    colours = {labels["train"]: 5, labels["validation"]: 0}
    curves: dict[str, Numbers] = {labels["train"]: train, labels["validation"]: validation}
    written = [str(epoch) for epoch in epochs]
    data = _table(list(epochs), written, curves, 3, labels)
    data["dot"] = planned <= MANY or len(epochs) <= FEW
    goal = labels["persistence"]
    if persistence is not None:
        top = _top(data["value"], persistence)
        data["dot"] &= ~(data["value"] > top)
        data["value"] = _up_to(data, top)
        level = {"curve": goal, "along": 1, "value": round(persistence, 4), "dot": False}
        data = pd.concat([data, pd.DataFrame([level])], ignore_index=True)
    x = {
        "field": "along",
        "type": "quantitative",
        "title": labels["x"],
        "scale": {"domain": [1, max(planned, 2)], "nice": False},
        "axis": {
            **ink(mode),
            "grid": False,
            "values": _epochs_named(planned),
            "format": "d",
            "labelOverlap": "greedy",
        },
    }
    there = {"transform": [{"filter": {"field": "curve", "equal": goal}}]}
    y = {"field": "value", "type": "quantitative"}
    rule = {"type": "rule", "color": TEXT[mode], "strokeDash": [6, 4], "strokeWidth": 1.5}
    words = {"type": "text", "text": goal, "align": "right", "baseline": "bottom", "dy": -4}
    level_layers: list[Spec] = [
        {**there, "mark": rule, "encoding": {"y": y}},
        {
            **there,
            "mark": {**words, "dx": -4, "fontSize": 12, "color": TEXT[mode]},
            "encoding": {"y": y, "x": {"value": "width"}},
        },
    ]
    layers = _lines(x, colours, (2, 3), labels, mode)
    return Picture({**FRAME, "layer": level_layers + layers}, data)


def week_forecast(
    hours: NDArray[np.datetime64],
    truth: NDArray[np.floating],
    forecast: NDArray[np.floating] | None,
    labels: Labels,
    mode: Mode,
    by_clock: bool = True,
) -> Picture:
    """A stretch as it was and as it was forecast after the latest epoch.

    Labels: ``truth``, ``forecast``, ``x`` (in the tooltip only), ``y``, ``decimal``, ``dates``.
    ``by_clock``: whether stamps have a time of day.
    """
    numeric = labels["dates"] == "numeric"
    day, axis_day = ("%d/%m",) * 2 if numeric else ("%d %b", "%-d %b")
    axis_month = "%m/%Y" if numeric else "%b %Y"
    # Within some months a tick for each would name the same one again and again.
    long = not by_clock and hours[-1] - hours[0] > np.timedelta64(180, "D")
    ahead = forecast if forecast is not None else np.full(len(hours), np.nan)
    curves: dict[str, Numbers] = {labels["truth"]: truth, labels["forecast"]: ahead}
    # Milliseconds, read as UTC: the browser's own time zone must not move an hour.
    stamps = hours.astype("datetime64[ms]").astype(np.int64)
    full = f"{day}, %H:%M" if by_clock else f"{day}{'/' if numeric else ' '}%Y"
    written = [pd.Timestamp(hour).strftime(full) for hour in hours]
    data = _table(list(stamps), written, curves, 2, labels)
    data["dot"] = False
    x = {
        "field": "along",
        "type": "temporal",
        "title": None,
        "scale": {"type": "utc", "nice": False},
        "axis": {
            **ink(mode),
            "grid": False,
            "tickCount": "day" if by_clock else 6,
            "labelExpr": f"utcFormat(datum.value, '{axis_month if long else axis_day}')",
            "labelOverlap": "greedy",
        },
    }
    layers = _lines(x, {labels["truth"]: 0, labels["forecast"]: 1}, (2, 2), labels, mode)
    return Picture({**FRAME, "layer": layers}, data)


def _table(
    along: Sequence[int],
    along_written: Sequence[str],
    curves: Mapping[str, Numbers],
    digits: int,
    labels: Labels,
) -> pd.DataFrame:
    """The curves below each other, and beside every point what the tooltip says of its place."""
    said = {labels["x"]: list(along_written)}
    for name, values in curves.items():
        said[name] = [_written(value, digits, labels) for value in values]
    parts = [
        pd.DataFrame(
            {
                "curve": name,
                "along": np.asarray(along, np.int64),
                "value": np.round(np.asarray(values, np.float64), 4),
                "dot": False,
                **said,
            }
        )
        for name, values in curves.items()
    ]
    data = pd.concat(parts, ignore_index=True)
    return data.assign(value=data["value"].where(np.isfinite(data["value"])))


def _written(value: float, digits: int, labels: Labels) -> str:
    if not np.isfinite(value):
        return "–"
    number = f"{value:.{digits}f}".replace("-", "−").replace(".", labels["decimal"][0])
    return f"{number} {labels['y']}"


def _ticks(labels: Labels) -> str:
    """The language's mark of decimals; of a single value Vega writes six."""
    short = "replace(datum.label, regexp('\\\\.?0{4,}$'), '')"
    return f"replace({short}, '.', '{labels['decimal'][0]}')"


def _top(values: pd.Series, persistence: float) -> float:
    """A run that goes astray leaves the picture at the top; the goal stays in sight."""
    known = values.dropna()
    return min(max([*map(float, known), persistence * 1.1]), 3 * persistence)


def _up_to(data: pd.DataFrame, top: float) -> pd.Series:
    """The values up to ``top``: beside one that is seen at the edge, farther out unseen."""
    beyond = data["value"] > top
    by_curve = beyond.groupby(data["curve"], sort=False)
    inside = beyond & by_curve.shift(1, fill_value=True) & by_curve.shift(-1, fill_value=True)
    return data["value"].clip(upper=top).mask(inside)


def _epochs_named(planned: int) -> list[int]:
    """The epochs on the axis: the first, the last, and whole steps between."""
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200) if planned / s <= 8 or s == 200)
    return [1, *range(step if step > 1 else 2, planned - step // 2, step), max(planned, 2)]


def _lines(
    x: Spec,
    colours: Mapping[str, int],
    widths: tuple[float, float],
    labels: Labels,
    mode: Mode,
) -> list[Spec]:
    """Two curves, their dots, and what is under the pointer: anywhere above or below a point."""
    names = list(colours)
    y = {
        "field": "value",
        "type": "quantitative",
        "title": labels["y"],
        "scale": {"zero": False, "nice": 5},
        "axis": {
            **ink(mode),
            "grid": True,
            "gridColor": FAINT,
            "tickCount": 5,
            "labelFlush": False,
            "labelBound": False,
            "labelExpr": _ticks(labels),
        },
    }
    colour = curve_colour(colours, mode)
    width = {
        "field": "curve",
        "type": "nominal",
        "scale": {"domain": names, "range": list(widths)},
        "legend": None,
    }
    curves = {"filter": {"field": "curve", "oneOf": names}}
    dots = {"filter": {"field": "dot", "equal": True}}
    chosen = {
        "name": "chosen",
        "select": {"type": "point", "fields": ["curve"]},
        "bind": "legend",  # a click there leaves one curve, a click beside it brings both
    }
    strength = {"condition": {"param": "chosen", "value": 1}, "value": 0.12}
    places = {"filter": {"field": "curve", "equal": names[0]}}
    pointer = {
        "name": "pointer",
        "select": {
            "type": "point",
            "encodings": ["x"],
            "nearest": True,
            "on": "pointermove",
            "clear": "pointerout",
        },
    }
    tooltip = [
        {"field": column(name), "title": name, "type": "nominal"} for name in (labels["x"], *names)
    ]
    rule = {"type": "rule", "color": TEXT[mode], "opacity": 0.6, "strokeDash": [3, 3]}
    return [
        {
            "transform": [curves],
            "params": [chosen],
            "mark": {"type": "line"},
            "encoding": {
                "x": x,
                "y": y,
                "color": colour,
                "strokeWidth": width,
                "opacity": strength,
            },
        },
        {
            "transform": [dots],
            "mark": {"type": "point", "filled": True, "size": 25},
            "encoding": {"x": x, "y": y, "color": colour, "opacity": strength},
        },
        {
            "transform": [places, {"filter": {"param": "pointer", "empty": False}}],
            "mark": rule,
            "encoding": {"x": x},
        },
        {
            "transform": [places],
            "params": [pointer],
            "mark": {"type": "rule", "opacity": 0},
            "encoding": {"x": x, "tooltip": tooltip},
        },
    ]

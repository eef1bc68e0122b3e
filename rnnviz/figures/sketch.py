"""A Plotly figure while it is drawn: plain dictionaries under the names of Plotly's own methods.

``go.Figure`` checks every property each time one is set, which costs 30 ms a figure: more than all
else that a change of the text does to a page. So figures are put together here and become a
``go.Figure`` once, unchecked; what was checked then is checked by ``tests/figures/test_sketch.py``,
for every figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go

# "title_text" is the text of the title; other names have their underscores to themselves.
_GROUPS = ("title", "line")


class Sketch:
    """Traces and a layout on one pair of axes. Methods are those of ``go.Figure``."""

    def __init__(self) -> None:
        self._traces: list[dict[str, Any]] = []
        self._layout: dict[str, Any] = {}

    def figure(self) -> go.Figure:
        """What was drawn, as Plotly's own."""
        return go.Figure(data=self._traces, layout=self._layout, _validate=False)

    def add_trace(self, kind: str, **properties: Any) -> None:
        """A trace of this kind: ``scatter``, ``bar``, ``heatmap``, …"""
        trace: dict[str, Any] = {"type": kind}
        _merge(trace, properties)
        self._traces.append(trace)

    def add_scatter(self, **properties: Any) -> None:
        self.add_trace("scatter", **properties)

    def add_bar(self, **properties: Any) -> None:
        self.add_trace("bar", **properties)

    def add_heatmap(self, **properties: Any) -> None:
        self.add_trace("heatmap", **properties)

    def add_annotation(self, **properties: Any) -> None:
        annotation: dict[str, Any] = {}
        _merge(annotation, properties)
        self._layout.setdefault("annotations", []).append(annotation)

    def add_hline(self, y: float, **properties: Any) -> None:
        self._add_shape("line", {"x": (0, 1), "y": (y, y)}, "x domain", "y", properties)

    def add_vline(self, x: float, **properties: Any) -> None:
        self._add_shape("line", {"x": (x, x), "y": (0, 1)}, "x", "y domain", properties)

    def add_hrect(self, y0: float, y1: float, **properties: Any) -> None:
        self._add_shape("rect", {"x": (0, 1), "y": (y0, y1)}, "x domain", "y", properties)

    def update_layout(self, **properties: Any) -> None:
        _merge(self._layout, properties)

    def update_xaxes(self, **properties: Any) -> None:
        _merge(self._layout, {"xaxis": properties})

    def update_yaxes(self, **properties: Any) -> None:
        _merge(self._layout, {"yaxis": properties})

    def _add_shape(
        self,
        kind: str,
        ends: Mapping[str, tuple[float, float]],
        xref: str,
        yref: str,
        properties: Mapping[str, Any],
    ) -> None:
        """A line or a band from edge to edge: ``domain`` is the whole length of that axis."""
        (x0, x1), (y0, y1) = ends["x"], ends["y"]
        shape = {"type": kind, "x0": x0, "x1": x1, "y0": y0, "y1": y1, "xref": xref, "yref": yref}
        _merge(shape, properties)
        self._layout.setdefault("shapes", []).append(shape)


def _merge(into: dict[str, Any], properties: Mapping[str, Any]) -> None:
    """Set properties, those inside a dictionary one by one: what it had besides stays."""
    for name, value in properties.items():
        group, _, rest = name.partition("_")
        if rest and group in _GROUPS:
            _merge(into, {group: {rest: value}})
        elif isinstance(value, Mapping):
            _merge(into.setdefault(name, {}), value)
        else:  # Plotly writes into what it takes for a list
            into[name] = list(value) if isinstance(value, tuple) else value

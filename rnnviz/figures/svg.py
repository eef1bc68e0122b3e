"""Charts as plain SVG text, for a page that must stand alone: no script, no foreign request."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

import numpy as np
from numpy.typing import NDArray

from rnnviz.figures.palette import CATEGORICAL

WIDTH, HEIGHT = 760, 260
LEFT, RIGHT, TOP, BOTTOM = 48, 12, 28, 30
INK, FAINT = "#22272e", "#d8d3c8"

Values = NDArray[np.floating]
Place = Callable[[float], float]


def line_svg(
    lines: Sequence[tuple[str, Values]],
    ticks: Sequence[tuple[float, str]],
    title: str,
    band: tuple[Values, Values] | None = None,
    level: tuple[str, float] | None = None,
) -> str:
    """Lines over places 0, 1, 2, …; NaN breaks a line.

    ``ticks``: place and words below the axis. ``band``: low and high of the last line. ``level``:
    a dashed horizontal line with a name.
    """
    everything = [values for _, values in lines] + list(band or ())
    known = np.concatenate([np.asarray(v, float)[np.isfinite(v)] for v in everything])
    low, high = float(known.min()), float(known.max())
    if level is not None:
        low, high = min(low, level[1]), max(high, level[1])
    room = (high - low or 1.0) * 0.06
    low, high = low - room, high + room
    count = max(len(values) for values in everything)

    def x(place: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * place / max(count - 1, 1)

    def y(value: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low)

    parts = [_axes(low, high, ticks, x, y)]
    if band is not None:
        ends = [(i, v) for i, v in enumerate(band[1]) if np.isfinite(v)]
        back = [(i, v) for i, v in enumerate(band[0]) if np.isfinite(v)][::-1]
        points = " ".join(f"{x(i):.1f},{y(v):.1f}" for i, v in (*ends, *back))
        parts.append(f'<polygon points="{points}" fill="{_colour(len(lines) - 1)}" opacity="0.2"/>')
    for number, (name, values) in enumerate(lines):
        parts.append(_path(values, _colour(number), x, y))
        parts.append(_name(name, number))
    if level is not None:
        parts.append(
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(level[1]):.1f}" y2="{y(level[1]):.1f}"'
            f' stroke="{INK}" stroke-dasharray="5 4"/><text x="{WIDTH - RIGHT}" '
            f'y="{y(level[1]) - 5:.1f}" text-anchor="end">{escape(level[0])}</text>'
        )
    return _svg(parts, title)


def bar_svg(names: Sequence[str], values: Sequence[float], title: str) -> str:
    """Bars from zero, one a name."""
    high = max([*values, 1e-9]) * 1.05
    slot = (WIDTH - LEFT - RIGHT) / len(names)

    def x(place: float) -> float:
        return LEFT + slot * (place + 0.5)

    def y(value: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / high

    step = max(1, len(names) // 16)
    ticks = [(float(i), name) for i, name in enumerate(names) if i % step == 0]
    parts = [_axes(0.0, high, ticks, x, y)]
    for i, value in enumerate(values):
        parts.append(
            f'<rect x="{x(i) - slot * 0.38:.1f}" width="{slot * 0.76:.1f}" y="{y(value):.1f}" '
            f'height="{y(0) - y(value):.1f}" fill="{_colour(0)}"/>'
        )
    return _svg(parts, title)


def _svg(parts: Sequence[str], title: str) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-size="12" fill="{INK}">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def _colour(number: int) -> str:
    return CATEGORICAL["light"][number % len(CATEGORICAL["light"])]


def _axes(low: float, high: float, ticks: Sequence[tuple[float, str]], x: Place, y: Place) -> str:
    parts = []
    for value in _round_values(low, high):
        parts.append(
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(value):.1f}" y2="{y(value):.1f}" '
            f'stroke="{FAINT}"/><text x="{LEFT - 6}" y="{y(value) + 4:.1f}" '
            f'text-anchor="end">{value:g}</text>'
        )
    for place, words in ticks:
        parts.append(
            f'<text x="{x(place):.1f}" y="{HEIGHT - 10}" text-anchor="middle">'
            f"{escape(words)}</text>"
        )
    return "".join(parts)


def _round_values(low: float, high: float) -> list[float]:
    """Four to eight round figures between two ends."""
    rough = (high - low) / 5
    size = 10 ** np.floor(np.log10(rough))
    step = size * next(m for m in (1, 2, 5, 10) if m * size >= rough)
    first = int(np.ceil(low / step))
    return [round(i * step, 10) for i in range(first, int(np.floor(high / step)) + 1)]


def _path(values: Values, colour: str, x: Place, y: Place) -> str:
    pieces, pen = [], "M"
    for place, value in enumerate(values):
        if np.isfinite(value):
            pieces.append(f"{pen}{x(place):.1f} {y(float(value)):.1f}")
            pen = "L"
        else:
            pen = "M"
    return f'<path d="{"".join(pieces)}" fill="none" stroke="{colour}" stroke-width="1.8"/>'


def _name(name: str, number: int) -> str:
    left = LEFT + 190 * number
    return (
        f'<line x1="{left}" x2="{left + 18}" y1="12" y2="12" stroke="{_colour(number)}" '
        f'stroke-width="3"/><text x="{left + 24}" y="16">{escape(name)}</text>'
    )

"""Charts as plain SVG text, for a page that must stand alone: no script, no foreign request."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

import numpy as np
from numpy.typing import NDArray

from rnnviz.figures.palette import CATEGORICAL

WIDTH, HEIGHT = 760, 260
LEFT, RIGHT, TOP, BOTTOM = 48, 12, 28, 30
INK, FAINT = "#101318", "#d8d3c8"

Values = NDArray[np.floating]
Scale = Callable[[float], float]


def line_svg(
    lines: Sequence[tuple[str, Values]],
    ticks: Sequence[tuple[float, str]],
    title: str,
    unit: str = "",
    decimal: str = ".",
    band: tuple[str, Values, Values] | None = None,
    level: tuple[str, float] | None = None,
) -> str:
    """Lines over places 0, 1, 2, …; NaN breaks a line.

    ``ticks``: place and words below the axis. ``unit`` stands above the values' axis. ``band``:
    name, low and high, in the colour of the last line. ``level``: a dashed line with a name.
    """
    everything = [values for _, values in lines] + list((band or ())[1:])
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

    parts = [_axes(_round_values(low, high), ticks, x, y, unit, decimal)]
    if band is not None:
        name, *edges = band
        back, ends = ([(i, v) for i, v in enumerate(e) if np.isfinite(v)] for e in edges)
        points = " ".join(f"{x(i):.1f},{y(v):.1f}" for i, v in (*ends, *back[::-1]))
        colour = _colour(len(lines) - 1)
        parts.append(f'<polygon points="{points}" fill="{colour}" opacity="0.2"/>')
        parts.append(_name(name, len(lines), colour, faint=True))
    for number, (name, values) in enumerate(lines):
        parts.append(_path(values, _colour(number), x, y))
        parts.append(_name(name, number, _colour(number)))
    if level is not None:
        parts.append(
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(level[1]):.1f}" y2="{y(level[1]):.1f}"'
            f' stroke="{INK}" stroke-dasharray="5 4"/><text x="{WIDTH - RIGHT}" '
            f'y="{y(level[1]) - 5:.1f}" text-anchor="end">{escape(level[0])}</text>'
        )
    return _svg(parts, title)


def bar_svg(
    names: Sequence[str],
    values: tuple[str, Sequence[float]],
    title: str,
    unit: str = "",
    decimal: str = ".",
    beside: tuple[str, Sequence[float]] | None = None,
) -> str:
    """Bars from zero, one a name. ``beside``: other values for the same names, as a line. Both
    come with what they are called."""
    high = max([*values[1], *(beside[1] if beside else ()), 1e-9]) * 1.05
    slot = (WIDTH - LEFT - RIGHT) / len(names)

    def x(place: float) -> float:
        return LEFT + slot * (place + 0.5)

    def y(value: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / high

    step = max(1, len(names) // 16)
    ticks = [(float(i), name) for i, name in enumerate(names) if i % step == 0]
    parts = [_axes(_round_values(0.0, high), ticks, x, y, unit, decimal)]
    for i, value in enumerate(values[1]):
        parts.append(
            f'<rect x="{x(i) - slot * 0.38:.1f}" width="{slot * 0.76:.1f}" y="{y(value):.1f}" '
            f'height="{y(0) - y(value):.1f}" fill="{_colour(0)}"/>'
        )
    parts.append(_name(values[0], 0, _colour(0)))
    if beside is not None:
        parts.append(_path(np.asarray(beside[1], float), _colour(1), x, y))
        parts.append(_name(beside[0], 1, _colour(1)))
    return _svg(parts, title)


def _svg(parts: Sequence[str], title: str) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-size="12" fill="{INK}">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def _colour(number: int) -> str:
    return CATEGORICAL["light"][number % len(CATEGORICAL["light"])]


def _axes(
    values: Sequence[float],
    ticks: Sequence[tuple[float, str]],
    x: Scale,
    y: Scale,
    unit: str,
    decimal: str,
) -> str:
    parts = [f'<text x="{LEFT - 6}" y="16" text-anchor="end">{escape(unit)}</text>']
    for value in values:
        words = f"{value:g}".replace("-", "−").replace(".", decimal)
        parts.append(
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(value):.1f}" y2="{y(value):.1f}" '
            f'stroke="{FAINT}"/><text x="{LEFT - 6}" y="{y(value) + 4:.1f}" '
            f'text-anchor="end">{words}</text>'
        )
    for place, words in ticks:
        at, anchor = (WIDTH, "end") if x(place) > WIDTH - 26 else (x(place), "middle")
        parts.append(
            f'<text x="{at:.1f}" y="{HEIGHT - 10}" text-anchor="{anchor}">{escape(words)}</text>'
        )
    return "".join(parts)


def _round_values(low: float, high: float) -> list[float]:
    """Four to eight round figures between two ends."""
    rough = (high - low) / 5
    size = 10 ** np.floor(np.log10(rough))
    step = size * next(m for m in (1, 2, 5, 10) if m * size >= rough)
    first = int(np.ceil(low / step))
    return [round(i * step, 10) for i in range(first, int(np.floor(high / step)) + 1)]


def _path(values: Values, colour: str, x: Scale, y: Scale) -> str:
    pieces, pen = [], "M"
    for place, value in enumerate(values):
        if np.isfinite(value):
            pieces.append(f"{pen}{x(place):.1f} {y(float(value)):.1f}")
            pen = "L"
        else:
            pen = "M"
    return f'<path d="{"".join(pieces)}" fill="none" stroke="{colour}" stroke-width="1.8"/>'


def _name(name: str, number: int, colour: str, faint: bool = False) -> str:
    left = LEFT + 190 * number
    width, opacity = (10, ' opacity="0.3"') if faint else (3, "")
    return (
        f'<line x1="{left}" x2="{left + 18}" y1="12" y2="12" stroke="{colour}" '
        f'stroke-width="{width}"{opacity}/><text x="{left + 24}" y="16">{escape(name)}</text>'
    )

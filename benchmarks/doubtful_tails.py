"""How often a doubtful end is told where a file has none, and where one was made.

``python benchmarks/doubtful_tails.py weather.csv …``: each file as it is, stretches of it as if it
had ended there, and both spoilt from some instant in their last 2 to 20% on. Prints a table.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from rnnviz.series.read import read_series
from rnnviz.series.tail import doubtful_tail
from rnnviz.series.types import RegularSeries

Values = NDArray[np.float64]
STRETCHES = {"60 days": 60, "120 days": 120, "a year": 365, "two years": 730}
ENDS, MADE = 100, 30  # stretches of a length, and spoilt files of a kind
NEAR = 3 * 24  # hours that a beginning may be off


def _smooth(values: Values) -> Values:
    """The mean of a day around each hour, whatever is missing."""
    known = ~np.isnan(values)
    day = np.ones(25)
    total = np.convolve(np.where(known, values, 0.0), day, "same")
    count = np.convolve(known.astype(float), day, "same")
    return np.where(known, total / np.maximum(count, 1), np.nan)


def indoors(whole: Values, at: int, dice: np.random.Generator) -> Values:
    """21 °C, a third of the daily swing, and a room that is warmed now more, now less."""
    room = np.repeat(np.cumsum(dice.normal(0, 0.15, len(whole) // 24 + 2)), 24)[: len(whole)]
    return (21 + (whole - _smooth(whole)) / 3 + room - room[at])[at:]


def higher(degrees: float) -> Callable[[Values, int, np.random.Generator], Values]:
    return lambda whole, at, dice: whole[at:] + degrees * dice.choice([-1, 1])


def noisier(whole: Values, at: int, dice: np.random.Generator) -> Values:
    """Three times as far from the mean of five hours."""
    noise = np.zeros(len(whole))
    five = sum(whole[k : len(whole) - 4 + k] for k in range(5)) / 5
    noise[2:-2] = np.nan_to_num(whole[2:-2] - five)
    return (whole + 2 * noise)[at:]


def swing(share: float) -> Callable[[Values, int, np.random.Generator], Values]:
    return lambda whole, at, dice: (_smooth(whole) + share * (whole - _smooth(whole)))[at:]


SPOILT = {
    "indoors": indoors,
    **{f"{degrees:g} °C off": higher(degrees) for degrees in (5, 6, 7.5, 10)},
    "noise × 3": noisier,
    "swing / 3": swing(1 / 3),
    "swing / 10": swing(0.1),
}


def series(values: Values) -> RegularSeries:
    return RegularSeries(np.datetime64("2000-01-01T00", "h"), values.astype(np.float32), False)


def false_alarms(values: Values, dice: np.random.Generator) -> str:
    """By length of a stretch: of how many ends something was told, and at how many places."""
    words = []
    for name, days in STRETCHES.items():
        if len(values) < 24 * days * 1.1:
            continue
        begins = dice.integers(0, len(values) - 24 * days, ENDS)
        found = [(b, doubtful_tail(series(values[b : b + 24 * days]))) for b in begins]
        told = [(tail.kind, (b + tail.place) // (24 * 14)) for b, tail in found if tail is not None]
        words.append(f"{name}: {len(told)} of {ENDS} ({len(set(told))} events)")
    return "; ".join(words)


def found_of(values: Values, kind: str, dice: np.random.Generator) -> tuple[int, int]:
    """Of how many spoilt files the end was told: at all, and where it begins."""
    told = right = 0
    for _ in range(MADE):
        at = int(len(values) * (1 - dice.uniform(0.02, 0.2)))
        spoilt = values.copy()
        spoilt[at:] = SPOILT[kind](values, at, dice)
        tail = doubtful_tail(series(spoilt))
        told += tail is not None
        right += tail is not None and abs(tail.place - at) <= NEAR
    return told, right


def main() -> None:
    for path in map(Path, sys.argv[1:]):
        read = read_series(path.read_bytes(), path.name).series
        values = read.values.astype(np.float64)
        print(f"{path.name}: {len(values)} hours")
        if (tail := doubtful_tail(read)) is not None:
            print(f"  as it is: {tail}, left out from here on")
            values = values[: tail.place]
        dice = np.random.default_rng(0)
        print(f"  as measured: {false_alarms(values, dice) or 'too short'}", flush=True)
        for kind in SPOILT:
            told, right = found_of(values, kind, dice)
            print(f"  {kind}: told {told / MADE:.0%}, at its place {right / MADE:.0%}", flush=True)


if __name__ == "__main__":
    main()

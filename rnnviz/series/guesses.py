"""What the reader could not know, what it took, and what else it could have taken.

A finding says it in a sentence; a ``Guess`` puts the first values of each possibility side by side,
so that whoever knows the file sees at once which is right.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rnnviz.series.columns.find_columns import Columns
from rnnviz.series.columns.names import names_outdoors
from rnnviz.series.columns.station import Stations
from rnnviz.series.columns.temperature import Temperature
from rnnviz.series.findings import stamp_of
from rnnviz.series.types import UNITS, Confidence, Guess, Possibility, ReadOptions
from rnnviz.series.values.numbers import FIRST_SHOWN, HIGHEST, LOWEST, first_degrees, to_celsius
from rnnviz.series.values.read_values import Values
from rnnviz.series.values.summer_time import SummerTime
from rnnviz.series.values.times import read_times

MOST = 4  # other possibilities
CLEARLY = 3.5  # by so much must the name of one column be likelier than the next
_SHOWN_ROWS = 50  # rows looked at for the first values


def find_guesses(
    columns: Columns, values: Values, own: Values, stations: Stations, choices: ReadOptions
) -> tuple[Guess, ...]:
    """What was guessed; nothing that the user decided.

    ``values``: of all rows of the file; ``own``: of those of the station that was taken; figures
    in the file's unit.
    """
    found = (
        _column(columns, choices),
        _unit(columns, own, choices),
        _order(columns, values, choices),
        _station(stations, choices),
    )
    return tuple(guess for guess in found if guess is not None)


def _column(columns: Columns, choices: ReadOptions) -> Guess | None:
    first, *others = columns.temperatures
    if choices.temperature_column is not None or (first.by_name and not others):
        return None
    sure: Confidence = "low"
    if first.by_name:
        runner_up = max(other.score for other in others)
        sure = "high" if first.score - runner_up >= CLEARLY else "medium"

    def possible(each: Temperature) -> Possibility:
        return Possibility(each.name, _degrees(columns, each))

    return Guess("temperature_column", possible(first), tuple(map(possible, others[:MOST])), sure)


def _degrees(columns: Columns, temperature: Temperature) -> tuple[float, ...]:
    return first_degrees(columns.table.profiles[temperature.name].known, temperature.unit)


def _unit(columns: Columns, values: Values, choices: ReadOptions) -> Guess | None:
    temperature = columns.temperature
    if choices.unit is not None or temperature.unit_known:
        return None
    known = values.figures[~np.isnan(values.figures)]
    whole = bool((known == np.round(known)).all())
    units = [columns.unit, *(u for u in UNITS if u != columns.unit and (whole or u != "0.1 °C"))]
    middle = [float(np.median(to_celsius(known, unit))) for unit in units]
    taken, *others = (
        Possibility(unit, first_degrees(known, unit))
        for unit, degrees in zip(units, middle, strict=True)
        if unit == columns.unit or LOWEST <= degrees <= HIGHEST
    )
    sure: Confidence = "high" if not others or temperature.evidence is not None else "medium"
    return Guess("unit", taken, tuple(others), sure)


def _order(columns: Columns, values: Values, choices: ReadOptions) -> Guess | None:
    by_steps = any(found.code == "order_by_steps" for found in values.findings)
    if choices.day_first is not None or not by_steps:
        return None
    frame = columns.table.sample[list(columns.time.columns)].head(_SHOWN_ROWS)
    text = columns.time.text(frame)
    ways = [(first, read_times(text, first).stamps) for first in (True, False)]
    taken = values.stamps[~np.isnat(values.stamps)][:FIRST_SHOWN]
    ways.sort(key=lambda way: not np.array_equal(_known(way[1]), taken))
    own, other = (Possibility(first, tuple(map(stamp_of, _known(way)))) for first, way in ways)
    return Guess("day_first", own, (other,), "medium")


def _known(stamps: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
    return stamps[~np.isnat(stamps)][:FIRST_SHOWN]


def _station(stations: Stations, choices: ReadOptions) -> Guess | None:
    if choices.station is not None or stations.taken is None or len(stations.all) < 2:
        return None
    first = dict(stations.first)
    others = [name for name in first if name != stations.taken][:MOST]
    taken = Possibility(stations.taken, first.get(stations.taken, ()))
    sure: Confidence = "medium" if names_outdoors(stations.taken) else "low"
    return Guess("station", taken, tuple(Possibility(name, first[name]) for name in others), sure)


def clock_guess(
    values: Values, summer: SummerTime | None, choices: ReadOptions
) -> tuple[Guess, ...]:
    """Whether the clock of the file is kept, where it follows summer time and nobody decided."""
    if summer is None or choices.standard_time is not None:
        return ()
    kept, back = (tuple(map(stamp_of, each)) for each in summer.around_first(values.stamps))
    return (Guess("standard_time", Possibility(False, kept), (Possibility(True, back),), "medium"),)


def unsure(guesses: Sequence[Guess]) -> tuple[Guess, ...]:
    """Those that a careful reader would not make alone."""
    return tuple(guess for guess in guesses if guess.confidence != "high")

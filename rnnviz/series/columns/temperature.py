"""Which column is the temperature of the air, and in which unit: by name, by unit, by content."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from rnnviz.message_values import ColumnName
from rnnviz.series.columns.movement import keeps_to_levels, mirrors, moves_like_air
from rnnviz.series.columns.names import (
    is_other_quantity,
    is_place_indoors,
    is_place_outdoors,
    says_nothing,
    temperature_score,
)
from rnnviz.series.columns.profile import ColumnProfile, Profiles
from rnnviz.series.columns.surroundings import Surroundings, explained, is_american, unit_beside
from rnnviz.series.columns.time import sample_stamps
from rnnviz.series.columns.time_source import TimeSource
from rnnviz.series.columns.unit_evidence import Evidence
from rnnviz.series.findings import some_names
from rnnviz.series.table.raw_table import RawTable
from rnnviz.series.types import ReadOptions, SeriesError, Unit
from rnnviz.series.values.numbers import SENTINELS, unit_in, unit_of_values
from rnnviz.series.values.times import Stamps

_SHORT_CODE = re.compile(r"[^\W\d_]{1,4}\d?$")
_INDOORS = 3.0  # score of a column called ``inside`` and nothing else
_MOST_HUMID = 105.0  # per cent, of a sensor that is not quite right


@dataclass(frozen=True)
class Temperature:
    """A column that may be the temperature, and its unit with how it was found.

    ``score``: how likely it is by its name, beside others of the same table.
    """

    name: str
    unit: Unit
    unit_known: bool  # a name, a line of units or the cells said so; else the values suggest it
    by_name: bool
    evidence: Evidence | None = None  # what speaks for a unit that no word names
    score: float = 0.0


@dataclass(frozen=True)
class _Judged:
    """What one column may be.

    ``likely`` by its name or unit; ``untold``, ``short`` and ``kelvin`` by figures alone: their
    names say nothing, or are short codes; ``numeric``, and nothing of it; ``empty`` or
    ``unlikely`` where the name promised one; ``no`` figures.
    """

    name: str
    verdict: str
    found: Temperature | None = None
    score: float = 0.0


def temperatures(
    table: RawTable,
    time: TimeSource,
    choices: ReadOptions,
    taken: Sequence[str] = (),
    measured: str = "",
) -> list[Temperature]:
    """Columns that may be the temperature: the one wished for, then the likeliest first.

    ``taken``: columns beside those of the time that are something else. ``measured``: what the
    rows are said to have measured, where a column of its own says so.

    Raises ``SeriesError`` where no name speaks for one and the content does not decide.
    """
    profiles, wished = table.profiles, choices.temperature_column
    numbered = bool({name.lower() for name in profiles} & {"t1", "t3"})
    around = Surroundings(
        table.units,
        table.metadata,
        is_american(profiles),
        unit_beside(profiles),
        numbered,
        measured,
    )
    judged = [
        _judge(column, position, around, name == wished)
        for position, (name, column) in enumerate(profiles.items())
        if name not in (*time.columns, *taken) or name == wished
    ]
    return _likeliest(judged, choices, profiles, time)


def _judge(column: ColumnProfile, position: int, around: Surroundings, is_wished: bool) -> _Judged:
    """What a column may be, by its name, its unit and its figures."""
    name, known = column.name, column.known
    if not column.filled:
        promised = not is_wished and (temperature_score(name) or 0) > 8
        return _Judged(name, "empty" if promised else "no")
    few = len(known) < max(1, 0.3 * len(column.filled))
    if few or column.stamps_at_first > 20 or (not is_wished and _counts(known, name)):
        return _Judged(name, "no")
    score, named = _said_of(column, position, around)
    unit = named or unit_of_values(known, around.american)
    nothing = bool(np.isin(known, SENTINELS).all())
    if unit is None or nothing:
        promised = score is not None and score > 8
        return _Judged(name, ("empty" if nothing else "unlikely") if promised else "no")
    found = Temperature(name, unit, named is not None, score is not None)
    if score is None and named is not None and not is_other_quantity(name):
        score = (temperature_score(name, "celsius") or 4.0) - 4
    if score is not None:
        # A column with gaps is less likely what the file is about.
        share = len(known) / max(1, len(column.cells))
        # The same in two units: the one whose unit is written.
        told_unit = 0.2 * (named is not None)
        return _Judged(name, "likely", found, score + share + told_unit - position * 0.001)
    if says_nothing(name):
        return _Judged(name, "untold", found)
    if is_other_quantity(name):
        return _Judged(name, "numeric", found)
    if unit == "K" and _changes_little(known):
        return _Judged(name, "kelvin", found)
    return _Judged(name, "short" if _SHORT_CODE.match(name.strip()) else "numeric", found)


def _counts(known: np.ndarray, name: str) -> bool:
    """Whether figures count the rows, whatever their column's name: "TT" in Vietnamese tables.

    Under a plain word for temperature they may rise by one degree a row for a while.
    """
    if len(known) < 10 or not (np.diff(known[:200]) == 1).all():
        return False
    return len(known) > 48 or known[0] in (0, 1) or (temperature_score(name) or 0) <= 8


def _said_of(
    column: ColumnProfile, position: int, around: Surroundings
) -> tuple[float | None, Unit | None]:
    """How clearly words speak for the temperature of the air, and the unit that they say."""
    name = column.name
    line = around.units[position] if around.units else ""
    told = explained(around.metadata, name)
    score = temperature_score(name, f"{line} {told}")
    if score is None and around.measured and says_nothing(name):
        score = temperature_score(around.measured)
    named = unit_in(name) or unit_in(line) or column.unit or unit_in(told)
    if column.numbers.groups:  # the quality marks of a service that measures in °C
        named = "°C"
    if named is None and (says_nothing(name) or score is not None):
        named = around.unit
    if around.numbered and name.lower() == "t2":
        score = temperature_score("t1")
    return score, named


def _likeliest(
    judged: Sequence[_Judged], choices: ReadOptions, profiles: Profiles, time: TimeSource
) -> list[Temperature]:
    """By name, or else by content; raises ``SeriesError`` where neither decides."""
    wished = choices.temperature_column

    def of(*verdicts: str) -> list[Temperature]:
        return [each.found for each in judged if each.found and each.verdict in verdicts]

    likely = [
        replace(each.found, score=each.score)
        for each in _measured_first(judged, profiles)
        if each.found
    ]
    kelvins, numeric = of("kelvin"), of("likely", "untold", "kelvin", "short", "numeric")
    if wished is not None:
        others = likely or of("untold") or kelvins or numeric
        return _wished_first(wished, numeric, others, profiles)
    if likely and is_place_outdoors(likely[0].name):
        likely += [
            replace(each, by_name=True, score=_INDOORS)
            for each in of("short", "numeric")
            if is_place_indoors(each.name)
        ]
    if likely:
        return likely
    guess = _by_content(of("untold"), of("short"), numeric, profiles, time, choices)
    # Nothing else that is measured stays between 240 and 320: one column for each place.
    if guess or kelvins:
        return guess or kelvins
    _refuse(judged, of("untold"), profiles)
    raise SeriesError("series_no_temperature", columns=some_names(profiles))


def _by_content(
    untold: list[Temperature],
    short: list[Temperature],
    numeric: list[Temperature],
    profiles: Profiles,
    time: TimeSource,
    choices: ReadOptions,
) -> list[Temperature]:
    """The one column without a telling name that moves like the air, or whose unit the user knows;
    under a short code only where no other column holds figures that could be degrees.
    """
    candidates = untold or (short if len(numeric) == 1 else [])
    if choices.unit is None and candidates:
        stamps = sample_stamps(time, profiles)
        candidates = [
            each
            for each in candidates
            if moves_like_air(stamps, profiles[each.name].numbers.values, each.unit)
        ]
        humid = {
            each.name for each in candidates if _is_humidity(each, candidates, stamps, profiles)
        }
        candidates = [each for each in candidates if each.name not in humid]
    return candidates if len(candidates) == 1 else []


def _is_humidity(
    column: Temperature, others: Sequence[Temperature], stamps: Stamps, profiles: Profiles
) -> bool:
    """Whether a column that could be °F is the humidity of one that is °C: it falls when that
    rises.
    """
    share = profiles[column.name].numbers.values
    if column.unit != "°F" or not 0 <= np.nanmin(share) <= np.nanmax(share) <= _MOST_HUMID:
        return False
    return any(
        mirrors(stamps, profiles[other.name].numbers.values, share)
        for other in others
        if other.unit == "°C"
    )


def _refuse(judged: Sequence[_Judged], untold: list[Temperature], profiles: Profiles) -> None:
    """Raise ``SeriesError`` with what a column promised and does not hold, if one did."""
    for verdict, code in (
        ("empty", "series_no_values"),
        ("unlikely", "series_column_not_numeric"),  # hundredths of degrees, or something else
    ):
        for each in judged:
            if each.verdict == verdict:
                raise SeriesError(code, column=ColumnName(each.name))
    if len(untold) == 1:
        raise SeriesError(
            "series_not_like_air", column=ColumnName(untold[0].name), columns=some_names(profiles)
        )


def _measured_first(judged: Sequence[_Judged], profiles: Profiles) -> list[_Judged]:
    """The likely ones, the likeliest first: those that move before those that keep to levels."""

    def is_set(each: _Judged) -> bool:
        return each.found is not None and keeps_to_levels(
            profiles[each.name].known, each.found.unit
        )

    likely = sorted(
        (each for each in judged if each.verdict == "likely"), key=lambda each: -each.score
    )
    return sorted(likely, key=is_set) if len(likely) > 1 else likely


def _wished_first(
    wished: str, numeric: list[Temperature], others: list[Temperature], profiles: Profiles
) -> list[Temperature]:
    if wished not in profiles:
        raise SeriesError("series_no_such_column", column=wished, columns=some_names(profiles))
    chosen = [found for found in numeric if found.name == wished]
    if not chosen:
        raise SeriesError("series_column_not_numeric", column=ColumnName(wished))
    return [*chosen, *(found for found in others if found.name != wished)]


def _changes_little(known: np.ndarray) -> bool:
    """Whether kelvins change a little from row to row, and at all."""
    known = known[:500]
    if len(known) < 10 or np.ptp(known) == 0:
        return False
    low, high = np.quantile(known, [0.01, 0.99])
    return bool(np.median(np.abs(np.diff(known))) < 0.3 * max(high - low, 1))

"""°C or °F, where no word says which: what the figures and the columns beside them say.

A unit that is only customary (degrees beside miles or inches are °F; a service always wrote °F) is
weak: services change it and keep the names. Figures speak more clearly, if they speak at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rnnviz.series.columns.names import names_dew_point, names_humidity
from rnnviz.series.columns.profile import ColumnProfile, Profiles
from rnnviz.series.columns.time import sample_stamps
from rnnviz.series.columns.time_source import TimeSource
from rnnviz.series.types import Unit
from rnnviz.series.values.numbers import HIGHEST, LOWEST, SENTINELS, to_celsius

# ``humidity``: dew point and humidity fit each other in one unit only. ``lattice``: whole degrees
# of the other unit were converted. ``climate``: a whole year no place on Earth has.
Evidence = Literal["humidity", "lattice", "climate"]
_UNITS: tuple[Unit, Unit] = ("°C", "°F")
_FEWEST = 24  # rows with all that is needed
_CLOSE = 3.5  # per cent of humidity: what rounding makes of it
_YEAR = np.timedelta64(300, "D")
# °C: the warmest hundredth of a year is warmer than this where people measure, and the middle of a
# year colder than that.
_COOLEST_SUMMER, _HOTTEST = 10.0, 34.0


@dataclass(frozen=True)
class EvidentUnit:
    """A unit, and what speaks for it."""

    unit: Unit
    evidence: Evidence


def evident_unit(
    column: ColumnProfile, guess: Unit, profiles: Profiles, time: TimeSource
) -> EvidentUnit | None:
    """The unit that the figures speak for; None where they do not, or both are not possible.

    ``guess``: the customary unit, or the one that was named.
    """
    figures = np.where(np.isin(column.numbers.values, SENTINELS), np.nan, column.numbers.values)
    known = figures[~np.isnan(figures)]
    if guess not in _UNITS or len(known) < _FEWEST:
        return None
    if np.quantile(known, 0.99) > HIGHEST or np.quantile(known, 0.01) < LOWEST:
        return None
    return (
        _by_humidity(column.name, figures, profiles)
        or _by_lattice(known)
        or _by_climate(figures, guess, profiles, time)
    )


def _by_humidity(name: str, figures: NDArray[np.float64], profiles: Profiles) -> EvidentUnit | None:
    """In which unit a temperature and its dew point give the humidity in the same row."""
    others = [column for other, column in profiles.items() if other != name]
    dew = next((column for column in others if names_dew_point(column.name)), None)
    humidity = next((column for column in others if names_humidity(column.name)), None)
    if dew is None or humidity is None:
        return None
    share, points = humidity.numbers.values, dew.numbers.values
    measured = share * (100.0 if np.nanmax(share, initial=0.0) <= 1 else 1.0)
    with np.errstate(all="ignore"):
        away = {
            unit: np.abs(
                100 * _vapour(to_celsius(points, unit)) / _vapour(to_celsius(figures, unit))
                - measured
            )
            for unit in _UNITS
        }
    told = ~np.isnan(away["°C"]) & (measured > 0) & (measured < 99)
    if told.sum() < _FEWEST:
        return None
    right, wrong = sorted(_UNITS, key=lambda unit: float(np.median(away[unit][told])))
    best, other = (float(np.median(away[unit][told])) for unit in (right, wrong))
    return EvidentUnit(right, "humidity") if best < _CLOSE and other > 2 * best + 1.5 else None


def _vapour(celsius: NDArray[np.float64]) -> NDArray[np.float64]:
    """The pressure of saturated vapour, by Magnus' formula, in hPa."""
    pressure: NDArray[np.float64] = 6.112 * np.exp(17.62 * celsius / (243.12 + celsius))
    return pressure


def _by_lattice(known: NDArray[np.float64]) -> EvidentUnit | None:
    """Tenths of °C that are all whole °F (17.2, 17.8, 18.3), or the other way round."""
    with_tenths = np.abs(known - np.round(known)) > 0.01
    tenths = np.abs(known * 10 - np.round(known * 10)) < 1e-6
    if with_tenths.mean() < 0.2 or not tenths.all() or len(np.unique(known)) < 8:
        return None
    for unit, whole in (
        ("°C", np.round(known * 1.8 + 32)),
        ("°F", np.round((known - 32) / 1.8)),
    ):
        back = (whole - 32) / 1.8 if unit == "°C" else whole * 1.8 + 32
        if np.mean(np.abs(back - known) < 0.0501) > 0.97:
            return EvidentUnit("°C" if unit == "°C" else "°F", "lattice")
    return None


def _by_climate(
    figures: NDArray[np.float64], guess: Unit, profiles: Profiles, time: TimeSource
) -> EvidentUnit | None:
    """The other unit where a whole year in the customary one is colder or hotter than any."""
    possible = {}
    for unit in _UNITS:
        middle, summer = np.quantile(to_celsius(figures[~np.isnan(figures)], unit), [0.5, 0.99])
        possible[unit] = summer > _COOLEST_SUMMER and middle < _HOTTEST
    other: Unit = "°C" if guess == "°F" else "°F"
    if possible[guess] or not possible[other]:
        return None
    stamps = sample_stamps(time, profiles)
    good = ~np.isnat(stamps) & ~np.isnan(figures)
    if not good.any() or np.ptp(stamps[good]) < _YEAR:
        return None
    return EvidentUnit(other, "climate")

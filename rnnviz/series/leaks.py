"""Whether a column beside the temperature is the answer in disguise.

Inputs are read as the past only, so a copy of the temperature tells nothing new; what tells the
future is a column that was made of later temperatures: shifted, or the maximum of a day that is not
over. Only what is exactly that is refused. What merely knows a lot is asked about: dew point, the
temperature that is felt and a station nearby are honest inputs.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from rnnviz.message_values import ColumnName
from rnnviz.series.findings import Finding
from rnnviz.series.types import RegularSeries, SeriesError

Column = NDArray[np.float64]
FEWEST = 100  # steps at which both are known: fewer prove nothing
PAIRS = 2000  # looked at for one shift
FARTHEST = 400  # steps: as far as the longest window and horizon together
EXACT = 0.1  # of the temperature's spread: what is left of it beside its own copy, rounded
ROUNDED = 0.3  # °C that rounding to whole degrees leaves
CLEARLY = 0.5  # so much smaller is an error that is not so by chance
PAST, WINDOWS = 48, 4000  # steps that the straight line reads, and windows to fit it on
SAME_DAY = 0.95  # correlation of a day's one value with the temperature of that day
FEWEST_DAYS = 10


def check_inputs_for_leaks(series: RegularSeries) -> tuple[Finding, ...]:
    """What should be asked about the inputs of ``series``.

    Raises ``SeriesError`` where one is the temperature of later steps, or of a day not over yet.
    """
    temperature = series.values.astype(np.float64)
    found: list[Finding] = []
    for name, values in series.inputs.items():
        column = values.astype(np.float64)
        if (~np.isnan(column + temperature)).sum() < FEWEST or np.nanstd(column) == 0:
            continue
        _refuse_shifted(name, column, temperature)
        found += _of_a_day(name, column, temperature, series)
        found += _copy(name, column, temperature) or _knows_too_much(name, column, temperature)
    return tuple(found)


def _refuse_shifted(name: str, column: Column, temperature: Column) -> None:
    """Refuse a column that is the temperature of ``steps`` later, on whatever scale."""
    reach = min(FARTHEST, len(column) // 4)
    errors = {shift: _left_over(column, temperature, shift) for shift in range(-reach, reach + 1)}
    later = min(range(1, reach + 1), key=errors.__getitem__)
    past = min(errors[shift] for shift in range(-reach, 1))
    itself = _left_over(temperature, temperature, later)  # of what repeats itself, no wonder
    limit = CLEARLY * min(past, itself)
    if errors[later] <= min(EXACT * float(np.nanstd(temperature)), limit):
        raise SeriesError("series_input_shifted", column=ColumnName(name), steps=later)


def _left_over(column: Column, temperature: Column, shift: int) -> float:
    """RMS in °C of what a straight line of ``column`` leaves of the temperature ``shift`` steps
    later; infinite where too little is known.
    """
    first, last = max(0, -shift), len(column) - max(0, shift)
    places = np.arange(first, last)[:: max(1, (last - first) // PAIRS)]
    return _residual(column[places], temperature[places + shift])


def _residual(x: Column, y: Column) -> float:
    both = ~np.isnan(x + y)
    x, y = x[both], y[both]
    if len(x) < FEWEST_DAYS or x.std() == 0:
        return float("inf")
    x, y = x - x.mean(), y - y.mean()
    left = y - x * ((x @ y) / (x @ x))
    return float(np.sqrt(np.mean(left**2)))


def _copy(name: str, column: Column, temperature: Column) -> list[Finding]:
    error = _left_over(column, temperature, 0)
    if error > min(ROUNDED, EXACT * float(np.nanstd(temperature))):
        return []
    params = {"column": ColumnName(name), "error": round(error, 2)}
    return [Finding("input_copy", 1, (), params)]


def _of_a_day(
    name: str, column: Column, temperature: Column, series: RegularSeries
) -> Iterator[Finding]:
    """Ask about a column with one value for all steps of a day: it may not be known before the day
    is over. Where it is the day's highest, lowest or mean temperature, refuse it.
    """
    days = _whole_days(column, temperature, series.step.per_day)
    if days is None:
        return
    value, degrees = days
    for of_day in (degrees.max(axis=1), degrees.min(axis=1), degrees.mean(axis=1)):
        same, before = _residual(value, of_day), _residual(value[1:], of_day[:-1])
        alike = abs(np.corrcoef(value, of_day)[0, 1])
        if alike >= SAME_DAY and same < CLEARLY * before:
            raise SeriesError("series_input_of_day", column=ColumnName(name))
    yield Finding("input_daily", len(value), (), {"column": ColumnName(name)})


def _whole_days(
    column: Column, temperature: Column, per_day: int | None
) -> tuple[Column, Column] | None:
    """A column's value of each day (days,) and the temperatures of its steps (days, steps); None
    where it does not keep one value a day.
    """
    if per_day is None or per_day < 4:
        return None
    changes = np.flatnonzero(np.diff(column) != 0) + 1
    changes = changes[~np.isnan(column[changes] + column[changes - 1])]
    if len(changes) < FEWEST_DAYS:
        return None
    phases = np.bincount(changes % per_day, minlength=per_day)
    if phases.max() < 0.9 * len(changes) or len(changes) > 1.1 * len(column) / per_day:
        return None
    first = int(phases.argmax())
    count = (len(column) - first) // per_day
    cut = slice(first, first + count * per_day)
    by_day, degrees = (each[cut].reshape(count, per_day) for each in (column, temperature))
    whole = ~np.isnan(by_day + degrees).any(axis=1)
    whole &= by_day.max(axis=1) == by_day.min(axis=1)
    if whole.sum() < FEWEST_DAYS or np.ptp(by_day[whole, 0]) == 0:
        return None
    return by_day[whole, 0], degrees[whole]


def _knows_too_much(name: str, column: Column, temperature: Column) -> list[Finding]:
    """Ask about a column whose past tells what comes far better than the temperature's own."""
    spread = float(np.nanstd(temperature))
    for ahead in (1, 12):
        errors = _line_errors(column, temperature, ahead)
        if errors is None or errors[0] < 0.02 * spread:
            continue
        own, beside = errors
        if beside < CLEARLY * own:
            rounded = {"own": round(own, 2), "beside": round(beside, 2)}
            params = {"column": ColumnName(name), "ahead": ahead, **rounded}
            return [Finding("input_knows", 1, (), params)]
    return []


def _line_errors(column: Column, temperature: Column, ahead: int) -> tuple[float, float] | None:
    """MAE in °C of straight lines ``ahead`` steps on, without the column and with it, on windows
    that they were not fitted on; None where there are too few.
    """
    past = min(PAST, len(column) // 40)
    origins = np.arange(past - 1, len(column) - ahead)
    ages = np.arange(-past + 1, 1)
    origins = origins[:: max(1, len(origins) // (2 * WINDOWS))]
    own, other = (each[origins[:, None] + ages] for each in (temperature, column))
    truth = temperature[origins + ahead]
    whole = ~np.isnan(own.sum(axis=1) + other.sum(axis=1) + truth)
    own, other, truth = own[whole], other[whole], truth[whole]
    if len(truth) < 12 * past:
        return None
    other = (other - other.mean()) / other.std()
    fitted = np.random.default_rng(0).random(len(truth)) < 0.5

    scaled = np.concatenate([own - truth.mean(), other * float(np.std(truth))], axis=1)

    def error(read: Column) -> float:
        # The normal equations with a little ridge: ten times as fast as a decomposition.
        known, wanted = read[fitted], truth[fitted] - truth.mean()
        products = known.T @ known
        products += 1e-7 * np.trace(products) / len(products) * np.eye(len(products))
        weights = np.linalg.solve(products, known.T @ wanted)
        return float(np.abs(read[~fitted] @ weights - (truth[~fitted] - truth.mean())).mean())

    return error(scaled[:, :past]), error(scaled)

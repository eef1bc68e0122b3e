"""How a forecaster does on its test part, in every way a page shows: arrays, and JSON values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.models.forecaster import Forecaster
from rnnviz.series.baselines import BASELINES
from rnnviz.training.weather import Judgement, PreparedSeries, forecasts, judge

Floats = NDArray[np.float64]
COVERAGE = 0.9
WORST_DAYS = 10
SHIFTED = 0.3  # below this foresight a forecast is little more than its input, an hour late


@dataclass(frozen=True)
class LagCheck:
    """Is the forecast only the last hour read, shifted? At one hour ahead, in °C.

    ``foresight``: correlation of the change forecast with the change that came. ``to_truth`` and
    ``to_input``: mean distance of the forecast from what came and from the last hour read.
    """

    foresight: float
    to_truth: float
    to_input: float

    @property
    def shifted(self) -> bool:
        """The plain verdict."""
        return self.foresight < SHIFTED


@dataclass(frozen=True)
class TestReport:
    """The test part, window by window, and its errors by hour, month and lead (MAE in °C).

    ``hours`` (windows, horizon) are the hours forecast, ``truth`` and ``forecast`` belong to them.
    ``by_hour`` (24,) and ``by_month`` (12,) hold NaN where the test part has none. ``by_lead`` is
    for the model and every baseline, each (horizon,). ``width`` (horizon,) is the half-width of the
    band that held 90% of the validation errors; ``coverage``: how often it held the test's.
    """

    __test__ = False  # not a test, whatever pytest thinks of its name

    judgement: Judgement
    hours: NDArray[np.datetime64]
    truth: Floats
    forecast: Floats
    by_hour: Floats
    by_month: Floats
    by_lead: dict[str, Floats]
    worst_days: tuple[tuple[str, float], ...]
    lag: LagCheck
    width: Floats
    coverage: float

    @property
    def residuals(self) -> Floats:
        """Forecast minus truth: (windows, horizon)."""
        return self.forecast - self.truth

    def plain(self) -> dict[str, Any]:
        """The errors as JSON values, without the windows themselves."""
        counts, edges = np.histogram(self.residuals, 41)
        return {
            "by_hour": _plain(self.by_hour),
            "by_month": _plain(self.by_month),
            "by_lead": {name: _plain(errors) for name, errors in self.by_lead.items()},
            "worst_days": [{"day": day, "mae": round(mae, 3)} for day, mae in self.worst_days],
            "bias": round(float(self.residuals.mean()), 4),
            "residuals": {"edges": _plain(edges), "counts": counts.tolist()},
            "lag": {
                "foresight": round(self.lag.foresight, 4),
                "to_truth": round(self.lag.to_truth, 4),
                "to_input": round(self.lag.to_input, 4),
                "shifted": self.lag.shifted,
            },
            "band": {"level": COVERAGE, "width": _plain(self.width), "coverage": self.coverage},
        }


def _plain(values: Floats) -> list[float | None]:
    return [None if np.isnan(value) else round(float(value), 4) for value in values]


def report_on_test(ready: PreparedSeries, model: Forecaster) -> TestReport:
    """Judge a trained model on the test part, in detail."""
    task, test = ready.task, ready.parts.test
    truth, forecast = task.truth(test), forecasts(ready, model, test)
    ahead = test[:, None] + task.window + np.arange(task.horizon)
    hours = task.series.start + ahead.astype("timedelta64[h]")
    error = np.abs(forecast - truth)
    of_day = (hours - hours.astype("datetime64[D]")).astype(np.int64)
    month = hours.astype("datetime64[M]").astype(np.int64) % 12
    by_lead = {"model": error.mean(axis=0)}
    for name, baseline in BASELINES.items():
        off = np.abs(baseline(task, ready.parts.train, test) - truth)
        known = ~np.isnan(off)
        total = np.where(known, off, 0).sum(axis=0)
        by_lead[name] = np.where(
            known.any(axis=0), total / np.maximum(known.sum(axis=0), 1), np.nan
        )
    last = task.read(test)[:, -1]
    change = forecast[:, 0] - last
    lag = LagCheck(_correlation(change, truth[:, 0] - last), *_means(error[:, 0], np.abs(change)))
    known_errors = np.abs(
        forecasts(ready, model, ready.parts.validation) - task.truth(ready.parts.validation)
    )
    level = min(1.0, np.ceil((len(known_errors) + 1) * COVERAGE) / len(known_errors))
    width = np.quantile(known_errors, level, axis=0)
    return TestReport(
        judgement=judge(ready, model),
        hours=hours,
        truth=truth,
        forecast=forecast,
        by_hour=_mean_by(of_day, error, 24),
        by_month=_mean_by(month, error, 12),
        by_lead=by_lead,
        worst_days=_worst_days(hours, error),
        lag=lag,
        width=width,
        coverage=round(float((error <= width).mean()), 4),
    )


def _means(*values: Floats) -> tuple[float, ...]:
    return tuple(float(value.mean()) for value in values)


def _correlation(a: Floats, b: Floats) -> float:
    return 0.0 if min(a.std(), b.std()) < 1e-4 else float(np.corrcoef(a, b)[0, 1])


def _mean_by(group: NDArray[np.int64], error: Floats, groups: int) -> Floats:
    """Mean error of each group 0 … groups - 1; NaN where a group is empty."""
    counts = np.bincount(group.ravel(), minlength=groups)
    sums = np.bincount(group.ravel(), error.ravel(), minlength=groups)
    return np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)


def _worst_days(hours: NDArray[np.datetime64], error: Floats) -> tuple[tuple[str, float], ...]:
    """Days with the largest mean error, at the first hour ahead, of those known at least half."""
    days = hours[:, 0].astype("datetime64[D]")
    kinds, group = np.unique(days, return_inverse=True)
    counts = np.bincount(group)
    means = np.bincount(group, error[:, 0]) / counts
    whole = np.flatnonzero(counts >= 12)
    worst = whole[np.argsort(-means[whole])][:WORST_DAYS]
    return tuple((str(kinds[k]), float(means[k])) for k in worst)

"""Judging a way of training, not one network: rolling origins, a fold each.

A fold learns from what lies before its origin (all of it, or a stretch that slides along) and is
judged on what comes until the next one. It is an ordinary training run on a piece of the series,
whose test part begins at the origin: nothing after that can be learned, scaled by or chosen by.
The second half of the series is judged, so that of two years or more every season is.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from rnnviz.series.baselines import BASELINES, NEARLY_ALL, Forecasts, score
from rnnviz.series.conformal import SEASONS, running_half_widths, seasons
from rnnviz.series.levels import LEVELS
from rnnviz.series.types import RegularSeries
from rnnviz.series.windows import split_in_time
from rnnviz.training.for_series import for_series
from rnnviz.training.specs import WeatherTraining

Rolling = Literal["expanding", "sliding"]
ROLLINGS: tuple[Rolling, ...] = get_args(Rolling)
FEWEST_FOLDS, MOST_FOLDS = 2, 50
JUDGED = 0.5  # of the series, by all folds together
MOST_BANDS = 4000  # windows whose bands are counted
NETWORK, TREES = "network", "boosted_trees"


@dataclass(frozen=True)
class Fold:
    """Steps ``begin`` to ``origin`` are learned from, ``origin`` to ``end`` judged on."""

    begin: int
    origin: int
    end: int


def folds(
    series: RegularSeries, spec: WeatherTraining, count: int, rolling: Rolling
) -> tuple[Fold, ...]:
    """``count`` folds over the second half of the series, equally long, in time order.

    Where most of the series is holes, of its known steps. Raises ``SeriesError`` where a part of a
    fold would have too few windows.
    """
    known = np.flatnonzero(~series.holes)
    places = known if 2 * len(known) < len(series) else np.arange(len(series))
    length = int(len(places) * JUDGED / count)
    after = int(places[-1]) + 1 if len(places) else 0
    borders = np.append(places, after)[len(places) - length * np.arange(count, -1, -1)]
    first = int(borders[0])
    made = []
    for origin, end in itertools.pairwise(borders):
        begin = int(origin) - first if rolling == "sliding" else 0
        made.append(Fold(begin, int(origin), int(end)))
    for fold in made:
        piece, own = fold_training(series, spec, fold)
        split_in_time(piece, own.model.window, own.model.horizon, own.validation, own.test)
    return tuple(made)


def fold_training(
    series: RegularSeries, spec: WeatherTraining, fold: Fold
) -> tuple[RegularSeries, WeatherTraining]:
    """The piece of the series that a fold knows, and the training whose test part is judged."""
    piece = replace(
        series,
        start=series.stamp(fold.begin),
        values=series.values[fold.begin : fold.end].copy(),
        inputs={name: of[fold.begin : fold.end].copy() for name, of in series.inputs.items()},
    )
    counted = ~piece.holes
    if 2 * counted.sum() >= len(piece):
        counted = np.ones(len(piece), bool)
    share = float(counted[fold.origin - fold.begin :].sum() / max(1, counted.sum()))
    own = spec.model_copy(update={"test": min(share, 0.49)})
    return piece, for_series(own, piece)


def backtest(
    series: RegularSeries, spec: WeatherTraining, planned: Sequence[Fold]
) -> Iterator[dict[str, Any]]:
    """Train and judge one fold after the other; yields what ``scores_alike`` says of each.

    Raises ``FloatingPointError`` where a training diverges.
    """
    from rnnviz.models.forecaster import Forecaster
    from rnnviz.training.loop import Finished
    from rnnviz.training.weather import forecasts_of_test, prepare_series, train_weather

    for fold in planned:
        piece, own = fold_training(series, spec, fold)
        ready = prepare_series(piece, own)
        for event in train_weather(ready, own):
            if isinstance(event, Finished):
                model = Forecaster(own.model)
                model.load_state_dict(event.weights)
                yield scores_alike(ready, model, forecasts_of_test(ready, model))


def scores_alike(ready: Any, model: Any, found: Mapping[str, Forecasts]) -> dict[str, Any]:
    """How a trained network and its rivals did on the same windows of the test part, as plain
    values: by lead and by season, and how often bands of each level held the truth.

    ``ready``: a ``PreparedSeries``. ``found``: forecasts by name, (windows, horizon) °C. Rivals
    without a forecast for nearly all windows are left out.
    """
    task, parts = ready.task, ready.parts
    step, test = task.series.step, parts.test
    truth = task.truth(test)
    rows, names = _common(found)
    season = seasons(task.series, test[:, None] + task.window + np.arange(task.horizon))[rows]
    report: dict[str, Any] = {
        "origin": str(task.series.stamp(int(test[0]) + task.window).astype("datetime64[s]")),
        "end": str(task.series.stamp(len(task.series) - 1).astype("datetime64[s]")),
        "train_windows": len(parts.train),
        "windows": int(rows.sum()),
        "seasons": {SEASONS[k]: int((season == k).sum()) for k in np.unique(season)},
        "scores": {},
    }
    for name in names:
        both = score(found[name][rows], truth[rows])
        off = np.abs(found[name][rows] - truth[rows])
        report["scores"][name] = {
            "mae": _plain(both.mae),
            "rmse": _plain(both.rmse),
            "by_lead": [_plain(each) for each in off.mean(axis=0)],
            "by_season": {SEASONS[k]: _plain(off[season == k].mean()) for k in np.unique(season)},
        }
    report["bands"] = _bands(ready, model, found[NETWORK], step)
    return report


def _common(found: Mapping[str, Forecasts]) -> tuple[NDArray[np.bool_], list[str]]:
    """Windows (windows,) that all take part in, and who: trees may be asked of a few only."""
    own, trees = found[NETWORK], found.get(TREES)
    rows: NDArray[np.bool_] = np.ones(len(own), bool)
    if trees is not None and not np.isnan(trees).all():
        rows = np.asarray(~np.isnan(trees).any(axis=1))
    names = [
        name
        for name, made in found.items()
        if (~np.isnan(made[rows]).any(axis=1)).mean() >= NEARLY_ALL
    ]
    for name in names:
        rows = rows & ~np.isnan(found[name]).any(axis=1)
    return rows, names


def _bands(ready: Any, model: Any, own: Forecasts, step: Any) -> dict[str, Any]:
    """By level: how often the band of each forecast, as known at its time, held the truth."""
    from rnnviz.training.weather import forecasts

    task, parts = ready.task, ready.parts
    every = -(-len(parts.test) // MOST_BANDS)
    before = parts.validation[::every]
    after, judged = parts.test[::every], own[::every]
    errors = np.abs(
        np.concatenate([forecasts(ready, model, before), judged])
        - task.truth(np.concatenate([before, after]))
    )
    places = np.concatenate([before, after]) + task.window
    season = seasons(task.series, after[:, None] + task.window + np.arange(task.horizon))
    found = {}
    for level in LEVELS:
        widths = running_half_widths(
            places, errors, int(after[0]) + task.window, len(task.series), step, level
        )[:-1]
        inside = errors[len(before) :] <= widths
        found[str(level)] = {
            "inside": _plain(inside.mean()),
            "by_lead": [_plain(share) for share in inside.mean(axis=0)],
            "by_season": {
                SEASONS[k]: _plain(inside[season == k].mean()) for k in np.unique(season)
            },
        }
    return found


@dataclass(frozen=True)
class Compared:
    """A rival over all folds: the mean of their errors, °C, and how much nearer the network was.

    ``gain``: mean over the folds of the rival's MAE minus the network's; ``low`` and ``high`` the
    smallest and the largest of them; ``nearer``: folds in which the network was nearer.
    """

    name: str
    mae: float
    rmse: float
    gain: float
    low: float
    high: float
    nearer: int


def compared(done: Sequence[Mapping[str, Any]]) -> tuple[Compared, ...]:
    """The network, then its rivals that took part in every fold, the nearest first.

    ``done``: what ``scores_alike`` said of each fold, one at least.
    """
    names = [name for name in done[0]["scores"] if all(name in each["scores"] for each in done)]
    found = []
    for name in names:
        mae, rmse, own = (
            np.array([each["scores"][who][what] for each in done])
            for who, what in ((name, "mae"), (name, "rmse"), (NETWORK, "mae"))
        )
        gain = mae - own
        found.append(
            Compared(
                name,
                float(mae.mean()),
                float(rmse.mean()),
                float(gain.mean()),
                float(gain.min()),
                float(gain.max()),
                int((gain > 0).sum()),
            )
        )
    return tuple(sorted(found, key=lambda each: (each.name != NETWORK, each.mae)))


def best_simple(rows: Sequence[Compared]) -> Compared | None:
    """The nearest of what is simple, over all folds."""
    return next((each for each in rows if each.name in BASELINES), None)


def over_seasons(done: Sequence[Mapping[str, Any]], name: str) -> dict[str, float]:
    """MAE in °C by season over all folds, each as heavy as it has forecasts."""
    found = {}
    for season in SEASONS:
        parts = [each for each in done if season in each["seasons"] and name in each["scores"]]
        weights = [each["seasons"][season] for each in parts]
        if sum(weights):
            errors = [each["scores"][name]["by_season"][season] for each in parts]
            found[season] = float(np.average(errors, weights=weights))
    return found


def over_leads(done: Sequence[Mapping[str, Any]], name: str) -> list[float]:
    """MAE in °C by step ahead: the mean over the folds."""
    return [
        float(each) for each in np.mean([fold["scores"][name]["by_lead"] for fold in done], axis=0)
    ]


def held(done: Sequence[Mapping[str, Any]], level: int) -> dict[str, Any]:
    """How often the band of ``level`` held the truth: over the folds, by lead and by season."""
    bands = [fold["bands"][str(level)] for fold in done]
    season = {}
    for name in SEASONS:
        parts = [
            (band["by_season"][name], fold["seasons"].get(name, 1))
            for band, fold in zip(bands, done, strict=True)
            if name in band["by_season"]
        ]
        if parts:
            shares, weights = zip(*parts, strict=True)
            season[name] = _plain(np.average(shares, weights=weights))
    return {
        "inside": _plain(np.mean([band["inside"] for band in bands])),
        "by_fold": [band["inside"] for band in bands],
        "by_lead": [_plain(each) for each in np.mean([band["by_lead"] for band in bands], axis=0)],
        "by_season": season,
    }


def _plain(value: float) -> float:
    return round(float(value), 6)

"""How the networks of several stations did beside what is simple, each and all together.

What is said of all stations together is drawn by days that all of them share: the weather of a day
is theirs together, and counting it once for each would make chance look small.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.errors import RnnvizError
from rnnviz.inference.forecast_band import WeatherRun
from rnnviz.inference.forecast_verdict import best_rival, side, verdict_of
from rnnviz.series.gain import gain_over
from rnnviz.series.step import Step
from rnnviz.training.run_record import RECORD, read_record
from rnnviz.training.several import models_of
from rnnviz.training.several_run import NETWORK, forecasts_and_simple, load_network
from rnnviz.training.station_plan import STATIONS, load_parts
from rnnviz.training.weather import judge, prepare_series
from rnnviz.training.weather_run import DIGITS, judgement_report, plain_gain

Trained = Mapping[str, WeatherRun]  # by station
POOL_FILES = (RECORD, STATIONS, NETWORK)  # what is read of a network for all


@dataclass(frozen=True)
class _Judged:
    """One network on one station: the row's cells, and the errors of each window of the test part,
    its own and its rival's, with the step at which the window's forecast begins."""

    cells: dict[str, Any]
    own: NDArray[np.float64]  # (windows,) °C
    rival: NDArray[np.float64]  # (windows,) °C, NaN where it had no forecast
    at: NDArray[np.int64]  # (windows,)


def load_stations(folder: Path) -> dict[str, WeatherRun]:
    """What one network for all stations is for each of them, from the folder of its run.

    Raises ``run_damaged`` where that cannot be read.
    """
    record = read_record(folder)
    parts, weights = load_parts(folder / STATIONS), load_network(folder)
    ready = {name: prepare_series(part.series, part.spec) for name, part in parts.items()}
    try:
        models = models_of(weights, ready)
    except (KeyError, IndexError, RuntimeError):
        raise RnnvizError("run_damaged", path=folder.name) from None
    return {name: WeatherRun(record, ready[name], model) for name, model in models.items()}


def station_table(each: Trained, together: Trained) -> dict[str, Any]:
    """The table as plain values: a row a station, the largest gain over its rival first.

    ``each``: a network a station; ``together``: one network, as each station's. Either may be
    empty. ``overall`` says the same of all stations that both have.
    """
    runs = {"each": each, "all": together}
    known = {**each, **together}
    first = next(iter(known.values())).ready.task.series
    judged = {
        kind: {name: _judged(run, first.start) for name, run in trained.items()}
        for kind, trained in runs.items()
    }
    rows: list[dict[str, Any]] = []
    for name, run in known.items():
        own = {kind: found[name] for kind, found in judged.items() if name in found}
        row: dict[str, Any] = {"station": name, "values": len(run.ready.task.series.known)}
        row |= {kind: found.cells for kind, found in own.items()}
        if len(own) == 2:
            row["all_over_each"] = _between(own["all"], own["each"], first.step)
        rows.append(row)
    rows.sort(key=_saved, reverse=True)
    return {"step": str(first.step), "stations": rows, "overall": _overall(judged, first.step)}


def _saved(row: Mapping[str, Any]) -> float:
    """The share of the rival's error that the better network of a row saves."""
    sides = [row[kind] for kind in ("each", "all") if kind in row]
    return max((1 - one["mae"] / one["rival_mae"] if one["rival_mae"] else 0.0) for one in sides)


def _judged(run: WeatherRun, origin: np.datetime64) -> _Judged:
    ready, test = run.ready, run.ready.parts.test
    found = forecasts_and_simple(ready, run.model)
    result = judgement_report(judge(ready, run.model, found))
    rival = best_rival(result)
    cells = {
        "mae": result["test"]["mae"],
        "rival": rival,
        "rival_mae": result["baselines"][rival]["mae"],
        "low": result["against"]["low"],
        "high": result["against"]["high"],
        "verdict": verdict_of(result),
        "windows": len(test),
    }
    truth = ready.task.truth(test)
    own, other = (np.abs(found[name] - truth).mean(axis=1) for name in ("network", rival))
    series = ready.task.series
    begins = int((series.start - origin).astype(np.int64)) // series.step.count
    return _Judged(cells, own, other, test + ready.task.window + begins)


def _between(a: _Judged, b: _Judged, step: Step) -> dict[str, Any]:
    """How much nearer ``a`` is than ``b`` on the windows that both forecast."""
    _, mine, others = np.intersect1d(a.at, b.at, return_indices=True)
    return _compared(a.own[mine], b.own[others], a.at[mine], step)


def _compared(
    own: NDArray[np.float64], other: NDArray[np.float64], at: NDArray[np.int64], step: Step
) -> dict[str, Any]:
    """Both errors, the interval of their difference, and which side it is on."""
    both = ~np.isnan(other)
    gain = gain_over(own[both], other[both], at[both], step)
    mae, others = float(own[both].mean()), float(other[both].mean())
    said = plain_gain(gain)
    maes = {"mae": round(mae, DIGITS), "other_mae": round(others, DIGITS)}
    return {**maes, **said, "verdict": side(mae, others, said)}


def _overall(judged: Mapping[str, Mapping[str, _Judged]], step: Step) -> dict[str, Any]:
    """Over all stations: each kind beside the best simple rival of each station, and one network
    beside one each."""

    def joined(found: list[_Judged], what: str) -> NDArray[Any]:
        return np.concatenate([getattr(each, what) for each in found])

    over: dict[str, Any] = {}
    for kind, by_name in judged.items():
        if found := list(by_name.values()):
            own, rival, at = (joined(found, what) for what in ("own", "rival", "at"))
            over[kind] = _compared(own, rival, at, step)
    shared = [name for name in judged["each"] if name in judged["all"]]
    if shared:
        each, together = ([judged[kind][name] for name in shared] for kind in ("each", "all"))
        parts = [
            np.intersect1d(a.at, b.at, return_indices=True)[1:]
            for a, b in zip(together, each, strict=True)
        ]
        own = np.concatenate([a.own[k] for a, (k, _) in zip(together, parts, strict=True)])
        other = np.concatenate([b.own[k] for b, (_, k) in zip(each, parts, strict=True)])
        at = np.concatenate([a.at[k] for a, (k, _) in zip(together, parts, strict=True)])
        over["all_over_each"] = _compared(own, other, at, step)
    return over

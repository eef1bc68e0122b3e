"""What newer data said about a run, as plain values ready for JSON; temperatures in °C."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd

from rnnviz.inference.forecast_band import Band, NextSteps
from rnnviz.inference.new_data import NewData, NewScore
from rnnviz.inference.outside_band import TEST
from rnnviz.series.baselines import Score
from rnnviz.series.conformal import SEASONS
from rnnviz.series.join import Joined

DIGITS = 6


def new_data_report(found: NewData) -> dict[str, Any]:
    """What is new, the overlap, score, rivals, coverage, alarm, anomalies, and the forecasts.

    Null where there is none. ``contradicts`` in ``overlap`` says that the rest is not to be
    believed.
    """
    scored, old = found.score, found.old
    report: dict[str, Any] = {"new": _new(found.joined), "overlap": _overlap(found.joined)}
    report |= _scored(scored) if scored is not None else dict.fromkeys(_SCORED)
    report["old_forecast"] = old and {
        "mae": _plain(old.mae),
        "inside": _plain(old.inside),
        "steps": _rows(old.table),
    }
    return report | ahead_report(found.ahead)


_SCORED = ("score", "rivals", "against", "coverage", "alarm", "anomalies")


def ahead_report(ahead: NextSteps | None) -> dict[str, Any]:
    """``forecast``, the steps with times in ISO 8601, and ``forecast_coverage``: how its band,
    those of the other levels, and the season before, did on the test part."""
    if ahead is None:
        return {"forecast": None, "forecast_coverage": None}
    naive = ahead.seasonal_naive_mae
    covered = {
        "level": ahead.level,
        **_covered(ahead.band),
        "levels": {str(level): _covered(band) for level, band in ahead.bands.items()},
        "mae": _plain(ahead.mae),
        "seasonal_naive_mae": None if naive is None else _plain(naive),
    }
    return {"forecast": _rows(ahead.written), "forecast_coverage": covered}


def _covered(band: Band) -> dict[str, Any]:
    return {
        "inside": _plain(band.coverage),
        "by_lead": [_plain(share) for share in band.by_step],
        "by_season": {SEASONS[name]: _plain(share) for name, share in band.by_season.items()},
    }


def _scored(found: NewScore) -> dict[str, Any]:
    alarm = found.alarm
    rivals = {
        name: {**_score(rival.score), "own_mae": _plain(rival.own.mae), "windows": rival.windows}
        for name, rival in found.rivals.items()
    }
    gain = {name: _plain(value) for name, value in asdict(found.gain).items()}
    return {
        "score": {**_score(found.own), "windows": found.windows},
        "rivals": rivals,
        "against": {"rival": found.best, **gain},
        "coverage": {
            "one_ahead": _plain(found.inside[0]),
            "by_lead": [_plain(share) for share in found.inside],
            "usual_one_ahead": _plain(1 - alarm.usual),
        },
        "alarm": {
            "rings": alarm.rings,
            "outside": alarm.outside,
            "of": alarm.count,
            "usual": _plain(alarm.usual),
            "chance": float(f"{alarm.chance:.3g}"),
            "clumping": _plain(alarm.clumping),
            "test": TEST,
        },
        "anomalies": [
            {
                "time": str(far.when.astype("datetime64[s]")),
                "temperature_c": _plain(far.truth),
                "forecast_c": _plain(far.forecast),
                "band_widths": _plain(far.widths),
            }
            for far in found.anomalies
        ],
    }


def _new(joined: Joined) -> dict[str, Any]:
    series, new = joined.series, joined.new

    def at(place: int) -> str:
        return str(series.stamp(place).astype("datetime64[s]"))

    ends = {"from": at(int(new[0])), "to": at(int(new[-1]))} if len(new) else {}
    gap, end = joined.gap, at(joined.end - 1)
    return {"values": len(new), **ends, "gap": gap, "known_until": end, "step": str(series.step)}


def _overlap(joined: Joined) -> dict[str, Any]:
    found = joined.overlap
    return {
        "steps": found.steps,
        "different": found.different,
        "largest_c": None if found.largest is None else _plain(found.largest),
        "mean_c": None if found.mean is None else _plain(found.mean),
        "contradicts": found.contradicts,
        "shift": found.shift,
    }


def _score(found: Score) -> dict[str, float | None]:
    return {"mae": _plain(found.mae), "rmse": _plain(found.rmse)}


def _plain(value: float) -> float | None:
    return round(float(value), DIGITS) if np.isfinite(value) else None


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    times = table["time"].to_numpy()
    if times.dtype != object:  # else with their offsets already
        times = times.astype("datetime64[s]").astype(str)
    rest = table.drop(columns="time").to_dict("records")
    return [
        {"time": str(when), **{str(name): float(value) for name, value in row.items()}}
        for when, row in zip(times, rest, strict=True)
    ]

"""A trained forecaster and newer data: how its forecasts did on them, and how they go on.

The network, its scale and its band stay those of the run: nothing of the newer values is learned.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rnnviz.errors import RnnvizError
from rnnviz.inference.forecast_band import (
    NextSteps,
    WeatherRun,
    band_width,
    half_widths_at,
    next_steps,
)
from rnnviz.inference.outside_band import Alarm, Misses, alarm_of
from rnnviz.inference.recursive_forecast import recursive_forecast
from rnnviz.series.baselines import BASELINES, NEARLY_ALL, Forecasts, Score, Task, score
from rnnviz.series.gain import Gain, gain_over
from rnnviz.series.join import Joined
from rnnviz.series.levels import USUAL
from rnnviz.series.windows import Starts, window_starts
from rnnviz.training.weather import forecasts, network_inputs

FAR_OUT = 1.0  # widths of the band: what is farther off is listed
MOST_LISTED = 10
MOST_BEFORE = 20_000  # windows that tell how misses clump
THINNEST = 0.01  # °C: a band of no width is taken for one of the last digit shown


@dataclass(frozen=True)
class Rival:
    """A simple forecast on the new values, and the network where that has a forecast too."""

    score: Score
    own: Score
    windows: int


@dataclass(frozen=True)
class Anomaly:
    """A new value far from its forecast of one step before, by so many widths of the whole band."""

    when: np.datetime64
    truth: float
    forecast: float
    widths: float


@dataclass(frozen=True)
class Track:
    """Every new value beside its forecast of one step before, °C, and half the band's width.

    ``places`` (values,): which step of the joined series each is.
    """

    places: NDArray[np.int64]
    stamps: NDArray[np.datetime64]
    truth: NDArray[np.float64]
    forecast: NDArray[np.float64]
    width: float


@dataclass(frozen=True)
class NewScore:
    """How the run's forecasts did on the new values, each as far ahead as it was trained.

    ``inside``: share of the truths inside the band, by steps ahead. ``gain``: over ``best``, the
    best of the rivals, on the windows of both.
    """

    own: Score
    windows: int
    rivals: Mapping[str, Rival]
    best: str
    gain: Gain
    inside: tuple[float, ...]
    alarm: Alarm
    anomalies: tuple[Anomaly, ...]
    far_out: int  # how many there are, of which ``anomalies`` are the farthest
    track: Track


@dataclass(frozen=True)
class OldForecast:
    """What was forecast at the end of the older series, beside what then came.

    ``table``: time, temperature_c, forecast_c, low_c, high_c; steps without a truth are left out.
    """

    table: pd.DataFrame
    mae: float
    inside: float


@dataclass(frozen=True)
class NewData:
    """``score`` is None where no window of new values is whole, ``old`` where none of the steps
    right after the old end is known or it was open; ``ahead`` where the new end is (``open_end``).
    """

    joined: Joined
    run: WeatherRun  # about the joined series
    score: NewScore | None
    old: OldForecast | None
    ahead: NextSteps | None
    open_end: RnnvizError | None


def with_series(run: WeatherRun, joined: Joined) -> WeatherRun:
    """The run about a longer series: same network, scale and parts."""
    ready, spec = run.ready, run.model.spec
    inputs = network_inputs(joined.series, spec, ready.scale)
    task = Task(joined.series, spec.window, spec.horizon)
    longer = replace(ready, task=task, inputs=inputs, targets=inputs[:, 0].contiguous())
    return replace(run, ready=longer)


def look_at(run: WeatherRun, joined: Joined, steps: int, level: int = USUAL) -> NewData:
    """Score ``run`` on what is new in ``joined``, and forecast ``steps`` beyond its end."""
    longer = with_series(run, joined)
    ahead, open_end = None, None
    try:
        ahead = next_steps(longer, steps, level)
    except RnnvizError as error:
        open_end = error
    return NewData(
        joined,
        longer,
        new_score(longer, joined),
        _old_forecast(longer, joined, steps),
        ahead,
        open_end,
    )


def new_score(run: WeatherRun, joined: Joined) -> NewScore | None:
    """The score on all windows whose forecasts fall on new values alone."""
    task, parts = run.ready.task, run.ready.parts
    starts = _new_windows(task, joined)
    if len(starts) == 0:
        return None
    truth, own = task.truth(starts), forecasts(run.ready, run.model, starts)
    simple = {name: rival(task, parts.train, starts) for name, rival in BASELINES.items()}
    rivals = {name: _rival(found, own, truth) for name, found in simple.items()}
    best = _best(rivals, len(starts))
    both = ~np.isnan(simple[best]).any(axis=1)
    off, other = (np.abs(each - truth)[both].mean(axis=1) for each in (own, simple[best]))
    width = band_width(run, task.horizon)
    outside = np.abs(own - truth) > width
    places = starts + task.window
    track = Track(
        places,
        np.array([task.series.stamp(int(place)) for place in places]),
        truth[:, 0],
        own[:, 0],
        float(width[0]),
    )
    anomalies, far_out = _anomalies(track)
    return NewScore(
        own=score(own, truth),
        windows=len(starts),
        rivals=rivals,
        best=best,
        gain=gain_over(off, other, starts[both], task.series.step),
        inside=tuple(float(share) for share in 1 - outside.mean(axis=0)),
        alarm=alarm_of(outside[:, 0], misses_before(run, float(width[0])), task.series.step),
        anomalies=anomalies,
        far_out=far_out,
        track=track,
    )


def misses_before(run: WeatherRun, width: float) -> Misses:
    """Where the run's own series left the band of this half-width one step ahead; its last part."""
    ready = run.ready
    parts = (ready.parts.train, ready.parts.validation, ready.parts.test)
    places = np.concatenate(parts)[-MOST_BEFORE:]
    off = forecasts(ready, run.model, places)[:, 0] - ready.task.truth(places)[:, 0]
    return Misses(np.abs(off) > width, places, places >= ready.parts.test[0])


def _new_windows(task: Task, joined: Joined) -> Starts:
    """Windows that forecast new values only; what they read may be older."""
    starts = window_starts(task.series, task.window + task.horizon)
    is_new = np.zeros(len(task.series), bool)
    is_new[joined.new] = True
    ahead = starts[:, None] + task.window + np.arange(task.horizon)
    found: Starts = starts[is_new[ahead].all(axis=1)]
    return found


def _rival(found: Forecasts, own: Forecasts, truth: Forecasts) -> Rival:
    both = ~np.isnan(found).any(axis=1)
    return Rival(score(found[both], truth[both]), score(own[both], truth[both]), int(both.sum()))


def _best(rivals: Mapping[str, Rival], windows: int) -> str:
    """The nearest to the truth of those with a forecast for nearly all windows."""
    usual = {
        name: rival.score.mae
        for name, rival in rivals.items()
        if rival.windows >= NEARLY_ALL * windows
    }
    return min(usual, key=usual.__getitem__)


def _anomalies(track: Track) -> tuple[tuple[Anomaly, ...], int]:
    widths = np.abs(track.truth - track.forecast) / max(2 * track.width, THINNEST)
    far = np.flatnonzero(widths >= FAR_OUT)
    listed = far[np.argsort(-widths[far], kind="stable")][:MOST_LISTED]
    found = tuple(
        Anomaly(track.stamps[k], float(track.truth[k]), float(track.forecast[k]), float(widths[k]))
        for k in listed
    )
    return found, len(far)


def _old_forecast(run: WeatherRun, joined: Joined, steps: int) -> OldForecast | None:
    """The roll-out from the end of the older series, where its last window is whole."""
    task, begin = run.ready.task, joined.end - run.model.spec.window
    holes = task.series.holes[max(0, begin) : joined.end]
    places = joined.end + np.arange(min(steps, len(task.series) - joined.end))
    truth = task.values(places)
    if begin < 0 or holes.any() or np.isnan(truth).all():
        return None
    ahead = recursive_forecast(run.ready, run.model, np.array([begin]), len(places))[0]
    width = half_widths_at(run, joined.end, steps)[: len(places)]  # as it was said then
    table = pd.DataFrame(
        {
            "time": task.series.step.stamps(task.series.stamp(joined.end), len(places)),
            "temperature_c": truth.round(2),
            "forecast_c": ahead.round(2),
            "low_c": (ahead - width).round(2),
            "high_c": (ahead + width).round(2),
        }
    )
    known = ~np.isnan(truth)
    off = np.abs(ahead - truth)[known]
    return OldForecast(table[known], float(off.mean()), float((off <= width[known]).mean()))

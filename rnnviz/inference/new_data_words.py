"""What newer data said about a run, in plain sentences of the translator's language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from rnnviz.inference.new_data import NewData, NewScore
from rnnviz.inference.outside_band import PROMISED
from rnnviz.series.join import Joined
from rnnviz.series.step import Step


@dataclass(frozen=True)
class Said:
    """One sentence, and how loudly it is said."""

    text: str
    loud: Literal["plain", "warning", "alarm"] = "plain"


def new_data_words(t: Any, found: NewData) -> tuple[Said, ...]:
    """All of it but the anomalies, in order."""
    t = t.counting(found.joined.series.step.kind)
    spec = found.run.model.spec
    said = [*_joined(t, found.joined, spec.window)]
    if len(found.joined.new) == 0:
        return tuple(said)
    if found.score is None:
        said.append(Said(t("newer.too_few", window=spec.window, horizon=spec.horizon)))
    else:
        said += [*_scored(t, found.score, found.run.record.result["test"]["mae"])]
    if (old := found.old) is not None:
        said.append(
            Said(
                t(
                    "newer.old",
                    steps=len(old.table),
                    mae=t.number(old.mae),
                    inside=t.percent(old.inside),
                )
            )
        )
    return tuple(said)


def far_words(t: Any, score: NewScore) -> str:
    """How many of the new values are far from their forecasts."""
    if score.far_out == 0:
        return str(t("newer.far_none"))
    listed = len(score.anomalies)
    key = "newer.far_more" if score.far_out > listed else "newer.far"
    return str(t(key, count=t.number(score.far_out, 0), listed=listed))


def stamp_said(t: Any, step: Step, when: np.datetime64) -> str:
    """A point in time as it is said for a series of this step."""
    if step.is_by_clock:
        return str(t.moment(when))
    return str(t.month(when) if step.unit == "M" else t.date(when))


def _joined(t: Any, joined: Joined, window: int) -> Iterator[Said]:
    series, new = joined.series, joined.new

    def at(place: int) -> str:
        return stamp_said(t, series.step, series.stamp(place))

    if len(new) == 0:
        yield Said(t("newer.nothing", end=at(joined.end - 1)), "warning")
    else:
        first, last = at(int(new[0])), at(int(new[-1]))
        yield Said(t("newer.what", count=t.number(len(new), 0), first=first, last=last))
    if joined.gap:
        yield Said(t("newer.gap", gap=t.number(joined.gap, 0), window=window), "warning")
    yield from _overlap(t, joined)


def _overlap(t: Any, joined: Joined) -> Iterator[Said]:
    overlap = joined.overlap
    steps, different = t.number(overlap.steps, 0), t.number(overlap.different, 0)
    if overlap.largest is None or overlap.mean is None:
        yield Said(t("newer.no_overlap"))
        return
    largest = t.number(abs(overlap.largest))
    if overlap.contradicts:
        mean = t.signed(overlap.mean)
        filled = {"steps": steps, "different": different, "largest": largest, "mean": mean}
        yield Said(t("newer.overlap_contradicts", **filled), "alarm")
        if overlap.shift is not None:
            yield Said(t("newer.overlap_shift", shift=t.signed(overlap.shift, 0)), "alarm")
    elif overlap.different:
        filled = {"steps": steps, "different": different, "largest": largest}
        yield Said(t("newer.overlap_edge", **filled), "warning")
    else:
        yield Said(t("newer.overlap_same", steps=steps))


def _scored(t: Any, score: NewScore, test_mae: float) -> Iterator[Said]:
    yield Said(
        t(
            "newer.score",
            mae=t.number(score.own.mae),
            rmse=t.number(score.own.rmse),
            windows=t.number(score.windows, 0),
            test=t.number(test_mae),
        )
    )
    yield Said(_rival_words(t, score))
    alarm = score.alarm
    yield Said(
        t(
            "newer.alarm" if alarm.rings else "newer.quiet",
            outside=t.number(alarm.outside, 0),
            count=t.number(alarm.count, 0),
            share=t.percent(alarm.outside / alarm.count),
            usual=t.percent(alarm.usual),
        ),
        "alarm" if alarm.rings else "plain",
    )
    if alarm.usual > PROMISED:
        yield Said(t("newer.usual_more", usual=t.percent(alarm.usual)))


def _rival_words(t: Any, score: NewScore) -> str:
    rival, gain = score.rivals[score.best], score.gain
    sure = "better" if gain.low > 0 else "worse" if gain.high < 0 else "unsure"
    return str(
        t(
            f"newer.rival.{sure}",
            rival=t(f"weather.baseline.{score.best}"),
            other=t.number(rival.score.mae),
            own=t.number(rival.own.mae),
            low=t.number(gain.low) if np.isfinite(gain.low) else "",
            high=t.number(gain.high) if np.isfinite(gain.high) else "",
        )
    )

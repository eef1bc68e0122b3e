"""The words for a series of any step: hours, days, months."""

from __future__ import annotations

import numpy as np

from rnnviz.i18n import Translator
from rnnviz.series.step import Step
from rnnviz.series.types import RegularSeries
from rnnviz.series.zone import UTC
from rnnviz.training.specs import WeatherTraining


def in_steps_of(t: Translator, *specs: WeatherTraining) -> Translator:
    """The words for the series of these runs; where their steps differ, words for any."""
    kinds = {Step.read(spec.model.step).kind for spec in specs}
    return t.counting(kinds.pop() if len(kinds) == 1 else "long")


def clock_words(t: Translator, series: RegularSeries) -> str:
    """Which clock the stamps of a series on a page are of, and which zone its forecasts are in."""
    if not series.clock.known:
        return t("weather.clock.unknown")
    if series.utc:
        zone = series.zone or UTC
        return t("weather.clock.utc") if zone == UTC else t("weather.clock.utc_of", zone=zone)
    named = series.zone if series.zone[0].isalpha() else f"UTC{series.zone}"
    return t("weather.clock.own", zone=named)


def stamp_words(t: Translator, step: Step, when: np.datetime64) -> str:
    """A point in time as it is said for a series of this step: with its time, a day, a month."""
    if step.is_by_clock:
        return t.moment(when)
    return t.month(when) if step.unit == "M" else t.date(when)

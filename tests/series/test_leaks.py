"""The answer in disguise is refused or asked about; honest inputs are left alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from rnnviz.cli.inspect_report import finding_report
from rnnviz.i18n import LANGUAGES, translator
from rnnviz.series.leaks import check_inputs_for_leaks
from rnnviz.series.types import RegularSeries, SeriesError

HOURS = 24 * 120
TIME = np.arange(HOURS)
DRAWN = np.random.default_rng(5)


def slow(share: float, spread: float) -> np.ndarray:
    """Noise that remembers: each hour keeps ``share`` of the one before."""
    noise, result = DRAWN.normal(0, 1, HOURS), np.zeros(HOURS)
    for k in range(1, HOURS):
        result[k] = share * result[k - 1] + noise[k]
    return result / result.std() * spread


WEATHER = slow(0.97, 4.0)
DAILY = np.sin((TIME - 9) * 2 * np.pi / 24)
CELSIUS = (10 + 5 * DAILY + WEATHER + DRAWN.normal(0, 0.4, HOURS)).round(1)
DEW = 4 + 0.8 * WEATHER + slow(0.98, 1.5)
FELT = np.where((CELSIUS > 10) & (CELSIUS < 25), CELSIUS, CELSIUS - 0.12 * slow(0.9, 3.0) ** 2)
NEIGHBOUR = 9 + 5.5 * DAILY + WEATHER + slow(0.9, 0.8)
DAYS = pd.Series(CELSIUS).groupby(TIME // 24)


def series(column: np.ndarray) -> RegularSeries:
    start = np.datetime64("2023-01-01T00", "h")
    return RegularSeries(
        start, CELSIUS.astype(np.float32), True, inputs={"it": column.astype(np.float32)}
    )


def shifted(steps: int) -> np.ndarray:
    return np.concatenate([CELSIUS[steps:], np.full(steps, np.nan)])


LEAKS = {
    "the next hour": (shifted(1), "series_input_shifted"),
    "the same hour tomorrow in °F": (shifted(24) * 1.8 + 32, "series_input_shifted"),
    "three days on, rounded": (shifted(72).round(), "series_input_shifted"),
    "backwards": (-shifted(5), "series_input_shifted"),
    "the day's maximum": (DAYS.transform("max").to_numpy(), "series_input_of_day"),
    "the day's minimum in °F": (DAYS.transform("min").to_numpy() * 1.8, "series_input_of_day"),
    "the day's mean, nearly": (
        DAYS.transform("mean").to_numpy() + np.repeat(DRAWN.normal(0, 0.3, HOURS // 24), 24),
        "series_input_of_day",
    ),
}
ASKED = {
    "°F": (CELSIUS * 1.8 + 32, "input_copy"),
    "°F, rounded": ((CELSIUS * 1.8 + 32).round(), "input_copy"),
    "rounded": (CELSIUS.round(), "input_copy"),
    "another sensor beside it": (CELSIUS + DRAWN.normal(0, 0.1, HOURS), "input_copy"),
    "a mean over the next hour too": (
        pd.Series(CELSIUS).rolling(3, center=True).mean().to_numpy(),
        "input_knows",
    ),
    "yesterday's maximum": (
        np.concatenate([np.full(24, np.nan), DAYS.transform("max").to_numpy()[:-24]]),
        "input_daily",
    ),
    "rain of the day": (np.repeat(DRAWN.gamma(1, 3, HOURS // 24), 24), "input_daily"),
}
HONEST = {
    "dew point": DEW,
    "humidity": np.clip(100 - 4 * (CELSIUS - DEW), 5, 100),
    "felt": FELT,
    "another station": NEIGHBOUR,
    "a station that leads by two hours": np.roll(NEIGHBOUR, -2),
    "the hour before": np.concatenate([[np.nan], CELSIUS[:-1]]),
    "the same hour yesterday": np.concatenate([np.full(24, np.nan), CELSIUS[:-24]]),
    "pressure": 1013 - 2 * slow(0.995, 4.0),
    "wind": np.abs(slow(0.8, 3.0)),
    "sun": np.clip(DAILY, 0, None) * 600,
    "nothing": DRAWN.normal(0, 1, HOURS),
}


@pytest.mark.parametrize("which", LEAKS)
def test_the_answer_in_disguise_is_refused(which):
    column, code = LEAKS[which]
    with pytest.raises(SeriesError) as error:
        check_inputs_for_leaks(series(column))
    assert error.value.code == code
    for language in LANGUAGES:
        assert "{" not in translator(language).error(error.value)


@pytest.mark.parametrize("which", ASKED)
def test_what_is_nearly_the_answer_is_asked_about(which):
    column, code = ASKED[which]
    (finding,) = check_inputs_for_leaks(series(column))
    assert finding.code == code
    for language in LANGUAGES:
        report = finding_report(finding, translator(language))
        assert "{" not in report["message"] + report["action"]


@pytest.mark.parametrize("which", HONEST)
def test_an_honest_column_is_left_alone(which):
    assert [each.code for each in check_inputs_for_leaks(series(HONEST[which]))] == []


def test_little_or_nothing_known_proves_nothing():
    column = np.full(HOURS, np.nan)
    column[:50] = CELSIUS[1:51]
    assert check_inputs_for_leaks(series(column)) == ()
    assert check_inputs_for_leaks(series(np.full(HOURS, 3.0))) == ()

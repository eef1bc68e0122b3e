"""The report of a run as one HTML file: no script, no foreign request, the user's words escaped.

``run_report.html`` is the page; here is what fills it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rnnviz import __version__
from rnnviz.figures.svg import bar_svg, line_svg
from rnnviz.i18n import Translator
from rnnviz.inference.forecast_verdict import last_words, verdict_of, verdict_words
from rnnviz.message_values import ColumnName
from rnnviz.runs.records import EpochRecord
from rnnviz.series.step import HOUR, Step
from rnnviz.ui.widgets.forecast_verdict import (
    baseline_table,
    beside_words,
    errors_words,
    lag_words,
    months_named,
    worst_table,
)
from rnnviz.ui.widgets.run_results import RunResult
from rnnviz.ui.widgets.run_settings import CONTROLS, setting_words, settings_of
from rnnviz.ui.widgets.series_words import clock_words, in_steps_of, stamp_words

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

    from rnnviz.inference.forecast_band import NextSteps
    from rnnviz.inference.forecast_diagnostics import Errors

WEEK = 168
PAST = 72  # measured values shown before the forecast
NARROW = 0.1  # a band that holds so much less of the test part than promised is too narrow


def report_html(
    t: Translator, result: RunResult, epochs: Sequence[EpochRecord], ahead: NextSteps | None
) -> str:
    """The whole report. ``ahead``: what comes after the file, where there are any."""
    run, found, numbers = result.run, result.diagnostics, result.numbers
    t = in_steps_of(t, run.spec)
    return _template().render(
        t=t,
        run=run,
        better=verdict_of(numbers) == "beats",
        verdict=f"{verdict_words(t, numbers)} {last_words(t, numbers)}".strip(),
        beside=beside_words(t, numbers),
        baselines=baseline_table(t, numbers),
        ahead=ahead
        and {
            "chart": _ahead_svg(t, result, ahead),
            "words": f"{coverage_words(t, ahead)} {naive_words(t, ahead)}".strip(),
        },
        week=_week_svg(t, result),
        lead=found.lead,
        lag=lag_words(t, found),
        errors=errors_words(t, found),
        error_charts=[
            (t(f"weather.{name}"), _bars(t, errors, t(f"weather.{name}")))
            for name, errors in (
                ("by_hour", found.by_hour),
                ("by_month", months_named(t, found.by_month)),
                ("by_year", found.by_year),
                ("by_lead", found.by_lead),
            )
            if len(errors.names) > 1
        ],
        worst=worst_table(t, found) if found.worst else None,
        curves=_curve_svg(t, result, epochs) if len(epochs) > 1 else None,
        facts=_facts(t, result),
        version=__version__,
    )


@cache
def _template() -> Template:
    """The page with its holes. Whatever fills one is escaped, and none may be forgotten."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["bold"] = _bold
    return environment.get_template("run_report.html")


def _bold(words: str) -> Markup:
    """Words of the catalogue's; what stands between two stars is bold, all else is text."""
    from markupsafe import Markup, escape

    return Markup(re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", str(escape(words))))


def coverage_words(t: Translator, ahead: NextSteps) -> str:
    """How the band is made and how it did on the test part; a warning where it did badly."""
    band, promised = ahead.band, ahead.level / 100
    words = [t("weather.coverage", coverage=t.percent(band.coverage), promised=t.percent(promised))]
    if len(band.by_step) > 1:
        low, high = (t.percent(each(band.by_step)) for each in (min, max))
        words.append(t("weather.coverage_by_step", low=low, high=high))
    if len(band.by_season) > 1:
        seasons = ", ".join(
            t("weather.coverage_season", months=t(f"weather.season_{name}"), share=t.percent(share))
            for name, share in band.by_season.items()
        )
        words.append(t("weather.coverage_by_season", seasons=seasons))
    if band.coverage < promised - NARROW:
        words.append(t("weather.band_narrow"))
    return " ".join(words)


def naive_words(t: Translator, ahead: NextSteps) -> str:
    """That the season before forecasts so far ahead better than the network; else nothing."""
    naive = ahead.better_naive_mae
    if naive is None:
        return ""
    return t(
        "weather.naive_ahead",
        steps=len(ahead.table),
        naive=t.number(naive, 2),
        own=t.number(ahead.mae, 2),
    )


def _other_columns(t: Translator, result: RunResult) -> dict[str, str]:
    """Which columns are read beside the temperature, if any, and how they go on in a forecast."""
    spec = result.run.spec.model
    if not spec.others:
        return {}
    names = ", ".join(t.said(ColumnName(name)) for name in spec.others)
    held = t("weather.beside.held", horizon=spec.horizon)
    return {t("weather.beside.label"): f"{names}. {held}"}


def _facts(t: Translator, result: RunResult) -> dict[str, str]:
    run, settings = result.run, settings_of(result.run.spec)
    series = result.trained.ready.task.series
    first, last = (
        stamp_words(t, series.step, series.stamp(place)) for place in (0, len(series) - 1)
    )
    return {
        t("weather.report_source"): run.source,
        t("weather.fact.span"): f"{first} – {last}",
        **({t("weather.zone"): clock_words(t, series)} if series.clock.known else {}),
        t("weather.fact.hours"): t.number(len(series.known), 0),
        t("weather.report_made"): t.date(datetime.fromtimestamp(run.created)),
        **{
            t(f"weather.set.{c.name}.label"): setting_words(t, c.name, settings[c.name])
            for c in CONTROLS
        },
        **_other_columns(t, result),
        t("weather.report_fingerprint"): run.fingerprint[:16],
    }


def _ticks(t: Translator, step: Step, stamps: pd.DatetimeIndex) -> list[tuple[float, str]]:
    """Marks at round times of day, about eight in all; evenly where steps are days or longer."""
    if not step.is_by_clock:
        places = range(0, len(stamps), max(1, len(stamps) // 8))
        return [(float(k), stamp_words(t, step, stamps[k].to_datetime64())) for k in places]
    seconds = stamps.to_numpy().astype("datetime64[s]").astype(np.int64)
    whole = (1, 3, 6, 12, 24, 48)
    hours = len(stamps) * step.seconds / HOUR.seconds
    every = next((s for s in whole if hours <= 8 * s), int(hours // 8))
    ticks = []
    for place in map(int, np.flatnonzero(seconds % (every * HOUR.seconds) == 0)):
        stamp = stamps[place]
        day = t.day(stamp)
        ticks.append((float(place), day if every >= 24 else f"{day} {stamp:%H:%M}"))
    return ticks


def _ahead_svg(t: Translator, result: RunResult, ahead: NextSteps) -> str:
    """The last measured hours, and the forecast going on from there inside its band."""
    series = result.trained.ready.task.series
    past = series.values[-PAST:].astype(np.float64)
    table = ahead.table
    count = len(past) + len(table)
    stamps = series.step.stamps(series.stamp(len(series) - len(past)), count)
    middle, low, high = (
        np.concatenate([np.full(len(past) - 1, np.nan), past[-1:], table[name]])
        for name in ("temperature_c", "low_c", "high_c")
    )
    measured = np.concatenate([past, np.full(len(table), np.nan)])
    return line_svg(
        [(t("weather.measured"), measured), (t("weather.forecast"), middle)],
        _ticks(t, series.step, stamps),
        t("weather.ahead_title"),
        t("weather.axis_celsius"),
        t.separators[0],
        band=(t(f"weather.band_{ahead.level}"), low, high),
    )


def _week_svg(t: Translator, result: RunResult) -> str:
    found = result.diagnostics
    count = min(WEEK, len(found.truth))
    stamps = found.step.stamps(found.start, count)
    lines = [
        (t("weather.truth"), found.truth[:count]),
        (t("weather.forecast"), found.forecast[:count]),
    ]
    title, unit = t("weather.report_week"), t("weather.axis_celsius")
    return line_svg(lines, _ticks(t, found.step, stamps), title, unit, t.separators[0])


def _bars(t: Translator, errors: Errors, title: str) -> str:
    own, last = t("weather.own"), t("weather.baseline.persistence")
    return bar_svg(
        errors.names,
        (own, errors.own),
        title,
        t("weather.axis_celsius"),
        t.separators[0],
        (last, errors.persistence),
    )


def _curve_svg(t: Translator, result: RunResult, epochs: Sequence[EpochRecord]) -> str:
    step = max(1, len(epochs) // 12)
    ticks = [(float(i), str(e.epoch)) for i, e in enumerate(epochs) if i % step == 0]
    level = result.run.persistence_mae
    return line_svg(
        [
            (t("weather.curve_train"), np.array([e.train_mae for e in epochs])),
            (t("weather.curve_validation"), np.array([e.mae for e in epochs])),
        ],
        ticks,
        t("weather.curves_title"),
        t("weather.axis_celsius"),
        t.separators[0],
        level=(t("weather.baseline.persistence"), level) if level is not None else None,
    )

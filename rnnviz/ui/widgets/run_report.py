"""The report of a run as one HTML file: no script, no foreign request, the user's words escaped."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from html import escape
from string import Template
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rnnviz import __version__
from rnnviz.figures.svg import bar_svg, line_svg
from rnnviz.i18n import Translator
from rnnviz.inference.forecast_verdict import verdict_words
from rnnviz.runs.records import EpochRecord
from rnnviz.ui.widgets.forecast_verdict import (
    baseline_table,
    beside_words,
    errors_words,
    lag_words,
    worst_table,
)
from rnnviz.ui.widgets.run_results import RunResult
from rnnviz.ui.widgets.run_settings import CONTROLS, setting_words, settings_of

if TYPE_CHECKING:
    from rnnviz.inference.forecast_band import NextHours
    from rnnviz.inference.forecast_diagnostics import Errors

WEEK = 168
PAST = 72  # measured hours shown before the forecast
NARROW = 0.8  # a band that holds less of the test part is called too narrow
_PAGE = Template(
    """<!doctype html>
<html lang="$lang"><head><meta charset="utf-8"><title>$title</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>
body { font: 16px/1.5 "Segoe UI", "Noto Sans", "Helvetica Neue", Arial, sans-serif;
  color: #22272e; background: #fcfbf8; max-width: 800px; margin: 2rem auto; padding: 0 1rem }
h1, h2 { font-family: Georgia, "Noto Serif", serif; line-height: 1.2 }
h2 { margin-top: 2rem }
.verdict { font-size: 1.2rem; font-weight: 600; border-left: 5px solid $colour; padding: .4rem 1rem;
  background: #f1eee7 }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #d8d3c8 }
.chart { overflow-x: auto }
svg { width: 100%; min-width: 560px; height: auto; margin: .5rem 0; break-inside: avoid }
h2 { break-after: avoid }
.note { color: #5f6b76; font-size: .9rem }
</style></head><body>
$body
</body></html>
"""
)


def report_html(
    t: Translator, result: RunResult, epochs: Sequence[EpochRecord], ahead: NextHours | None
) -> str:
    """The whole report. ``ahead``: the hours beyond the file, where there are any."""
    run, found, numbers = result.run, result.diagnostics, result.numbers
    parts = [
        f"<h1>{escape(run.name)}</h1>",
        f'<p class="verdict">{escape(verdict_words(t, numbers))}</p>',
        *(_words(sentence) for sentence in beside_words(t, numbers)),
        _table(baseline_table(t, numbers)),
        _note(t("weather.table_how")),
    ]
    if ahead is not None:
        parts += [_heading(t("weather.ahead_title")), _ahead_svg(t, result, ahead.table)]
        parts.append(_words(coverage_words(t, ahead.coverage)))
    parts += [_heading(t("weather.report_week")), _week_svg(t, result)]
    parts.append(_note(t("weather.report_week_how", lead=found.lead)))
    parts += [_heading(t("weather.lag_title")), _words(lag_words(t, found))]
    parts += [_heading(t("weather.errors_title")), _words(errors_words(t, found))]
    for name, errors in (
        ("by_hour", found.by_hour),
        ("by_month", found.by_month),
        ("by_lead", found.by_lead),
    ):
        if len(errors.names) > 1:
            parts += [_heading(t(f"weather.{name}")), _bars(t, errors, t(f"weather.{name}"))]
    if found.worst:
        parts += [_heading(t("weather.worst_title")), _table(worst_table(t, found))]
    if len(epochs) > 1:
        parts += [_heading(t("weather.curves_title")), _curve_svg(t, result, epochs)]
    parts += [_heading(t("weather.report_facts")), _facts(t, result)]
    parts.append(_note(f"rnnviz {__version__}"))
    return _PAGE.substitute(
        lang=t.language,
        title=escape(run.name),
        colour="#1c6ca8" if float(numbers["mae_skill_score"]) > 0 else "#c8590f",
        body="\n".join(parts),
    )


def coverage_words(t: Translator, coverage: float) -> str:
    """How the band was made and how it did on the test part; a warning where it did badly."""
    words = t("weather.coverage", coverage=t.percent(coverage))
    return words if coverage >= NARROW else f"{words} {t('weather.band_narrow')}"


def _facts(t: Translator, result: RunResult) -> str:
    run, settings = result.run, settings_of(result.run.spec)
    series = result.trained.ready.task.series
    first, last = (f"{series.hours[place]:%Y-%m-%d %H:%M}" for place in (0, -1))
    facts = {
        t("weather.report_source"): run.source,
        t("weather.fact.span"): f"{first} – {last}",
        t("weather.fact.hours"): t.number(len(series.known), 0),
        t("weather.report_made"): time.strftime("%Y-%m-%d", time.localtime(run.created)),
        **{
            t(f"weather.set.{c.name}.label"): setting_words(t, c.name, settings[c.name])
            for c in CONTROLS
        },
        t("weather.report_fingerprint"): run.fingerprint[:16],
    }
    rows = "".join(
        f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in facts.items()
    )
    return f"<table>{rows}</table>"


def _words(words: str) -> str:
    """A paragraph of the catalogue's; what stands between two stars is bold."""
    bold = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", escape(words))
    return f"<p>{bold}</p>" if words else ""


def _note(words: str) -> str:
    return f'<p class="note">{escape(words)}</p>'


def _heading(words: str) -> str:
    return f"<h2>{escape(words)}</h2>"


def _table(table: pd.DataFrame) -> str:
    head = "".join(f"<th>{escape(str(name))}</th>" for name in table.columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>"
        for row in table.itertuples(index=False)
    )
    return f"<table><tr>{head}</tr>{body}</table>"


def _ticks(t: Translator, stamps: pd.DatetimeIndex) -> list[tuple[float, str]]:
    """Marks at round times of day, about eight in all."""
    hours = stamps.to_numpy().astype("datetime64[h]").astype(np.int64)
    steps = (1, 3, 6, 12, 24, 48)
    step = next((s for s in steps if len(stamps) <= 8 * s), len(stamps) // 8)
    ticks = []
    for place in map(int, np.flatnonzero(hours % step == 0)):
        stamp = stamps[place]
        day = f"{stamp:%d/%m}" if t.language == "vi" else f"{stamp:%b} {stamp.day}"
        ticks.append((float(place), day if step >= 24 else f"{day} {stamp:%H:%M}"))
    return ticks


def _chart(svg: str) -> str:
    return f'<div class="chart">{svg}</div>'


def _ahead_svg(t: Translator, result: RunResult, ahead: pd.DataFrame) -> str:
    """The last measured hours, and the forecast going on from there inside its band."""
    series = result.trained.ready.task.series
    past = series.values[-PAST:].astype(np.float64)
    count = len(past) + len(ahead)
    stamps = pd.date_range(end=ahead["time"].iloc[-1], periods=count, freq="h")
    middle, low, high = (
        np.concatenate([np.full(len(past) - 1, np.nan), past[-1:], ahead[name]])
        for name in ("temperature_c", "low_c", "high_c")
    )
    measured = np.concatenate([past, np.full(len(ahead), np.nan)])
    return _chart(
        line_svg(
            [(t("weather.measured"), measured), (t("weather.forecast"), middle)],
            _ticks(t, stamps),
            t("weather.ahead_title"),
            t("weather.axis_celsius"),
            t.separators[0],
            band=(t("weather.band"), low, high),
        )
    )


def _week_svg(t: Translator, result: RunResult) -> str:
    found = result.diagnostics
    count = min(WEEK, len(found.truth))
    stamps = pd.DatetimeIndex((found.start + np.arange(count)).astype("datetime64[ns]"))
    lines = [
        (t("weather.truth"), found.truth[:count]),
        (t("weather.forecast"), found.forecast[:count]),
    ]
    title, unit = t("weather.report_week"), t("weather.axis_celsius")
    return _chart(line_svg(lines, _ticks(t, stamps), title, unit, t.separators[0]))


def _bars(t: Translator, errors: Errors, title: str) -> str:
    own, last = t("weather.own"), t("weather.baseline.persistence")
    return _chart(
        bar_svg(
            errors.names,
            (own, errors.own),
            title,
            t("weather.axis_celsius"),
            t.separators[0],
            (last, errors.persistence),
        )
    )


def _curve_svg(t: Translator, result: RunResult, epochs: Sequence[EpochRecord]) -> str:
    step = max(1, len(epochs) // 12)
    ticks = [(float(i), str(e.epoch)) for i, e in enumerate(epochs) if i % step == 0]
    level = result.run.persistence_mae
    return _chart(
        line_svg(
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
    )

"""The report of a run as one HTML file: no script, no foreign request, the user's words escaped."""

from __future__ import annotations

import time
from collections.abc import Sequence
from html import escape
from string import Template

import numpy as np
import pandas as pd

from rnnviz import __version__
from rnnviz.figures.svg import bar_svg, line_svg
from rnnviz.i18n import Translator
from rnnviz.runs.records import EpochRecord
from rnnviz.ui.weather_judge import baseline_table, verdict_words
from rnnviz.ui.weather_results import RunResult
from rnnviz.ui.weather_settings import CONTROLS, setting_words, settings_of

WEEK = 168
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
svg { width: 100%; height: auto; margin: .5rem 0 }
.note { color: #5f6b76; font-size: .9rem }
</style></head><body>
$body
</body></html>
"""
)


def report_html(
    t: Translator, result: RunResult, epochs: Sequence[EpochRecord], ahead: pd.DataFrame | None
) -> str:
    """The whole report. ``ahead``: the hours beyond the file (time, temperature_c, low_c,
    high_c), where there are any."""
    run, found, numbers = result.run, result.details, result.numbers
    settings = settings_of(run.spec)
    series = result.trained.ready.task.series
    facts = {
        t("weather.report_source"): run.source,
        t(
            "weather.fact.span"
        ): f"{series.hours[0]:%Y-%m-%d %H:%M} – {series.hours[-1]:%Y-%m-%d %H:%M}",
        t("weather.fact.hours"): t.number(len(series.known), 0),
        t("weather.report_made"): time.strftime("%Y-%m-%d", time.localtime(run.created)),
        **{
            t(f"weather.set.{c.name}.label"): setting_words(t, c.name, settings[c.name])
            for c in CONTROLS
        },
        t("weather.report_fingerprint"): run.fingerprint[:16],
    }
    parts = [
        f"<h1>{escape(run.name)}</h1>",
        f'<p class="verdict">{escape(verdict_words(t, numbers))}</p>',
        _table(baseline_table(t, numbers)),
        f'<p class="note">{escape(t("weather.table_how"))}</p>',
    ]
    if ahead is not None:
        parts += [_heading(t("weather.ahead_title")), _ahead_svg(t, ahead)]
    parts += [_heading(t("weather.report_week")), _week_svg(t, result)]
    parts += [
        _heading(t("weather.by_hour")),
        bar_svg(found.by_hour.names, found.by_hour.own, t("weather.by_hour")),
    ]
    if len(found.by_lead.names) > 1:
        parts += [
            _heading(t("weather.by_lead")),
            bar_svg(found.by_lead.names, found.by_lead.own, t("weather.by_lead")),
        ]
    if len(epochs) > 1:
        parts += [_heading(t("weather.curves_title")), _curve_svg(t, result, epochs)]
    rows = "".join(
        f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in facts.items()
    )
    parts += [_heading(t("weather.report_facts")), f"<table>{rows}</table>"]
    parts.append(f'<p class="note">rnnviz {escape(__version__)}</p>')
    return _PAGE.substitute(
        lang=t.language,
        title=escape(run.name),
        colour="#1c6ca8" if float(numbers["gain_over_last_hour"]) > 0 else "#c8590f",
        body="\n".join(parts),
    )


def _heading(words: str) -> str:
    return f"<h2>{escape(words)}</h2>"


def _table(table: pd.DataFrame) -> str:
    head = "".join(f"<th>{escape(str(name))}</th>" for name in table.columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>"
        for row in table.itertuples(index=False)
    )
    return f"<table><tr>{head}</tr>{body}</table>"


def _ticks(stamps: pd.DatetimeIndex) -> list[tuple[float, str]]:
    """A mark every few hours, about eight in all."""
    step = max(1, len(stamps) // 8)
    form = "%d.%m. %H:%M" if len(stamps) <= 2 * WEEK else "%Y-%m-%d"
    return [(float(i), stamps[i].strftime(form)) for i in range(step // 2, len(stamps), step)]


def _ahead_svg(t: Translator, ahead: pd.DataFrame) -> str:
    return line_svg(
        [(t("weather.forecast"), ahead["temperature_c"].to_numpy())],
        _ticks(pd.DatetimeIndex(ahead["time"])),
        t("weather.ahead_title"),
        band=(ahead["low_c"].to_numpy(), ahead["high_c"].to_numpy()),
    )


def _week_svg(t: Translator, result: RunResult) -> str:
    found = result.details
    count = min(WEEK, len(found.truth))
    stamps = pd.DatetimeIndex((found.start + np.arange(count)).astype("datetime64[ns]"))
    lines = [
        (t("weather.truth"), found.truth[:count]),
        (t("weather.forecast"), found.forecast[:count]),
    ]
    return line_svg(lines, _ticks(stamps), t("weather.report_week"))


def _curve_svg(t: Translator, result: RunResult, epochs: Sequence[EpochRecord]) -> str:
    step = max(1, len(epochs) // 12)
    ticks = [(float(i), str(e.epoch)) for i, e in enumerate(epochs) if i % step == 0]
    level = result.run.last_hour_mae
    return line_svg(
        [
            (t("weather.curve_train"), np.array([e.train_mae for e in epochs])),
            (t("weather.curve_validation"), np.array([e.mae for e in epochs])),
        ],
        ticks,
        t("weather.curves_title"),
        level=(t("weather.baseline.last_hour"), level) if level is not None else None,
    )

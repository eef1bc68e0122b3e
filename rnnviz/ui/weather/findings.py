"""What reading a file found: each finding in words, with one-click fixes where there is a
choice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from rnnviz.i18n import Translator
from rnnviz.series.types import UNITS, Finding, ReadOptions, SeriesReading
from rnnviz.ui.shell.errors import plain
from rnnviz.ui.shell.series_source import take_choices
from rnnviz.ui.weather.words import value_words

MOST_FIXES = 4  # buttons a finding offers; the selection boxes above have all
# The rest was repaired, or needs no repair.
LOOK = {
    *("more_temperatures", "temperature_by_content", "several_stations", "unit_by_values"),
    *("order_by_steps", "conflicting_duplicates", "impossible", "frozen", "constant", "short"),
    *("nearly_constant", "irregular", "spikes", "further_tables", "unread_times"),
    *("coarse", "stray_times", "other_quantities", "hours_across", "typical_year"),
}
QUIET = {
    *("metadata_lines", "units_line", "comment_lines", "no_header", "empty_rows", "empty_columns"),
    *("decimal_comma", "averaged", "off_the_hour", "mixed_zones", "twenty_four"),
    *("known_layout", "repeated_headers", "notes"),
}


@dataclass(frozen=True)
class Fix:
    """Another way to read the file: what the button says, and the choices it makes."""

    key: str  # weather.fix.<key>
    values: Mapping[str, object]
    changes: Mapping[str, object]


def _other_columns(reading: SeriesReading, choices: ReadOptions) -> list[Fix]:
    others = [c for c in reading.temperature_columns if c != reading.temperature_column]
    return [Fix("column", {"name": name}, {"temperature_column": name}) for name in others]


def _other_stations(reading: SeriesReading, choices: ReadOptions) -> list[Fix]:
    others = [name for name in reading.stations if name != reading.station]
    return [Fix("station", {"name": name}, {"station": name}) for name in others]


def _other_units(reading: SeriesReading, choices: ReadOptions) -> list[Fix]:
    others = [unit for unit in UNITS if unit != reading.unit]
    return [Fix("unit", {"unit": unit}, {"unit": unit}) for unit in others]


def _other_order(reading: SeriesReading, choices: ReadOptions) -> list[Fix]:
    return [
        Fix(f"day_first_{'yes' if first else 'no'}", {}, {"day_first": first})
        for first in (True, False)
        if choices.day_first is not first
    ]


def _other_gaps(reading: SeriesReading, choices: ReadOptions) -> list[Fix]:
    fixes = [
        Fix("fill", {"hours": hours}, {"fill_hours": hours})
        for hours in (3, 12, 24)
        if hours != choices.fill_hours
    ]
    return [*fixes, *([Fix("split", {}, {"fill_hours": 0})] if choices.fill_hours else [])]


def _without_spikes(reading: SeriesReading, choices: ReadOptions) -> list[Fix]:
    key = "keep_spikes" if choices.drop_spikes else "drop_spikes"
    return [Fix(key, {}, {"drop_spikes": not choices.drop_spikes})]


FIXES: dict[str, Callable[[SeriesReading, ReadOptions], list[Fix]]] = {
    "more_temperatures": _other_columns,
    "temperature_by_content": _other_columns,
    "several_stations": _other_stations,
    "unit_by_values": _other_units,
    "order_by_steps": _other_order,
    "gaps": _other_gaps,
    "spikes": _without_spikes,
    "spikes_dropped": _without_spikes,
}


def show_findings(t: Translator, reading: SeriesReading, choices: ReadOptions) -> None:
    """The list of findings, those to look at first."""
    findings = sorted(reading.findings, key=lambda f: _rank(f.code))
    st.subheader(t("weather.findings_title"))
    if not findings:
        st.success(t("weather.no_findings"), icon=":material/check_circle:")
        return
    st.markdown(t("weather.findings_how"))
    with st.container(border=True, gap="medium"):
        for finding in findings:
            _show_finding(t, finding, reading, choices)


def _rank(code: str) -> int:
    return 0 if code in LOOK else 2 if code in QUIET else 1


def _show_finding(
    t: Translator, finding: Finding, reading: SeriesReading, choices: ReadOptions
) -> None:
    icon, colour = (
        (":material/visibility:", "orange")
        if finding.code in LOOK
        else (":material/info:", "gray")
        if finding.code in QUIET
        else (":material/build:", "blue")
    )
    values = {name: _said(t, name, value) for name, value in finding.params.items()}
    values["count"] = t.number(finding.count, 0)
    message = t(f"findings.{finding.code}.message", **values)
    action = t(f"findings.{finding.code}.action", **values)
    where = _where(t, finding.rows, finding.count)
    with st.container(gap="xsmall"):
        st.markdown(f":{colour}[{icon}] **{message}** {action}{where}")
        make = FIXES.get(finding.code)
        fixes: Sequence[Fix] = make(reading, choices)[:MOST_FIXES] if make else ()
        if fixes:
            with st.container(horizontal=True, gap="small"):
                for number, fix in enumerate(fixes):
                    shown = {name: _said(t, name, value) for name, value in fix.values.items()}
                    st.button(
                        t(f"weather.fix.{fix.key}", **shown),
                        key=f"weather.fix.{finding.code}.{number}",
                        on_click=take_choices,
                        kwargs=dict(fix.changes),
                    )


def _said(t: Translator, name: str, value: object) -> object:
    """A value inside a sentence: the user's words as they are, numbers as the language has them."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return plain(value_words(t, name, str(value)))
    return t.number(value, 0 if isinstance(value, int) else 1)


def _where(t: Translator, rows: Sequence[int], count: int) -> str:
    if not rows:
        return ""
    # Plain digits, as editors count lines: a comma within would read as one between.
    shown = ", ".join(str(row) for row in rows) + (", …" if count > len(rows) else "")
    return f" :gray[{t('weather.line' if shown.isdigit() else 'weather.lines', rows=shown)}]"

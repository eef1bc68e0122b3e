"""What reading a file found: each finding in words, with one-click fixes where there is a
choice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from rnnviz.i18n import Translator
from rnnviz.message_values import ColumnName, Stamp, UnitSymbol
from rnnviz.series.findings import Finding, Severity
from rnnviz.series.findings import Fix as FixName
from rnnviz.series.read_options import TAKES
from rnnviz.series.step_choices import step_choices, step_taken
from rnnviz.series.types import UNITS, ReadOptions, SeriesReading
from rnnviz.ui.shell.errors import plain
from rnnviz.ui.shell.series_source import take_choices
from rnnviz.ui.weather.questions import asked

MOST_FIXES = 4  # buttons a finding offers; the selection boxes above have all
# In this order on the page.
LOOKS: dict[Severity, tuple[str, str]] = {
    "look": (":material/visibility:", "orange"),
    "repaired": (":material/build:", "blue"),
    "quiet": (":material/info:", "gray"),
}


@dataclass(frozen=True)
class Fix:
    """Another way to read the file: what the button says, and the choices it makes."""

    key: str  # weather.fix.<key>
    values: Mapping[str, object]
    changes: Mapping[str, object]


def _other_columns(reading: SeriesReading, choices: ReadOptions) -> list[Fix]:
    others = [c for c in reading.temperature_columns if c != reading.temperature_column]
    return [
        Fix("column", {"name": ColumnName(name)}, {"temperature_column": name}) for name in others
    ]


def _other_stations(reading: SeriesReading, choices: ReadOptions) -> list[Fix]:
    others = [name for name in reading.stations if name != reading.station]
    return [Fix("station", {"name": name}, {"station": name}) for name in others]


def _other_units(reading: SeriesReading, choices: ReadOptions) -> list[Fix]:
    others = [unit for unit in UNITS if unit != reading.unit]
    return [Fix("unit", {"unit": UnitSymbol(unit)}, {"unit": unit}) for unit in others]


def _other_order(reading: SeriesReading, choices: ReadOptions) -> list[Fix]:
    return [
        Fix(f"day_first_{'yes' if first else 'no'}", {}, {"day_first": first})
        for first in (True, False)
        if choices.day_first is not first
    ]


def _other_gaps(reading: SeriesReading, choices: ReadOptions) -> list[Fix]:
    fixes = [
        Fix("fill", {"hours": hours}, {"fill_hours": hours})
        for hours in (3, 12, 24, 48)
        if hours != choices.fill_hours and hours * 3600 >= reading.series.step.seconds
    ]
    return [*fixes, *([Fix("split", {}, {"fill_hours": 0})] if choices.fill_hours else [])]


def _other_marks(reading: SeriesReading, choices: ReadOptions) -> list[Fix]:
    return [
        Fix(f"marked_{wish}", {}, {"marked": wish})
        for wish in ("keep", "drop")
        if choices.marked != wish
    ]


def _without_spikes(reading: SeriesReading, choices: ReadOptions) -> list[Fix]:
    key = "keep_spikes" if choices.drop_spikes else "drop_spikes"
    return [Fix(key, {}, {"drop_spikes": not choices.drop_spikes})]


def _other_clock(reading: SeriesReading, choices: ReadOptions) -> list[Fix]:
    key = "file_time" if choices.standard_time else "standard_time"
    return [Fix(key, {}, {"standard_time": not choices.standard_time})]


def _other_steps(reading: SeriesReading, choices: ReadOptions) -> list[Fix]:
    taken = step_taken(reading, choices)
    fixes = [
        Fix(f"step_{name}", {}, {"step": name}) for name in step_choices(reading) if name != taken
    ]
    if taken == "own":
        return fixes
    others = [take for take in TAKES if take != choices.take]
    return [Fix(f"take_{take}", {}, {"take": take}) for take in others] + fixes


def _other_end(reading: SeriesReading, choices: ReadOptions) -> list[Fix]:
    ends = [
        str(finding.params["from"])
        for finding in reading.findings
        if finding.code.startswith("tail_")
    ]
    fixes = [Fix("cut", {"day": Stamp(day)}, {"until": date.fromisoformat(day)}) for day in ends]
    return [*fixes, *([Fix("whole", {}, {"until": None})] if choices.until else [])]


FIXES: dict[FixName, Callable[[SeriesReading, ReadOptions], list[Fix]]] = {
    "temperature_column": _other_columns,
    "station": _other_stations,
    "unit": _other_units,
    "day_first": _other_order,
    "fill_hours": _other_gaps,
    "marked": _other_marks,
    "drop_spikes": _without_spikes,
    "standard_time": _other_clock,
    "step": _other_steps,
    "until": _other_end,
}


def show_findings(t: Translator, reading: SeriesReading, choices: ReadOptions) -> None:
    """The list of findings, those to look at first."""
    order = list(LOOKS)
    elsewhere = asked(reading.guesses)
    found = [finding for finding in reading.findings if finding.code not in elsewhere]
    findings = sorted(found, key=lambda finding: order.index(finding.kind.severity))
    st.subheader(t("weather.findings_title"))
    if not findings:
        st.success(t("weather.no_findings"), icon=":material/check_circle:")
        return
    st.markdown(t("weather.findings_how"))
    with st.container(border=True, gap="medium"):
        for finding in findings:
            _show_finding(t, finding, reading, choices)


def _show_finding(
    t: Translator, finding: Finding, reading: SeriesReading, choices: ReadOptions
) -> None:
    icon, colour = LOOKS[finding.kind.severity]
    values = {name: t.said(value, plain) for name, value in finding.params.items()}
    values["count"] = t.said(finding.count)
    message = t(f"findings.{finding.code}.message", **values)
    action = t(f"findings.{finding.code}.action", **values)
    where = _where(t, finding.rows, finding.count)
    with st.container(gap="xsmall"):
        st.markdown(f":{colour}[{icon}] **{message}** {action}{where}")
        fix_name = finding.kind.fix
        fixes = FIXES[fix_name](reading, choices)[:MOST_FIXES] if fix_name else []
        if fixes:
            with st.container(horizontal=True, gap="small"):
                for number, fix in enumerate(fixes):
                    shown = {name: t.said(value, plain) for name, value in fix.values.items()}
                    st.button(
                        t(f"weather.fix.{fix.key}", **shown),
                        key=f"weather.fix.{finding.code}.{number}",
                        on_click=take_choices,
                        kwargs=dict(fix.changes),
                    )


def _where(t: Translator, rows: Sequence[int], count: int) -> str:
    if not rows:
        return ""
    # Plain digits, as editors count lines: a comma within would read as one between.
    shown = ", ".join(str(row) for row in rows) + (", …" if count > len(rows) else "")
    return f" :gray[{t('weather.line' if shown.isdigit() else 'weather.lines', rows=shown)}]"

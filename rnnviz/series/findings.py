"""What the reader of temperature files can notice: one registry, and one such notice.

The words are in the catalogues: ``findings.<code>.message`` says what was found, and
``findings.<code>.action`` what was done about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rnnviz.message_values import ColumnName, Duration, Stamp, UnitSymbol

EXAMPLE_ROWS = 5  # line numbers named in a finding

# ``look``: only the user can know whether that is right. ``quiet``: nothing was lost or changed.
Severity = Literal["look", "repaired", "quiet"]
# What the user can choose instead: a field of ``ReadOptions``.
Fix = Literal[
    "temperature_column",
    "station",
    "unit",
    "day_first",
    "fill_hours",
    "marked",
    "drop_spikes",
    "standard_time",
    "step",
    "until",
]


@dataclass(frozen=True)
class FindingKind:
    """``params``: what fills the words, by name, with their types."""

    severity: Severity
    params: Mapping[str, type] = field(default_factory=dict)
    fix: Fix | None = None


_CLOCK = {"zone": str, "skipped": int, "repeated": int, "places": tuple}
_SPIKE = {"value": float, "from": Stamp, "before": float, "after": float}
_TAIL = {"from": Stamp, "days": int, "now": float, "usual": float}
_TAKEN = {"step": Duration, "every": Duration, "few": int}
FINDINGS: dict[str, FindingKind] = {
    # The table
    "metadata_lines": FindingKind("quiet"),
    "units_line": FindingKind("quiet", {"units": str}),
    "comment_lines": FindingKind("quiet"),
    "no_header": FindingKind("quiet"),
    "known_layout": FindingKind("quiet", {"layout": str}),
    "empty_rows": FindingKind("quiet"),
    "empty_columns": FindingKind("quiet", {"columns": tuple}),
    "odd_rows": FindingKind("repaired"),
    "notes": FindingKind("quiet"),
    "repeated_headers": FindingKind("quiet"),
    "further_tables": FindingKind("look"),
    "hours_across": FindingKind("look", {"first": ColumnName, "last": ColumnName, "clock": str}),
    "dates_across": FindingKind("look", {"first": ColumnName, "last": ColumnName}),
    # Its columns
    "other_quantities": FindingKind("look", {"column": ColumnName, "name": str, "others": tuple}),
    "times_side_by_side": FindingKind("look", {"column": ColumnName, "time": ColumnName}),
    "unit_converted": FindingKind("repaired", {"unit": UnitSymbol}),
    "unit_by_values": FindingKind("look", {"unit": UnitSymbol}, "unit"),
    "unit_by_humidity": FindingKind("look", {"unit": UnitSymbol}, "unit"),
    "unit_by_lattice": FindingKind("look", {"unit": UnitSymbol}, "unit"),
    "unit_by_climate": FindingKind("look", {"unit": UnitSymbol}, "unit"),
    "more_temperatures": FindingKind(
        "look", {"column": ColumnName, "others": tuple}, "temperature_column"
    ),
    "temperature_by_content": FindingKind("look", {"column": ColumnName}, "temperature_column"),
    "several_stations": FindingKind(
        "look", {"station": str, "stations": tuple, "rows": int}, "station"
    ),
    # Their values
    "unread_times": FindingKind("look", {"value": str}),
    "twenty_four": FindingKind("quiet"),
    "mixed_zones": FindingKind("quiet", {"offsets": int}),
    "buddhist_years": FindingKind("quiet"),
    "days_swapped": FindingKind("look", {"value": str, "date": Stamp}),
    "order_by_steps": FindingKind("look", {"layout": str}, "day_first"),
    "not_numbers": FindingKind("repaired", {"value": str}),
    "missing": FindingKind("repaired"),
    "quality_marks": FindingKind("repaired"),
    "marks_dropped": FindingKind("look", {"marks": tuple}, "marked"),
    "marks_kept": FindingKind("look", {"marks": tuple}, "marked"),
    "decimal_comma": FindingKind("quiet"),
    "sentinels": FindingKind("repaired", {"values": tuple}),
    "impossible": FindingKind("look", {"value": str}),
    "summer_time_undone": FindingKind("repaired", _CLOCK, "standard_time"),
    "no_summer_time": FindingKind("look", {}, "standard_time"),
    # The series
    "typical_year": FindingKind("look", {"first": str, "last": str, "year": str, "joints": int}),
    "stray_times": FindingKind("look", {"stamp": Stamp}),
    "unordered": FindingKind("repaired"),
    "duplicates": FindingKind("repaired", {"stamp": Stamp}),
    "conflicting_duplicates": FindingKind("look", {"stamp": Stamp, "spread": float}),
    "spikes": FindingKind("look", _SPIKE, "drop_spikes"),
    "spikes_dropped": FindingKind("repaired", _SPIKE, "drop_spikes"),
    "own_step": FindingKind("quiet", {"step": Duration}, "step"),
    "averaged": FindingKind("quiet", {"step": Duration}, "step"),
    "taken_mean": FindingKind("quiet", _TAKEN, "step"),
    "taken_min": FindingKind("quiet", _TAKEN, "step"),
    "taken_max": FindingKind("quiet", _TAKEN, "step"),
    "irregular": FindingKind("look", {"step": Duration}),
    "off_the_hour": FindingKind("quiet", {"minute": int}),
    "gaps": FindingKind(
        "repaired",
        {"hours": int, "longest": int, "from": Stamp, "to": Stamp, "limit": int, "filled": int},
        "fill_hours",
    ),
    "constant": FindingKind("look", {"value": float}),
    "nearly_constant": FindingKind("look", {"spread": float}),
    "frozen": FindingKind("look", {"longest": int, "from": Stamp, "value": float}),
    "short": FindingKind("look", {"hours": int}),
    # A second look at the unit, the column and the dates
    "unit_against_figures": FindingKind("look", {"unit": UnitSymbol, "other": UnitSymbol}, "unit"),
    "too_hot": FindingKind("look", {"unit": UnitSymbol, "median": float}, "unit"),
    "looks_set": FindingKind("look", {"column": ColumnName, "levels": int}, "temperature_column"),
    "column_apart": FindingKind(
        "look", {"column": ColumnName, "others": tuple}, "temperature_column"
    ),
    "no_daily_cycle": FindingKind(
        "look", {"column": ColumnName, "other": ColumnName}, "temperature_column"
    ),
    # Other columns beside the temperature
    "input_not_numbers": FindingKind("repaired", {"column": ColumnName, "value": str}),
    "input_sentinels": FindingKind("repaired", {"column": ColumnName, "values": tuple}),
    "input_filled": FindingKind("repaired", {"column": ColumnName, "limit": int}, "fill_hours"),
    "input_holes": FindingKind("look", {"column": ColumnName, "percent": int}, "fill_hours"),
    "input_copy": FindingKind("look", {"column": ColumnName, "error": float}),
    "input_daily": FindingKind("look", {"column": ColumnName}),
    "input_knows": FindingKind(
        "look", {"column": ColumnName, "ahead": int, "own": float, "beside": float}
    ),
    "tail_repeats": FindingKind("look", _TAIL, "until"),
    "tail_calm": FindingKind("look", _TAIL, "until"),
    "tail_level": FindingKind("look", _TAIL, "until"),
    "tail_calmer": FindingKind("look", _TAIL, "until"),
    "tail_rougher": FindingKind("look", _TAIL, "until"),
    "cut": FindingKind("repaired", {"from": Stamp}, "until"),
    "future_dates": FindingKind("look", {"stamp": Stamp}),
    "old_dates": FindingKind("look", {"stamp": Stamp}),
    "summer_time": FindingKind("look", _CLOCK, "standard_time"),
    "mostly_gaps": FindingKind("look", {"percent": int}),
    "order_doubtful": FindingKind("look", {"leaps": int}, "day_first"),
    "devices_mixed": FindingKind("look", {"percent": float}, "station"),
}


@dataclass(frozen=True)
class Finding:
    """One thing the reader noticed or changed. ``rows``: line numbers in the file, the first few.

    A code that is not in ``FINDINGS``, or parameters other than it names, raise ``ValueError``.
    """

    code: str
    count: int = 1
    rows: tuple[int, ...] = ()
    params: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        wanted = FINDINGS[self.code].params if self.code in FINDINGS else None
        if wanted is None or set(wanted) != set(self.params):
            raise ValueError(f"finding {self.code!r} with {sorted(self.params)}")
        for name, kind in wanted.items():
            if not isinstance(self.params[name], kind):
                raise ValueError(f"{self.code}.{name} is no {kind.__name__}")

    @property
    def kind(self) -> FindingKind:
        """What the registry says about it."""
        return FINDINGS[self.code]


def some_names(names: Iterable[str], most: int = 12) -> tuple[str, ...]:
    """Names of columns for a message, shortened; an ellipsis says that there are more."""
    every = list(names)
    shown = tuple(ColumnName(name[:40]) for name in every[:most])
    return (*shown, "…") if len(every) > most else shown


def stamp_of(when: np.datetime64) -> Stamp:
    """A point in time for a message."""
    return Stamp(str(when).replace("T", " "))


def finding_at(code: str, lines: NDArray[np.integer], **params: object) -> list[Finding]:
    """The finding about rows at these line numbers of the file; none where there are none."""
    return [Finding(code, len(lines), first_rows(lines), params)] if len(lines) else []


def first_rows(lines: NDArray[np.integer]) -> tuple[int, ...]:
    """The line numbers a finding names, of all those it is about."""
    return tuple(int(line) for line in lines[:EXAMPLE_ROWS])

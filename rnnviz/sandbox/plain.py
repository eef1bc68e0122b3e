"""Readings, tables of reviews and errors ↔ JSON and bytes, checked on their way in.

Values whose type decides about their words (``rnnviz/message_values.py``) keep it.
"""

from __future__ import annotations

import dataclasses
import io
import json
from collections.abc import Iterable
from typing import Any, get_args

import numpy as np

from rnnviz.errors import RnnvizError
from rnnviz.message_values import ColumnName, Duration, Stamp, UnitSymbol
from rnnviz.series.findings import Finding
from rnnviz.series.several import Reason, SeveralSeries
from rnnviz.series.step import Step
from rnnviz.series.types import (
    UNITS,
    About,
    Confidence,
    Guess,
    Possibility,
    RegularSeries,
    SeriesError,
    SeriesReading,
)
from rnnviz.series.zone import Clock
from rnnviz.text.review_file import ReviewFile
from rnnviz.text.review_table import Note, ReviewTable
from rnnviz.uploads.bounds import TableError

Plain = dict[str, Any]

_TYPED: dict[str, Any] = {kind.__name__: kind for kind in (ColumnName, UnitSymbol, Stamp, Duration)}
_ERRORS = {kind.__name__: kind for kind in (RnnvizError, SeriesError, TableError)}
_READING: dict[str, type | tuple[type, ...]] = {
    "time_column": str,
    "temperature_column": str,
    "unit": str,
    "rows_read": int,
    "rows_used": int,
    "step": Duration,
    "encoding": str,
    "delimiter": str,
    "time_columns": tuple,
    "temperature_columns": tuple,
    "stations": tuple,
    "station": (str, type(None)),
    "other_columns": tuple,
}
_ROWS = 500  # in one line of JSON: whoever reads it lets others have their turn in between


def value_out(value: object) -> Any:
    """A value of a message or a reading as JSON; what is unknown becomes its text."""
    if type(value) in _TYPED.values():
        return {type(value).__name__: int(value) if isinstance(value, int) else str(value)}
    if isinstance(value, tuple | list):
        return {type(value).__name__: [value_out(each) for each in value]}
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | np.integer):
        return int(value)
    return float(value) if isinstance(value, float | np.floating) else str(value)


def value_in(plain: Any) -> Any:
    """What ``value_out`` was given; raises ``ValueError`` on anything else."""
    if plain is None or isinstance(plain, bool | int | float | str):
        return plain
    if isinstance(plain, dict) and len(plain) == 1:
        ((name, inner),) = plain.items()
        if name in ("tuple", "list") and isinstance(inner, list):
            each = [value_in(one) for one in inner]
            return tuple(each) if name == "tuple" else each
        if name in _TYPED and isinstance(inner, int if name == "Duration" else str):
            return _TYPED[name](inner)
    raise ValueError("no value")


def error_out(error: RnnvizError) -> Plain:
    """A coded error as JSON."""
    params = {name: value_out(value) for name, value in error.params.items()}
    kind = next(name for name, known in _ERRORS.items() if type(error) is known)
    return {"error": kind, "code": error.code, "params": params}


def error_in(plain: Plain) -> RnnvizError:
    """The same error."""
    params = {str(name): value_in(value) for name, value in plain["params"].items()}
    return _ERRORS[plain["error"]](_checked(plain["code"], str), **params)


def reading_out(reading: SeriesReading) -> tuple[Plain, bytes]:
    """A reading as JSON, and the series' values as float32, the lowest byte first; after them
    those of each of its inputs, of which the JSON has the names."""
    series = reading.series
    plain = {name: value_out(getattr(reading, name)) for name in _READING}
    guesses = [
        (guess.about, guess.confidence, [_possibility_out(each) for each in _ways(guess)])
        for guess in reading.guesses
    ]
    about, body = _series_out(series)
    head = {"reading": plain, "findings": _findings_out(reading.findings), **about}
    return {**head, "guesses": guesses}, body


def reading_in(head: Plain, body: bytes) -> SeriesReading:
    """The same reading; raises ``ValueError``, ``KeyError`` or ``TypeError`` on what is none."""
    series, findings = _series_in(head, body), _findings_in(head["findings"])
    plain = {
        name: _checked(value_in(head["reading"][name]), kind) for name, kind in _READING.items()
    }
    if plain["unit"] not in UNITS:
        raise ValueError("no unit")
    guesses = tuple(
        _guess_in(about, confidence, ways) for about, confidence, ways in head["guesses"]
    )
    return SeriesReading(series=series, findings=findings, guesses=guesses, **plain)


def _series_out(series: RegularSeries) -> tuple[Plain, bytes]:
    head = {
        "start": int(series.start.astype(np.int64)),
        "every": str(series.step),
        "utc": bool(series.utc),
        "zone": series.zone,
        "inputs": [*series.inputs],
    }
    columns = (series.values, *series.inputs.values())
    return head, b"".join(column.astype("<f4", copy=False).tobytes() for column in columns)


def _series_in(head: Plain, body: bytes) -> RegularSeries:
    names = [_checked(name, str) for name in head["inputs"]]
    values, *others = np.frombuffer(body, "<f4").astype(np.float32).reshape(1 + len(names), -1)
    step = Step.read(_checked(head["every"], str))
    start = np.datetime64(_checked(head["start"], int), step.unit)
    inputs = dict(zip(names, others, strict=True))
    clock = Clock(_checked(head["utc"], bool), _checked(head["zone"], str))
    return RegularSeries(start, values, clock.utc, step, inputs, clock.zone)


def _findings_out(findings: Iterable[Finding]) -> list[Any]:
    return [
        (each.code, each.count, each.rows, {k: value_out(v) for k, v in each.params.items()})
        for each in findings
    ]


def _findings_in(plain: Any) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            _checked(code, str),
            _checked(count, int),
            tuple(_checked(row, int) for row in rows),
            {str(name): value_in(value) for name, value in params.items()},
        )
        for code, count, rows, params in plain
    )


def stations_out(found: SeveralSeries) -> tuple[Plain, bytes]:
    """All stations of a file as JSON, and their values, one series behind the other."""
    stations, bodies = [], []
    for name, series in found.series.items():
        about, body = _series_out(series)
        findings = _findings_out(found.findings.get(name, ()))
        stations.append({"name": name, "bytes": len(body), "findings": findings, **about})
        bodies.append(body)
    left_out = dict(found.left_out)
    return {"stations": stations, "left_out": left_out, "taken": found.taken}, b"".join(bodies)


def stations_in(head: Plain, body: bytes) -> SeveralSeries:
    """The same stations; raises ``ValueError``, ``KeyError`` or ``TypeError`` on what is none."""
    series, findings, begin = {}, {}, 0
    for each in head["stations"]:
        name, size = _checked(each["name"], str), _checked(each["bytes"], int)
        series[name] = _series_in(each, body[begin : begin + size])
        findings[name] = _findings_in(each["findings"])
        begin += size
    left_out: dict[str, Reason] = {}
    for name, reason in head["left_out"].items():
        if reason not in get_args(Reason):
            raise ValueError("no reason")
        left_out[_checked(name, str)] = reason
    if head["taken"] not in series:
        raise ValueError("no station")
    return SeveralSeries(series, findings, left_out, head["taken"])


def _ways(guess: Guess) -> tuple[Possibility, ...]:
    return guess.taken, *guess.others


def _possibility_out(possible: Possibility) -> tuple[Any, Any]:
    return value_out(possible.value), value_out(possible.first)


def _guess_in(about: Any, confidence: Any, ways: Any) -> Guess:
    if about not in get_args(About) or confidence not in get_args(Confidence):
        raise ValueError("no guess")
    taken, *others = (
        Possibility(_checked(value_in(value), (str, bool)), _checked(value_in(first), tuple))
        for value, first in ways
    )
    return Guess(about, taken, tuple(others), confidence)


def reviews_out(file: ReviewFile) -> tuple[Plain, bytes]:
    """A table of reviews as JSON, and its rows as lines of JSON with some rows each."""
    table = file.table
    head = {
        "name": table.name,
        "columns": table.columns,
        "header": table.header,
        "notes": [dataclasses.astuple(note) for note in table.notes],
        "likely": file.likely,
        "golden": file.golden,
        "rated": file.rated,
    }
    lines = (
        json.dumps(table.rows[k : k + _ROWS], ensure_ascii=False).encode("utf-8", "replace")
        for k in range(0, len(table.rows), _ROWS)
    )
    return head, b"\n".join(lines)


def reviews_in(head: Plain, body: bytes) -> ReviewFile:
    """The same table; raises ``ValueError``, ``KeyError`` or ``TypeError`` on what is none."""
    columns = tuple(_checked(name, str) for name in head["columns"])
    rows: list[list[str]] = []
    for line in io.BytesIO(body):  # shares the bytes, where splitting would copy them
        for row in json.loads(line):
            if len(row) != len(columns) or not {*map(type, row)} <= {str}:
                raise ValueError("no row")
            rows.append(row)
    notes = tuple(
        Note(
            _checked(code, str),
            _checked(count, int),
            tuple(_checked(row, int) for row in numbers),
            _checked(value, str),
        )
        for code, count, numbers, value in head["notes"]
    )
    header = _checked(head["header"], (bool, type(None)))
    table = ReviewTable(_checked(head["name"], str), columns, rows, header, notes)
    places = range(len(columns))
    likely, golden, rated = (
        tuple(places[place] for place in head[key]) for key in ("likely", "golden", "rated")
    )
    return ReviewFile(table, likely, golden, rated)


def _checked(value: Any, kind: type | tuple[type, ...]) -> Any:
    if not isinstance(value, kind):
        raise ValueError("another type")
    return value

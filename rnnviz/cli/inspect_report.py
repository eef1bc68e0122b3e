"""What ``rnnviz inspect`` prints: a reading as plain values, findings in words."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from rnnviz.errors import RnnvizError
from rnnviz.i18n import Translator, translator
from rnnviz.series.findings import Finding
from rnnviz.series.guesses import unsure
from rnnviz.series.read import read_series
from rnnviz.series.source import MAX_BYTES
from rnnviz.series.types import Guess, Possibility, ReadOptions, SeriesError, SeriesReading
from rnnviz.uploads.paths import is_file, shown


def read_file(path: Path, choices: ReadOptions, strict: bool = False) -> SeriesReading:
    """Read a file from disk.

    ``strict``: raise ``SeriesError`` where a careful reader would ask instead of guessing.
    """
    check_size(path)
    reading = read_series(path.read_bytes(), path.name, choices)
    if strict and (guesses := unsure(reading.guesses)):
        options = tuple("--" + guess.about.replace("_", "-") for guess in guesses)
        raise SeriesError("series_guessed", name=path.name, options=options)
    return reading


def check_size(path: Path) -> None:
    """Refuse a file that is not there, and one that is too big, before it is read into memory."""
    if not is_file(path):
        raise RnnvizError("file_missing", path=shown(path))
    if path.stat().st_size > MAX_BYTES:
        raise SeriesError("series_too_big", name=path.name, size=MAX_BYTES // 2**20)


def read_and_tell(path: Path, choices: ReadOptions, strict: bool = False) -> SeriesReading:
    """The same, with what was found and repaired told on standard error."""
    reading = read_file(path, choices, strict)
    for finding in reading.findings:
        said = finding_report(finding, translator("en"))
        print(said["message"], said["action"], file=sys.stderr)
    return reading


def inspection(path: Path, choices: ReadOptions, t: Translator, strict: bool) -> dict[str, Any]:
    """The facts about a temperature file, ready for JSON."""
    return reading_report(read_file(path, choices, strict), t)


def reading_report(reading: SeriesReading, t: Translator) -> dict[str, Any]:
    """A reading as plain values. Temperatures are of the series, in °C."""
    known = reading.series.known.astype(np.float64)
    stamps = reading.series.stamps
    series = reading.series
    ends = [stamp.isoformat() + ("Z" if series.utc else "") for stamp in stamps[[0, -1]]]
    if series.tells_time and not series.utc:
        ends = list(series.clock.written(stamps[[0, -1]]))
    return {
        "time_column": reading.time_column,
        "temperature_column": reading.temperature_column,
        "unit": reading.unit,
        "other_columns": list(reading.other_columns),
        "inputs": [*reading.series.inputs],
        "rows_read": reading.rows_read,
        "rows_used": reading.rows_used,
        "start": ends[0],
        "end": ends[1],
        "zone": reading.series.zone or ("UTC" if reading.series.utc else "unknown"),
        "step": str(reading.step),
        "series_step": str(reading.series.step),
        "values": len(known),
        "min_c": round(float(known.min()), 3),
        "mean_c": round(float(known.mean()), 3),
        "max_c": round(float(known.max()), 3),
        "findings": [finding_report(finding, t) for finding in reading.findings],
        "guesses": [guess_report(guess) for guess in reading.guesses],
    }


def guess_report(guess: Guess) -> dict[str, Any]:
    """What was guessed: the option that settles it, what was taken, and what else it could be.

    ``first``: what the file then begins with, in °C, or points in time.
    """
    return {
        "about": guess.about,
        "confidence": guess.confidence,
        "taken": _possibility(guess.taken),
        "alternatives": [_possibility(other) for other in guess.others],
    }


def _possibility(possible: Possibility) -> dict[str, Any]:
    return {"value": possible.value, "first": list(possible.first)}


def finding_report(finding: Finding, t: Translator) -> dict[str, Any]:
    """A finding in words: code, message, count, the first rows, and what was done."""
    params = {**finding.params, "count": finding.count}
    values = {name: t.said(value) for name, value in params.items()}
    return {
        "code": finding.code,
        "message": t(f"findings.{finding.code}.message", **values),
        "count": finding.count,
        "rows": list(finding.rows),
        "action": t(f"findings.{finding.code}.action", **values),
    }


def error_report(error: RnnvizError, t: Translator) -> dict[str, Any]:
    """Why a file was refused."""
    return {"error": {"code": error.code, "message": t.error(error)}}


def as_text(report: Mapping[str, Any]) -> str:
    """The same for people: the facts, then the findings and the guesses, one a line."""
    listed = ("findings", "guesses")
    lines = [
        f"{name:<18}  {', '.join(value) if isinstance(value, list) else value}"
        for name, value in report.items()
        if name not in listed
    ]
    for finding in report["findings"]:
        where = f" (line {', '.join(map(str, finding['rows']))})" if finding["rows"] else ""
        lines.append(f"- {finding['message']} {finding['action']}{where}")
    lines += [_guess_line(guess) for guess in report["guesses"]]
    return "\n".join(lines)


def _guess_line(guess: Mapping[str, Any]) -> str:
    ways = [guess["taken"], *guess["alternatives"]]
    said = [f"{way['value']} ({', '.join(map(str, way['first']))})" for way in ways]
    other = f", or {' or '.join(said[1:])}" if said[1:] else ""
    option = guess["about"].replace("_", "-")
    return f"? --{option}: {said[0]}{other}? Confidence: {guess['confidence']}"

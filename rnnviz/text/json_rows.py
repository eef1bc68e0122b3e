"""JSON lines, or one array of objects → a table of texts."""

from __future__ import annotations

import json
from dataclasses import dataclass

from rnnviz.uploads.bounds import MAX_COLUMNS, Bounds, TableError


@dataclass(frozen=True)
class JsonRows:
    """Names of the fields as they first came, a row of texts an object, and unreadable lines."""

    columns: tuple[str, ...]
    rows: list[list[str]]
    numbers: list[int]
    odd: list[int]


def looks_like_json(text: str) -> bool:
    """Whether the first line, or the whole text, is an object (or an array of them)."""
    start = text[:200].lstrip()
    if not start.startswith(("{", "[")):
        return False
    if isinstance(_parsed(text.lstrip().partition("\n")[0]), dict):
        return True
    whole = _parsed(text)
    return isinstance(whole, dict) or (
        isinstance(whole, list) and bool(whole) and isinstance(whole[0], dict)
    )


def read_json(text: str, name: str, bounds: Bounds) -> JsonRows:
    """One row an object. A line that is none is left out and numbered."""
    whole = _parsed(text)
    if isinstance(whole, list):
        found = list(enumerate(whole, 1))
    elif isinstance(whole, dict):
        found = [(1, whole)]
    else:
        lines = enumerate(text.split("\n"), 1)
        found = [(number, _parsed(line)) for number, line in lines if line.strip()]
    places: dict[str, int] = {}
    rows: list[list[str]] = []
    numbers: list[int] = []
    odd: list[int] = []
    for number, value in found:
        if not isinstance(value, dict):
            odd.append(number)
            continue
        for key in value:
            places.setdefault(key, len(places))
        if len(places) > MAX_COLUMNS:
            raise TableError("table_too_wide", name=name, columns=MAX_COLUMNS)
        row = [""] * len(places)
        for key, cell in value.items():
            row[places[key]] = _said(cell)
        rows.append(row)
        numbers.append(number)
        if bounds.rows is not None and len(rows) > bounds.rows:
            raise bounds.too_long(name)
    return JsonRows(tuple(places), rows, numbers, odd)


def _parsed(text: str) -> object:
    """The value, with numbers as they are written; None for what is no JSON."""
    try:
        return json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError):
        return None


def _said(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

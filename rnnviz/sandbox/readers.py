"""What pages call: the readers of files, at work in a child process of the one pool."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from rnnviz.errors import RnnvizError
from rnnviz.sandbox.plain import reading_in, reviews_in, stations_in, value_in
from rnnviz.sandbox.pool import POOL
from rnnviz.series.several import SeveralSeries
from rnnviz.series.types import ReadOptions, SeriesReading
from rnnviz.text.review_file import ReviewFile

_T = TypeVar("_T")


def keep_readers_warm() -> None:
    """Have children ready before anybody uploads. Returns at once."""
    POOL.warm()


def read_series(data: bytes, name: str, options: ReadOptions) -> SeriesReading:
    """``rnnviz.series.read.read_series``, within limits.

    Raises ``RnnvizError``: what the reader raises, or ``upload_…`` for a limit that was met.
    """
    return _asked("series", data, name, options.model_dump(mode="json"), reading_in)


def column_names(data: bytes, name: str) -> tuple[str, ...]:
    """``rnnviz.series.read.column_names``, within limits; raises as ``read_series`` does."""
    return _asked("columns", data, name, {}, lambda head, body: tuple(value_in(head["columns"])))


def read_stations(data: bytes, name: str, options: ReadOptions, most: int) -> SeveralSeries:
    """``rnnviz.series.read.read_stations``, ``at_most`` so many, within limits; raises as
    ``read_series`` does."""
    asked = {"choices": options.model_dump(mode="json"), "most": most}
    return _asked("stations", data, name, asked, stations_in)


def read_reviews(data: bytes, name: str, header: bool | None = None) -> ReviewFile:
    """``read_review_file`` within limits and the bounds of a page; raises as ``read_series``."""
    return _asked("reviews", data, name, {"header": header}, reviews_in)


def _asked(
    task: str,
    data: bytes,
    name: str,
    options: dict[str, Any],
    made: Callable[[dict[str, Any], bytes], _T],
) -> _T:
    head, body = POOL.ask(task, data, name, options)
    try:
        return made(head, body)
    except (ValueError, KeyError, TypeError, IndexError):  # no answer of our own reader
        raise RnnvizError("upload_not_read", name=name) from None

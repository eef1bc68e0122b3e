"""A process that reads files: ``python -m rnnviz.sandbox.child``. Started by ``Pool``.

It has everything loaded, keeps to its limits and answers one question after the other. Its standard
input is a pipe from the server: the end means that the server is gone. Nothing here needs torch.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from typing import Any

from rnnviz.errors import RnnvizError
from rnnviz.low_priority import step_back
from rnnviz.sandbox.frames import receive, send
from rnnviz.sandbox.limits import LIMITS, confine, end_after, resident
from rnnviz.sandbox.plain import error_out, reading_out, reviews_out, stations_out, value_out
from rnnviz.series.read import column_names, read_series, read_stations
from rnnviz.series.several import at_most
from rnnviz.series.types import ReadOptions
from rnnviz.text.review_file import read_review_file

_GROWN = 300 * 2**20  # bytes: what a large file leaves behind; then a fresh child is better
_QUESTION = 2**30  # bytes: the server has limits of its own

Answer = tuple[dict[str, Any], bytes]


def _series(data: bytes, name: str, options: dict[str, Any]) -> Answer:
    return reading_out(read_series(data, name, ReadOptions.model_validate(options)))


def _columns(data: bytes, name: str, options: dict[str, Any]) -> Answer:
    return {"columns": value_out(column_names(data, name))}, b""


def _stations(data: bytes, name: str, options: dict[str, Any]) -> Answer:
    found = read_stations(data, name, ReadOptions.model_validate(options["choices"]))
    return stations_out(at_most(found, options["most"]))


def _reviews(data: bytes, name: str, options: dict[str, Any]) -> Answer:
    return reviews_out(read_review_file(data, name, header=options["header"]))


TASKS: dict[str, Callable[[bytes, str, dict[str, Any]], Answer]] = {
    "series": _series,
    "columns": _columns,
    "stations": _stations,
    "reviews": _reviews,
}


def main() -> None:
    """Serve until the server is gone, or a file has left too much behind."""
    questions, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    # What a library prints must not come between.
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    step_back()
    _warm_up()
    confine(int(sys.argv[1]) if len(sys.argv) > 1 else LIMITS.memory)
    size = resident()
    send(answers, {"ready": True})
    last = False
    while not last:
        try:
            question, data = receive(questions, _QUESTION)
        except EOFError:
            return
        end_after(question["seconds"])
        head, body = _answer(question, data)
        del data
        last = "memory" in head or resident() > size + _GROWN
        send(answers, {**head, "last": last}, body)
        end_after(0)


def _answer(question: dict[str, Any], data: bytes) -> Answer:
    try:
        return TASKS[question["task"]](data, question["name"], question["options"])
    except RnnvizError as error:
        return error_out(error), b""
    except MemoryError:
        return {"memory": True}, b""
    except Exception:  # a mistake of ours: the server's log gets it
        return {"mistake": traceback.format_exc()[-8000:]}, b""


def _warm_up() -> None:
    """Load what reading loads, by reading: the first file shall not wait for it."""
    import pyarrow.parquet  # noqa: F401
    import python_calamine  # noqa: F401

    rows = "".join(f"2024-01-{1 + k // 24:02} {k % 24:02}:00,{k % 9}.5\n" for k in range(240))
    read_series(f"time,temp (°C)\n{rows}".encode(), "warm")
    read_review_file(b"review,label\na good film,1\n", "warm.csv")


if __name__ == "__main__":
    main()

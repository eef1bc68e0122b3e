"""Small temperature files for the tests, written in every dialect we know of."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

HOURS = 24 * 20
START = pd.Timestamp("2023-03-05 00:00")  # day and month differ and are both below 13 at first
STAMPS = pd.date_range(START, periods=HOURS, freq="h")
CELSIUS = np.round(
    10 + 6 * np.sin(np.arange(HOURS) * 2 * np.pi / 24) + np.cos(np.arange(HOURS) / 31.0) * 3, 1
)


def lines(
    stamp: str | Callable[[pd.Timestamp], str] = "%Y-%m-%d %H:%M",
    header: str | None = "time,temperature (°C)",
    delimiter: str = ",",
    value: Callable[[float], str] = lambda v: f"{v:.1f}",
    extra: Sequence[str] = (),
) -> list[str]:
    """The lines of a file: header, then a stamp, a temperature and perhaps more cells each."""
    say = stamp if callable(stamp) else lambda t: t.strftime(stamp)
    rows = [
        delimiter.join([say(t), value(v), *extra]) for t, v in zip(STAMPS, CELSIUS, strict=True)
    ]
    return ([header] if header else []) + rows


def text(rows: Sequence[str], end: str = "\n") -> bytes:
    """Lines → bytes in UTF-8."""
    return (end.join(rows) + end).encode()


def comma(v: float) -> str:
    return f"{v:.1f}".replace(".", ",")

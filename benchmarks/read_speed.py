"""How long a file of a million rows takes to be read and cleaned, beside plain ``pandas.read_csv``.

    python benchmarks/read_speed.py [--rows 1000000]

All read the same bytes, alternately, in one process; the least of seven times counts. "table" is
``pandas.read_csv``, which leaves the stamps text; "times" is the same and ``pandas.to_datetime``
with the format told. Neither finds, checks or cleans anything.
"""

from __future__ import annotations

import argparse
import io
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from rnnviz.series.read import read_series


def files(rows: int) -> dict[str, tuple[bytes, dict[str, object], str]]:
    """Dialect → the file, how pandas must be told to read it, and the format of its stamps."""
    stamps = pd.date_range("1990-01-01", periods=rows, freq="10min")
    rng = np.random.default_rng(0)
    celsius = 10 + 8 * np.sin(np.arange(rows) / 22.9) + rng.normal(0, 0.5, rows)
    other = rng.integers(20, 100, rows)

    def text(header: str, stamp: str, delimiter: str, decimal: str = ".") -> bytes:
        frame = pd.DataFrame({"t": stamps.strftime(stamp), "v": celsius.round(1), "h": other})
        body = frame.to_csv(header=False, index=False, sep=delimiter, decimal=decimal)
        return (header + "\n" + body).encode()

    return {
        "ISO stamps": (
            text("time,temp (°C),humidity", "%Y-%m-%d %H:%M:%S", ","),
            {},
            "%Y-%m-%d %H:%M:%S",
        ),
        "offset from UTC": (
            text("time,temp (°C),humidity", "%Y-%m-%d %H:%M:%S.000 +0200", ","),
            {},
            "%Y-%m-%d %H:%M:%S.%f %z",
        ),
        "day first, decimal comma": (
            text("Datum;Temperatur (°C);Feuchte", "%d.%m.%Y %H:%M", ";", ","),
            {"sep": ";", "decimal": ","},
            "%d.%m.%Y %H:%M",
        ),
        "month first, AM and PM": (
            text("Date,Temp (°F),Humidity", "%m/%d/%y %I:%M:%S %p", ","),
            {},
            "%m/%d/%y %I:%M:%S %p",
        ),
        "compact": (text("MESS_DATUM;TT_TU;RF_TU", "%Y%m%d%H%M", ";"), {"sep": ";"}, "%Y%m%d%H%M"),
        "name of the month": (
            text("time,temp (°C),humidity", "%d-%b-%Y %H:%M", ","),
            {},
            "%d-%b-%Y %H:%M",
        ),
    }


def with_times(data: bytes, options: dict[str, object], stamp: str) -> None:
    """What whoever uses pandas must do next to have a series."""
    frame = pd.read_csv(io.BytesIO(data), **options)
    pd.to_datetime(frame.iloc[:, 0].astype(str), format=stamp)


def seconds(action: Callable[[], object]) -> float:
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args().rows
    print(f"{rows:,} rows, seconds {'MB':>6} {'table':>6} {'times':>6} {'rnnviz':>6}  ratios")
    for name, (data, options, stamp) in files(rows).items():
        table, times, ours = [], [], []
        for _ in range(7):
            table.append(seconds(lambda d=data, o=options: pd.read_csv(io.BytesIO(d), **o)))
            times.append(seconds(lambda d=data, o=options, s=stamp: with_times(d, o, s)))
            ours.append(seconds(lambda d=data: read_series(d, "a million rows.csv")))
        least = [min(found) for found in (table, times, ours)]
        ratios = " ".join(f"{least[2] / other:5.1f}" for other in least[:2])
        shown = " ".join(f"{value:6.2f}" for value in least)
        print(f"{name:<26} {len(data) / 2**20:5.0f} {shown}  {ratios}")


if __name__ == "__main__":
    main()

"""How long a file of a million rows takes to be read and cleaned, beside plain ``pandas.read_csv``.

    python benchmarks/read_speed.py [--rows 1000000]

Both read the same bytes, alternately, in one process; the least of three times counts. pandas only
parses the table, it neither reads the stamps as times nor cleans anything.
"""

from __future__ import annotations

import argparse
import io
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from rnnviz.series.read import read_series


def files(rows: int) -> dict[str, tuple[bytes, dict[str, object]]]:
    """Dialect → the file and how pandas must be told to read it."""
    stamps = pd.date_range("1990-01-01", periods=rows, freq="10min")
    rng = np.random.default_rng(0)
    celsius = 10 + 8 * np.sin(np.arange(rows) / 22.9) + rng.normal(0, 0.5, rows)
    other = rng.integers(20, 100, rows)

    def text(header: str, stamp: str, delimiter: str, decimal: str = ".") -> bytes:
        frame = pd.DataFrame({"t": stamps.strftime(stamp), "v": celsius.round(1), "h": other})
        body = frame.to_csv(header=False, index=False, sep=delimiter, decimal=decimal)
        return (header + "\n" + body).encode()

    return {
        "ISO stamps": (text("time,temp (°C),humidity", "%Y-%m-%d %H:%M:%S", ","), {}),
        "offset from UTC": (
            text("time,temp (°C),humidity", "%Y-%m-%d %H:%M:%S.000 +0200", ","),
            {},
        ),
        "day first, decimal comma": (
            text("Datum;Temperatur (°C);Feuchte", "%d.%m.%Y %H:%M", ";", ","),
            {"sep": ";", "decimal": ","},
        ),
        "month first, AM and PM": (
            text("Date,Temp (°F),Humidity", "%m/%d/%y %I:%M:%S %p", ","),
            {},
        ),
        "compact": (text("MESS_DATUM;TT_TU;RF_TU", "%Y%m%d%H%M", ";"), {"sep": ";"}),
        "name of the month": (text("time,temp (°C),humidity", "%d-%b-%Y %H:%M", ","), {}),
    }


def seconds(action: Callable[[], object]) -> float:
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args().rows
    print(f"{rows:,} rows   {'MB':>5} {'pandas s':>9} {'rnnviz s':>9} {'ratio':>6}")
    for name, (data, options) in files(rows).items():
        plain, ours = [], []
        for _ in range(3):
            plain.append(seconds(lambda d=data, o=options: pd.read_csv(io.BytesIO(d), **o)))
            ours.append(seconds(lambda d=data: read_series(d, "a million rows.csv")))
        ratio = min(ours) / min(plain)
        size = len(data) / 2**20
        print(f"{name:<26} {size:5.0f} {min(plain):9.2f} {min(ours):9.2f} {ratio:6.1f}")


if __name__ == "__main__":
    main()

"""Files of several stations for the tests: neighbours whose weather comes from one made-up sky."""

from __future__ import annotations

import numpy as np
import pandas as pd

DAYS = 60
BEGIN = "2024-02-10"


def celsius(days: int = DAYS, stations: int = 3) -> np.ndarray:
    """(stations, hours): one sky, moved and stretched for each."""
    dice = np.random.default_rng(3)
    hours = np.arange(24 * days)
    sky = 5 * np.sin(2 * np.pi * hours / 24) + np.cumsum(dice.normal(0, 0.4, len(hours)))
    own = dice.normal(0, 0.4, (stations, len(hours)))
    return np.array([10 + 3 * k + (1 + k / 5) * sky + own[k] for k in range(stations)]).round(2)


def rows_of(name: str, values: np.ndarray, begin: str = BEGIN, step: str = "h") -> pd.DataFrame:
    stamps = pd.date_range(begin, periods=len(values), freq=step).astype(str)
    return pd.DataFrame({"time": stamps, "station": name, "temp_c": values})


def several(names: tuple[str, ...] = ("Hill", "Lake", "Town"), days: int = DAYS) -> bytes:
    """A long table, hour by hour, one row a station."""
    values = celsius(days, len(names))
    tables = [rows_of(name, values[k]) for k, name in enumerate(names)]
    frame = pd.concat(tables).sort_values(["time", "station"], kind="stable")
    return frame.to_csv(index=False).encode()

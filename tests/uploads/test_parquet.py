"""Cells of a Parquet file become text at once, as they would one by one."""

from __future__ import annotations

import io
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from rnnviz.uploads import parquet
from rnnviz.uploads.bounds import PAGE

COLUMNS = {
    "text": ["a", None, "", "é"],
    "float": [1.0, 2.5, None, -0.1],
    "float32": pd.array([1.1, 2.5, 3.0, -0.1], "float32"),
    "int": [1, 2, 3, -4],
    "nullable": pd.array([1, None, 3, 4], "Int64"),
    "bool": [True, False, True, True],
    "time": pd.to_datetime(["2024-01-01", "2024-01-01", None, "2024-02-29"]),
    "clock": pd.date_range("2024-01-01", periods=4, freq="10min"),
    "parts of a second": pd.date_range("2024-01-01", periods=4, freq="250ms"),
    "far years": pd.array(["0999-01-01", "2024-01-01", "9999-01-01", "NaT"], "datetime64[s]"),
    "beyond": np.array(["9999-01-01", "10000-01-01"] * 2, "datetime64[s]"),
    "zone": pd.date_range("2024-01-01", periods=4, freq="h", tz="Europe/Berlin"),
    "category": pd.Categorical(["x", "y", None, "x"]),
    "times of a category": pd.Categorical(pd.to_datetime(["2024-01-01", "2024-01-02"] * 2)),
    "list": [[1, 2], [], [3], [4, None]],
    "decimal": [Decimal("1.50"), None, Decimal("2.5"), Decimal("0")],
    "bytes": [b"a", b"", None, b"c"],
}


@pytest.mark.parametrize("name", COLUMNS)
def test_at_once_and_one_by_one_are_the_same(name):
    kept = io.BytesIO()
    pd.DataFrame({name: COLUMNS[name]}).to_parquet(kept)
    names, (found,) = parquet.read_parquet(kept.getvalue(), "x", PAGE)
    assert names == [name]
    whole = pd.read_parquet(io.BytesIO(kept.getvalue()))[name]
    assert found == [parquet._said(cell) for cell in whole]
    assert len(found) == 4

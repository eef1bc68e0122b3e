"""A Parquet file → rows of text, within bounds that its footer is held to before it is read."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rnnviz.uploads.bounds import Bounds, TableError

if TYPE_CHECKING:
    import pandas as pd

_MAX_CELLS = 10_000_000  # a few kilobytes of one repeated value may claim any number


def is_parquet(data: bytes) -> bool:
    """Whether these bytes begin as a Parquet file does."""
    return data[:4] == b"PAR1"


def read_parquet(data: bytes, name: str, bounds: Bounds) -> tuple[list[str], list[list[str]]]:
    """Names of the columns, an index with a name among them, and the columns' cells as text.

    Raises ``TableError`` on what is damaged or beyond the bounds.
    """
    import pandas as pd
    import pyarrow.parquet as pq

    try:
        footer = pq.read_metadata(io.BytesIO(data))
        groups = [footer.row_group(k) for k in range(footer.num_row_groups)]
    except MemoryError:
        raise
    except Exception as error:  # pyarrow raises its own family for damaged files
        raise TableError("table_bad_archive", name=name) from error
    if footer.num_columns > bounds.columns:
        raise TableError("table_too_wide", name=name, columns=bounds.columns)
    if bounds.rows is not None and footer.num_rows > bounds.rows:
        raise bounds.too_long(name)
    if footer.num_rows * footer.num_columns > _MAX_CELLS:
        raise TableError("table_too_many_cells", name=name)
    if sum(group.total_byte_size for group in groups) > bounds.unpacked:
        raise bounds.too_big(name, bounds.unpacked)
    try:
        table = pd.read_parquet(io.BytesIO(data), engine="pyarrow")
    except MemoryError:
        raise
    except Exception as error:
        raise TableError("table_bad_archive", name=name) from error
    if not isinstance(table.index, pd.RangeIndex):
        table = table.reset_index()
    names = [str(column) for column in table.columns]
    return names, [_texts(table.iloc[:, k]) for k in range(len(names))]


def _texts(column: pd.Series) -> list[str]:
    """The cells as ``_said`` says each, at once where their type allows."""
    import numpy as np
    import pandas as pd

    kind = column.dtype
    if isinstance(kind, pd.CategoricalDtype):
        said = np.array([*map(_said, column.cat.categories), ""], object)  # the last where missing
        texts: list[str] = said[column.cat.codes].tolist()
        return texts
    if pd.api.types.is_numeric_dtype(kind) or isinstance(kind, pd.StringDtype):
        missing = column.isna().tolist()
        return ["" if m else str(v) for m, v in zip(missing, column.tolist(), strict=True)]
    if isinstance(kind, np.dtype) and kind.kind == "M" and _plain_clock(column):
        stamps = np.datetime_as_string(column.to_numpy(), unit="s").tolist()
        return ["" if stamp == "NaT" else stamp.replace("T", " ") for stamp in stamps]
    return [_said(cell) for cell in column]


def _plain_clock(column: pd.Series) -> bool:
    """Whether numpy writes the stamps as pandas does: whole seconds, years of four figures."""
    known = column.dropna()
    whole = (known.dt.nanosecond == 0) & (known.dt.microsecond == 0)
    return bool(whole.all()) and bool(known.dt.year.between(1000, 9999).all())


def _said(cell: object) -> str:
    import pandas as pd

    try:
        return "" if pd.isna(cell) else str(cell)  # type: ignore[call-overload]
    except (ValueError, OverflowError, NotImplementedError):  # a list, or a year beyond 9999
        return ""

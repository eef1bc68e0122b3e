"""``RawTable``: a table as it stands in a file, its cells text, read when asked for."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as arrow_csv
from numpy.typing import NDArray

from rnnviz.message_values import ColumnName
from rnnviz.series.columns.profile import Profiles, profiles_of
from rnnviz.series.findings import Finding
from rnnviz.series.table.cells import is_missing

SAMPLE_CELLS = 40_000
SAMPLE = 400  # rows looked at when columns are looked for


@dataclass(frozen=True)
class RawTable:
    """A table as found: names of its columns, and its cells as text, read when asked for.

    ``lines`` gives the line in the file (from 1) of each row. ``metadata`` is what stood before
    the header: it often names units; ``legend`` is that and what stood below the rows. ``units`` is
    the line of units below the header, if any.
    """

    columns: tuple[str, ...]
    lines: NDArray[np.int64]
    delimiter: str
    encoding: str
    has_header: bool
    metadata: str
    units: tuple[str, ...]
    findings: tuple[Finding, ...]
    sample: pd.DataFrame  # all columns of some rows, first ones and from everywhere
    body: bytes | None = None
    even: bool = False  # every row has all its cells
    frame: pd.DataFrame | None = None
    arrow: pa.Table | None = None  # the body, where it has been read as a whole
    footer: str = ""
    kept: NDArray[np.bool_] | None = None  # rows of the file that are rows of this table

    def __len__(self) -> int:
        return len(self.lines)

    @property
    def legend(self) -> str:
        """What the file says around the table."""
        return f"{self.metadata}\n{self.footer}"

    @cached_property
    def profiles(self) -> Profiles:
        """What the sample of each column holds."""
        return profiles_of(self.sample)

    def read(self, names: Sequence[str]) -> pd.DataFrame:
        """Some columns as text, in the order asked for; missing cells are ``""``."""
        wanted = [self.columns.index(name) for name in names]
        if self.frame is not None:
            picked = self.frame.iloc[:, wanted]
        elif self.arrow is not None:
            picked = self.arrow.select(wanted).to_pandas()
        else:
            picked = read_cells(
                self.body or b"", self.delimiter, len(self.columns), wanted, self.even
            )
        picked.columns = pd.Index(list(names))
        if self.kept is not None:
            picked = picked[self.kept]
        return picked.reset_index(drop=True)

    def only(self, column: str, value: str) -> RawTable:
        """The rows that hold ``value`` in ``column``."""
        kept = (self.read([column])[column].str.strip() == value).to_numpy()
        lines = self.lines if len(self.lines) == len(kept) else self.lines[: len(kept)]
        sample = self.sample[self.sample[column].str.strip() == value].reset_index(drop=True)
        return replace(self, kept=kept, lines=lines[kept], sample=sample)


def sampled_rows(count: int, width: int = 1) -> NDArray[np.intp]:
    """Which rows to look at when columns are looked for: fewer where there are many columns."""
    some = int(np.clip(SAMPLE_CELLS // width, 20, SAMPLE))
    if count <= 2 * some:
        return np.arange(count)
    spread = np.linspace(0, count - 1, some).astype(np.intp)
    return np.unique(np.concatenate([np.arange(some), spread]))


def _empty_columns(table: RawTable) -> Finding | None:
    """Columns without any value. The sample shows which may be; only those are read in full."""
    sample = table.sample
    maybe = [name for name, column in table.profiles.items() if column.is_empty]
    if maybe and len(sample) < len(table):
        whole = table.read(maybe)
        maybe = [name for name in maybe if all(map(is_missing, whole[name].unique().tolist()))]
    if not maybe:
        return None
    return Finding("empty_columns", len(maybe), (), {"columns": tuple(map(ColumnName, maybe[:8]))})


def with_empty_columns(table: RawTable) -> RawTable:
    found = _empty_columns(table)
    return replace(table, findings=(*table.findings, found)) if found else table


def read_cells(
    body: bytes, delimiter: str, width: int, wanted: Sequence[int], even: bool
) -> pd.DataFrame:
    """Some columns as text. ``even``: every row has all its cells, so Arrow can read it, fast."""
    if even and delimiter != " " and not has_spaces_before_quotes(body, delimiter):
        try:
            frame: pd.DataFrame = arrow_cells(
                pa.py_buffer(body), delimiter, width, wanted
            ).to_pandas()
            return frame
        except pa.ArrowInvalid:
            pass  # quotes that Arrow reads otherwise than we counted
    full = delimiter.join("x" * width).encode()  # so that pandas knows the width from the start
    try:
        frame = pd.read_csv(
            io.BytesIO(full + b"\n" + body),
            sep=r"\s+" if delimiter == " " else delimiter,
            header=None,
            names=range(width),
            usecols=sorted(set(wanted)),
            dtype=str,
            na_filter=False,
            index_col=False,
            skipinitialspace=True,
            skip_blank_lines=False,
            on_bad_lines="skip",
            engine="c",
        )
    except pd.errors.ParserError:  # quotes in a row that do not belong together
        return read_cells(body.replace(b'"', b""), delimiter, width, wanted, False)
    return frame[list(wanted)].iloc[1:].fillna("").reset_index(drop=True)


def has_spaces_before_quotes(text: bytes, delimiter: str) -> bool:
    """Whether quoted cells stand behind a space, which Arrow takes for a part of them."""
    return b'"' in text and f'{delimiter} "'.encode() in text


def arrow_cells(
    body: pa.Buffer,
    delimiter: str,
    width: int,
    wanted: Sequence[int] | None = None,
    threads: bool = False,
) -> pa.Table:
    """Cells as text; raises ``ArrowInvalid`` where a row has more or fewer, or none at all."""
    names = [str(i) for i in range(width)]
    picked = names if wanted is None else [names[i] for i in wanted]
    return arrow_csv.read_csv(
        pa.BufferReader(body),
        arrow_csv.ReadOptions(column_names=names, use_threads=threads),
        arrow_csv.ParseOptions(delimiter=delimiter, ignore_empty_lines=False),
        arrow_csv.ConvertOptions(
            include_columns=picked,
            column_types=dict.fromkeys(picked, pa.string()),
            strings_can_be_null=False,
        ),
    )

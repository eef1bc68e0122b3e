"""How much of a file is read, and the error that says why one was not."""

from __future__ import annotations

from dataclasses import dataclass

from rnnviz.errors import RnnvizError

MAX_COLUMNS = 256  # nobody looks through more, and a small file can claim a million
MAX_MEMBERS = 20_000  # pieces of a .gz: an hour each is two years


class TableError(RnnvizError):
    """The file is no table that can be read; ``code`` and ``params`` say why."""


@dataclass(frozen=True)
class Bounds:
    """Bytes of the file, bytes of what it unpacks to, marks (``<``) in a workbook's XML, rows.

    ``rows`` is None where any number is read. ``cells`` are rows × columns, filled or not, and
    ``longest`` the characters of one. ``here`` where the advice to go to the command line is of no
    use: somebody is there already.
    """

    size: int
    unpacked: int
    marks: int
    rows: int | None
    cells: int
    longest: int
    here: bool = False
    columns: int = MAX_COLUMNS

    def too_big(self, name: str, limit: int) -> TableError:
        """The error for a file with more bytes than ``limit``."""
        code = "table_too_big_here" if self.here else "table_too_big"
        return TableError(code, name=name, size=limit // 2**20)

    def too_long(self, name: str) -> TableError:
        """The error for a table with more rows than are read."""
        code = "table_too_long_here" if self.here else "table_too_long"
        return TableError(code, name=name, rows=self.rows)


PAGE = Bounds(
    size=128 * 2**20,
    unpacked=128 * 2**20,
    marks=6_000_000,
    rows=200_000,
    cells=3_000_000,
    longest=200_000,
)
COMMAND = Bounds(
    size=512 * 2**20,
    unpacked=1024 * 2**20,
    marks=50_000_000,
    rows=None,
    cells=100_000_000,
    longest=10_000_000,
    here=True,
)

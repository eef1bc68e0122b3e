"""How much of a file is read, and the error that says why one was not."""

from __future__ import annotations

from dataclasses import dataclass

from rnnviz.errors import RnnvizError

MAX_COLUMNS = 256  # nobody looks through more, and a small file can claim a million


class TableError(RnnvizError):
    """The file is no table that can be read; ``code`` and ``params`` say why."""


@dataclass(frozen=True)
class Bounds:
    """Bytes of the file, bytes of what it unpacks to, marks (``<``) in a workbook's XML, rows.

    ``rows`` is None where any number is read. ``where`` ends the code of the message, as the
    advice to somebody at the command line is not the one to somebody at the page.
    """

    size: int
    unpacked: int
    marks: int
    rows: int | None
    where: str = ""

    def too_big(self, name: str, limit: int) -> TableError:
        """The error for a file with more bytes than ``limit``."""
        if self.where:
            return TableError("table_too_big_here", name=name, size=limit // 2**20)
        return TableError("table_too_big", name=name, size=limit // 2**20)

    def too_long(self, name: str) -> TableError:
        """The error for a table with more rows than are read."""
        return TableError("table_too_long", name=name, rows=self.rows)


PAGE = Bounds(size=32 * 2**20, unpacked=128 * 2**20, marks=6_000_000, rows=25_000)
COMMAND = Bounds(
    size=512 * 2**20, unpacked=1024 * 2**20, marks=50_000_000, rows=None, where="command"
)

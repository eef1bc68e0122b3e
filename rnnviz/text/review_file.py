"""A file of reviews as read, with what its columns look like."""

from __future__ import annotations

from dataclasses import dataclass

from rnnviz.text.gold import gold_columns, rated_columns
from rnnviz.text.header_row import text_columns
from rnnviz.text.review_table import ReviewTable, read_reviews
from rnnviz.uploads.bounds import PAGE, Bounds


@dataclass(frozen=True)
class ReviewFile:
    """``likely``: places of the columns that read like reviews; ``golden``: of labels alone;
    ``rated``: of ratings alone."""

    table: ReviewTable
    likely: tuple[int, ...]
    golden: tuple[int, ...]
    rated: tuple[int, ...] = ()


def read_review_file(
    data: bytes, name: str, bounds: Bounds = PAGE, header: bool | None = None
) -> ReviewFile:
    """Read it; raises ``TableError``. Every cell is looked at here, so that no page needs to."""
    table = read_reviews(data, name, bounds, header)
    likely = tuple(text_columns(table.columns, table.rows))
    golden = tuple(gold_columns(table.columns, table.rows))
    return ReviewFile(table, likely, golden, tuple(rated_columns(table.columns, table.rows)))

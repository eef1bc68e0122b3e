"""A whole table of reviews read by a model: verdicts beside the user's columns.

The user's columns stay as they are, the labels among them; the verdicts come in columns of their
own behind them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import numpy as np

from rnnviz.atomic_write import replacing
from rnnviz.errors import RnnvizError
from rnnviz.inference.answers import Answer, answer_stream
from rnnviz.models.checkpoint import Checkpoint
from rnnviz.text.review_table import ReviewTable, free_name
from rnnviz.uploads.paths import part_of, shown
from rnnviz.uploads.safe_csv import write_rows

VERDICTS = ("positive", "negative", "unreadable")


@dataclass(frozen=True)
class Extras:
    """Columns beyond label and probability: whether the verdict is doubtful, and the words that
    mattered most."""

    doubtful: bool = False
    words: bool = False


@dataclass(frozen=True)
class ClassifiedTable:
    """A table with the model's answer for each row, or for the first ones where it was stopped."""

    table: ReviewTable
    answers: Sequence[Answer]
    extras: Extras = Extras()

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(answer.label for answer in self.answers)

    @property
    def probabilities(self) -> tuple[float, ...]:
        """P(positive), NaN without words."""
        return tuple(answer.probability for answer in self.answers)

    @property
    def whole(self) -> bool:
        """Whether every row was read."""
        return len(self.answers) == len(self.table.rows)

    def counts(self) -> dict[str, int]:
        """How many rows got each label, of those that occur."""
        found = Counter(self.labels)
        return {label: found[label] for label in VERDICTS if found[label]}

    def added(self) -> tuple[str, ...]:
        """The names of the new columns, which no column of the user's has."""
        columns = [*self.table.columns]
        wanted = ["rnnviz_label", "rnnviz_probability"]
        wanted += ["rnnviz_doubtful"] * self.extras.doubtful + ["rnnviz_words"] * self.extras.words
        return tuple(free_name(name, columns) for name in wanted)

    def answered(self, row: int) -> list[str]:
        """What stands in the new columns of a row."""
        answer = self.answers[row]
        unread = np.isnan(answer.probability)
        cells = [answer.label, "" if unread else f"{answer.probability:.6f}"]
        if self.extras.doubtful:
            cells.append("" if unread else str(answer.doubtful).lower())
        if self.extras.words:
            cells.append(answer.words)
        return cells

    def rows(self) -> Iterator[list[str]]:
        """The header and all rows that were read with the new columns behind, as a CSV has them."""
        yield [*self.table.columns, *self.added()]
        for k in range(len(self.answers)):
            yield [*self.table.rows[k], *self.answered(k)]


def classify_table(
    table: ReviewTable,
    column: int,
    checkpoint: Checkpoint,
    progress: Callable[[int], None] | None = None,
    extras: Extras = Extras(),
    workers: int = 1,
) -> ClassifiedTable:
    """Read every row's text in ``column`` (its place)."""
    texts = (row[column] for row in table.rows)
    found = answer_stream(texts, checkpoint, extras.words, progress, workers)
    return ClassifiedTable(table, tuple(found), extras)


def write_classified(handle: TextIO, found: ClassifiedTable) -> int:
    """Write the CSV; returns how many cells were defused, as ``uploads.safe_csv`` does it."""
    return write_rows(handle, found.rows())


def save_classified(output: Path, found: ClassifiedTable) -> int:
    """Write the CSV to a file, which appears only when it is whole; returns the cells defused.

    Raises ``output_unwritable``.
    """
    try:
        with (
            replacing(output, part_of(output)) as part,
            part.open("w", encoding="utf-8", newline="") as handle,
        ):
            return write_classified(handle, found)
    except OSError:
        raise RnnvizError("output_unwritable", path=shown(output)) from None

"""A whole table of reviews read by a model: verdicts beside the user's columns, and a comparison.

The user's columns stay as they are, the labels among them; the verdicts come in columns of their
own behind them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import numpy as np

from rnnviz.atomic_write import replacing
from rnnviz.errors import RnnvizError
from rnnviz.inference.classify import classify_rows
from rnnviz.models.checkpoint import Checkpoint
from rnnviz.text.gold import labels_of
from rnnviz.text.review_table import ReviewTable, free_name
from rnnviz.uploads.paths import part_of, shown
from rnnviz.uploads.safe_csv import write_rows

VERDICTS = ("positive", "negative", "unreadable")


@dataclass(frozen=True)
class ClassifiedTable:
    """A table with the model's answer for each row: a label, and P(positive), NaN without words."""

    table: ReviewTable
    labels: tuple[str, ...]
    probabilities: tuple[float, ...]

    def counts(self) -> dict[str, int]:
        """How many rows got each label, of those that occur."""
        found = Counter(self.labels)
        return {label: found[label] for label in VERDICTS if found[label]}

    def added(self) -> tuple[str, str]:
        """The names of the two new columns, which no column of the user's has."""
        columns = [*self.table.columns]
        label, probability = "rnnviz_label", "rnnviz_probability"
        return free_name(label, columns), free_name(probability, columns)

    def rows(self) -> Iterator[list[str]]:
        """The header and all rows with the two columns behind, as a CSV has them."""
        yield [*self.table.columns, *self.added()]
        answers = zip(self.table.rows, self.labels, self.probabilities, strict=True)
        for row, label, probability in answers:
            yield [*row, label, "" if np.isnan(probability) else f"{probability:.6f}"]


@dataclass(frozen=True)
class Agreement:
    """The user's labels against the model's: ``table[(theirs, the model's)]`` counts rows."""

    right: int
    labelled: int
    table: dict[tuple[str, str], int]


def classify_table(
    table: ReviewTable,
    column: int,
    checkpoint: Checkpoint,
    progress: Callable[[int], None] | None = None,
) -> ClassifiedTable:
    """Read every row's text in ``column`` (its place)."""
    answers = list(classify_rows(table.values(column), checkpoint, progress))
    labels, probabilities = zip(*answers, strict=True)
    return ClassifiedTable(table, labels, probabilities)


def agreement(gold: Iterable[str], verdicts: Sequence[str]) -> Agreement | None:
    """How often the user's labels and the verdicts agree; None where ``gold`` holds no labels.

    Rows without a label do not count; a labelled row without a word to read counts as not right.
    """
    meant = labels_of(gold)
    if meant is None:
        return None
    pairs = zip(meant, verdicts, strict=True)
    table = Counter((theirs, ours) for theirs, ours in pairs if theirs is not None)
    right = sum(count for (theirs, ours), count in table.items() if theirs == ours)
    return Agreement(right, table.total(), dict(table))


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

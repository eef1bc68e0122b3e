"""What a file of verdicts says as a whole: which are doubtful, and how they fare against labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from rnnviz.inference.answers import Answer
from rnnviz.inference.answers import answers as read_texts
from rnnviz.inference.batch import ClassifiedTable
from rnnviz.models.checkpoint import Checkpoint
from rnnviz.text.gold import meant_by

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Agreement:
    """The user's labels against the model's: ``table[(theirs, the model's)]`` counts rows.

    ``worst``: places of the rows that are wrong, the surest first.
    """

    right: int
    labelled: int
    table: dict[tuple[str, str], int]
    worst: tuple[int, ...] = ()

    @property
    def share(self) -> float:
        return self.right / self.labelled

    @property
    def interval(self) -> tuple[float, float]:
        """What the share is of rows like these, as far as so many can tell (95%)."""
        return wilson(self.right, self.labelled)


def wilson(right: int, count: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Wilson's score interval (1927) for a share of ``right`` in ``count``, at least 1.

    Unlike the usual one it stays within 0 and 1, and is honest about few rows and about 100%.
    """
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    share = right / count
    centre = share + z * z / (2 * count)
    spread = z * (share * (1 - share) / count + z * z / (4 * count * count)) ** 0.5
    whole = 1 + z * z / count
    low, high = (centre - spread) / whole, (centre + spread) / whole
    return max(0.0, min(low, share)), min(1.0, max(high, share))  # rounding included


def agreement(gold: Sequence[str], answers: Sequence[Answer], most: int = 10) -> Agreement | None:
    """How often the user's labels and the verdicts agree; None where ``gold`` holds no labels.

    Rows without a label, and ratings of the middle, do not count; a labelled row without a word to
    read counts as not right. ``answers`` may be of the first rows only.
    """
    meant = meant_by(gold)
    if meant is None:
        return None
    table: Counter[tuple[str, str]] = Counter()
    wrong: list[tuple[float, int]] = []
    for place, (theirs, answer) in enumerate(zip(meant, answers, strict=False)):
        if theirs is None:
            continue
        ours = answer.label
        table[theirs, ours] += 1
        if ours != theirs and ours != "unreadable":
            wrong.append((-abs(answer.probability - 0.5), place))
    right = sum(count for (theirs, ours), count in table.items() if theirs == ours)
    if not table:
        return None
    worst = tuple(place for _, place in sorted(wrong)[:most])
    return Agreement(right, table.total(), dict(table), worst)


def doubtful_first(answers: Sequence[Answer]) -> list[int]:
    """Places of all rows: the doubtful ones, the closest first, then the others as they stand."""
    doubtful = [k for k, answer in enumerate(answers) if answer.doubtful]
    doubtful.sort(key=lambda k: (abs(answers[k].probability - 0.5), k))
    held = set(doubtful)
    return doubtful + [k for k in range(len(answers)) if k not in held]


def doubtful_count(answers: Sequence[Answer]) -> int:
    """How many verdicts are too close to be believed."""
    return sum(answer.doubtful for answer in answers)


def words_of(
    found: ClassifiedTable, column: int, places: Sequence[int], checkpoint: Checkpoint
) -> list[str]:
    """The words that mattered most in some rows, worked out where the table came without them."""
    if found.extras.words:
        return [found.answers[place].words for place in places]
    texts = [found.table.rows[place][column] for place in places]
    return [answer.words for answer in read_texts(texts, checkpoint, words=True)]

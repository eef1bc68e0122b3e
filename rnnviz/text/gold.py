"""The user's own labels: which column has them, and what its values mean.

Labels are two words or figures (positive/negative, pos/neg, 1/0, 1/−1, tích cực/tiêu cực), with or
without "neutral"; or ratings of 1 to 5 or 1 to 10, whose middle says neither.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from rnnviz.uploads.bounds import TableError

# The likeliest first. A name of several words counts if one of them is here.
GOLD_NAMES: tuple[str, ...] = (
    "label",
    "labels",
    "sentiment",
    "gold",
    "target",
    "class",
    "polarity",
    "truth",
)
GOLD_NAMES += ("y", "true", "actual", "nhãn", "cảm xúc", "lớp")
RATING_NAMES = {"rating", "ratings", "stars", "star", "score", "scores", "grade", "overall"}
RATING_NAMES |= {"điểm", "diem", "sao", "xếp hạng", "đánh giá"}
# The highest rating that is negative, and the lowest that is positive: those of the corpora.
RATINGS = {5: (2.0, 4.0), 10: (4.0, 7.0)}
_MEANINGS = {
    "positive": ("positive", "pos", "1", "+1", "1.0", "tích cực", "tich cuc"),
    "negative": ("negative", "neg", "0", "0.0", "-1", "-1.0", "−1", "tiêu cực", "tieu cuc"),
}
_NEITHER = {"neutral", "neu", "mixed", "trung tính", "trung lập", "trung tinh"}
_RATING = re.compile(r"(\d{1,2}(?:[.,][05]0?)?)\s*(?:/\s*(5|10)|sao|stars?|★)?")
_MEANING = {said: label for label, all_said in _MEANINGS.items() for said in all_said}
_DISTINCT, _LONGEST = 60, 40  # values of a column of labels, characters of one
_NOUGHT, _MINUS = {"0", "0.0"}, {"-1", "-1.0", "−1"}


def plain_name(name: str) -> str:
    """A column's name for comparing: small letters, composed, words apart by one space."""
    composed = unicodedata.normalize("NFC", name).strip().lower()
    return " ".join(re.split(r"[\s_\-./]+", composed)).strip()


def meaning(value: str) -> str | None:
    """``positive`` or ``negative``; None where the value says neither."""
    return _MEANING.get(plain_value(value))


def plain_value(value: str) -> str:
    """A label for comparing."""
    return " ".join(unicodedata.normalize("NFC", value).strip().lower().split())


def labels_of(values: Iterable[str]) -> list[str | None] | None:
    """What each value means, None where it is blank or says neither; None if any is no label.

    Where −1 and 0 both occur, 0 is "neither", so such a column is none of two labels.
    """
    every = list(values)
    said = {value: plain_value(value) for value in _few(every) or ()}
    seen = set(said.values())
    if not seen & _MEANING.keys() or not seen <= {"", *_MEANING, *_NEITHER}:
        return None
    if seen & _NOUGHT and seen & _MINUS:
        return None
    return [_MEANING.get(said[value]) for value in every]


def scale_of(values: Iterable[str]) -> int | None:
    """5 or 10 where all values are blank or ratings from 1 to 5 or 10, some of them above 3."""
    figures: set[float] = set()
    tens = False
    for value in _few(values) or ():
        if not value.strip():
            continue
        found = _RATING.fullmatch(plain_value(value))
        if found is None:
            return None
        figures.add(float(found[1].replace(",", ".")))
        tens = tens or found[2] == "10"
    if len(figures) < 2 or min(figures) < 1 or not 4 <= max(figures) <= 10:
        return None
    return 10 if tens or max(figures) > 5 else 5


def rated_labels(values: Iterable[str]) -> list[str | None] | None:
    """What each rating means, None where it is blank or in the middle; None where not rated."""
    every = list(values)
    scale = scale_of(every)
    if scale is None:
        return None
    low, high = RATINGS[scale]
    meant: dict[str, str | None] = {}
    for value in set(every):
        found = _RATING.fullmatch(plain_value(value))
        figure = float(found[1].replace(",", ".")) if found else (low + high) / 2
        meant[value] = "negative" if figure <= low else "positive" if figure >= high else None
    return [meant[value] for value in every]


def meant_by(values: Sequence[str]) -> list[str | None] | None:
    """What each value means, be it a label or a rating; None where the column is neither."""
    return labels_of(values) or rated_labels(values)


def _few(values: Iterable[str]) -> set[str] | None:
    """The distinct values, None where there are too many or too long ones for labels."""
    seen: set[str] = set()
    for value in values:
        seen.add(value)
        if len(seen) > _DISTINCT or len(value) > _LONGEST:
            return None
    return seen


def gold_columns(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """Places of the columns that hold nothing but labels; those named like it come first."""

    def rank(place: int) -> int:
        name = plain_name(columns[place])
        words = {name, *name.split()}
        return next((k for k, known in enumerate(GOLD_NAMES) if known in words), len(GOLD_NAMES))

    fit = [k for k in range(len(columns)) if labels_of(row[k] for row in rows) is not None]
    return sorted(fit, key=rank)


def rated_columns(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """Places of the columns that hold nothing but ratings; those named like it come first."""
    fit = [k for k in range(len(columns)) if scale_of(row[k] for row in rows) is not None]
    return sorted(fit, key=lambda place: not _named(columns[place], RATING_NAMES))


def named_gold(columns: Sequence[str], fit: Sequence[int], rated: Sequence[int] = ()) -> int | None:
    """The first of the fitting columns if its name says "label" too, else of the ``rated`` ones."""
    for places, names in ((fit, set(GOLD_NAMES)), (rated, RATING_NAMES)):
        mine = [k for k in places if not _is_ours(columns[k])]
        if mine and _named(columns[mine[0]], names):
            return mine[0]
    return None


def _named(column: str, names: set[str]) -> bool:
    name = plain_name(column)
    return bool({name, *name.split()} & names)


def _is_ours(column: str) -> bool:
    """Whether an earlier result of ours added the column: it would agree with itself."""
    return plain_name(column).startswith("rnnviz ")


def find_gold(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    text: int,
    wanted: str | None = None,
    name: str = "",
) -> int | None:
    """The place of the column with the user's labels, not the ``text``'s; None where there is none.

    ``wanted`` decides, ``none`` for none; raises ``table_no_column`` or ``table_no_gold``.
    """
    if wanted is None:
        fit, rated = gold_columns(columns, rows), rated_columns(columns, rows)
        return named_gold(columns, [k for k in fit if k != text], [k for k in rated if k != text])
    if wanted in columns:
        place = columns.index(wanted)
        if meant_by([row[place] for row in rows]) is None:
            raise TableError("table_no_gold", name=name, column=wanted)
        return place
    if wanted.lower() == "none":
        return None
    raise TableError(
        "table_no_column", name=name, column=wanted, columns=", ".join(list(columns)[:20])
    )

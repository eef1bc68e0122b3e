"""The user's own labels: which column has them, and what its values mean."""

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
_MEANINGS = {
    "positive": ("positive", "pos", "1", "+1", "1.0", "tích cực"),
    "negative": ("negative", "neg", "0", "0.0", "-1", "-1.0", "−1", "tiêu cực"),
}
_MEANING = {said: label for label, all_said in _MEANINGS.items() for said in all_said}
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
    """What each value means, None where it is blank; None if any value is no label.

    Where −1 and 0 both occur, 0 is "neither", so such a column is none of two labels.
    """
    found: list[str | None] = []
    seen: set[str] = set()
    for value in values:
        said = plain_value(value)
        if said and said not in _MEANING:
            return None
        seen.add(said)
        found.append(_MEANING.get(said))
    if seen & _NOUGHT and seen & _MINUS:
        return None
    return found if any(found) else None


def gold_columns(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """Places of the columns that hold nothing but labels; those named like it come first."""

    def rank(place: int) -> int:
        name = plain_name(columns[place])
        words = {name, *name.split()}
        return next((k for k, known in enumerate(GOLD_NAMES) if known in words), len(GOLD_NAMES))

    fit = [k for k in range(len(columns)) if labels_of(row[k] for row in rows) is not None]
    return sorted(fit, key=rank)


def named_gold(columns: Sequence[str], fit: Sequence[int]) -> int | None:
    """The first of the fitting columns if its name says "label" too."""
    fit = [k for k in fit if not _is_ours(columns[k])]
    if not fit:
        return None
    name = plain_name(columns[fit[0]])
    return fit[0] if {name, *name.split()} & set(GOLD_NAMES) else None


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
        return named_gold(columns, [k for k in gold_columns(columns, rows) if k != text])
    if wanted in columns:
        place = columns.index(wanted)
        if labels_of(row[place] for row in rows) is None:
            raise TableError("table_no_gold", name=name, column=wanted)
        return place
    if wanted.lower() == "none":
        return None
    raise TableError(
        "table_no_column", name=name, column=wanted, columns=", ".join(list(columns)[:20])
    )

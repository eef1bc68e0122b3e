"""Is the first row of a table its header, or a review like the rest? And what reads like text?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rnnviz.text.gold import GOLD_NAMES, meaning, plain_name

TEXT_NAMES: tuple[str, ...] = (
    "review",
    "reviews",
    "text",
    "review text",
    "comment",
    "comments",
    "content",
)
TEXT_NAMES += ("body", "sentence", "message", "phrase", "opinion", "feedback", "document")
TEXT_NAMES += ("đánh giá", "nội dung", "bình luận", "nhận xét", "văn bản", "câu")
_OTHER_NAMES = {"id", "index", "name", "title", "date", "time", "user", "author", "rating", "stars"}
_OTHER_NAMES |= {"score", "price", "url", "film", "movie", "product", "notes", "note", "stt"}
KNOWN = {*TEXT_NAMES, *GOLD_NAMES, *_OTHER_NAMES}
_NUMBER = re.compile(r"[+\-−]?[\d.,]*\d[\d.,]*%?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T][\d:.]+Z?)?")
_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"\S+(://|@)\S+|\S*[\\/]\S*")
_SAMPLE = 300
_LOOKED_AT = 2000  # characters of a cell
_LONGEST = 100  # characters of a number or a label


def has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns: by a usual name, or as it is unlike those below."""
    first, below = rows[0], rows[1 : 1 + _SAMPLE]
    if any(map(is_usual_name, first)):
        return True
    if len(first) == 1 and len(_WORD.findall(first[0])) > 1:
        return False  # a review lost is worse than a heading read as one
    as_data = False
    for place, cell in enumerate(first):
        cell = cell.strip()
        under = [row[place].strip() for row in below if place < len(row) and row[place].strip()]
        if not cell or (below and not under):
            continue
        if under and all(is_value(value) for value in under):
            if not is_value(cell):
                return True
            as_data = True
        elif not is_value(cell):
            as_data = as_data or _is_sentence(cell) or cell in under
    return not as_data


def is_usual_name(cell: str) -> bool:
    """Whether columns are often called so."""
    return plain_name(cell) in KNOWN


def is_value(cell: str) -> bool:
    """A number, a date or a label: what no column is called if all below it are such."""
    return len(cell) <= _LONGEST and (bool(_NUMBER.fullmatch(cell)) or meaning(cell) is not None)


def _is_sentence(cell: str) -> bool:
    words = len(_WORD.findall(cell))
    return words >= 5 or len(cell) > 50 or (words >= 1 and cell.endswith((".", "!", "…", "?!")))


def reads_like_text(values: Sequence[str], few_words: bool = False) -> bool:
    """Whether most values are of several words; with ``few_words`` one word is enough."""
    said = [value.strip()[:_LOOKED_AT] for value in values if value.strip()][:_SAMPLE]
    least = 1 if few_words else 2
    like = 0
    for value in said:
        words = _WORD.findall(value)
        if is_value(value) or _ADDRESS.fullmatch(value):
            continue
        # Chinese or Japanese is written without spaces.
        like += len(words) >= least or (len(words) == 1 and len(words[0]) >= 20)
    return like >= 0.5 * len(said) if not few_words else like > 0


def text_columns(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """Places of the columns that read like text, the likeliest first: by name, else by length."""
    step = max(1, len(rows) // _SAMPLE)
    sample = rows[::step]
    ranks: dict[int, tuple[int, float]] = {}
    for place, column in enumerate(columns):
        values = [row[place] for row in sample]
        name = plain_name(column)
        known = TEXT_NAMES.index(name) if name in TEXT_NAMES else len(TEXT_NAMES)
        few = name in TEXT_NAMES or len(columns) == 1
        if any(value.strip() for value in values) and reads_like_text(values, few):
            ranks[place] = (known, -sum(map(len, values)) / len(values))
    return sorted(ranks, key=lambda place: ranks[place])

"""Where the sentences and phrases of a text begin and end, in steps of what a model reads."""

from __future__ import annotations

import re

from rnnviz.text.encoding import Encoding

# What stands between two words: a mark that ends a sentence wherever it stands, or a full stop that
# something follows which is no part of a word, a number or an address.
_ENDS = re.compile(r"[!?…。！？\n]|<br\b|\.[\W_]", re.IGNORECASE)
_STOP = re.compile(r"\.$")
_PAUSES = re.compile(r"[,;:()\[\]–—、，；：]|\s-|-\s|--")
# A full stop after these is part of the word.
TITLES = frozenset({"mr", "mrs", "ms", "dr", "prof", "st", "vs"})


def sentences(encoding: Encoding) -> tuple[tuple[int, int], ...]:
    """The sentences as (start, end) over the steps, in order, ``<pad>`` left out.

    A sentence ends at . ! ? … or a line break between two words; a full stop inside a number, after
    a title (Mr.) or an initial (J.) does not count, one with a capital right behind it does
    ("good.The"). Words that truncation took out end a sentence too: what it joined was not said.
    """
    return _spans(encoding, phrases=False)


def phrases(encoding: Encoding) -> tuple[tuple[int, int], ...]:
    """The same, parted also at commas, colons, semicolons, dashes and brackets."""
    return _spans(encoding, phrases=True)


def _spans(encoding: Encoding, phrases: bool) -> tuple[tuple[int, int], ...]:
    words = [step for step, position in enumerate(encoding.positions) if position >= 0]
    if not words:
        return ()
    first, last = words[0], words[-1]  # padding stands at one end only
    ends = [step for step in range(first, last) if _parted(encoding, step, phrases)]
    return tuple(
        zip(
            [first, *(end + 1 for end in ends)], [*(end + 1 for end in ends), last + 1], strict=True
        )
    )


def _parted(encoding: Encoding, step: int, phrases: bool) -> bool:
    """Whether a sentence (or a phrase) ends between this step and the next."""
    here, there = encoding.positions[step : step + 2]
    if there > here + 1:
        return True
    before, after = encoding.tokens[here], encoding.tokens[there]
    between = encoding.text[before.end : after.start]
    if phrases and _PAUSES.search(between):
        return True
    found = _ENDS.search(between) or _STOP.search(between)
    if found is None:
        return False
    if not found[0].startswith("."):
        return True
    initial = len(before.word) == 1 and before.word != "i" and encoding.text[before.start].isupper()
    if before.word in TITLES or (initial and between.startswith(".")):
        return False
    return found.re is _ENDS or encoding.text[after.start].isupper()

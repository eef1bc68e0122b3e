"""The rules for short texts in which a small word turns the meaning, by language: a small grammar.

They stand in ``rnnviz/assets/contrast_rules``. A pattern such as ``"<who> <says> <claim> <deny>"``
is opened phrase by phrase until only words and gaps for words that lean to a side are left.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from rnnviz.models.specs import Language

_PART = re.compile(r"<(?P<phrase>\w+)>|\{(?P<other>~?)(?P<kind>\w+)\}|(?P<word>\S+)")
GRADED = "adj"  # the kind of words of which some come from the corpus
TOPIC = "topic"  # and that of which all do; they lean to no side


class Gap(NamedTuple):
    """A gap for a word of a ``kind``; of the ``other`` side than the rule's own."""

    kind: str
    other: bool


@dataclass(frozen=True)
class ContrastRules:
    """The rules of a language. ``keeps``, ``turns`` and ``instead`` are patterns.

    ``keeps`` leaves the side of the words in its gaps, ``turns`` turns it; in ``instead`` a word of
    the other side decides. ``phrases``: what ``<name>`` in a pattern may stand for. ``words``: for
    each side (True: positive) and kind what a gap may hold. ``degrees``: words before one that can
    be graded; ``articles``: before one that a text is about. ``verbs`` are what a negation may
    follow in a real sentence, with ``no`` as the negation; ``between`` may stand between it and the
    word, ``after`` behind the word. ``joins``: in "A join B" the writer's last word is B;
    ``yields``: pairs that begin the text and stand between, with the same outcome.
    """

    degrees: tuple[str, ...]
    articles: tuple[str, ...]
    verbs: tuple[str, ...]
    no: tuple[str, ...]
    between: tuple[str, ...]
    after: tuple[str, ...]
    joins: tuple[str, ...]
    yields: tuple[tuple[str, str], ...]
    keeps: tuple[str, ...]
    turns: tuple[str, ...]
    instead: tuple[str, ...]
    phrases: Mapping[str, tuple[str, ...]]
    words: Mapping[bool, Mapping[str, tuple[str, ...]]]

    def opened(self, pattern: str, dice: random.Random) -> Iterator[str | Gap]:
        """The words and gaps of a pattern, for each phrase one of those it may stand for."""
        for part in _PART.finditer(pattern):
            if phrase := part["phrase"]:
                yield from self.opened(dice.choice(self.phrases[phrase]), dice)
            elif kind := part["kind"]:
                yield Gap(kind, bool(part["other"]))
            else:
                yield part["word"]


@cache
def contrast_rules(language: Language) -> ContrastRules:
    """The rules of a language."""
    file = files("rnnviz") / "assets" / "contrast_rules" / f"{language}.toml"
    told = tomllib.loads(file.read_text(encoding="utf-8"))
    lists = (
        "degrees",
        "articles",
        "verbs",
        "no",
        "between",
        "after",
        "joins",
        "keeps",
        "turns",
        "instead",
    )
    words = told["words"]
    return ContrastRules(
        **{name: tuple(told[name]) for name in lists},
        yields=tuple((first, second) for first, second in told["yields"]),
        phrases={name: tuple(some) for name, some in told["phrases"].items()},
        words={
            side: {kind: tuple(some) for kind, some in words[name].items()}
            for side, name in ((True, "positive"), (False, "negative"))
        },
    )

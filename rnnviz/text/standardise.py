"""From raw text to words: markup and special characters out, lower case, split at the spaces.

One rule for everything in the app: training, the shipped models, the pages, the command line.
The rules are ``tokenizers`` normalisers, which keep the alignment of every word with the original.

Text is composed (NFC) before anything else: ``ệ`` is one letter, however a keyboard wrote it.
Spans are places in the composed text, which is also what the pages show.

Markup is what HTML calls a tag: a name from ``TAGS`` right behind ``<`` or ``</``, and behind the
name nothing or attributes with a ``=``. So ``I <3 this``, ``a < b > c`` and a title in angle
brackets, ``<Mắt biếc>``, stay. A short script or style goes whole; of one with tags inside only the
tags go. Every pattern is bounded or stops at the next ``<``: the work grows with the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from tokenizers import Regex, normalizers

TAGS = (
    "a abbr address article aside audio b big blockquote body br button center cite code col dd "
    "del details div dl dt em embed figcaption figure font footer form h1 h2 h3 h4 h5 h6 head "
    "header hr html i iframe img input ins label li link main mark meta nav nobr object ol option "
    "p pre q s script section select small source span strike strong style sub summary sup svg "
    "table tbody td textarea tfoot th thead tr tt u ul video wbr"
)
_ATTRIBUTES = r"(?:\s[^<>=]{0,60}=(?>[^<>]{0,500}))?\s*/?>"
_NAMES = "|".join(TAGS.split())
_MARKUP = (
    (rf"(?i)<(?:script|style){_ATTRIBUTES}[^<]{{0,2000}}</(?:script|style)\s*>", " "),
    (rf"(?i)</?(?:{_NAMES}){_ATTRIBUTES}", " "),
)

# The steps, in order. The names are catalogue keys (``tokens.rule.<name>``).
_WORD = r"\p{L}\p{M}\p{N}"
RULES: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("markup", _MARKUP),
    ("apostrophes", ((r"[’‘ʼ＇]", "'"),)),
    ("lower_case", ()),
    (
        "special_characters",
        (
            (rf"[^{_WORD}']+", " "),
            # An apostrophe is part of a word only between letters; a mark only after one.
            (rf"(?<![{_WORD}])['\p{{M}}]+", " "),
            (rf"'+(?![{_WORD}])", " "),
        ),
    ),
)


def _rule(name: str, replacements: tuple[tuple[str, str], ...]) -> normalizers.Normalizer:
    if name == "lower_case":
        # Some small letters have a composed form that the capital lacks (J̌, ǰ).
        return normalizers.Sequence([normalizers.Lowercase(), normalizers.NFC()])
    return normalizers.Sequence(
        [normalizers.Replace(Regex(pattern), content) for pattern, content in replacements]
    )


@cache
def normaliser() -> normalizers.Normalizer:
    """All rules as one ``tokenizers`` normaliser, composition first."""
    return normalizers.Sequence([normalizers.NFC(), *(_rule(name, parts) for name, parts in RULES)])


@cache
def _nfc() -> normalizers.Normalizer:
    return normalizers.NFC()


def compose(text: str) -> str:
    """The text in NFC. Not by ``unicodedata``: that takes minutes for a megabyte of marks."""
    return text if text.isascii() else str(_nfc().normalize_str(text))


@cache
def _rules() -> tuple[tuple[str, normalizers.Normalizer], ...]:
    return tuple((name, _rule(name, parts)) for name, parts in RULES)


def standardise(text: str) -> str:
    """The text with every rule applied; words are separated by spaces."""
    return str(normaliser().normalize_str(text))


def standardise_batch(texts: Sequence[str]) -> list[str]:
    """``standardise`` of each text."""
    rules = normaliser()
    return [str(rules.normalize_str(text)) for text in texts]


def standardise_steps(text: str) -> tuple[tuple[str, str], ...]:
    """The composed text after each rule: ``(rule name, text)`` in the order they are applied."""
    steps = []
    text = compose(text)
    for name, rule in _rules():
        text = str(rule.normalize_str(text))
        steps.append((name, text))
    return tuple(steps)


def split_words(standardised: str) -> list[str]:
    """The words of a standardised text."""
    return standardised.split()

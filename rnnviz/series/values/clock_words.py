"""AM, PM and the names of months in the languages of the world.

The words are in ``clock_words.toml``, which ``docs/make_clock_words.py`` makes from CLDR. They are
found in any case, with or without their full stops; those that mean something else in another
language only as they are written there, and beside a clock. Two letters are often a unit (29.92 in,
5 nm): they say AM or PM only beside hours and minutes. English AM and PM are a pattern: all other
words for them are turned into these before a stamp is read.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

Half = Literal["am", "pm"]

FILE = Path(__file__).with_suffix(".toml")
ENGLISH_HALF = r"[ap]\.?\s?m\.?"  # in small letters: to be matched in any case
HALVES: tuple[Half, Half] = ("am", "pm")
_IN_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_LONGEST = 120  # characters of a stamp
_SHORT_WORD = re.compile(r"[^\W\d]{3,12}\.?")  # what a stamp may have for a month as it is
_NO_LETTERS_BESIDE = r"(?<![^\W\d_年月日時时点시分분秒초일])(?:{})(?![^\W\d_])"
_LOOSE = {".": r"\.?", "’": "['’׳]?", "׳": "['’׳]?", **dict.fromkeys(" \xa0\u202f", r"\s?")}
# One moment each, so that the figures before them may be left out: "noon", "12 noon", "12:00 noon".
_NOON_OR_MIDNIGHT = re.compile(
    r"(?P<clock>(?<![\d/.-])(?:12|\d{1,2}(?::\d\d){1,2})\s*)?(?<![^\W\d])"
    r"(?P<word>noon|midday|midnight)(?![^\W_])",
    re.IGNORECASE,
)
_AS_ZEROS = str.maketrans("123456789", "000000000")
_CLOCK_BEFORE = re.compile(r"\d[:h]\d\d\s*$")
_CLOCK_AFTER = re.compile(r"\s*(\d{1,2}(?::\d\d){1,2})")
# Written without spaces between words: no letter beside such a word says that it is another.
_WITHOUT_SPACES = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]+")


@dataclass(frozen=True)
class ClockWords:
    """The words of a language: of each month, January first, and for AM and PM."""

    months: tuple[tuple[str, ...], ...]
    am: tuple[str, ...]
    pm: tuple[str, ...]


def fold(word: str) -> str:
    """A word as it is looked up: in small letters, without full stops, spaces and apostrophes."""
    small = unicodedata.normalize("NFC", word).lower().replace("\u0307", "")  # İ is i and a dot
    return re.sub(r"[.\s'’׳]", "", small)


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@cache
def clock_words() -> dict[str, ClockWords]:
    """The words by language, in CLDR's codes."""
    return {
        language: ClockWords(
            tuple(tuple(words.split(", ")) if words else () for words in said.get("months", [])),
            tuple(said.get("am", [])),
            tuple(said.get("pm", [])),
        )
        for language, said in _file()["languages"].items()
    }


@cache
def careful_halves() -> frozenset[str]:
    """Words for AM and PM that are read only as they are written, and beside a clock."""
    return frozenset(_file()["conflicts"]["halves"])


@cache
def _months() -> dict[str, int]:
    found = {}
    for said in clock_words().values():
        for number, words in enumerate(said.months, start=1):
            for word in words:
                found[fold(word)] = found[fold(word.upper())] = number
    return found


@cache
def _halves() -> dict[str, Half]:
    """Words for AM and PM by how they are looked up, careful ones as they are written."""
    found: dict[str, Half] = {}
    for said in clock_words().values():
        for half in HALVES:
            for word in getattr(said, half):
                found[word] = half
                if word not in careful_halves():
                    found[fold(word)] = found[fold(word.upper())] = half
    return found


@lru_cache(maxsize=4096)
def month(word: str) -> int | None:
    """The number of a month by its name, in many languages; None where it is no name of one."""
    return _months().get(fold(word))


def half_of(word: str) -> Half | None:
    """Whether a word says AM or PM; None where it says something else."""
    if not word[:1].isalpha():
        return None
    if re.fullmatch(ENGLISH_HALF, word, re.IGNORECASE):
        return HALVES[word[0] in "pP"]
    return _halves().get(word) or _halves().get(fold(word))


def all_halves(cells: Iterable[str]) -> bool:
    """Whether a column says AM and PM and nothing else, in the words of one language.

    TO and CH say it in two languages, and are provinces of Italy.
    """
    words = set(cells)
    if not words or len(words) > 20:
        return False
    if {half_of(word) for word in words} != set(HALVES):
        return False
    if all(re.fullmatch(ENGLISH_HALF, word, re.IGNORECASE) for word in words):
        return True
    folded = {fold(word) for word in words}
    return any(
        folded <= {fold(word) for word in (*said.am, *said.pm)} for said in clock_words().values()
    )


def half_in_english(cell: str) -> str:
    """A stamp or clock with ``am`` or ``pm`` in the place of another language's word, behind it.

    Midnight is the one before the day: 12:00 am.
    """
    if twelve := _NOON_OR_MIDNIGHT.search(cell):
        clock = (twelve["clock"] or "12:00").strip()
        half = HALVES[twelve["word"].lower() != "midnight"] if clock.startswith("12") else ""
        clock = "12:00" if clock == "12" else clock  # and no day of a month
        return f"{cell[: twelve.start()]}{clock} {half}{cell[twelve.end() :]}".strip()
    place = _half_in(cell)
    if place is None:
        return cell
    cell, begin, end, half = place
    before, after = cell[:begin], cell[end:]
    clock = _CLOCK_AFTER.match(after)
    if _CLOCK_BEFORE.search(before) or not after.lstrip()[:1].isdecimal():
        return f"{before} {half} {after}".strip()
    if clock:
        return f"{before} {clock[1]} {half}{after[clock.end() :]}".strip()
    return f"{before} {after} {half}".strip()


def halves_before_clock(dates: Iterable[str]) -> set[str]:
    """The words for AM and PM, as they are written, in what stands before a clock."""
    places = (_half_in(f"{date} 1:00") for date in dates)
    return {cell[begin:end] for cell, begin, end, _ in filter(None, places)}


def month_in_english(cell: str) -> str:
    """A stamp with English in the place of a month that no simple pattern takes for one word."""
    if len(cell) >= _LONGEST or not _has_odd_month(cell.translate(_AS_ZEROS)):
        return cell
    return _month_pattern(False).sub(lambda at: _IN_ENGLISH[_months()[fold(at[0])] - 1], cell)


def _half_in(cell: str) -> tuple[str, int, int, Half] | None:
    """A cell in NFC, where in it a word for AM or PM stands, and for which; None without one."""
    if len(cell) >= _LONGEST:
        return None
    if not cell.isascii():
        cell = unicodedata.normalize("NFC", cell)
    place = _half_place(cell.translate(_AS_ZEROS))
    return None if place is None else (cell, *place)


# Many stamps differ in their figures alone.


@lru_cache(maxsize=4096)
def _half_place(shape: str) -> tuple[int, int, Half] | None:
    found = _half_pattern(shape.isascii()).search(shape)
    half = half_of(found[0]) if found else None
    return None if found is None or half is None else (found.start(), found.end(), half)


@lru_cache(maxsize=4096)
def _has_odd_month(shape: str) -> bool:
    return _month_pattern(shape.isascii()).search(shape) is not None


@cache
def _half_pattern(ascii_only: bool) -> re.Pattern[str]:
    """A word for AM or PM in a stamp. Few are ASCII, as are nearly all stamps."""
    words = {word for said in clock_words().values() for word in (*said.am, *said.pm)}
    words = {word for word in words if word.isascii() or not ascii_only}
    joined = {word for word in words if _WITHOUT_SPACES.fullmatch(word)}
    careful = words & careful_halves()
    capitals = {word for word in careful if word.isupper() and len(word) > 1}
    short = {word for word in words - careful if len(fold(word)) < 3 and word.isascii()}
    exact = "|".join(re.escape(word) for word in sorted(careful, key=len, reverse=True))
    beside = rf"(?:{exact}|(?i:{_any_of(short)}))"
    ways = [
        f"(?i:{_NO_LETTERS_BESIDE.format(_any_of(words - joined - careful - short))})",
        rf"(?<=[\s\d])(?:{'|'.join(sorted(capitals))})(?![^\W\d_])",
        rf"(?:(?<=[:h]\d\d)|(?<=[:h]\d\d\s)){beside}(?![^\W\d_])",
        rf"(?<![^\W_]){beside}(?=\s*\d{{1,2}}[:h]\d\d)",
    ]
    return re.compile("|".join([_any_of(joined), *ways] if joined else ways))


@cache
def _month_pattern(ascii_only: bool) -> re.Pattern[str]:
    words = {word for said in clock_words().values() for month in said.months for word in month}
    words |= {word.upper() for word in words}  # a Greek Ϊ with an accent has no capital of its own
    words = {word for word in words if not _SHORT_WORD.fullmatch(word)}
    words = {word for word in words if word.isascii() or not ascii_only}
    return re.compile(_NO_LETTERS_BESIDE.format(_any_of(words)), re.IGNORECASE)


def _any_of(words: Iterable[str]) -> str:
    """A pattern for any of some words, the longest first; full stops and spaces may be missing."""
    return "|".join(
        "".join(_LOOSE.get(letter, re.escape(letter)) for letter in word)
        for word in sorted(words, key=lambda word: (-len(word), word))
    )

"""Months and AM/PM in many languages: ``rnnviz/series/values/clock_words.toml``.

    python docs/make_clock_words.py

The words are CLDR's, by way of Babel: months wide and abbreviated, in a date and alone; AM and PM
wide, abbreviated and narrow. ``IN_FILES`` adds what files say besides. Left out are words with
figures in them (``tháng 3``, ``3月``: the figure says it), single Latin letters, and AM and PM
themselves, which a pattern reads.

What is said of two things is never guessed; the file lists it under ``[conflicts]``:

- A word for two months (Croatian ``listopad`` is October, Czech and Polish November) is no month,
  except where files of one language have always been read (``KEPT``).
- A word for AM or PM that is also a day of the week or a little word of dates (Vietnamese ``SA``,
  German Saturday; Hungarian ``de.``, Spanish "of") is read only as it stands here, capitals and
  full stops included, and beside a clock unless it is in capitals. So is a single letter (Arabic).
"""

from __future__ import annotations

import copy
import json
import re
import sys
import textwrap
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from babel import localedata

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from rnnviz.series.values.clock_words import ENGLISH_HALF, FILE, HALVES, fold  # noqa: E402

# With a plus: countries whose words go with those of the language.
LANGUAGES = """
en+en_AU+en_CA de+de_AT fr+fr_CA es+es_MX+es_PE pt+pt_PT it nl sv nb nn da fi is fo et lv lt
pl cs sk hu ro bg el hr sl sr sr_Latn bs bs_Cyrl mk sq uk be ru mt ga cy eu gl ca lb rm
tr az kk ky uz tk mn hy ka ar+ar_DZ+ar_MA+ar_SY fa he ur hi bn ta te mr gu pa ml kn ne si
th lo km my vi id ms fil sw af zh zh_Hant ja ko
"""
# Language → month → what files write beside CLDR's words: without accents, in other abbreviations.
IN_FILES = {
    "de": {3: ["Mrz", "Maerz"]},
    "id": {8: ["Agt"]},
    "fr": {2: ["fevrier", "fév"], 8: ["aou", "aout"], 12: ["decembre"]},
    "pt": {3: ["marco"]},
}
HALVES_IN_FILES = {"de": {"am": ["vorm."], "pm": ["nachm."]}}
HEBREW_IN = "ב"  # "in", joined to the month of a date
# Words for two months that stay what they have always been read as.
KEPT = {"lip": 7, "lis": 11, "listopada": 11, "srp": 8}
LITTLE_WORDS = ("de", "del", "at", "um", "kl", "klo", "ore", "alle", "às", "à", "ngày", "năm")

Months = dict[int, list[str]]
Halves = dict[str, list[str]]


def spellings(word: str) -> set[str]:
    """A word as it is looked up, also where somebody wrote it in capitals."""
    return {fold(word), fold(word.upper())}


def distinct(words: Iterable[str]) -> list[str]:
    """Words without those that are looked up alike."""
    found: dict[str, str] = {}
    for word in words:
        found.setdefault(fold(word), word)
    return list(found.values())


def widths(data: localedata.LocaleDataDict, kind: str, names: Iterable[str]) -> list[dict]:
    """All tables of one kind: in a date and alone, wide and abbreviated."""
    tables = []
    for context in ("format", "stand-alone"):
        for width in names:
            try:
                tables.append(dict(data[kind][context][width].items()))
            except KeyError:
                continue
    return tables


def words_of(locale: str) -> tuple[Months, Halves, set[str]]:
    """Months, AM and PM, and days of the week, as CLDR has them."""
    # A copy: Babel resolves what is inherited inside tables that all locales share.
    data = localedata.LocaleDataDict(copy.deepcopy(localedata.load(locale)))
    months: Months = {
        month: [t[month] for t in widths(data, "months", ("wide", "abbreviated")) if month in t]
        for month in range(1, 13)
    }
    periods = widths(data, "day_periods", ("wide", "abbreviated", "narrow"))
    halves: Halves = {half: [t[half] for t in periods if half in t] for half in HALVES}
    days = widths(data, "days", ("wide", "abbreviated", "short"))
    return months, halves, {key for t in days for day in t.values() for key in spellings(day)}


def collected() -> tuple[dict[str, Months], dict[str, Halves], set[str]]:
    """Of every language: CLDR's words, those of files, and all days of the week."""
    months: dict[str, Months] = {}
    halves: dict[str, Halves] = {}
    weekdays: set[str] = set()
    for group in LANGUAGES.split():
        language = group.split("+")[0]
        wild, wild_halves = IN_FILES.get(language, {}), HALVES_IN_FILES.get(language, {})
        said = [words_of(locale) for locale in group.split("+")]
        months[language] = {
            month: distinct(
                word
                for word in [*(w for one, _, _ in said for w in one[month]), *wild.get(month, ())]
                if not re.search(r"\d", word)
            )
            for month in range(1, 13)
        }
        halves[language] = {
            half: distinct(
                word
                for word in [
                    *(w for _, one, _ in said for w in one[half]),
                    *wild_halves.get(half, ()),
                ]
                if not re.fullmatch(rf"{ENGLISH_HALF}|[A-Za-z]\.?", word, re.IGNORECASE)
            )
            for half in HALVES
        }
        weekdays |= {key for _, _, days in said for key in days}
    months["he"] = {m: [*ws, *(HEBREW_IN + w for w in ws)] for m, ws in months["he"].items()}
    return months, halves, weekdays


def month_conflicts(months: dict[str, Months]) -> dict[str, dict[int, list[str]]]:
    """Spelling → month → languages, where there are two months."""
    meant: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for language, of_language in months.items():
        for month, words in of_language.items():
            for key in sorted({key for word in words for key in spellings(word)}):
                meant[key][month].append(language)
    return {key: dict(of) for key, of in sorted(meant.items()) if len(of) > 1}


def without_conflicts(months: dict[str, Months], conflicts: Iterable[str]) -> dict[str, Months]:
    def stays(word: str, month: int) -> bool:
        return all(KEPT.get(key) == month for key in spellings(word) & set(conflicts))

    return {
        language: {m: [w for w in words if stays(w, m)] for m, words in of.items()}
        for language, of in months.items()
    }


def careful_halves(halves: dict[str, Halves], other: set[str]) -> list[str]:
    """Words for AM and PM that say something else elsewhere, or are a single letter."""
    words = {w for of in halves.values() for half in HALVES for w in of[half]}
    return sorted(word for word in words if len(fold(word)) == 1 or spellings(word) & other)


def check_halves(halves: dict[str, Halves]) -> None:
    both = [
        {key for of in halves.values() for word in of[half] for key in spellings(word)}
        for half in HALVES
    ]
    if both[0] & both[1]:
        raise SystemExit(f"AM in one language, PM in another: {sorted(both[0] & both[1])}")


def array(name: str, values: Iterable[str]) -> str:
    """A TOML array in lines of 100 characters."""
    quoted = [json.dumps(value, ensure_ascii=False) for value in values]
    line = f"{name} = [{', '.join(quoted)}]"
    if len(line) <= 100:
        return line
    lines: list[str] = [" "]
    for value in quoted:
        if len(lines[-1]) + len(value) > 97:
            lines.append(" ")
        lines[-1] += f" {value},"
    return "\n".join([f"{name} = [", *lines, "]"])


def render() -> str:
    """The whole file."""
    months, halves, weekdays = collected()
    conflicts = month_conflicts(months)
    if not set(KEPT) <= set(conflicts):
        raise SystemExit(f"no conflict any more: {sorted(set(KEPT) - set(conflicts))}")
    months = without_conflicts(months, conflicts)
    check_halves(halves)
    month_words = {
        k for of in months.values() for ws in of.values() for w in ws for k in spellings(w)
    }
    careful = careful_halves(halves, weekdays | month_words | set(LITTLE_WORDS))
    parts = [
        textwrap.dedent(
            """\
            # Made by docs/make_clock_words.py from CLDR (by way of Babel): change it there.
            # Twelve texts a language: the words for each month, full stops or not.

            [conflicts]
            # Words for AM and PM that are days of the week or little words elsewhere, and letters:
            # read exactly as they stand, and beside hours and minutes unless in capitals."""
        ),
        array("halves", careful),
        "# Words for two months, in which languages, and what they are read as: 0 is not at all.",
    ]
    for key, of in conflicts.items():
        said = "; ".join(f"{month} {' '.join(languages)}" for month, languages in of.items())
        parts.append(
            f'months.{json.dumps(key, ensure_ascii=False)} = [{KEPT.get(key, 0)}, "{said}"]'
        )
    for language in months:
        parts += ["", f"[languages.{language}]"]
        if any(months[language].values()):
            parts.append(array("months", (", ".join(ws) for ws in months[language].values())))
        parts += [array(half, halves[language][half]) for half in HALVES if halves[language][half]]
    return "\n".join(parts) + "\n"


def main() -> None:
    text = render()
    FILE.write_text(text, encoding="utf-8")
    print(f"{FILE}: {text.count('[languages.')} languages, {len(text.encode()):,} bytes")


if __name__ == "__main__":
    main()

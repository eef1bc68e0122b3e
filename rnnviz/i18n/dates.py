"""Dates and times as a language writes them, by the patterns of Unicode's CLDR (Babel).

English is that of Britain, as in the catalogues: the day before the month, 24 hours. Vietnamese
writes months as numbers. Babel is imported when the first date is written, so that no page waits
for it that shows none.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from babel import Locale

Kind = Literal["date", "moment", "month", "day"]

_LOCALES = {"en": "en_GB"}  # the others are called as the language
_NAMED = {"date": "yMMMd", "month": "yMMM", "day": "MMMd"}  # CLDR's skeletons
_NUMERIC = {"date": "yMd", "month": "yM", "day": "Md"}


@cache
def _locale(language: str) -> Locale:
    from babel import Locale

    return Locale.parse(_LOCALES.get(language, language))


# A slider writes the same few hundred moments at every run of its page.
@lru_cache(maxsize=4096)
def written(language: str, kind: Kind, when: datetime) -> str:
    """``date``: 8 May 2013. ``moment``: with the time. ``month``: May 2013. ``day``: 8 May."""
    from babel.dates import format_skeleton, format_time

    locale = _locale(language)
    if kind == "moment":
        time = format_time(when, "medium" if when.second else "short", locale=locale)
        together = str(locale.datetime_formats["short"])  # "{1}, {0}", or the time first
        return together.format(time, written(language, "date", when))
    skeletons = _NUMERIC if language == "vi" else _NAMED
    return format_skeleton(skeletons[kind], when, locale=locale)

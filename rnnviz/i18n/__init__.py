"""Words for users, in two languages, from the catalogues beside this file.

``en.toml`` and ``vi.toml`` hold what the whole app shares; a large subject has files of its own,
``en.<subject>.toml`` and ``vi.<subject>.toml``.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from rnnviz.errors import RnnvizError
from rnnviz.i18n import dates
from rnnviz.i18n.plurals import Filler, has_forms
from rnnviz.message_values import ColumnName, Duration, Stamp, UnitSymbol

if TYPE_CHECKING:
    import numpy as np

    When = datetime | np.datetime64

LANGUAGES = {"en": "English", "vi": "Tiếng Việt"}
# The mark of decimals, then the one of thousands.
SEPARATORS = {"en": ".,", "vi": ",."}
DEFAULT_LANGUAGE = "en"
# What a value of a series stands for, in sentences about any of them; also with a capital letter.
STEP_WORDS = ("one", "many", "short_one", "short", "last", "season", "ago")
_STEP_WORD = re.compile(rf"\{{({'|'.join(STEP_WORDS)})\}}", re.IGNORECASE)


class UnknownKeyError(KeyError):
    """A key that is in no catalogue: a mistake in our code, never shown as a raw key."""


@cache
def catalogue(language: str) -> dict[str, str]:
    """All messages of a language by dotted key. A key that stands in two files raises."""
    flat: dict[str, str] = {}

    def walk(prefix: str, table: dict[str, object]) -> None:
        for name, value in table.items():
            if isinstance(value, dict):
                walk(f"{prefix}{name}.", value)
            elif prefix + name in flat:
                raise ValueError(f"{prefix}{name} stands in two {language} catalogues")
            else:
                flat[prefix + name] = str(value)

    for source in catalogue_files(language):
        walk("", tomllib.loads(source.read_text(encoding="utf-8")))
    return flat


def catalogue_files(language: str) -> list[Path]:
    """The files a language's messages come from."""
    folder = Path(str(files("rnnviz"))) / "i18n"
    return [folder / f"{language}.toml", *sorted(folder.glob(f"{language}.*.toml"))]


class Translator:
    """``t("home.title")``: the words for a key in one language, with ``{placeholders}`` filled."""

    def __init__(self, language: str, kind: str = "h") -> None:
        self.language = language
        self._messages = catalogue(language)
        self._with_forms = {key for key, text in self._messages.items() if has_forms(text)}
        self._filler = Filler(language, self.separators)
        self._step_words = _step_words(self._messages, kind)
        self._of_steps = {key for key, text in self._messages.items() if _STEP_WORD.search(text)}

    def __call__(self, key: str, /, **values: object) -> str:
        try:
            message = self._messages[key]
        except KeyError:
            close = difflib.get_close_matches(key, self._messages, 3)
            raise UnknownKeyError(f"no message {key!r}; close: {', '.join(close)}") from None
        if key in self._of_steps:
            if not values:  # as it stands, but for the words for a step
                return _STEP_WORD.sub(lambda hole: self._step_words[hole[1]], message)
            values = {**self._step_words, **values}
        if values and key in self._with_forms:
            return self._filler.format(message, **values)
        return message.format(**values) if values else message

    def counting(self, kind: str) -> Translator:
        """The same words about a series whose steps are of this kind (``Step.kind``), not hours."""
        return _counting(self.language, kind)

    def has(self, key: str) -> bool:
        """Whether the catalogue has this key (for families such as ``errors.<code>``)."""
        return key in self._messages

    def error(self, error: RnnvizError, own: Callable[[str], str] = str) -> str:
        """What went wrong and what to do, for a coded error; a general sentence if unknown.

        ``own``: done to words that are not ours, so that they may stand in a page's markup.
        """
        key = f"errors.{error.code}"
        if not self.has(key):
            return self("errors.unknown", code=error.code)
        values = {
            # Plain digits: line numbers are counted as editors do.
            name: value if type(value) in (int, float, bool) else self.said(value, own)
            for name, value in error.params.items()
        }
        return self(key, **values)

    def said(self, value: object, own: Callable[[str], str] = str) -> str:
        """The words for a value inside a sentence; ``own`` as in ``error``."""
        match value:
            case tuple():
                return ", ".join(self.said(each, own) for each in value)
            case ColumnName() if value.number is not None:
                return self("weather.unnamed_column", number=value.number)
            case UnitSymbol():
                return own(value.replace(".", self.separators[0]))
            case Duration():
                return self._duration(value)
            case Stamp() if (when := value.when) is not None:
                return self.moment(when) if value.has_time else self.date(when)
            case int() if not isinstance(value, bool):
                return self.number(value, 0)
            case float():
                return self.number(value, 1)
        return own(str(value))

    def _duration(self, value: Duration) -> str:
        """``600`` as "10 minutes", after "every"."""
        count, unit = value.in_units()
        kind = unit if count == 1 else f"{unit}_many"
        return self(f"weather.every.{kind}", count=self.number(count, int(not count.is_integer())))

    @property
    def separators(self) -> str:
        """The mark of decimals, then the one of thousands, as plotly takes them."""
        return SEPARATORS[self.language]

    def number(self, value: float, digits: int = 2) -> str:
        """A number as the language writes it: −1,234.50 in English, −1.234,50 in Vietnamese."""
        text = f"{value:,.{digits}f}"
        if float(text.replace(",", "")) == 0:
            text = text.removeprefix("-")
        return text.translate(str.maketrans(".,-", f"{self.separators}−"))

    def signed(self, value: float, digits: int = 2) -> str:
        """A number with its sign, +0.50 or −0.50; what rounds to nought has none."""
        text = self.number(value, digits)
        return (
            text if text.startswith("−") or not any(c in "123456789" for c in text) else f"+{text}"
        )

    def power(self, value: float) -> str:
        """A very small or large number: 1.1·10⁻¹⁶; nought is 0."""
        if value == 0:
            return "0"
        digits, exponent = f"{value:.1e}".split("e")
        raised = str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
        return f"{self.number(float(digits), 1)}·10{raised}"

    def date(self, when: When) -> str:
        """A day: 8 May 2013, 8/5/2013."""
        return dates.written(self.language, "date", _naive(when))

    def moment(self, when: When) -> str:
        """A day and a time, with seconds where there are any: 8 May 2013, 21:00."""
        return dates.written(self.language, "moment", _naive(when))

    def month(self, when: When) -> str:
        """A month of a year: May 2013, 5/2013."""
        return dates.written(self.language, "month", _naive(when))

    def day(self, when: When) -> str:
        """A day where the year is known: 8 May, 8/5."""
        return dates.written(self.language, "day", _naive(when))

    def percent(self, share: float, digits: int = 0) -> str:
        """A share (0 to 1) as per cent. Never rounds an uncertain share to a plain 0 or 100."""
        value = share * 100
        least = 10**-digits
        if 0 < value <= least / 2:
            return f"<{self.number(least, digits)}%"
        if 100 - least / 2 <= value < 100:
            return f">{self.number(100 - least, digits)}%"
        return f"{self.number(value, digits)}%"


def _naive(when: When) -> datetime:
    """The same clock as a plain datetime, of which equal ones are one in the cache."""
    clock = when if isinstance(when, datetime) else when.astype("datetime64[s]").item()
    return datetime(clock.year, clock.month, clock.day, clock.hour, clock.minute, clock.second)


def _step_words(messages: dict[str, str], kind: str) -> dict[str, str]:
    """What stands for ``{one}``, ``{many}`` … where a value of the series is of this kind."""
    words = {name: messages[f"weather.words.{kind}.{name}"] for name in STEP_WORDS}
    capital = {name.capitalize(): text[0].upper() + text[1:] for name, text in words.items()}
    return {**words, **capital}


@cache
def _counting(language: str, kind: str) -> Translator:
    return Translator(language, kind)


@cache
def translator(language: str) -> Translator:
    """The translator of a language; an unknown one raises and lists the choices."""
    if language not in LANGUAGES:
        raise RnnvizError("unknown_language", name=language, choices=", ".join(LANGUAGES))
    return Translator(language)

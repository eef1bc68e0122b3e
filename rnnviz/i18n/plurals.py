"""Words that go with a number: ``{count} {count:row|rows}``.

What follows the colon are the forms, one for each plural category of the language in the order of
Unicode's CLDR (zero, one, two, few, many, other): two in English, and in Vietnamese one, so that
its messages need none. A form may hold placeholders of its own: ``{hours:hour|{hours} hours}``.

CLDR goes by how a number is written ("1 hour", but "1.0 hours"), so a number that a page has
written already will do: "1,234" in English, "1.234" in Vietnamese.
"""

from __future__ import annotations

import string
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from babel.plural import PluralRule

_ORDER = ("zero", "one", "two", "few", "many", "other")


def has_forms(message: str) -> bool:
    """Whether a message has words that go with a number."""
    if "|" not in message:  # most of them: looking closer takes a hundred times as long
        return False
    try:
        return any("|" in (part[2] or "") for part in string.Formatter().parse(message))
    except ValueError:  # a template for somebody else: plotly, JavaScript
        return False


@cache
def _rule(language: str) -> PluralRule:
    from babel import Locale

    return Locale.parse(language).plural_form


@cache
def categories(language: str) -> tuple[str, ...]:
    """The plural categories of a language, in the order of the forms."""
    return tuple(name for name in _ORDER if name == "other" or name in _rule(language).tags)


class Filler(string.Formatter):
    """Fills the placeholders of messages in one language, plural forms included."""

    def __init__(self, language: str, separators: str) -> None:
        self._language = language
        self._decimal, self._thousands = separators[0], separators[1]

    def format_field(self, value: Any, format_spec: str) -> str:
        if "|" not in format_spec:
            return str(super().format_field(value, format_spec))
        forms = format_spec.split("|")
        category = _rule(self._language)(self._operand(value))
        return forms[categories(self._language).index(category)]

    def _operand(self, value: object) -> Decimal:
        """A number as it is written, the zeros at its end included; a text that is none is many."""
        text = str(value)
        if isinstance(value, str):
            text = text.replace(self._thousands, "").replace(self._decimal, ".").lstrip("−")
        try:
            number = abs(Decimal(text))
        except InvalidOperation:
            return Decimal(100)
        return number if number.is_finite() else Decimal(100)

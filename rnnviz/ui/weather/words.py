"""What the reader of files calls things, in the user's language.

The reader's own names are English and stay so on the command line and in JSON: ``column 3`` for a
column without a name, ``0.1 °C`` for tenths, ``10min`` between two rows.
"""

from __future__ import annotations

import re

from rnnviz.i18n import Translator

_UNNAMED = re.compile(r"\bcolumn (\d+)\b")
_STEP = re.compile(r"([\d.]+)(d|h|min|s)")
_COLUMNS = ("column", "columns", "others", "chosen", "name")  # parameters that name columns


def column_words(t: Translator, text: str) -> str:
    """One or more names of columns, those that the reader gave translated."""
    return _UNNAMED.sub(lambda found: t("weather.unnamed_column", number=found[1]), text)


def unit_words(t: Translator, unit: str) -> str:
    """A unit with the language's decimal mark."""
    return unit.replace(".", t.separators[0])


def step_words(t: Translator, step: str) -> str:
    """The time between two rows: ``10min`` as "10 minutes"."""
    found = _STEP.fullmatch(step)
    if found is None:
        return step
    count = float(found[1])
    kind = found[2] if count == 1 else f"{found[2]}_many"
    return t(f"weather.step.{kind}", count=t.number(count, 0 if count.is_integer() else 1))


def value_words(t: Translator, name: str, value: str) -> str:
    """A text in a finding or an error, by the name of its parameter."""
    if name in _COLUMNS:
        return column_words(t, value)
    if name == "step":
        return step_words(t, value)
    return unit_words(t, value) if name in ("unit", "other") else value

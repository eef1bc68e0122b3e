"""Words about the columns that a network reads beside the temperature."""

from __future__ import annotations

from collections.abc import Iterable

from rnnviz.i18n import Translator
from rnnviz.message_values import ColumnName
from rnnviz.ui.shell.errors import plain

LONGEST = 24  # characters of a name in the name of a run


def beside_words(t: Translator, names: Iterable[str]) -> str:
    """Which columns the network reads as well, in one sentence; empty where there are none."""
    said = named_inputs(t, names)
    return t("weather.beside.reads", columns=said) if said else ""


def named_inputs(t: Translator, names: Iterable[str]) -> str:
    """The columns by name, none of them markup."""
    return ", ".join(f"“{plain(t.said(ColumnName(name)))}”" for name in names)


def with_inputs(t: Translator, names: Iterable[str]) -> str:
    """What the name of a run says of them, shortened; it is not written as markup."""
    said = [t.said(ColumnName(name)) for name in names]
    cut = [name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…" for name in said]
    return f" + {', '.join(cut)}" if cut else ""

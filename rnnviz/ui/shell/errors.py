"""Coded errors on the page: the user's words inside a message are shown as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from rnnviz.errors import RnnvizError
from rnnviz.i18n import Translator

# Addresses become links even where their punctuation is escaped: a word joiner, which nobody sees,
# keeps them text.
_LINK = re.compile(r"(https?:|www|@)", re.IGNORECASE)
_MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>$~:&])")


def plain(text: object) -> str:
    """A value for a Markdown sentence such that nothing in it is read as Markdown."""
    line = " ".join(str(text).split())
    return _MARKUP.sub(r"\\\1", _LINK.sub("\\1\u2060", line))


@contextmanager
def errors_shown(t: Translator) -> Iterator[None]:
    """What is coded becomes words on the page; for what runs again by itself, too."""
    try:
        yield
    except RnnvizError as error:
        show_error(t, error)


def show_error(t: Translator, error: RnnvizError) -> None:
    """The message of a coded error, in the user's language."""
    st.error(t.error(error, plain), icon=":material/error:")

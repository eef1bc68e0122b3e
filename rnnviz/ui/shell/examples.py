"""Example reviews of our own writing, in the language of the model that reads them."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from rnnviz.models.specs import Language

FIRST = "turn"  # what a page is about before anything was typed
RARE = "An unputdownable, flurbish masterpeice by Zbigniew."  # words no vocabulary has


@cache
def _all() -> dict[str, dict[str, str]]:
    source = files("rnnviz") / "assets" / "examples.json"
    return dict(json.loads(source.read_text(encoding="utf-8")))


def example_texts(language: Language = "en") -> dict[str, str]:
    """Texts by name (``examples.<name>`` in the catalogues)."""
    return _all()[language]


def is_own(text: str) -> bool:
    """Whether the user wrote this: words beside the examples and the rare words of a button."""
    given = text.replace(RARE, "").strip()
    return any(c.isalpha() for c in given) and not _name_of(given)


def counterpart(text: str, language: Language) -> str | None:
    """The example of another language that an example stands for; None if ``text`` is none.

    Empty where that language has no such example: then the page is about its first.
    """
    name = _name_of(text)
    return example_texts(language).get(name, "") if name else None


def _name_of(text: str) -> str:
    for texts in _all().values():
        for name, example in texts.items():
            if example == text:
                return name
    return ""

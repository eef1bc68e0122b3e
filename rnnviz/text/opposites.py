"""Opposites that people would name: a short list of our own, by language."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from rnnviz.models.specs import Language

FILE = Path(__file__).resolve().parents[1] / "assets" / "opposites.toml"


@cache
def _listed() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def without_opposite(language: Language) -> frozenset[str]:
    """Words that turn or weaken others, and so have no opposite of their own."""
    return frozenset(_listed()["none"][language])


@cache
def named_opposites(language: Language) -> dict[str, str]:
    """Word to opposite, both ways; a word that stands in several pairs has that of the first."""
    found: dict[str, str] = {}
    for one, other in _listed()["pairs"][language]:
        found.setdefault(one, other)
        found.setdefault(other, one)
    return found

"""Saved contrasts of learning: what one choice does, each variant run with the same few seeds.

Made by ``docs/make_learning_contrasts.py`` and kept in ``rnnviz/assets/learning_contrasts.json``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from statistics import median

# In the order of the page. ``padding`` stands on the rung about batches.
CONTRASTS = (
    *("clipping", "dropout", "rate", "batch", "units", "overfit", "scaling", "detach", "forcing"),
)
PADDING = "padding"
COMMAND = "python docs/make_learning_contrasts.py {name}"


@dataclass(frozen=True)
class Spread:
    """A number over the seeds. ``missing``: runs whose loss was no number any more."""

    low: float
    middle: float
    high: float
    missing: int = 0


@dataclass(frozen=True)
class Variant:
    """One way of doing it. ``curve`` (seeds, points), None where it was no number any more."""

    name: str
    curve: tuple[tuple[float | None, ...], ...]
    numbers: Mapping[str, tuple[float | None, ...]]  # (seeds,) each
    example: tuple[float, ...] = ()

    def spread(self, measure: str) -> Spread | None:
        """Lowest, median and highest over the runs; None where no run has a number."""
        return spread_of(self.numbers[measure])

    def band(self) -> tuple[Spread | None, ...]:
        """The spread at every point of the curve."""
        return tuple(spread_of(values) for values in zip(*self.curve, strict=True))


@dataclass(frozen=True)
class Contrast:
    """Variants of one experiment; ``every``: from one point of a curve to the next."""

    name: str
    every: int
    variants: Mapping[str, Variant]

    @property
    def seeds(self) -> int:
        return len(next(iter(self.variants.values())).curve)

    def lower(self, measure: str, one: str, other: str) -> int:
        """In how many seeds ``one`` is below ``other``; a run that was lost is the higher one."""
        pairs = zip(
            self.variants[one].numbers[measure], self.variants[other].numbers[measure], strict=True
        )
        return sum(a is not None and (b is None or a < b) for a, b in pairs)


def spread_of(values: Sequence[float | None]) -> Spread | None:
    """Lowest, median and highest of what is a number."""
    known = [value for value in values if value is not None]
    if not known:
        return None
    return Spread(min(known), median(known), max(known), len(values) - len(known))


@cache
def saved_contrast(name: str) -> Contrast:
    """One contrast; an unknown name raises and lists the choices."""
    saved = _saved()
    if name not in saved:
        raise KeyError(f"no contrast {name!r}; choose one of: {', '.join(saved)}")
    variants = {}
    for variant, made in saved[name]["variants"].items():
        numbers = {k: tuple(v) for k, v in made.items() if k not in ("curve", "example")}
        curve = tuple(map(tuple, made["curve"]))
        variants[variant] = Variant(variant, curve, numbers, tuple(made.get("example", ())))
    return Contrast(name, saved[name]["every"], variants)


@cache
def _saved() -> dict[str, dict]:  # type: ignore[type-arg]
    source = files("rnnviz") / "assets" / "learning_contrasts.json"
    return dict(json.loads(source.read_text(encoding="utf-8")))

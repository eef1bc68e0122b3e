"""The rungs of the ladder, in order, and the chapters they stand in. The one place that lists them;
pages and links use the ids.
"""

from __future__ import annotations

CHAPTERS: dict[str, tuple[str, ...]] = {
    "first": ("concat", "shared", "past", "formula", "byhand", "count", "code", "stack"),
    "beyond": ("gates", "both"),
    "practice": ("tasks", "batches", "learning", "after"),
}
RUNGS = tuple(rung for rungs in CHAPTERS.values() for rung in rungs)


def chapter_of(rung: str) -> tuple[str, ...]:
    """The rungs of the chapter that ``rung`` stands in; an unknown one raises."""
    for rungs in CHAPTERS.values():
        if rung in rungs:
            return rungs
    raise KeyError(f"no rung {rung!r}; choose one of: {', '.join(RUNGS)}")

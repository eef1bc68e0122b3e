"""Words for places that hold only so many letters."""

from __future__ import annotations


def shortened(word: str, most: int) -> str:
    """A word of at most ``most`` letters, the last of them "…" where there are more."""
    return word if len(word) <= most else word[: most - 1] + "…"

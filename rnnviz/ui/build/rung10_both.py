"""Rung 10: both directions."""

from __future__ import annotations

from rnnviz.ui.build.lesson import Lesson


def show_both(lesson: Lesson) -> None:
    """Nothing yet beyond the rung's title and idea."""

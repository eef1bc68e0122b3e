"""Rung 9: why a plain RNN forgets, and the gates of GRU and LSTM."""

from __future__ import annotations

from rnnviz.ui.build.lesson import Lesson


def show_gates(lesson: Lesson) -> None:
    """Nothing yet beyond the rung's title and idea."""

"""The experiments behind ``docs/make_learning_contrasts.py``: short loops that can be read whole.

An experiment is a function of a seed. It gives, for each of its variants, a curve and a few
numbers: ``{variant: {"curve": [...], measure: number}}``.
"""

from __future__ import annotations

from collections.abc import Mapping

Measured = Mapping[str, Mapping[str, float | list[float | None] | None]]

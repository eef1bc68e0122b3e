"""Where a stepper stands."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Place:
    """Step, layer and unit, counted from 1; step 0 is the end, unit 0 no unit."""

    step: int = 0
    layer: int = 1
    unit: int = 0

    def as_data(self) -> dict[str, int]:
        return asdict(self)

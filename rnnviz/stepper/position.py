"""Where a stepper stands."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass

_PIN = r"[1-3]\.[1-5]\.\d{1,4}\.\d{1,4}"  # track, layer, unit (0: the verdict) and step, from 1
_PINS = re.compile(f"{_PIN}(,{_PIN}){{0,7}}", re.ASCII)


@dataclass(frozen=True)
class StepperPosition:
    """Step, layer and unit, counted from 1; step 0 is the end, unit 0 no unit.

    ``track``: which of the networks side by side, from 1. ``verdict``: whether the verdict (or the
    forecast) of the step is open. ``pins``: the pinned squares (see ``parse_pins``).
    """

    step: int = 0
    layer: int = 1
    unit: int = 0
    track: int = 1
    verdict: bool = False
    pins: str = ""

    def as_data(self) -> dict[str, int | str]:
        return asdict(self)


def parse_pins(raw: str) -> str | None:
    """The pins of a link as they are, where they are written as the stepper writes them."""
    return raw if raw == "" or _PINS.fullmatch(raw) else None

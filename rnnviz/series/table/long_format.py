"""Tables of another shape, brought into the usual one: what was measured in a column of its own."""

from __future__ import annotations

from dataclasses import dataclass

from rnnviz.series.columns.names import says_nothing, temperature_score
from rnnviz.series.columns.profile import Profiles
from rnnviz.series.table.cells import is_number, is_stamp

MOST_QUANTITIES = 60


@dataclass(frozen=True)
class Quantity:
    """A column whose cells name what was measured, and the name that means the temperature."""

    column: str
    name: str
    others: tuple[str, ...]


def find_quantity(profiles: Profiles) -> Quantity | None:
    """The column that names what each row measured, beside a column such as ``value``."""
    if not any(map(says_nothing, profiles)):
        return None
    best: tuple[float, Quantity] | None = None
    for column, profile in profiles.items():
        kinds = list(dict.fromkeys(profile.filled))
        if not 1 <= len(kinds) <= MOST_QUANTITIES or any(map(is_number, kinds)):
            continue
        if any(map(is_stamp, kinds)):
            continue
        scored = [(temperature_score(kind.replace(".", " ")), kind) for kind in kinds]
        told = [(score, kind) for score, kind in scored if score is not None]
        if told:
            score, name = max(told, key=lambda item: item[0])
            others = tuple(kind for kind in kinds if kind != name)
            if best is None or score > best[0]:
                best = (score, Quantity(column, name, others))
    return best[1] if best else None

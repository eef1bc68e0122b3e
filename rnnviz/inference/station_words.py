"""What a table of several stations comes to, in sentences. Nothing here needs torch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_SAID = {"each": "over_each", "all": "over_all", "all_over_each": "together"}


def overall_words(t: Any, report: Mapping[str, Any]) -> list[str]:
    """A sentence on each of what ``station_table`` says of all stations, and how far it goes."""
    count, said = len(report["stations"]), []
    for name, key in _SAID.items():
        found = report["overall"].get(name)
        if found:
            # Below 0 the network is farther off: the words say so, without a minus.
            near, far = sorted(abs(found[end] or 0.0) for end in ("low", "high"))
            said.append(
                t(
                    f"weather.stations.{key}_{found['verdict']}",
                    own=t.number(found["mae"], 3),
                    other=t.number(found["other_mae"], 3),
                    low=t.number(near, 3),
                    high=t.number(far, 3),
                )
            )
    return [*said, t("weather.stations.chance", count=count)]

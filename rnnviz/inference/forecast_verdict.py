"""What a judged run comes to beside what is simple. Pages that list runs ask here: no torch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rnnviz.series.step import HOUR, Step

TIE = 0.01  # of the line's error: the seed alone moves a run by half as much


def counting(t: Any, result: Mapping[str, Any]) -> Any:
    """The translator in the words of the series that a result is about."""
    return t.counting(Step.read(result.get("step", str(HOUR))).kind)


def verdict_of(result: Mapping[str, Any]) -> str:
    """``beats``, ``loses`` or ``nothing_to_beat``: a result beside persistence."""
    if not result["baselines"]["persistence"]["mae"]:
        return "nothing_to_beat"
    return "beats" if result["mae_skill_score"] > 0 else "loses"


def verdict_words(t: Any, result: Mapping[str, Any]) -> str:
    """The verdict in one plain sentence of the translator's language."""
    t = counting(t, result)
    share = t.percent(abs(float(result["mae_skill_score"])))
    mae = t.number(result["test"]["mae"], 2)
    return str(t(f"weather.{verdict_of(result)}", share=share, mae=mae))


def beside_line(result: Mapping[str, Any]) -> str | None:
    """``beats_line``, ``ties_line`` or ``loses_line``: beside the linear autoregression of the
    same window.

    None where the network does not even beat persistence.
    """
    line = result["baselines"]["linear"]["mae"]
    if line is None or verdict_of(result) != "beats":
        return None
    own = result["test"]["mae"]
    if abs(own - line) <= TIE * line:
        return "ties_line"
    return "beats_line" if own < line else "loses_line"


def seasonal_naive_is_better(result: Mapping[str, Any]) -> bool:
    """Whether the season before is nearer to the truth than the network, where values differ."""
    seasonal_naive = result["baselines"]["seasonal_naive"]["mae"]
    if seasonal_naive is None or verdict_of(result) == "nothing_to_beat":
        return False
    return bool(seasonal_naive < result["test"]["mae"])

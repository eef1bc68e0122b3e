"""What a judged run comes to beside what is simple. Pages that list runs ask here: no torch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rnnviz.series.step import HOUR, Step

TIE = 0.01  # of the line's error: the seed alone moves a run by half as much


def counting(t: Any, result: Mapping[str, Any]) -> Any:
    """The translator in the words of the series that a result is about."""
    return t.counting(Step.read(result.get("step", str(HOUR))).kind)


def best_rival(result: Mapping[str, Any]) -> str:
    """The name of the best of what is simple."""
    if "against" in result:
        return str(result["against"]["rival"])
    known = {name: found["mae"] for name, found in result["baselines"].items()}
    return str(min((name for name in known if known[name] is not None), key=known.__getitem__))


def verdict_of(result: Mapping[str, Any]) -> str:
    """``beats``, ``ties``, ``loses`` or ``nothing_to_beat``: beside the best of what is simple.

    A difference counts where it is more than the seed moves a run by, and more than chance in
    which days were the test's.
    """
    if not result["baselines"]["persistence"]["mae"]:
        return "nothing_to_beat"
    own, rival = result["test"]["mae"], result["baselines"][best_rival(result)]["mae"]
    against = result.get("against", {})
    if not against:  # runs of before 0.3 kept no interval
        against = {"low": rival - own, "high": rival - own}
    return side(own, rival, against)


def side(own: float, rival: float, gain: Mapping[str, Any]) -> str:
    """``beats``, ``ties`` or ``loses``: by the errors, and the interval of their difference."""
    if gain["low"] is None:
        return "ties"
    if rival - own > TIE * rival and gain["low"] > 0:
        return "beats"
    if own - rival > TIE * rival and gain["high"] < 0:
        return "loses"
    return "ties"


def verdict_words(t: Any, result: Mapping[str, Any]) -> str:
    """The verdict in one plain sentence of the translator's language."""
    t, name = counting(t, result), best_rival(result)
    own, rival = result["test"]["mae"], result["baselines"][name]["mae"]
    return str(
        t(
            f"weather.{verdict_of(result)}",
            rival=t(f"weather.baseline.{name}"),
            share=t.percent(abs(1 - own / rival)) if rival else "",
            mae=t.number(own, 3),
            other=t.number(rival, 3),
        )
    )


def last_words(t: Any, result: Mapping[str, Any]) -> str:
    """How it stands beside persistence, where something simple is better; else nothing."""
    if verdict_of(result) == "nothing_to_beat" or best_rival(result) == "persistence":
        return ""
    t, gain = counting(t, result), float(result["mae_skill_score"])
    key = "weather.better_than_last" if gain > 0 else "weather.worse_than_last"
    return str(t(key, share=t.percent(abs(gain))))


def spread_words(t: Any, result: Mapping[str, Any]) -> str:
    """Between which differences from the best rival the truth lies; empty where that is unknown."""
    against = result.get("against")
    if not against or against["low"] is None or verdict_of(result) == "nothing_to_beat":
        return ""
    low, high = against["low"], against["high"]
    key = "spread" if low >= 0 else "spread_farther" if high <= 0 else "spread_both"
    if high <= 0:
        low, high = high, low
    return str(t(f"weather.{key}", low=t.number(abs(low), 3), high=t.number(abs(high), 3)))


def trees_words(t: Any, result: Mapping[str, Any]) -> str:
    """Which is nearer, the network or boosted trees; empty where there were none."""
    gain = result.get("against_trees")
    if not gain:
        return ""
    own, trees = result["test"]["mae"], result["rivals"]["boosted_trees"]["mae"]
    key = {"beats": "trees_lose", "ties": "trees_tie", "loses": "trees_beat"}
    said = key[side(own, trees, gain)]
    return str(t(f"weather.{said}", mae=t.number(trees, 3), own=t.number(own, 3)))


def beside(result: Mapping[str, Any]) -> str | None:
    """Which sentence goes with the verdict: about a straight line, or about the season before."""
    verdict, name = verdict_of(result), best_rival(result)
    if verdict == "beats" and result["baselines"]["linear"]["mae"] is not None:
        return "beats_line"
    if verdict in ("ties", "loses") and name in ("linear", "linear_long"):
        return f"{verdict}_line" + name.removeprefix("linear")
    if verdict in ("ties", "loses") and name == "seasonal_naive":
        return "loses_seasonal_naive"
    return None

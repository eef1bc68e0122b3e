"""The verdict in words, whatever else does as well as the network or better."""

from __future__ import annotations

from typing import Any

import pytest

from rnnviz.i18n import LANGUAGES, translator
from rnnviz.inference.forecast_verdict import (
    best_rival,
    last_words,
    spread_words,
    trees_words,
    verdict_of,
    verdict_words,
)
from rnnviz.ui.widgets.forecast_verdict import baseline_table, beside_words


def result(
    own: float,
    last: float,
    seasonal_naive: float | None,
    line: float | None,
    long: float | None = None,
) -> dict[str, Any]:
    def score(mae: float | None) -> dict[str, float | None]:
        return {"mae": mae, "rmse": mae}

    return {
        "test": score(own),
        "baselines": {
            "persistence": score(last),
            "seasonal_naive": score(seasonal_naive),
            "linear": score(line),
            **({} if long is None else {"linear_long": score(long)}),
        },
        "mae_skill_score": 1 - own / last if last else 0.0,
    }


CASES = [
    (result(0.6, 0.8, 2.0, 0.65), "beats", "linear", ["beats_line"]),
    (result(0.6, 0.8, 2.0, 0.55), "loses", "linear", ["loses_line"]),
    (result(0.555, 0.574, 3.7, 0.557), "ties", "linear", ["ties_line"]),
    (result(0.557, 0.574, 3.7, 0.555), "ties", "linear", ["ties_line"]),
    (result(0.557, 0.8, 3.7, 0.6, 0.555), "ties", "linear_long", ["ties_line_long"]),
    (result(0.6, 0.8, 3.7, 0.65, 0.55), "loses", "linear_long", ["loses_line_long"]),
    (result(0.6, 0.8, 0.3, 0.65), "loses", "seasonal_naive", ["loses_seasonal_naive"]),
    (result(0.9, 0.8, 2.0, 0.85), "loses", "persistence", []),
    (result(0.6, 0.8, None, None), "beats", "persistence", []),
    (result(0.1, 0.0, 0.0, 0.0), "nothing_to_beat", "persistence", []),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("numbers", "verdict", "rival", "beside"), CASES)
def test_the_verdict_speaks_against_the_best_of_what_is_simple(
    language, numbers, verdict, rival, beside
):
    t = translator(language)

    def begins(said: str, key: str) -> bool:
        gaps = dict.fromkeys(("mae", "own", "share", "other", "rival"), "|")
        return said.startswith(t(f"weather.{key}", **gaps).split("|")[0])

    assert (verdict_of(numbers), best_rival(numbers)) == (verdict, rival)
    said = verdict_words(t, numbers)
    assert begins(said, verdict)
    assert verdict == "nothing_to_beat" or t(f"weather.baseline.{rival}") in said
    assert bool(last_words(t, numbers)) == (rival != "persistence")
    sentences = beside_words(t, numbers)
    assert len(sentences) == len(beside)
    assert all(begins(sentence, key) for sentence, key in zip(sentences, beside, strict=True))
    known = 1 + sum(found["mae"] is not None for found in numbers["baselines"].values())
    assert len(baseline_table(t, numbers)) == known


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [(0.02, 0.08, "beats"), (-0.01, 0.11, "ties"), (None, None, "ties"), (0.0, 0.1, "ties")],
)
def test_a_difference_that_chance_could_have_made_is_a_tie(low, high, verdict):
    against = {"rival": "linear", "mean": 0.05, "low": low, "high": high}
    numbers = {**result(0.6, 0.8, 2.0, 0.65), "against": against}
    assert verdict_of(numbers) == verdict
    for language in LANGUAGES:
        said = spread_words(translator(language), numbers)
        assert bool(said) == (low is not None)
        assert "{" not in said


def test_the_same_the_other_way_round():
    against = {"rival": "linear", "mean": -0.05, "low": -0.08, "high": -0.02}
    numbers = {**result(0.7, 0.8, 2.0, 0.65), "against": against}
    assert verdict_of(numbers) == "loses"
    assert verdict_of({**numbers, "against": {**against, "high": 0.01}}) == "ties"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [
        (0.017, 0.16, ("spread", 0.017, 0.16)),
        (-0.16, -0.017, ("spread_farther", 0.017, 0.16)),
        (-0.01, 0.11, ("spread_both", 0.01, 0.11)),
    ],
)
def test_the_spread_has_no_minus_and_says_which_side(language, low, high, shown):
    t = translator(language)
    against = {"rival": "linear", "mean": (low + high) / 2, "low": low, "high": high}
    key, least, most = shown
    words = t(f"weather.{key}", low=t.number(least, 3), high=t.number(most, 3))
    assert spread_words(t, {**result(0.6, 0.8, 2.0, 0.65), "against": against}) == words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("trees", "low", "high", "key"),
    [
        (0.65, 0.03, 0.08, "trees_lose"),
        (0.65, -0.01, 0.08, "trees_tie"),
        (0.55, -0.08, -0.03, "trees_beat"),
        (0.601, 0.0005, 0.002, "trees_tie"),
    ],
)
def test_boosted_trees_stand_beside_the_verdict(language, trees, low, high, key):
    t = translator(language)
    numbers = result(0.6, 0.8, 2.0, 0.65)
    numbers["rivals"] = {**numbers["baselines"], "boosted_trees": {"mae": trees, "rmse": trees}}
    numbers["against_trees"] = {"mean": trees - 0.6, "low": low, "high": high}
    assert verdict_of(numbers) == "beats"  # the verdict itself is about what is simple
    assert trees_words(t, numbers) == t(
        f"weather.{key}", mae=t.number(trees, 3), own=t.number(0.6, 3)
    )
    assert trees_words(t, numbers) in beside_words(t, numbers)
    assert t("weather.baseline.boosted_trees") in baseline_table(t, numbers).iloc[:, 0].tolist()

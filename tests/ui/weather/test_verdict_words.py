"""The verdict in words, whatever else does as well as the network or better."""

from __future__ import annotations

from typing import Any

import pytest

from rnnviz.i18n import LANGUAGES, translator
from rnnviz.inference.forecast_verdict import verdict_words
from rnnviz.ui.widgets.forecast_verdict import baseline_table, beside_words


def result(
    own: float, last: float, seasonal_naive: float | None, line: float | None
) -> dict[str, Any]:
    def score(mae: float | None) -> dict[str, float | None]:
        return {"mae": mae, "rmse": mae}

    return {
        "test": score(own),
        "baselines": {
            "persistence": score(last),
            "seasonal_naive": score(seasonal_naive),
            "linear": score(line),
        },
        "mae_skill_score": 1 - own / last if last else 0.0,
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("numbers", "verdict", "beside"),
    [
        (result(0.6, 0.8, 2.0, 0.65), "beats", ["beats_line"]),
        (result(0.6, 0.8, 2.0, 0.55), "beats", ["loses_line"]),
        (result(0.555, 0.574, 3.7, 0.557), "beats", ["ties_line"]),
        (result(0.557, 0.574, 3.7, 0.555), "beats", ["ties_line"]),
        (result(0.6, 0.8, 0.3, 0.65), "beats", ["beats_line", "loses_seasonal_naive"]),
        (result(0.9, 0.8, 2.0, 0.65), "loses", []),
        (result(0.9, 0.8, 0.3, 0.65), "loses", ["loses_seasonal_naive"]),
        (result(0.6, 0.8, None, None), "beats", []),
        (result(0.1, 0.0, 0.0, 0.0), "nothing_to_beat", []),
    ],
)
def test_the_verdict_says_what_does_better(language, numbers, verdict, beside):
    t = translator(language)

    def begins(said: str, key: str) -> bool:
        return said.startswith(t(f"weather.{key}", mae="|", own="|", share="|").split("|")[0])

    assert begins(verdict_words(t, numbers), verdict)
    said = beside_words(t, numbers)
    assert len(said) == len(beside)
    assert all(begins(sentence, key) for sentence, key in zip(said, beside, strict=True))
    known = 1 + sum(found["mae"] is not None for found in numbers["baselines"].values())
    assert len(baseline_table(t, numbers)) == known

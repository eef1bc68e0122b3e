"""The models that come with the app: what users were promised of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from rnnviz.errors import RnnvizError
from rnnviz.inference.classify import label_of, probabilities
from rnnviz.models.shipped import SHIPPED, folder_of, info_of, load_shipped

ASSETS = Path(__file__).resolve().parents[2] / "rnnviz" / "assets"

# Our own sentences; each model must get all of them right.
CLEAR = {
    "A wonderful film, beautifully acted and deeply moving. One of the best I have seen.": True,
    "Excellent from start to finish: funny, clever and perfectly cast. I loved it.": True,
    "The worst film of the year. Boring, badly acted and a complete waste of time.": False,
    "Terrible script, awful dialogue, and so dull that I fell asleep.": False,
}


@pytest.mark.parametrize("name", SHIPPED)
def test_it_reads_clear_reviews_right(name):
    answers = probabilities(list(CLEAR), load_shipped(name))
    assert [label_of(p) == "positive" for p in answers] == list(CLEAR.values())


@pytest.mark.parametrize("name", SHIPPED)
def test_its_card_says_how_it_was_made_and_what_it_is_bad_at(name):
    card = (folder_of(name) / "CARD.md").read_text(encoding="utf-8")
    info = info_of(name)
    for part in ("## Data", "## Command", "## Accuracy", "## Size", "## Bad at"):
        assert part in card
    assert info.fingerprint[:12] in card
    assert f"--seed {info.seed}" in card
    assert f"--cell {info.spec.cell}" in card


def test_the_small_ones_can_be_watched_and_there_is_one_of_each_cell():
    small = [info_of(name).spec for name in SHIPPED if name != "best"]
    assert [spec.cell for spec in small] == ["rnn", "gru", "lstm"]
    assert all(16 <= spec.hidden_size <= 32 for spec in small)


def test_all_assets_together_stay_under_forty_megabytes():
    size = sum(path.stat().st_size for path in ASSETS.rglob("*") if path.is_file())
    assert size < 40e6


def test_an_unknown_name_lists_the_choices():
    with pytest.raises(RnnvizError) as error:
        load_shipped("bert")
    assert error.value.code == "unknown_model"
    assert error.value.params["choices"] == "best, rnn, gru, lstm"

"""The models that come with the app: what users were promised of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rnnviz.errors import RnnvizError
from rnnviz.i18n import LANGUAGES
from rnnviz.inference.classify import label_of, probabilities
from rnnviz.inference.rival import QUALITY
from rnnviz.models.checkpoint import ModelInfo
from rnnviz.models.shipped import (
    DEFAULT_OF,
    LANGUAGE_OF,
    SHIPPED,
    folder_of,
    info_of,
    load_shipped,
)

ASSETS = Path(__file__).resolve().parents[2] / "rnnviz" / "assets"

# Our own sentences; each model must get all of its language right.
CLEAR: dict[str, dict[str, bool]] = {}
CLEAR["en"] = {
    "A wonderful film, beautifully acted and deeply moving. One of the best I have seen.": True,
    "Excellent from start to finish: funny, clever and perfectly cast. I loved it.": True,
    "The worst film of the year. Boring, badly acted and a complete waste of time.": False,
    "Terrible script, awful dialogue, and so dull that I fell asleep.": False,
}
CLEAR["vi"] = {
    "Phim rất hay, diễn viên diễn tuyệt vời, mình rất thích.": True,
    "Quán ngon, phục vụ nhiệt tình, giá rẻ, không gian đẹp. Sẽ quay lại.": True,
    "Phim quá dở, nội dung nhạt nhẽo, xem rất thất vọng.": False,
    "Đồ ăn dở tệ, phục vụ quá chậm, sẽ không bao giờ quay lại.": False,
}


@pytest.mark.parametrize("name", SHIPPED)
def test_it_reads_clear_reviews_right(name):
    clear = CLEAR[LANGUAGE_OF[name]]
    answers = probabilities(list(clear), load_shipped(name))
    assert [label_of(p) == "positive" for p in answers] == list(clear.values())


def test_every_model_and_every_page_has_a_language():
    assert set(DEFAULT_OF) == set(LANGUAGES) == set(LANGUAGE_OF.values())
    assert all(LANGUAGE_OF[name] == language for language, name in DEFAULT_OF.items())
    for name, language in LANGUAGE_OF.items():
        assert info_of(name).language == load_shipped(name).info.language == language


def test_a_card_of_before_there_were_languages_is_english():
    old = json.loads((folder_of("rnn") / "model.json").read_text("utf-8"))
    old.pop("language", None)
    assert ModelInfo.model_validate(old).language == "en"


@pytest.mark.parametrize("name", SHIPPED)
def test_its_card_says_how_it_was_made_and_what_it_is_bad_at(name):
    card = (folder_of(name) / "CARD.md").read_text(encoding="utf-8")
    info = info_of(name)
    for part in ("## Data", "## Command", "## Accuracy", "## Size", "## Bad at"):
        assert part in card
    assert info.fingerprint[:12] in card
    assert f"--seed {info.seed}" in card
    assert f"--cell {info.spec.cell}" in card


@pytest.mark.parametrize("name", SHIPPED)
def test_it_says_how_sure_it_is_as_the_measured_table_has_it(name):
    """In whole per cents at most 4 off on reviews and 6 on sentences, short or long."""
    table = json.loads(QUALITY.read_text("utf-8"))[LANGUAGE_OF[name]]
    mine = next(one for one in table["lines"] if one["name"] == name)
    assert mine["reviews"][1] < 0.04
    assert mine["sentences"][1] < 0.06
    card = (folder_of(name) / "CARD.md").read_text(encoding="utf-8")
    for right, error in (mine["reviews"], mine["sentences"]):
        assert f"{right:.1%} / {error:.1%}" in card
    power = info_of(name).length_power
    assert (f"to the power of {power:.3f}" in card) == (power != 0)
    assert load_shipped(name).model.length_power == power


def test_the_small_ones_can_be_watched_and_there_is_one_of_each_cell():
    small = [info_of(name).spec for name in SHIPPED if name not in DEFAULT_OF.values()]
    assert [spec.cell for spec in small] == ["rnn", "gru", "lstm"]
    assert all(16 <= spec.hidden_size <= 32 for spec in small)


def test_all_assets_together_stay_under_forty_megabytes():
    size = sum(path.stat().st_size for path in ASSETS.rglob("*") if path.is_file())
    assert size < 40e6


def test_an_unknown_name_lists_the_choices():
    with pytest.raises(RnnvizError) as error:
        load_shipped("bert")
    assert error.value.code == "unknown_model"
    assert error.value.params["choices"] == "best, rnn, gru, lstm, vi"

"""Checkpoints survive the disk and say what is wrong with a damaged one."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch

from rnnviz.models.checkpoint import (
    CARD,
    VOCABULARY,
    WEIGHTS,
    CheckpointError,
    ModelInfo,
    load_checkpoint,
    read_embedding,
    read_info,
    save_checkpoint,
)
from rnnviz.models.classifier import ReviewClassifier
from rnnviz.models.specs import ClassifierSpec

WORDS = ("<pad>", "<unk>", "good", "bad", "film")
COUNTS = (0, 0, 5, 4, 3)


@pytest.fixture
def saved(tmp_path):
    spec = ClassifierSpec(cell="gru", vocab_size=5, embed_dim=3, hidden_size=4)
    model = ReviewClassifier(spec, seed=7)
    model.length_power = 0.25
    info = ModelInfo(
        spec=spec,
        seed=7,
        corpus="c.csv",
        fingerprint="f",
        training={},
        metrics={"a": 0.5},
        length_power=0.25,
        before={"loop": {"epochs": 3}},
    )
    save_checkpoint(tmp_path / "m", info, WORDS, COUNTS, model.state_dict())
    return tmp_path / "m", model, info


def test_a_checkpoint_reads_back_as_it_was_written(saved):
    folder, model, info = saved
    checkpoint = load_checkpoint(folder)
    assert checkpoint.info == info == read_info(folder)
    assert checkpoint.words == WORDS
    assert checkpoint.counts == COUNTS
    ids = torch.tensor([[2, 3, 4, 1]])
    with torch.no_grad():
        torch.testing.assert_close(
            checkpoint.model.prefix_logits(ids), model.eval().prefix_logits(ids), atol=2e-3, rtol=0
        )
    # Only the embedding is stored at half precision.
    torch.testing.assert_close(
        checkpoint.model.rnn.weight_hh_l0, model.rnn.weight_hh_l0, atol=0, rtol=0
    )
    np.testing.assert_allclose(
        read_embedding(folder), model.embedding.weight.detach().numpy(), atol=2e-3
    )


def test_a_checkpoint_without_a_power_of_the_length_reads_as_before(saved):
    folder, model, _ = saved
    card = json.loads((folder / CARD).read_text(encoding="utf-8"))
    del card["length_power"]
    (folder / CARD).write_text(json.dumps(card), encoding="utf-8")
    ids = torch.tensor([[2, 3, 4, 1]])
    with torch.no_grad():
        sums = model.head(model.prefix_readout(model.states(model.inputs(ids)))).squeeze(-1)
        older = load_checkpoint(folder).model.prefix_logits(ids)
    torch.testing.assert_close(older, sums, atol=2e-3, rtol=0)


def test_pairs_of_words_read_back_with_their_keys(saved, tmp_path):
    _, _, info = saved
    spec = info.spec.model_copy(update={"pair_count": 2})
    model = ReviewClassifier(spec, seed=7)
    keys = torch.tensor([2 * 5 + 3, 2 * 5 + 4])
    model.pair_keys.copy_(keys)
    torch.nn.init.normal_(model.pairs.weight[1:])
    info = info.model_copy(update={"spec": spec})
    save_checkpoint(tmp_path / "pairs", info, WORDS, COUNTS, model.state_dict())
    loaded = load_checkpoint(tmp_path / "pairs").model
    assert torch.equal(loaded.pair_keys, keys)
    assert loaded.pair_ids(torch.tensor([2, 3, 2, 4, 3])).tolist() == [0, 1, 0, 2, 0]
    torch.testing.assert_close(loaded.pairs.weight, model.pairs.weight, atol=2e-3, rtol=0)


def test_a_loaded_model_cannot_be_trained_by_accident(saved):
    model = load_checkpoint(saved[0]).model
    assert not model.training
    assert not any(parameter.requires_grad for parameter in model.parameters())


@pytest.mark.parametrize("name", [CARD, VOCABULARY, WEIGHTS])
def test_a_missing_or_cut_file_is_named(saved, name):
    folder = saved[0]
    whole = (folder / name).read_bytes()
    (folder / name).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(CheckpointError) as error:
        load_checkpoint(folder)
    assert error.value.code == "checkpoint_damaged"
    assert name in str(error.value.params["path"])
    (folder / name).unlink()
    with pytest.raises(CheckpointError) as error:
        load_checkpoint(folder)
    assert error.value.code in {"checkpoint_missing", "checkpoint_damaged"}


def test_a_vocabulary_of_another_size_is_refused(saved):
    folder = saved[0]
    (folder / VOCABULARY).write_text(json.dumps({"words": WORDS[:4], "counts": COUNTS[:4]}))
    with pytest.raises(CheckpointError) as error:
        load_checkpoint(folder)
    assert error.value.code == "checkpoint_damaged"


def test_a_card_with_an_unknown_field_is_refused(saved):
    folder = saved[0]
    card = json.loads((folder / CARD).read_text())
    (folder / CARD).write_text(json.dumps({**card, "surprise": 1}))
    with pytest.raises(CheckpointError):
        read_info(folder)


def test_weights_that_are_no_numbers_are_not_saved(saved, tmp_path):
    _, model, info = saved
    weights = {name: value.clone() for name, value in model.state_dict().items()}
    weights["head.bias"][0] = float("nan")
    with pytest.raises(CheckpointError) as error:
        save_checkpoint(tmp_path / "n", info, WORDS, COUNTS, weights)
    assert error.value.code == "checkpoint_not_finite"
    assert not (tmp_path / "n" / CARD).exists()

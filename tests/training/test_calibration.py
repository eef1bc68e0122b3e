"""Calibration: no verdict changes, and the probabilities come to mean what they say."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from rnnviz.models.classifier import ReviewClassifier
from rnnviz.models.specs import ClassifierSpec
from rnnviz.training.calibration import length_scale, logit_scale, scaled_head
from rnnviz.training.reviews import pad_batch


@pytest.mark.parametrize("true_scale", [0.5, 1.0, 3.0])
def test_it_finds_how_sure_the_network_may_be(true_scale):
    dice = np.random.default_rng(0)
    logits = dice.normal(0, 2, 20_000)
    labels = (dice.random(20_000) < 1 / (1 + np.exp(-true_scale * logits))).astype(float)
    assert logit_scale(logits, labels) == pytest.approx(true_scale, rel=0.06)


@pytest.mark.parametrize(("scale", "power"), [(0.3, 0.3), (1.5, 0.0), (4.0, -0.2)])
def test_it_finds_how_sure_the_network_may_be_of_short_and_of_long_texts(scale, power):
    dice = np.random.default_rng(0)
    words = np.exp(dice.uniform(np.log(6), np.log(400), 40_000))
    true = dice.normal(0, 2, 40_000)
    labels = (dice.random(40_000) < 1 / (1 + np.exp(-true))).astype(float)
    found = length_scale(true / (scale * words**power), labels, words)
    assert found.power == pytest.approx(power, abs=0.05)
    for n in (6, 400):
        assert found.scale * n**found.power == pytest.approx(scale * n**power, rel=0.1)


def test_the_head_gives_the_scaled_logits():
    model = ReviewClassifier(ClassifierSpec(vocab_size=20, embed_dim=5, hidden_size=7)).eval()
    ids, lengths = pad_batch([[3, 4, 5], [6]])
    before = model(ids, lengths)
    model.load_state_dict(scaled_head(model.state_dict(), 1.7))
    torch.testing.assert_close(model(ids, lengths), before * 1.7)

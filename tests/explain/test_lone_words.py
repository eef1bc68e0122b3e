"""The verdict on a word alone equals the model's own on a text of that word."""

from __future__ import annotations

import numpy as np
import pytest

from rnnviz.explain.lone_words import read_first_step
from rnnviz.explain.variants import variant_logits
from rnnviz.models.checkpoint import read_embedding
from rnnviz.models.shipped import SHIPPED, folder_of, load_shipped


@pytest.mark.parametrize("name", SHIPPED)
def test_one_step_from_zero_is_the_models_verdict_on_the_word(name):
    words = range(2, 400)
    ours = read_first_step(folder_of(name)).logits(read_embedding(folder_of(name))[list(words)])
    theirs = variant_logits(load_shipped(name).model, [[word] for word in words])
    np.testing.assert_allclose(ours, theirs, atol=1e-4)
    assert np.ptp(ours) > 0.3  # words differ, or the map would have one colour

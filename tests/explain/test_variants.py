import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_models import READOUTS, ids_lists, logit_alone, models, small_model

from rnnviz.explain import variants
from rnnviz.explain.variants import variant_logits
from rnnviz.models.specs import CELL_KINDS


@settings(max_examples=40)
@given(model=models, shared=ids_lists, rows=st.lists(st.lists(st.integers(1, 11), max_size=8)))
def test_a_batch_reads_each_text_as_if_alone(model, shared, rows):
    """Texts with a common beginning, and others that have none."""
    for texts in ([shared + row for row in rows], rows):
        alone = [logit_alone(model, text) for text in texts]
        np.testing.assert_allclose(variant_logits(model, texts), alone, atol=1e-5)


@pytest.mark.parametrize("readout", READOUTS)
@pytest.mark.parametrize("cell", CELL_KINDS)
def test_batches_that_fill_up_change_nothing(cell, readout, monkeypatch):
    model = small_model(cell, readout, pairs=True, layers=2)
    text = np.random.default_rng(0).integers(1, 12, 14).tolist()
    rows = [text[:t] + text[t + 1 :] for t in range(14)]
    expected = [logit_alone(model, row) for row in rows]
    for steps in (1, 40, 60):
        monkeypatch.setattr(variants, "STEPS", steps)
        np.testing.assert_allclose(variant_logits(model, rows), expected, atol=1e-5)


def test_nothing_read_is_undecided():
    assert variant_logits(small_model(), [[], [3], []]).tolist()[::2] == [0.0, 0.0]
    assert variant_logits(small_model(), []).shape == (0,)

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.explain.trace import HeadTrace, HiddenTrace
from rnnviz.explain.verdict import verdict_path


def trace_of(logits, kind="logit"):
    outputs = np.array(logits, np.float32)[:, None]
    labels = tuple(str(t) for t in range(len(logits)))
    nothing = np.zeros((len(logits), 0), np.float32)
    head = HeadTrace(nothing[0] if len(nothing) else nothing, 0.0, nothing, outputs[:, 0])
    return HiddenTrace(labels, (), (), outputs, kind, "last", head)


def test_moves_probabilities_and_the_flip():
    path = verdict_path(trace_of([0.5, -1.0, -2.0, 1.0, 3.0]))
    np.testing.assert_allclose(path.moves, [0.5, -1.5, -1.0, 3.0, 2.0])
    assert path.flip == 3
    assert path.positive
    assert path.probability == pytest.approx(1 / (1 + np.exp(-3.0)))


def test_a_verdict_that_never_changes_has_no_flip():
    assert verdict_path(trace_of([-1.0, -2.0])).flip is None
    assert verdict_path(trace_of([2.0])).flip is None


@given(st.lists(st.floats(-30, 30, width=32), min_size=1, max_size=30))
def test_moves_add_up_to_the_verdict_and_nothing_flips_after_the_flip(logits):
    path = verdict_path(trace_of(logits))
    assert float(path.moves.sum()) == pytest.approx(logits[-1], abs=1e-3)
    sides = [logit >= 0 for logit in logits]
    if path.flip is None:
        assert len(set(sides)) == 1
    else:
        assert sides[path.flip] != sides[path.flip - 1]
        assert len(set(sides[path.flip :])) == 1


def test_a_forecast_has_no_verdict_path():
    with pytest.raises(ValueError, match="classifier"):
        verdict_path(trace_of([1.0], kind="celsius"))

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from small_models import READOUTS, ids_lists, logit_alone, models, small_model

from rnnviz.explain.attribution import (
    BASELINES,
    VIEWS,
    Attribution,
    agreement,
    baseline_vector,
    integrated_gradients,
    leave_one_out,
    views,
    while_reading,
)
from rnnviz.explain.path_integral import NODES, TOLERANCE
from rnnviz.explain.trace import trace_review
from rnnviz.models.shipped import SHIPPED, load_shipped
from rnnviz.models.specs import CELL_KINDS

IDS = [3, 5, 5, 2, 9, 7, 1, 4, 2, 3, 2, 8]  # with pairs (5, 5) and (2, 3), with <unk>


def traced(model, ids):
    return trace_review(model, ids, [str(i) for i in ids])


def view(parts, spans=None):
    spans = spans or tuple((t, t + 1) for t in range(len(parts)))
    return Attribution("leave_one_out", spans, np.array(parts, np.float64), 0.0)


@pytest.mark.parametrize("pairs", [False, True])
@pytest.mark.parametrize("readout", READOUTS)
@pytest.mark.parametrize("cell", CELL_KINDS)
def test_integrated_gradients_equal_captum(cell, readout, pairs):
    from captum.attr import IntegratedGradients

    model = small_model(cell, readout, pairs, layers=2)
    inputs = model.inputs(torch.tensor([IDS]))
    lengths = torch.tensor([len(IDS)])

    def logit(embedded):
        return model.logits(model.states(embedded), lengths.expand(len(embedded)))[:, None]

    for baseline in BASELINES:
        start = baseline_vector(model, baseline).expand_as(inputs)
        theirs, missing = IntegratedGradients(logit).attribute(
            inputs, start, target=0, n_steps=40, return_convergence_delta=True
        )
        ours = integrated_gradients(model, IDS, baseline, points=40)
        np.testing.assert_allclose(ours.parts, theirs[0].sum(-1), atol=1e-4)
        assert ours.remainder == pytest.approx(float(missing), abs=1e-4)
        # What halving the path finds is the same integral: kinks of a maximum leave some doubt.
        found = integrated_gradients(model, IDS, baseline)
        atol = 2e-2 if readout == "max" else 2e-3
        np.testing.assert_allclose(found.parts, theirs[0].sum(-1), atol=atol)


@pytest.mark.parametrize("cell", CELL_KINDS)
def test_integrated_gradients_equal_captum_on_the_layer(cell):
    """From ids, through the embedding: a baseline of <pad> ids is one of zeros."""
    from captum.attr import LayerIntegratedGradients

    model = small_model(cell)
    lengths = torch.tensor([len(IDS)])
    theirs = LayerIntegratedGradients(
        lambda ids: model(ids, lengths.expand(len(ids))), model.embedding
    ).attribute(torch.tensor([IDS]), torch.zeros(1, len(IDS), dtype=torch.long), n_steps=32)
    ours = integrated_gradients(model, IDS, points=32)
    np.testing.assert_allclose(ours.parts, theirs[0].sum(-1), atol=1e-4)


@settings(max_examples=50)
@given(model=models, ids=ids_lists, baseline=st.sampled_from(BASELINES))
def test_integrated_gradients_add_up(model, ids, baseline):
    found = integrated_gradients(model, ids, baseline)
    assert abs(found.parts.sum() - (found.logit - found.baseline)) <= TOLERANCE
    assert found.remainder == found.parts.sum() - (found.logit - found.baseline)
    assert found.logit == pytest.approx(logit_alone(model, ids), abs=1e-5)


@pytest.mark.parametrize("name", SHIPPED)
def test_integrated_gradients_add_up_on_the_longest_text(name):
    model = load_shipped(name).model
    ids = np.random.default_rng(1).zipf(1.3, 4000)
    ids = ids[ids < 3000][: model.spec.length]  # what it reads of a text at most
    assert len(ids) == model.spec.length
    assert abs(integrated_gradients(model, ids.tolist()).remainder) <= TOLERANCE


@pytest.mark.parametrize("cell", CELL_KINDS)
def test_integrated_gradients_add_up_where_a_maximum_has_kinks(cell):
    model = small_model(cell, "max", hidden=8)
    ids = np.random.default_rng(2).integers(1, 12, 500).tolist()
    assert abs(integrated_gradients(model, ids).remainder) <= TOLERANCE


def test_a_straight_path_needs_no_halving():
    """Where the input is small tanh is a line: one piece is enough."""
    model = small_model("rnn", "last")
    with torch.no_grad():
        model.embedding.weight.mul_(1e-3)
    assert integrated_gradients(model, IDS).points == NODES


def test_the_baselines_are_no_word_and_a_bit_of_every_word():
    model = small_model()
    assert baseline_vector(model, "pad").tolist() == [0.0] * 4
    table = model.embedding.weight
    torch.testing.assert_close(baseline_vector(model, "mean"), table[2:].sum(0) / 10)
    with pytest.raises(ValueError, match="pad, mean"):
        baseline_vector(model, "zero")


def test_a_text_equal_to_its_baseline_owes_nothing_to_anything():
    found = integrated_gradients(small_model(), [0, 0, 0])
    assert found.parts.tolist() == [0.0] * 3
    assert found.logit == pytest.approx(found.baseline, abs=1e-6)


@settings(max_examples=40)
@given(model=models, ids=ids_lists)
def test_leave_one_out_is_reading_without_the_word(model, ids):
    found = leave_one_out(model, ids)
    whole = logit_alone(model, ids)
    loop = [whole - logit_alone(model, ids[:t] + ids[t + 1 :]) for t in range(len(ids))]
    np.testing.assert_allclose(found.parts, loop, atol=1e-5)
    assert found.spans == tuple((t, t + 1) for t in range(len(ids)))


@settings(max_examples=40)
@given(model=models, ids=ids_lists, data=st.data())
def test_spans_are_left_out_whole(model, ids, data):
    ends = st.lists(st.integers(0, len(ids)), min_size=2, max_size=2, unique=True).map(sorted)
    spans = data.draw(st.lists(ends.map(tuple), min_size=1, max_size=5))
    whole = logit_alone(model, ids)
    loop = [whole - logit_alone(model, ids[:a] + ids[b:]) for a, b in spans]
    np.testing.assert_allclose(leave_one_out(model, ids, spans).parts, loop, atol=1e-5)


def test_leaving_a_word_out_makes_a_pair_of_its_neighbours():
    """``2 9 3`` without 9 is the pair (2, 3), which has a vector of its own."""
    model = small_model("rnn", "last", pairs=True)
    apart = leave_one_out(model, [2, 9, 3]).parts[1]
    with torch.no_grad():
        model.pairs.weight.zero_()
    assert abs(apart - leave_one_out(model, [2, 9, 3]).parts[1]) > 1e-3


@pytest.mark.parametrize("span", [(2, 2), (3, 2), (-1, 1), (0, 5)])
def test_spans_must_lie_in_the_text(span):
    with pytest.raises(ValueError, match="4 steps"):
        leave_one_out(small_model(), [1, 2, 3, 4], [span])


@pytest.mark.parametrize("readout", READOUTS)
@pytest.mark.parametrize("cell", CELL_KINDS)
def test_one_word_owes_the_whole_verdict(cell, readout):
    """All that is left is the verdict on nothing, by convention 0."""
    model = small_model(cell, readout)
    found = views(model, traced(model, [5]))
    logit = logit_alone(model, [5])
    assert found["while_reading"].parts == pytest.approx([logit], abs=1e-6)
    assert found["leave_one_out"].parts == pytest.approx([logit], abs=1e-6)
    owed = found["integrated_gradients"]
    assert owed.parts == pytest.approx([logit - owed.baseline], abs=TOLERANCE)


def test_unknown_words_are_alike_to_a_network_without_order():
    """With no way from state to state and a mean over all, equal words have equal parts."""
    model = small_model("rnn", "mean", length_power=0.0)
    with torch.no_grad():
        model.rnn.weight_hh_l0.zero_()
    for name, found in views(model, traced(model, [1, 1, 1, 1])).items():
        if name != "while_reading":
            assert np.ptp(found.parts) < 1e-6, name
    reading = while_reading(traced(model, [1, 1, 1, 1])).parts
    assert np.abs(reading[1:]).max() < 1e-6, "the mean of equal states does not move"


def test_the_views_come_in_order_and_say_what_they_are():
    model = small_model("gru", "mean", pairs=True)
    found = views(model, traced(model, IDS))
    assert tuple(found) == VIEWS
    assert [part.view for part in found.values()] == list(VIEWS)
    for one in found.values():
        assert len(one.parts) == len(one.spans) == len(IDS)
        assert one.logit == pytest.approx(logit_alone(model, IDS), abs=1e-5)
        assert not one.parts.flags.writeable
    assert abs(found["while_reading"].remainder) < 1e-5


def test_agreement_is_of_sizes_whatever_the_sign():
    same = agreement(view([1.0, -2.0, 3.0, -0.5]), view([-10.0, 20.0, -30.0, 5.0]))
    assert (same.rank, same.same_strongest, same.disagree) == (pytest.approx(1), True, False)
    turned = agreement(view([1.0, 2.0, 3.0, 4.0]), view([4.0, 3.0, 2.0, 1.0]))
    assert (turned.rank, turned.disagree) == (pytest.approx(-1), True)
    with pytest.raises(ValueError, match="spans"):
        agreement(view([1.0, 2.0]), view([1.0, 2.0], ((0, 2), (2, 3))))


@given(st.lists(st.tuples(st.integers(-5, 5), st.integers(-5, 5)), min_size=3, max_size=20))
def test_the_rank_correlation_is_scipys(pairs):
    from scipy.stats import spearmanr

    a, b = (np.abs(np.array(column, float)) for column in zip(*pairs, strict=True))
    ours = agreement(view(a), view(b)).rank
    theirs = spearmanr(a, b).statistic if np.ptp(a) and np.ptp(b) else 0.0
    assert ours == pytest.approx(theirs, abs=1e-9)

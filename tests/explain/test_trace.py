import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz.explain.cell_equations import PUT_TOGETHER
from rnnviz.explain.trace import trace_forecast, trace_layers, trace_review
from rnnviz.models.cells import layer_weights, torch_module, unroll
from rnnviz.models.classifier import ReviewClassifier
from rnnviz.models.specs import CELL_KINDS, ClassifierSpec, cell_kind


def module(cell, inputs=4, hidden=6, layers=2, seed=0):
    torch.manual_seed(seed)
    return torch_module(cell, inputs, hidden, layers)


def test_every_cell_has_an_equation_for_the_trace():
    assert set(PUT_TOGETHER) == set(CELL_KINDS)


@pytest.mark.parametrize("cell", CELL_KINDS)
@settings(max_examples=15)
@given(
    inputs=st.integers(1, 8),
    hidden=st.integers(1, 10),
    layers=st.integers(1, 4),
    steps=st.integers(1, 25),
    seed=st.integers(0, 999),
)
def test_states_equal_torch_in_every_layer(cell, inputs, hidden, layers, steps, seed):
    rnn = module(cell, inputs, hidden, layers, seed)
    xs = torch.randn(1, steps, inputs)
    traces = trace_layers(rnn, xs[0])
    with torch.no_grad():
        output, final = rnn(xs)
    h_n, c_n = final if cell_kind(cell).has_cell_state else (final, None)
    np.testing.assert_allclose(traces[-1].h[1:], output[0].numpy(), atol=1e-6)
    for layer, trace in enumerate(traces):
        assert trace.max_error <= 1e-6
        assert not trace.h[0].any()
        np.testing.assert_allclose(trace.h[-1], h_n[layer, 0].numpy(), atol=1e-6)
        if c_n is not None:
            np.testing.assert_allclose(trace.c[-1], c_n[layer, 0].numpy(), atol=1e-6)
        below = traces[layer - 1].h[1:] if layer else xs[0].numpy()
        np.testing.assert_array_equal(trace.x, below)


@pytest.mark.parametrize("cell", CELL_KINDS)
def test_parts_add_up_to_the_pre_activation_and_its_activation_is_the_gate(cell):
    rnn = module(cell)
    for trace in trace_layers(rnn, torch.randn(9, 4)):
        recurrent = trace.recurrent_part + trace.b_hh
        if cell == "gru":
            recurrent[:, 2] *= trace.gates[:, 0]
        total = trace.input_part + trace.b_ih + recurrent
        np.testing.assert_allclose(trace.pre, total, atol=1e-6)
        for g, activation in enumerate(trace.kind.activations):
            function = getattr(torch, activation)
            expected = function(torch.from_numpy(trace.pre[:, g].copy())).numpy()
            np.testing.assert_allclose(trace.gates[:, g], expected, atol=1e-6)
        # The parts are the true weights applied to the true inputs, unit by unit.
        t, gate, unit = 5, len(trace.kind.gates) - 1, 3
        assert trace.input_part[t, gate, unit] == pytest.approx(
            float(trace.W_ih[gate, unit] @ trace.x[t]), abs=1e-6
        )
        assert trace.recurrent_part[t, gate, unit] == pytest.approx(
            float(trace.W_hh[gate, unit] @ trace.h[t]), abs=1e-6
        )


@pytest.mark.parametrize("cell", CELL_KINDS)
def test_the_trace_is_the_cell_written_by_hand(cell):
    rnn = module(cell)
    xs = torch.randn(1, 7, 4)
    with torch.no_grad():
        by_hand, _ = unroll(cell, xs, [layer_weights(rnn, layer) for layer in range(2)])
    np.testing.assert_allclose(trace_layers(rnn, xs[0])[-1].h[1:], by_hand[0].numpy(), atol=1e-6)


@pytest.mark.parametrize("cell", CELL_KINDS)
@pytest.mark.parametrize("readout", ["last", "mean", "max"])
def test_a_review_trace_gives_the_verdict_after_every_word(cell, readout):
    spec = ClassifierSpec(cell=cell, vocab_size=9, embed_dim=3, hidden_size=5, readout=readout)
    model = ReviewClassifier(spec).eval()
    model.length_power = 0.25
    ids = [3, 1, 4, 1, 5, 0]
    trace = trace_review(model, ids, list("abcdef"))
    with torch.no_grad():
        expected = model.prefix_logits(torch.tensor([ids]))[0]
    np.testing.assert_allclose(trace.outputs[:, 0], expected.numpy(), atol=1e-6)
    np.testing.assert_allclose(trace.verdicts, torch.sigmoid(expected).numpy(), atol=1e-6)
    assert (trace.steps, trace.cell, trace.readout) == (6, cell, readout)
    assert trace.head.factors == pytest.approx([t**0.25 for t in range(1, 7)])
    np.testing.assert_allclose(trace.head.sums * trace.head.factors, expected.numpy(), atol=1e-6)
    states = trace.layers[-1].h[1:]
    for t in range(6):
        read = {"last": states[t], "mean": states[: t + 1].mean(0), "max": states[: t + 1].max(0)}
        np.testing.assert_allclose(trace.head.readout[t], read[readout], atol=1e-6)


def test_a_trace_is_a_value():
    rnn = module("lstm")
    trace = trace_layers(rnn, torch.randn(3, 4))[0]
    before = trace.W_hh.copy()
    with pytest.raises(ValueError, match="read-only"):
        trace.h[0, 0] = 1.0
    with torch.no_grad():
        rnn.weight_hh_l0.mul_(2)
    np.testing.assert_array_equal(trace.W_hh, before)


@pytest.mark.parametrize("cell", CELL_KINDS)
@pytest.mark.parametrize("calendar", [False, True])
@pytest.mark.parametrize("linear_part", [False, True])
def test_a_forecast_is_traced_to_the_degree(cell, calendar, linear_part):
    from rnnviz.models.forecaster import Forecaster
    from rnnviz.models.specs import ForecasterSpec

    torch.manual_seed(3)
    spec = ForecasterSpec(
        cell=cell,
        hidden_size=7,
        num_layers=2,
        window=6,
        horizon=3,
        calendar=calendar,
        linear_part=linear_part,
    )
    model = Forecaster(spec)
    torch.nn.init.normal_(model.head.weight)
    if model.linear_part is not None:
        torch.nn.init.normal_(model.linear_part.weight)
    inputs = torch.randn(6, spec.inputs)
    trace = trace_forecast(model, inputs, [f"{i}" for i in range(6)], mean=10.0, std=4.0)
    assert trace.output_kind == "celsius"
    assert trace.max_error < 1e-6
    with torch.no_grad():
        for end in range(1, 7):  # as if the window ended after each hour
            states = model.rnn(inputs[None, :end])[0][:, -1]
            # The linear part has a place for each hour: before the first lies the first again.
            whole = torch.cat([inputs[:1].expand(6 - end, -1), inputs[:end]])[None]
            expected = (model.base(whole) + model.head(states))[0].numpy() * 4 + 10
            if end == 6 or not linear_part:
                forecast = model(inputs[None, :end])[0].numpy() * 4 + 10
                assert np.allclose(expected, forecast, atol=1e-5)
            assert np.allclose(trace.outputs[end - 1], expected, atol=1e-5)
    assert trace.verdicts.tolist() == trace.outputs[:, 0].tolist()
    by_hand = trace.head.sums * trace.head.scale + trace.head.shift
    np.testing.assert_allclose(by_hand, trace.outputs[:, 0], atol=1e-5)
    np.testing.assert_array_equal(trace.head.base, inputs[:, 0].numpy())


def test_a_trace_says_which_inputs_hold_a_pair():
    spec = ClassifierSpec(vocab_size=20, embed_dim=5, hidden_size=7, pair_count=1)
    model = ReviewClassifier(spec).requires_grad_(False)
    model.pair_keys.copy_(torch.tensor([3 * 20 + 4]))
    trace = trace_review(model, [3, 4, 3, 5], list("abcd"))
    assert trace.paired == (False, True, False, False)
    assert trace.max_error < 1e-6
    plain = ReviewClassifier(spec.model_copy(update={"pair_count": 0})).requires_grad_(False)
    assert trace_review(plain, [3, 4], list("ab")).paired == ()

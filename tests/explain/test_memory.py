import numpy as np
import pytest
import torch
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from rnnviz.explain.fade import fade
from rnnviz.explain.memory import DERIVATIVES, memory_gradients, norms, rescaled, spectral_radius
from rnnviz.models.cells import STEPS, State, layer_weights, zero_state
from rnnviz.models.classifier import ReviewClassifier
from rnnviz.models.specs import CELL_KINDS, ClassifierSpec

READOUTS = ("last", "mean", "max")


def network(cell, readout="last", hidden=5, layers=1, embed=4, seed=0):
    spec = ClassifierSpec(
        cell=cell,
        vocab_size=12,
        embed_dim=embed,
        hidden_size=hidden,
        num_layers=layers,
        readout=readout,
    )
    torch.manual_seed(seed)
    model = ReviewClassifier(spec, seed=seed).eval()
    model.length_power = 0.25
    return model


def watched(model, ids, scale):
    """The network step by step in torch, double precision, every h, c and x open to autograd.

    Written with the cells of the lesson, so that each state is a node of the graph.
    """
    spec = model.spec
    xs = model.embedding(torch.tensor(ids)).detach().double()
    xs = [x.clone().requires_grad_() for x in xs]
    inputs, layers = xs, []
    for layer in range(spec.num_layers):
        weights = layer_weights(model.rnn, layer)
        weights = type(weights)(*(w.detach().double() for w in weights))
        weights = weights._replace(W_hh=weights.W_hh * scale)
        state, states = zero_state(spec.cell, inputs[0], spec.hidden_size), []
        for x in inputs:
            state = STEPS[spec.cell](x, state, weights)
            for part in state:
                if part is not None:
                    part.retain_grad()
            states.append(state)
        layers.append(states)
        inputs = [state.h for state in states]
    head = model.head.weight.detach().double()[0]
    logit = model.prefix_readout(torch.stack(inputs)[None])[0, -1] @ head
    factor = len(xs) ** model.length_power
    return xs, layers, (logit + model.head.bias.detach().double()[0]) * factor


def stacked(tensors):
    return np.stack([np.zeros(t.shape) if t.grad is None else t.grad.numpy() for t in tensors])


def close(ours, expected):
    """Within 1e-5, of the largest where gradients explode: the states are single precision."""
    np.testing.assert_allclose(ours, expected, atol=1e-5 * max(1, np.abs(expected).max()))


sizes = {
    "hidden": st.integers(1, 8),
    "layers": st.integers(1, 3),
    "embed": st.integers(1, 5),
    "ids": st.lists(st.integers(0, 11), min_size=1, max_size=14),
    "scale": st.sampled_from([0.0, 0.3, 1.0, 1.7, 3.0]),
    "readout": st.sampled_from(READOUTS),
    "seed": st.integers(0, 999),
}


def test_every_cell_has_a_way_back_in_time():
    assert set(DERIVATIVES) == set(CELL_KINDS)


@pytest.mark.parametrize("cell", CELL_KINDS)
@settings(max_examples=25)
@given(**sizes)
def test_gradients_equal_autograd(cell, hidden, layers, embed, ids, scale, readout, seed):
    model = network(cell, readout, hidden, layers, embed, seed)
    memory = memory_gradients(model, ids, scale)
    xs, states, logit = watched(model, ids, scale)
    if readout == "max" and len(ids) > 1:
        # Where two steps share a unit's maximum, the gradient may go to either of them.
        second, first = torch.stack([state.h for state in states[-1]]).sort(dim=0).values[-2:]
        assume(bool((first - second > 1e-5).all()))
    logit.backward()
    assert memory.logit == pytest.approx(logit.item(), abs=1e-5)
    close(memory.by_word, stacked(xs))
    for layer, steps in enumerate(states):
        close(memory.by_state[layer], stacked([step.h for step in steps]))
        if CELL_KINDS[cell].has_cell_state:
            close(memory.by_cell[layer], stacked([step.c for step in steps]))
    assert len(memory.by_cell) == (layers if CELL_KINDS[cell].has_cell_state else 0)


@pytest.mark.parametrize("cell", CELL_KINDS)
@example(hidden=1, layers=1, ids=[0, 2], scale=0.5, seed=99)
@settings(max_examples=12)
@given(
    hidden=st.integers(1, 6),
    layers=st.integers(1, 2),
    ids=st.lists(st.integers(0, 11), min_size=1, max_size=8),
    scale=st.sampled_from([0.0, 0.5, 1.0, 2.0]),
    seed=st.integers(0, 99),
)
def test_gain_is_the_norm_of_the_jacobian_through_time(cell, hidden, layers, ids, scale, seed):
    """From what step t hands on, (h_t, c_t), to h_T, by torch's own Jacobian."""
    model = network(cell, "mean", hidden, layers, seed=seed)
    memory = memory_gradients(model, ids, scale)
    _, states, _ = watched(model, ids, scale)
    inputs = model.embedding(torch.tensor(ids)).detach().double()
    for layer in range(layers):
        weights = layer_weights(model.rnn, layer)
        weights = type(weights)(*(w.detach().double() for w in weights))
        weights = weights._replace(W_hh=weights.W_hh * scale)
        for t in range(len(ids)):

            def onward(*parts, t=t, inputs=inputs, weights=weights):
                state = State(*parts)
                for x in inputs[t + 1 :]:
                    state = STEPS[cell](x, state, weights)
                return state.h

            given_parts = tuple(p.detach() for p in states[layer][t] if p is not None)
            jacobians = torch.autograd.functional.jacobian(onward, given_parts)
            size = float(torch.cat(jacobians, dim=1).norm()) / np.sqrt(hidden)
            # States are float32: near 1, what is left of 1 − h² is good to about 1e-7 only.
            gain = np.exp(memory.log_gain[layer][t])
            assert gain == pytest.approx(size, rel=1e-4, abs=1e-6)
        inputs = torch.stack([state.h.detach() for state in states[layer]])


def test_only_the_mean_readout_reaches_every_state_past_time():
    ids = [3, 1, 4, 1, 5, 9]
    for readout in READOUTS:
        memory = memory_gradients(network("rnn", readout), ids, scale=0.0)
        # With W_hh = 0 no state passes anything on: what is left is the direct route.
        np.testing.assert_allclose(memory.by_state[0], memory.direct)
        assert np.isneginf(memory.log_gain[0][:-1]).all()
        assert memory.flat[0] < 1
        reached = norms(memory.direct) > 0
        assert reached.all() == (readout == "mean")
        assert readout != "last" or reached.tolist() == [False] * 5 + [True]


def test_what_carries_memory_alone():
    ids = [3, 1, 4, 1, 5, 9, 2, 6]
    rnn = network("rnn", hidden=4)
    W_hh = rnn.rnn.weight_hh_l0.detach().double().numpy()
    expected = [np.linalg.norm(np.linalg.matrix_power(2 * W_hh, d)) / 2 for d in range(8)]
    alone = memory_gradients(rnn, ids, scale=2.0).log_alone[0]
    np.testing.assert_allclose(np.exp(alone[::-1]), expected, rtol=1e-5)
    for cell in (name for name, kind in CELL_KINDS.items() if kind.keep):
        alone = memory_gradients(network(cell), ids).log_alone[0]
        assert alone[-1] == 0
        assert (np.diff(alone) > 0).all()  # a product of gates below 1 only shrinks


@pytest.mark.parametrize(
    ("factor", "trend"),
    [(0.5, "vanishing"), (0.992, "steady"), (1.008, "steady"), (1.4, "exploding")],
)
def test_the_fade_of_a_straight_line_is_its_factor(factor, trend):
    line = np.log(factor) * np.arange(30)[::-1] + np.log(0.7)
    fitted = fade(line)
    assert fitted.factor == pytest.approx(factor)
    assert (fitted.start, fitted.error) == (pytest.approx(0.7), pytest.approx(1))
    assert fitted.trend == trend


def test_the_fade_of_one_step_and_of_nothing():
    assert fade(np.zeros(1)) is None
    assert fade(np.array([-np.inf, -np.inf, 0.0])).trend == "vanishing"
    assert fade(np.array([-np.inf, -np.inf, 0.0])).factor == 0


def test_a_long_text_neither_underflows_nor_overflows():
    rng = np.random.default_rng(0)
    ids = rng.integers(0, 12, 600).tolist()
    for scale in (0.02, 3.0):
        memory = memory_gradients(network("rnn", hidden=16), ids, scale)
        assert np.isfinite(memory.log_gain[0]).all()
        assert np.isfinite(memory.log_alone[0]).all()


def test_rescaling_leaves_the_model_alone_and_its_radius_grows_in_proportion():
    model = network("gru", hidden=6, layers=2)
    before = model.rnn.weight_hh_l1.detach().clone()
    changed = rescaled(model.rnn, 2.5)
    assert torch.equal(model.rnn.weight_hh_l1, before)
    assert torch.equal(changed.weight_ih_l1, model.rnn.weight_ih_l1)
    for layer in range(2):
        ratio = spectral_radius(changed, layer) / spectral_radius(model.rnn, layer)
        assert ratio == pytest.approx(2.5, rel=1e-4)


def test_only_the_layers_asked_for_get_their_jacobians():
    memory = memory_gradients(network("lstm", layers=2), [1, 2, 3], layers=(1,))
    assert [len(gain) for gain in memory.log_gain] == [0, 3]
    assert len(memory.by_state) == 2

"""The cells by hand against torch: forward to 1e-6 and gradients to 1e-5, in float32."""

from typing import get_args

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz.errors import RnnvizError
from rnnviz.models.cells import STEPS, kind_of, layer_weights, torch_module, unroll
from rnnviz.models.specs import CELL_KINDS, CellName, cell_kind

sizes = st.integers(1, 9)


def both(cell, inputs, hidden, layers, batch, steps, seed):
    torch.manual_seed(seed)
    module = torch_module(cell, inputs, hidden, layers)
    xs = torch.randn(batch, steps, inputs, requires_grad=True)
    weights = [layer_weights(module, layer) for layer in range(layers)]
    return module, xs, weights


def test_every_cell_has_a_step():
    assert set(STEPS) == set(CELL_KINDS)


def test_every_cell_may_stand_in_a_spec():
    assert get_args(CellName) == tuple(CELL_KINDS)


@pytest.mark.parametrize("cell", CELL_KINDS)
def test_the_facts_of_a_cell_are_those_of_torch(cell):
    kind = cell_kind(cell)
    assert kind.name == cell
    module = torch_module(cell, 3, 4)
    assert kind_of(module) == kind
    assert len(layer_weights(module, 0).W_hh) == 4 * len(kind.gates) == 4 * len(kind.activations)
    assert kind.candidate in kind.gates
    assert kind.keep is None or kind.keep in kind.gates


@pytest.mark.parametrize("cell", CELL_KINDS)
@settings(max_examples=15)
@given(
    inputs=sizes,
    hidden=sizes,
    layers=st.integers(1, 3),
    batch=st.integers(1, 4),
    steps=st.integers(1, 12),
    seed=st.integers(0, 10_000),
)
def test_forward_and_gradient_equal_torch(cell, inputs, hidden, layers, batch, steps, seed):
    module, xs, weights = both(cell, inputs, hidden, layers, batch, steps, seed)
    output, final = module(xs)
    h_n, c_n = final if cell_kind(cell).has_cell_state else (final, None)
    by_hand, finals = unroll(cell, xs, weights)
    torch.testing.assert_close(by_hand, output, atol=1e-6, rtol=1e-6)
    for layer, state in enumerate(finals):
        torch.testing.assert_close(state.h, h_n[layer], atol=1e-6, rtol=1e-6)
        if c_n is not None:
            torch.testing.assert_close(state.c, c_n[layer], atol=1e-6, rtol=1e-6)

    pull = torch.randn_like(output)
    parameters = [xs, *module.parameters()]
    expected = torch.autograd.grad(output, parameters, pull)
    found = torch.autograd.grad(by_hand, parameters, pull)
    for mine, torchs in zip(found, expected, strict=True):
        torch.testing.assert_close(mine, torchs, atol=1e-5, rtol=1e-5)


def test_an_unknown_cell_lists_the_choices():
    with pytest.raises(RnnvizError) as error:
        cell_kind("mamba")
    assert error.value.params["choices"] == ", ".join(CELL_KINDS)

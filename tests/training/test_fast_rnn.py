"""The hand-written step equals autograd: loss and every gradient."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz.models.forecaster import Forecaster
from rnnviz.models.specs import ForecasterSpec
from rnnviz.training.fast_rnn import loss_and_grad
from rnnviz.training.weather import BY_HAND


def randomised(spec: ForecasterSpec) -> Forecaster:
    model = Forecaster(spec)
    for parameter in model.parameters():  # the head starts at nought, which hides mistakes
        parameter.data.normal_(0, 0.4)
    return model


@pytest.mark.parametrize("cell", BY_HAND)
@given(
    window=st.integers(1, 9),
    horizon=st.integers(1, 4),
    hidden=st.integers(1, 12),
    batch=st.integers(1, 17),
    calendar=st.booleans(),
    others=st.integers(0, 3),
    linear_part=st.booleans(),
    loss=st.sampled_from(["mae", "mse", "huber"]),
    seed=st.integers(0, 10_000),
)
@settings(max_examples=60)
def test_loss_and_gradients_equal_autograd(
    cell, window, horizon, hidden, batch, calendar, others, linear_part, loss, seed
):
    torch.manual_seed(seed)
    spec = ForecasterSpec(
        cell=cell,
        hidden_size=hidden,
        window=window,
        horizon=horizon,
        calendar=calendar,
        others=tuple(f"input {k}" for k in range(others)),
        linear_part=linear_part,
    )
    model = randomised(spec)
    xs, target = torch.randn(batch, window, spec.inputs), torch.randn(batch, horizon)
    expected = loss_and_grad(model(xs) - target, loss)[0]
    wanted = torch.autograd.grad(expected, list(model.parameters()))
    step = BY_HAND[cell](model, loss)
    for _ in range(2):  # a second call must not add to the first
        value = step((xs, target))
    assert value.item() == pytest.approx(expected.item(), rel=1e-5, abs=1e-6)
    for parameter, gradient in zip(model.parameters(), wanted, strict=True):
        torch.testing.assert_close(parameter.grad, gradient, atol=1e-5, rtol=1e-4)


@pytest.mark.parametrize("loss", ["mae", "mse", "huber"])
def test_the_slope_is_the_derivative_of_the_loss(loss):
    error = torch.linspace(-0.35, 0.35, 8, dtype=torch.float64, requires_grad=True)
    value, grad = loss_and_grad(error, loss)
    (wanted,) = torch.autograd.grad(value, error)
    torch.testing.assert_close(grad, wanted)


@pytest.mark.parametrize("cell", BY_HAND)
def test_batches_of_another_size_and_other_cells(cell):
    model = randomised(ForecasterSpec(cell=cell, hidden_size=4))
    step = BY_HAND[cell](model, "mse")
    for size in (3, 8, 3):
        xs, target = torch.randn(size, 5, 1), torch.randn(size, 1)
        assert step((xs, target)).item() == pytest.approx(
            (model(xs) - target).square().mean().item(), rel=1e-5
        )
    with pytest.raises(ValueError, match="one layer"):
        BY_HAND[cell](Forecaster(ForecasterSpec(cell="lstm")), "mse")

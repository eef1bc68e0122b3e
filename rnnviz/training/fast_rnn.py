"""One training step of a one-layer RNN forecaster, its gradients by hand.

For 64 units and 5 hours the arithmetic of a step takes about a millisecond; autograd's bookkeeping
takes as long again. Written out, backpropagation through time is a dozen matrix products:

    z_t = W_ih x_t + b_ih + W_hh h_{t-1} + b_hh      h_t = tanh(z_t)      y = x_T + W h_T + b
    dL/dz_t = (1 - h_t²) · dL/dh_t                   dL/dh_{t-1} = W_hhᵀ dL/dz_t

Equal to autograd's gradients to 1e-5 (``tests/training/test_fast_rnn.py``).
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from rnnviz.models.forecaster import Forecaster
from rnnviz.training.specs import LossName

HUBER = 0.1  # in units of the series' standard deviation: about 1 °C


def loss_and_grad(error: Tensor, loss: LossName) -> tuple[Tensor, Tensor]:
    """Mean loss of ``error`` (any shape) and its derivative with respect to each of them."""
    if loss == "mae":
        return error.abs().mean(), error.sign() / error.numel()
    if loss == "mse":
        return error.square().mean(), error * (2 / error.numel())
    inside = error.clamp(-HUBER, HUBER)
    value = inside * (error - 0.5 * inside) / HUBER
    return value.mean(), inside / (HUBER * error.numel())


class FastRnnStep:
    """Computes the loss of a batch and leaves the gradients in the model's parameters."""

    def __init__(self, model: Forecaster, loss: LossName) -> None:
        spec = model.spec
        if spec.cell != "rnn" or spec.num_layers != 1:
            raise ValueError("written for one layer of an RNN")
        self._model, self._loss = model, loss
        self._states = self._slope = torch.zeros(0)
        give_grads(model)

    def __call__(self, batch: tuple[Tensor, Tensor]) -> Tensor:
        """``batch``: inputs (batch, window, inputs) and targets (batch, horizon), both scaled."""
        xs, target = batch
        spec, rnn = self._model.spec, self._model.rnn
        steps, hidden = spec.window, spec.hidden_size
        W_ih, W_hh, b_ih, b_hh = first_layer(rnn)
        # Detached: autograd must not follow, and its own switch costs more than a product.
        W_in, W, bias = W_ih.detach().t(), W_hh.detach(), b_ih.detach() + b_hh.detach()
        W_back = W.t()
        by_time = xs.transpose(0, 1).contiguous()  # (window, batch, inputs)
        size = by_time.shape[1]
        flat_x = by_time.view(steps * size, -1)
        if self._states.shape[1:2] != (size,):
            self._states = torch.zeros(steps + 1, size, hidden)
            self._slope = torch.empty(size, hidden)
        h, dh = self._states, self._slope  # h[0] stays 0
        # All the input parts at once: they do not depend on the state.
        dz = torch.addmm(bias, flat_x, W_in)
        z = dz.view(steps, size, hidden)
        torch.tanh(z[0], out=h[1])
        for t in range(1, steps):
            torch.addmm(z[t], h[t], W_back, out=h[t + 1]).tanh_()
        loss = step_of_head(self._model, self._loss, h[-1], xs, target, dh)

        for t in range(steps - 1, -1, -1):
            # dL/dz_t = (1 - h²) dh, in the place of z_t
            torch.ops.aten.tanh_backward.grad_input(dh, h[t + 1], grad_input=z[t])
            if t:
                torch.mm(z[t], W, out=dh)
        # The first step has no state before it, and so no part in the gradient of W_hh.
        torch.mm(dz[size:].t(), h[1:-1].view(-1, hidden), out=grad_of(W_hh))
        torch.mm(dz.t(), flat_x, out=grad_of(W_ih))
        torch.sum(dz, 0, out=grad_of(b_ih))
        grad_of(b_hh).copy_(grad_of(b_ih))
        return loss


def first_layer(rnn: nn.RNNBase) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """W_ih, W_hh, b_ih and b_hh of the first layer, as torch keeps them."""
    names = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
    W_ih, W_hh, b_ih, b_hh = (getattr(rnn, name) for name in names)
    return W_ih, W_hh, b_ih, b_hh


def give_grads(model: Forecaster) -> None:
    """A place for the gradient of each parameter that has none."""
    for parameter in model.parameters():
        if parameter.grad is None:
            parameter.grad = torch.zeros_like(parameter)


def step_of_head(
    model: Forecaster, loss: LossName, h: Tensor, xs: Tensor, target: Tensor, dh: Tensor
) -> Tensor:
    """The loss of a batch from its last states ``h`` (batch, hidden) and what it reads, ``xs``
    (batch, window, inputs); leaves the gradients of the head and of the linear part in their
    parameters and the states' in ``dh``."""
    head, line = model.head, model.linear_part
    forecast = torch.addmm(head.bias.detach(), h, head.weight.detach().t()).add_(xs[:, -1, :1])
    if line is not None:
        read = model.line_inputs(xs)
        forecast.add_(torch.addmm(line.bias.detach(), read, line.weight.detach().t()))
    value, dy = loss_and_grad(forecast.sub_(target), loss)
    torch.mm(dy, head.weight.detach(), out=dh)
    torch.mm(dy.t(), h, out=grad_of(head.weight))
    torch.sum(dy, 0, out=grad_of(head.bias))
    if line is not None:
        torch.mm(dy.t(), read, out=grad_of(line.weight))
        grad_of(line.bias).copy_(grad_of(head.bias))
    return value


def grad_of(parameter: Tensor) -> Tensor:
    """Where a parameter's gradient is kept."""
    assert parameter.grad is not None
    return parameter.grad

"""One training step of a one-layer GRU forecaster, its gradients by hand.

torch's own GRU is slower on a processor than its LSTM: it takes some twenty small steps a value,
and autograd keeps a book of each. Written out, with g = W_hh h_{t-1} + b_hh cut into its three
parts:

    r = σ(W_ir x + b_ir + g_r)      z = σ(W_iz x + b_iz + g_z)
    n = tanh(W_in x + b_in + r ⊙ g_n)
    h_t = n + z ⊙ (h_{t-1} - n)

and backwards, where d stands for dL/d, and a for what is squashed:

    da_n = (1 - n²) ⊙ (1 - z) ⊙ dh      da_r = r (1 - r) ⊙ g_n ⊙ da_n      dg_n = r ⊙ da_n
    da_z = z (1 - z) ⊙ (h_{t-1} - n) ⊙ dh
    dh_{t-1} = z ⊙ dh + W_hhᵀ (da_r, da_z, dg_n)

Equal to autograd's gradients to 1e-5 (``tests/training/test_fast_rnn.py``).
"""

from __future__ import annotations

import torch
from torch import Tensor

from rnnviz.models.forecaster import Forecaster
from rnnviz.training.fast_rnn import first_layer, give_grads, grad_of, step_of_head
from rnnviz.training.specs import LossName


class FastGruStep:
    """Computes the loss of a batch and leaves the gradients in the model's parameters.

    Units are rows and the windows of a batch are columns, so that each of the three parts is a
    piece of memory without gaps: on gaps torch takes one row at a time.
    """

    def __init__(self, model: Forecaster, loss: LossName) -> None:
        spec = model.spec
        if spec.cell != "gru" or spec.num_layers != 1:
            raise ValueError("written for one layer of a GRU")
        self._model, self._loss = model, loss
        self._states = self._slopes = self._hidden_parts = self._dh = torch.zeros(0)
        give_grads(model)

    def __call__(self, batch: tuple[Tensor, Tensor]) -> Tensor:
        """``batch``: inputs (batch, window, inputs) and targets (batch, horizon), both scaled."""
        xs, target = batch
        self._make_room(len(xs))
        x = xs.permute(1, 2, 0).contiguous()  # (window, inputs, batch)
        gates = self._forward(x)
        last, dh = self._states[-1].t(), self._dh.t()
        loss = step_of_head(self._model, self._loss, last, xs, target, dh)
        self._backward(gates, x)
        return loss

    def _make_room(self, size: int) -> None:
        spec = self._model.spec
        T, H = spec.window, spec.hidden_size
        if self._states.shape[2:] == (size,):
            return
        self._states = torch.zeros(T + 1, H, size)  # the first stays 0
        self._hidden_parts = torch.empty(T, 3 * H, size)  # g
        # da_n, da_r, da_z, dg_n: the first three are what the inputs see, the last three the state.
        self._slopes = torch.empty(4 * H, size)
        self._dh = torch.empty(H, size)

    def _forward(self, x: Tensor) -> Tensor:
        """Fills the states; returns r, z and n of every step, (window, 3 · hidden, batch)."""
        H = self._model.spec.hidden_size
        # Detached: autograd must not follow, and its own switch costs more than a product.
        W_ih, W_hh, b_ih, b_hh = (one.detach() for one in first_layer(self._model.rnn))
        h, g = self._states, self._hidden_parts
        # All the input parts at once: they do not depend on the state.
        gates = torch.matmul(W_ih, x).add_(b_ih[:, None])
        for t in range(len(x)):
            torch.addmm(b_hh[:, None], W_hh, h[t], out=g[t])
            rz, n = gates[t, : 2 * H], gates[t, 2 * H :]
            rz.add_(g[t, : 2 * H]).sigmoid_()
            n.addcmul_(rz[:H], g[t, 2 * H :]).tanh_()
            torch.lerp(n, h[t], rz[H:], out=h[t + 1])
        return gates

    def _backward(self, gates: Tensor, x: Tensor) -> None:
        """From the gradient of the last state, in ``dh``, to those of weights and biases."""
        H, aten = self._model.spec.hidden_size, torch.ops.aten
        W_ih, W_hh, b_ih, b_hh = first_layer(self._model.rnn)
        W_back = W_hh.detach().t()
        h, g, slopes, dh = self._states, self._hidden_parts, self._slopes, self._dh
        da_n, da_r, da_z, dg_n = slopes.split(H)
        kept, change = torch.empty_like(dh), torch.empty_like(dh)
        by_input, sums = torch.zeros(3 * H, x.shape[1]), torch.zeros(4 * H)
        by_state = grad_of(W_hh).zero_()
        for t in range(len(x) - 1, -1, -1):
            r, z, n = gates[t].split(H)
            torch.mul(dh, z, out=kept)
            torch.sub(h[t], n, out=change).mul_(dh)
            aten.sigmoid_backward.grad_input(change, z, grad_input=da_z)
            aten.tanh_backward.grad_input(dh.sub_(kept), n, grad_input=da_n)
            torch.mul(da_n, r, out=dg_n)
            torch.mul(da_n, g[t, 2 * H :], out=change)
            aten.sigmoid_backward.grad_input(change, r, grad_input=da_r)
            by_input.addmm_(slopes[: 3 * H], x[t].t())
            sums.add_(slopes.sum(1))
            if t:
                by_state.addmm_(slopes[H:], h[t].t())
                torch.addmm(kept, W_back, slopes[H:], out=dh)
        # torch's order is r, z, n.
        grad_of(W_ih).copy_(by_input.roll(-H, 0))
        grad_of(b_ih).copy_(sums[: 3 * H].roll(-H))
        grad_of(b_hh).copy_(sums[H:])

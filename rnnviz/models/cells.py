"""One step of each cell, by hand. A step reads like its equation; the loop over time is elsewhere.

Shapes: ``x`` (…, input), ``h_prev`` and ``c_prev`` (…, hidden), ``W_ih`` (gates·hidden, input),
``W_hh`` (gates·hidden, hidden), ``b_ih`` and ``b_hh`` (gates·hidden). Gates are stacked in the
order torch uses, so a weight of ``nn.RNN``, ``nn.GRU`` or ``nn.LSTM`` fits as it is.
The equations are those of torch's documentation; GRU after Cho et al. (2014) with the reset gate
applied after the product, LSTM after Hochreiter and Schmidhuber (1997) with a forget gate.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from torch import Tensor, nn, sigmoid, stack, tanh

from rnnviz.models.specs import CELL_KINDS, CellKind, cell_kind


class Weights(NamedTuple):
    """The four parameters of one layer."""

    W_ih: Tensor
    W_hh: Tensor
    b_ih: Tensor
    b_hh: Tensor


class State(NamedTuple):
    """What a step hands to the next: the hidden state, and the cell state of an LSTM."""

    h: Tensor
    c: Tensor | None = None


def rnn_step(x: Tensor, prev: State, w: Weights) -> State:
    """h_t = tanh(W_ih x_t + b_ih + W_hh h_{t-1} + b_hh)"""
    return State(tanh(x @ w.W_ih.T + w.b_ih + prev.h @ w.W_hh.T + w.b_hh))


def gru_step(x: Tensor, prev: State, w: Weights) -> State:
    """h_t = (1 - z) n + z h_{t-1}, where the reset gate r decides how much past enters n."""
    x_r, x_z, x_n = (x @ w.W_ih.T + w.b_ih).chunk(3, dim=-1)
    h_r, h_z, h_n = (prev.h @ w.W_hh.T + w.b_hh).chunk(3, dim=-1)
    r = sigmoid(x_r + h_r)
    z = sigmoid(x_z + h_z)
    n = tanh(x_n + r * h_n)
    return State((1 - z) * n + z * prev.h)


def lstm_step(x: Tensor, prev: State, w: Weights) -> State:
    """c_t = f c_{t-1} + i g and h_t = o tanh(c_t)."""
    if prev.c is None:
        raise ValueError("an LSTM step needs a cell state")
    i, f, g, o = (x @ w.W_ih.T + w.b_ih + prev.h @ w.W_hh.T + w.b_hh).chunk(4, dim=-1)
    c = sigmoid(f) * prev.c + sigmoid(i) * tanh(g)
    return State(sigmoid(o) * tanh(c), c)


STEPS: dict[str, Callable[[Tensor, State, Weights], State]] = {
    "rnn": rnn_step,
    "gru": gru_step,
    "lstm": lstm_step,
}


def torch_module(
    cell: str,
    inputs: int,
    hidden: int,
    layers: int = 1,
    *,
    batch_first: bool = True,
    bidirectional: bool = False,
) -> nn.RNNBase:
    """torch's own stack of such cells; an unknown name raises and lists the choices."""
    kind = cell_kind(cell)
    module: nn.RNNBase = getattr(nn, kind.torch_name)(
        inputs,
        hidden,
        layers,
        batch_first=batch_first,
        bidirectional=bidirectional,
        **kind.torch_options,
    )
    return module


def kind_of(module: nn.RNNBase) -> CellKind:
    """The kind of cell in one of torch's stacks."""
    return next(kind for kind in CELL_KINDS.values() if kind.torch_mode == module.mode)


def layer_weights(module: nn.RNNBase, layer: int) -> Weights:
    """The parameters of one layer of ``nn.RNN``, ``nn.GRU`` or ``nn.LSTM``, under their names."""
    return Weights(
        getattr(module, f"weight_ih_l{layer}"),
        getattr(module, f"weight_hh_l{layer}"),
        getattr(module, f"bias_ih_l{layer}"),
        getattr(module, f"bias_hh_l{layer}"),
    )


def zero_state(cell: str, like: Tensor, hidden_size: int) -> State:
    """h_0 (and c_0): zeros for every sequence of the batch ``like`` (…, input)."""
    zeros = like.new_zeros((*like.shape[:-1], hidden_size))
    return State(zeros, zeros if cell_kind(cell).has_cell_state else None)


def unroll(cell: str, xs: Tensor, layers: list[Weights]) -> tuple[Tensor, list[State]]:
    """Run a stack over a batch of sequences, step by step, as the lesson does.

    ``xs`` is (batch, time, input). Returns the top layer's states (batch, time, hidden), which
    torch calls ``output``, and the last state of every layer, which torch calls ``h_n``.
    """
    step = STEPS[cell_kind(cell).name]
    finals: list[State] = []
    for weights in layers:
        state = zero_state(cell, xs[:, 0], weights.W_hh.shape[1])
        states = []
        for t in range(xs.shape[1]):
            state = step(xs[:, t], state, weights)
            states.append(state.h)
        xs = stack(states, dim=1)  # layer l + 1 reads the states of layer l
        finals.append(state)
    return xs, finals

"""The equations of the cells, RNN, GRU and LSTM: how the gates of a step make its states."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from rnnviz.explain.activations import Array


def _rnn(gates: Array, h: Array) -> tuple[Array, Array | None]:
    return gates[:, 0], None


def _gru(gates: Array, h: Array) -> tuple[Array, Array | None]:
    z, n = gates[:, 1], gates[:, 2]
    return (1 - z) * n + z * h[:-1], None


def _lstm(gates: Array, h: Array) -> tuple[Array, Array | None]:
    i, f, g, o = (gates[:, k] for k in range(4))
    c = np.zeros_like(h)
    new = i * g
    for t in range(len(gates)):  # c_t = f c_{t-1} + i g runs through time, one step by the other
        c[t + 1] = f[t] * c[t] + new[t]
    return o * np.tanh(c[1:]), c


# For each cell: its equation, from the gates (T, G, H) and torch's states (T + 1, H) to the states
# by hand (T, H), and the cell states (T + 1, H) where there are any.
PUT_TOGETHER: dict[str, Callable[[Array, Array], tuple[Array, Array | None]]] = {
    "rnn": _rnn,
    "gru": _gru,
    "lstm": _lstm,
}

"""How far back a network remembers: gradients through time, by hand, checked against torch.

Two questions are kept apart. *All routes*: how much would the verdict after step T change if an
earlier state, cell state or word changed a little? *Through time*: how much of a nudge to the
state at step t still stands in the state at step T? The second is the product of the Jacobians
of the steps between; it alone vanishes or explodes. A readout that averages all states gives each
of them a direct route to the verdict, so the first can stay large where the second is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rnnviz.explain.trace import LayerTrace, trace_layers
from rnnviz.explain.verdict import probability_of

if TYPE_CHECKING:
    from torch import nn

    from rnnviz.models.classifier import ReviewClassifier

Array = NDArray[np.floating]

FLAT = 0.95  # beyond this tanh passes on less than a tenth of a gradient


@dataclass(frozen=True)
class Memory:
    """What the verdict after step T still owes to every step t = 1 … T (row t - 1).

    ``by_state``: per layer (T, H), d logit / d h_t. ``by_cell``: the same for c_t, per layer, empty
    without a cell state. ``by_word``: (T, I), d logit / d x_t. ``direct``: (T, H), the part of
    ``by_state[-1]`` that goes straight through the readout and through no later state.
    ``log_gain``: per layer (T,), the natural logarithm of ``|d h_T / d s_t|``, where s_t is what
    step t hands on (h_t, for an LSTM h_t and c_t) and the norm is Frobenius' over the square root
    of H: 0 at t = T. It is how far h_T moves, root mean square, for random nudges of s_t.
    ``log_alone``: the same for what carries memory by itself, per layer: the powers of W_hh without
    tanh in an RNN, the product of the update gates z in a GRU, of the forget gates f in an LSTM.
    ``flat``: per layer, the share of all states beyond ±0.95, where tanh has hardly any slope.
    """

    scale: float
    logit: float
    by_state: tuple[Array, ...]
    by_cell: tuple[Array, ...]
    by_word: Array
    direct: Array
    log_gain: tuple[Array, ...]
    log_alone: tuple[Array, ...]
    flat: tuple[float, ...]

    @property
    def steps(self) -> int:
        return len(self.by_word)

    @property
    def probability(self) -> float:
        """Of "positive", after step T."""
        return probability_of(self.logit)


def memory_gradients(
    model: ReviewClassifier, ids: Sequence[int], scale: float = 1.0, layers: Sequence[int] = ()
) -> Memory:
    """The memory of the verdict after the last of ``ids`` (T,), T at least 1.

    ``scale`` multiplies every W_hh; states, verdict and gradients are those of the network so
    changed. The product of Jacobians, the costly part, is made for ``layers`` only (all when
    empty); the others have empty gains.
    """
    import torch

    rnn = rescaled(model.rnn, scale)
    with torch.no_grad():
        traces = trace_layers(rnn, model.inputs(torch.tensor(ids)))
        states = torch.from_numpy(traces[-1].h[1:].copy())[None]
        logit = float(model.prefix_logits_of(states)[0, -1])
    # How the logit depends on what the head reads: its weights, times the factor for the length.
    weight = model.head.weight.detach().numpy()[0] * float(len(ids)) ** model.length_power
    direct = _direct(model.spec.readout, traces[-1].h[1:], weight)
    by_state: list[Array] = []
    by_cell: list[Array] = []
    grad_from_above = direct
    for trace in reversed(traces):
        dh, dc, grad_from_above = backprop_layer(trace, grad_from_above)
        by_state.insert(0, dh)
        if dc is not None:
            by_cell.insert(0, dc)
    wanted = set(layers) or set(range(len(traces)))
    nothing = np.empty(0)
    return Memory(
        scale,
        logit,
        tuple(by_state),
        tuple(by_cell),
        grad_from_above,
        direct,
        tuple(_log_gain(layer) if i in wanted else nothing for i, layer in enumerate(traces)),
        tuple(_log_alone(layer) if i in wanted else nothing for i, layer in enumerate(traces)),
        tuple(float((np.abs(layer.h[1:]) > FLAT).mean()) for layer in traces),
    )


def norms(rows: Array) -> Array:
    """The length of each row's gradient: (T, H) → (T,)."""
    return np.asarray(np.linalg.norm(rows, axis=1))


def rescaled(rnn: nn.RNNBase, scale: float) -> nn.RNNBase:
    """A copy of the stack with every W_hh multiplied; the original is never touched."""
    if scale == 1.0:
        return rnn
    import torch

    copy = deepcopy(rnn)
    with torch.no_grad():
        for name, value in copy.named_parameters():
            if name.startswith("weight_hh"):
                value.mul_(scale)
    return copy


def spectral_radius(rnn: nn.RNNBase, layer: int) -> float:
    """Largest absolute eigenvalue of the W_hh that makes the new content.

    That is W_hh of an RNN, W_hn of a GRU, W_hg of an LSTM (``kind.candidate``). It grows in
    proportion to the weights.
    """
    from rnnviz.models.cells import kind_of

    W_hh = getattr(rnn, f"weight_hh_l{layer}").detach().numpy()
    hidden = rnn.hidden_size
    kind = kind_of(rnn)
    start = kind.gates.index(kind.candidate) * hidden
    return float(np.abs(np.linalg.eigvals(W_hh[start : start + hidden])).max())


@dataclass(frozen=True)
class _Derivatives:
    """The derivatives inside every step, all steps at once; G gates, H units.

    A gradient at h_t (for the i, f and g of an LSTM: at c_t) times ``at_input`` (T, G, H) is the
    gradient at W_ih x_t, times ``at_recurrent`` at W_hh h_{t-1}. ``skip`` (T, H): what reaches
    h_{t-1} past the product, the update gate of a GRU. ``into_cell`` (T, H): d h_t / d c_t.
    """

    at_input: Array
    at_recurrent: Array
    skip: Array | None = None
    into_cell: Array | None = None
    forget: Array | None = None

    def single(self) -> _Derivatives:
        """The same in float32."""
        return replace(
            self,
            **{
                f.name: v.astype(np.float32)
                for f in fields(self)
                if (v := getattr(self, f.name)) is not None
            },
        )


def _rnn(trace: LayerTrace, gates: Array) -> _Derivatives:
    derivative = 1 - gates**2
    return _Derivatives(derivative, derivative)


def _gru(trace: LayerTrace, gates: Array) -> _Derivatives:
    r, z, n = gates[:, 0], gates[:, 1], gates[:, 2]
    h_prev = trace.h[:-1].astype(np.float64)
    past = trace.recurrent_part[:, 2] + trace.b_hh[2]  # what r lets through into n
    to_n = (1 - z) * (1 - n**2)
    to_r = to_n * past * r * (1 - r)
    to_z = (h_prev - n) * z * (1 - z)
    return _Derivatives(
        np.stack([to_r, to_z, to_n], axis=1), np.stack([to_r, to_z, to_n * r], axis=1), skip=z
    )


def _lstm(trace: LayerTrace, gates: Array) -> _Derivatives:
    assert trace.c is not None
    i, f, g, o = (gates[:, k] for k in range(4))
    c_prev, squashed = trace.c[:-1].astype(np.float64), np.tanh(trace.c[1:].astype(np.float64))
    derivative = np.stack(
        [g * i * (1 - i), c_prev * f * (1 - f), i * (1 - g**2), squashed * o * (1 - o)], axis=1
    )
    return _Derivatives(derivative, derivative, into_cell=o * (1 - squashed**2), forget=f)


# For each cell: the derivatives of its step, from the trace and its gates (T, G, H) in float64.
DERIVATIVES: dict[str, Callable[[LayerTrace, Array], _Derivatives]] = {
    "rnn": _rnn,
    "gru": _gru,
    "lstm": _lstm,
}


def _derivatives(trace: LayerTrace) -> _Derivatives:
    return DERIVATIVES[trace.kind.name](trace, trace.gates.astype(np.float64))


def _back(
    derivatives: _Derivatives, W_hh: Array, t: int, dh: Array, dc: Array | None
) -> tuple[Array, Array, Array | None]:
    """One step back in time, for any number of gradients at once.

    ``dh``, ``dc``: (…, H), at h_t and c_t. Returns the gradients the gates start from (…, G, H),
    and those at h_{t-1} and c_{t-1}. ``W_hh`` is (G·H, H).
    """
    if dc is not None and derivatives.into_cell is not None and derivatives.forget is not None:
        dc = dc + dh * derivatives.into_cell[t]
        source = np.stack([dc, dc, dc, dh], axis=-2)
        dc_prev: Array | None = dc * derivatives.forget[t]
    else:
        source, dc_prev = dh[..., None, :], None
    at_sums = source * derivatives.at_recurrent[t]
    dh_prev = at_sums.reshape(*dh.shape[:-1], -1) @ W_hh
    if derivatives.skip is not None:
        dh_prev = dh_prev + dh * derivatives.skip[t]
    return source, dh_prev, dc_prev


def backprop_layer(trace: LayerTrace, grad_from_above: Array) -> tuple[Array, Array | None, Array]:
    """Back through one layer: gradients at h (T, H), at c (T, H) or None, and at x (T, I).

    ``grad_from_above``: (T, H), what reaches each h_t from above, not through time.
    """
    derivatives = _derivatives(trace)
    steps, gates, hidden = trace.gates.shape
    W_hh = trace.W_hh.reshape(gates * hidden, hidden).astype(np.float64)
    W_ih = trace.W_ih.reshape(gates * hidden, -1).astype(np.float64)
    at_h = np.zeros((steps, hidden))
    at_c = np.zeros((steps, hidden)) if trace.c is not None else None
    sources = np.zeros((steps, gates, hidden))
    dh: Array = np.zeros(hidden)
    dc: Array | None = None if at_c is None else np.zeros(hidden)
    for t in range(steps - 1, -1, -1):
        at_h[t] = dh + grad_from_above[t]
        sources[t], dh, dc_prev = _back(derivatives, W_hh, t, at_h[t], dc)
        if at_c is not None:
            at_c[t] = sources[t, 0]
        dc = dc_prev
    at_x = (sources * derivatives.at_input).reshape(steps, -1) @ W_ih
    return at_h, at_c, at_x


def _log_gain(trace: LayerTrace) -> Array:
    """The logarithm of |d h_T / d s_t| for every t: see ``Memory``."""
    # In single precision, twice as fast: the product is rescaled at every step, so that only
    # rounding matters, and that is far below what a logarithmic axis shows.
    derivatives = _derivatives(trace).single()
    steps, gates, hidden = trace.gates.shape
    W_hh = trace.W_hh.reshape(gates * hidden, hidden)
    dh: Array = np.eye(hidden, dtype=np.float32)  # one gradient for each unit of h_T
    dc: Array | None = None if trace.c is None else np.zeros((hidden, hidden), np.float32)
    result = np.full(steps, -np.inf)
    total = 0.0
    for t in range(steps - 1, -1, -1):
        squares = float(np.vdot(dh, dh)) + (0.0 if dc is None else float(np.vdot(dc, dc)))
        size = np.sqrt(squares / hidden)
        if size == 0:
            break  # nothing comes through from here on (W_hh times 0)
        # Only the logarithm grows: the product itself would leave the range of numbers.
        total += float(np.log(size))
        result[t] = total
        dh = dh / np.float32(size)
        dc = None if dc is None else dc / np.float32(size)
        _, dh, dc = _back(derivatives, W_hh, t, dh, dc)
    return result


def _log_alone(trace: LayerTrace) -> Array:
    """What carries memory by itself, apart from the rest of the cell: see ``Memory``."""
    steps, _, hidden = trace.gates.shape
    result = np.full(steps, -np.inf)
    if trace.kind.keep is None:
        power: Array = np.eye(hidden)
        total = 0.0
        W_hh = trace.W_hh[0].astype(np.float64)
        for t in range(steps - 1, -1, -1):
            size = float(np.linalg.norm(power)) / np.sqrt(hidden)
            if size == 0:
                break
            total += float(np.log(size))
            result[t] = total
            power = power / size @ W_hh
        return result
    keep = trace.kind.gates.index(trace.kind.keep)
    gate = trace.gates[1:, keep].astype(np.float64)  # of steps 2 … T
    with np.errstate(divide="ignore"):
        logs = np.cumsum(np.log(gate[::-1]), axis=0)[::-1]  # (T - 1, H)
    result[-1] = 0.0
    result[:-1] = 0.5 * (np.logaddexp.reduce(2 * logs, axis=1) - np.log(hidden))
    return result


def _direct(readout: str, states: NDArray[np.float32], weight: Array) -> Array:
    """How the verdict after the last step depends on each state through the readout alone."""
    direct = np.zeros(states.shape)
    if readout == "mean":
        direct[:] = weight / len(states)
    elif readout == "max":
        # Of equal states torch's cummax takes the last.
        latest = len(states) - 1 - states[::-1].argmax(axis=0)
        direct[latest, np.arange(states.shape[1])] = weight
    else:
        direct[-1] = weight
    return direct

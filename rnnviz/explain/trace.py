"""``HiddenTrace``: everything a recurrent network computes on one sequence, as frozen arrays.

torch computes the states (the kernels of ``nn.RNN``, ``nn.GRU``, ``nn.LSTM``); the trace then
takes each step apart with a few matrix products over all steps at once, and checks that the parts
put together by the cell's equation give torch's state again (``max_error``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from rnnviz.explain.activations import ACTIVATIONS, sigmoid
from rnnviz.explain.cell_equations import PUT_TOGETHER
from rnnviz.explain.seriation import order_by_similarity
from rnnviz.models.specs import CellKind

if TYPE_CHECKING:
    from torch import Tensor, nn

    from rnnviz.models.classifier import ReviewClassifier
    from rnnviz.models.forecaster import Forecaster

Array = NDArray[np.float32]


@dataclass(frozen=True)
class LayerTrace:
    """One layer on one sequence of T steps; G gates, H units, I inputs. All float32, read-only.

    ``gate`` axes follow ``kind.gates``. The pre-activation of gate g at step t is

    - RNN, LSTM: ``pre = input_part + b_ih + recurrent_part + b_hh``
    - GRU: the same for r and z; ``pre[n] = input_part + b_ih + r · (recurrent_part + b_hh)``

    and ``gates = activation(pre)``. Row 0 of ``h`` and ``c`` is the initial state.
    """

    kind: CellKind
    x: Array  # (T, I)
    W_ih: Array  # (G, H, I)
    W_hh: Array  # (G, H, H)
    b_ih: Array  # (G, H)
    b_hh: Array  # (G, H)
    input_part: Array  # (T, G, H)  W_ih x_t
    recurrent_part: Array  # (T, G, H)  W_hh h_{t-1}
    pre: Array  # (T, G, H)
    gates: Array  # (T, G, H)
    h: Array  # (T + 1, H)
    c: Array | None  # (T + 1, H), LSTM only
    max_error: float  # largest |h put together from the parts - torch's h|

    @property
    def steps(self) -> int:
        return int(self.x.shape[0])

    @property
    def hidden_size(self) -> int:
        return int(self.h.shape[1])

    @cached_property
    def similarity_order(self) -> list[int]:
        """Units in an order in which neighbours behave alike on this sequence, from 0."""
        return order_by_similarity(self.h[1:])


@dataclass(frozen=True)
class HeadTrace:
    """From the top layer's states to the first output. All float32, read-only.

    ``outputs[:, 0] = (base + line + W · readout + b) · factor · scale + shift``; ``readout`` is the
    state after the step, or the running mean or maximum of the states up to there. ``base`` and
    the scale belong to the forecaster, whose head gives the change from the temperature just read;
    a classifier has zeros, 1 and 0. ``line`` is what a forecaster's linear part adds, if it has
    one. The ``factor`` after step t is t to the power of ``length_power``, which a classifier may
    have (``ReviewClassifier``).
    """

    W: Array  # (H,)
    b: float
    readout: Array  # (T, H)
    base: Array  # (T,)
    scale: float = 1.0
    shift: float = 0.0
    length_power: float = 0.0
    line: Array | None = None  # (T,)

    @property
    def sums(self) -> Array:
        """(T,) by hand: the logit before the factor, or the forecast on the network's own scale."""
        base = self.base if self.line is None else self.base + self.line
        return base + self.readout @ self.W + np.float32(self.b)

    @property
    def factors(self) -> Array:
        """(T,) what the sum after each step is multiplied by for the steps that were read."""
        return np.arange(1, len(self.base) + 1, dtype=np.float32) ** np.float32(self.length_power)


@dataclass(frozen=True)
class HiddenTrace:
    """A network on one sequence: what every layer computed, and the verdict after every step.

    ``labels``: what stands under each step (the word, ``<pad>``, a temperature).
    ``ids``: the id each step reads; empty for a numeric series.
    ``outputs``: (T, K) what the head gives after each step; ``output_kind`` says how to read it:
    a ``logit`` of "positive" (K = 1) or degrees ``celsius`` (K = horizon outputs).
    ``readout``: whether the head reads the ``last`` state, or the ``mean``/``max`` up to here.
    ``head``: what makes the first output of the states.
    ``input_names``: what each number that enters a step is; empty where nobody gave names.
    ``paired``: whether the input of each step also holds the vector of a pair, of the word and the
    one before it; empty for a model without pairs.
    ``direction``: of two that read both ways, without a head; step 1 back reads the last word.
    """

    labels: tuple[str, ...]
    ids: tuple[int, ...]
    layers: tuple[LayerTrace, ...]
    outputs: Array
    output_kind: Literal["logit", "celsius", "states"]
    readout: str
    head: HeadTrace
    paired: tuple[bool, ...] = ()
    input_names: tuple[str, ...] = ()
    direction: Literal["", "forward", "backward"] = ""

    @property
    def steps(self) -> int:
        return len(self.labels)

    @property
    def words(self) -> tuple[str, ...]:
        """The labels in the order of the text."""
        return self.labels[::-1] if self.direction == "backward" else self.labels

    @property
    def cell(self) -> str:
        return self.layers[0].kind.name

    @property
    def verdicts(self) -> Array:
        """(T,) probability of "positive" after each step, or the first forecast in °C."""
        first = self.outputs[:, 0]
        return sigmoid(first) if self.output_kind == "logit" else first

    @property
    def max_error(self) -> float:
        """Largest difference between a state put together by hand and torch's, over all layers."""
        return max(layer.max_error for layer in self.layers)


def trace_layers(rnn: nn.RNNBase, xs: Tensor) -> tuple[LayerTrace, ...]:
    """Trace every layer of an ``nn.RNN``, ``nn.GRU`` or ``nn.LSTM`` on one sequence (T, I).

    One direction, T at least 1; leaves no hook and no gradient behind.
    """
    import torch

    from rnnviz.models.cells import kind_of

    kind = kind_of(rnn)
    layers = []
    with torch.no_grad():
        for layer in range(rnn.num_layers):
            traced = layer_trace(
                kind, *_layer_arrays(kind, rnn, layer), *_run(kind, rnn, layer, xs)
            )
            layers.append(traced)
            xs = torch.from_numpy(traced.h[1:].copy())
    return tuple(layers)


def trace_review(model: ReviewClassifier, ids: Sequence[int], labels: Sequence[str]) -> HiddenTrace:
    """Trace the classifier on one text: ``ids`` (T,) with T at least 1, one label a step."""
    import torch

    model.eval()
    with torch.no_grad():
        read = torch.tensor(ids)
        embedded = model.inputs(read)  # (T, embed)
        paired = () if model.pairs is None else tuple((model.pair_ids(read) > 0).tolist())
        layers = trace_layers(model.rnn, embedded)
        states = torch.from_numpy(layers[-1].h[1:].copy())  # (T, hidden)
        readout = model.prefix_readout(states[None])[0]
        outputs = model.prefix_logits_of(states[None])[0, :, None].numpy()
    head = _head(model.head, readout, np.zeros(len(outputs), np.float32))
    head = replace(head, length_power=model.length_power)
    texts = (tuple(labels), tuple(ids))
    return HiddenTrace(*texts, layers, _copied(outputs), "logit", model.spec.readout, head, paired)


def trace_forecast(
    model: Forecaster,
    inputs: Tensor,
    labels: Sequence[str],
    mean: float,
    std: float,
    names: Sequence[str] = (),
) -> HiddenTrace:
    """Trace the forecaster on one window: ``inputs`` (window, inputs) as the network reads them.

    ``outputs``: (window, horizon) °C, the forecast as if the window ended after each hour;
    ``mean`` and ``std`` (°C) lead back from the network's scale. ``names``: of the inputs.
    """
    import torch

    model.eval()
    with torch.no_grad():
        layers = trace_layers(model.rnn, inputs)
        states = torch.from_numpy(layers[-1].h[1:].copy())  # (window, hidden)
        base = model.base_along(inputs)  # (window, horizon) or (window, 1)
        scaled = base + model.head(states)
    outputs = scaled.numpy() * np.float32(std) + np.float32(mean)
    head = _head(model.head, states, inputs[:, 0].numpy(), std, mean)
    if model.linear_part is not None:
        head = replace(head, line=_copied((base - inputs[:, :1])[:, 0].numpy()))
    found = (tuple(labels), (), layers, _copied(outputs))
    return HiddenTrace(*found, "celsius", "last", head, (), tuple(names))


def _head(
    linear: nn.Linear, readout: Tensor, base: Array, scale: float = 1.0, shift: float = 0.0
) -> HeadTrace:
    """The first output of a head: the parts of its sum, and what leads back to °C."""
    return HeadTrace(
        W=_copied(linear.weight.detach()[0].numpy()),
        b=float(linear.bias.detach()[0]),
        readout=_copied(readout.numpy()),
        base=_copied(base),
        scale=scale,
        shift=shift,
    )


def _run(kind: CellKind, rnn: nn.RNNBase, layer: int, xs: Tensor) -> tuple[Array, Array]:
    """One layer through torch's own kernel: its input (T, I) and its states (T + 1, H)."""
    import torch

    from rnnviz.models.cells import torch_module

    # A layer alone, sharing the weights of the stack: torch gives only the top layer's states.
    with torch.device("meta"):
        alone = torch_module(kind.name, xs.shape[1], rnn.hidden_size, batch_first=False)
    weights = {
        f"{name}_l0": getattr(rnn, f"{name}_l{layer}")
        for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    }
    output, _ = torch.func.functional_call(alone, weights, (xs[:, None],))
    h = np.zeros((len(xs) + 1, rnn.hidden_size), np.float32)
    h[1:] = output[:, 0].numpy()
    return xs.numpy(), h


def _layer_arrays(kind: CellKind, rnn: nn.RNNBase, layer: int) -> tuple[Array, Array, Array, Array]:
    gates, hidden = len(kind.gates), rnn.hidden_size
    W_ih, W_hh, b_ih, b_hh = (
        getattr(rnn, f"{name}_l{layer}").detach().numpy()
        for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    )
    return (
        W_ih.reshape(gates, hidden, -1),
        W_hh.reshape(gates, hidden, hidden),
        b_ih.reshape(gates, hidden),
        b_hh.reshape(gates, hidden),
    )


def layer_trace(
    kind: CellKind, W_ih: Array, W_hh: Array, b_ih: Array, b_hh: Array, x: Array, h: Array
) -> LayerTrace:
    """A layer's steps taken apart; the arguments as in ``LayerTrace``."""
    steps, gates, hidden = len(x), len(kind.gates), h.shape[1]
    shape = (steps, gates, hidden)
    input_part = (x @ W_ih.reshape(gates * hidden, -1).T).reshape(shape)
    recurrent_part = (h[:-1] @ W_hh.reshape(gates * hidden, -1).T).reshape(shape)
    pre = input_part + (b_ih + b_hh)
    pre += recurrent_part
    if kind.name == "gru":
        reset = sigmoid(pre[:, 0])
        pre[:, 2] = input_part[:, 2] + b_ih[2] + reset * (recurrent_part[:, 2] + b_hh[2])
    activated = np.empty_like(pre)
    for g, activation in enumerate(kind.activations):
        ACTIVATIONS[activation](pre[:, g], out=activated[:, g])
    by_hand, c = PUT_TOGETHER[kind.name](activated, h)
    error = float(np.abs(by_hand - h[1:]).max())
    return LayerTrace(
        kind=kind,
        x=_copied(x),
        W_ih=_copied(W_ih),
        W_hh=_copied(W_hh),
        b_ih=_copied(b_ih),
        b_hh=_copied(b_hh),
        input_part=_frozen(input_part),
        recurrent_part=_frozen(recurrent_part),
        pre=_frozen(pre),
        gates=_frozen(activated),
        h=_frozen(h),
        c=None if c is None else _frozen(c),
        max_error=error,
    )


def _frozen(values: Array) -> Array:
    """An array nobody else holds, made read-only."""
    values.flags.writeable = False
    return values


def _copied(values: Array) -> Array:
    """A read-only copy: a trace is a value, whatever becomes of the model it was made from."""
    return _frozen(np.array(values, np.float32))

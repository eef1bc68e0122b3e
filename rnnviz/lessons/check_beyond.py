"""torch's answer on gates and both directions. Imports torch when called, never before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from rnnviz.lessons.both import Pair, last_cells, last_states, run_both
from rnnviz.lessons.check import torch_cells
from rnnviz.lessons.example import Array, Layer
from rnnviz.lessons.gates import HELD_FROM, run_cell
from rnnviz.lessons.hold import Hold
from rnnviz.models.specs import cell_kind

SHUT = 40.0  # sigmoid(40) is 1 to the last digit of a double, and sigmoid(−40) 4·10⁻¹⁸


def held_layer(cell: str, layer: Layer, held: Hold) -> Layer:
    """The same layer with gates held as torch can hold them: no weights, and a huge bias."""
    letters, hidden = cell_kind(cell).gates, layer.W_hh.shape[1]
    copy = Layer(*(weight.copy() for weight in layer))
    for letter, value in held.items():
        rows = slice(hidden * letters.index(letter), hidden * (letters.index(letter) + 1))
        for weight in copy:
            weight[rows] = 0
        copy.b_ih[rows] = SHUT if value else -SHUT
    return copy


def cell_error(cell: str, xs: Array, layer: Layer, held: Hold) -> float:
    """Largest difference between the states by hand and those of ``nn.RNN``, ``GRU``, ``LSTM``.

    Where gates are held, the first step is the layer's and the others those of ``held_layer``.
    """
    import torch

    steps = run_cell(cell, xs, layer, held)
    batch = torch.from_numpy(xs.copy())[None]
    first = HELD_FROM - 1
    with torch.no_grad():
        start, state = torch_cells(cell, [layer])(batch[:, :first])
        rest, state = torch_cells(cell, [held_layer(cell, layer, held)])(batch[:, first:], state)
    pairs = [(np.array([step.h for step in steps]), torch.cat([start, rest], 1)[0].numpy())]
    if cell_kind(cell).has_cell_state:
        pairs.append((steps[-1].c, state[1][0, 0].numpy()))
    return _largest(pairs)


def jacobian_error(cell: str, xs: Array, layer: Layer, product: Array) -> float:
    """Largest difference between ∂h_T/∂h_1 by hand (hidden, hidden) and that of autograd.

    Of an LSTM ∂c_T/∂c_1.
    """
    import torch

    module = torch_cells(cell, [layer])
    batch = torch.from_numpy(xs.copy())[None]
    with torch.no_grad():
        _, first = module(batch[:, :1])

    def last(state: torch.Tensor) -> torch.Tensor:
        has_cell = cell_kind(cell).has_cell_state
        _, after = module(batch[:, 1:], (first[0], state) if has_cell else state)
        end: torch.Tensor = after[1] if has_cell else after
        return end

    start = first[1] if cell_kind(cell).has_cell_state else first
    found = torch.autograd.functional.jacobian(last, start)
    return _largest([(product, found.reshape(product.shape).numpy())])


def both_error(cell: str, xs: Array, pairs: Sequence[Pair], length: int | None) -> float:
    """Largest difference in ``output``, ``h_n`` and ``c_n`` from torch, packed where ``length``."""
    import torch
    from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

    levels = run_both(cell, xs, pairs, length)
    module = torch_cells(cell, [one for pair in pairs for one in pair], bidirectional=True)
    batch = torch.from_numpy(xs.copy())[None]
    with torch.no_grad():
        if length is None:
            output, last = module(batch)
        else:
            packed, last = module(pack_padded_sequence(batch, [length], batch_first=True))
            output, _ = pad_packed_sequence(packed, batch_first=True, total_length=len(xs))
    h_n, c_n = last if cell_kind(cell).has_cell_state else (last, None)
    found = [(levels[-1].output, output[0].numpy()), (last_states(levels), h_n[:, 0].numpy())]
    if c_n is not None:
        found.append((last_cells(levels), c_n[:, 0].numpy()))
    return _largest(found)


def _largest(pairs: Iterable[tuple[Array, Array]]) -> float:
    return max(float(np.abs(mine - theirs).max()) for mine, theirs in pairs)

"""The logits of many versions of one text, such as those without one of its words.

Versions that stand next to each other mostly begin alike, and a network that reads from left to
right is in the same state after the same beginning: a batch reads it once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from torch import Tensor

    from rnnviz.models.classifier import ReviewClassifier

ROWS = 64  # versions in a batch: more make it no faster
STEPS = 32_768  # rows × steps of a batch at most: some 100 MB with 128 units


def variant_logits(model: ReviewClassifier, rows: Sequence[Sequence[int]]) -> NDArray[np.float64]:
    """The logit of each row of ids, (rows,); 0 for an empty one, the verdict on nothing.

    Any rows will do, of any lengths; it is fast where neighbours share their beginning. Equal to
    reading each row alone up to single precision.
    """
    import torch

    model.eval()
    result = np.zeros(len(rows))
    readable = [i for i, row in enumerate(rows) if len(row)]
    longest = max((len(rows[i]) for i in readable), default=1)
    size = max(1, min(ROWS, STEPS // longest))
    with torch.no_grad():
        for start in range(0, len(readable), size):
            part = readable[start : start + size]
            result[part] = _read(model, [rows[i] for i in part]).numpy()
    return result


def _read(model: ReviewClassifier, rows: Sequence[Sequence[int]]) -> Tensor:
    """One batch: rows with at least one id each → logits (rows,)."""
    import torch
    from torch.nn.utils.rnn import pad_sequence

    lengths = torch.tensor([len(row) for row in rows])
    ids = pad_sequence([torch.tensor(row) for row in rows], batch_first=True)  # (rows, time)
    embedded = model.inputs(ids)
    alike = (ids == ids[0]).all(0).long().cumprod(0).sum()
    shared = int(torch.minimum(alike, lengths.min() - 1))  # every row has a step of its own
    if not shared:
        states = model.states(embedded)
    else:
        before, state = model.rnn(embedded[:1, :shared])
        after, _ = model.rnn(embedded[:, shared:], _repeated(state, len(rows)))
        states = torch.cat([before.expand(len(rows), -1, -1), after], dim=1)
    return model.logits(states, lengths)


def _repeated(state: Tensor | tuple[Tensor, Tensor], count: int) -> Tensor | tuple[Tensor, ...]:
    """h, or (h, c) of an LSTM, for a batch: (layers, 1, hidden) → (layers, count, hidden)."""
    if isinstance(state, tuple):
        return tuple(part.repeat(1, count, 1) for part in state)
    return state.repeat(1, count, 1)

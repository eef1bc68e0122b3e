"""Several texts at once: one block filled up with ``<pad>``, or packed without any.

Numpy, double precision, the weights of the lesson's example. ``pack`` gives exactly what
``torch.nn.utils.rnn.pack_padded_sequence(…, enforce_sorted=False)`` holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rnnviz.lessons.edits import Edits
from rnnviz.lessons.example import MAX_WORDS, Array, Layer, Sizes, build_example
from rnnviz.lessons.forward import run_layer, states


@dataclass(frozen=True)
class Text:
    """Words of one text with their vectors (words, embed)."""

    words: tuple[str, ...]
    x: Array

    def __len__(self) -> int:
        return len(self.words)


def text_of(
    words: Sequence[str], sizes: Sizes, draw: int, edits: Edits | None, most: int = MAX_WORDS
) -> Text:
    """The first ``most`` words of a text, at least one, with the vectors that the lesson draws."""
    own = Sizes(max(2, min(len(words), most)), sizes.embed, sizes.hidden)
    example = build_example(words, own, draw, edits)
    return Text(example.words[: example.length], example.x_padded[: example.length])


@dataclass(frozen=True)
class Packed:
    """What a ``PackedSequence`` holds, and where each row of its data came from.

    ``order``: texts from the longest to the shortest (``sorted_indices``); ``batch_sizes``: how
    many of them still have a word at each step; ``rows``: ``(text, step)`` of every row of
    ``data`` (words of all texts, embed), both from 0.
    """

    order: tuple[int, ...]
    batch_sizes: tuple[int, ...]
    rows: tuple[tuple[int, int], ...]
    data: Array

    @property
    def back(self) -> tuple[int, ...]:
        """``unsorted_indices``: where each text stands in ``order``."""
        return tuple(self.order.index(i) for i in range(len(self.order)))


def pack(texts: Sequence[Text]) -> Packed:
    """Sorted by length, then read column by column."""
    order = tuple(sorted(range(len(texts)), key=lambda i: -len(texts[i])))
    longest = len(texts[order[0]])
    columns = [[i for i in order if len(texts[i]) > step] for step in range(longest)]
    rows = tuple((i, step) for step, column in enumerate(columns) for i in column)
    data = np.array([texts[i].x[step] for i, step in rows])
    return Packed(order, tuple(map(len, columns)), rows, data)


def padded(texts: Sequence[Text]) -> Array:
    """(batch, time, embed): filled up to the longest text with zeros."""
    block = np.zeros((len(texts), max(map(len, texts)), texts[0].x.shape[1]))
    for row, text in zip(block, texts, strict=True):
        row[: len(text)] = text.x
    return block


@dataclass(frozen=True)
class ReadStates:
    """States of one text that could be taken for "the last one"."""

    true_last: Array  # (hidden,) after its last word
    block_end: Array  # (hidden,) after the last column of the block
    mean: Array  # (hidden,) over its words, the padding masked out
    loose_mean: Array  # (hidden,) over all columns, the padding counted in


def read_states(texts: Sequence[Text], layer: Layer) -> tuple[ReadStates, ...]:
    """What each text leaves behind, in the order of the texts."""
    found = []
    for text, row in zip(texts, padded(texts), strict=True):
        h = states(run_layer(row, layer))
        own = h[: len(text)]
        found.append(ReadStates(own[-1], h[-1], own.mean(axis=0), h.mean(axis=0)))
    return tuple(found)


def filled_cells(lengths: Sequence[int]) -> int:
    """Cells of the block that hold ``<pad>``: computed by a padded batch, never by a packed one."""
    return max(lengths) * len(lengths) - sum(lengths)


def batches_error(texts: Sequence[Text], layer: Layer) -> float:
    """Largest difference to torch: packed data and order, ``h_n``, the padded output and the means.

    Infinite where the order or the batch sizes are others.
    """
    import torch
    from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

    from rnnviz.lessons.check import torch_rnn

    lengths = torch.tensor([len(text) for text in texts])
    block = torch.from_numpy(padded(texts))
    mine, read = pack(texts), read_states(texts, layer)
    rnn = torch_rnn((layer,))
    with torch.no_grad():
        theirs = pack_padded_sequence(block, lengths, batch_first=True, enforce_sorted=False)
        packed_output, h_n = rnn(theirs)
        output, _ = rnn(block)
        apart, _ = pad_packed_sequence(packed_output, batch_first=True)
        mask = torch.arange(block.shape[1]) < lengths[:, None]
        mean = (output * mask[..., None]).sum(1) / lengths[:, None]
    if theirs.batch_sizes.tolist() != list(mine.batch_sizes):
        return float("inf")
    if theirs.sorted_indices is None or theirs.sorted_indices.tolist() != list(mine.order):
        return float("inf")
    pairs = [
        (mine.data, theirs.data),
        (np.array([each.true_last for each in read]), h_n[0]),
        (np.array([each.block_end for each in read]), output[:, -1]),
        (np.array([each.mean for each in read]), mean),
        (np.array([each.mean for each in read]), apart.sum(1) / lengths[:, None]),
        (np.array([each.loose_mean for each in read]), output.mean(1)),
    ]
    return max(float(np.abs(one - two.numpy()).max()) for one, two in pairs)

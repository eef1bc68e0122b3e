"""The example of the lesson: the first words of a sentence, and every number of a tiny network.

Numbers start out random with one decimal, so that a student can follow them with a calculator.
They are drawn for the largest size and cut to the chosen one: another size changes no number
that stays, and a word keeps its vector in every sentence.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rnnviz.lessons.edits import GATE_BIASES, Edits, ParameterKey, word_tag
from rnnviz.lessons.hold import GATES
from rnnviz.text.vocabulary import PAD, UNK

Array = NDArray[np.float64]

MAX_WORDS = 8
MAX_SIZE = 4
CLASSES = ("negative", "positive")


class Layer(NamedTuple):
    """The four parameters of one layer, under torch's names."""

    W_ih: Array  # (hidden, input)
    W_hh: Array  # (hidden, hidden)
    b_ih: Array  # (hidden,)
    b_hh: Array  # (hidden,)


class Parameters(NamedTuple):
    """Everything the classifier of the lesson learns."""

    E: Array  # (vocabulary, embed); row 0 belongs to <pad> and is 0
    W_ih: Array  # (hidden, embed)
    W_hh: Array  # (hidden, hidden)
    b_ih: Array  # (hidden,)
    b_hh: Array  # (hidden,)
    W_out: Array  # (2, hidden)
    b_out: Array  # (2,)

    @property
    def layer(self) -> Layer:
        return Layer(self.W_ih, self.W_hh, self.b_ih, self.b_hh)


@dataclass(frozen=True)
class Sizes:
    """How many words are read and how many numbers a word and a state have."""

    words: int = 4  # 2 … MAX_WORDS
    embed: int = 3  # 2 … MAX_SIZE
    hidden: int = 2  # 2 … MAX_SIZE


def parse_size(raw: str) -> Sizes | None:
    """``4-3-2``: words, numbers of a word, numbers of a state; None where it is not that."""
    match = re.fullmatch(rf"([2-{MAX_WORDS}])-([2-{MAX_SIZE}])-([2-{MAX_SIZE}])", raw)
    return Sizes(*map(int, match.groups())) if match else None


def format_size(sizes: Sizes) -> str:
    """The word for a link that ``parse_size`` reads."""
    return f"{sizes.words}-{sizes.embed}-{sizes.hidden}"


def parse_order(raw: str) -> tuple[int, ...] | None:
    """``2134``: an order of words, as positions from 0; empty: as they stand."""
    order = tuple(int(c) - 1 for c in raw if c in "12345678")
    same = len(order) == len(raw) and sorted(order) == list(range(len(order)))
    return order if same else None


def format_order(order: Sequence[int]) -> str:
    """The word for a link that ``parse_order`` reads; empty where nothing moved."""
    moved = list(order) != sorted(order)
    return "".join(str(i + 1) for i in order) if moved else ""


@dataclass(frozen=True)
class Example:
    """A sentence and a network that reads it.

    ``words``: what is read, filled with ``<pad>`` to ``sizes.words`` (the MLP needs that).
    ``length``: how many of them are the sentence's own, at least 1. ``left_out``: words of the
    sentence beyond ``sizes.words``.
    """

    words: tuple[str, ...]
    length: int
    left_out: int
    vocabulary: tuple[str, ...]
    ids: tuple[int, ...]
    sizes: Sizes
    draw: int
    params: Parameters
    gates: Mapping[str, Layer]  # of a GRU and an LSTM, by letter

    def array(self, name: str) -> Array:
        """A weight by its name: one of the lesson's own, or the first bias of a gate, ``b_if``."""
        return _array(self.params, self.gates, name)

    @property
    def read(self) -> tuple[str, ...]:
        """What the RNN reads: no padding, but two steps at least."""
        return self.words[: max(self.length, 2)]

    @property
    def x(self) -> Array:
        """(steps, embed): the vectors the RNN reads."""
        return self.params.E[list(self.ids[: len(self.read)])]

    @property
    def x_padded(self) -> Array:
        """(sizes.words, embed): the vectors of every place, padding included."""
        return self.params.E[list(self.ids)]

    def permuted(self, order: Sequence[int]) -> Example:
        """The same network on the same words in another order (positions from 0)."""
        return replace(
            self,
            words=tuple(self.words[i] for i in order),
            ids=tuple(self.ids[i] for i in order),
        )


def build_example(
    sentence: Sequence[str], sizes: Sizes, draw: int = 0, edits: Edits | None = None
) -> Example:
    """The example for a sentence of at least one word. ``draw`` is the seed of all numbers.

    Edits that name a word or a size that is not there count for nothing.
    """
    own = list(sentence[: sizes.words])
    words = (*own, *[PAD] * (sizes.words - len(own)))
    vocabulary = (PAD, UNK, *dict.fromkeys(own))
    ids = tuple(vocabulary.index(word) for word in words)
    params, gates = _drawn(vocabulary, sizes, draw), _drawn_gates(sizes, draw)
    for place, value in (edits or {}).items():
        for row in _rows(params, gates, vocabulary, place):
            array = _array(params, gates, place[0])
            (array if array.ndim == 2 else array[None])[row, place[2]] = value
    for array in (*params, *(weight for gate in gates.values() for weight in gate)):
        array.flags.writeable = False
    return Example(
        words,
        len(own),
        max(len(sentence) - sizes.words, 0),
        vocabulary,
        ids,
        sizes,
        draw,
        params,
        gates,
    )


def original_number(example: Example, name: str, row: int, column: int) -> float:
    """A number as it was drawn, before any edit. Rows of ``E`` count the vocabulary."""
    params = _drawn(example.vocabulary, example.sizes, example.draw)
    array = _array(params, _drawn_gates(example.sizes, example.draw), name)
    return float(np.atleast_2d(array)[row, column])


def place_of(example: Example, name: str, row: int, column: int) -> ParameterKey:
    """The name an edit of this number has in a link."""
    return (name, word_tag(example.vocabulary[row]) if name == "E" else row, column)


def in_use(example: Example, place: ParameterKey) -> bool:
    """Whether an edit at this place changes a number of the example."""
    return bool(_rows(example.params, example.gates, example.vocabulary, place))


def stacked_layer(sizes: Sizes, draw: int, level: int) -> Layer:
    """The weights of a layer above the first (``level`` 2, 3): it reads states, not words."""
    H = sizes.hidden
    n = MAX_SIZE
    W_ih, W_hh = (_numbers([draw, 20 + level, k], n, n)[:H, :H] for k in range(2))
    b_ih, b_hh = (_numbers([draw, 20 + level, k], n)[:H] for k in range(2, 4))
    return Layer(W_ih, W_hh, b_ih, b_hh)


def extra_layer(draw: int, place: Sequence[int], hidden: int, inputs: int) -> Layer:
    """The weights of a layer beyond the lesson's own; ``place``: numbers that name it.

    ``hidden`` at most MAX_SIZE, ``inputs`` at most twice as many (both directions below).
    """
    n = MAX_SIZE
    W_ih = _numbers([draw, *place, 0], n, 2 * n)[:hidden, :inputs]
    W_hh = _numbers([draw, *place, 1], n, n)[:hidden, :hidden]
    b_ih, b_hh = (_numbers([draw, *place, k], n)[:hidden] for k in (2, 3))
    return Layer(W_ih, W_hh, b_ih, b_hh)


class Mlp(NamedTuple):
    """The first idea: one hidden layer over all words side by side, and a head."""

    W_1: Array  # (hidden, words * embed)
    b_1: Array  # (hidden,)

    def block(self, position: int, embed: int) -> Array:
        """The weights (hidden, embed) that read the word at a position, from 0."""
        return self.W_1[:, position * embed : (position + 1) * embed]


def concat_mlp(sizes: Sizes, draw: int) -> Mlp:
    """Its weights; a longer sentence adds blocks of columns and changes none."""
    blocks = [_numbers([draw, 30, p], MAX_SIZE, MAX_SIZE) for p in range(sizes.words)]
    W_1 = np.hstack([block[: sizes.hidden, : sizes.embed] for block in blocks])
    return Mlp(W_1, _numbers([draw, 31], MAX_SIZE)[: sizes.hidden])


def _drawn(vocabulary: Sequence[str], sizes: Sizes, draw: int) -> Parameters:
    E, H, n = sizes.embed, sizes.hidden, MAX_SIZE
    vectors = [
        np.zeros(n) if word == PAD else _numbers([draw, 1, zlib.crc32(word.encode())], n)
        for word in vocabulary
    ]
    return Parameters(
        E=np.array(vectors)[:, :E].copy(),
        W_ih=_numbers([draw, 2], n, n)[:H, :E].copy(),
        W_hh=_numbers([draw, 3], n, n)[:H, :H].copy(),
        b_ih=_numbers([draw, 4], n)[:H].copy(),
        b_hh=_numbers([draw, 5], n)[:H].copy(),
        W_out=_numbers([draw, 6], 2, n)[:, :H].copy(),
        b_out=_numbers([draw, 7], 2).copy(),
    )


def _numbers(seed: list[int], *shape: int) -> Array:
    """Tenths from -0.9 to 0.9, never 0: a factor of 0 would hide where a number came from."""
    rng = np.random.default_rng(seed)
    tenths: Array = rng.integers(1, 10, shape) * rng.choice([-1, 1], shape) / 10
    return tenths


def _drawn_gates(sizes: Sizes, draw: int) -> dict[str, Layer]:
    return {
        letter: extra_layer(draw, (40, ord(letter)), sizes.hidden, sizes.embed)
        for letters in GATES.values()
        for letter in letters
    }


def _array(params: Parameters, gates: Mapping[str, Layer], name: str) -> Array:
    array: Array = gates[name[-1]].b_ih if name in GATE_BIASES else getattr(params, name)
    return array


def _rows(
    params: Parameters,
    gates: Mapping[str, Layer],
    vocabulary: Sequence[str],
    place: ParameterKey,
) -> list[int]:
    """The rows a place stands for: none where there is no such word or the size is smaller."""
    name, row, column = place
    shape = np.atleast_2d(_array(params, gates, name)).shape
    if name == "E":
        rows = [i for i, word in enumerate(vocabulary) if word != PAD and word_tag(word) == row]
    else:
        rows = [int(row)] if int(row) < shape[0] else []
    return rows if column < shape[1] else []

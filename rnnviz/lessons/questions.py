"""Short checks of understanding: predict a number or choose an answer, then see.

A check's numbers come from what is on the screen, so its answer is computed by the functions
below or given by the page. Words live in the catalogues: ``check.<id>.question``, ``.hint`` after
a wrong answer, ``.why`` after the right one, and ``check.<id>.<option>`` for a choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """A question. ``options`` of a choice, the right one named by ``right``; a number without."""

    id: str
    options: tuple[str, ...] = ()
    right: str = ""

    @property
    def is_number(self) -> bool:
        return not self.options


CHECKS = {
    check.id: check
    for check in (
        Check("cut"),
        Check("ids"),
        Check("pad", ("zero", "frozen", "moves"), "moves"),
        Check("embedding"),
        Check("concat"),
        Check("order", ("same", "shuffled", "new"), "shuffled"),
        Check("range", ("zero_one", "minus_one_one", "any"), "minus_one_one"),
        Check("first", ("input", "past", "bias"), "past"),
        Check("count"),
        Check("output", ("first", "last", "mean"), "last"),
        Check("stack", ("both_top", "layers", "same"), "layers"),
        Check("gates", ("input", "forget", "both_open"), "forget"),
        Check("both", ("last", "first", "hidden"), "first"),
        Check("task", ("last", "every", "first"), "every"),
        Check("packed"),
        Check("scale", ("all", "train", "each"), "train"),
        Check("attention"),
        Check("states"),
        Check("causal", ("one", "before", "all"), "before"),
        Check("windows"),
    )
}


def lost_words(words: int, length: int) -> int:
    """Words of a text of ``words`` that do not fit into ``length`` places."""
    return max(words - length, 0)


def numbers_carried(cell: str, layers: int, units: int) -> int:
    """Numbers that a stack hands from one step to the next: of an LSTM h and c, else h."""
    return layers * units * (2 if cell == "lstm" else 1)


def ids_read(words: int, length: int, padded: bool) -> int:
    """Ids a network reads after truncation to ``length``, and padding up to it."""
    return length if padded else min(words, length)


def concat_weights(steps: int, embed_dim: int, hidden_size: int) -> int:
    """Weights of an MLP's first layer that reads all ``steps`` embeddings at once, no biases."""
    return steps * embed_dim * hidden_size


def rnn_parameters(input_size: int, hidden_size: int) -> int:
    """Parameters of one layer of ``nn.RNN``: W_ih, W_hh and the two biases."""
    return hidden_size * input_size + hidden_size * hidden_size + 2 * hidden_size


def still_read(lengths: Sequence[int], step: int) -> int:
    """Texts of a packed batch that have a word at a step (from 1): ``batch_sizes[step - 1]``."""
    return sum(length >= step for length in lengths)


def attention_scores(words: int) -> int:
    """Scores where every word looks at every word, itself included."""
    return words * words


def window_count(hours: int, window: int, horizon: int = 1) -> int:
    """Pairs (``window`` hours in, ``horizon`` hours out) in an unbroken series of ``hours``."""
    return max(hours - window - horizon + 1, 0)

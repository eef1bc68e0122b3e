"""The rung about two directions as PyTorch: which half is which, where it ends, what goes wrong.

``expected_output`` is computed without torch; a test runs the program and compares.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rnnviz.lessons.both import (
    Level,
    both_pairs,
    last_states,
    padded_words,
    run_both,
)
from rnnviz.lessons.example import Array, Example
from rnnviz.lessons.script import TORCH_NAMES, literal, opening, shown_lines
from rnnviz.models.specs import cell_kind

COMMENTS = (
    *("title", "double", "show", "words", "vectors", "cell", "both_weights", "packed"),
    *(
        "ends",
        "ends_ahead",
        "ends_back",
        "wrong",
        "wrong_last",
        "batch",
        "wrong_view",
        "right_view",
    ),
)


@dataclass(frozen=True)
class Reading:
    """What is read, and how: ``cell``, ``depth`` levels, ``pad``: "none", "padded" or "packed"."""

    example: Example
    cell: str
    depth: int
    pad: str

    @property
    def words(self) -> tuple[str, ...]:
        return self.example.read if self.pad == "none" else padded_words(self.example)[0]

    @property
    def x(self) -> Array:
        """(steps, embed)"""
        return self.example.x if self.pad == "none" else padded_words(self.example)[1]

    @property
    def length(self) -> int | None:
        """What ``pack_padded_sequence`` is told."""
        return len(self.example.read) if self.pad == "packed" else None

    @property
    def last(self) -> int:
        """The place, from 0, at which the forward direction ends."""
        return (self.length or len(self.x)) - 1

    def levels(self, xs: Array | None = None) -> tuple[Level, ...]:
        """The reading itself; of other vectors where they are given, all of which are read."""
        pairs = both_pairs(self.example, self.cell, self.depth)
        if xs is not None:
            return run_both(self.cell, xs, pairs)
        return run_both(self.cell, self.x, pairs, self.length)


def batch_of_two(reading: Reading) -> tuple[Array, Array]:
    """``h_n[-2:].view(2, -1)`` of the text and of the same words from the end: what it gives, and
    what was meant, (2, 2·hidden) each."""
    x = reading.example.x
    two = [last_states(reading.levels(xs))[-2:] for xs in (x, x[::-1])]  # two of (2, hidden)
    by_direction = np.stack(two, axis=1)  # (direction, batch, hidden), as in torch
    return by_direction.reshape(2, -1), np.stack(two).reshape(2, -1)


def code_blocks(reading: Reading, comments: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """``(name, code)`` of each block, in order."""
    c = {name: comments[name] for name in COMMENTS}
    example, depth, cell = reading.example, reading.depth, cell_kind(reading.cell)
    T, E, H = len(reading.x), example.sizes.embed, example.sizes.hidden
    packed = reading.pad == "packed"
    imports = "from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence\n"
    setup = opening(comments, imports if packed else "")
    words = f"""words = {list(reading.words)!r}
x = torch.tensor({literal(reading.x)})  # ({T}, {E}): {c["vectors"]}
x = x[None]  # (1, {T}, {E})"""
    last = "h_n, c_n" if cell.has_cell_state else "h_n"
    module = "\n".join(
        [
            f"H = {H}",
            f"rnn = nn.{cell.torch_name}({E}, H, num_layers={depth}, batch_first=True, "
            "bidirectional=True)",
            f"weights = {{  # {c['both_weights']}",
            *_weights(reading),
            "}",
            "rnn.load_state_dict({name: torch.tensor(value) for name, value in weights.items()})",
            *(
                [
                    f"packed = pack_padded_sequence(x, [{reading.length}], batch_first=True)"
                    f"  # {c['packed']}",
                    f"output, {_in_brackets(last)} = rnn(packed)",
                    f"output, _ = pad_packed_sequence(output, batch_first=True, total_length={T})",
                ]
                if packed
                else [f"output, {_in_brackets(last)} = rnn(x)"]
            ),
            f'show("output", output)  # (1, {T}, {2 * H})',
            f'show("h_n", h_n)  # ({2 * depth}, 1, {H})',
        ]
    )
    ends = f"""ahead, back = output[..., :H], output[..., H:]
assert torch.equal(ahead[:, {reading.last}], h_n[-2])  # {c["ends_ahead"]}
assert torch.equal(back[:, 0], h_n[-1])  # {c["ends_back"]}
both = torch.cat([h_n[-2], h_n[-1]], dim=1)
show("both ends", both)"""
    wrong = f"""show("output[:, -1]", output[:, -1])  # {c["wrong_last"]}
two = torch.stack([x[0, :{len(example.read)}], x[0, :{len(example.read)}].flip(0)])  # {c["batch"]}
_, {_in_brackets(last)} = rnn(two)
show("h_n[-2:].view(2, -1)", h_n[-2:].view(2, -1))  # {c["wrong_view"]}
show("transposed first", h_n[-2:].transpose(0, 1).reshape(2, -1))  # {c["right_view"]}"""
    return (
        ("title", setup),
        ("words", words),
        ("cell", module),
        ("ends", ends),
        ("wrong", wrong),
    )


def expected_output(reading: Reading) -> str:
    """What the program prints, computed without torch."""
    levels = reading.levels()
    output, h_n = levels[-1].output, last_states(levels)
    wrong, right = batch_of_two(reading)
    lines = [
        *shown_lines("output", output[None]),
        *shown_lines("h_n", h_n[:, None]),
        *shown_lines("both ends", np.concatenate(h_n[-2:])[None]),
        *shown_lines("output[:, -1]", output[-1][None]),
        *shown_lines("h_n[-2:].view(2, -1)", wrong),
        *shown_lines("transposed first", right),
    ]
    return "\n".join(lines) + "\n"


def _weights(reading: Reading) -> Sequence[str]:
    pairs = both_pairs(reading.example, reading.cell, reading.depth)
    return [
        f'    "{name}_l{level}{direction}": {literal(value)},'
        for level, pair in enumerate(pairs)
        for direction, layer in zip(("", "_reverse"), pair, strict=True)
        for name, value in zip(TORCH_NAMES, layer, strict=True)
    ]


def _in_brackets(names: str) -> str:
    return f"({names})" if "," in names else names

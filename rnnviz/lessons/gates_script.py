"""The rung about gates as PyTorch: a step by hand, torch's own, the Jacobian, a gate held.

``expected_output`` is computed without torch; a test runs the program and compares.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rnnviz.lessons.example import Array, Example
from rnnviz.lessons.gates import gated_layer, run_cell
from rnnviz.lessons.hold import Hold
from rnnviz.lessons.jacobians import memory_of
from rnnviz.lessons.script import TORCH_NAMES, literal, opening, shown_lines
from rnnviz.models.specs import cell_kind

COMMENTS = (
    *("title", "double", "show", "words", "vectors", "cell", "cell_weights", "by_hand"),
    *("same", "jacobian", "norm", "hold", "hold_how"),
)
_STEPS = {
    "rnn": """def step(x, state):
    h = torch.tanh(W_ih @ x + b_ih + W_hh @ state[0] + b_hh)
    return (h,)""",
    "gru": """def step(x, state):
    h = state[0]
    x_r, x_z, x_n = (W_ih @ x + b_ih).chunk(3)
    h_r, h_z, h_n = (W_hh @ h + b_hh).chunk(3)
    r = torch.sigmoid(x_r + h_r)
    z = torch.sigmoid(x_z + h_z)
    n = torch.tanh(x_n + r * h_n)
    return ((1 - z) * n + z * h,)""",
    "lstm": """def step(x, state):
    h, c = state
    i, f, g, o = (W_ih @ x + b_ih + W_hh @ h + b_hh).chunk(4)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    return (torch.sigmoid(o) * torch.tanh(c), c)""",
}


def code_blocks(
    example: Example, cell: str, held: Hold, comments: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """``(name, code)`` of each block, in order; the last one only where gates are held."""
    c = {name: comments[name] for name in COMMENTS}
    kind, H = cell_kind(cell), example.sizes.hidden
    layer, T, E = gated_layer(example, cell), len(example.read), example.sizes.embed
    zeros = ", ".join(["torch.zeros(H)"] * (2 if kind.has_cell_state else 1))
    # Of an LSTM the cell state is carried on, else h: the last part of a state.
    carried = "c" if kind.has_cell_state else "h"
    setup = opening(comments)
    words = f"""words = {list(example.read)!r}
x = torch.tensor({literal(example.x)})  # ({T}, {E}): {c["vectors"]}"""
    weights = "\n".join(
        f'    "{name}_l0": {literal(value)},'
        for name, value in zip(TORCH_NAMES, layer, strict=True)
    )
    module = f"""H = {H}
cell = nn.{kind.torch_name}({E}, H, batch_first=True)
weights = {{  # {c["cell_weights"]}
{weights}
}}
cell.load_state_dict({{name: torch.tensor(value) for name, value in weights.items()}})
output, last = cell(x[None])
show("output", output)"""
    by_hand = f"""W_ih, W_hh, b_ih, b_hh = (weight.detach() for weight in cell.parameters())


{_STEPS[cell]}


def read(x, state):
    for x_t in x:
        state = step(x_t, state)
    return state


zeros = ({zeros},)
h = read(x, zeros)[0]
show("by hand", h)
assert torch.allclose(h, output[0, -1])  # {c["same"]}"""
    jacobian = f"""def last_of(first):
    return read(x[1:], (*state[:-1], first))[-1]


state = read(x[:1], zeros)
jacobian = torch.autograd.functional.jacobian(last_of, state[-1])
show("d{carried}_{T}/d{carried}_1", jacobian)
print(f"norm {{torch.linalg.matrix_norm(jacobian, 2).item():.4f}}")  # {c["norm"]}"""
    blocks = [
        ("title", setup),
        ("words", words),
        ("cell", module),
        ("by_hand", by_hand),
        ("jacobian", jacobian),
    ]
    if held:
        rows = [f"for k, bias in {_rows(cell, held)!r}:  # {c['hold_how']}"]
        rows += [
            "    rows = slice(k * H, (k + 1) * H)",
            "    for weight in (W_ih, W_hh, b_hh):",
            "        weight[rows] = 0",
            "    b_ih[rows] = bias",
            'show("held", read(x[1:], state)[-1])',
            "jacobian = torch.autograd.functional.jacobian(last_of, state[-1])",
            'print(f"norm held {torch.linalg.matrix_norm(jacobian, 2).item():.4f}")',
        ]
        blocks.append(("hold", "\n".join(rows)))
    return tuple(blocks)


def expected_output(example: Example, cell: str, held: Hold) -> str:
    """What the program prints, computed without torch."""
    layer, H, T = gated_layer(example, cell), example.sizes.hidden, len(example.read)
    has_cell = cell_kind(cell).has_cell_state
    steps = run_cell(cell, example.x, layer)
    memory = memory_of(cell, steps, layer)
    carried = "c" if has_cell else "h"
    lines = [
        *shown_lines("output", np.array([step.h for step in steps])[None]),
        *shown_lines("by hand", steps[-1].h),
        *shown_lines(f"d{carried}_{T}/d{carried}_1", memory.products[0][-H:, -H:]),
        f"norm {memory.kept[0]:.4f}",
    ]
    if held:
        other = run_cell(cell, example.x, layer, held)
        last: Array = other[-1].c if has_cell else other[-1].h
        lines += shown_lines("held", last)
        lines.append(f"norm held {memory_of(cell, other, layer).kept[0]:.4f}")
    return "\n".join(lines) + "\n"


def _rows(cell: str, held: Hold) -> list[tuple[int, float]]:
    letters = cell_kind(cell).gates
    return [(letters.index(letter), 40.0 if value else -40.0) for letter, value in held.items()]

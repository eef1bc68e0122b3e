"""The lesson as PyTorch that anybody can run: a script, a notebook, and what they print.

The same blocks make both. ``expected_output`` is computed without torch; a test runs script and
notebook in a fresh process and compares what they print, character by character.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import numpy as np

from rnnviz.lessons.classify import AT_STEP, learn_stack
from rnnviz.lessons.example import Array, Example, Layer, stacked_layer
from rnnviz.lessons.forward import run_stack, states

# The comments of the program, which the caller gives in the user's language.
COMMENTS = (
    *("title", "double", "show", "words", "embedding", "embedding_weights", "rnn", "rnn_weights"),
    *("output", "hidden", "same", "head", "verdict", "loss", "step", "after"),
)
TORCH_NAMES = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")


def layers_of(example: Example, depth: int) -> tuple[Layer, ...]:
    """The example's own layer and ``depth - 1`` more above it."""
    above = [stacked_layer(example.sizes, example.draw, level) for level in range(2, depth + 1)]
    return (example.params.layer, *above)


def code_blocks(
    example: Example, depth: int, target: int, rate: float, comments: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """``(name, code)`` of each block, in order; the name is the key of its comment."""
    p, sizes = example.params, example.sizes
    V, T, E, H = len(example.vocabulary), len(example.read), sizes.embed, sizes.hidden
    c = {name: comments[name] for name in COMMENTS}
    weights = [f"weights = {{  # {c['rnn_weights']}"]
    for number, layer in enumerate(layers_of(example, depth)):
        for name, value in zip(TORCH_NAMES, layer, strict=True):
            weights.append(f'    "{name}_l{number}": {literal(value)},')
    weights.append("}")
    setup = opening(comments)
    embedding = f"""embedding = nn.Embedding({V}, {E}, padding_idx=0)
with torch.no_grad():  # {c["embedding_weights"]}
    embedding.weight.copy_(torch.tensor({literal(p.E)}))
x = embedding(ids)  # (1, {T}, {E}): batch, time, embed
show("x", x)"""
    rnn = "\n".join(
        [
            f"rnn = nn.RNN({E}, {H}, num_layers={depth}, batch_first=True)",
            *weights,
            "rnn.load_state_dict({name: torch.tensor(value) for name, value in weights.items()})",
            "rnn_output, rnn_hidden = rnn(x)",
            f'show("rnn_output", rnn_output)  # (1, {T}, {H}): {c["output"]}',
            f'show("rnn_hidden", rnn_hidden)  # ({depth}, 1, {H}): {c["hidden"]}',
            f"assert torch.equal(rnn_output[:, -1], rnn_hidden[-1])  # {c['same']}",
        ]
    )
    head = f"""head = nn.Linear({H}, 2)
with torch.no_grad():
    head.weight.copy_(torch.tensor({literal(p.W_out)}))
    head.bias.copy_(torch.tensor({literal(p.b_out)}))
logits = head(rnn_output[:, {AT_STEP - 1}])  # (1, 2): {c["verdict"]}
show("logits", logits)
show("softmax", logits.softmax(dim=-1))"""
    learn = f"""target = torch.tensor([{target}])  # 0: negative, 1: positive
loss = nn.functional.cross_entropy(logits, target)
print(f"loss {{loss.item():.4f}}")

modules = nn.ModuleList([embedding, rnn, head])
print("parameters", sum(p.numel() for p in modules.parameters()))
optimizer = torch.optim.SGD(modules.parameters(), lr={rate})
loss.backward()  # {c["step"]}
optimizer.step()
show("W_hh gradient", rnn.weight_hh_l0.grad)
show("W_hh after", rnn.weight_hh_l0)
with torch.no_grad():
    rnn_output, _ = rnn(embedding(ids))
    loss = nn.functional.cross_entropy(head(rnn_output[:, {AT_STEP - 1}]), target)
print(f"loss after {{loss.item():.4f}}")  # {c["after"]}"""
    words = f"""vocabulary = {list(example.vocabulary)!r}
words = {list(example.read)!r}
ids = torch.tensor([[vocabulary.index(word) for word in words]])  # (1, {T}): batch, time"""
    return (
        ("title", setup),
        ("words", words),
        ("embedding", embedding),
        ("rnn", rnn),
        ("head", head),
        ("loss", learn),
    )


def python_script(blocks: Sequence[tuple[str, str]], comments: Mapping[str, str]) -> str:
    """A program of its own: ``python lesson.py``."""
    title, *rest = blocks
    parts = [f"# {comments['title']}\n{title[1]}\n"]
    parts += [f"\n# {comments[name]}\n{code}" for name, code in rest]
    return "\n".join(parts) + "\n"


def notebook(blocks: Sequence[tuple[str, str]], comments: Mapping[str, str]) -> str:
    """The same as a Jupyter notebook (nbformat 4.5)."""
    cells = []
    for name, code in blocks:
        words = f"# {comments[name]}" if name == "title" else f"## {comments[name]}"
        for kind, text in (("markdown", words), ("code", code)):
            cell: dict[str, object] = {
                "cell_type": kind,
                "id": f"{kind}-{name}",
                "metadata": {},
                "source": text.splitlines(keepends=True),
            }
            if kind == "code":
                cell |= {"execution_count": None, "outputs": []}
            cells.append(cell)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return json.dumps(
        {
            "cells": cells,
            "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
            "nbformat": 4,
            "nbformat_minor": 5,
        },
        ensure_ascii=False,
        indent=1,
    )


def expected_output(example: Example, depth: int, target: int, rate: float) -> str:
    """What script and notebook print, computed without torch."""
    layers = layers_of(example, depth)
    stack = run_stack(example.x, layers)
    top = states(stack[-1])
    last = np.array([[steps[-1].h] for steps in stack])
    learning = learn_stack(example, layers, target, rate)
    verdict = learning.verdict
    weights = [example.params.E, *(w for layer in layers for w in layer)]
    weights += [example.params.W_out, example.params.b_out]
    lines = [
        *shown_lines("x", example.x[None]),
        *shown_lines("rnn_output", top[None]),
        *shown_lines("rnn_hidden", last),
        *shown_lines("logits", verdict.logits[None]),
        *shown_lines("softmax", verdict.probabilities[None]),
        f"loss {verdict.loss:.4f}",
        f"parameters {sum(weight.size for weight in weights)}",
        *shown_lines("W_hh gradient", learning.W_hh_grad),
        *shown_lines("W_hh after", learning.W_hh_after),
        f"loss after {learning.loss_after:.4f}",
    ]
    return "\n".join(lines) + "\n"


def opening(comments: Mapping[str, str], imports: str = "") -> str:
    """What every program begins with: torch in double precision, and how it shows a tensor.

    ``imports``: more of them, each on a line of its own.
    """
    return f'''import torch
from torch import nn
{imports}
torch.set_default_dtype(torch.float64)  # {comments["double"]}


def show(name, tensor):
    """{comments["show"]}"""
    print(name, tuple(tensor.shape))
    for row in tensor.detach().reshape(-1, tensor.shape[-1]).tolist():
        print("   ", "  ".join(f"{{round(value, 4) + 0.0:7.4f}}" for value in row))'''


def shown_lines(name: str, values: Array) -> list[str]:
    rows = values.reshape(-1, values.shape[-1]).tolist()
    texts = ["  ".join(f"{round(v, 4) + 0.0:7.4f}" for v in row) for row in rows]
    return [f"{name} {tuple(values.shape)}", *(f"    {text}" for text in texts)]


def literal(values: Array) -> str:
    """Python's own notation, exactly as many digits as the number has."""
    rows = (np.round(values, 2) + 0.0).tolist()
    if len(rows) <= 2 or values.ndim == 1:
        return repr(rows)
    return "\n".join(["[", *(f"        {row!r}," for row in rows), "    ]"])

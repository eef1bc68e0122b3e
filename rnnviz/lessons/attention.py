"""Attention over the states of a sentence: scores, softmax, a weighted sum. In double precision.

Nothing here is learned: the states ask and answer as they are, which is what
``scaled_dot_product_attention`` does when query, key and value are the states themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rnnviz.lessons.arithmetic import Grid, Line, Part, Sum, column
from rnnviz.lessons.example import Array


@dataclass(frozen=True)
class Attention:
    """One question to all states. ``query`` (hidden,); ``states`` (time, hidden)."""

    query: Array
    states: Array
    products: Array  # (time,)  h_t · q
    scores: Array  # (time,)  divided by √hidden
    exps: Array  # (time,)  e to the power of each score
    weights: Array  # (time,)  add up to 1
    context: Array  # (hidden,)  the weighted sum


def attend(query: Array, states: Array) -> Attention:
    """Look with ``query`` at all of ``states`` at once."""
    products = states @ query
    scores = products / np.sqrt(states.shape[1])
    exps = np.exp(scores)
    weights = exps / exps.sum()
    return Attention(query, states, products, scores, exps, weights, weights @ states)


def attention_sum(found: Attention, asking: int, chosen: int) -> Sum:
    """The numbers of one state worked out, and the weighted sum. Both steps count from 1."""
    T, H = found.states.shape
    q, K = f"q = h_{asking}", "h_1…h_" + str(T)
    rows: tuple[tuple[Grid | str, ...], ...] = (
        (
            *(Grid(K, found.states, 4), "·", column(q, found.query), f"/ √{H} ="),
            *(column("score", found.scores), "→", column("weight", found.weights)),
        ),
    )
    t = chosen - 1
    score, weight = f"score.{t}.0", f"weight.{t}.0"
    terms: list[Part] = []
    for i in range(H):
        terms += [Part(" + ")] if i else []
        terms += [
            Part(value=float(found.states[t, i]), source=f"{K}.{t}.{i}"),
            Part("·"),
            Part(value=float(found.query[i]), source=f"{q}.{i}.0"),
        ]
    lines = [
        Line(
            score,
            (
                *(Part(f"score[{chosen}] = ("), *terms, Part(f") / √{H} = ")),
                Part(value=float(found.scores[t]), source=score),
            ),
        )
    ]
    exps = [Part(value=float(e), source=f"score.{i}.0") for i, e in enumerate(found.exps)]
    whole = [part for each in exps for part in (Part(" + "), each)][1:]
    lines.append(
        Line(
            weight,
            (
                *(Part(f"weight[{chosen}] = e^"), Part(value=float(found.scores[t]), source=score)),
                *(Part(" / ("), *whole, Part(") = ")),
                Part(value=float(found.weights[t]), source=weight),
            ),
        )
    )
    for i in range(H):
        parts = []
        for s in range(T):
            parts += [Part(" + ")] if s else []
            parts += [
                Part(value=float(found.weights[s]), source=f"weight.{s}.0"),
                Part("·"),
                Part(value=float(found.states[s, i]), source=f"{K}.{s}.{i}"),
            ]
        target = f"context.{i}.0"
        end = (Part(" = "), Part(value=float(found.context[i]), source=target))
        lines.append(Line(target, (Part(f"context[{i + 1}] = "), *parts, *end)))
    both = (*rows, ("context =", column("context", found.context)))
    return Sum(both, tuple(lines))


def attention_error(found: Attention) -> float:
    """Largest difference to ``torch.nn.functional.scaled_dot_product_attention``."""
    import torch

    states = torch.from_numpy(found.states.copy())[None]
    query = torch.from_numpy(found.query.copy())[None, None]
    theirs = torch.nn.functional.scaled_dot_product_attention(query, states, states)
    return float(np.abs(theirs[0, 0].numpy() - found.context).max())


@dataclass(frozen=True)
class Cost:
    """Multiplications for a text of some length, and numbers kept to read one word more."""

    recurrent: int
    attention: int
    recurrent_kept: int
    attention_kept: int


def cost_of(length: int, width: int) -> Cost:
    """One layer of ``nn.RNN`` and one of self-attention, both ``width`` wide; biases left out.

    Attention: four matrices a word (query, key, value, output), and each word with each.
    """
    return Cost(
        recurrent=2 * length * width**2,
        attention=4 * length * width**2 + 2 * length**2 * width,
        recurrent_kept=width,
        attention_kept=2 * length * width,
    )

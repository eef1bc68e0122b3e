"""How many numbers a network learns, term by term, for every cell, depth and direction."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rnnviz.models.specs import CELL_KINDS, cell_kind

MAX_VOCABULARY = 200_000
MAX_WIDTH = 1_024
MAX_LAYERS = 4


@dataclass(frozen=True)
class NetSizes:
    """A network to be counted; ``directions`` is 1 or 2."""

    cell: str = "rnn"
    layers: int = 1
    directions: int = 1
    vocabulary: int = 10_000
    embed: int = 100
    hidden: int = 128
    classes: int = 2


@dataclass(frozen=True)
class Term:
    """One parameter tensor, or several alike. ``symbols`` and ``numbers`` are products to show."""

    name: str  # torch's name
    symbols: str
    numbers: str
    shape: tuple[int, ...]
    count: int
    layer: int = 0  # from 1; 0: not part of the recurrent stack


def parse_net(raw: str) -> NetSizes | None:
    """``lstm-2-1-10000-100-128``: cell, layers, directions, vocabulary, embed, hidden."""
    match = re.fullmatch(r"([a-z]{2,8})-(\d)-(\d)-(\d{1,6})-(\d{1,4})-(\d{1,4})", raw, re.ASCII)
    if match is None:
        return None
    cell, layers, directions, vocabulary, embed, hidden = match.groups()
    net = NetSizes(cell, *map(int, (layers, directions, vocabulary, embed, hidden)))
    fits = (
        net.cell in CELL_KINDS
        and 1 <= net.layers <= MAX_LAYERS
        and 1 <= net.directions <= 2
        and 3 <= net.vocabulary <= MAX_VOCABULARY
        and 1 <= net.embed <= MAX_WIDTH
        and 1 <= net.hidden <= MAX_WIDTH
        and format_net(net) == raw
    )
    return net if fits else None


def format_net(net: NetSizes) -> str:
    """The word for a link that ``parse_net`` reads."""
    sizes = (net.layers, net.directions, net.vocabulary, net.embed, net.hidden)
    return "-".join([net.cell, *map(str, sizes)])


def recurrent_terms(net: NetSizes) -> tuple[Term, ...]:
    """The parameters of the recurrent stack, in the order torch holds them.

    G gates stacked in one weight; a layer above the first reads D · H numbers a step.
    """
    gates, D, H = len(cell_kind(net.cell).gates), net.directions, net.hidden
    G = f"{gates}·" if gates > 1 else ""
    terms = []
    for layer in range(net.layers):
        width, symbol, number = (
            (net.embed, "E", f"{net.embed}")
            if layer == 0
            else (D * H, "H" if D == 1 else "D·H", f"{H}" if D == 1 else f"{D}·{H}")
        )
        for direction in range(D):
            end = f"_l{layer}" + ("_reverse" if direction else "")
            rows = gates * H
            for name, columns, s, n in (
                ("weight_ih", width, f"·{symbol}", f"·{number}"),
                ("weight_hh", H, "·H", f"·{H}"),
                ("bias_ih", 0, "", ""),
                ("bias_hh", 0, "", ""),
            ):
                terms.append(
                    Term(
                        name + end,
                        f"{G}H{s}",
                        f"{G}{H}{n}",
                        (rows, columns) if columns else (rows,),
                        rows * (columns or 1),
                        layer + 1,
                    )
                )
    return tuple(terms)


def all_terms(net: NetSizes) -> tuple[Term, ...]:
    """Embedding, recurrent stack and head, under torch's names."""
    V, E, K, width = net.vocabulary, net.embed, net.classes, net.directions * net.hidden
    symbol = "H" if net.directions == 1 else "D·H"
    number = f"{net.hidden}" if net.directions == 1 else f"{net.directions}·{net.hidden}"
    return (
        Term("embedding.weight", "V·E", f"{V}·{E}", (V, E), V * E),
        *recurrent_terms(net),
        Term("head.weight", f"K·{symbol}", f"{K}·{number}", (K, width), K * width),
        Term("head.bias", "K", f"{K}", (K,), K),
    )


def total(net: NetSizes) -> int:
    """The sum over all terms: what ``sum(p.numel() for p in model.parameters())`` gives."""
    return sum(term.count for term in all_terms(net))


def head_count(hidden: int, classes: int = 2) -> int:
    """Weights and biases of the head."""
    return classes * hidden + classes


def mlp_count(words: int, embed: int, hidden: int, classes: int = 2) -> int:
    """The MLP over ``words`` vectors side by side, with its head and without the embedding."""
    return hidden * words * embed + hidden + head_count(hidden, classes)


def rnn_count(embed: int, hidden: int, classes: int = 2) -> int:
    """One recurrent layer with its head, for a sentence of any length; no embedding."""
    return hidden * embed + hidden * hidden + 2 * hidden + head_count(hidden, classes)

"""The two rows of the stepper are torch's bidirectional network, number by number."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from rnnviz.lessons.both import both_pairs
from rnnviz.lessons.both_trace import both_traces
from rnnviz.lessons.example import Sizes, build_example
from rnnviz.models.specs import cell_kind
from rnnviz.stepper.payload import pack

WORDS = ["not", "a", "good", "film", "at", "all"]


def torch_both(cell: str, traces) -> torch.nn.RNNBase:
    """torch's own module with the weights of both traces."""
    layers = [trace.layers[0] for trace in traces]
    module = getattr(torch.nn, cell_kind(cell).torch_name)(
        layers[0].x.shape[1], layers[0].hidden_size, bidirectional=True, batch_first=True
    )
    with torch.no_grad():
        for layer, suffix in zip(layers, ("l0", "l0_reverse"), strict=True):
            for name, weight in (
                ("weight_ih", layer.W_ih.reshape(-1, layer.x.shape[1])),
                ("weight_hh", layer.W_hh.reshape(-1, layer.hidden_size)),
                ("bias_ih", layer.b_ih.ravel()),
                ("bias_hh", layer.b_hh.ravel()),
            ):
                getattr(module, f"{name}_{suffix}").copy_(torch.tensor(weight))
    return module


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
@pytest.mark.parametrize("count", [2, 6])
def test_both_rows_equal_torch_and_stand_where_it_says(cell: str, count: int):
    example = build_example(WORDS[:count], Sizes(count, 3, 4), 5)
    pair = both_pairs(example, cell, 1)[0]
    forward, backward = traces = both_traces(cell, example.read, example.x, pair)
    with torch.no_grad():
        output, hidden = torch_both(cell, traces)(torch.tensor(forward.layers[0].x)[None])
    h_n = hidden[0] if isinstance(hidden, tuple) else hidden
    H = forward.layers[0].hidden_size
    close = {"atol": 1e-6, "rtol": 0}
    # A row's step k is at word k; the backward one's at word T + 1 - k.
    np.testing.assert_allclose(output[0, :, :H], forward.layers[0].h[1:], **close)
    np.testing.assert_allclose(output[0, :, H:], backward.layers[0].h[:0:-1], **close)
    np.testing.assert_allclose(h_n[0, 0], forward.layers[0].h[-1], **close)
    np.testing.assert_allclose(h_n[1, 0], backward.layers[0].h[-1], **close)
    np.testing.assert_allclose(output[0, 0, H:], h_n[1, 0], **close)  # its end: the first word
    np.testing.assert_allclose(output[0, -1, :H], h_n[0, 0], **close)
    if isinstance(hidden, tuple):
        np.testing.assert_allclose(hidden[1][1, 0], backward.layers[0].c[-1], **close)
    assert max(trace.max_error for trace in traces) < 1e-6


def test_the_backward_row_reads_the_same_words_from_the_end():
    example = build_example(WORDS, Sizes(6, 3, 4), 5)
    forward, backward = both_traces(
        "rnn", example.read, example.x, both_pairs(example, "rnn", 1)[0]
    )
    assert backward.labels == forward.labels[::-1]
    assert forward.words == backward.words
    assert pack([forward, backward])  # they share their steps
    with pytest.raises(ValueError, match="same steps"):
        pack(
            [
                forward,
                both_traces(
                    "rnn", example.read[:5], example.x[:5], both_pairs(example, "rnn", 1)[0]
                )[1],
            ]
        )

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from random_traces import WORDS, random_trace

from rnnviz.models.specs import CELL_KINDS
from rnnviz.stepper.payload import IDENTITY_BYTES, identity_of, pack


def unpack(payload: bytes) -> tuple[dict, bytes]:
    size = int.from_bytes(payload[IDENTITY_BYTES : IDENTITY_BYTES + 4], "little")
    start = IDENTITY_BYTES + 4
    assert (start + size) % 4 == 0  # float32 views need it
    return json.loads(payload[start : start + size]), payload[start + size :]


@pytest.mark.parametrize("cell", CELL_KINDS)
def test_every_array_of_the_trace_is_in_the_payload(cell):
    trace = random_trace(cell, 2)
    header, body = unpack(pack([trace]))
    (told,) = header["traces"]

    def array(place):
        return np.frombuffer(body, "<f4", place[1], place[0])

    assert told["labels"] == list(WORDS)
    assert told["gates"] == list(CELL_KINDS[cell].gates)
    np.testing.assert_array_equal(array(told["outputs"]), trace.outputs.ravel())
    np.testing.assert_array_equal(array(told["head"]["W"]), trace.head.W)
    assert told["head"]["b"] == trace.head.b
    for place, layer in zip(told["layers"], trace.layers, strict=True):
        for name in ("W_ih", "W_hh", "b_ih", "b_hh", "h"):
            np.testing.assert_array_equal(array(place[name]), getattr(layer, name).ravel())
        assert (place["c"] is None) == (layer.c is None)
    # What a layer above reads is what the layer below gave: it is not sent twice.
    assert [place["x"] is None for place in told["layers"]] == [False, True]


def test_equal_traces_have_equal_bytes_and_others_another_name():
    first = pack([random_trace("gru")])
    assert pack([random_trace("gru")]) == first
    others = [pack([random_trace("gru", seed=1)]), pack([random_trace("gru", labels=WORDS[::-1])])]
    assert len({identity_of(payload) for payload in [first, *others]}) == 3


def test_the_terms_are_not_sent():
    trace = random_trace("lstm", units=64, inputs=64, labels=WORDS * 10)
    layer = trace.layers[0]
    needed = sum(a.nbytes for a in (layer.W_ih, layer.W_hh, layer.x, layer.h, layer.c))
    assert len(pack([trace])) < needed + 8_000


def test_traces_side_by_side_share_their_steps():
    with pytest.raises(ValueError, match="same steps"):
        pack([random_trace("rnn"), random_trace("gru", labels=WORDS[:3])])


def test_names_of_inputs_are_sent_only_where_there_are_any():
    trace = random_trace("rnn", 1)
    named = replace(trace, input_names=("temperature", "humidity"))
    assert "input_names" not in unpack(pack([trace]))[0]["traces"][0]
    assert unpack(pack([named]))[0]["traces"][0]["input_names"] == ["temperature", "humidity"]

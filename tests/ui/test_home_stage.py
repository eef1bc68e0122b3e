"""What Home shows before torch is there is what the network that is shipped says of that text."""

from __future__ import annotations

import json

import numpy as np
import pytest

from rnnviz.i18n import LANGUAGES
from rnnviz.inference.classify import read_shipped
from rnnviz.stepper.payload import IDENTITY_BYTES, pack
from rnnviz.ui.home.stage import _ready, stage_model
from rnnviz.ui.shell.examples import FIRST, example_texts
from rnnviz.ui.shell.view import View


def taken_apart(payload: bytes) -> tuple[dict, np.ndarray]:
    """The header of a payload, without what rounding moves, and its numbers."""
    body = payload[IDENTITY_BYTES:]
    size = 4 + int.from_bytes(body[:4], "little")
    header = json.loads(body[4:size])
    for trace in header["traces"]:
        trace.pop("error")
        trace["head"].pop("b")
    return header, np.frombuffer(body[size:], "<f4")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_stage_is_ready_made_from_the_shipped_network(language):
    view = View(lang=language)
    reading = read_shipped(example_texts(view.language)[FIRST], stage_model(view))
    payload, positive, probability = _ready(language)
    assert positive == reading.path.positive
    assert probability == pytest.approx(reading.path.probability, abs=1e-4)
    header, numbers = taken_apart(payload)
    now, measured = taken_apart(pack([reading.trace]))
    assert header == now
    np.testing.assert_allclose(numbers, measured, atol=1e-4)

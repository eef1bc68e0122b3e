"""Texts that nobody means well with: read, or said to be without words. Never an error."""

from __future__ import annotations

import random
from urllib.parse import parse_qsl, urlencode

import pytest
from hostile import KINDS, drawn

from rnnviz.inference.answers import answers
from rnnviz.inference.classify import read_shipped
from rnnviz.models.shipped import load_shipped
from rnnviz.ui.shell.view import MAX_LINK_TEXT, MAX_TEXT, View, parse_view, view_params


@pytest.mark.parametrize("kind", KINDS)
def test_a_hostile_text_is_read_and_travels(kind):
    texts = [KINDS[kind][1](random.Random(k)) for k in range(3)]
    for text in texts:
        view = View().with_changes(text=text)
        assert len(view.text) <= MAX_TEXT
        params = dict(parse_qsl(urlencode(view_params(view)), keep_blank_values=True))
        assert parse_view(params).text == (view.text if len(view.text) <= MAX_LINK_TEXT else "")
        reading = read_shipped(view.text, "rnn")
        if reading is not None:
            shown = [
                reading.encoding.text[each.start : each.end] for each in reading.encoding.tokens
            ]
            assert all(shown)
    found = answers([View().with_changes(text=text).text for text in texts], load_shipped("rnn"))
    assert len(found) == len(texts)


def test_the_same_text_comes_again():
    assert drawn(random.Random(7)) == drawn(random.Random(7))

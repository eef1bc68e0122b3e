"""A child that a file has taken over can send nothing but text and numbers."""

from __future__ import annotations

import io
import json

import pytest

from rnnviz.sandbox.frames import FrameError, receive, send
from rnnviz.sandbox.plain import (
    error_in,
    reading_in,
    reading_out,
    reviews_in,
    reviews_out,
    stations_in,
    stations_out,
    value_in,
    value_out,
)
from rnnviz.series.read import read_stations
from rnnviz.series.sample import sample_reading
from rnnviz.text.review_file import read_review_file
from tests.several_files import several

WRONG = (ValueError, KeyError, TypeError, IndexError)


@pytest.mark.parametrize("plain", [[1], {}, {"exec": "x"}, {"tuple": "ab"}, {"Duration": "5"}])
def test_what_is_no_value_is_refused(plain):
    with pytest.raises(ValueError, match="no value"):
        value_in(plain)


def test_unknown_values_become_text():
    assert value_in(value_out({1, 2})) == "{1, 2}"


@pytest.mark.parametrize("kind", ["SystemExit", "Exception"])
def test_an_error_of_no_kind_of_ours_is_refused(kind):
    with pytest.raises(KeyError):
        error_in({"error": kind, "code": "x", "params": {}})


CHANGES = {
    "a unit that is none": lambda head: head["reading"].update(unit="°X"),
    "text for a number": lambda head: head["reading"].update(rows_read="many"),
    "a step that is no duration": lambda head: head["reading"].update(step=3600),
    "an unknown finding": lambda head: head["findings"].append(["no_such", 1, [], {}]),
    "a finding without its values": lambda head: head["findings"].append(["gaps", 1, [], {}]),
    "a start that is no hour": lambda head: head.update(start="1970"),
    "nothing": lambda head: head.clear(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_reading_that_is_none_is_refused(change):
    head, body = reading_out(sample_reading())
    head = json.loads(json.dumps(head))
    assert reading_in(head, body).findings == sample_reading().findings
    CHANGES[change](head)
    with pytest.raises(WRONG):
        reading_in(head, body)


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_half_a_value_is_none(cut):
    head, body = reading_out(sample_reading())
    with pytest.raises(ValueError, match="buffer size"):
        reading_in(json.loads(json.dumps(head)), body[:-cut])


@pytest.mark.parametrize(
    ("change", "body"),
    [
        ({}, b'[["only one"]]'),
        ({}, b'[["a", 1]]'),
        ({}, b"no json"),
        ({"likely": [7]}, None),
        ({"header": "yes"}, None),
        ({"notes": [["code"]]}, None),
        ({"columns": [1, 2]}, None),
    ],
)
def test_a_table_that_is_none_is_refused(change, body):
    head, rows = reviews_out(read_review_file(b"review,label\na good film,1\n", "x.csv"))
    head = json.loads(json.dumps(head))
    assert reviews_in(head, rows).table.rows == [["a good film", "1"]]
    with pytest.raises(WRONG):
        reviews_in({**head, **change}, rows if body is None else body)


def test_frames_come_as_they_went_and_no_larger_than_allowed():
    pipe = io.BytesIO()
    send(pipe, {"a": "é"}, b"\0body")
    assert receive(io.BytesIO(pipe.getvalue()), 100) == ({"a": "é"}, b"\0body")
    with pytest.raises(FrameError):
        receive(io.BytesIO(pipe.getvalue()), 10)
    with pytest.raises(EOFError):
        receive(io.BytesIO(pipe.getvalue()[:-1]), 100)


@pytest.mark.parametrize("text", [b"[1]", b"{", b"[" * 100_000])
def test_what_is_no_frame_is_refused(text):
    frame = len(text).to_bytes(4, "big") + bytes(4) + text
    with pytest.raises(FrameError):
        receive(io.BytesIO(frame), 2**20)


def test_all_stations_come_through_as_they_were():
    found = read_stations(several(days=20), "three.csv")
    head, body = stations_out(found)
    back = stations_in(json.loads(json.dumps(head)), body)
    assert (list(back.series), back.left_out, back.taken) == (list(found.series), {}, found.taken)
    assert back.findings == found.findings
    for name, series in found.series.items():
        assert (back.series[name].values == series.values).all()
        assert (back.series[name].start, back.series[name].step) == (series.start, series.step)
    for change in ({"taken": "Nowhere"}, {"left_out": {"Hill": "because"}}, {"stations": [1]}):
        with pytest.raises(WRONG):
            stations_in({**json.loads(json.dumps(head)), **change}, body)

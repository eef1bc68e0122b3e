"""What comes back from a child process is what the reader gives in this one."""

from __future__ import annotations

import dataclasses
import gzip

import killers
import numpy as np
import pytest
from services import SERVICES
from variants import thorough

from rnnviz.errors import RnnvizError
from rnnviz.sandbox import readers
from rnnviz.series.read import column_names, read_series
from rnnviz.series.sample import SAMPLE_NAME, sample_bytes
from rnnviz.series.types import ReadOptions
from rnnviz.text.review_file import read_review_file


def typed(value: object) -> object:
    """A value with the types of all that is in it: a column's name is more than its text."""
    if isinstance(value, tuple | list):
        return type(value), [typed(each) for each in value]
    if isinstance(value, dict):
        return {name: typed(each) for name, each in value.items()}
    if dataclasses.is_dataclass(value):
        return {f.name: typed(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, np.ndarray):
        return str(value.dtype), value.tobytes()
    return (float if isinstance(value, float) else type(value)), value


def outcome(read, *args) -> object:
    try:
        return typed(read(*args))
    except RnnvizError as error:
        return type(error), error.code, typed(error.params)


HOURS = killers.wide_header(2, 500)
FILES = {
    "sample": sample_bytes(),
    "empty": b"",
    "no times": b"a,temp\n" + b"1,2.5\n" * 50,
    "no temperature": HOURS.replace(b"temp (\xc2\xb0C)", b"wind"),
    "a column without a name": HOURS.replace(b"temp (\xc2\xb0C)", b""),
    "daily": b"date,temp\n" + b"".join(b"2024-01-%02d,5\n" % day for day in range(1, 29)),
    "many findings": HOURS.replace(b"6.5", b"-9999").replace(b",7.5", b",99") * 2,
    "packed": gzip.compress(HOURS),
    "binary": bytes(range(256)) * 20,
}


@pytest.mark.parametrize("name", FILES)
def test_a_series_is_the_same(name):
    for options in (ReadOptions(), ReadOptions(unit="°F", fill_hours=0, drop_spikes=True)):
        here = outcome(read_series, FILES[name], name, options)
        assert outcome(readers.read_series, FILES[name], name, options) == here


@pytest.mark.parametrize("name", SERVICES if thorough() else list(SERVICES)[::3])
def test_the_files_of_services_are_the_same(name):
    data = SERVICES[name].data
    here = outcome(read_series, data, name, ReadOptions())
    assert outcome(readers.read_series, data, name, ReadOptions()) == here


def test_the_names_of_columns_are_the_same():
    for data in (FILES["no temperature"], FILES["empty"], sample_bytes()):
        here = outcome(column_names, data, SAMPLE_NAME)
        assert outcome(readers.column_names, data, SAMPLE_NAME) == here


REVIEWS = {
    "plain": b"review,label\nGood, yes.,1\nBad,0\n",
    "odd rows": b'id;text\n1;"A ""fine"" film"\n2\n3;x;y;z\n' * 700,
    "vietnamese": "bình luận\nPhim này không được hay.\n".encode("cp1258", "ignore"),
    "damaged": "review\nfilm déjà vu\n".encode() * 40 + b"caf\xe9\n",
    "json": b'{"text": "line\\nline", "n": null}\n{"text": "\\ud800 lone"}\n',
    "empty": b" ",
    "no rows": b"review\n",
}


@pytest.mark.parametrize("name", REVIEWS)
@pytest.mark.parametrize("header", [None, False])
def test_a_table_of_reviews_is_the_same(name, header):
    data = REVIEWS[name]
    here = outcome(lambda: read_review_file(data, name, header=header))
    assert outcome(readers.read_reviews, data, name, header) == here

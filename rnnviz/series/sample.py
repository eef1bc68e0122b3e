"""The embedded sample: a year of hourly temperatures at JFK airport, so that all works at once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from rnnviz.series.read import read_series
from rnnviz.series.types import ReadOptions, RegularSeries, SeriesReading

SAMPLE_NAME = "jfk_2013.csv.gz"


def sample_bytes() -> bytes:
    """The sample as a file, as if a user had uploaded it."""
    return (files("rnnviz") / "assets" / SAMPLE_NAME).read_bytes()


@cache
def sample_reading() -> SeriesReading:
    """The sample as read, with its findings."""
    return read_series(sample_bytes(), SAMPLE_NAME, ReadOptions())


def sample_series() -> RegularSeries:
    """The sample's hourly temperatures."""
    return sample_reading().series

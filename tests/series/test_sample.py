"""The embedded sample is a year at JFK, read by the same reader as any upload."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from rnnviz.series.sample import sample_reading, sample_series
from rnnviz.series.windows import split_in_time


def test_it_is_a_year_at_jfk():
    reading, series = sample_reading(), sample_series()
    assert (reading.rows_read, reading.rows_used, str(reading.step)) == (8706, 8706, "1h")
    assert series.stamps[0] == pd.Timestamp("2013-01-01 01:00")
    assert series.stamps[-1] == pd.Timestamp("2013-12-30 18:00")
    known = series.known.astype(float)
    assert (known.min(), known.max()) == (pytest.approx(-11.1), pytest.approx(36.7, abs=0.5))
    by_hour = [np.nanmean(series.values[series.stamps.hour == hour]) for hour in range(24)]
    assert np.argmax(by_hour) in (13, 14, 15)  # the clock follows the sun
    codes = {finding.code for finding in reading.findings}
    assert codes == {"comment_lines", "spikes", "gaps"}
    assert len(split_in_time(series, 48, 24).test) > 300

"""Every file that a service, a logger or a data set writes comes out as the truth behind it."""

from __future__ import annotations

import numpy as np
import pytest
from services import SERVICES

from rnnviz.cli.inspect_report import reading_report
from rnnviz.i18n import translator
from rnnviz.series.read import read_series


@pytest.mark.parametrize("name", SERVICES)
def test_it_comes_out_as_the_truth(name):
    service = SERVICES[name]
    reading = read_series(service.data, f"{name}.csv")
    report = reading_report(reading, translator("en"))
    assert report["temperature_column"] == service.temperature
    if service.time:
        assert report["time_column"] == service.time
    assert report["unit"] == service.unit
    assert (report["start"], report["end"]) == (service.start, service.end)
    assert report["step"] == service.step
    truth = np.asarray(service.celsius, float)
    assert len(reading.series) == len(truth)
    known = ~np.isnan(truth)
    np.testing.assert_allclose(
        reading.series.values[known], truth[known], atol=service.tolerance, rtol=0
    )
    codes = {finding["code"] for finding in report["findings"]}
    assert service.says <= codes, codes

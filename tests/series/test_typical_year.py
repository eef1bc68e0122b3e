"""A typical year, whose months come from different years, is one year of hours."""

from __future__ import annotations

import numpy as np
import pytest
from typical_files import CELSIUS, YEARS, typical_year

from rnnviz.cli.inspect_report import finding_report
from rnnviz.i18n import LANGUAGES, translator
from rnnviz.series.findings import Finding
from rnnviz.series.read import read_series
from rnnviz.series.typical import as_one_year
from rnnviz.series.windows import split_in_time

MONTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def stamps(years, first: str = "01", leap: int | None = None) -> np.ndarray:
    """Hourly stamps month by month, in the order of the months."""
    parts = []
    for month, (year, days) in enumerate(zip(years, MONTHS, strict=True), 1):
        begin = np.datetime64(f"{year}-{month:02d}-01T{first}:00:00", "s")
        days += month == 2 and year == leap
        parts.append(begin + np.arange(24 * days) * np.timedelta64(3600, "s"))
    return np.concatenate(parts)


@pytest.mark.parametrize("layout", ["tmy3", "epw", "pvgis"])
def test_a_typical_year_is_read_as_one_year_without_holes(layout):
    reading = read_series(typical_year(layout), "typical.csv")
    assert len(reading.series) == 8760
    np.testing.assert_allclose(reading.series.values, CELSIUS, atol=0.01)
    codes = {finding.code for finding in reading.findings}
    assert codes.isdisjoint({"gaps", "unordered", "irregular", "stray_times"})
    (finding,) = [f for f in reading.findings if f.code == "typical_year"]
    assert finding.count == len(set(YEARS))
    for language in LANGUAGES:
        words = finding_report(finding, translator(language))
        assert "1978" in words["message"]
        assert "2005" in words["message"]
        assert "{" not in words["message"] + words["action"]
    parts = split_in_time(reading.series, 5, 1)
    assert [len(parts.train), len(parts.validation), len(parts.test)] == [7003, 876, 876]


@pytest.mark.parametrize("first", ["00", "01"])
def test_the_months_stand_one_after_another(first):
    findings: list[Finding] = []
    when = stamps(YEARS, first)
    laid = as_one_year(when, np.arange(len(when)), findings)
    assert (np.diff(laid) == np.timedelta64(3600, "s")).all()
    assert len(findings) == 1
    # A month keeps its days and hours: only the year is another.
    assert str(laid[0])[4:] == str(when[0])[4:]
    assert str(laid[5000])[4:] == str(when[5000])[4:]


def test_sorted_by_time_it_is_the_same_year():
    when = np.sort(stamps(YEARS))
    laid = np.sort(as_one_year(when, np.arange(len(when)), []))
    assert (np.diff(laid) == np.timedelta64(3600, "s")).all()


def test_a_leap_day_is_kept():
    years = (1998, 2000, *YEARS[2:])
    laid = as_one_year(stamps(years, "00", leap=2000), np.arange(8784), [])
    assert (np.diff(laid) == np.timedelta64(3600, "s")).all()
    assert "-02-29" in str(laid[(31 + 28) * 24])


@pytest.mark.parametrize(
    "when",
    [
        stamps([2001] * 12),
        stamps([2001] * 6 + [2003] * 6),  # two stretches: a logger that was off for years
        stamps(YEARS)[:5000],  # not a year
        np.concatenate([stamps(YEARS), stamps(YEARS)]),
        stamps(YEARS)[::-1].copy()[:6000],
    ],
    ids=["one year", "two stretches", "part of a year", "twice", "backwards"],
)
def test_any_other_file_is_left_as_it_is(when):
    findings: list[Finding] = []
    assert as_one_year(when, np.arange(len(when)), findings) is when
    assert findings == []

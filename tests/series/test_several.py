"""All stations of a file at once: each as it would be read by itself, and who is left out."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from rnnviz.series.read import read_series, read_stations
from rnnviz.series.several import at_most
from rnnviz.series.types import ReadOptions, SeriesError
from tests.several_files import BEGIN, celsius, rows_of, several


def table(*frames: pd.DataFrame) -> bytes:
    return pd.concat(frames).sort_values("time", kind="stable").to_csv(index=False).encode()


def test_every_station_is_what_it_is_when_it_is_chosen():
    data = several()
    found = read_stations(data, "three.csv")
    assert set(found.series) == {"Hill", "Lake", "Town"}
    assert not found.left_out
    for name, series in found.series.items():
        alone = read_series(data, "three.csv", ReadOptions(station=name))
        assert np.array_equal(series.values, alone.series.values, equal_nan=True)
        assert (series.start, series.step) == (alone.series.start, alone.series.step)
        assert all(each in alone.findings for each in found.findings[name])
    assert read_stations(data, "three.csv", ReadOptions(station="Town")).taken == "Town"


def test_columns_of_temperatures_are_stations_where_no_column_names_any():
    values = celsius(20, 2)
    stamps = pd.date_range(BEGIN, periods=values.shape[1], freq="h").astype(str)
    wide = {"time": stamps, "temp_garden (°C)": values[0], "temp_roof (°C)": values[1]}
    data = pd.DataFrame(wide).to_csv(index=False).encode()
    found = read_stations(data, "wide.csv")
    assert list(found.series) == ["temp_garden (°C)", "temp_roof (°C)"]
    assert np.allclose(found.series["temp_roof (°C)"].values, values[1], atol=1e-4)


def test_a_column_that_all_read_beside_their_own_is_no_station():
    values = celsius(20, 3)
    stamps = pd.date_range(BEGIN, periods=values.shape[1], freq="h").astype(str)
    names = ["temp_garden (°C)", "temp_roof (°C)", "temp_road (°C)"]
    wide = {"time": stamps, **dict(zip(names, values, strict=True))}
    data = pd.DataFrame(wide).to_csv(index=False).encode()
    found = read_stations(data, "wide.csv", ReadOptions(inputs=("temp_road (°C)",)))
    assert list(found.series) == names[:2]
    assert all(list(series.inputs) == names[2:] for series in found.series.values())


def test_a_station_of_another_step_is_left_out_and_the_reason_told():
    values = celsius(30, 3)
    slow = rows_of("Ridge", values[2][::3], step="3h")
    data = table(rows_of("Hill", values[0]), rows_of("Lake", values[1]), slow)
    found = read_stations(data, "steps.csv")
    assert set(found.series) == {"Hill", "Lake"}
    assert found.left_out == {"Ridge": "step"}


def test_only_as_many_as_can_take_part_with_the_chosen_one_among_them():
    found = read_stations(several(("A", "B", "C", "D")), "four.csv", ReadOptions(station="D"))
    fewer = at_most(found, 2)
    assert "D" in fewer.series
    assert len(fewer.series) == 2
    assert list(fewer.left_out.values()) == ["many", "many"]


def test_a_file_of_one_station_is_refused():
    with pytest.raises(SeriesError) as error:
        read_stations(table(rows_of("Hill", celsius(20, 1)[0])), "one.csv")
    assert error.value.code == "series_one_station"

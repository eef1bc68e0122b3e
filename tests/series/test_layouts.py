"""No layout is read wrongly without a word: right, or asked about, or refused.

``pytest --hypothesis-profile layouts tests/series/test_layouts.py --hypothesis-show-statistics``
looks at 2,000 new ones and says how many were asked about.
"""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import event, given, note
from layouts import Layout, layouts, series, written

from rnnviz.series.read import read_series
from rnnviz.series.types import ReadOptions, SeriesError, SeriesReading

CLOSE = 0.06  # °C: what rounding makes of Fahrenheit


@given(layouts())
def test_no_layout_is_read_wrongly_without_a_word(layout: Layout):
    data = written(layout)
    note(data.decode(layout.encoding)[:1500])
    try:
        reading = read_series(data, "layout.csv")
    except SeriesError as error:
        event(f"refused: {error.code}")
        return
    if is_right(reading, layout):
        event("right")
        return
    note(f"{reading.time_column} | {reading.temperature_column} | {reading.unit}")
    note(str([finding.code for finding in reading.findings]))
    assert is_asked(data, reading, layout)
    event("asked: " + ", ".join(guess.about for guess in reading.guesses))


def is_right(reading: SeriesReading, layout: Layout) -> bool:
    """Whether the series is the one that was written, where the reader knows it."""
    hours, outdoors, _ = series(layout)
    read = reading.series
    if len(read) > len(hours) + 1 or not np.isin(read.stamps, hours).all():
        return False
    truth = outdoors[hours.isin(read.stamps)]
    both = ~np.isnan(read.values) & ~np.isnan(truth)
    enough = both.sum() >= 0.98 * (~np.isnan(outdoors)).sum()
    return bool(enough and np.abs(read.values - truth)[both].max() < CLOSE)


def is_asked(data: bytes, reading: SeriesReading, layout: Layout) -> bool:
    """Whether some answers to the reader's questions make the series right."""
    ways = [
        [(guess.about, possible.value) for possible in (guess.taken, *guess.others)]
        for guess in reading.guesses
    ]
    for answers in itertools.product(*ways):
        try:
            chosen = read_series(data, "layout.csv", ReadOptions.model_validate(dict(answers)))
        except SeriesError:
            continue
        if is_right(chosen, layout):
            return True
    return False

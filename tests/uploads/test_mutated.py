"""Files of every kind, damaged: the readers answer, or refuse with a code. Never another error.

``pytest --hypothesis-profile many tests/uploads/test_mutated.py`` damages thousands;
``benchmarks/fuzz_uploads.py`` sends as many through the door that pages use.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from mutations import FILES, PIECES, WAYS, damaged

from rnnviz.errors import RnnvizError
from rnnviz.i18n import LANGUAGES, translator
from rnnviz.series.read import read_series
from rnnviz.text.review_file import read_review_file

INSERTED = st.one_of(st.binary(max_size=12), st.sampled_from(PIECES))
DAMAGE = st.lists(
    st.tuples(
        st.floats(0, 1, exclude_max=True),
        st.integers(0, 400),
        INSERTED,
        st.integers(0, WAYS - 1),
    ),
    min_size=1,
    max_size=6,
)


def said(error: RnnvizError) -> None:
    """There are words for it, and values for all of them."""
    for language in LANGUAGES:
        assert translator(language).has(f"errors.{error.code}")
        assert translator(language).error(error)


@given(st.sampled_from(sorted(FILES)), DAMAGE)
def test_damaged_temperatures(which, damage):
    try:
        reading = read_series(damaged(FILES[which], damage), "x.csv")
    except RnnvizError as error:
        said(error)
        return
    assert reading.rows_used <= reading.rows_read


@given(st.sampled_from(sorted(FILES)), DAMAGE, st.sampled_from(["x.csv", "x.txt", "x.jsonl"]))
def test_damaged_reviews(which, damage, name):
    try:
        table = read_review_file(damaged(FILES[which], damage), name).table
    except RnnvizError as error:
        said(error)
        return
    assert table.rows
    assert {len(row) for row in table.rows} == {len(table.columns)}

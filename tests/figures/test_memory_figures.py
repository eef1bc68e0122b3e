import numpy as np
import pytest

from rnnviz.figures.memory import DECADES, Curve, Strip, fade_curves, memory_strips, power

NAMES = ("x", "y", "curve", "explodes", "vanishes", "word", "step", "row", "length")
LABELS = dict.fromkeys(NAMES, "-") | {"decimal": ".,"}


@pytest.mark.parametrize(
    ("tens", "shown"),
    [(0, "1"), (-1, "0.1"), (1.57, "37"), (-6.68, "2.1·10⁻⁷"), (9.3, "2.0·10⁹"), (-np.inf, "0")],
)
def test_powers_are_written_short(tens, shown):
    assert power(tens) == shown


def test_a_curve_ends_at_the_edge_and_what_lies_beyond_is_not_drawn():
    tens = np.array([0, -3, -7.5, -9, -12, -np.inf])
    data = fade_curves([Curve("a", tens * np.log(10))], LABELS, "light").data
    np.testing.assert_allclose(data["tens"], [0, -3, -7.5, -DECADES, np.nan, np.nan])
    assert data["left"].tolist()[-1] == "0"


def test_only_the_data_change_when_the_gains_do():
    """What keeps the picture from blinking under the slider."""
    pictures = [
        fade_curves([Curve("a", factor * np.arange(9.0), True, 2)], LABELS, "dark")
        for factor in (-2, 3)
    ]
    assert pictures[0].spec == pictures[1].spec
    assert not pictures[0].data.equals(pictures[1].data)
    strips = [
        memory_strips([Strip("h", np.full(3, v), 2.0)], ["a", "b", "a"], LABELS, "dark")
        for v in (0.5, 1.0)
    ]
    assert strips[0].spec == strips[1].spec
    assert strips[1].data["share"].tolist() == [0.5, 0.5, 0.5]


def test_equal_words_keep_columns_of_their_own_and_a_dead_row_is_pale():
    words = ["good"] * 40
    picture = memory_strips([Strip("h", np.zeros(40), 0.0)], words, LABELS, "light")
    assert picture.data["key"].nunique() == 40
    assert (picture.data["share"] == 0).all()
    assert len(picture.spec["encoding"]["x"]["axis"]["values"]) <= 15


def test_tooltips_write_numbers_as_the_language_does():
    labels = LABELS | {"decimal": ",."}
    curve = Curve("a", np.array([0, np.log(0.05), np.log(2.1e-7)]))
    assert fade_curves([curve], labels, "light").data["left"].tolist() == ["1", "0,05", "2,1·10⁻⁷"]
    strip = Strip("h", np.array([0.25, 0.0, 3e-6]), 1.0)
    data = memory_strips([strip], ["a", "b", "c"], labels, "light").data
    assert data["length"].tolist() == ["0,25", "0", "3,0·10⁻⁶"]

"""What all Plotly figures share: ink that can be read, and the language's own decimal mark."""

from __future__ import annotations

import json

import numpy as np
import plotly.graph_objects as go
import pytest

from rnnviz.figures import forecast, ladder, learning, lesson, series, text, vocabulary
from rnnviz.figures.palette import TEXT, Mode
from rnnviz.lessons.ranges import Ranges

WORDS = ("a", "good", "film")
NAMES = "x y hover positive negative flip after now added transformed squashed mlp rnn own"
NAMES += " persistence past ahead band read kept cut pad line mark"
LABELS = {name: name for name in NAMES.split()} | {
    **{"row": "row {n}", "dates": "numeric", "decimal": ",."},
}
HOURS = np.datetime64("2024-01-01T00", "h") + np.arange(8)
DEGREES = np.linspace(1.0, 2.0, 8)


def figures(mode: Mode) -> dict[str, go.Figure]:
    """One of each kind."""
    ones = np.ones(3)
    band = (HOURS, DEGREES), HOURS, DEGREES, DEGREES - 1, DEGREES + 1
    return {
        "verdict": text.verdict_curve(WORDS, np.array([0.2, 0.6, 0.8]), 1, 0, LABELS, mode),
        "logit": text.verdict_curve(
            WORDS, np.array([-1.5, 4.0, 5.0]), 1, 2, LABELS, mode, logit=True
        ),
        "states": text.state_heatmap(np.zeros((4, 3)), WORDS, LABELS, mode),
        "vectors": text.vector_heatmap(np.ones((3, 5)), WORDS, (5, 6, 7), 2.0, LABELS, mode),
        "unit": text.unit_curve(np.array([0.1, -0.2, 0.3]), WORDS, 1, LABELS, mode),
        "map": vocabulary.vocabulary_map(
            np.eye(3)[:, :2], WORDS, (1, 0, 1), np.zeros(3), LABELS, mode
        ),
        "coverage": vocabulary.coverage_curve((3, 10), {"a": (0.1, 0.5)}, 10, LABELS, mode, mark=3),
        "lengths": lesson.sequence_lengths(WORDS, (3, 9, 12), 8, LABELS, mode),
        "reviews": lesson.review_lengths(
            {"negative": (3, 2), "positive": (1, 4)}, 50, 24, LABELS, mode
        ),
        "losses": learning.loss_curves({"a": ones}, LABELS, mode),
        "ranges": ladder.ranges_curve(Ranges(ones, ones, ones, 1.0), LABELS, mode),
        "tanh": ladder.tanh_curve(ones, WORDS, LABELS, mode),
        "count": ladder.count_curve((1, 2), (3, 4), 3, (0,), LABELS, mode),
        "contrast": forecast.contrast({"a": [1.0, 0.9]}, [0.8], LABELS, mode),
        "bars": forecast.bars(WORDS, [1.0, 2.0, 3.0], LABELS, mode),
        "residuals": forecast.residual_histogram(np.arange(4.0), np.arange(3), LABELS, mode),
        "ahead": forecast.next_hours_band(*band, LABELS, mode),
        "series": series.lines_over_time([("a", HOURS, DEGREES)], LABELS, mode),
        "windows": series.window_rows(DEGREES, 3, 1, 2, LABELS, mode),
    }


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_axes_are_named_in_ink_and_numbers_are_the_languages(mode: Mode):
    for name, figure in figures(mode).items():
        assert figure.layout.separators == ",.", name
        for axis in (figure.layout.xaxis, figure.layout.yaxis):
            assert axis.title.font.color == TEXT[mode], name
            assert axis.tickfont.color == TEXT[mode], name


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_figure_is_one_that_plotly_accepts(mode: Mode):
    for name, figure in figures(mode).items():
        given = json.loads(figure.to_json())
        assert json.loads(go.Figure(given).to_json()) == given, name


def test_names_on_the_map_do_not_cover_each_other():
    generator = np.random.default_rng(3)
    points = np.concatenate([generator.normal(0, 1, (40, 2)), [[0.0, 0.0]] * 5])
    words = [f"word{k}" for k in range(len(points))]
    figure = vocabulary.vocabulary_map(
        points, words, [True] * len(points), np.zeros(len(points)), LABELS, "light"
    )
    mine = figure.data[1]
    shown = [
        (x, y, side)
        for x, y, word, side in zip(mine.x, mine.y, mine.text, mine.textposition, strict=True)
        if word
    ]
    assert len(set(shown)) == len(shown)
    assert 8 < len(shown) < 45  # of the five at one place, two at most have room
    assert sum(word in words[40:] for word in mine.text) <= 2
    assert list(mine.hovertext) == words  # the hover still names every one
    assert figure.layout.xaxis.range[0] < points[:, 0].min()


def test_a_few_words_far_out_do_not_squeeze_the_map():
    points = np.concatenate([np.random.default_rng(3).normal(0, 1, (400, 2)), [[90.0, 0.0]]])
    words = [f"w{k}" for k in range(len(points))]
    own = [k < 10 for k in range(len(points))]
    figure = vocabulary.vocabulary_map(points, words, own, np.zeros(len(points)), LABELS, "light")
    low, high = figure.layout.xaxis.range
    assert high < 10
    assert low < points[:10, 0].min()

from __future__ import annotations

import re

import numpy as np
import pytest

from rnnviz.figures.beyond_diagram import Carried, conveyor_picture
from rnnviz.figures.diagram import concat_picture, unrolled_picture
from rnnviz.i18n import LANGUAGES, catalogue
from rnnviz.lessons.parts import COLOURS, GATED, MIXED, PARTS, part_of
from rnnviz.ui.build.rung4_one_formula import FORMULA

TERM = re.compile(r"\]\(#part-([^)]*)\)")


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("W_ih", "input"),
        ("W_hn(2)", "recurrent"),
        ("b_hh", "bias"),
        ("x_3", "x"),
        ("h_1(2)", "state h1"),
        ("h_7", "state"),
        ("z_2", "sum"),
        ("W_ih·x_2", "input x"),
        ("[W_ih W_hh]", "input recurrent mixed"),
        ("p", "probabilities"),
        ("W_out", ""),
        ("b_out", ""),
        ("a", ""),
        ("∂h_3/∂x_1", "state x mixed"),
    ],
)
def test_the_name_of_a_vector_or_matrix_says_its_part(name, parts):
    assert part_of(name) == parts


def test_a_gate_has_its_part_in_its_own_cell():
    assert part_of("z_2", GATED["gru"]) == "kept"
    assert part_of("h_1", GATED["gru"]) == "carried"
    assert part_of("h_1", GATED["lstm"]) == "read"
    assert part_of("W_iz", GATED["gru"]) == "input"


def test_every_part_has_a_colour():
    assert set(PARTS.values()) == set(COLOURS)
    assert MIXED not in PARTS


def test_every_term_of_the_catalogues_names_a_part_the_same_in_every_language():
    terms = {
        language: {key: set(found) for key, text in catalogue(language).items()
                   if (found := TERM.findall(text))}
        for language in LANGUAGES
    }  # fmt: skip
    assert len(terms["en"]) > 20
    for found in terms.values():
        assert found == terms["en"]
        assert set().union(*found.values()) <= set(PARTS)
    assert set(TERM.findall(FORMULA)) <= set(PARTS)


def test_everything_in_a_drawing_says_which_part_it_is():
    x, h, weights, out = np.ones((2, 3)), np.ones((2, 2)), np.ones((2, 6)), np.ones(2)
    words = ["not", "bad"]
    drawings = {
        "concat": concat_picture(words, x, weights, out, out, np.ones((2, 2)), words, str),
        "shared": unrolled_picture(words, x, [h], str, recurrent=False, letter="z"),
        "past": unrolled_picture(words, x, [h], str),
        "lstm": conveyor_picture(words, Carried(h, h, h, ("c", "f", "i⊙g"), h, "o"), str),
    }
    parts = {
        name: {part for shape in drawing.shapes for part in shape["part"].split()}
        for name, drawing in drawings.items()
    }
    assert parts == {
        "concat": {"x", "weights", "units", "outputs"},
        "shared": {"x", "input", "sum"},
        "past": {*("x", "input", "recurrent", "sum", "bias", "tanh"), *("state", "h0", "h1", "h2")},
        "lstm": {"x", "carried", "kept", "written", "read"},
    }
    for drawing in drawings.values():
        assert all(shape["part"] for shape in drawing.shapes)

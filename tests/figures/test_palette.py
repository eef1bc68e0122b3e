"""The palette is readable: for the colour-blind, in both themes, and the same in the config."""

import tomllib
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from rnnviz.figures.palette import (
    BACKGROUND,
    CATEGORICAL,
    DIVERGING,
    MIDDLE,
    TEXT,
    diverging_scale,
)
from rnnviz.lessons.parts import COLOURS

CONFIG = tomllib.loads(
    (Path(__file__).resolve().parents[2] / ".streamlit" / "config.toml").read_text(encoding="utf-8")
)
MODES = ("light", "dark")
# Full dichromacy in linear RGB, after Machado, Oliveira and Fernandes (2009), severity 1.
SIGHT = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}


def linear(colour: str) -> np.ndarray:
    rgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(colour: str, sight: str = "normal") -> np.ndarray:
    to_xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    rgb = np.clip(SIGHT[sight] @ linear(colour), 0, 1)
    x, y, z = to_xyz @ rgb / np.array([0.9505, 1.0, 1.089])
    f = lambda v: np.cbrt(v) if v > 0.008856 else 7.787 * v + 16 / 116  # noqa: E731
    return np.array([116 * f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z))])


def luminance(colour: str) -> float:
    return float(np.array([0.2126, 0.7152, 0.0722]) @ linear(colour))


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("sight", SIGHT)
def test_the_two_ends_and_the_middle_are_told_apart(mode, sight):
    low, high = lab(DIVERGING[mode][0], sight), lab(DIVERGING[mode][-1], sight)
    middle = lab(MIDDLE[mode], sight)
    assert np.linalg.norm(low - high) > 25
    assert np.linalg.norm(low - middle) > 30
    assert np.linalg.norm(high - middle) > 30


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("sight", SIGHT)
def test_positive_and_negative_lines_are_told_apart(mode, sight):
    a, b = (lab(colour, sight) for colour in CATEGORICAL[mode][:2])
    assert np.linalg.norm(a - b) > 20


@pytest.mark.parametrize("mode", MODES)
def test_both_arms_move_away_from_the_middle_step_by_step(mode):
    lightness = [lab(colour)[0] for colour in DIVERGING[mode]]
    sign = 1 if mode == "light" else -1
    left, right = np.diff(lightness[:5]) * sign, np.diff(lightness[5:]) * sign
    assert (left > 0).all()
    assert (right < 0).all()


@pytest.mark.parametrize("mode", MODES)
def test_text_has_enough_contrast_everywhere(mode):
    theme = CONFIG["theme"][mode]
    for surface in ("backgroundColor", "secondaryBackgroundColor"):
        assert contrast(theme["textColor"], theme[surface]) >= 7
        assert contrast(theme["linkColor"], theme[surface]) >= 4.5
    assert contrast(theme["primaryColor"], theme["backgroundColor"]) >= 4.5
    for colour in CATEGORICAL[mode]:
        assert contrast(colour, BACKGROUND[mode]) >= 3


@pytest.mark.parametrize("mode", MODES)
def test_a_term_in_its_colour_can_be_read_on_every_ground(mode):
    theme = CONFIG["theme"][mode]
    for colour in COLOURS.values():
        for surface in ("backgroundColor", "secondaryBackgroundColor"):
            assert contrast(colour[mode], theme[surface]) >= 4.5
    assert COLOURS["plain"][mode] == TEXT[mode]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("sight", SIGHT)
def test_the_colours_of_parts_are_told_apart(mode, sight):
    for one, other in combinations(COLOURS.values(), 2):
        assert np.linalg.norm(lab(one[mode], sight) - lab(other[mode], sight)) > 12


@pytest.mark.parametrize("mode", MODES)
def test_the_config_has_the_same_colours(mode):
    theme = CONFIG["theme"][mode]
    assert tuple(theme["chartDivergingColors"]) == DIVERGING[mode]
    assert tuple(theme["chartCategoricalColors"]) == CATEGORICAL[mode]
    assert len(theme["chartSequentialColors"]) == 10
    assert theme["backgroundColor"] == BACKGROUND[mode]
    assert theme["textColor"] == TEXT[mode]


@pytest.mark.parametrize("mode", MODES)
def test_the_scale_has_its_quiet_middle_at_the_middle(mode):
    scale = diverging_scale(mode)
    assert [scale[0][0], scale[5], scale[-1][0]] == [0.0, [0.5, MIDDLE[mode]], 1.0]


def test_streamlit_is_set_up_as_measured():
    assert CONFIG["runner"]["postScriptGC"] is False
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["server"]["maxUploadSize"] <= 128

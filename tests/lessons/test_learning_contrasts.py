"""The saved contrasts: complete, made again by the command, and bearing out what the page says."""

from __future__ import annotations

import re
import sys
import warnings
from pathlib import Path

import pytest
import torch

from rnnviz.i18n import LANGUAGES, translator
from rnnviz.lessons.learning import COMMAND, CONTRASTS, PADDING, saved_contrast, spread_of
from rnnviz.lessons.learning_code import LINES, SETUP, lines_of
from rnnviz.ui.build.contrast_view import DIGITS, HIDDEN, SHARES
from rnnviz.ui.build.rung13_learning import PAIRS, QUESTIONS

ROOT = Path(__file__).resolve().parents[2]
ALL = (*CONTRASTS, PADDING)


@pytest.fixture(scope="module")
def maker():
    sys.path.insert(0, str(ROOT / "docs"))
    before = torch.get_num_threads()
    import make_learning_contrasts

    torch.set_num_threads(1)
    yield make_learning_contrasts
    torch.set_num_threads(before)
    sys.path.remove(str(ROOT / "docs"))


def test_every_contrast_is_saved_and_has_its_lines_pairs_and_questions(maker):
    assert set(maker.EXPERIMENTS) == set(ALL)
    assert set(LINES) == set(PAIRS) == set(QUESTIONS) == set(CONTRASTS)
    assert Path(ROOT, COMMAND.split()[1]).is_file()
    for name in ALL:
        found = saved_contrast(name)
        assert found.seeds == maker.SEEDS
        for variant in found.variants.values():
            assert len(variant.curve) == found.seeds
            assert all(len(values) == found.seeds for values in variant.numbers.values())
            assert set(variant.numbers) <= {*DIGITS, *SHARES, *HIDDEN}
    with pytest.raises(KeyError, match="clipping"):
        saved_contrast("luck")


def test_a_saved_run_is_made_again(maker):
    """The beginning of the shortest one; another processor adds up in another order."""
    again = maker.EXPERIMENTS["clipping"](1, updates=40)
    for variant, made in again.items():
        saved = saved_contrast("clipping").variants[variant]
        assert made["lost"] == saved.numbers["lost"][1]
        for now, then in zip(made["curve"], saved.curve[1], strict=False):
            assert now == (then if then is None else pytest.approx(then, rel=0.05))


def test_the_leak_is_that_of_the_sample(maker):
    for name, variant in saved_contrast("scaling").variants.items():
        given = maker.weather.year(0.5, name, 120 * 24)
        assert given.mean == pytest.approx(variant.numbers["mean"][0], rel=1e-3)
        assert given.std == pytest.approx(variant.numbers["std"][0], rel=1e-3)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CONTRASTS)
def test_every_contrast_has_words(name, language):
    t = translator(language)
    for part in ("name", "title", "idea", "story", "x", "y", "alt"):
        assert t.has(f"build.learning.{name}.{part}")
    measure, pairs = PAIRS[name]
    variants = saved_contrast(name).variants
    for variant in variants:
        assert t.has(f"build.learning.{name}.{variant}")
    for one, other in pairs:
        assert {measure} <= set(variants[one].numbers) & set(variants[other].numbers)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CONTRASTS)
def test_the_lines_run(name, language):
    t = translator(language)
    lines = lines_of(name, lambda comment: t(f"build.learning.comment.{comment}"))
    assert "<" not in "".join(re.findall(r"#.*", lines))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(SETUP + lines, {})


def test_the_stories_say_what_was_measured():
    """What the words of the page state without a number beside it."""
    clipping = saved_contrast("clipping").variants
    assert all(clipping["none"].numbers["lost"])
    assert not any(clipping["clipped"].numbers["lost"])
    detach = saved_contrast("detach").variants
    assert all(value < 0.6 for name in ("k2", "k4") for value in detach[name].numbers["accuracy"])
    assert all(value > 0.99 for name in ("k8", "k24") for value in detach[name].numbers["accuracy"])
    forcing = saved_contrast("forcing")
    assert forcing.lower("range", "recursive", "told") == forcing.seeds
    assert forcing.lower("range", "practised", "recursive") == forcing.seeds
    overfit = saved_contrast("overfit").variants
    validation = overfit["validation"].numbers
    turned = zip(validation["least"], validation["last"], strict=True)
    assert all(last > least for least, last in turned)
    dropout = saved_contrast("dropout")
    assert dropout.variants["layers"].spread("loss").middle > (
        dropout.variants["none"].spread("loss").middle
    )
    scaling = saved_contrast("scaling")
    assert scaling.lower("scaled", "all", "learn") == scaling.seeds
    batch = saved_contrast("batch").variants
    assert batch["b16"].numbers["updates"] > batch["b2048"].numbers["updates"]
    # One class: every text of a run got the same probability.
    padding = saved_contrast(PADDING)
    ends = padding.variants["padding"].numbers
    assert ends["lowest"] == ends["highest"]
    assert padding.lower("accuracy", "padding", "packed") == padding.seeds


def test_a_run_that_was_lost_is_never_the_lower_one():
    assert spread_of([None, None]) is None
    some = spread_of([3.0, None, 1.0])
    assert (some.low, some.middle, some.high, some.missing) == (1.0, 2.0, 3.0, 1)
    clipping = saved_contrast("clipping")
    assert clipping.lower("loss", "clipped", "none") == clipping.seeds
    assert clipping.lower("loss", "none", "clipped") == 0

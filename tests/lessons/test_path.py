"""The guided path is data: complete, named in both languages, and strict about links."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.i18n import LANGUAGES, translator
from rnnviz.lessons.path import (
    POINTS,
    STEPS,
    next_step,
    parse_done,
    points_on,
    step,
    steps_on,
    with_step,
    write_done,
)
from rnnviz.lessons.questions import CHECKS

CODES = [s.code for s in STEPS]
ALL = {s.page for s in STEPS}
progress = st.sets(st.sampled_from(CODES)).map(write_done)


def test_there_are_fourteen_points_and_each_step_belongs_to_one():
    assert len(POINTS) == 14
    assert {s.point for s in STEPS} == {point.id for point in POINTS}


def test_ids_and_codes_are_given_once_and_codes_need_no_escaping_in_a_link():
    assert len({s.id for s in STEPS}) == len(STEPS)
    assert len(set(CODES)) == len(STEPS)
    assert all(code.isascii() and code.isalnum() and len(code) == 1 for code in CODES)


def test_every_check_is_a_step_and_the_other_way_round():
    assert {s.check for s in STEPS if s.check} == set(CHECKS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_and_point_has_words(language):
    t = translator(language)
    for s in STEPS:
        for part in ("title", "todo", "done"):
            assert t(f"path.{s.id}.{part}")
    for point in POINTS:
        assert t(f"point.{point.id}.title")
        assert t(f"point.{point.id}.takeaway")


def test_a_page_that_is_missing_takes_its_steps_and_points_with_it():
    shown = steps_on(ALL - {"weather"})
    assert shown
    assert {"series", "check.windows"} == {s.id for s in set(STEPS) - set(shown)}
    assert "series" not in {point.id for point in points_on(ALL - {"weather"})}


@given(progress, st.sampled_from([s.id for s in STEPS]))
def test_a_step_is_done_once_and_for_all(done, step_id):
    after = with_step(done, step_id)
    assert set(after) == set(done) | {step(step_id).code}
    assert with_step(after, step_id) == after
    assert parse_done(after) == after


@given(st.text(max_size=60))
def test_a_link_holds_valid_progress_or_none(raw):
    parsed = parse_done(raw)
    assert parsed is None or (parsed == raw and set(raw) <= set(CODES))


@pytest.mark.parametrize("raw", ["ba", "aa", "a!", "a b", "ａ", "abcd" * 999])
def test_odd_progress_is_refused(raw):
    assert parse_done(raw) is None


@given(progress)
def test_the_next_step_is_the_first_open_one(done):
    following = next_step(done, STEPS)
    if following is None:
        assert set(done) == set(CODES)
    else:
        before = STEPS[: STEPS.index(following)]
        assert following.code not in done
        assert all(s.code in done for s in before)


def test_an_unknown_step_is_our_mistake_and_names_the_choices():
    with pytest.raises(KeyError, match="unk"):
        step("unk_seen")

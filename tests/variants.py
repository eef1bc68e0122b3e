"""Which variants of a test ``make test`` leaves to ``make thorough``.

A journey costs seconds, and a variant of it (a page, a language, a theme) seldom finds what the
others do not. The suite that everybody waits for walks those named here; all of them are walked
before a release, and after a change to what they are about.
"""

from __future__ import annotations

import os
from collections import defaultdict

import pytest

# The test: the variants kept. A test that is not named here has all of its own.
KEPT = {
    "test_axe_finds_nothing_grave_in_either_theme": {"", "states", "weather"},
    "test_a_file_with_labels_is_summed_up": {"en"},
    "test_the_main_picture_is_on_the_first_screen": {"", "states", "weather"},
    "test_primary_buttons_can_be_read": {"dark"},
    "test_every_page_opens_in_every_language_with_nothing_cut_off_on_a_phone": {
        "home",
        "build",
        "weather",
    },
    "test_typing_and_a_page_without_a_box_loses_nothing": {"states"},
    "test_typing_and_leaving_by_the_browser_loses_nothing": {"reload"},
    "test_typing_right_after_a_click_on_an_example_is_not_lost": {"another page"},
    "test_a_link_that_goes_with_its_page_is_followed_all_the_same": {"not listed"},
    "test_a_random_user_meets_no_fault": {"desktop-en-1", "phone-vi-4"},
    "test_a_hostile_text_is_shown_as_text": {"reviews"},
    "test_a_deep_link_on_a_fresh_server_opens_the_page_inside_the_app": {"weather"},
    "test_the_file_plays_from_disk_and_asks_nobody": {"vi"},
    "test_a_term_lights_its_part_and_a_part_its_term": {"en"},
    "test_the_stepper_lights_the_part_of_a_term": {"en"},
    "test_a_chart_lights_with_its_term": {"vi"},
    "test_a_daily_file_is_learned_and_judged_by_days": {"en"},
    "test_a_word_is_taken_out_brought_back_and_replaced": {"vi"},
    "test_the_smallest_change_is_found_and_made": {"en"},
}


def thorough() -> bool:
    """Whether every variant is wanted."""
    return bool(os.environ.get("RNNVIZ_THOROUGH"))


def leave_out(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take the variants that are not kept out of ``items``."""
    if thorough():
        return
    left, kept = [], defaultdict(set)
    for item in items:
        name = getattr(item, "originalname", item.name)
        variant = getattr(getattr(item, "callspec", None), "id", "")
        if name not in KEPT:
            continue
        if variant in KEPT[name]:
            kept[name].add(variant)
        elif not _named(config, item):
            left.append(item)
    gone = set(left)
    for name in {item.originalname for item in left}:
        if kept[name] != KEPT[name]:
            raise pytest.UsageError(f"{name} has no variant {KEPT[name] - kept[name]}")
    items[:] = [item for item in items if item not in gone]
    config.hook.pytest_deselected(items=left)


def _named(config: pytest.Config, item: pytest.Item) -> bool:
    """Whether it was asked for itself: by its name, or by ``-k``."""
    return bool(config.option.keyword) or any("::" in asked for asked in config.args)

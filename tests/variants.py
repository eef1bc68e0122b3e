"""Which tests, and which variants of a test, ``make test`` leaves to ``make thorough``.

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
    "test_axe_finds_nothing_grave_in_either_theme": {"states", "weather"},
    "test_a_file_with_labels_is_summed_up": {"en"},
    "test_it_is_read_by_what_is_in_it": {"weather-vi", "reviews-en"},
    "test_the_main_picture_is_on_the_first_screen": {"", "states", "weather"},
    "test_every_page_opens_in_every_language_with_nothing_cut_off_on_a_phone": {"home", "weather"},
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
    "test_every_term_has_its_part_in_a_figure": {
        "rung=past",
        "rung=byhand",
        "rung=gates&gates_cell=lstm",
    },
    "test_a_drawing_of_four_words_fits_a_phone": {"past"},
    "test_a_clicked_square_opens_into_numbers_that_add_up": {"lstm-2", "gru-1"},
    "test_the_verdict_opens_into_numbers_that_add_up": {"last-True-0.0", "mean-False-0.27"},
    "test_both_rows_step_towards_each_other": {"vi"},
    "test_a_daily_file_is_learned_and_judged_by_days": {"en"},
    "test_stations_are_trained_together_and_each_and_compared": {"en"},
    "test_a_word_is_taken_out_brought_back_and_replaced": {"vi"},
    "test_the_smallest_change_is_found_and_made": {"en"},
    "test_it_beats_the_last_hour_where_there_is_something_to_learn": {"2-rnn", "2-gru", "1-lstm"},
    "test_a_lock_in_the_middle_costs_time_and_no_number": {"record"},
}

# Walked by ``make thorough`` alone: long ones of which shorter ones tell most.
LONG = {
    # The same deaths, without a browser: tests/runs/test_workers.py.
    "test_the_server_and_then_the_worker_are_killed_and_the_run_finishes",
    # A cluster loses a worker in the next test of its file, and in the cluster's journey.
    "test_the_cluster_dies_piece_by_piece_and_the_numbers_stay",
    # A fold is a run: the tests beside it kill the worker of one.
    "test_the_folds_of_a_backtest_are_spread_and_their_numbers_stay",
    # The same files, read by the children alone: tests/uploads, tests/sandbox.
    "test_a_heavy_file_ends_in_a_sentence_while_another_user_works",
    "test_a_megabyte_is_cut_with_a_word_about_it",
    # Of the random user itself, not of the app.
    "test_the_random_user_notices",
    # AppTest does the same with the page: tests/pages.
    "test_a_backtest_is_started_and_told_with_its_spread",
    "test_padding_is_shown_and_explained",
    # The path's journey goes the same way up; the programs are run in tests/lessons.
    "test_the_whole_ladder_step_by_step",
    "test_the_files_run_and_print_what_the_page_shows",
    # Charts that are drawn anew instead of in place flicker, no more.
    "test_the_charts_of_a_run_are_redrawn_in_place",
    "test_the_memory_charts_are_redrawn_in_place",
    # Beside others about the same text, address or place in tests/browser/test_quick_hands.py.
    "test_a_long_text_survives_a_reload_where_no_box_stands",
    "test_a_text_typed_over_a_long_one_survives_a_reload_before_it_is_read",
    "test_an_older_address_of_the_same_tab_takes_no_progress_away",
    "test_the_place_survives_a_rerun_by_another_control",
    "test_primary_buttons_can_be_read",
}


def thorough() -> bool:
    """Whether every variant is wanted."""
    return bool(os.environ.get("RNNVIZ_THOROUGH"))


def leave_out(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take the variants that are not kept out of ``items``."""
    if thorough():
        return
    wanted = KEPT | {name: set() for name in LONG}
    left, kept = [], defaultdict(set)
    for item in items:
        name = getattr(item, "originalname", item.name)
        variant = getattr(getattr(item, "callspec", None), "id", "")
        if name not in wanted:
            continue
        if variant in wanted[name]:
            kept[name].add(variant)
        elif not _named(config, item):
            left.append(item)
    gone = set(left)
    for name in {item.originalname for item in left}:
        if kept[name] != wanted[name]:
            raise pytest.UsageError(f"{name} has no variant {wanted[name] - kept[name]}")
    items[:] = [item for item in items if item not in gone]
    config.hook.pytest_deselected(items=left)


def _named(config: pytest.Config, item: pytest.Item) -> bool:
    """Whether it was asked for itself: by its name, or by ``-k``."""
    return bool(config.option.keyword) or any("::" in asked for asked in config.args)

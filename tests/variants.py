"""Which tests, and which variants of a test, ``make test`` leaves to ``make thorough``.

A journey costs seconds, and a variant of it (a page, a language, a theme) seldom finds what the
others do not. The suite that everybody waits for walks those named here; all of them are walked
before a release, and after a change to what they are about.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict

import pytest

# The test: the variants kept. A test that is not named here has all of its own.
KEPT = {
    "test_axe_finds_nothing_grave_in_either_theme": {"states"},
    "test_the_main_picture_is_on_the_first_screen": {"", "states"},
    "test_every_page_opens_in_every_language_with_nothing_cut_off_on_a_phone": {"weather"},
    "test_typing_and_leaving_by_the_browser_loses_nothing": {"reload"},
    "test_a_random_user_meets_no_fault": {"phone-vi-4"},
    "test_a_hostile_text_is_shown_as_text": {"reviews"},
    "test_a_term_lights_its_part_and_a_part_its_term": {"en"},
    "test_a_clicked_square_opens_into_numbers_that_add_up": {"lstm-2", "gru-1"},
    "test_the_verdict_opens_into_numbers_that_add_up": {"last-True-0.0", "mean-False-0.27"},
    "test_it_beats_the_last_hour_where_there_is_something_to_learn": {"2-gru", "1-lstm"},
    "test_whenever_it_dies_it_ends_with_the_same_numbers": {
        "sqlite-first epoch-rnn",
        "sqlite-record-lstm",
        "sqlite-checkpoint-rnn",
        "sqlite-judging-lstm",
    },
    "test_a_recorded_run_has_the_numbers_of_the_command_line": {"sqlite-gru", "sqlite-lstm"},
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
    "test_the_random_user_reads_what_the_server_says",
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
    "test_a_long_text_that_was_typed_survives_a_reload",
    "test_a_click_on_an_example_right_after_typing_is_not_swallowed",
    "test_the_place_survives_a_rerun_by_another_control",
    "test_primary_buttons_can_be_read",
    "test_typing_and_leaving_while_the_page_still_computes_loses_nothing",
    "test_typing_right_after_a_click_on_an_example_is_not_lost",
    "test_typing_and_a_page_without_a_box_loses_nothing",
    "test_the_picture_keeps_its_place_while_a_phone_plays",
    "test_back_opens_the_part_of_then",
    "test_one_back_is_one_page_and_progress_only_grows",
    "test_go_there_within_a_page_stays_and_the_next_answer_counts",
    "test_a_link_that_goes_with_its_page_is_followed_all_the_same",
    "test_a_number_typed_on_the_way_to_another_page_is_kept",
    "test_a_step_taken_on_the_way_to_another_page_is_kept",
    "test_a_word_clicked_on_the_way_to_another_page_is_no_error",
    "test_a_long_text_from_a_link_stays_in_the_address",
    "test_an_address_that_fell_behind_is_written_again",
    # Whole journeys of minutes. What their pages do is tried by AppTest (tests/pages), what a
    # browser adds by the shorter journeys of the same page.
    "test_a_learner_walks_the_whole_path",
    "test_newer_data_is_added_to_an_old_run",
    "test_stations_are_trained_together_and_each_and_compared",
    "test_a_file_with_humidity_is_trained_with_it_and_without",
    "test_a_file_with_labels_is_summed_up",
    "test_a_daily_file_is_learned_and_judged_by_days",
    "test_it_is_read_by_what_is_in_it",
    "test_days_after_a_move_are_cut_and_the_browsers_zone_is_chosen",
    "test_a_guess_is_a_question_that_one_click_answers",
    "test_the_stage_plays_once_for_a_first_visitor_and_for_each_text",
    "test_a_word_is_taken_out_brought_back_and_replaced",
    "test_the_smallest_change_is_found_and_made",
    "test_both_rows_step_towards_each_other",
    "test_moving_the_slider_makes_the_gradient_explode_and_reruns_this_panel_only",
    "test_an_own_file_shows_its_texts",
    "test_a_unit_leads_to_its_strongest_places_and_a_place_opens_as_the_text",
    "test_stacks_and_three_networks_can_be_watched",
    "test_the_file_plays_from_disk_and_asks_nobody",
    "test_the_units_of_a_network_keep_their_places_over_texts",
    "test_units_stand_by_likeness_by_weight_or_by_number",
    "test_dragging_over_the_series_looks_closer",
    # One thing of a page each, beside the journeys that use the page whole.
    "test_an_edit_changes_what_depends_on_it_and_nothing_else",
    "test_a_number_may_be_typed_with_a_decimal_comma",
    "test_a_number_out_of_range_is_brought_to_the_nearest",
    "test_build_opens_on_its_drawing_and_has_the_settings_below_it",
    "test_a_drawing_of_four_words_fits_a_phone",
    "test_a_page_begins_at_its_top_however_far_the_one_before_was_scrolled",
    "test_home_links_to_every_page_and_keeps_the_language",
    "test_a_deep_link_on_a_fresh_server_opens_the_page_inside_the_app",
    "test_a_vietnamese_browser_gets_vietnamese_and_nothing_of_streamlits_english",
    "test_a_box_that_was_emptied_shows_the_example_that_is_read",
    "test_the_way_to_a_question_ends_at_the_question",
    "test_a_file_that_is_no_table_says_so",
    "test_a_file_that_is_no_series_says_so_and_the_sample_stays",
    "test_shift_enter_breaks_the_line_and_does_not_apply",
    "test_examples_are_behind_one_button",
    "test_every_model_reads_the_text",
    "test_a_tap_lights_a_second_one_or_one_elsewhere_lets_go",
    "test_a_rerun_loses_nothing_and_another_rung_begins_anew",
    "test_a_chart_lights_with_its_term",
    "test_the_stepper_lights_the_part_of_a_term",
    "test_every_term_has_its_part_in_a_figure",
    "test_the_text_opens_over_the_page_and_moves_nothing",
    "test_the_box_can_be_hidden_and_stays_hidden",
    "test_typing_and_tapping_a_card_on_a_phone_loses_nothing",
    "test_keys_belong_to_the_text_while_it_is_typed",
    # What AppTest tries of the same page (tests/pages), or the quick hands on their way.
    "test_an_upload_survives_a_reload_and_another_page",
    "test_pointing_and_clicking_a_word_tells_its_step",
    "test_a_csv_of_reviews_comes_back_classified",
    "test_the_language_is_kept_in_the_url_over_page_changes_and_reloads",
    "test_the_text_goes_along_from_page_to_page_and_into_the_link",
    "test_a_few_tabs_lead_to_the_stepper",
    # Beside a worker of that cluster that dies.
    "test_where_the_cluster_does_not_read_this_machine_does",
    # Beside the deaths of workers in the same file and in tests/runs/test_execute.py.
    "test_a_killed_server_loses_nothing_and_the_next_doubles_nothing",
    "test_two_workers_run_two_at_once_and_no_more",
    "test_without_a_server_idle_workers_go",
    "test_runs_go_one_after_the_other_in_order_with_their_places",
    "test_servers_on_one_folder_share_the_workers",
    "test_a_database_that_crashes_in_the_middle_costs_time_and_no_number",
    "test_a_damaged_checkpoint_costs_time_not_numbers",
    "test_runs_are_listed_shown_resumed_and_deleted",
}

# The test: one in so many of its variants, which differ in their data alone, is kept.
SAMPLED = {
    "test_am_and_pm_are_read": 4,
    "test_every_month_is_read_in_one_column_and_in_two": 4,
    "test_a_country_s_clock_is_told_and_taken_back_to_standard_time": 2,
    "test_in_any_order_and_at_the_end_of_what_was_measured": 2,
    "test_holes_and_repeated_rows_anywhere_are_no_summer_time": 2,
    "test_the_files_of_services_raise_no_doubt": 2,
}


def thorough() -> bool:
    """Whether every variant is wanted."""
    return bool(os.environ.get("RNNVIZ_THOROUGH"))


def leave_out(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take the variants that are not kept out of ``items``."""
    if thorough():
        return
    wanted = KEPT | {name: set() for name in LONG}
    left, kept, seen = [], defaultdict(set), Counter[str]()
    for item in items:
        name = getattr(item, "originalname", item.name)
        variant = getattr(getattr(item, "callspec", None), "id", "")
        if name in SAMPLED:
            if seen[name] % SAMPLED[name] and not _named(config, item):
                left.append(item)
            seen[name] += 1
            continue
        if name not in wanted:
            continue
        if variant in wanted[name]:
            kept[name].add(variant)
        elif not _named(config, item):
            left.append(item)
    gone = set(left)
    for name in {item.originalname for item in left} - set(SAMPLED):
        if kept[name] != wanted[name]:
            raise pytest.UsageError(f"{name} has no variant {wanted[name] - kept[name]}")
    items[:] = [item for item in items if item not in gone]
    config.hook.pytest_deselected(items=left)


def _named(config: pytest.Config, item: pytest.Item) -> bool:
    """Whether it was asked for itself: by its name, or by ``-k``."""
    return bool(config.option.keyword) or any("::" in asked for asked in config.args)

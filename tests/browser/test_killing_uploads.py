"""One person's file never touches the others."""

from __future__ import annotations

import sys
from pathlib import Path

from driving import settle, visit
from playwright.sync_api import Browser, Page, expect

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "uploads"))
import killers


def test_a_heavy_file_ends_in_a_sentence_while_another_user_works(
    page: Page, chromium: Browser, server: str, tmp_path: Path
):
    heavy, small = tmp_path / "heavy.csv", tmp_path / "small.csv"
    heavy.write_bytes(killers.HEAVY["weather"]["a sheet of 20 million places"]())
    small.write_bytes(killers.wide_header(2, 500))
    other = chromium.new_page()
    visit(other, f"{server}/weather?part=model")
    visit(page, f"{server}/weather")
    page.locator("input[type=file]").set_input_files(heavy)
    # It holds one child for seconds; the other user's page and file go on meanwhile.
    for name in ("LSTM", "GRU"):
        other.get_by_role("radio", name=name).click()
        expect(other.get_by_text(f"{name} with 64 units")).to_be_visible()
    visit(other, f"{server}/weather")
    other.locator("input[type=file]").set_input_files(small)
    expect(other.get_by_test_id("stMain").get_by_text("small.csv").first).to_be_visible()
    expect(other.locator(".st-key-weather-sample")).to_be_visible()
    other.close()
    # That there are no figures in it or, on a busy machine, that it took too long.
    expect(page.get_by_test_id("stAlertContentError")).to_contain_text("heavy.csv")
    page.locator("input[type=file]").set_input_files(small)
    expect(page.locator(".st-key-weather-sample")).to_be_visible()
    settle(page)

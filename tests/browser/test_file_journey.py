"""A file with labels: read, summed up, compared with the labels, its mistakes told, taken home."""

from __future__ import annotations

import csv

import pytest
from driving import pick, settle, visit
from playwright.sync_api import Page, expect

from rnnviz.i18n import translator

ROWS = {
    "en": ("gru", "A wonderful, beautiful film.", "The worst film, so boring.", "pos", "neg"),
    "vi": ("vi", "Phim rất hay và cảm động.", "Phim quá dở và nhàm chán.", "tích cực", "tiêu cực"),
}


@pytest.mark.parametrize("language", ROWS)
def test_a_file_with_labels_is_summed_up(page: Page, server: str, tmp_path, language: str):
    t = translator(language)
    model, good, bad, positive, negative = ROWS[language]
    source = tmp_path / "mine.csv"
    rows = [(good, positive), (bad, negative), (good, negative)] * 200  # one in three is wrong
    with source.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows([("review", "label"), *rows])

    def figure(name: str):
        tile = page.get_by_test_id("stMetric").filter(has_text=t(f"reviewfile.count.{name}"))
        return tile.get_by_test_id("stMetricValue").last

    visit(page, f"{server}/reviews?lang={language}&model={model}")
    page.get_by_test_id("stFileUploader").locator("input[type=file]").set_input_files(source)
    page.get_by_text(t("reviewfile.extra.words")).click()
    main = page.get_by_test_id("stMain")  # Streamlit has a Stop of its own above it
    # So many are read beside the page, which tells how far it is.
    page.get_by_role("button", name=t("reviewfile.classify", count="600")).click()
    expect(main.get_by_role("button", name=t("reviewfile.stop"), exact=True)).to_be_visible()
    expect(figure("positive")).to_have_text("400")
    expect(figure("doubtful")).to_have_text("0")
    share = t.percent(2 / 3, 1)
    agreed = t("reviewfile.agree", column="label", right="400", labelled="600", share=share)
    expect(page.get_by_text(agreed)).to_be_visible()
    matrix = page.get_by_test_id("stTable").last
    expect(matrix).to_contain_text(f"200 ({t.percent(0.5)})")
    expect(matrix).to_contain_text(t("reviewfile.model_says", label=t("reviewfile.label.positive")))
    page.get_by_text(t("reviewfile.worst_title", count="10")).click()
    expect(page.get_by_text(t("reviewfile.worst_how"))).to_be_visible()

    # No labels are compared where the user says that there are none.
    choice = page.get_by_role("combobox", name=t("reviewfile.gold"))
    pick(page, choice, t("reviewfile.gold_none"))
    expect(page.get_by_text(agreed)).to_have_count(0)
    settle(page)
    with page.expect_download() as download:
        page.get_by_role("button", name=t("reviewfile.download"), exact=True).click()
    with open(download.value.path(), encoding="utf-8-sig", newline="") as handle:
        found = list(csv.DictReader(handle))
    assert [(row["review"], row["label"]) for row in found] == rows
    assert {row["rnnviz_doubtful"] for row in found} == {"false"}
    assert all(row["rnnviz_words"].count("(") == 3 for row in found)

"""The main job: type a review, see verdict, coloured words and curve; hostile texts are text."""

from __future__ import annotations

import csv
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from driving import enter_text, settle, visit
from playwright.sync_api import Page, expect

from rnnviz.i18n import translator

EN = translator("en")


def verdict(page: Page, model: str = "best"):
    label = EN("reviews.verdict", model=EN(f"models.{model}"))
    return page.get_by_test_id("stMetric").filter(has_text=label).get_by_test_id("stMetricValue")


def test_typing_a_review_and_pressing_enter_shows_everything(page: Page, server: str):
    visit(page, f"{server}/reviews")
    text = "A wonderful film, beautiful and moving. I loved it."
    enter_text(page, text)
    expect(page.locator(".text[data-words='9']")).to_be_visible()
    expect(verdict(page)).to_have_text(EN("reviews.positive"))
    expect(page.locator("[data-testid=stPlotlyChart] .main-svg:visible").first).to_be_visible()
    # The words stand in the user's own text, punctuation and capitals included.
    expect(page.locator(".text[data-words]")).to_have_text(
        "A wonderful film, beautiful and moving. I loved it."
    )

    # Editing one word updates all of it.
    enter_text(page, "A terrible film, boring and awful. I hated it.")
    expect(page.locator(".text[data-words]")).to_have_text(
        "A terrible film, boring and awful. I hated it."
    )
    expect(verdict(page)).to_have_text(EN("reviews.negative"))


def test_shift_enter_breaks_the_line_and_does_not_apply(page: Page, server: str):
    visit(page, f"{server}/reviews?text=good")
    box = page.locator("textarea")
    box.press("End")
    box.press("Shift+Enter")
    box.press_sequentially("bad")
    expect(box).to_have_value("good\nbad")
    expect(page.locator(".text[data-words='1']")).to_be_visible()
    box.press("Enter")
    expect(page.locator(".text[data-words='2']")).to_be_visible()


def test_pointing_and_clicking_a_word_tells_its_step(page: Page, server: str):
    visit(page, f"{server}/reviews?text=a+wonderful+film&model=gru")
    word = page.locator(".word", has_text="wonderful")
    word.hover()
    expect(page.locator(".tip")).to_contain_text("wonderful")
    word.click()
    expect(page).to_have_url(re.compile("step=2"))
    expect(page.locator(".word.selected")).to_have_text("wonderful")
    page.locator(".word", has_text="film").hover()
    expect(page.locator(".tip")).not_to_contain_text("wonderful")
    page.mouse.move(1, 1)  # as a finger that has left: what was chosen stays told
    expect(page.locator(".tip")).to_contain_text("wonderful")


def test_examples_are_behind_one_button(page: Page, server: str):
    visit(page, f"{server}/reviews")
    page.get_by_role("button", name=EN("text.examples")).click()
    page.get_by_role("menuitem", name=EN("examples.negative")).click()
    expect(page.locator("textarea")).to_have_value(re.compile("^What a waste"))
    expect(verdict(page)).to_have_text(EN("reviews.negative"))


def test_every_model_reads_the_text(page: Page, server: str):
    visit(page, f"{server}/reviews?text=a+wonderful+and+beautiful+film")
    for name in ("rnn", "gru", "lstm", "best"):
        page.get_by_role("radio", name=EN(f"models.{name}")).click()
        settle(page)
        expect(verdict(page, name)).to_have_text(EN("reviews.positive"))


HOSTILE = {
    "empty": ("", 0),
    "symbols": ("?!… ***  —— $$$", 0),
    "emoji": ("😀 👩‍👩‍👧 good 😀😀", 1),
    "right to left": ("فيلم رائع جدا! هذا أفضل فيلم", 6),
    "script": ("<script>document.title='owned'</script> <img src=x onerror=\"alert(1)\"> good", 7),
    "markdown": (
        "# Big [link](http://example.com) ![x](http://example.com/x.png) $x^2$ `code`",
        14,
    ),
    "formula": ('=HYPERLINK("http://example.com") {{7*7}} ${jndi} %s %n', 7),
    "long word": ("a" * 3000, 1),
}


def text_in(address: str) -> str | None:
    return parse_qs(urlsplit(address).query).get("text", [None])[0]


@pytest.mark.parametrize("where", ["reviews", "tokens", "states", "embeddings"])
def test_a_hostile_text_is_shown_as_text(page: Page, server: str, where: str):
    visit(page, f"{server}/{where}?text=start")
    for name, (text, words) in HOSTILE.items():
        before = text_in(page.url)
        enter_text(page, text)
        page.wait_for_url(lambda now, before=before: text_in(now) != before)
        settle(page)
        if words == 0 and text:
            expect(page.get_by_text(EN("text.no_words")).first, name).to_be_visible()
        elif where == "reviews" and text:
            shown = page.locator(".text[data-words]")
            expect(shown, name).to_have_text(text, use_inner_text=True)
        assert page.title() != "owned", name
        assert page.locator("[data-testid=stMain] img").count() == 0, name
        assert page.locator("[data-testid=stMain] a[href*='example.com']").count() == 0, name
        assert page.get_by_test_id("stException").count() == 0, name


def test_a_megabyte_is_cut_with_a_word_about_it(page: Page, server: str):
    visit(page, f"{server}/reviews")
    enter_text(page, "good film " * 100_000)
    expect(page.get_by_text(EN("text.too_long", limit="20,000"))).to_be_visible()
    expect(verdict(page)).to_be_visible()
    settle(page)


def test_a_csv_of_reviews_comes_back_classified(page: Page, server: str, tmp_path):
    source = tmp_path / "mine.csv"
    source.write_text(
        'id,review\n1,"A wonderful, beautiful film. I loved it."\n2,"Terrible and boring, '
        'the worst film."\n3,???\n',
        encoding="utf-8",
    )
    visit(page, f"{server}/reviews")
    page.get_by_test_id("stFileUploader").locator("input[type=file]").set_input_files(source)
    page.get_by_role("button", name=EN("reviewfile.classify", count="3")).click()
    with page.expect_download() as download:
        page.get_by_role("button", name=EN("reviewfile.download")).click()
    with open(download.value.path(), encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert [row["rnnviz_label"] for row in rows] == ["positive", "negative", "unreadable"]
    assert [row["id"] for row in rows] == ["1", "2", "3"]
    assert float(rows[0]["rnnviz_probability"]) > 0.5 > float(rows[1]["rnnviz_probability"])


def test_a_file_that_is_no_table_says_so(page: Page, server: str, tmp_path):
    visit(page, f"{server}/reviews")
    for name, content, code in (
        ("picture.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "table_binary"),
        ("empty.csv", b"", "table_empty"),
        ("header.csv", b"review\n", "table_no_rows"),
    ):
        source = tmp_path / name
        source.write_bytes(content)
        page.get_by_test_id("stFileUploader").locator("input[type=file]").set_input_files(source)
        said = page.get_by_test_id("stAlert").get_by_text(EN(f"errors.{code}", name=name))
        expect(said).to_be_visible()

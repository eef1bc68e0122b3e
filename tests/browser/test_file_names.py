"""A file whose name says nothing: it is read all the same, or refused in our own words."""

from __future__ import annotations

import pytest
from driving import settle, visit
from playwright.sync_api import Page, expect

from rnnviz.i18n import LANGUAGES, translator

HOURS = "time,temperature\n" + "".join(
    f"2024-01-{day:02d} {hour:02d}:00,{10 + day % 9 + hour % 12}\n"
    for day in range(1, 29)
    for hour in range(24)
)
REVIEWS = "review\nA wonderful film.\nA terrible film.\n"
PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("where", "table", "refused"),
    [("weather", HOURS, "series_binary"), ("reviews", REVIEWS, "table_binary")],
    ids=["weather", "reviews"],
)
def test_it_is_read_by_what_is_in_it(
    page: Page, server: str, where: str, table: str, refused: str, language: str
):
    t, name = translator(language), "data"
    visit(page, f"{server}/{where}?lang={language}")
    box = page.get_by_test_id("stFileUploader").locator("input[type=file]")

    def bring(data: bytes) -> None:
        kind = "application/octet-stream"
        box.first.set_input_files({"name": name, "mimeType": kind, "buffer": data})

    bring(PICTURE)
    said = page.get_by_test_id("stAlert").get_by_text(t(f"errors.{refused}", name=name))
    expect(said).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)
    settle(page)
    bring(table.encode())
    expect(said).to_have_count(0)
    if where == "weather":
        expect(page.get_by_role("button", name=t("weather.sample_back"))).to_be_visible()
    else:
        words = t("reviewfile.classify", count=t.number(2, 0))
        expect(page.get_by_role("button", name=words)).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)

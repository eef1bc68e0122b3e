"""The Build page as a learner uses it: edit a weight, climb the ladder, take the program home."""

from __future__ import annotations

import json
import re
import subprocess
import sys

from driving import settle, visit
from playwright.sync_api import Locator, Page, expect

from rnnviz.i18n import translator
from rnnviz.lessons.rungs import RUNGS

TEXT = "text=not+bad+at+all"
HEADER, CELL, ROW = 84, 74, 35  # pixels of an editor: row names, a number, a row


ONE = ("count", "code", "stack", "gates", "both", "tasks", "batches", "after")
CHECKS = {"byhand": 2, **dict.fromkeys(ONE, 1)}
# How a check ends: no difference, or almost none.
SMALL = re.compile(r" (0|\d[.,]\d·10⁻¹[⁰¹²³⁴⁵⁶⁷⁸⁹])$")


def checks_of(page: Page) -> Locator:
    """Where torch says how far it is from the numbers shown."""
    badge = page.locator(".stMarkdownBadge")
    return page.get_by_test_id("stMarkdownContainer").filter(has=badge)


def lines(page: Page) -> dict[str, str]:
    """Every line of arithmetic on the page, by place and by the number it works out."""
    found = page.locator(".sums .line").evaluate_all(
        "all => all.map((e, i) => [i + ' ' + e.dataset.target, e.innerText])"
    )
    return dict(found)


def editor(page: Page, name: str) -> Locator:
    return page.locator(f"[class*=st-key-build-editor-{name}] canvas").first


def type_number(page: Page, name: str, row: int, column: int, value: str) -> None:
    canvas = editor(page, name)
    canvas.evaluate("e => e.scrollIntoView({block: 'center'})")  # clear of the app's own header
    corner = canvas.bounding_box()
    assert corner
    x, y = corner["x"] + HEADER + (column + 0.4) * CELL, corner["y"] + ROW * (row + 1.5)
    page.mouse.move(x, y, steps=8)  # the editor wants to see the pointer come, as a hand's does
    page.mouse.dblclick(x, y, delay=60)
    box = page.locator("#portal textarea")
    box.fill(value)
    box.press("Enter")


def result(line: str) -> str:
    return line.rsplit("= ", 1)[1]


def test_an_edit_changes_what_depends_on_it_and_nothing_else(page: Page, server: str):
    visit(page, f"{server}/build?rung=byhand&{TEXT}")
    expect(page.locator(".sums .line").first).to_be_visible()
    before = lines(page)
    type_number(page, "W_hh", 0, 1, "0.35")
    expect(page).to_have_url(re.compile(r"w=h01_35"))
    # W_hh[1, 2] meets h_0 = 0 at step 1: no result changes there. At step 2 it reaches unit 1.
    changed = page.locator('.sums .line[data-target="z_2.0.0"]')
    expect(changed).to_contain_text("0.35·")
    settle(page)
    after = lines(page)
    same = {key for key in before if result(before[key]) == result(after[key])}
    assert {key.split()[1] for key in same} == {
        *("z_1.0.0", "h_1.0.0", "z_1.1.0", "h_1.1.0", "z_2.1.0", "h_2.1.0")
    }
    # A second number, typed right after the first.
    type_number(page, "E", 1, 2, "-1.25")
    expect(page.locator('.sums .line[data-target="z_2.1.0"]')).to_contain_text("(−1.25)")
    settle(page)
    checks = checks_of(page)
    expect(checks).to_have_count(2)
    for check in checks.all():
        expect(check).to_have_text(SMALL)

    # The link opens the same place with the same numbers; undoing goes back to the first ones.
    link, shown = page.url, lines(page)
    other = page.context.new_page()
    visit(other, link)
    expect(other.locator('.sums .line[data-target="loss.0.0"]')).to_be_visible()
    assert lines(other) == shown
    other.close()
    page.get_by_role("button", name=translator("en")("build.reset")).click()
    expect(page.locator('.sums .line[data-target="z_2.0.0"]')).not_to_contain_text("0.35·")
    settle(page)
    assert lines(page) == before
    expect(page).not_to_have_url(re.compile("[?&]w="))


def test_a_number_may_be_typed_with_a_decimal_comma(page: Page, server: str):
    visit(page, f"{server}/build?lang=vi&rung=byhand&{TEXT}")
    expect(page.locator(".sums .line").first).to_be_visible()
    type_number(page, "W_hh", 0, 1, "1,5")
    expect(page).to_have_url(re.compile(r"w=h01_150"))
    changed = page.locator('.sums .line[data-target="z_2.0.0"]')
    expect(changed).to_contain_text("1,50·")
    type_number(page, "W_hh", 0, 1, "-12,5")  # farther than a cell goes: the nearest it holds
    expect(changed).to_contain_text("(−9,99)")


def test_the_whole_ladder_step_by_step(page: Page, server: str):
    """In English; each rung in either language is opened in tests/pages."""
    t = translator("en")
    visit(page, f"{server}/build?lang=en&{TEXT}")
    for number, rung in enumerate(RUNGS, start=1):
        title = page.get_by_role("heading", name=f"{number} · {t(f'build.{rung}.title')}")
        expect(title).to_be_visible()
        if number > 1:  # a change of rung scrolls to the ladder
            expect(title).to_be_in_viewport()
        settle(page)
        assert page.get_by_test_id("stException").count() == 0
        checks = checks_of(page)
        expect(checks).to_have_count(CHECKS.get(rung, 0))
        for check in checks.all():
            expect(check).to_have_text(SMALL)
        if number < len(RUNGS):
            page.locator(".st-key-build-to-next button").click()
            expect(page).to_have_url(re.compile(f"rung={RUNGS[number]}"))


def test_pointing_at_a_result_shows_where_it_came_from(page: Page, server: str):
    visit(page, f"{server}/build?rung=formula&step=2&{TEXT}")
    page.locator('.sums .cell[data-id="z_2.1.0"]').first.hover()
    sources = page.locator(".sums .cell.source")
    expect(sources).to_have_count(3 + 3 + 1 + 2 + 2 + 1)  # W_ih, x, b_ih, W_hh, h, b_hh
    expect(page.locator(".sums .line.lit")).to_have_attribute("data-target", "z_2.1.0")


def test_output_and_hidden_light_up_and_share_one_corner(page: Page, server: str):
    visit(page, f"{server}/build?rung=stack&levels=3&{TEXT}")
    lit = page.locator(".drawing svg g.lit")
    page.locator("button", has_text="rnn_output").click()
    expect(lit).to_have_count(4)  # every step of the top layer
    page.locator("button", has_text="rnn_hidden").click()
    expect(lit).to_have_count(3)  # the last step of every layer
    both = page.locator('.drawing svg g[data-groups*="output"][data-groups*="hidden"]')
    expect(both).to_have_count(1)


def test_shuffled_words_bring_their_outputs_along(page: Page, server: str):
    visit(page, f"{server}/build?rung=shared&{TEXT}")
    words = page.locator(".drawing text.word")
    expect(words).to_have_text(["not", "bad", "at", "all"])
    outputs = page.locator('.drawing g.cells[data-groups~="output"]')
    before = dict(zip(words.all_text_contents(), outputs.all_text_contents(), strict=True))
    page.get_by_role("button", name=translator("en")("build.shared.shuffle")).click()
    expect(page).to_have_url(re.compile(r"order=\d{4}"))
    expect(words).not_to_have_text(["not", "bad", "at", "all"])
    settle(page)
    after = dict(zip(words.all_text_contents(), outputs.all_text_contents(), strict=True))
    assert list(after) != list(before)
    assert after == before


def test_the_files_run_and_print_what_the_page_shows(page: Page, server: str, tmp_path):
    visit(
        page, f"{server}/build?rung=code&rung7_layers=2&lang=vi&w=h01_35.i00_-5&size=3-2-3&{TEXT}"
    )
    printed = page.get_by_test_id("stCode").nth(1).locator("code").inner_text()
    programs = []
    for kind in ("script", "notebook"):
        with page.expect_download() as waiting:
            page.locator(f".st-key-build-code-{kind} button").click()
        path = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(path)
        text = path.read_text(encoding="utf-8")
        if kind == "notebook":
            cells = json.loads(text)["cells"]
            sources = ["".join(c["source"]) for c in cells if c["cell_type"] == "code"]
            text = "\n".join(f"exec({source!r})" for source in sources)
        programs.append(text)
    for program in programs:
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert done.stdout.split() == printed.split()

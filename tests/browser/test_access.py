"""For whoever uses no mouse, sees little or reads no English: axe, the keyboard, the language."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from driving import choose_language, settle, visit
from playwright.sync_api import Browser, Page, expect

from rnnviz.i18n import translator
from rnnviz.ui.shell.navigation import PAGES

OTHER_PARTS = ["tokens?topic=data", "build?rung=past", "build?rung=byhand", "build?rung=code"]
# What Streamlit's own parts break, and no page can mend, with where it stands.
STREAMLITS = {
    "aria-dialog-name": "stToast",  # a toast has no title
}
GRAVE = ("serious", "critical")
# A component writes its words a moment after it stands.
WRITTEN = """() => {
  const blank = (e) => !e.textContent.trim() && !e.ariaLabel && !e.title
    && (e.tagName === 'BUTTON' || e.role === 'img');
  const unwritten = (root) => [...root.querySelectorAll('*')].some((e) =>
    blank(e) || (e.shadowRoot && unwritten(e.shadowRoot)));
  return document.querySelector('.rnnviz-skip')
    && !unwritten(document.querySelector('[data-testid="stMain"]'));
}"""
DARK = """() => getComputedStyle(document.querySelector('[data-testid="stApp"]')).backgroundColor
  === 'rgb(20, 24, 29)'"""
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}


def violations(page: Page, **options: object) -> list[str]:
    """What axe holds to be grave and ours, in a line each."""
    found = Axe().run(page, options={"resultTypes": ["violations"], **options}).response
    return [
        f"{rule['id']}: {node['html'][:160]}"
        for rule in found["violations"]
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
        if not re.search(STREAMLITS.get(rule["id"], "(?!)"), f"{node['html']} {node['target']}")
    ]


@pytest.mark.parametrize("path", [*(entry.name for entry in PAGES if entry.name != "home"), ""])
def test_axe_finds_nothing_grave_in_either_theme(page: Page, server: str, path: str):
    for part in [path, *(other for other in OTHER_PARTS if path and other.startswith(path))]:
        page.emulate_media(color_scheme="light")
        visit(page, f"{server}/{part}")
        page.wait_for_function(WRITTEN)
        assert violations(page) == [], part
        page.emulate_media(color_scheme="dark")
        page.wait_for_function(DARK)
        settle(page)
        assert violations(page, **COLOURS) == [], (part, "dark")


def test_a_few_tabs_lead_to_the_stepper(page: Page, server: str):
    visit(page, f"{server}/states?model=rnn")
    expect(page.locator(".rnnviz-skip")).to_have_text(translator("en")("app.skip"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "rnnviz-skip"
    page.keyboard.press("Enter")
    place = "() => document.activeElement.closest('.st-key-rnnviz-stepper') !== null"
    page.wait_for_function(place)
    slider = page.get_by_label(translator("en")("stepper.slider"))
    before = slider.input_value()
    page.keyboard.press("ArrowRight")  # the stepper's own key
    expect(slider).not_to_have_value(before)


# What a screen reader would say and what stands outside of the page's own words.
ENGLISH = """() => {
  const found = [], skip = 'svg, script, style, noscript, [translate="no"], [aria-hidden="true"]';
  for (const e of document.body.querySelectorAll('*')) {
    if (e.closest(skip)) continue;
    for (const name of ['aria-label', 'title', 'placeholder']) found.push(e.getAttribute(name));
    if (!e.closest('[data-testid="stMarkdownContainer"]'))
      for (const n of e.childNodes) if (n.nodeType === 3) found.push(n.nodeValue);
  }
  return found.filter((words) => words && words.trim());
}"""


def test_a_vietnamese_browser_gets_vietnamese_and_nothing_of_streamlits_english(
    chromium: Browser, server: str
):
    vi, en = translator("vi"), translator("en")
    context = chromium.new_context(locale="vi-VN", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    try:
        visit(page, f"{server}/weather")
        expect(page).to_have_title(f"{vi('weather.nav')} · rnnviz")
        expect(page.locator("html")).to_have_attribute("lang", "vi")
        uploader = page.get_by_test_id("stFileUploader").first
        expect(uploader).to_contain_text(vi("streamlit.upload"))
        expect(uploader).to_contain_text(vi("streamlit.per_file", size="128MB"))
        page.get_by_test_id("stMainMenuButton").click()
        expect(page.get_by_test_id("stMainMenuPopover")).to_contain_text(vi("streamlit.dark"))
        words = " | ".join(page.evaluate(ENGLISH))
        for said in re.findall(
            r"\b(?:Help for|Upload|per file|Close|Sidebar|Main menu|Print)\b", words
        ):
            pytest.fail(f"{said!r} in {words}")
        page.keyboard.press("Escape")
        page.set_viewport_size({"width": 844, "height": 390})  # a phone on its side
        more = vi("streamlit.more_pages", count="").strip()
        expect(page.locator(".rc-overflow-item-rest").last).to_contain_text(more)
        choose_language(page, "en")
        expect(page.locator("html")).to_have_attribute("lang", "en")
        expect(page).to_have_title(f"{en('weather.nav')} · rnnviz")
        expect(page).to_have_url(re.compile("lang=en"))
        expect(page.get_by_test_id("stMainMenuButton")).to_have_attribute("aria-label", "Main menu")
    finally:
        context.close()

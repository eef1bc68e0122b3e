"""The first screen of every page: ``make screenshots``. Both languages, both themes, three sizes.

    python docs/make_screenshots.py [PAGE …]

WebP, one file a view. ``--whole`` takes a desktop's whole pages instead (as far as ``TALLEST``), to
look at; they are not kept in the repository.
"""

from __future__ import annotations

import io
import re
import sys
from itertools import product
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "browser")]

from driving import PATIENCE, serve, settle  # noqa: E402
from find_browser import FLAGS, find_browser  # noqa: E402

from rnnviz.ui.shell.navigation import PAGES  # noqa: E402

FOLDER = ROOT / "docs" / "screenshots"
LANGUAGES = ("en", "vi")
THEMES = ("light", "dark")
SIZES = {"desktop": (1280, 800), "projector": (1920, 1080), "phone": (390, 844)}
TALLEST = 5000  # pixels


def shoot(
    browser: Browser,
    address: str,
    page_name: str,
    lang: str,
    theme: str,
    size: str,
    whole: bool = False,
) -> None:
    """One page in one language, theme and size."""
    context = browser.new_context(
        viewport=dict(zip(("width", "height"), SIZES[size], strict=True)),
        color_scheme=theme,
        reduced_motion="reduce",
    )
    tab = context.new_page()
    tab.set_default_timeout(PATIENCE)
    path = "" if page_name == "home" else page_name
    tab.goto(f"{address}/{path}?lang={lang}")
    wait_until_painted(tab)
    if whole:
        # Streamlit scrolls inside the page, so the window must be as tall as the page is.
        height = tab.get_by_test_id("stMainBlockContainer").evaluate("e => e.scrollHeight")
        tab.set_viewport_size({"width": SIZES[size][0], "height": min(height + 40, TALLEST)})
        wait_until_painted(tab)
    picture = Image.open(io.BytesIO(tab.screenshot())).convert("RGB")
    kind = "whole" if whole else size
    picture.save(FOLDER / f"{page_name}-{lang}-{theme}-{kind}.webp", quality=80, method=6)
    context.close()


def wait_until_painted(tab: Page) -> None:
    """Until the script is done, no placeholder is left and every chart is drawn."""
    tab.locator("h1").first.wait_for()
    settle(tab)
    expect(tab.get_by_test_id("stSkeleton")).to_have_count(0)
    for plot in tab.get_by_test_id("stPlotlyChart").filter(visible=True).all():
        plot.locator(".main-svg, canvas").first.wait_for()
    for stepper in tab.locator(".stepper").all():
        expect(stepper).to_have_attribute("data-step", re.compile(r"\d+"))
    tab.evaluate("() => document.fonts.ready.then(() => true)")
    tab.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")


def main() -> None:
    """All combinations of language, theme and size."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    whole = "--whole" in sys.argv
    only = [name for name in sys.argv[1:] if name != "--whole"]
    with serve() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        for entry in PAGES:
            if only and entry.name not in only:
                continue
            for lang, theme in product(LANGUAGES, THEMES):
                for size in ("desktop",) if whole else SIZES:
                    shoot(browser, address, entry.name, lang, theme, size, whole)
            print(entry.name)
        browser.close()


if __name__ == "__main__":
    main()

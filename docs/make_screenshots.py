"""Screenshots of every page: ``make screenshots``. Both languages, both themes, desktop and phone.

WebP would be smaller, but PNG shows everywhere; colours are reduced so that all stay small.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "tests" / "browser"))

from conftest import PATIENCE, serve, settle  # noqa: E402
from find_browser import FLAGS, find_browser  # noqa: E402

from rnnviz.ui.navigation import PAGES  # noqa: E402

FOLDER = ROOT / "docs" / "screenshots"
LANGUAGES = ("en", "vi")
THEMES = ("light", "dark")
SIZES = {"desktop": (1280, 1500), "phone": (390, 1600)}


def shoot(browser: Browser, address: str, page_name: str, lang: str, theme: str, size: str) -> None:
    """One page in one language, theme and size."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=theme, device_scale_factor=1
    )
    tab = context.new_page()
    tab.set_default_timeout(PATIENCE)
    path = "" if page_name == "home" else page_name
    # A first visit tells the server which theme the browser has; the second one is the picture.
    for _ in range(2):
        tab.goto(f"{address}/{path}?lang={lang}")
        tab.locator("h1").first.wait_for()
        settle(tab)
        for plot in tab.locator('[data-testid="stPlotlyChart"]').all():
            plot.locator(".main-svg, canvas").first.wait_for()
    picture = Image.open(io.BytesIO(tab.screenshot()))
    reduced = picture.convert("RGB").quantize(128, dither=Image.Dither.NONE)
    reduced.save(FOLDER / f"{page_name}-{lang}-{theme}-{size}.png", optimize=True)
    context.close()


def main() -> None:
    """All combinations; the phone only once a theme and language, to keep the folder small."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    only = sys.argv[1:]
    with serve() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        for entry in PAGES:
            if only and entry.name not in only:
                continue
            for lang in LANGUAGES:
                for theme in THEMES:
                    shoot(browser, address, entry.name, lang, theme, "desktop")
            shoot(browser, address, entry.name, "en", "light", "phone")
            shoot(browser, address, entry.name, "vi", "dark", "phone")
            print(entry.name)
        browser.close()


if __name__ == "__main__":
    main()

"""From the click on *Train* to the first epoch in the picture, in a real browser on a warm server.

    python benchmarks/click_to_epoch.py [--clicks 20]

The clock begins in the page, at the click itself, and ends when the chart holds a point of the
validation curve. The runs are the default one on the sample.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "browser")]

from driving import serve, visit  # noqa: E402
from find_browser import FLAGS, find_browser  # noqa: E402
from playwright.sync_api import Page, sync_playwright  # noqa: E402

from rnnviz.figures.palette import CATEGORICAL  # noqa: E402

# Resolves with the milliseconds from the click, or with -1 after twenty seconds.
WATCH = """colour => {
  let begun = null;
  const button = document.querySelector('.st-key-weather-start button');
  button.addEventListener('click', () => { begun = performance.now(); }, {capture: true});
  const line = `[data-testid="stVegaLiteChart"] .mark-line path[stroke="${colour}"][d^="M"]`;
  const drawn = () => document.querySelector(line) !== null;
  window.firstEpoch = new Promise(done => {
    const look = () => {
      if (begun !== null && drawn()) done(performance.now() - begun);
      else if (begun !== null && performance.now() > begun + 20000) done(-1);
      else requestAnimationFrame(look);
    };
    look();
  });
}"""


def click(page: Page, address: str) -> float:
    """Milliseconds of one click; the run is over when this returns."""
    visit(page, f"{address}/weather?lang=en&part=train")
    button = page.locator(".st-key-weather-start button")
    button.wait_for()
    page.evaluate(WATCH, CATEGORICAL["light"][0])
    button.click()
    taken = page.evaluate("window.firstEpoch")
    page.locator(".st-key-weather-to_verdict button").wait_for(timeout=300_000)
    return float(taken)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clicks", type=int, default=20)
    clicks = parser.parse_args().clicks
    with serve(RNNVIZ_NICE="") as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 1400}, color_scheme="light")
        for _ in range(3):  # until worker, page and browser are warm
            click(page, address)
        found = sorted(click(page, address) for _ in range(clicks))
        browser.close()
    if found[0] < 0:
        sys.exit("a first epoch did not come within twenty seconds")
    slow = found[int(0.95 * (clicks - 1))]
    print(
        f"click to first epoch on the chart: median {statistics.median(found):.0f} ms, "
        f"95th percentile {slow:.0f} ms, most {found[-1]:.0f} ms, n {clicks}"
    )


if __name__ == "__main__":
    main()

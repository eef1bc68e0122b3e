"""How long from Enter to the new verdict, words and curve, in a real browser on a warm server.

    python benchmarks/verdict_time.py [--rounds 12]

Each round types another review (of another length, so that words and curve must change too) and
measures inside the page, from the key press until all three show the new text.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "browser")]

from driving import PATIENCE, serve, visit  # noqa: E402
from find_browser import FLAGS, find_browser  # noqa: E402

GOOD = ["wonderful", "moving", "beautiful", "funny", "clever", "warm", "perfect"]
BAD = ["awful", "boring", "terrible", "dull", "wooden", "pointless", "bad"]

WATCH = """() => addEventListener('keydown', e => {
    if (e.key === 'Enter') window.pressed = performance.now()
}, true)"""
# The words live in the component's shadow tree; ``calcdata`` is what plotly has really drawn.
SHOWN = """([words, verdict]) => {
    const hosts = [...document.querySelectorAll('[data-testid=stBidiComponentIsolated]')]
    const text = hosts.some(host => host.shadowRoot?.querySelector(`.text[data-words='${words}']`))
    const metric = document.querySelector('[data-testid=stMetricValue]')
    const plot = document.querySelector('[data-testid=stPlotlyChart] .js-plotly-plot')
    const drawn = plot?.calcdata?.some(points => points.length === words)
    return text && drawn && metric.innerText.trim() === verdict
        ? performance.now() - window.pressed : false
}"""


def type_review(tab: Page, number: int) -> float:
    """Type review ``number``, press Enter; seconds until everything shows it."""
    words = GOOD if number % 2 else BAD
    count = 40 + 3 * number
    text = " ".join(["a"] + [f"{words[i % len(words)]} film" for i in range(count)])
    tab.locator("textarea").fill(text)
    tab.locator("textarea").press("Enter")
    verdict = "Positive" if number % 2 else "Negative"
    shown = tab.wait_for_function(
        SHOWN, arg=[2 * count + 1, verdict], polling="raf", timeout=PATIENCE
    )
    return float(shown.json_value()) / 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=12)
    rounds = parser.parse_args().rounds
    with serve() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        tab = browser.new_page(viewport={"width": 1280, "height": 900})
        visit(tab, f"{address}/reviews")
        tab.evaluate(WATCH)
        times = [type_review(tab, number) for number in range(rounds + 2)][2:]
        browser.close()
    print(
        f"Enter to verdict, words and curve, {rounds} reviews of 87 to {81 + 6 * (rounds + 1)} "
        f"words: median {statistics.median(times):.2f} s, slowest {max(times):.2f} s"
    )


if __name__ == "__main__":
    main()

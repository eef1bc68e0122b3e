"""Is a page slower while runs go on? Reruns of the Weather page, with and without two of them.

    python benchmarks/page_under_load.py [--reruns 60]

A real server and a real browser; a rerun is timed from a click on a control to the page being at
rest. The two conditions take turns, so that what else the machine does meets both.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "browser")]

from driving import serve, settle, visit  # noqa: E402
from find_browser import FLAGS, find_browser  # noqa: E402
from playwright.sync_api import Page, sync_playwright  # noqa: E402

ROUNDS = 4
LONG = "weather?part=train&epochs=200&hidden=256&window=48"


def reruns(page: Page, count: int) -> list[float]:
    """Milliseconds of each rerun: a click on the cell's name, until the sentence says it."""
    found = []
    for number in range(count):
        name = ("GRU", "LSTM")[number % 2]
        begun = time.perf_counter()
        page.get_by_role("radio", name=name).click()
        page.get_by_text(f"{name} with 64 units").wait_for()
        settle(page)
        found.append((time.perf_counter() - begun) * 1000)
    return found


def begin_run(page: Page, address: str) -> None:
    """A long run, seen to learn."""
    visit(page, f"{address}/{LONG}")
    page.locator(".st-key-weather-start button").click()
    page.get_by_text("Best so far").wait_for(timeout=300_000)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reruns", type=int, default=60)
    each = max(1, parser.parse_args().reruns // ROUNDS)
    times: dict[str, list[float]] = {"alone": [], "two runs": []}
    with serve(RNNVIZ_WORKERS="2", RNNVIZ_NICE="") as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        page, others = browser.new_page(), [browser.new_page() for _ in range(2)]
        visit(page, f"{address}/weather?part=model")
        reruns(page, 4)
        for _ in range(ROUNDS):
            times["alone"] += reruns(page, each)
            for other in others:
                begin_run(other, address)
            times["two runs"] += reruns(page, each)
            for other in others:
                other.locator(".st-key-weather-stop button").first.click()
                other.locator(".st-key-weather-to_verdict button").wait_for(timeout=300_000)
                other.goto("about:blank")
        browser.close()
    for name, found in times.items():
        middle, slow = statistics.median(found), sorted(found)[int(0.95 * (len(found) - 1))]
        print(f"{name:>9}: median {middle:.0f} ms, 95th percentile {slow:.0f} ms, n {len(found)}")


if __name__ == "__main__":
    main()

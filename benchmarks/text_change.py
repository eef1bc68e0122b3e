"""What one change of the text costs the server, and how soon the picture shows it, page by page.

    python benchmarks/text_change.py [--rounds 10] [--pages home,states]

One server and one browser, both warm. A round types another text of 40 to 60 words and presses
Enter. Printed for each page: the CPU time of the server process (all its threads, also those that
have ended) until it is at rest again, and, measured inside the page, the time from the key press to
the frame in which the picture shows the new text; median and 95th percentile, and whether the
medians keep to what is allowed. Below the table: how busy the machine was, for that is what the
second of them depends on. Linux only.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "browser")]

from driving import PATIENCE, enter_text, serve_process, settle, visit  # noqa: E402
from find_browser import FLAGS, find_browser  # noqa: E402

# The picture of each page, on which the first word of the text can be read.
PICTURES = {
    "home": ".stepper",
    "tokens": ".text",
    "embeddings": ".st-key-part-learned-vectors",
    "build": ".paper",
    "states": ".stepper",
    "reviews": ".text",
}
# Each round's first word: all of them say enough to be among the few words that Build takes.
FIRST = ("superb", "waste", "excellent", "awful", "perfect", "worst", "wonderful", "boring")
_SENTENCE = (
    "film about a man who comes back to the town where he was born and finds that his brother "
    "has sold the house in which they lived and although the story takes its time and some of "
    "the people in it talk more than they should there is a scene by the river near the end that "
    "is worth the evening for all of us"
)
REST = _SENTENCE.split()
MOST = {"cpu": 120, "shown": 250}  # milliseconds: what the medians may come to
QUIET = 0.3  # seconds in which a server at rest does nothing worth a millisecond
WARM = 3  # rounds that are not counted

PRESSED = """() => addEventListener('keydown', event => {
    if (event.key === 'Enter') window.pressed = performance.now()
}, true)"""
# Components live in shadow trees. Shown: the new word and no longer the one before.
SHOWN = """([picture, word, before]) => {
    const roots = [document, ...[...document.querySelectorAll(
        '[data-testid=stBidiComponentIsolated]')].map(host => host.shadowRoot).filter(Boolean)]
    const said = roots.flatMap(root => [...root.querySelectorAll(picture)])
        .map(element => element.textContent).join(' ')
    const there = said.includes(word) && !said.includes(before)
    return there && performance.now() - window.pressed
}"""


@dataclass(frozen=True)
class Change:
    """One change of the text: milliseconds of the server's CPU, and until the picture had it."""

    cpu: float
    shown: float


def cpu_ms(pid: int) -> float:
    """The CPU time of a process so far, in milliseconds: of every thread it ever had."""
    return time.clock_gettime_ns((~pid << 3) | 2) / 1e6  # what clock_getcpuclockid(3) returns


def text_of(number: int) -> str:
    """Another text in each round, of 40 to 60 words."""
    first = [FIRST[number % len(FIRST)]]
    start, count = number % 5, 39 + (7 * number) % 21
    return " ".join((first + REST[start:] + REST)[: count + 1])


def wait_for_quiet(pid: int) -> float:
    """Wait until the server does nothing more; its CPU time then."""
    now = cpu_ms(pid)
    while True:
        time.sleep(QUIET)
        before, now = now, cpu_ms(pid)
        if now - before < 3:
            return now


def change_text(tab: Page, page: str, pid: int, number: int) -> Change:
    """Type text ``number``, press Enter, and wait for everything that follows."""
    before = wait_for_quiet(pid)
    enter_text(tab, text_of(number))
    words = [PICTURES[page], FIRST[number % len(FIRST)], FIRST[(number - 1) % len(FIRST)]]
    shown = tab.wait_for_function(SHOWN, arg=words, polling="raf", timeout=PATIENCE).json_value()
    settle(tab)
    return Change(wait_for_quiet(pid) - before, float(shown))


def measure(tab: Page, address: str, page: str, pid: int, rounds: int) -> list[Change]:
    """All changes on one page that is open and warm."""
    visit(tab, f"{address}/{'' if page == 'home' else page}")
    tab.evaluate(PRESSED)
    return [change_text(tab, page, pid, number) for number in range(rounds + WARM)][WARM:]


def middle_and_slow(values: Sequence[float]) -> tuple[float, float]:
    """The median and the 95th percentile."""
    return statistics.median(values), statistics.quantiles(values, n=20, method="inclusive")[-1]


def judged(name: str, median: float) -> str:
    """Whether a median keeps to what is allowed."""
    return "yes" if median <= MOST[name] else "no"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--pages", default=",".join(PICTURES))
    options = parser.parse_args()
    allowed = f"CPU ≤ {MOST['cpu']}, shown ≤ {MOST['shown']}"
    print(f"{'page':<12}{'CPU ms':>8}{'95%':>6}{'shown ms':>10}{'95%':>6}   n   {allowed}")
    with serve_process() as (address, process), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        tab = browser.new_page(viewport={"width": 1280, "height": 900})
        for page in options.pages.split(","):
            found = measure(tab, address, page, process.pid, max(2, options.rounds))
            cpu, shown = ([getattr(c, name) for c in found] for name in ("cpu", "shown"))
            row = (*middle_and_slow(cpu), *middle_and_slow(shown))
            kept = ", ".join(judged(*pair) for pair in (("cpu", row[0]), ("shown", row[2])))
            numbers = f"{row[0]:8.0f}{row[1]:6.0f}{row[2]:10.0f}{row[3]:6.0f}{len(found):4}"
            print(f"{page:<12}{numbers}   {kept}")
        browser.close()
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"load of the machine over 1, 5 and 15 minutes: {load}; {os.cpu_count()} processors")


if __name__ == "__main__":
    main()

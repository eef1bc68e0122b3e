"""How long until Home can be read on a server that has just started, and is torch loaded by then?

    python benchmarks/first_paint.py [--runs 3]

Every run starts a new server process and a new browser, and opens Home. Printed: seconds from the
start of the server until it is healthy, from opening the page until the headline and until both
charts are visible, and whether torch's libraries are mapped into the server at those moments
(read from ``/proc/PID/maps``, so Linux only). The last lines give the same for a page that needs
torch, which shows that the check can see it, and for an app of one line, in turn with Home:
how many times as long Home takes. The exit status is 1 if torch was there too early.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "browser")]

from driving import serve_process  # noqa: E402
from find_browser import FLAGS, find_browser  # noqa: E402

PATIENCE = 120_000  # ms


def torch_is_loaded(pid: int) -> bool:
    """Whether a process has torch's native library mapped; its import cannot hide that."""
    return "libtorch" in Path(f"/proc/{pid}/maps").read_text(encoding="utf-8")


def measure(
    browser: Browser, path: str, sights: dict[str, str], script: Path = ROOT / "app.py"
) -> dict[str, tuple[float, bool]]:
    """Open ``path`` on a fresh server: for each sight, seconds until seen, and torch loaded?"""
    started = time.perf_counter()
    with serve_process(script=script) as (address, process):
        found = {"server healthy": (time.perf_counter() - started, torch_is_loaded(process.pid))}
        tab = browser.new_page(viewport={"width": 1280, "height": 900})
        tab.set_default_timeout(PATIENCE)
        opened = time.perf_counter()
        tab.goto(f"{address}/{path}", wait_until="commit")
        for name, selector in sights.items():
            tab.locator(selector).first.wait_for()
            found[name] = (time.perf_counter() - opened, torch_is_loaded(process.pid))
        tab.close()
    return found


def report(title: str, runs: list[dict[str, tuple[float, bool]]]) -> None:
    print(title)
    for name in runs[0]:
        seconds = [run[name][0] for run in runs]
        torch = "torch loaded" if any(run[name][1] for run in runs) else "no torch"
        spread = f"{min(seconds):.2f} to {max(seconds):.2f}"
        print(f"  {name:<24} {statistics.median(seconds):6.2f} s  ({spread})  {torch}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3, help="fresh servers a page (default 3)")
    count = parser.parse_args().runs
    path = find_browser()
    if path is None:
        sys.exit("No Chromium found: run `make browser`.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        browser.new_page().close()  # the browser's own start is not the app's
        home_sights = {
            "headline": "h1",
            "states": "[data-testid=stPlotlyChart] .main-svg",
            "the way (end of page)": "[data-testid=stPageLink]",
        }
        home, hello = [], []
        with tempfile.TemporaryDirectory() as folder:
            script = Path(folder) / "hello.py"
            script.write_text('import streamlit\n\nstreamlit.title("Hello")\n', encoding="utf-8")
            for _ in range(count):
                home.append(measure(browser, "", home_sights))
                hello.append(measure(browser, "", {"headline": "h1"}, script))
        verdict = [
            measure(browser, "reviews", {"headline": "h1", "verdict": "[data-testid=stMetric]"})
            for _ in range(count)
        ]
        browser.close()
    report("Home", home)
    report("An app of one line", hello)
    ratio = statistics.median(
        ours["headline"][0] / bare["headline"][0] for ours, bare in zip(home, hello, strict=True)
    )
    print(f"Home's headline, beside it:  {ratio:.2f} times as long")
    report("Reviews (needs torch)", verdict)
    if any(loaded for run in home for _, loaded in run.values()):
        sys.exit("torch was loaded before Home was painted")
    if not all(run["verdict"][1] for run in verdict):
        sys.exit("torch was not seen where it must be: the check is blind")


if __name__ == "__main__":
    main()

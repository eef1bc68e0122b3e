"""Files that once killed the server, uploaded one after the other while another user works.

    python benchmarks/upload_killers.py [--reruns 150]

A real server and two browsers. The other user clicks a control of the Weather page, again and
again: alone first, then while the files of ``tests/uploads/killers.py`` are uploaded, those of
temperatures and those of reviews, and then those that meet the limits of the sandbox. For each
file: seconds to the sentence, and the sentence. Memory
is looked at ten times a second, of the server and of all processes below it (Linux only).
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "browser"), str(ROOT / "tests" / "uploads")]

import killers  # noqa: E402
from driving import PATIENCE, serve_process, settle, visit  # noqa: E402
from find_browser import FLAGS, find_browser  # noqa: E402
from playwright.sync_api import Page, sync_playwright  # noqa: E402

OTHER = """
import sys, time
sys.path[:0] = {paths!r}
from driving import settle, visit
from find_browser import FLAGS, find_browser
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    page = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS).new_page()
    visit(page, {address!r} + "/weather?part=model")
    number = 0
    while True:
        name = ("LSTM", "GRU")[number % 2]
        number += 1
        begun = time.perf_counter()
        page.get_by_role("radio", name=name).click()
        page.get_by_text(name + " with 64 units").wait_for()
        settle(page)
        print(time.time(), (time.perf_counter() - begun) * 1000, flush=True)
        time.sleep(0.2)
"""


class Watch:
    """The most memory that the server and the processes below it held, in MB."""

    def __init__(self, server: int) -> None:
        self.server, self.below, self.together = 0.0, 0.0, 0.0
        self._pid = server
        threading.Thread(target=self._look, daemon=True).start()

    def _look(self) -> None:
        while True:
            held = resident(self._pid)
            below = [resident(pid) for pid in children(self._pid)]
            self.server = max(self.server, held)
            self.below = max([self.below, *below])
            self.together = max(self.together, held + sum(below))
            time.sleep(0.1)


def children(pid: int) -> list[int]:
    """Processes below one, at any depth."""
    found: list[int] = []
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, _text(listed).split()):
            found += [child, *children(child)]
    return found


def resident(pid: int) -> float:
    """MB of memory that a process holds."""
    pages = _text(Path(f"/proc/{pid}/statm")).split()
    return int(pages[1]) * 4096 / 2**20 if pages else 0.0


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # it has ended
        return ""


@contextmanager
def other_user(address: str) -> Iterator[list[tuple[float, float]]]:
    """Somebody who works in a browser of their own: when, and how many milliseconds it took."""
    code = OTHER.format(paths=sys.path[:3], address=address)
    found: list[tuple[float, float]] = []
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as user:

        def listen() -> None:
            assert user.stdout is not None
            for line in user.stdout:
                when, took = map(float, line.split())
                found.append((when, took))

        listener = threading.Thread(target=listen)
        listener.start()
        try:
            yield found
        finally:
            user.terminate()
            listener.join()


def upload(page: Page, address: str, place: str, path: Path) -> tuple[float, str]:
    """Seconds until the page says something about the file, and what."""
    visit(page, f"{address}/{place}")
    begun = time.perf_counter()
    page.locator("input[type=file]").first.set_input_files(path)
    error = page.locator('[data-testid="stAlertContentError"]')
    done = page.locator(".st-key-weather-sample, .st-key-rnnviz-batches-remove")
    error.or_(done).first.wait_for(timeout=PATIENCE)
    took = time.perf_counter() - begun
    settle(page)
    said = error.first.inner_text() if error.count() else "read"
    return took, " ".join(said.split())


def shown(times: list[float]) -> str:
    """The median and the 95th percentile."""
    ordered = sorted(times)
    return f"p50 {statistics.median(ordered):4.0f}, p95 {ordered[int(0.95 * len(ordered))]:4.0f} ms"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reruns", type=int, default=150)
    wanted = parser.parse_args().reruns
    files = {"weather": killers.TEMPERATURES, "reviews": killers.REVIEWS}
    parts = [*files.items(), *killers.HEAVY.items()]
    with (
        tempfile.TemporaryDirectory() as folder,
        serve_process(Path(folder) / "log") as (address, server),
        sync_playwright() as playwright,
    ):
        page = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS).new_page()
        visit(page, f"{address}/weather")
        with other_user(address) as times:
            while len(times) < wanted:
                time.sleep(1)
            alone = [took for _, took in times[10:]]  # warm
            print("the other user alone:", shown(alone))
            watch, begun = Watch(server.pid), time.time()
            for place, files in parts:
                for k, (name, make) in enumerate(files.items()):
                    path = Path(folder) / f"file{k}.csv"
                    path.write_bytes(make())
                    started = time.time()
                    took, said = upload(page, address, place, path)
                    mine = [ms for when, ms in times if when > started]
                    most = max(mine, default=0)
                    print(f"{place:<8} {name:<31} {path.stat().st_size:>8} B {took:5.1f} s"
                          f"  other at most {most:4.0f} ms  {said}", flush=True)  # fmt: skip
                    assert server.poll() is None, "the server is dead"
            print("meanwhile:", shown([took for when, took in times if when > begun]))
        print(f"server {watch.server:.0f} MB, largest below {watch.below:.0f} MB, "
              f"together {watch.together:.0f} MB")  # fmt: skip
        print("the server lives:", server.poll() is None)
        log = (Path(folder) / "log").read_text(errors="replace")
        print("tracebacks in its log:", log.count("Traceback"))


if __name__ == "__main__":
    main()

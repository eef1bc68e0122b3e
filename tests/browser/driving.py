"""The app served, and a page driven as a user drives it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Locator, Page, TimeoutError, expect

ROOT = Path(__file__).resolve().parents[2]
# A test waits for its runs: on a busy machine a worker that steps back would never have its turn.
APART = {"RNNVIZ_NICE": "0"}
PATIENCE = 60_000  # ms: a busy machine is slow, a broken page never comes
AT_REST = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  return app && app.dataset.testScriptState === 'notRunning'
    && !document.querySelector('[data-stale="true"]') && document.querySelector('h1') !== null
    // A part whose script is still on its way stands as a grey bar, lower than it will be.
    && !document.querySelector('[data-testid="stSkeleton"]');
}"""
TWO_FRAMES = """() => new Promise((done) =>
  requestAnimationFrame(() => requestAnimationFrame(done)))"""
# What keeps a page from rest.
UNREST = """() => [location.href.slice(0, 120),
  document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState,
  ...[...document.querySelectorAll('[data-stale="true"]')].slice(0, 3)
    .map((element) => element.dataset.testid + ' ' + element.className.slice(0, 60)),
].join(' | ')"""

expect.set_options(timeout=PATIENCE)


@contextmanager
def serve_process(
    log: Path | None = None, script: Path | None = ROOT / "app.py", **settings: str
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The app (or another ``script``) on a free port of this machine: its address, and the process.

    Without a ``script``, as ``rnnviz app`` serves it. ``settings`` are environment variables. Runs
    are kept in a folder of their own. What the server says goes into the file ``log``.
    """
    port = free_port()
    options = ["--server.port", str(port), "--server.address", "127.0.0.1"]
    options += ["--server.fileWatcherType", "none"]
    command = ["streamlit", "run", str(script), *options]
    if script is None:
        command = ["rnnviz.ui.server", str(port), "127.0.0.1"]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as runs:
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE if log is None else log.open("wb"),
            env={**os.environ, "OMP_NUM_THREADS": "1", **APART, "RNNVIZ_DATA": runs, **settings},
        )
        address = f"http://127.0.0.1:{port}"
        try:
            wait_until_healthy(address, process)
            yield address, process
        finally:
            process.terminate()
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:  # a busy machine; the journey itself is over
                process.kill()
                process.wait()


def free_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serve(log: Path | None = None, **settings: str) -> Iterator[str]:
    """The app on a free port of this machine; yields its address."""
    with serve_process(log, **settings) as (address, _):
        yield address


def wait_until_healthy(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < end:
        if process.poll() is not None:
            said = process.stderr.read().decode()[-2000:] if process.stderr else "see its log"
            raise RuntimeError(f"the server ended: {said}")
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)  # between two attempts, not instead of a condition
    raise RuntimeError("the server did not become healthy")


def settle(page: Page) -> None:
    """Wait until the script has run and nothing on the page is stale."""
    try:
        page.wait_for_function(AT_REST, polling=50, timeout=PATIENCE)
    except TimeoutError:
        raise AssertionError(f"never comes to rest: {page.evaluate(UNREST)}") from None


def visit(page: Page, address: str) -> None:
    page.goto(address)
    settle(page)


def enter_text(page: Page, text: str) -> None:
    """Type a text into the box and press Enter."""
    box = page.locator("textarea")
    box.fill(text)
    box.press("Enter")


def key(page: Page, name: str) -> Locator:
    """The button (or link) with a Streamlit key."""
    return page.locator(f".st-key-{name.replace('.', '-')} button").first


def pick(page: Page, box: Locator, word: str) -> None:
    """Choose by typing. A page that moves or runs late closes an open list: it is opened again."""
    box.scroll_into_view_if_needed()
    settle(page)
    for attempt in range(6):
        box.click()
        box.fill(word)
        try:
            expect(page.get_by_role("option")).to_have_count(1, timeout=5_000)
            break
        except AssertionError:
            if attempt == 5:
                raise
            page.keyboard.press("Escape")
    box.press("Enter")


def page_links(page: Page) -> Locator:
    """The list of the app's pages, at the top of a wide window."""
    return page.get_by_test_id("stTopNavLink")


def page_link(page: Page, title: str) -> Locator:
    """The entry of a page in that list."""
    return page_links(page).get_by_text(title, exact=True)


def choose_language(page: Page, code: str) -> None:
    """By the switch beside the title."""
    page.get_by_role("radio", name=code.upper(), exact=True).click()


def live_charts(page: Page) -> Locator:
    """The pictures of the charts that are redrawn in place."""
    return page.locator('[data-testid="stVegaLiteChart"] svg')


def mark(charts: Locator, count: int) -> None:
    """Give these charts a mark each, which a chart that is mounted anew does not have."""
    expect(charts).to_have_count(count)
    charts.evaluate_all("nodes => nodes.forEach(node => { node.dataset.marked = 'yes' })")


def kept_marks(charts: Locator) -> list[str | None]:
    """What has become of the marks."""
    return charts.evaluate_all("nodes => nodes.map(node => node.dataset.marked)")

"""Whatever is killed in the middle of a run, the page shows it and nothing is lost."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

from driving import serve_process, visit
from playwright.sync_api import Page, expect

from rnnviz.i18n import translator

EN = translator("en")
# Few epochs, but long ones: caught in the middle, and not stopped early.
RUN = "part=train&epochs=6&hidden=128&window=48"


def button(page: Page, name: str):
    return page.locator(f".st-key-weather-{name} button").first


def test_the_server_and_then_the_worker_are_killed_and_the_run_finishes(page, tmp_path: Path):
    data = {"RNNVIZ_DATA": str(tmp_path), "RNNVIZ_WORKERS": "1"}
    best = page.get_by_text(re.compile("^Best so far: epoch"))
    with serve_process(**data) as (address, server):
        visit(page, f"{address}/weather?{RUN}")
        button(page, "start").click()
        expect(best).to_be_visible()
        expect(page).to_have_url(re.compile(r"run=[\w-]{22}"))
        link = page.url.removeprefix(address)
        (lock,) = (tmp_path / "workers").glob("*.lock")
        worker = int(lock.read_text())
        os.kill(worker, signal.SIGSTOP)  # held still, or it would finish meanwhile
        os.kill(server.pid, signal.SIGKILL)
        server.wait()
    with serve_process(**data) as (address, _):
        # The worker has outlived its server: the new one shows the same run, still going.
        visit(page, address + link)
        expect(button(page, "stop")).to_be_enabled()
        expect(best).to_be_visible()
        os.kill(worker, signal.SIGKILL)
        expect(page.get_by_text(EN("weather.status.interrupted"))).to_be_visible()
        expect(page.get_by_text(re.compile("Epoch [1-5] of 6"))).to_be_visible()
        button(page, "resume").click()
        expect(page.get_by_text("Epoch 6 of 6", exact=True)).to_be_visible()
        button(page, "to_verdict").click()
        expect(page.get_by_text(re.compile("same as last hour")).first).to_be_visible()

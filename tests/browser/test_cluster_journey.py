"""A department's cluster, whole: PostgreSQL, objects, Dask, two servers that share no disk."""

from __future__ import annotations

import os
import re
import signal
from contextlib import ExitStack
from pathlib import Path

import pytest
from dask_cluster import Cluster
from driving import key, serve_process, settle, visit
from object_store import object_store
from playwright.sync_api import Page, expect
from postgres import Postgres
from variants import thorough

from rnnviz.i18n import translator
from rnnviz.runs.store import RunStore

EN = translator("en")
pytestmark = pytest.mark.skipif(not thorough(), reason="takes a minute: make thorough")
CSV = "time,temperature\n" + "".join(
    f"2024-{1 + day // 28:02d}-{1 + day % 28:02d} {hour:02d}:00,{10 + day % 9 + hour % 12}\n"
    for day in range(300)
    for hour in range(24)
)


def test_a_worker_dies_and_the_other_server_shows_the_verdict(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    with ExitStack() as left:
        bucket, keys = left.enter_context(object_store())
        database = Postgres()
        left.callback(database.close)
        common = {**keys, "RNNVIZ_DATABASE_URL": database.new_schema(), "RNNVIZ_FILES": bucket}
        worker = {**common, "RNNVIZ_DATA": str(tmp_path / "workers")}
        cluster = Cluster(tmp_path, worker, workers=2)
        left.callback(cluster.close)
        app = {**common, "RNNVIZ_DASK": cluster.address}
        one, two = (
            left.enter_context(serve_process(RNNVIZ_DATA=str(tmp_path / name), **app))[0]
            for name in ("one", "two")
        )
        visit(page, f"{one}/weather?epochs=60&hidden=24")
        page.locator("input[type=file]").first.set_input_files(
            {"name": "garden.csv", "mimeType": "text/csv", "buffer": CSV.encode()}
        )
        expect(page.get_by_text("garden.csv").first).to_be_visible()
        expect(page).to_have_url(re.compile("file="))
        settle(page)
        # The other server has the upload, too, though nothing was trained yet.
        visit(page, page.url.replace(one, two))
        expect(page.get_by_text("garden.csv").first).to_be_visible()
        visit(page, re.sub("part=[a-z]+", "part=train", page.url.replace(two, one)))
        page.get_by_role("radio", name=EN("weather.part_train"), exact=True).click()
        key(page, "weather.start").click()
        expect(page).to_have_url(re.compile(r"run=[\w-]{22}"))
        expect(page.get_by_text(re.compile("^Best so far: epoch"))).to_be_visible()
        run, ws = (re.search(rf"{n}=([\w-]{{22}})", page.url)[1] for n in ("run", "ws"))
        monkeypatch.setenv("RNNVIZ_DATABASE_URL", common["RNNVIZ_DATABASE_URL"])
        record = RunStore.at(tmp_path / "looking")
        first = record.get(ws, run)
        os.kill(int(first.worker.rsplit("-", 1)[1]), signal.SIGKILL)
        visit(page, page.url.replace(one, two))
        expect(key(page, "weather.to_verdict")).to_be_visible(timeout=180_000)
        key(page, "weather.to_verdict").click()
        expect(page.get_by_text(re.compile("same as last hour")).first).to_be_visible()
        done = record.get(ws, run)
        record.database.close()
        assert done.status == "finished"
        assert done.epoch > first.epoch
        assert done.worker != first.worker
        assert not (tmp_path / "one" / "runs" / run / "run.json").exists()  # the first saw nothing

"""A whole file of reviews on the page: seconds, memory, and what another user notices of it.

    python benchmarks/whole_file.py [--rows 50000] [--model best] [--words]

The reviews are made, as in ``classify_speed.py``, with a label each. A real server and two
browsers: the other user clicks a control of the Weather page again and again, alone first and then
while the file is uploaded, read and downloaded. Memory is looked at ten times a second, of the
server and of all processes below it (Linux only).
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "browser"), str(ROOT / "tests" / "uploads")]

from classify_speed import write_reviews  # noqa: E402
from driving import serve_process, settle, visit  # noqa: E402
from find_browser import FLAGS, find_browser  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402
from upload_killers import Watch, other_user, shown  # noqa: E402

from rnnviz.i18n import translator  # noqa: E402
from rnnviz.models.shipped import SHIPPED  # noqa: E402

HOUR = 3_600_000  # ms
ALONE = 60  # clicks of the other user before the file comes


def labelled(path: Path, rows: int) -> None:
    """``write_reviews`` with a column of labels."""
    write_reviews(path, rows, words=230)
    rng = random.Random(1)
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    made = [f"{header},label", *(f"{line},{rng.choice(('pos', 'neg'))}" for line in lines)]
    path.write_text("\n".join(made) + "\n", encoding="utf-8")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--model", choices=SHIPPED, default="best")
    parser.add_argument("--words", action="store_true", help="the three words of each review, too")
    options = parser.parse_args()
    t = translator("en")
    with (
        tempfile.TemporaryDirectory() as folder,
        serve_process(Path(folder) / "log", RNNVIZ_NICE="5") as (address, server),
        sync_playwright() as playwright,
        other_user(address) as times,
    ):
        source = Path(folder) / "reviews.csv"
        labelled(source, options.rows)
        page = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS).new_page()
        visit(page, f"{address}/reviews?model={options.model}")
        while len(times) < ALONE:
            time.sleep(1)
        print("the other user alone:", shown([took for _, took in times[10:]]))
        watch, begun = Watch(server.pid), time.time()

        def lap(what: str) -> None:
            print(f"{what:<10} {time.time() - started:6.1f} s  server {watch.server:.0f} MB,"
                  f" largest below {watch.below:.0f} MB", flush=True)  # fmt: skip

        started = time.time()
        page.locator("input[type=file]").first.set_input_files(source)
        read = page.locator(".st-key-rnnviz-batches-remove")
        refused = page.get_by_test_id("stAlertContentError")
        read.or_(refused).first.wait_for(timeout=HOUR)
        assert not refused.count(), refused.first.inner_text()
        settle(page)
        lap(f"{source.stat().st_size / 2**20:.0f} MB read")
        if options.words:
            page.get_by_text(t("reviewfile.extra.words")).click()
            settle(page)
        started = time.time()
        page.locator(".st-key-rnnviz-batches-classify button").click()
        download = page.get_by_role("button", name=t("reviewfile.download"), exact=True)
        download.wait_for(timeout=HOUR)
        settle(page)
        lap("classified")
        started = time.time()
        with page.expect_download(timeout=HOUR) as coming:
            download.click()
        coming.value.path()
        lap("downloaded")
        print("meanwhile:", shown([took for when, took in times if when > begun]))
        print(f"together at most {watch.together:.0f} MB")


if __name__ == "__main__":
    main()

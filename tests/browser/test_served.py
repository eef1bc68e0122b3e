"""The app as ``rnnviz app`` serves it: headers that keep strangers out, and every page in order."""

from __future__ import annotations

import json
import re
from urllib.request import urlopen

from driving import enter_text, serve_process, settle, visit
from playwright.sync_api import Browser, expect
from variants import thorough

REFUSED = """() => { globalThis.refused = [];
  addEventListener("securitypolicyviolation", (event) =>
    refused.push(`${event.effectiveDirective} ${event.blockedURI}`)); }"""
# Among them: charts of both kinds, components, a figure that moves, a table.
PLACES = ("embeddings", "states?look=memory")
if thorough():
    PLACES += ("?lang=vi", "build?rung=byhand", "weather")


def test_nothing_that_a_page_needs_is_refused_and_the_server_tells(chromium: Browser):
    page = chromium.new_context(locale="en-US").new_page()
    page.add_init_script(f"({REFUSED})()")
    with serve_process(script=None, RNNVIZ_METRICS="1") as (address, _):
        for place in PLACES:
            visit(page, f"{address}/{place}")
            assert page.evaluate("refused") == [], place
        visit(page, f"{address}/reviews")
        enter_text(page, "a dull start and a wonderful ending")
        expect(page).to_have_url(re.compile("text=a"))
        settle(page)
        assert page.evaluate("refused") == []
        # The policy is there: another host's script is refused.
        page.evaluate(
            """document.head.append(Object.assign(document.createElement("script"),
                 { src: "https://elsewhere.invalid/x.js" }))"""
        )
        page.wait_for_function("refused.length")
        assert page.evaluate("refused[0]").startswith("script-src")

        with urlopen(f"{address}/readyz") as answer:
            assert json.load(answer) == {"ready": True}
            assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
            assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
        with urlopen(f"{address}/metrics") as answer:
            told = answer.read().decode()
        reruns = re.search(r'rnnviz_rerun_seconds_count{page="reviews"} (\d+)', told)
        assert int(reruns[1]) >= 2
        assert 'rnnviz_runs{status="queued"} 0.0' in told

"""Thousands of hostile texts on the text pages, and what the worst of them took.

    python benchmarks/fuzz_texts.py [--texts 5000] [--seed 1]

The texts are those of ``tests/text/hostile.py``. Each is entered on a page of the app (Streamlit's
``AppTest``), one page after the other, with the page's choices drawn: another model, language, view
of the verdict, part of the page, chosen word; on Reviews in one of 24 the smallest change is
searched for, too. Each goes through the link to its view and back; in one of eight, the file to
take along is made of its trace and parsed; all of them are read as the rows of a file are, with the
words that mattered. Printed, also after Ctrl+C: what was shown, exceptions, markup that came
through, the slowest text of each page, and the most memory of this process, which has all in one
(Linux only).
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), *(str(ROOT / "tests" / name) for name in ("text", "pages"))]

from fuzz_uploads import peak  # noqa: E402
from hostile import drawn  # noqa: E402
from streamlit.testing.v1 import AppTest  # noqa: E402
from test_pages import TEXT_PAGES, open_page  # noqa: E402

from rnnviz.i18n import translator  # noqa: E402
from rnnviz.inference.answers import answers  # noqa: E402
from rnnviz.inference.classify import read_shipped  # noqa: E402
from rnnviz.models.shipped import SHIPPED, load_shipped  # noqa: E402
from rnnviz.stepper.payload import pack  # noqa: E402
from rnnviz.stepper.position import StepperPosition  # noqa: E402
from rnnviz.ui.shell.view import (  # noqa: E402
    MAX_LINK_TEXT,
    MAX_TEXT,
    RULES,
    Choice,
    View,
    parse_view,
    view_params,
)
from rnnviz.ui.widgets.stepper import standalone_page  # noqa: E402

DRAWN = (
    *("lang", "model", "why", "grain", "curve", "keep", "pad", "topic", "watch", "states_pad"),
    *("look", "rung", "both_pad", "task", "packing"),
)
TOGETHER = 32  # texts that are read as rows at once


class Scripts(HTMLParser):
    """How many elements of a page could run something or fetch something."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        handlers = [name for name, _ in attrs if name.startswith("on") or name in ("src", "href")]
        self.count += (tag in ("script", "img", "iframe", "svg", "a", "object")) + len(handlers)


class Tally:
    """What came of the texts."""

    def __init__(self) -> None:
        self.done: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()
        self.examples: dict[str, str] = {}
        self.slowest: dict[str, tuple[float, str]] = defaultdict(lambda: (0.0, ""))

    def take(self, what: str, told: str, action: Callable[[], object]) -> None:
        """Do it, keep how long it took, and what it raised."""
        begun = time.perf_counter()
        try:
            action()
        except Exception as error:
            short = "".join(traceback.format_exception(error))[-1500:]
            self.faults[short] += 1
            self.examples.setdefault(short, f"{what}: {told}")
        self.done[what] += 1
        self.slowest[what] = max(self.slowest[what], (time.perf_counter() - begun, told))


def changes(rng: random.Random, text: str) -> dict[str, object]:
    """The text, and some choices of its page."""
    found: dict[str, object] = {"text": text, "step": rng.choice((0, 1, 2, 7, 400))}
    for name in DRAWN:
        rule = RULES[name]
        if isinstance(rule, Choice) and rng.random() < 0.3:
            found[name] = rng.choice(rule.options)
    return found


def link_and_back(view: View) -> None:
    """What an address takes along it brings back."""
    params = parse_view(dict(parse_qsl(urlencode(view_params(view)), keep_blank_values=True)))
    expected = view.text if len(view.text) <= MAX_LINK_TEXT else ""
    assert params.text == expected, "the link brought another text"
    assert len(view.text) <= MAX_TEXT


def enter(at: AppTest, given: dict[str, object], search: bool) -> None:
    """The text on a page, as the box sends it."""
    at.session_state["rnnviz.view"] = at.session_state["rnnviz.view"].with_changes(**given)
    at.run(timeout=300)
    if search:
        for button in at.button:
            if button.key == "rnnviz.smallest":
                button.click().run(timeout=300)
                break
    if at.exception:
        raise RuntimeError("\n".join(f"{e.message}\n{e.stack_trace}" for e in at.exception))
    for element in (*at.markdown, *at.caption):
        assert not element.allow_html, "HTML in Markdown"
        assert "](javascript:" not in element.value, "a link of the text's"


def take_along(text: str, model: str) -> None:
    """The file to take along has no more elements that do something than that of a plain text."""
    reading = read_shipped(text, model)
    plain = read_shipped("a good film", model)
    assert plain is not None
    if reading is None:
        return
    counts = []
    for shown in (reading, plain):
        page = Scripts()
        trace = shown.trace
        title = shown.encoding.text
        page.feed(standalone_page(translator("vi"), pack([trace]), StepperPosition(), title))
        page.close()
        counts.append(page.count)
    assert counts[0] == counts[1], "the text is markup in the file"


def read_rows(texts: list[str], model: str) -> None:
    """As a file's rows: in all models, with the words."""
    found = answers(texts, load_shipped(model), words=True)
    assert len(found) == len(texts)
    assert all(answer.words or answer.label == "unreadable" for answer in found)


def fuzz(tally: Tally, seed: int, count: int) -> None:
    """All texts, on one page after the other."""
    rows: list[str] = []
    pages: dict[str, AppTest] = {}
    for number in range(count):
        rng = random.Random(f"{seed}.{number}")
        kind, text = drawn(rng)
        name = TEXT_PAGES[number % len(TEXT_PAGES)]
        told = f"{number}, {kind}, {len(text)} characters"
        if name not in pages:
            pages[name] = open_page(name)
        at, given = pages[name], changes(rng, text)
        tally.take("links", told, lambda given=given: link_and_back(View().with_changes(**given)))
        search = rng.random() < 1 / 24
        before = tally.faults.total()
        tally.take(name, told, lambda at=at, given=given, s=search: enter(at, given, s))
        if tally.faults.total() > before:
            del pages[name]
        model, cut = rng.choice(list(SHIPPED)), View().with_changes(text=text).text
        if rng.random() < 1 / 8:
            tally.take("file to take along", told, lambda c=cut, m=model: take_along(c, m))
        rows.append(
            cut if rng.random() < 0.9 else text[:200_000].encode("utf-8", "replace").decode()
        )
        if len(rows) == TOGETHER or number + 1 == count:
            tally.take("rows of a file", told, lambda r=rows, m=model: read_rows(r, m))
            rows = []
        if number % 500 == 499:
            print(f"{number + 1} texts, {tally.faults.total()} faults", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["RNNVIZ_DATA"] = folder
        for name in TEXT_PAGES:
            open_page(name)
        for model in SHIPPED:
            load_shipped(model)
        warm = peak("self")
        tally = Tally()
        with suppress(KeyboardInterrupt):
            fuzz(tally, asked.seed, asked.texts)
    print(f"{tally.done['links']} texts in {time.perf_counter() - begun:.0f} s")
    for what, count in tally.done.items():
        seconds, told = tally.slowest[what]
        print(f"  {what:<20} {count:>5}, the slowest {seconds:.2f} s ({told})")
    print(f"most memory: {peak('self') / 1024:.0f} MB, {warm / 1024:.0f} MB of it before")
    print(f"faults: {tally.faults.total()}")
    for text, times in tally.faults.most_common(20):
        print(f"-- {times} times, first at {tally.examples[text]}\n{text}")


if __name__ == "__main__":
    main()

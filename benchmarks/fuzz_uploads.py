"""Thousands of damaged files through the door that pages use, and what the worst of them took.

    python benchmarks/fuzz_uploads.py [--files 10000] [--pages 200] [--seed 1] [--keep FOLDER]

The files are those of ``tests/uploads/mutations.py`` and, of temperatures, the layouts of
``tests/series/services.py``, each damaged once to seven times; every tenth is given to the reader
of the other kind. Each is read by a child of the sandbox with the limits it has on the page, two
at a time; a file of temperatures that is refused is asked for its columns, as the page does. Then
what is said about it is said in both languages. ``--pages`` of them are uploaded to the page itself
(Streamlit's ``AppTest``). Printed: how they ended, tracebacks, children that died, the slowest
file, and the most memory that a child and this process held. ``--keep``: where to put the files
that ended as none should. Memory on Linux only.
"""

from __future__ import annotations

import argparse
import logging
import os
import random
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), *(str(ROOT / "tests" / name) for name in ("uploads", "series", "pages"))]

from mutations import FILES, damaged, drawn  # noqa: E402
from services import SERVICES  # noqa: E402

from rnnviz.errors import RnnvizError  # noqa: E402
from rnnviz.i18n import LANGUAGES, translator  # noqa: E402
from rnnviz.sandbox import pool, readers  # noqa: E402
from rnnviz.series.types import UNITS, ReadOptions, SeriesReading  # noqa: E402
from rnnviz.text.review_file import ReviewFile  # noqa: E402
from rnnviz.uploads.endings import REVIEWS, TEMPERATURES  # noqa: E402

# How no small file may end: a mistake of ours, a child that died, a limit of time.
WRONG = {"upload_not_read", "upload_too_much", "upload_too_slow", "upload_busy"}
NAMES = ("<b>*x*</b>.", "../../x.", "tệp {0} %s.", "x" * 300 + ".", ".")


@dataclass(frozen=True)
class Case:
    """A file as somebody uploads it."""

    number: int
    what: str
    data: bytes
    name: str
    reviews: bool
    options: ReadOptions


@dataclass
class Tally:
    """What became of the files."""

    ends: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[Case, str]] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    largest: int = 0

    def add(self, case: Case, end: str, seconds: float) -> None:
        self.ends[end] += 1
        self.slowest = max(self.slowest, (seconds, f"{case.what}, {len(case.data)} B: {end}"))
        self.largest = max(self.largest, len(case.data))
        if end in WRONG or end.startswith("!"):
            self.wrong.append((case, end))


class Watched(pool.Child):
    """A child whose most memory is known, file by file."""

    most = 0

    def ask(self, question: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
        forget_peak(self.process.pid)
        try:
            return super().ask(question, data)
        finally:
            Watched.most = max(Watched.most, peak(self.process.pid))


def forget_peak(pid: int | str) -> None:
    """Let the most memory of a process be what it holds now."""
    with suppress(OSError):
        Path(f"/proc/{pid}/clear_refs").write_text("5")


def peak(pid: int | str) -> int:
    """The most kB that a process has held; 0 where that is not told, or it has ended."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1])
    return 0


def made(seed: int, number: int) -> Case:
    """The file of this number: the same whenever it is asked for."""
    rng = random.Random(f"{seed}.{number}")
    if rng.random() < 0.3:
        what = rng.choice(sorted(SERVICES))
        data, reviews = SERVICES[what].data, False
    else:
        kind = rng.choice(sorted(FILES))
        what, reviews, data = kind[0], bool(kind[1]), FILES[kind]
    reviews ^= rng.random() < 0.1
    endings = REVIEWS if reviews else TEMPERATURES
    name = (rng.choice(NAMES) if rng.random() < 0.1 else "x.") + rng.choice(endings)
    options = ReadOptions()
    if rng.random() < 0.1:
        options = ReadOptions(
            unit=rng.choice(UNITS), day_first=rng.random() < 0.5, fill_hours=rng.choice((0, 48))
        )
    return Case(number, what, damaged(data, drawn(rng)), name, reviews, options)


def read(case: Case) -> str:
    """Read a file as its page does, and say what came of it: the code of how it ended."""
    try:
        if case.reviews:
            say_reviews(readers.read_reviews(case.data, case.name))
        else:
            say_reading(readers.read_series(case.data, case.name, case.options))
    except RnnvizError as error:
        for t in map(translator, LANGUAGES):
            t.error(error)  # raises where words or values are missing
        if not case.reviews and error.code not in WRONG:
            with suppress(RnnvizError):
                readers.column_names(case.data, case.name)
        return error.code
    return "read"


def say_reading(reading: SeriesReading) -> None:
    """All that was noticed, in both languages."""
    for t in map(translator, LANGUAGES):
        for finding in reading.findings:
            values = {name: t.said(value) for name, value in finding.params.items()}
            values["count"] = t.said(finding.count)
            for part in ("message", "action"):
                assert t(f"findings.{finding.code}.{part}", **values)


def say_reviews(file: ReviewFile) -> None:
    """The same of a table of reviews."""
    assert file.table.rows
    for t in map(translator, LANGUAGES):
        for note in file.table.notes:
            assert note.words(t, str)


def read_all(seed: int, count: int) -> Tally:
    """All files, two at a time."""
    tally = Tally()

    def one(number: int) -> tuple[Case, str, float]:
        case, begun = made(seed, number), time.perf_counter()
        try:
            end = read(case)
        except Exception as error:
            end = f"!{type(error).__name__}: {error}"[:200]
        return case, end, time.perf_counter() - begun

    with ThreadPoolExecutor(2) as pair:
        for case, end, seconds in pair.map(one, range(count)):
            tally.add(case, end, seconds)
            if case.number % 1000 == 999:
                print(f"{case.number + 1} files, {len(tally.wrong)} wrong", flush=True)
    return tally


def upload_all(seed: int, cases: list[int]) -> Tally:
    """Files given to the uploaders of the pages themselves."""
    from test_pages import open_page

    tally = Tally()
    pages = {"weather": open_page("weather"), "reviews": open_page("reviews", model="rnn")}
    for number in cases:
        case = made(seed, number)
        where = "reviews" if case.reviews else "weather"
        at, begun = pages[where], time.perf_counter()
        at.file_uploader[0].set_value((case.name, case.data, "text/csv")).run(timeout=120)
        end = "!" + str(at.exception[0].value)[:200] if at.exception else "shown"
        tally.add(case, end, time.perf_counter() - begun)
        if at.exception:
            pages[where] = open_page(where)
    return tally


def show(title: str, tally: Tally, keep: Path | None) -> None:
    """The figures; the files that ended as none should are kept."""
    ends = ", ".join(f"{name} {count}" for name, count in tally.ends.most_common())
    print(f"{title}: {tally.ends.total()} files, the largest {tally.largest} B\n  {ends}")
    print(f"  the slowest {tally.slowest[0]:.2f} s ({tally.slowest[1]})")
    print(f"  wrong: {len(tally.wrong)}")
    for case, end in tally.wrong[:40]:
        print(f"    {case.number} {case.what} {len(case.data)} B {case.name!r:.60}: {end}")
        if keep is not None:
            keep.mkdir(exist_ok=True)
            (keep / f"{case.number}").write_bytes(case.data)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    faults = Counter[str]()

    class Log(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if "Traceback" in self.format(record):
                faults[self.format(record)[-3000:]] += 1

    logging.getLogger().addHandler(Log(level=logging.ERROR))
    pool.Child = Watched  # type: ignore[misc]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["RNNVIZ_DATA"] = folder
        readers.read_reviews(b"review,label\na good film,1\n", "warm.csv")
        begun = time.perf_counter()
        show("read by the children", read_all(asked.seed, asked.files), asked.keep)
        print(f"  in {time.perf_counter() - begun:.0f} s")
        step = max(1, asked.files // max(1, asked.pages))
        if asked.pages:
            numbers = list(range(0, asked.files, step))
            show("uploaded to the page", upload_all(asked.seed, numbers), asked.keep)
    child, own = Watched.most / 1024, peak("self") / 1024
    print(f"most memory: a child {child:.0f} MB, this process {own:.0f} MB")
    print(f"tracebacks: {faults.total()}")
    for text, times in faults.most_common(20):
        print(f"-- {times} times\n{text}")


if __name__ == "__main__":
    main()

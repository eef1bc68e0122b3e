"""A file that meets a limit ends in a sentence; the next one is read as if nothing had been."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import killers
import pytest

from rnnviz.errors import RnnvizError
from rnnviz.i18n import LANGUAGES, translator
from rnnviz.sandbox.pool import ROOT
from rnnviz.series.types import ReadOptions

SMALL = killers.wide_header(2, 200)
LARGE = killers.wide_header(2, 1_000_000)
OPTIONS = ReadOptions().model_dump()
PATIENCE = 120  # seconds: a busy machine is slow


def read(pool, data: bytes) -> int:
    head, _ = pool.ask("series", data, "mine.csv", OPTIONS)
    return head["reading"]["rows_read"]


def refused(pool, data: bytes) -> str:
    with pytest.raises(RnnvizError) as error:
        read(pool, data)
    for language in LANGUAGES:
        assert "upload_" not in translator(language).error(error.value)
    return error.value.code


def test_a_file_that_takes_too_long(pool_of):
    pool = pool_of(seconds=0.05, rate=2**40)
    assert refused(pool, LARGE) == "upload_too_slow"
    assert refused(pool, LARGE) == "upload_too_slow"  # by another process


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not hold to the limit")
def test_a_file_that_takes_too_much_memory(pool_of):
    pool = pool_of(memory=48 * 2**20, seconds=PATIENCE)
    assert refused(pool, LARGE) == "upload_too_much"
    assert read(pool, SMALL) == 200


def test_an_answer_that_is_too_large(pool_of):
    pool = pool_of(answer=1000, seconds=PATIENCE)
    assert refused(pool, SMALL) == "upload_too_much"


def test_a_child_that_dies_at_a_file(pool_of):
    pool = pool_of(seconds=PATIENCE)
    assert read(pool, SMALL) == 200
    (child,) = pool._children
    ask = child.ask

    def killed(question, data):
        child.process.kill()
        return ask(question, data)

    child.ask = killed
    assert refused(pool, SMALL) == "upload_too_much"
    assert read(pool, SMALL) == 200


def test_a_child_that_has_died_idle_is_nobodys_trouble(pool_of):
    pool = pool_of(seconds=PATIENCE)
    assert read(pool, SMALL) == 200
    (child,) = pool._children
    child.process.kill()
    child.process.wait()
    assert read(pool, SMALL) == 200


def test_a_mistake_of_ours_is_logged_and_said(pool_of, caplog):
    pool = pool_of(seconds=PATIENCE)
    with pytest.raises(RnnvizError) as error:
        pool.ask("no such task", SMALL, "mine.csv", OPTIONS)
    assert error.value.code == "upload_not_read"
    assert "KeyError" in caplog.text
    assert read(pool, SMALL) == 200


def hold(child) -> tuple[threading.Event, threading.Event]:
    """Keep a child at its next work: the first event tells of it, the second lets it go on."""
    at_work, done, ask = threading.Event(), threading.Event(), child.ask

    def held(question, data):
        at_work.set()
        done.wait(PATIENCE)
        return ask(question, data)

    child.ask = held
    return at_work, done


def test_whoever_waits_is_told_so_after_a_while(pool_of):
    pool = pool_of(wait=0.01, seconds=PATIENCE)
    assert read(pool, SMALL) == 200
    (child,) = pool._children
    at_work, done = hold(child)
    with ThreadPoolExecutor() as others:
        slow = others.submit(read, pool, SMALL)
        assert at_work.wait(PATIENCE)
        assert refused(pool, SMALL) == "upload_busy"
        done.set()
        assert slow.result() == 200


def test_a_slow_file_does_not_hold_the_others(pool_of):
    pool = pool_of(size=2, seconds=PATIENCE, wait=PATIENCE)
    assert read(pool, SMALL) == 200
    # A child that starts only now would be asked before the one that is held.
    with pool._changed:
        assert pool._changed.wait_for(lambda: len(pool._idle) == 2, PATIENCE)
    at_work, done = hold(pool._idle[-1])
    with ThreadPoolExecutor() as others:
        slow = others.submit(read, pool, SMALL)
        assert at_work.wait(PATIENCE)
        assert [read(pool, SMALL) for _ in range(5)] == [200] * 5
        assert not slow.done()
        done.set()
        assert slow.result() == 200


def test_many_files_at_once_all_come_back(pool_of):
    pool = pool_of(size=2, seconds=PATIENCE, wait=PATIENCE)
    with ThreadPoolExecutor(8) as users:
        found = users.map(lambda rows: read(pool, killers.wide_header(2, rows)), range(100, 130))
        assert list(found) == list(range(100, 130))


def test_where_no_process_starts_nobody_waits_for_ever(pool_of, monkeypatch):
    pool = pool_of()
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert refused(pool, SMALL) == "upload_busy"


SERVER = """
import sys, time
from rnnviz.sandbox.pool import POOL
POOL.ask("columns", b"time,temp\\n2024-01-01,5\\n", "x", {})
print(*(child.process.pid for child in POOL._children), flush=True)
time.sleep(1000)
"""


@pytest.mark.skipif(os.name != "posix", reason="ends a process as POSIX does")
@pytest.mark.parametrize("how", ["terminate", "kill"])
def test_no_child_outlives_its_server(how):
    with subprocess.Popen(
        [sys.executable, "-c", SERVER], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        pids = [int(pid) for pid in server.stdout.readline().split()]
        getattr(server, how)()
    assert pids
    gone = threading.Event()
    for _ in range(PATIENCE * 10):
        if not any(alive(pid) for pid in pids):
            break
        gone.wait(0.1)  # between two looks
    assert not any(alive(pid) for pid in pids)


def alive(pid: int) -> bool:
    """Whether the process is there and no zombie that nobody has fetched yet."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def test_the_child_loads_neither_torch_nor_a_screen():
    code = (
        "import sys, rnnviz.sandbox.child as child; child._warm_up();"
        "print(sorted({'torch', 'streamlit', 'plotly', 'sqlalchemy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr

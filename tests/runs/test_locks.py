"""The lock that tells who lives: free at once after any death, and looking disturbs nobody."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from rnnviz.runs.locks import Lock, is_held

ROOT = Path(__file__).resolve().parents[2]
HOLD = """
import sys, time
from pathlib import Path
from rnnviz.runs.locks import Lock
assert Lock(Path(sys.argv[1])).take()
print("held", flush=True)
time.sleep(600)
"""


def holder(path: Path) -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    return child


def test_where_there_never_was_one_nothing_is_said_and_nothing_is_made(tmp_path):
    assert is_held(tmp_path / "none.lock") is None
    assert list(tmp_path.iterdir()) == []


def test_one_holds_it_and_the_next_after_the_release(tmp_path):
    path = tmp_path / "here.lock"
    first, second = Lock(path), Lock(path)  # in one process too
    assert first.take()
    assert is_held(path) is True
    assert not second.take()
    first.release()
    assert is_held(path) is False
    assert second.take()
    second.release()


@pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX does")
def test_a_killed_process_holds_nothing(tmp_path):
    path = tmp_path / "here.lock"
    child = holder(path)
    assert is_held(path) is True
    assert path.read_text() == f"{child.pid}\n"
    os.kill(child.pid, signal.SIGKILL)
    child.communicate()
    assert is_held(path) is False
    assert Lock(path).take()


@pytest.mark.skipif(sys.platform == "win32", reason="a look is exclusive there")
def test_any_number_may_look_at_once_and_none_takes_another_for_the_holder(tmp_path):
    path = tmp_path / "here.lock"
    path.touch()
    seen: set[bool | None] = set()

    def look() -> None:
        seen.update(is_held(path) for _ in range(2000))

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == {False}

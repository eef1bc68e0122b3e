"""What is kept of runs is for its user alone, from its first moment and whatever the umask."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from small_runs import settings, until, weather

from rnnviz.runs.locks import is_held
from rnnviz.runs.store import RunStore

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX")


@pytest.fixture(autouse=True)
def _usual_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def open_to_others(folder: Path) -> list[str]:
    """What in and below a folder gives others any right."""
    entries = [folder, *folder.rglob("*")]
    return [str(entry) for entry in entries if stat.S_IMODE(entry.stat().st_mode) & 0o077]


def test_nothing_of_a_run_is_open_to_others(tmp_path, workspace, request):
    store = RunStore.at(tmp_path / "new")  # only now: the umask of the test
    request.addfinalizer(store.database.close)
    store.create_run(workspace, "", settings(), weather(), "log.csv")
    assert {path.name for path in store.folder.glob("runs.sqlite*")} >= {"runs.sqlite"}
    assert open_to_others(store.folder) == []


def test_the_folder_is_never_wider_not_even_for_a_moment(tmp_path, monkeypatch):
    made: list[tuple[Path, int]] = []
    mkdir = Path.mkdir

    def watched(path: Path, mode: int = 0o777, **more: bool) -> None:
        mkdir(path, mode, **more)
        made.append((path, stat.S_IMODE(path.stat().st_mode)))

    monkeypatch.setattr(Path, "mkdir", watched)
    folder = tmp_path / "data"
    RunStore.at(folder).database.close()
    assert {path for path, _ in made} >= {folder, folder / "runs", folder / "workers"}
    assert {mode for path, mode in made if path.is_relative_to(folder)} == {0o700}


def test_a_folder_that_is_open_already_is_closed(tmp_path):
    folder = tmp_path / "data"
    RunStore.at(folder).database.close()
    for path in (folder, folder / "runs", folder / "workers"):
        path.chmod(0o755)
    (folder / "runs.sqlite").chmod(0o644)
    RunStore.at(folder).database.close()
    assert open_to_others(folder) == []


def test_a_folder_that_all_share_stays_shared(tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    RunStore.at(shared).database.close()
    assert stat.S_IMODE(shared.stat().st_mode) == 0o1777
    assert stat.S_IMODE((shared / "runs.sqlite").stat().st_mode) == 0o600


@pytest.mark.costly
def test_nothing_that_a_worker_writes_is_open_to_others(
    tmp_path, workspace, request, launch, store
):
    run = store.create_run(workspace, "", settings(), weather(), "log.csv")
    launch().submit(run.id)
    until(lambda: store.get(workspace, run.id).has_result)
    assert any(is_held(lock) for lock in (store.folder / "workers").glob("*.lock"))
    assert open_to_others(store.folder) == []


def test_a_run_of_the_command_line_is_closed_to_others_too(tmp_path):
    sample = tmp_path / "log.csv"
    times = [f"2024-03-{1 + h // 24:02d} {h % 24:02d}:00" for h in range(24 * 25)]
    rows = [f"{time},{10 + hour % 24 / 4:.1f}" for hour, time in enumerate(times)]
    sample.write_text("time,celsius\n" + "\n".join(rows) + "\n")
    done = subprocess.run(
        [sys.executable, "-m", "rnnviz", "train", "weather", str(sample), "--epochs", "1"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "runs-data").rglob("run.json"))) == 1
    assert open_to_others(tmp_path / "runs-data") == []
    shutil.rmtree(tmp_path / "runs-data")

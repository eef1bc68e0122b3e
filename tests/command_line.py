"""The command line called: in this process, or in one of its own, which imports torch first."""

from __future__ import annotations

import io
import logging
import os
import subprocess
import sys
import traceback
import warnings
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
import torch

from rnnviz.cli import main

ROOT = Path(__file__).resolve().parents[1]


def fresh_rnnviz(*arguments: str | bytes) -> subprocess.CompletedProcess[str]:
    """As a user starts it."""
    return subprocess.run(
        [sys.executable, "-m", "rnnviz", *arguments], cwd=ROOT, capture_output=True, text=True
    )


def rnnviz(*arguments: str | bytes) -> subprocess.CompletedProcess[str]:
    """The same here: what it prints, what Python would print of it, and the exit status."""
    out, err = _stream("strict"), _stream("backslashreplace")
    words = [os.fsdecode(argument) for argument in arguments]
    log = logging.getLogger("rnnviz")
    threads, level = torch.get_num_threads(), log.level
    os.umask(mask := os.umask(0))  # a run is kept from others
    with (
        pytest.MonkeyPatch.context() as patch,
        warnings.catch_warnings(),
        chdir(ROOT),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        # By these a help says how it was called.
        patch.setattr(sys, "argv", [str(ROOT / "rnnviz" / "__main__.py"), *words])
        patch.setattr(sys.modules["__main__"], "__package__", "rnnviz", raising=False)
        _tell_warnings_as_a_program_does()
        status = _status_of_main()
    torch.set_num_threads(threads)
    log.setLevel(level)
    os.umask(mask)
    return subprocess.CompletedProcess(words, status, _written(out), _written(err))


def _status_of_main() -> int:
    try:
        main()
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return end.code or 0
        sys.stderr.write(f"{end.code}\n")
        return 1
    except Exception:
        traceback.print_exc()
        return 1
    return 0


def _tell_warnings_as_a_program_does() -> None:
    """Pytest collects them; a user would read them, and most tests say that there are none."""

    def tell(message, category, filename, lineno, file=None, line=None) -> None:
        sys.stderr.write(warnings.formatwarning(message, category, filename, lineno, line))

    warnings.resetwarnings()
    for unseen in (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning):
        warnings.simplefilter("ignore", unseen)
    warnings.showwarning = tell


def _stream(errors: str) -> io.TextIOWrapper:
    """Refuses what the output of a program would refuse, halves of characters for one."""
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors=errors, write_through=True)


def _written(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()

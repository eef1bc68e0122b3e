"""The example a student reads first runs, and its network learns."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_the_example_trains_a_network_that_beats_the_last_hour():
    done = subprocess.run(
        [sys.executable, "examples/train_rnn.py", "5"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    *epochs, verdict = done.stdout.strip().splitlines()
    assert len(epochs) == 5
    own, same = map(float, re.findall(r"\d+\.\d+", verdict))
    assert own < same

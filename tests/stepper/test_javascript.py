"""The tests in JavaScript, the stepper's and those of other components, by Node's own runner."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
NODE = shutil.which("node")


@pytest.mark.skipif(NODE is None, reason="Node is not installed: the JavaScript tests are left out")
@pytest.mark.parametrize("file", sorted(TESTS.rglob("*.test.mjs")), ids=lambda file: file.stem)
def test_javascript(file: Path):
    assert NODE is not None
    ran = subprocess.run(
        [NODE, "--test", str(file)], capture_output=True, text=True, timeout=120, check=False
    )
    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-1000:]
    assert "\n# pass 0" not in ran.stdout

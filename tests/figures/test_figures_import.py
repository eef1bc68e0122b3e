"""What importing the figures brings along."""

from __future__ import annotations

import subprocess
import sys


def test_no_figure_is_made_while_pandas_is_half_loaded():
    """Two users on a fresh server: one's page imports pandas while the other's draws."""
    program = (
        "import sys, rnnviz.figures.text;"
        "from _plotly_utils.optional_imports import get_module;"
        "assert get_module('pandas', should_load=False).Series"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr

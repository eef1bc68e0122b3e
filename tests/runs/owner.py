"""A server in miniature, to be killed: ``python owner.py FOLDER`` runs a launcher until then."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from rnnviz.runs.launcher import LocalLauncher
from rnnviz.runs.store import RunStore

if __name__ == "__main__":
    launcher = LocalLauncher(RunStore.at(Path(sys.argv[1])), 1)
    launcher.ensure_alive()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    signal.pause()

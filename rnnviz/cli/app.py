"""``rnnviz app``: the app itself, served on this machine."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Annotated

import typer

from rnnviz.runs.data_folder import data_folder
from rnnviz.site_folder import site_folder


def serve_app(
    port: Annotated[int, typer.Option(help="Where to listen.", min=1, max=65_535)] = 8501,
    address: Annotated[
        str, typer.Option(help="Who may open it: localhost is this machine, 0.0.0.0 everybody.")
    ] = "localhost",
) -> None:
    """Serve the app at http://localhost:8501, with security headers."""
    # Streamlit finds its settings in the folder it is started in; runs belong where the user is.
    data = os.path.abspath(data_folder())
    done = subprocess.run(
        [sys.executable, "-m", "rnnviz.ui.server", str(port), address],
        cwd=site_folder(),
        env={**os.environ, "RNNVIZ_DATA": data},
        check=False,
    )
    raise SystemExit(done.returncode)

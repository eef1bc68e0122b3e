"""The Chromium that drives the journeys: found on PATH, or installed on Debian by root."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
)
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
# No sandbox as root; nothing is looked up or updated in the background.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_browser() -> str | None:
    """Path of an installed Chromium or Chrome, or None."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    return MAC if os.path.exists(MAC) else None


def main() -> None:
    """With ``--install``, get Debian's Chromium when it is missing; fail where that cannot be."""
    if find_browser():
        return
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=True, env=quiet)
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
        # Fonts: without them, Vietnamese and emoji are empty boxes on a bare machine.
        packages = ["chromium", "fonts-dejavu-core", "fonts-noto-core", "fonts-noto-color-emoji"]
        subprocess.run([*install, *packages], check=True, env=quiet, stdout=subprocess.DEVNULL)
    if not find_browser():
        sys.exit(
            "The tests drive a browser and found none. Install Chromium or Chrome "
            "(on Debian: sudo apt-get install chromium) and run make test again."
        )


if __name__ == "__main__":
    main()

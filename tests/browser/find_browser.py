"""The Chromium that drives the journeys: found on PATH, or installed on Debian by root.

The headless shell draws the same pages with a third less work, for it has no window to keep.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys

SHELL = "chromium-headless-shell"
NAMES = (
    SHELL,
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
    """With ``--install``, get Debian's headless Chromium; fail only where no browser is there."""
    if shutil.which(SHELL):
        return
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        _install()
    if not find_browser():
        sys.exit(
            "The tests drive a browser and found none. Install Chromium or Chrome "
            "(on Debian: sudo apt-get install chromium) and run make test again."
        )


def _install() -> None:
    """Debian's packages. A browser that is there already does where they cannot be had, or where
    they would change what is installed."""
    apt = ["apt-get", "-qq", "-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=20"]
    install = [*apt, "install", "-y", "--no-install-recommends", SHELL]
    # Fonts: without them, Vietnamese and emoji are empty boxes on a bare machine.
    install += ["fonts-dejavu-core", "fonts-noto-core", "fonts-noto-color-emoji"]
    try:
        _run([*apt, "update"])
        changed = "Inst [^ ]+ \\[|Remv "  # an upgrade names the version that is there
        if find_browser() and re.search(changed, _run([*install, "--simulate"])):
            return
        _run(install)
    except subprocess.CalledProcessError as error:
        if not find_browser():
            sys.exit(f"Debian's Chromium could not be installed:\n{error.stderr}")


def _run(command: list[str]) -> str:
    """What it prints. Raises ``CalledProcessError`` where it fails."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"}
    return subprocess.run(command, check=True, env=quiet, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()

"""``requirements.lock`` is what ``requirements.txt`` needs, each file by its hash."""

from __future__ import annotations

import re
from importlib.metadata import requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
LOCKED = re.findall(
    r"^(\S+)==(\S+)(?: ;.*?)? \\\n((?: +--hash=sha256:[0-9a-f]{64}.*\n)+)", LOCK, re.M
)


def asked() -> dict[str, str]:
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    return {canonicalize_name(name): v for name, v in re.findall(r"^(\S+)==(\S+)$", text, re.M)}


def test_every_version_is_that_of_the_requirements():
    locked = {canonicalize_name(name): version for name, version, _ in LOCKED}
    assert asked().items() <= locked.items(), "make lock"


def test_whatever_is_needed_is_there():
    """Of those that are asked for; on another system others may be needed, and are there, too."""
    locked = {canonicalize_name(name) for name, *_ in LOCKED}
    for name in asked():
        for line in requires(name) or ():
            needed = Requirement(line)
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                assert canonicalize_name(needed.name) in locked, f"{name} needs {needed}: make lock"


def test_nothing_is_without_a_hash_or_names_a_place():
    assert len(re.findall(r"^\S", LOCK, re.M)) == len(LOCKED)
    assert "://" not in LOCK
    assert " @ " not in LOCK

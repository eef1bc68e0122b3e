"""Animation components in the browser: hidden states through time, without a round trip."""

from __future__ import annotations

from pathlib import Path


def source(name: str) -> str:
    """The text of a ``.js`` or ``.css`` file beside this one."""
    return (Path(__file__).parent / name).read_text(encoding="utf-8")

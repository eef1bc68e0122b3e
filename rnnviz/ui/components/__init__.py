"""Small browser components (Streamlit Components v2): JavaScript files beside their Python faces.

They put user text on the page with ``textContent`` only, so that it is never markup.
"""

from __future__ import annotations

from pathlib import Path


def source(name: str) -> str:
    """The text of a ``.js`` or ``.css`` file beside this one."""
    return (Path(__file__).parent / name).read_text(encoding="utf-8")

"""Where ``app.py``, ``pages/`` and ``.streamlit/`` lie: what ``streamlit run`` needs."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def site_folder() -> Path:
    """The top of a checkout; in an installed package, the folder that the wheel made of it."""
    installed = _PACKAGE / "site"
    return installed if installed.is_dir() else _PACKAGE.parent

"""The stepper: a recurrent network at work, drawn and explained in the browser.

``payload`` packs traces, ``js/`` draws them (plain modules, no build step) and ``standalone`` makes
a file of it. The Streamlit element is ``rnnviz.ui.components.stepper``.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

# Each module after those it imports from; the last one mounts.
MODULES = (
    *("numbers", "engine", "svg_canvas", "theme", "dom", "layout", "fitting", "spotlight"),
    *("highlights", "scene"),
    *("minimap", "clock", "captions", "explain", "outcome", "cards", "toolbar", "export"),
    *("unit_order", "performance", "input", "position_sync", "stepper", "main"),
)


@cache
def source(name: str) -> str:
    """The text of a ``.js`` or ``.css`` file beside this one."""
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


@cache
def bundle() -> str:
    """All modules as one, which exports what the last of them exports by default.

    Names are unique across the modules (kept by a test), so that joining them is enough.
    """
    parts = []
    for name in MODULES:
        code = re.sub(r"^import [^;]*;\n", "", source(f"js/{name}.js"), flags=re.MULTILINE)
        if name != MODULES[-1]:
            code = re.sub(r"^export ", "", code, flags=re.MULTILINE)
        parts.append(code)
    return "\n".join(parts)

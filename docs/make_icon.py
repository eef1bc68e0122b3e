"""Draw the icon of the browser tab: ``python docs/make_icon.py``. A few states of a network."""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image, ImageDraw

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from rnnviz.figures.palette import DIVERGING, MIDDLE  # noqa: E402

SIDE, CELLS, GAP = 128, 4, 6
# Shade of each cell, unit by unit over time: orange through the quiet middle to blue.
STATES = ((0, 2, 7, 9), (9, 6, 8, 7), (5, 1, 0, 3), (2, 5, 8, 9))


def main() -> None:
    """Four units over four steps, in the app's own colours."""
    picture = Image.new("RGBA", (SIDE, SIDE), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    cell = (SIDE - GAP * (CELLS + 1)) / CELLS
    for row, shades in enumerate(STATES):
        for column, shade in enumerate(shades):
            x, y = (GAP + k * (cell + GAP) for k in (column, row))
            colour = MIDDLE["light"] if shade == 5 else DIVERGING["light"][shade]
            draw.rounded_rectangle((x, y, x + cell, y + cell), radius=5, fill=colour)
    path = ROOT / "rnnviz" / "assets" / "icon.png"
    picture.save(path, optimize=True)
    print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()

"""Texts of several lengths as one batch: a block filled up with ``<pad>``, or packed."""

from __future__ import annotations

from collections.abc import Sequence

from rnnviz.figures.diagram import Drawing
from rnnviz.lessons.batches import Packed
from rnnviz.text.shorten import shortened

W, H, GAP = 78, 26, 8  # of a word's cell
_MOST = 9  # letters that fit a cell
PAD = "<pad>"


def block_picture(texts: Sequence[Sequence[str]], step_name: str, write_size: str) -> Drawing:
    """One row a text in the order given, one column a step; the empty cells hold ``<pad>``.

    ``step_name``: "t = {step}"; ``write_size``: "{count} read". Groups: ``step2``, ``text1``,
    ``pad``, ``last`` (true last words), ``end`` (the last column).
    """
    drawing = Drawing()
    longest = max(map(len, texts))
    left, top = 44, 46
    _heads(drawing, left, top, [len(texts)] * longest, step_name, write_size)
    for i, words in enumerate(texts):
        y = top + i * (H + GAP)
        drawing.text(left - 10, y + H / 2 + 5, str(i + 1), f"text{i + 1}", anchor="end")
        for step in range(longest):
            groups = [f"step{step + 1}", f"text{i + 1}"]
            groups += ["pad"] if step >= len(words) else []
            groups += ["last"] if step == len(words) - 1 else []
            groups += ["end"] if step == longest - 1 else []
            word = words[step] if step < len(words) else PAD
            _cell(drawing, left + step * (W + GAP), y, word, i, step >= len(words), *groups)
    drawing.width = left + longest * (W + GAP) + 8
    drawing.height = top + len(texts) * (H + GAP) + 6
    return drawing


def packed_picture(
    texts: Sequence[Sequence[str]], packed: Packed, step_name: str, write_size: str, data: str
) -> Drawing:
    """The same sorted by length, without ``<pad>``; below it all words as they lie in memory.

    ``data``: the name of the long row. Pointing at a column lights its stretch of the row.
    """
    drawing = Drawing()
    longest = len(packed.batch_sizes)
    left, top = 44, 46
    _heads(drawing, left, top, packed.batch_sizes, step_name, write_size)
    for place, i in enumerate(packed.order):
        y = top + place * (H + GAP)
        drawing.text(left - 10, y + H / 2 + 5, str(i + 1), f"text{i + 1}", anchor="end")
        for step, word in enumerate(texts[i]):
            groups = [f"step{step + 1}", f"text{i + 1}"]
            groups += ["last"] if step == len(texts[i]) - 1 else []
            _cell(drawing, left + step * (W + GAP), y, word, i, False, *groups)
    below = top + len(texts) * (H + GAP) + 34
    drawing.text(left, below - 8, data, anchor="start", look="weight")
    wide = longest * (W + GAP)
    a_row = max(1, wide // (W + 2))
    for number, (i, step) in enumerate(packed.rows):
        x = left + (number % a_row) * (W + 2)
        y = below + (number // a_row) * (H + GAP)
        _cell(drawing, x, y, texts[i][step], i, False, f"step{step + 1}", f"text{i + 1}")
    drawing.width = left + wide + 8
    drawing.height = below + -(-len(packed.rows) // a_row) * (H + GAP) + 6
    return drawing


def _heads(
    drawing: Drawing, left: float, top: float, sizes: Sequence[int], name: str, size: str
) -> None:
    for step, count in enumerate(sizes, start=1):
        x = left + (step - 1) * (W + GAP) + W / 2
        drawing.text(x, top - 26, name.format(step=step), f"step{step}", look="weight")
        drawing.text(x, top - 9, size.format(count=count), f"step{step}", look="weight")


def _cell(
    drawing: Drawing, x: float, y: float, word: str, text: int, empty: bool, *groups: str
) -> None:
    # The first text is the user's: blue, the others pale blue; <pad> has no colour.
    value = 0.0 if empty else 1.0 if text == 0 else 0.25
    shown = shortened(word, _MOST)
    drawing.add("cells", *groups, x=x, y=y, w=W, h=H, values=[value], texts=[shown])

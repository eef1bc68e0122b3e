"""Bytes → text: UTF-8, UTF-16 and UTF-32 with a mark or without, else Windows-1252 (Latin-1)."""

from __future__ import annotations

import re

from rnnviz.uploads.bounds import TableError

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_LONE = re.compile("[\ud800-\udfff]")


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The text and the name of its encoding; raises ``table_binary`` on what is no text."""
    text, encoding = _decoded(data, name)
    start = text[:4096]
    odd_ones = sum(1 for c in start if c < " " and c not in "\t\n\r\f\x1a\x1b")
    if odd_ones > 0.01 * len(start):
        raise TableError("table_binary", name=name)
    return text, encoding


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding.removesuffix("-sig")
    head = data[:4096]
    if zeros := head.count(0):
        # UTF-16 without a mark: every other byte of plain letters is zero.
        even, odd = head[::2].count(0), head[1::2].count(0)
        if zeros > 0.15 * len(head) and min(even, odd) < 0.05 * max(even, odd):
            guess = "utf-16-le" if odd > even else "utf-16-be"
            return data.decode(guess, "replace"), guess
        raise TableError("table_binary", name=name)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    foreign = len(text) - len(text.encode("ascii", "ignore"))
    if foreign < 11 * text.count("\ufffd"):  # not UTF-8 with a few broken letters
        return _western(data), "windows-1252"
    return text, "utf-8, damaged"


def well_formed(text: str) -> str:
    """The text with lone surrogates, which no encoding can write, as the sign for what is lost."""
    return text if text.isascii() else _LONE.sub("\ufffd", text)


def _western(data: bytes) -> str:
    """Windows-1252; its five bytes without a letter stay what they are in Latin-1."""
    letters = {b: bytes([b]).decode("cp1252", "ignore") for b in range(0x80, 0xA0)}
    return data.decode("latin-1").translate({b: c for b, c in letters.items() if c})

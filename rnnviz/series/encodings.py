"""Bytes → text: marks at the beginning, UTF-8, and older encodings told apart by their words."""

from __future__ import annotations

import re

from rnnviz.series.types import SeriesError

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# In the wrong encoding bytes become other letters, not errors: only words tell.
_WORDS = {
    "cp932": re.compile("気温|温度|年月日|時刻|日時|日付|時間"),
    "cp949": re.compile("기온|온도|일시|시간|날짜|일자"),
    "gb18030": re.compile("气温|温度|时间|日期|时刻|年月日"),
    "big5": re.compile("氣溫|溫度|時間|日期|觀測"),
    "cp1251": re.compile("температ|дата|время|час", re.IGNORECASE),
    "cp1250": re.compile("hőmérs|időp|idő|dátum a|čas|průměr|ciśn|wilgotno|śred", re.IGNORECASE),
    "cp1253": re.compile("θερμοκρ|ημερομ|ώρα", re.IGNORECASE),
    "cp1254": re.compile("sıcak|yıl|gün", re.IGNORECASE),
    "cp874": re.compile("อุณหภูมิ|วันที่|เวลา"),
}


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The text and the name of its encoding; raises ``series_binary`` on what is no text."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(encoding), encoding.removesuffix("-sig")
            except UnicodeDecodeError:
                raise SeriesError("series_binary", name=name) from None
    head = data[:4096]
    zeros = head.count(0)
    if zeros:
        # UTF-16 without a mark: every other byte of plain figures is zero.
        even, odd = head[::2].count(0), head[1::2].count(0)
        if zeros > 0.3 * len(head) and min(even, odd) < 0.05 * len(head):
            guess = "utf-16-le" if odd > even else "utf-16-be"
            try:
                return data.decode(guess), guess
            except UnicodeDecodeError:
                pass
        if zeros > 0.05 * len(head):
            raise SeriesError("series_binary", name=name)
    data = data.replace(b"\x00", b"")  # a logger that lost power fills its last block with zeros
    try:
        text, encoding = data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text, encoding = data.decode("utf-8", errors="replace"), "utf-8, damaged"
        foreign = len(text) - len(text.encode("ascii", "ignore"))
        if foreign < 11 * text.count("\ufffd"):  # not UTF-8 with a few broken letters
            text, encoding = _decode_older(data)
    odd_ones = sum(1 for c in text[:4096] if c < " " and c not in "\t\n\r\f\x1a")
    if odd_ones > 0.01 * min(len(text), 4096):
        raise SeriesError("series_binary", name=name)
    return text.rstrip("\x1a"), encoding


def _decode_older(data: bytes) -> tuple[str, str]:
    head = data[:20_000]
    found = {
        encoding: len(words.findall(head.decode(encoding, errors="ignore")))
        for encoding, words in _WORDS.items()
    }
    best = max(found, key=found.__getitem__)
    if found[best]:
        try:
            return data.decode(best), best
        except UnicodeDecodeError:
            pass
    return data.decode("cp1252", errors="replace"), "windows-1252"

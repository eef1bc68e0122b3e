"""Bytes → text: Unicode with a mark or without, and older encodings told apart by their words."""

from __future__ import annotations

import re
import unicodedata

from rnnviz.uploads.bounds import TableError

DAMAGED = "utf-8, damaged"
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_LONE = re.compile("[\ud800-\udfff]")
# In the wrong encoding bytes become other letters, not errors: only words tell. They are those of
# tables of temperatures and the commonest of a language, each with a letter beyond ASCII.
_WORDS = {
    "cp932": re.compile("気温|温度|年月日|時刻|日時|日付|時間|です|ます|映画|この|した"),
    "cp949": re.compile("기온|온도|일시|시간|날짜|일자|영화|니다|그리고|정말"),
    "gb18030": re.compile("气温|温度|时间|日期|时刻|年月日|电影|一个|没有|我们|这个"),
    "big5": re.compile("氣溫|溫度|時間|日期|觀測|電影|一個|沒有|我們|這個"),
    "cp1251": re.compile(
        r"температ|дата|время|\bчас|фильм|\bочень\b|\bэто\b|\bчто\b|\bдля\b", re.I
    ),
    "cp1250": re.compile(
        r"hőmérs|miesiąc|\bdzień\b|zewnętrz|időp|idő|dátum a|čas|průměr|ciśn|wilgotno|śred"
        r"|\bże\b|\bsię\b|\bktór|\bsą\b|\bbyć\b|\bjeśli\b|\bvětš|\břekl|\bjenže\b|\bnagyon jó\b",
        re.I,
    ),
    "cp1253": re.compile(r"θερμοκρ|ημερομ|ώρα|\bκαι\b|\bείναι\b|\bταιν", re.I),
    "cp1254": re.compile(r"sıcak|\byıl|\bgün\b|\biçin\b|\bdeğil\b|\bçok\b", re.I),
    "cp874": re.compile("อุณหภูมิ|วันที่|เวลา|หนัง|และ|ไม่|เป็น"),
    "cp1258": re.compile(
        r"nhiệt độ|\bngày\b|\bgiờ\b|\bkhông\b|\bđược\b|\bcủa\b|\brất\b|\bnhững\b|\bmột\b|\bngười\b"
        r"|\bvà\b|\bnày\b|\bcảm\b|\bđến\b",
        re.I,
    ),
}


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The text and the name of its encoding; raises ``table_binary`` on what is no text."""
    text, encoding = _decoded(data, name)
    start = text[:4096]
    odd_ones = sum(1 for c in start if c < " " and c not in "\t\n\r\f\x1a\x1b")
    if odd_ones > 0.01 * len(start):
        raise TableError("table_binary", name=name)
    return text.rstrip("\x1a"), encoding  # the end of a file of DOS


def well_formed(text: str) -> str:
    """The text with lone surrogates, which no encoding can write, as the sign for what is lost."""
    return text if text.isascii() or not _LONE.search(text) else _LONE.sub("\ufffd", text)


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data.decode(encoding, "replace")
            # A mark at the beginning is no promise: who takes the bytes as they are must know.
            damaged = encoding == "utf-8-sig" and "\ufffd" in text
            return text, DAMAGED if damaged else encoding.removesuffix("-sig")
    head = data[:4096]
    if zeros := head.count(0):
        # UTF-16 without a mark: every other byte of plain letters and figures is zero.
        even, odd = head[::2].count(0), head[1::2].count(0)
        if zeros > 0.15 * len(head) and min(even, odd) < 0.05 * max(even, odd):
            guess = "utf-16-le" if odd > even else "utf-16-be"
            return data.decode(guess, "replace"), guess
        if zeros > 0.05 * len(head):
            raise TableError("table_binary", name=name)
    if b"\x00" in data:
        data = data.replace(b"\x00", b"")  # a logger that lost power fills its last block so
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    foreign = len(text) - len(text.encode("ascii", "ignore"))
    if foreign < 11 * text.count("\ufffd"):  # not UTF-8 with a few broken letters
        return _decode_older(data)
    return text, DAMAGED


def _decode_older(data: bytes) -> tuple[str, str]:
    head = data[:20_000]
    found = {
        encoding: len(words.findall(_composed(head.decode(encoding, errors="ignore"), encoding)))
        for encoding, words in _WORDS.items()
    }
    best = max(found, key=found.__getitem__)
    if found[best]:
        try:
            return _composed(data.decode(best), best), best
        except UnicodeDecodeError:
            pass
    return _western(data), "windows-1252"


def _composed(text: str, encoding: str) -> str:
    """Windows-1258 writes a tone as a letter of its own behind the vowel."""
    return unicodedata.normalize("NFC", text) if encoding == "cp1258" else text


def _western(data: bytes) -> str:
    """Windows-1252; its five bytes without a letter stay what they are in Latin-1."""
    letters = {b: bytes([b]).decode("cp1252", "ignore") for b in range(0x80, 0xA0)}
    return data.decode("latin-1").translate({b: c for b, c in letters.items() if c})

"""A file as it came → the bytes inside: ``.gz``, ``.bz2``, ``.xz``, ``.zst`` and a ``.zip`` of one
table, within bounds.
"""

from __future__ import annotations

import bz2
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

from rnnviz.uploads.bounds import MAX_MEMBERS, Bounds, TableError
from rnnviz.uploads.endings import PACKED
from rnnviz.uploads.workbook import is_workbook

_PIECE = 2**20
# Bytes: ``xz -9`` needs 65 MB, and a file of 100 bytes may ask for 4 GB.
_MAX_DICTIONARY = 128 * 2**20
_OFFICE = "[Content_Types].xml"  # in whatever Word, PowerPoint and Excel write
_ZST, _BZ2 = b"\x28\xb5\x2f\xfd", b"BZh"
# A text may begin so, too. Behind a figure comes a block, or the end where there is none.
_BZ2_GOES_ON = (b"1AY&SY", b"\x17\x72\x45\x38\x50\x90")


class _Unpacker(Protocol):
    """What zlib, bz2 and lzma have in common."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: memoryview, most: int, /) -> bytes: ...


# How each member begins, and what unpacks one.
_UNPACKERS: dict[bytes, Callable[[], _Unpacker]] = {
    b"\x1f\x8b": lambda: zlib.decompressobj(31),
    _BZ2: bz2.BZ2Decompressor,
    b"\xfd7zXZ\0": lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, _MAX_DICTIONARY),
}


def unpack(data: bytes, name: str, bounds: Bounds) -> tuple[bytes, str]:
    """What is packed in ``data`` and its name, or both as they came; a workbook stays packed.

    Raises ``TableError`` where it is damaged, holds several files or unpacks to too much.
    """
    if len(data) > bounds.size:
        raise bounds.too_big(name, bounds.size)
    data, inner = _unwrapped(data, name, name, bounds)
    if data[:4] == b"PK\x03\x04" and not is_workbook(data):
        data, inner = _one_member(data, name, bounds)
        data, inner = _unwrapped(data, inner, name, bounds)
    return data, inner


def _unwrapped(data: bytes, inner: str, name: str, bounds: Bounds) -> tuple[bytes, str]:
    """Out of its one wrapping, if it has one; ``name`` is for messages."""
    magic = next((begin for begin in _UNPACKERS if data.startswith(begin)), None)
    if data.startswith(_ZST):
        pieces = _zst_pieces(data)
    elif magic is not None and (magic != _BZ2 or data[4:10] in _BZ2_GOES_ON):
        pieces = _members(data, magic, name, bounds)
    else:
        return data, inner
    try:
        return _joined(pieces, name, bounds), _without_ending(inner)
    except (zlib.error, lzma.LZMAError, EOFError, OSError) as error:
        if "emory" in str(error):  # xz and zstd: a dictionary beyond the limit
            size = _MAX_DICTIONARY // 2**20
            raise TableError("table_large_dictionary", name=name, size=size) from None
        raise TableError("table_bad_archive", name=name) from None


def _without_ending(name: str) -> str:
    stem, _, ending = name.rpartition(".")
    return stem if stem and ending.lower() in PACKED else name


def _joined(pieces: Iterator[bytes], name: str, bounds: Bounds) -> bytes:
    parts, total = [], 0
    for piece in pieces:
        parts.append(piece)
        total += len(piece)
        if total > bounds.unpacked:
            raise bounds.too_big(name, bounds.unpacked)
    return b"".join(parts)


def _members(data: bytes, magic: bytes, name: str, bounds: Bounds) -> Iterator[bytes]:
    """What each member unpacks to, in pieces: a file may have several, one behind the other.

    They are fed in growing pieces: what is left of each is copied, and a file may hold a member
    every 20 bytes. What comes behind the last is left alone, as ``gzip`` does.
    """
    whole, at = memoryview(data), 0
    for _ in range(MAX_MEMBERS):
        if not data.startswith(magic, at):
            return
        unpacker, piece = _UNPACKERS[magic](), 256
        while not unpacker.eof:
            if at >= len(data):
                raise EOFError
            fed = whole[at : at + piece]
            yield unpacker.decompress(fed, bounds.unpacked + 1)
            at += len(fed) - len(unpacker.unused_data)
            piece = min(2 * piece, _PIECE)
    raise TableError("table_many_members", name=name, members=MAX_MEMBERS)


def _zst_pieces(data: bytes) -> Iterator[bytes]:
    """The same of Zstandard, which Arrow brings."""
    import pyarrow as pa

    with pa.CompressedInputStream(pa.BufferReader(data), "zstd") as stream:
        while piece := stream.read(_PIECE):
            yield piece


def _one_member(data: bytes, name: str, bounds: Bounds) -> tuple[bytes, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if _OFFICE in archive.namelist():  # no workbook, or we were not here
                raise TableError("table_binary", name=name)
            members = [
                info
                for info in archive.infolist()
                if not info.is_dir()
                and not info.filename.startswith("__MACOSX/")
                and not info.filename.rsplit("/", 1)[-1].startswith(".")
            ]
            tables = [m for m in members if _without_ending(m.filename).lower().endswith(".csv")]
            if len(tables) == 1:  # the others are a licence, a description …
                members = tables
            if len(members) != 1:
                shown = ", ".join(info.filename for info in members[:8]) or "—"
                raise TableError("table_many_files", name=name, files=shown)
            if members[0].file_size > bounds.unpacked:
                raise bounds.too_big(name, bounds.unpacked)
            with archive.open(members[0]) as handle:
                inner = handle.read(bounds.unpacked + 1)
    except (TableError, MemoryError):
        raise
    except Exception as error:  # zipfile raises anything from BadZipFile to NotImplementedError
        raise TableError("table_bad_archive", name=name) from error
    if len(inner) > bounds.unpacked:
        raise bounds.too_big(name, bounds.unpacked)
    return inner, members[0].filename.rsplit("/", 1)[-1]

"""A file as it came → the bytes inside: ``.gz`` and a ``.zip`` of one table, within bounds."""

from __future__ import annotations

import io
import zipfile
import zlib

from rnnviz.uploads.bounds import MAX_MEMBERS, Bounds, TableError
from rnnviz.uploads.workbook import is_workbook

_PIECE = 2**20


def unpack(data: bytes, name: str, bounds: Bounds) -> tuple[bytes, str]:
    """What is packed in ``data`` and its name, or both as they came; a workbook stays packed.

    Raises ``TableError`` where it is damaged, holds several files or unpacks to too much.
    """
    if len(data) > bounds.size:
        raise bounds.too_big(name, bounds.size)
    inner = name
    if data[:2] == b"\x1f\x8b":
        data, inner = _gunzip(data, name, bounds), _without_gz(inner)
    if data[:4] == b"PK\x03\x04" and not is_workbook(data):
        data, inner = _one_member(data, name, bounds)
        if data[:2] == b"\x1f\x8b":
            data, inner = _gunzip(data, name, bounds), _without_gz(inner)
    return data, inner


def _without_gz(name: str) -> str:
    return name[:-3] if name.lower().endswith(".gz") else name


def _gunzip(data: bytes, name: str, bounds: Bounds) -> bytes:
    whole, at, total = memoryview(data), 0, 0
    parts: list[bytes] = []
    try:
        for _ in range(MAX_MEMBERS):
            if data[at : at + 2] != b"\x1f\x8b":
                return b"".join(parts)
            found, at = _member(whole, at, bounds.unpacked + 1 - total)
            parts.append(found)
            total += len(found)
            if total > bounds.unpacked:
                raise bounds.too_big(name, bounds.unpacked)
            if at < 0:
                raise TableError("table_bad_archive", name=name)
    except zlib.error:
        raise TableError("table_bad_archive", name=name) from None
    raise TableError("table_many_members", name=name, members=MAX_MEMBERS)


def _member(whole: memoryview, at: int, most: int) -> tuple[bytes, int]:
    """What one member of a .gz unpacks to, ``most`` bytes of it, and where the next begins.

    -1 where it does not end. It is fed in growing pieces: zlib copies what is left of each, and a
    file may hold a member every 20 bytes.
    """
    unpacker, parts, piece = zlib.decompressobj(31), [], 256
    while at < len(whole) and most > 0 and not unpacker.eof:
        fed = whole[at : at + piece]
        found = unpacker.decompress(fed, most)
        parts.append(found)
        most -= len(found)
        at += len(fed) - len(unpacker.unused_data)
        piece = min(2 * piece, _PIECE)
    return b"".join(parts), at if unpacker.eof else -1


def _one_member(data: bytes, name: str, bounds: Bounds) -> tuple[bytes, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [
                info
                for info in archive.infolist()
                if not info.is_dir()
                and not info.filename.startswith("__MACOSX/")
                and not info.filename.rsplit("/", 1)[-1].startswith(".")
            ]
            tables = [info for info in members if info.filename.lower().endswith(".csv")]
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

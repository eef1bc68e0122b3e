"""A file as it came → the bytes inside: ``.gz`` and a ``.zip`` of one table, within bounds."""

from __future__ import annotations

import io
import zipfile
import zlib

from rnnviz.uploads.bounds import Bounds, TableError
from rnnviz.uploads.workbook import is_workbook


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
    parts, left, total = [], data, 0
    try:
        while left[:2] == b"\x1f\x8b":  # a .gz may have several members
            unpacker = zlib.decompressobj(31)
            parts.append(unpacker.decompress(left, bounds.unpacked + 1 - total))
            total += len(parts[-1])
            if total > bounds.unpacked:
                raise bounds.too_big(name, bounds.unpacked)
            if not unpacker.eof:
                raise TableError("table_bad_archive", name=name)
            left = unpacker.unused_data
    except zlib.error:
        raise TableError("table_bad_archive", name=name) from None
    return b"".join(parts)


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
    except TableError:
        raise
    except Exception as error:  # zipfile raises anything from BadZipFile to NotImplementedError
        raise TableError("table_bad_archive", name=name) from error
    if len(inner) > bounds.unpacked:
        raise bounds.too_big(name, bounds.unpacked)
    return inner, members[0].filename.rsplit("/", 1)[-1]

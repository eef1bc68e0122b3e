"""The compound file around an .xls: sectors, each of which names the next of its stream.

calamine follows the chains wherever they lead. One that goes in a circle, by a single damaged byte,
takes all memory there is.
"""

from __future__ import annotations

import struct
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NO_SECTOR = 0xFFFFFFFA  # from here on a number names no sector
_IN_HEADER = 109  # numbers of sectors of the table, before the first sector of more


def ends_everywhere(data: bytes) -> bool:
    """Whether every chain of sectors comes to an end; False where there is no table of them."""
    if len(data) < 512 or not data.startswith(MAGIC):
        return False
    shift, small = struct.unpack_from("<H", data, 30)[0], struct.unpack_from("<I", data, 60)[0]
    if shift not in (9, 12):
        return False
    size = 1 << shift

    def sector(number: int) -> NDArray[np.uint32]:
        begin = (number + 1) * size
        whole = data[begin : begin + size]
        return np.frombuffer(whole[: len(whole) // 4 * 4], "<u4")

    places = _table_places(data, sector, size)
    if places is None:
        return False
    found = [sector(int(place)) for place in places if place < _NO_SECTOR]
    table = np.concatenate(found) if found else np.array([], np.uint32)
    if not _ends(table):
        return False
    inner, at = [], small  # the table of the small streams, a chain of the large one
    while at < len(table):
        inner.append(sector(at))
        at = int(table[at])
    return not inner or _ends(np.concatenate(inner))


def _table_places(
    data: bytes, sector: Callable[[int], NDArray[np.uint32]], size: int
) -> NDArray[np.uint32] | None:
    """Where the sectors of the table are; None where the list of them goes in a circle."""
    places = [np.frombuffer(data, "<u4", _IN_HEADER, 76)]
    at = struct.unpack_from("<I", data, 68)[0]
    for _ in range(len(data) // size + 1):
        more = sector(at) if at < _NO_SECTOR else np.array([], np.uint32)
        if len(more) == 0:
            return np.concatenate(places)
        places.append(more[:-1])
        at = int(more[-1])
    return None


def _ends(follower: NDArray[np.uint32]) -> bool:
    """Whether no chain goes in a circle: after twice as many steps each time all have ended."""
    end = len(follower)
    goes_to = np.append(np.minimum(follower.astype(np.int64), end), end)
    for _ in range(end.bit_length() + 1):
        goes_to = goes_to[goes_to]
    return bool((goes_to == end).all())

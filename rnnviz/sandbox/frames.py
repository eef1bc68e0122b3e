"""What goes through the pipe between the server and a child: JSON and, behind it, plain bytes.

No pickle: a child that a file has taken over can send nothing but text and numbers, and no more of
them than whoever listens allows.
"""

from __future__ import annotations

import json
import struct
from typing import IO, Any

_LENGTHS = struct.Struct(">II")  # bytes of JSON, bytes behind it


class FrameError(Exception):
    """What came is no frame, or larger than allowed."""


def send(pipe: IO[bytes], head: dict[str, Any], body: bytes = b"") -> None:
    """Write a frame; raises ``OSError`` where nobody reads any more."""
    text = json.dumps(head).encode()
    pipe.write(_LENGTHS.pack(len(text), len(body)) + text)
    pipe.write(body)
    pipe.flush()


def receive(pipe: IO[bytes], most: int) -> tuple[dict[str, Any], bytes]:
    """The next frame, of ``most`` bytes at most.

    Raises ``EOFError`` where the other side has gone, ``FrameError`` on what is no frame.
    """
    text_length, body_length = _LENGTHS.unpack(_exactly(pipe, _LENGTHS.size))
    if text_length + body_length > most:
        raise FrameError("too large")
    text, body = _exactly(pipe, text_length), _exactly(pipe, body_length)
    try:
        head = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FrameError("no JSON") from error
    if not isinstance(head, dict):
        raise FrameError("no object")
    return head, body


def _exactly(pipe: IO[bytes], count: int) -> bytes:
    found = pipe.read(count)
    if len(found) < count:
        raise EOFError
    return found

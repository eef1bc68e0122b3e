"""Traces as one compact block of bytes: what the browser needs to compute every number itself.

Sent are weights, inputs and states as float32; products, sums and gates are computed in the
browser for the squares that are looked at. Layout, little-endian:

    16 bytes   identity: the first hexadecimal digits of the content's SHA-256
    uint32     length of the header
    header     JSON, filled up with spaces to a multiple of 4
    float32 …  arrays; the header names each by [first byte, count] after the header
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from rnnviz.explain.trace import HiddenTrace, LayerTrace

IDENTITY_BYTES = 16


def pack(traces: Sequence[HiddenTrace], like: HiddenTrace | None = None) -> bytes:
    """The traces (all over the same steps) as a payload; equal traces give equal bytes.

    ``like``: a trace of the same network whose order of units by likeness these take, to be
    compared with it.
    """
    if len({trace.words for trace in traces}) != 1:
        raise ValueError("traces side by side must have the same steps")
    arrays: list[bytes] = []
    offset = 0

    def place(values: np.ndarray) -> list[int]:
        nonlocal offset
        block = np.ascontiguousarray(values, "<f4").tobytes()
        arrays.append(block)
        first, offset = offset, offset + len(block)
        return [first, values.size]

    def layer(traced: LayerTrace, at: int) -> dict[str, Any]:
        names = ("W_ih", "W_hh", "b_ih", "b_hh", "h")
        return {
            "inputs": int(traced.x.shape[1]),
            "units": traced.hidden_size,
            # A layer above reads the states of the layer below, which are here already.
            "x": None if at else place(traced.x),
            "c": None if traced.c is None else place(traced.c),
            "order": (like.layers[at] if like else traced).similarity_order,
            **{name: place(getattr(traced, name)) for name in names},
        }

    def header_of(trace: HiddenTrace) -> dict[str, Any]:
        kind = trace.layers[0].kind
        return {
            "cell": kind.name,
            "label": kind.label,
            "torch": kind.torch_name,
            "torch_options": kind.torch_options,
            "gates": kind.gates,
            "candidate": kind.gates.index(kind.candidate),
            "activations": kind.activations,
            "labels": trace.labels,
            "ids": trace.ids,
            # Only where there are any: the same trace stays the same bytes.
            **({"input_names": trace.input_names} if trace.input_names else {}),
            "paired": trace.paired,
            "output_kind": trace.output_kind,
            "outputs_each": int(trace.outputs.shape[1]),
            "outputs": place(trace.outputs),
            "readout": trace.readout,
            "direction": trace.direction,
            "head": {
                "W": place(trace.head.W),
                "b": trace.head.b,
                # A readout is made of states, which are here already.
                "base": place(trace.head.base) if trace.head.base.any() else None,
                **({} if trace.head.line is None else {"line": place(trace.head.line)}),
                "scale": trace.head.scale,
                "shift": trace.head.shift,
                "length_power": trace.head.length_power,
            },
            "error": trace.max_error,
            "layers": [layer(traced, i) for i, traced in enumerate(trace.layers)],
        }

    header = json.dumps({"traces": [header_of(trace) for trace in traces]}).encode()
    header += b" " * (-len(header) % 4)
    body = len(header).to_bytes(4, "little") + header + b"".join(arrays)
    return hashlib.sha256(body).hexdigest()[:IDENTITY_BYTES].encode() + body


def identity_of(payload: bytes) -> str:
    """The name a payload begins with: the same for the same content."""
    return payload[:IDENTITY_BYTES].decode("ascii")

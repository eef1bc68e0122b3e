"""The Python face of the player: one layer of a ``HiddenTrace`` animated in the browser."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import streamlit as st

from rnnviz.explain.trace import HiddenTrace
from rnnviz.stepper import source

_HTML = """
<div class="player" tabindex="0" role="group">
  <div class="bar">
    <button type="button" data-part="back">‹</button>
    <button type="button" data-part="play">▶</button>
    <button type="button" data-part="next">›</button>
    <input type="range" data-part="slider" min="1" step="1">
    <label><span data-part="speedlabel"></span> <select data-part="speed"></select></label>
  </div>
  <div class="now">
    <strong data-part="word"></strong>
    <span class="count" data-part="count"></span>
    <span class="verdict" data-part="verdict"></span>
  </div>
  <canvas data-part="canvas" role="img"></canvas>
  <div class="axis" data-part="axis"></div>
  <div class="foot"><span class="value" data-part="value"></span>
  <span class="keys" data-part="keys"></span></div>
</div>
"""

_COMPONENT = st.components.v2.component(
    "rnnviz_player", html=_HTML, css=source("player.css"), js=source("player.js")
)


def pack_states(states: np.ndarray) -> bytes:
    """States (units, steps) in [-1, 1] as one byte each: 0 is -1, 127 is 0, 254 is 1."""
    return np.rint(np.clip(states, -1, 1) * 127 + 127).astype(np.uint8).tobytes()


def player(
    trace: HiddenTrace,
    *,
    layer: int,
    step: int,
    verdicts: Sequence[str],
    colours: Sequence[str],
    labels: Mapping[str, str],
    key: str,
    on_step: Callable[[int], None],
) -> None:
    """Animate the states of one layer (from 0).

    ``step`` (from 1; 0: the end) is where it stands at first; ``on_step`` hears of a new place
    when playing stops or a scrub ends, never in between.
    """
    states = trace.layers[layer].h[1:].T  # (units, steps)
    packed = pack_states(states)

    def moved() -> None:
        now = st.session_state[key].get("step")
        if isinstance(now, int | float):
            on_step(int(now))

    _COMPONENT(
        key=key,
        data={
            # Base64: beside other values Streamlit passes no raw bytes.
            "states": base64.b64encode(packed).decode(),
            "units": int(states.shape[0]),
            "steps": int(states.shape[1]),
            "step": step,
            "identity": hashlib.sha256(packed + "\0".join(trace.labels).encode()).hexdigest(),
            "words": list(trace.labels),
            "verdicts": list(verdicts),
            "colours": list(colours),
            "labels": dict(labels),
        },
        on_step_change=moved,
    )

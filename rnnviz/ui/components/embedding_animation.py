"""Words as points that move while an embedding learns: plays, pauses and scrubs in the browser."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from rnnviz.ui.components import mount, source

_HTML = """
<div class="dance" tabindex="0" role="group">
  <div class="bar">
    <button type="button" data-part="play">▶</button>
    <input type="range" data-part="slider" min="0" step="1">
    <span class="count" data-part="count"></span>
  </div>
  <canvas data-part="canvas" role="img"></canvas>
  <div class="tip" data-part="tip" role="status"></div>
</div>
"""

_COMPONENT = st.components.v2.component(
    "rnnviz_embedding_animation",
    html=_HTML,
    css=source("embedding_animation.css"),
    js=source("embedding_animation.js"),
)


def embedding_animation(
    words: Sequence[str],
    tables: NDArray[np.float64],
    epochs: Sequence[int],
    colours: Sequence[str],
    *,
    labels: Mapping[str, str],
    reach: float,
    key: str,
) -> None:
    """Show snapshots (snapshots, words, 2) as moving points; more than one start to play at once.

    ``reach``: the largest coordinate that the picture shows. ``labels``: ``play``, ``pause``,
    ``epoch``, ``picture``, ``hint``.
    """
    rounded = np.round(tables, 3)
    mount(
        _COMPONENT,
        key=key,
        data={
            "words": [word if len(word) <= 14 else word[:13] + "…" for word in words],
            "tables": rounded.tolist(),
            "epochs": list(epochs),
            "colours": list(colours),
            "reach": reach,
            "labels": dict(labels),
            "identity": hashlib.sha256(rounded.tobytes() + "\0".join(words).encode()).hexdigest(),
        },
    )

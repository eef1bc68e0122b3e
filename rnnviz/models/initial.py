"""The embedding before learning, drawn by numpy: the same on every machine, and without torch."""

from __future__ import annotations

import numpy as np

from rnnviz.models.specs import ClassifierSpec


def initial_embedding(spec: ClassifierSpec, seed: int) -> np.ndarray:
    """(vocab_size, embed_dim) float32, standard normal as ``nn.Embedding`` starts.

    Drawn from a seed, so that a page can show "before" without a second copy of the table in the
    checkpoint. Row 0 (``<pad>``) is 0.
    """
    rng = np.random.default_rng(seed)
    table = rng.standard_normal((spec.vocab_size, spec.embed_dim), dtype=np.float32)
    table[0] = 0.0
    return table

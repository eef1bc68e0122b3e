"""The linear rival: a bag of words and pairs of words, each with one weight. No torch.

Logistic regression on tf-idf. It knows which words and pairs a text has, not where they stand:
what it cannot do and a network that reads can is worth the network.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rnnviz.errors import RnnvizError

if TYPE_CHECKING:
    from scipy import sparse

FIRST_WORD = 2  # ids 0 and 1 are <pad> and <unk>
FILE = "linear.safetensors"  # beside the network whose vocabulary it shares


def flat_keys(
    rows: Sequence[Sequence[int]], vocab_size: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Every word and pair of the rows: ``(row, key)``, both (features,).

    A word's key is its id; a pair's is first id · ``vocab_size`` + second id. A word that is not
    in the vocabulary has no key and makes no pair.
    """
    lengths = np.fromiter((len(row) for row in rows), np.int64, len(rows))
    ids = np.fromiter((i for row in rows for i in row), np.int64, int(lengths.sum()))
    owner = np.repeat(np.arange(len(rows)), lengths)
    known = ids >= FIRST_WORD
    paired = known[:-1] & known[1:] & (owner[:-1] == owner[1:])
    keys = ids[:-1][paired] * vocab_size + ids[1:][paired]
    return (
        np.concatenate([owner[known], owner[:-1][paired]]),
        np.concatenate([ids[known], keys]),
    )


def frequent_keys(
    rows: Sequence[Sequence[int]], vocab_size: int, least: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Keys that stand in at least ``least`` of the rows, rising, and in how many."""
    owner, keys = flat_keys(rows, vocab_size)
    order = np.lexsort((owner, keys))
    owner, keys = owner[order], keys[order]
    new = np.ones(len(keys), bool)
    new[1:] = (keys[1:] != keys[:-1]) | (owner[1:] != owner[:-1])
    unique, counts = np.unique(keys[new], return_counts=True)
    kept = counts >= least
    return unique[kept], counts[kept]


@dataclass(frozen=True)
class LinearModel:
    """``keys`` (features,) rising, ``idf`` and ``weights`` (features,) float32, and a bias.

    The logit of a text is ``bias + Σ weight · v``, where v is ``(1 + log count) · idf`` of each
    of its features, divided by the length of that vector.
    """

    vocab_size: int
    keys: NDArray[np.int64]
    idf: NDArray[np.float32]
    weights: NDArray[np.float32]
    bias: float

    def features(self, rows: Sequence[Sequence[int]]) -> sparse.csr_matrix:
        """The unit vectors of rows of ids: (rows, features)."""
        return tf_idf(rows, self.vocab_size, self.keys, self.idf)

    def logits(self, rows: Sequence[Sequence[int]]) -> NDArray[np.float64]:
        """(rows,) of "positive"; a row without a feature has the bias."""
        return np.asarray(self.features(rows) @ self.weights, np.float64) + self.bias

    def probabilities(self, rows: Sequence[Sequence[int]]) -> NDArray[np.float64]:
        """(rows,) of "positive"."""
        return 1 / (1 + np.exp(-self.logits(rows)))


def save_linear(path: str | Path, model: LinearModel) -> None:
    """Write a linear model as numbers only; its words are those of a vocabulary beside it."""
    from safetensors.numpy import save_file

    facts = {"vocab_size": str(model.vocab_size), "bias": repr(model.bias)}
    halved = {"idf": model.idf.astype(np.float16), "weights": model.weights.astype(np.float16)}
    save_file({"keys": model.keys, **halved}, path, metadata=facts)


def load_linear(path: str | Path) -> LinearModel:
    """Read what ``save_linear`` wrote; raises ``checkpoint_missing`` or ``checkpoint_damaged``."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="numpy") as file:
            facts = file.metadata()
            return LinearModel(
                int(facts["vocab_size"]),
                file.get_tensor("keys"),
                file.get_tensor("idf").astype(np.float32),
                file.get_tensor("weights").astype(np.float32),
                float(facts["bias"]),
            )
    except FileNotFoundError:
        raise RnnvizError("checkpoint_missing", path=str(path)) from None
    except (OSError, SafetensorError, KeyError, TypeError, ValueError) as error:
        raise RnnvizError("checkpoint_damaged", path=str(path)) from error


def tf_idf(
    rows: Sequence[Sequence[int]],
    vocab_size: int,
    keys: NDArray[np.int64],
    idf: NDArray[np.float32],
) -> sparse.csr_matrix:
    """Rows of ids as unit vectors over ``keys``: (rows, features) float32."""
    from scipy import sparse

    owner, found = flat_keys(rows, vocab_size)
    places = np.minimum(np.searchsorted(keys, found), len(keys) - 1)
    here = keys[places] == found
    counts = sparse.coo_matrix(
        (np.ones(int(here.sum()), np.float32), (owner[here], places[here])),
        shape=(len(rows), len(keys)),
    ).tocsr()  # adds up what stands in a text twice
    counts.data = (1 + np.log(counts.data)) * idf[counts.indices]
    norms = np.sqrt(np.asarray(counts.multiply(counts).sum(axis=1)).ravel())
    return sparse.csr_matrix(sparse.diags(1 / np.maximum(norms, 1e-9)) @ counts, dtype=np.float32)

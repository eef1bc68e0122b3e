"""Word vectors that somebody learned from far more text: a start for an embedding.

The file is GloVe's (Pennington et al. 2014) and word2vec's plain text: a line for each word, the
word and its numbers, separated by spaces. Words that the reviews hardly use begin where other
texts put them.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rnnviz.errors import RnnvizError
from rnnviz.uploads.paths import is_file, shown

Vectors = Mapping[str, NDArray[np.float32]]


def read_word_vectors(path: Path, words: Collection[str]) -> Vectors:
    """The vectors of those of ``words`` that the file (also ``.gz``) has, all equally long.

    Raises ``RnnvizError``: ``vectors_missing``, ``vectors_unreadable`` with the line,
    ``vectors_foreign`` where it has none of the words.
    """
    if not is_file(path):
        raise RnnvizError("vectors_missing", path=shown(path))
    wanted, size, number = set(words), 0, 0
    found: dict[str, NDArray[np.float32]] = {}
    try:
        with (gzip.open if path.suffix == ".gz" else open)(path, "rb") as file:
            for number, line in enumerate(file, 1):
                word, *numbers = line.decode("utf-8").rstrip().split(" ")
                if number == 1 and len(numbers) == 1:  # word2vec says first how many there are
                    continue
                size = size or len(numbers)
                if len(numbers) != size:
                    raise ValueError
                if word in wanted:
                    found[word] = np.array(numbers, dtype=np.float32)
                    if not np.isfinite(found[word]).all():
                        raise ValueError
    except (ValueError, OSError, EOFError, zlib.error):
        raise RnnvizError("vectors_unreadable", path=shown(path), line=max(number, 1)) from None
    if not found or not size:
        raise RnnvizError("vectors_foreign", path=shown(path))
    return found


def start_from(
    vectors: Vectors, words: Sequence[str], near: NDArray[np.float32]
) -> NDArray[np.float32]:
    """A table (words, dimensions) float32 with unit standard deviation, ids 0 and 1 zero.

    ``near``: the co-occurrence vectors of the same words and dimensions (``cooccurrence.py``).
    The first numbers of a word are its vector, less the mean of all; where it has none, what least
    squares makes of the other words' vectors by their co-occurrence. The last ones, if the vectors
    are shorter than the table, are the first of its co-occurrence. Raises ``RnnvizError`` where the
    vectors are longer.
    """
    size = len(next(iter(vectors.values())))
    if size > near.shape[1]:
        raise RnnvizError(
            "bad_setting", name="embed_dim", reason=f"Input should be at least {size}"
        )
    have = [place for place, word in enumerate(words) if place > 1 and word in vectors]
    known = np.stack([vectors[words[place]] for place in have])
    known = known - known.mean(axis=0)
    known /= float(known.std()) or 1.0
    guess = np.linalg.lstsq(near[have], known, rcond=None)[0]
    table = near @ guess
    table[have] = known
    rest = near[:, : near.shape[1] - size]
    spread = float(rest[2:].std()) if rest.size else 0.0
    table = np.concatenate([table, rest / (spread or 1.0)], axis=1)
    table[:2] = 0.0
    return np.ascontiguousarray(table, dtype=np.float32)

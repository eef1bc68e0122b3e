"""A collection of reviews read by a network, and the places in it where its states stand out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rnnviz.text.encoding import EncodingSpec, encode_spans
from rnnviz.text.standardise import compose
from rnnviz.text.vocabulary import Vocabulary

if TYPE_CHECKING:
    from torch import Tensor, nn

    from rnnviz.models.classifier import ReviewClassifier

MAX_STATES = 96 * 2**20  # bytes one collection's states may take
BATCH = 64
PART = 512  # reviews encoded at a time


@dataclass(frozen=True)
class CollectionStates:
    """R reviews read by one layer of H units, N steps in all, one after the other.

    ``texts``: those that were read, composed (NFC). ``source``: where each stood among the given.
    ``starts``: (R + 1,), review r holds the steps ``starts[r]:starts[r + 1]``, at least one.
    ``ids``: (N,) what each step read; ``spans``: (N, 2) where it stood in its text.
    ``states``: (N, H) float16; ``logits``: (N,) the verdict after each step.
    ``wordless``, ``beyond``: how many texts had no word, and how many found no room.
    """

    texts: tuple[str, ...]
    source: tuple[int, ...]
    starts: NDArray[np.int64]
    ids: NDArray[np.int32]
    spans: NDArray[np.int32]
    states: NDArray[np.float16]
    logits: NDArray[np.float32]
    wordless: int = 0
    beyond: int = 0

    def __len__(self) -> int:
        return len(self.texts)

    def unit(self, unit: int) -> NDArray[np.float32]:
        """(N,) the values of one unit, counted from 0."""
        return self.states[:, unit].astype(np.float32)

    def review(self, r: int) -> slice:
        """The steps of one review."""
        return slice(int(self.starts[r]), int(self.starts[r + 1]))


@dataclass(frozen=True)
class Occurrence:
    """One step of one review (both from 0) and the value it was chosen for."""

    review: int
    step: int
    value: float


def read_collection(
    model: ReviewClassifier,
    vocabulary: Vocabulary,
    spec: EncodingSpec,
    texts: Sequence[str],
    layer: int,
    progress: Callable[[int], None] | None = None,
    room: int = MAX_STATES,
) -> CollectionStates:
    """Read ``texts`` in order until their states fill ``room`` bytes; ``layer`` from 0.

    ``progress`` hears how many texts are done, now and then.
    """
    most = max(room // (2 * model.spec.hidden_size), 1)
    rows: list[tuple[list[int], list[tuple[int, int]]]] = []
    source: list[int] = []
    steps, seen, full = 0, 0, False
    parts: list[tuple[NDArray[np.float16], NDArray[np.float32]]] = []
    composed: list[str] = []
    for start in range(0, len(texts), PART):
        composed += map(compose, texts[start : start + PART])
        part = encode_spans(composed[start:], vocabulary, spec)
        fits: list[int] = []
        for i, (ids, _) in enumerate(part):
            if steps + len(ids) > most:
                full = True
                break
            seen = start + i + 1
            if ids:
                steps += len(ids)
                fits.append(i)
        read = [part[i] for i in fits]
        rows += read
        source += [start + i for i in fits]
        parts += _read_part(model, [ids for ids, _ in read], layer)
        if progress is not None:
            progress(seen)
        if full:
            break
    hidden = model.spec.hidden_size
    return CollectionStates(
        texts=tuple(composed[i] for i in source),
        source=tuple(source),
        starts=np.cumsum([0, *(len(ids) for ids, _ in rows)]),
        ids=np.array([i for ids, _ in rows for i in ids], np.int32),
        spans=np.array([s for _, spans in rows for s in spans], np.int32).reshape(-1, 2),
        states=np.concatenate([np.empty((0, hidden), np.float16), *(s for s, _ in parts)]),
        logits=np.concatenate([np.empty(0, np.float32), *(v for _, v in parts)]),
        wordless=seen - len(rows),
        beyond=len(texts) - seen,
    )


def strongest(
    collection: CollectionStates, unit: int, count: int, sign: int = 1
) -> list[Occurrence]:
    """The reviews in which a unit is highest (``sign`` 1) or lowest (-1), and where."""
    if not len(collection):
        return []
    return _peaks(collection, collection.unit(unit), count, sign)


def similar(
    collection: CollectionStates,
    state: NDArray[np.float32],
    count: int,
    without: str | None = None,
) -> list[Occurrence]:
    """The steps whose states point most nearly where ``state`` (H,) does, one a review.

    Cosine after the collection's mean state is taken away: without that, what all states share
    would make everything alike. ``without``: a text that is not compared with itself.
    """
    if not len(collection):
        return []
    cosine = cosines(collection, state)
    for r, text in enumerate(collection.texts):
        if text == without:
            cosine[collection.review(r)] = -np.inf
    return [place for place in _peaks(collection, cosine, count, 1) if np.isfinite(place.value)]


def cosines(collection: CollectionStates, state: NDArray[np.float32]) -> NDArray[np.float32]:
    """(N,) the centred cosine of ``state`` (H,) with every step's; 0 where one is the mean."""
    mean = collection.states.mean(axis=0, dtype=np.float64).astype(np.float32)
    wanted = np.asarray(state, np.float32) - mean
    result = np.empty(len(collection.states), np.float32)
    size = 65_536  # in pieces: float32 copies of all states at once would double the memory
    for start in range(0, len(result), size):
        piece = collection.states[start : start + size].astype(np.float32) - mean
        lengths = np.linalg.norm(piece, axis=1) * np.linalg.norm(wanted)
        np.divide(piece @ wanted, lengths, out=lengths, where=lengths > 1e-12)
        result[start : start + size] = lengths
    return np.clip(result, -1, 1)


def word_ratings(model: ReviewClassifier, ids: NDArray[np.int32]) -> NDArray[np.float32]:
    """The verdict (logit) on each id read alone, as a text of one word: (K,) → (K,)."""
    import torch

    with torch.no_grad():
        column = torch.from_numpy(ids.astype(np.int64))[:, None]
        return np.asarray(model.prefix_logits(column)[:, 0].numpy())


def _peaks(
    collection: CollectionStates, values: NDArray[np.float32], count: int, sign: int
) -> list[Occurrence]:
    # One place a review: else the neighbours of one peak would fill the list.
    peaks = np.maximum.reduceat(sign * values, collection.starts[:-1])
    best = np.argsort(-peaks, kind="stable")[:count]
    places = []
    for r in best:
        own = values[collection.review(int(r))]
        step = int((sign * own).argmax())
        places.append(Occurrence(int(r), step, float(own[step])))
    return places


def _read_part(
    model: ReviewClassifier, rows: list[list[int]], layer: int
) -> list[tuple[NDArray[np.float16], NDArray[np.float32]]]:
    """States and verdicts of each row of ids, in their order; batches of similar lengths."""
    import torch
    from torch.nn.utils.rnn import pad_sequence

    order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
    done: dict[int, tuple[NDArray[np.float16], NDArray[np.float32]]] = {}
    with torch.no_grad():
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            ids = pad_sequence([torch.tensor(rows[i]) for i in batch], batch_first=True)
            embedded = model.inputs(ids)
            top = model.states(embedded)  # (batch, time, hidden)
            logits = model.prefix_logits_of(top).numpy()
            states = _layer_states(model.rnn, embedded, top, layer).half().numpy()
            for k, i in enumerate(batch):
                length = len(rows[i])  # the padding after a text is not kept
                done[i] = (states[k, :length].copy(), logits[k, :length].copy())
    return [done[i] for i in range(len(rows))]


def _layer_states(rnn: nn.RNNBase, embedded: Tensor, top: Tensor, layer: int) -> Tensor:
    """The states of one layer, (batch, time, hidden): torch itself gives only the top one's."""
    if layer == rnn.num_layers - 1:
        return top
    import torch

    from rnnviz.models.cells import kind_of, torch_module

    with torch.device("meta"):
        lower = torch_module(kind_of(rnn).name, rnn.input_size, rnn.hidden_size, layer + 1)
    names = [name for name, _ in lower.named_parameters()]
    weights = {name: getattr(rnn, name) for name in names}
    output: Tensor = torch.func.functional_call(lower, weights, (embedded,))[0]
    return output

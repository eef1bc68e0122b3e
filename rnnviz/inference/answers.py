"""Thousands of reviews read by a model: for each a probability, and the words that mattered most.

Texts are read in chunks, each in batches of similar length, so that little is padded; what is in
memory at a time is bounded, whatever the file. The last bits of a number depend on its batch, so
the chunks of a file are always the same, whoever reads it: page, command line or cluster. One
thread reads one chunk: small networks gain more from several chunks at once than from several
threads in one product.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice, pairwise

import numpy as np

from rnnviz.explain.telling_words import quick_parts, strongest_words
from rnnviz.inference.classify import encoding_spec, is_doubtful, label_of, vocabulary_of
from rnnviz.models.checkpoint import Checkpoint
from rnnviz.text.encoding import encode_words

Span = tuple[int, int]  # rows from the first to before the second
PlainAnswer = tuple[float | None, str]  # a probability and the words, as JSON has them

CHUNK = 256  # reviews
CHARACTERS = 4 * 2**20  # of a chunk: a few very long texts are one, too
BATCH = 64  # reviews in one product: of 32 to 256, the fastest for the large model


@dataclass(frozen=True, slots=True)
class Answer:
    """``probability`` of "positive", NaN without any word; ``words``: see ``words_said``."""

    probability: float
    words: str = ""

    @property
    def label(self) -> str:
        return label_of(self.probability)

    @property
    def doubtful(self) -> bool:
        return is_doubtful(self.probability)


def answers(texts: Sequence[str], checkpoint: Checkpoint, words: bool = False) -> list[Answer]:
    """One for each text, in order; all texts are in memory. ``words`` takes about seven times as
    long."""
    from rnnviz.training.reviews import predict

    vocabulary = vocabulary_of(checkpoint)
    said = encode_words(texts, encoding_spec(checkpoint))
    order = sorted((k for k, row in enumerate(said) if row), key=lambda k: len(said[k]))
    found = [Answer(np.nan)] * len(texts)
    for start in range(0, len(order), BATCH):
        places = order[start : start + BATCH]
        rows = [[vocabulary.id_of(word) for word in said[k]] for k in places]
        probabilities = predict(checkpoint.model, rows, BATCH).tolist()
        parts = quick_parts(checkpoint.model, rows) if words else [None] * len(rows)
        for k, probability, shares in zip(places, probabilities, parts, strict=True):
            told = "" if shares is None else words_said(strongest_words(said[k], shares))
            found[k] = Answer(probability, told)
    return found


def answers_out(found: Sequence[Answer]) -> list[PlainAnswer]:
    """Answers as they are sent."""
    return [(None if np.isnan(one.probability) else one.probability, one.words) for one in found]


def answer_in(probability: float | None, words: str) -> Answer:
    """The same answer; raises ``ValueError`` on what is none."""
    if not isinstance(probability, float | None) or not isinstance(words, str):
        raise ValueError("no answer")
    return Answer(np.nan if probability is None else probability, words)


def spans_of(texts: Iterable[str]) -> list[Span]:
    """Where the chunks of a file begin and end."""
    ends = list(accumulate(map(len, chunks(texts)), initial=0))
    return list(pairwise(ends))


def words_said(strongest: Iterable[tuple[str, float]]) -> str:
    """``boring (-), lovely (+)``: what spoke for "negative" and for "positive"."""
    return ", ".join(f"{word} ({'+' if part > 0 else '-'})" for word, part in strongest)


def chunks(texts: Iterable[str], rows: int = CHUNK) -> Iterator[list[str]]:
    """The texts in pieces of so many, fewer where they are long; never an empty one."""
    chunk: list[str] = []
    size = 0
    for text in texts:
        chunk.append(text)
        size += len(text)
        if len(chunk) == rows or size > CHARACTERS:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def answer_stream(
    texts: Iterable[str],
    checkpoint: Checkpoint,
    words: bool = False,
    progress: Callable[[int], None] | None = None,
    workers: int = 1,
) -> Iterator[Answer]:
    """``answers`` of any number of texts, in order, ``workers`` chunks at once.

    ``progress`` is called with the number of reviews of each chunk that is done.
    """
    import torch

    if workers == 1:
        for chunk in chunks(texts):
            yield from answers(chunk, checkpoint, words)
            if progress is not None:
                progress(len(chunk))
        return
    from concurrent.futures import Future, ThreadPoolExecutor

    pieces = chunks(texts)
    waiting: deque[Future[list[Answer]]] = deque()
    torch.set_num_threads(1)
    with ThreadPoolExecutor(workers, initializer=torch.set_num_threads, initargs=(1,)) as pool:
        try:
            while True:
                for chunk in islice(pieces, workers + 1 - len(waiting)):
                    waiting.append(pool.submit(answers, chunk, checkpoint, words))
                if not waiting:
                    return
                done = waiting.popleft().result()
                yield from done
                if progress is not None:
                    progress(len(done))
        finally:
            pool.shutdown(cancel_futures=True)

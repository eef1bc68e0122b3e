"""A word-level vocabulary: the most frequent words, by frequency, behind two special ids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from rnnviz.text.standardise import split_words, standardise_batch

PAD = "<pad>"
UNK = "<unk>"
PAD_ID = 0
UNK_ID = 1
SPECIAL = (PAD, UNK)


@dataclass(frozen=True)
class Vocabulary:
    """Words by id. Ids 0 and 1 are ``<pad>`` and ``<unk>``; from 2 on, more frequent comes first.

    Because ids are ranks, a smaller vocabulary is a prefix of this one (``capped``).
    ``counts[i]`` is how often word ``i`` stood in the training texts (0 for the specials).
    """

    words: tuple[str, ...]
    counts: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.words[:2] != SPECIAL:
            raise ValueError("a vocabulary starts with <pad> and <unk>")
        if self.counts and len(self.counts) != len(self.words):
            raise ValueError("counts and words differ in length")

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def ids(self) -> dict[str, int]:
        return {word: i for i, word in enumerate(self.words)}

    def id_of(self, word: str) -> int:
        """Id of a standardised word; ``UNK_ID`` when it is not in the vocabulary."""
        return self.ids.get(word, UNK_ID)

    def capped(self, size: int) -> Vocabulary:
        """The vocabulary of the ``size`` first ids, specials included (at least the specials)."""
        size = max(size, len(SPECIAL))
        if size >= len(self):
            return self
        return Vocabulary(self.words[:size], self.counts[:size])

    @classmethod
    def build(cls, texts: Iterable[str], size: int) -> Vocabulary:
        """Count the words of ``texts`` and keep the most frequent, ``size`` ids in all.

        Equal counts are ordered by the alphabet, so the same texts give the same ids.
        """
        from collections import Counter

        counter: Counter[str] = Counter()
        batch: list[str] = []

        def count(texts: Sequence[str]) -> None:
            for text in standardise_batch(texts):
                counter.update(split_words(text))

        for text in texts:
            batch.append(text)
            if len(batch) == 1000:
                count(batch)
                batch.clear()
        count(batch)
        ranked = sorted(counter.items(), key=lambda item: (-item[1], item[0]))
        kept = ranked[: max(size - len(SPECIAL), 0)]
        return cls(
            SPECIAL + tuple(word for word, _ in kept),
            (0, 0, *(n for _, n in kept)),
        )

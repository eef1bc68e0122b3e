"""Subwords: byte pair encoding (BPE) beside the word-level vocabulary, on the same text.

BPE starts from the 256 bytes and joins, again and again, the pair that is most frequent in the
training texts. Frequent words end up whole, rare ones in pieces, and whatever cannot be joined
stays bytes: nothing is unknown. The text is standardised by the app's own rules first, so that
both ways of splitting differ in nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tokenizers import Tokenizer, models, pre_tokenizers, trainers

from rnnviz.text.standardise import compose, normaliser


@dataclass(frozen=True)
class Piece:
    """One subword: ``text[start:end]`` of the user's text, the word it is part of, its id.

    ``label`` is what to show: the letters, or ``⟨C3⟩`` for a byte that is no letter by itself.
    """

    label: str
    id: int
    start: int
    end: int
    word: int


def train_bpe(texts: Iterable[str], size: int) -> Tokenizer:
    """A byte-level BPE of ``size`` pieces, the 256 bytes included. Same texts, same pieces."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normaliser()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.WhitespaceSplit(),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


@cache
def shipped_bpe() -> Tokenizer:
    """The BPE that comes with the app, trained on the training reviews (``docs/make_bpe.py``)."""
    source = files("rnnviz") / "assets" / "bpe.json"
    tokenizer = Tokenizer.from_str(source.read_text(encoding="utf-8"))
    tokenizer.normalizer = normaliser()  # the app's own, whatever the file was trained with
    return tokenizer


def split_pieces(text: str, tokenizer: Tokenizer | None = None) -> tuple[Piece, ...]:
    """The subwords of a text, in order; places are those of the composed text."""
    whole = compose(text)
    encoding = (tokenizer or shipped_bpe()).encode(whole, add_special_tokens=False)
    pieces = []
    word, last = -1, None
    for id_, name, (start, end), group in zip(
        encoding.ids, encoding.tokens, encoding.offsets, encoding.word_ids, strict=True
    ):
        word += group != last
        last = group
        pieces.append(Piece(_label(name), id_, start, end, word))
    return tuple(pieces)


def _label(name: str) -> str:
    raw = bytes(_byte_of()[character] for character in name)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return "".join(f"⟨{byte:02X}⟩" for byte in raw)


@cache
def _byte_of() -> dict[str, int]:
    """The byte each character of a byte-level name stands for (GPT-2's table)."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in plain]
    return {chr(b): b for b in plain} | {chr(256 + i): b for i, b in enumerate(others)}

"""What if the text were another: edits of words, the fewest that turn a verdict, two versions.

An edit names a step of the text as it stood before any edit, so the order of edits does not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from rnnviz.explain.trace import HiddenTrace
from rnnviz.explain.variants import variant_logits
from rnnviz.text.encoding import Encoding
from rnnviz.text.standardise import split_words, standardise
from rnnviz.text.vocabulary import PAD_ID, Vocabulary

if TYPE_CHECKING:
    from rnnviz.models.classifier import ReviewClassifier

PROMISING = 48  # words that are tried again after the first edit: those whose deletion did most
REPLACED = 16  # of these, how many are tried with other words
SAME = 1e-5  # states that differ by less are the same: torch rounds by the length of the text
Aligned = tuple[tuple[int | None, int | None], ...]


@dataclass(frozen=True)
class Edit:
    """Delete the word of a step, or put ``word`` in its place (any text: its words count)."""

    operation: Literal["delete", "replace"]
    step: int
    word: str = ""


@dataclass(frozen=True)
class EditedText:
    """A text after its edits: what the user would have typed, and what the model then reads."""

    text: str
    ids: tuple[int, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """Edits that turn a verdict. ``before``: the text's logit; ``logits[k]``: after k + 1 edits."""

    edits: tuple[Edit, ...]
    before: float
    logits: tuple[float, ...]


def apply_edits(encoding: Encoding, edits: Sequence[Edit], vocabulary: Vocabulary) -> EditedText:
    """Edit a text at its words; punctuation and the spaces between the others stay as they are.

    A new word is written as the old one was, Capitalised or in CAPITALS. The ids are the text's own
    steps, edited: truncation is not done again, so no word comes in for one that was deleted.
    Raises ``ValueError`` for a step that is no word of the text or is edited twice.
    """
    by_step = _by_step(edits, encoding.positions)
    text = encoding.text
    for step in sorted(by_step, reverse=True):  # from the back, so that places stay valid
        token = encoding.tokens[encoding.positions[step]]
        word = "" if by_step[step].operation == "delete" else by_step[step].word
        text = _with(text, token.start, token.end, word)
    words: list[str] = []
    for step, word in enumerate(encoding.words):
        words += _new_words(by_step[step]) if step in by_step else [word]
    return EditedText(text, tuple(edited_ids(encoding.ids, edits, vocabulary)), tuple(words))


def edited_ids(ids: Sequence[int], edits: Sequence[Edit], vocabulary: Vocabulary) -> list[int]:
    """The ids of a text after its edits; raises ``ValueError`` as ``apply_edits`` does."""
    by_step = _by_step(edits, [-1 if id_ == PAD_ID else step for step, id_ in enumerate(ids)])
    result: list[int] = []
    for step, id_ in enumerate(ids):
        if step in by_step:
            result += [vocabulary.id_of(word) for word in _new_words(by_step[step])]
        else:
            result.append(id_)
    return result


def smallest_change(
    model: ReviewClassifier,
    ids: Sequence[int],
    vocabulary: Vocabulary,
    candidates: Callable[[int], Sequence[int]],
    most: int = 5,
) -> Change | None:
    """Few edits that turn the verdict on ``ids`` (T,), or None where ``most`` do not.

    Greedy: in each round the deletion that moves the logit farthest to the other side, if it turns
    the verdict; else the edit that moves it farthest, replacements included (``candidates``: from
    an id to the ids to try instead, see ``opposites.replacements``). At last every edit that the
    others can do without is dropped. So no single edit less would do, but a smaller set of others
    might. A text is never emptied: the verdict on nothing is a convention.
    """
    candidates = cache(candidates)
    before = float(variant_logits(model, [ids])[0])
    search = _Search(model, ids, vocabulary, -1 if before >= 0 else 1)
    promising = [step for step, id_ in enumerate(ids) if id_ != PAD_ID]
    chosen: list[Edit] = []
    logit = before
    while len(chosen) < most:
        free = [step for step in promising if step not in {edit.step for edit in chosen}]
        deleted = search.ranked(chosen, [Edit("delete", step) for step in free])
        if not chosen:
            promising = [edit.step for _, edit in deleted[:PROMISING]]
        best = deleted[:1]
        if not best or not search.turned(best[0][0]):
            # What is worth replacing is worth deleting, unless it is the only word there is.
            steps = [edit.step for _, edit in deleted[:REPLACED]] or free
            others = [
                Edit("replace", step, vocabulary.words[other])
                for step in steps
                for other in candidates(ids[step])
            ]
            best = search.first(best + search.ranked(chosen, others))[:1]
        if not best or search.gain(best[0][0]) <= search.gain(logit):
            return None
        logit = best[0][0]
        chosen.append(best[0][1])
        if search.turned(logit):
            return search.path(search.needed(chosen), before)
    return None


class _Search:
    """Edits of one text, and how far they move its verdict to the side ``towards`` (1 or -1)."""

    def __init__(
        self, model: ReviewClassifier, ids: Sequence[int], vocabulary: Vocabulary, towards: int
    ) -> None:
        self.model, self.ids, self.vocabulary, self.towards = model, ids, vocabulary, towards

    def gain(self, logit: float) -> float:
        return self.towards * logit

    def turned(self, logit: float) -> bool:
        return (logit >= 0) == (self.towards > 0)

    def first(self, tried: list[tuple[float, Edit]]) -> list[tuple[float, Edit]]:
        """What moves the verdict farthest first; of equals, what stands first."""
        return sorted(tried, key=lambda pair: -self.gain(pair[0]))

    def logits(self, edits: Sequence[Sequence[Edit]]) -> list[float]:
        rows = [edited_ids(self.ids, some, self.vocabulary) for some in edits]
        return [float(logit) for logit in variant_logits(self.model, rows)]

    def ranked(self, chosen: list[Edit], more: Sequence[Edit]) -> list[tuple[float, Edit]]:
        """Each edit beside those chosen, with the logit it leads to, the best first."""
        words = sum(id_ != PAD_ID for id_ in self.ids)
        deleted = sum(edit.operation == "delete" for edit in chosen)
        if words - deleted <= 1:
            more = [edit for edit in more if edit.operation != "delete"]
        more = sorted(more, key=lambda edit: edit.step)  # neighbours begin alike: read once
        logits = self.logits([[*chosen, edit] for edit in more])
        return self.first(list(zip(logits, more, strict=True)))

    def needed(self, edits: list[Edit]) -> list[Edit]:
        """The edits without those that the verdict turns without."""
        fewer = [[e for e in edits if e is not edit] for edit in edits]
        for logit, some in zip(self.logits(fewer), fewer, strict=True):
            if some and self.turned(logit):
                return self.needed(some)
        return edits

    def path(self, edits: list[Edit], before: float) -> Change:
        after = self.logits([edits[: k + 1] for k in range(len(edits))])
        return Change(tuple(edits), before, tuple(after))


def align(words_a: Sequence[str], words_b: Sequence[str]) -> Aligned:
    """Two versions side by side: (step of a, step of b) in order, None where one has no step.

    Equal words are paired as ``difflib`` finds them; between them words that were replaced by as
    many, one by one.
    """
    rows: list[tuple[int | None, int | None]] = []
    matcher = SequenceMatcher(None, words_a, words_b, autojunk=False)
    for _, a, a_end, b, b_end in matcher.get_opcodes():
        both = min(a_end - a, b_end - b)
        rows += [(a + k, b + k) for k in range(both)]
        rows += [(step, None) for step in range(a + both, a_end)]
        rows += [(None, step) for step in range(b + both, b_end)]
    return tuple(rows)


def restored(a: Encoding, b: Encoding, alignment: Aligned, row: int) -> str:
    """The text of ``b`` with the word that ``a`` has in this row of the alignment put back.

    As it is written in ``a``: in the place of the word that replaced it, or behind the word that
    stands before it in both. Raises ``ValueError`` for a row without a word of ``a``.
    """
    step, other = alignment[row]
    if step is None:
        raise ValueError(f"row {row} has no word of the first text")
    token = a.tokens[a.positions[step]]
    word = a.text[token.start : token.end]
    if other is not None:
        old = b.tokens[b.positions[other]]
        return b.text[: old.start] + word + b.text[old.end :]
    before = [there for _, there in alignment[:row] if there is not None]
    if not before:
        return f"{word} {b.text.lstrip()}"
    end = b.tokens[b.positions[before[-1]]].end
    return f"{b.text[:end]} {word}{b.text[end:]}"


def one_word_less(a: HiddenTrace, b: HiddenTrace) -> bool:
    """Whether ``b`` reads what ``a`` reads with one word taken out."""
    if b.steps != a.steps - 1:
        return False
    same = next((k for k in range(b.steps) if a.labels[k] != b.labels[k]), b.steps)
    return a.labels[same + 1 :] == b.labels[same:]


def state_distances(a: HiddenTrace, b: HiddenTrace, alignment: Aligned) -> NDArray[np.float64]:
    """How far the top layer's states are apart after each row that both read: (rows,), else NaN."""
    top_a, top_b = a.layers[-1].h, b.layers[-1].h
    return np.array(
        [
            np.nan
            if here is None or there is None
            else float(np.linalg.norm(top_a[here + 1] - top_b[there + 1]))
            for here, there in alignment
        ]
    )


def first_parting(trace_a: HiddenTrace, trace_b: HiddenTrace, alignment: Aligned) -> int | None:
    """The first row of the alignment after which the two networks' states differ, or None.

    That is a word which only one of them read, or two words that left different states in any
    layer. Two unknown words leave the same. Both traces are of one model.
    """
    for row, (a, b) in enumerate(alignment):
        if a is None or b is None:
            return row
        for layer_a, layer_b in zip(trace_a.layers, trace_b.layers, strict=True):
            if float(np.abs(layer_a.h[a + 1] - layer_b.h[b + 1]).max()) > SAME:
                return row
    return None


def _by_step(edits: Sequence[Edit], positions: Sequence[int]) -> dict[int, Edit]:
    by_step = {edit.step: edit for edit in edits}
    if len(by_step) < len(edits):
        raise ValueError("a step can be edited once")
    for step in by_step:
        if not 0 <= step < len(positions) or positions[step] < 0:
            raise ValueError(f"step {step} is no word of the text")
    return by_step


def _new_words(edit: Edit) -> list[str]:
    return [] if edit.operation == "delete" else split_words(standardise(edit.word))


def _with(text: str, start: int, end: int, word: str) -> str:
    """The text with ``word`` in place of ``text[start:end]``, or without it and one space."""
    before, old, after = text[:start], text[start:end], text[end:]
    if word:
        return before + _written_like(old, word) + after
    if after[:1].isspace() and (not before or before[-1].isspace()):
        return before + after[1:]
    if before[-1:].isspace() and (not after or after[0] in ".,;:!?…)"):
        return before[:-1] + after
    return before + after


def _written_like(old: str, word: str) -> str:
    if len(old) > 1 and old.isupper():
        written = word.upper()
    elif old[:1].isupper():
        written = word[:1].upper() + word[1:]
    else:
        return word
    return written if standardise(written) == standardise(word) else word  # ß has no capital

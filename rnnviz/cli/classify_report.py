"""What ``rnnviz classify`` says of a whole file: how many are doubtful, and how labels compare."""

from __future__ import annotations

import textwrap

from rnnviz.i18n import Translator
from rnnviz.inference.batch import ClassifiedTable
from rnnviz.inference.file_summary import Agreement, agreement, doubtful_count, words_of
from rnnviz.models.checkpoint import Checkpoint
from rnnviz.text.gold import scale_of
from rnnviz.uploads.paths import printable

_MISTAKES = 5
_WIDTH = 90


def print_report(
    t: Translator, found: ClassifiedTable, column: int, gold: int | None, checkpoint: Checkpoint
) -> None:
    """The summary of a file that was read; ``column`` has the texts, ``gold`` the labels."""
    doubtful = doubtful_count(found.answers)
    print(t("reviewfile.doubtful", count=t.number(doubtful, 0)))
    if gold is None:
        return
    values = found.table.values(gold)
    agreed = agreement(values, found.answers, _MISTAKES)
    if agreed is None:
        return
    share, right = t.percent(agreed.share, 1), t.number(agreed.right, 0)
    title, labelled = printable(found.table.titles()[gold]), t.number(agreed.labelled, 0)
    print(t("reviewfile.agree", column=title, right=right, labelled=labelled, share=share))
    low, high = (t.percent(end, 1) for end in agreed.interval)
    print(t("reviewfile.interval", low=low, high=high))
    if scale := scale_of(values):
        print(t(f"reviewfile.rated_{scale}"))
    _print_matrix(t, agreed, found)
    _print_mistakes(t, agreed, found, column, checkpoint)


def _print_matrix(t: Translator, agreed: Agreement, found: ClassifiedTable) -> None:
    """Which label got which verdict."""
    shown = [label for label in found.counts() if any(ours == label for _, ours in agreed.table)]
    heads = [t("reviewfile.model_says", label=t(f"reviewfile.label.{label}")) for label in shown]
    print(f"  {t('reviewfile.yours'):<12}" + "".join(f"  {head:>22}" for head in heads))
    for theirs in ("positive", "negative"):
        cells = [t.number(agreed.table.get((theirs, ours), 0), 0) for ours in shown]
        row = "".join(f"  {cell:>22}" for cell in cells)
        print(f"  {t(f'reviewfile.label.{theirs}'):<12}{row}")


def _print_mistakes(
    t: Translator, agreed: Agreement, found: ClassifiedTable, column: int, checkpoint: Checkpoint
) -> None:
    """The surest of the wrong verdicts, each with the words that mattered most."""
    if not agreed.worst:
        return
    print(t("reviewfile.worst"))
    words = words_of(found, column, agreed.worst, checkpoint)
    for place, said in zip(agreed.worst, words, strict=True):
        answer = found.answers[place]
        verdict = t(f"reviewfile.label.{answer.label}")
        probability = t.percent(answer.probability, 1)
        text = textwrap.shorten(found.table.rows[place][column], _WIDTH, placeholder=" …")
        said_of_it = t(
            "reviewfile.mistake", row=place + 1, verdict=verdict, probability=probability
        )
        print(f"  {said_of_it}")
        print(f"    {printable(text)}")
        print(f"    {t('reviewfile.words')}: {said}")

"""``python -m rnnviz classify``: one review, or a file of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rnnviz.errors import RnnvizError
from rnnviz.i18n import translator
from rnnviz.uploads import endings
from rnnviz.uploads.paths import check_output, is_file, is_folder, printable, read_bytes, shown

_LOOKED_AT = 500  # rows that say which language a file is in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rnnviz.models.checkpoint import Checkpoint


def classify(
    text: Annotated[
        str,
        typer.Argument(
            help="A review in quotes, or a file: CSV, Excel, OpenDocument, Parquet, JSON lines, or "
            ".txt with one review a line; also .gz, .bz2, .xz, .zst, or a .zip of one file."
        ),
    ],
    model: Annotated[str, typer.Option(help="best, rnn, gru, lstm or vi, or a folder.")] = "best",
    text_column: Annotated[
        str | None,
        typer.Option(help="The column with the reviews; found by name and content if not said."),
    ] = None,
    gold_column: Annotated[
        str | None,
        typer.Option(help="The column with your own labels, or none; found if not said."),
    ] = None,
    header: Annotated[
        bool | None,
        typer.Option(help="Whether the first row names the columns; found if not said."),
    ] = None,
    max_rows: Annotated[
        int | None, typer.Option(help="Refuse a file with more rows; no limit if not said.", min=1)
    ] = None,
    doubtful: Annotated[
        bool,
        typer.Option(
            "--doubtful", help="Add a column: true where the probability is between 35 and 65%."
        ),
    ] = False,
    words: Annotated[
        bool,
        typer.Option(
            "--words",
            help="Add that column and one with the three words that mattered most, by integrated "
            "gradients with two points: about seven times as long.",
        ),
    ] = False,
    output: Annotated[Path | None, typer.Option(help="Where a file's result goes, a CSV.")] = None,
) -> None:
    """Say whether reviews are positive or negative, and how sure the model is."""
    source = Path(text)
    if output is not None or _looks_like_file(text):
        if not is_file(source) and not is_folder(source):
            raise RnnvizError("file_missing", path=shown(text))
        if is_folder(source):
            raise RnnvizError("file_is_folder", path=shown(text))
        if output is None:
            raise RnnvizError("output_missing", path=shown(text))
        check_output(output, source)
        wanted = Wanted(text_column, gold_column, header, max_rows, doubtful or words, words)
        _classify_file(source, output, model, wanted)
        return
    from rnnviz.inference.answers import answers
    from rnnviz.uploads.decode import well_formed

    checkpoint = _checkpoint(model)
    text = well_formed(text)
    (answer,) = answers([text], checkpoint, words)
    if answer.label == "unreadable":
        raise RnnvizError("text_without_words")
    _note_language([text], checkpoint)
    more = "  doubtful" if answer.doubtful and (doubtful or words) else ""
    more += f"  words: {answer.words}" if words else ""
    print(f"{answer.label}  P(positive) = {answer.probability:.4f}  model {checkpoint.name}{more}")


@dataclass(frozen=True)
class Wanted:
    """What was asked for about a file, and which columns the result shall have."""

    text_column: str | None
    gold_column: str | None
    header: bool | None
    max_rows: int | None
    doubtful: bool
    words: bool


def _classify_file(source: Path, output: Path, model: str, wanted: Wanted) -> None:
    from rnnviz.cli.classify_report import print_report
    from rnnviz.inference.batch import Extras, classify_table, save_classified
    from rnnviz.text.gold import find_gold
    from rnnviz.text.review_table import find_text_column, read_reviews
    from rnnviz.uploads.bounds import COMMAND

    t = translator("en")
    if source.stat().st_size > COMMAND.size:  # before it is read into memory
        raise COMMAND.too_big(source.name, COMMAND.size)
    bounds = replace(COMMAND, rows=wanted.max_rows)
    table = read_reviews(read_bytes(source), source.name, bounds, wanted.header)
    for note in table.notes:
        print(note.words(t, printable), file=sys.stderr)
    column = find_text_column(table, wanted.text_column)
    gold = find_gold(table.titles(), table.rows, column, wanted.gold_column, table.name)
    if wanted.text_column is None:
        said = printable(table.titles()[column])
        print(t("reviewfile.said_column", column=said), file=sys.stderr)
    checkpoint = _checkpoint(model)
    _note_language(table.values(column)[:_LOOKED_AT], checkpoint)
    extras = Extras(wanted.doubtful, wanted.words)
    with _progress(len(table.rows)) as advance:
        found = classify_table(
            table, column, checkpoint, advance, extras, workers=os.cpu_count() or 1
        )
    defused = save_classified(output, found)
    counts = ", ".join(f"{label} {count}" for label, count in sorted(found.counts().items()))
    print(f"{printable(output)}: {counts}")
    print_report(t, found, column, gold, checkpoint)
    if defused:
        print(t("reviewfile.defused", count=t.number(defused, 0)))


@contextmanager
def _progress(rows: int) -> Iterator[Callable[[int], None]]:
    """A bar with the rate of the last seconds and the time that is left."""
    from rich.console import Console
    from rich.progress import (
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        SpinnerColumn,
        Task,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:.0f}/s" if task.speed else "")

    columns = (SpinnerColumn(), "{task.description}", MofNCompleteColumn(), Rate())
    times = (TimeElapsedColumn(), "left", TimeRemainingColumn())
    with Progress(*columns, *times, console=Console(stderr=True)) as bar:
        task = bar.add_task("classify", total=rows)
        yield lambda count: bar.advance(task, count)


def _note_language(texts: Sequence[str], checkpoint: Checkpoint) -> None:
    """A line where the texts are in another language than the model; one of old says none."""
    from rnnviz.models.shipped import DEFAULT_OF
    from rnnviz.text.language import language_of_texts

    info, found = checkpoint.info, language_of_texts(texts)
    if found is not None and found != info.language and "language" in info.model_fields_set:
        words = translator("en")(
            f"language.note_{found}", model=printable(checkpoint.name), other=DEFAULT_OF[found]
        )
        print(words, file=sys.stderr)


def _looks_like_file(text: str) -> bool:
    """Whether the argument means a file: it names one, or ends like a table that is missing."""
    if "\n" in text:
        return False
    ending = text.lower().rpartition(".")[2]
    named = (
        ending in endings.REVIEWS
        and "." in text
        and (ending == "csv" or not any(map(str.isspace, text)))
    )
    return named or is_file(Path(text)) or (("/" in text or "\\" in text) and is_folder(Path(text)))


def _checkpoint(model: str) -> Checkpoint:
    from rnnviz.models.checkpoint import load_checkpoint
    from rnnviz.models.shipped import SHIPPED, load_shipped

    if model not in SHIPPED and is_folder(Path(model)):
        return load_checkpoint(model)
    return load_shipped(model)

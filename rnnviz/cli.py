"""The command line: ``python -m rnnviz …``. Help is English; errors come coded."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from rnnviz.cli_runs import runs_app
from rnnviz.cli_weather import forecast, inspect, train_weather
from rnnviz.errors import RnnvizError, bad_setting
from rnnviz.i18n import translator

if TYPE_CHECKING:
    from rnnviz.models.checkpoint import Checkpoint

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="See a recurrent neural network think.",
)
train_app = typer.Typer(no_args_is_help=True, help="Train a model.")
app.add_typer(train_app, name="train")
app.add_typer(runs_app, name="runs")
app.command()(inspect)
app.command()(forecast)
train_app.command("weather")(train_weather)


def main() -> None:
    """Run the command line; what the user can put right ends in one line and exit status 2."""
    logging.getLogger("rnnviz").setLevel(logging.ERROR)  # the one line says it
    try:
        app()
    except RnnvizError as error:
        _fail(translator("en").error(error))


def _fail(message: str) -> NoReturn:
    print(message, file=sys.stderr)
    raise SystemExit(2)


@app.command()
def classify(
    text: Annotated[str, typer.Argument(help="A review in quotes, or a CSV file (also .csv.gz).")],
    model: Annotated[str, typer.Option(help="best, rnn, gru or lstm, or a folder.")] = "best",
    text_column: Annotated[str, typer.Option(help="The column of a CSV with the reviews.")] = (
        "review"
    ),
    output: Annotated[Path | None, typer.Option(help="Where a CSV's result goes.")] = None,
) -> None:
    """Say whether film reviews are positive or negative, and how sure the model is."""
    from rnnviz.training.classify import classify_csv, label_of, probabilities

    source = Path(text)
    is_file = _looks_like_file(text)
    if is_file and not source.is_file():
        raise RnnvizError("file_missing", path=text)
    if is_file and output is None:
        raise RnnvizError("output_missing", path=text)
    checkpoint = _checkpoint(model)
    if is_file and output is not None:
        from rich.console import Console
        from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TimeElapsedColumn

        columns = (SpinnerColumn(), "{task.description}", MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True)) as bar:
            task = bar.add_task("classify", total=None)
            counts = classify_csv(
                source, output, text_column, checkpoint, lambda n: bar.advance(task, n)
            )
        summary = ", ".join(f"{label} {count}" for label, count in sorted(counts.items()))
        print(f"{output}: {summary or 'no rows'}")
        return
    probability = float(probabilities([text], checkpoint)[0])
    label = label_of(probability)
    if label == "unreadable":
        raise RnnvizError("text_without_words")
    print(f"{label}  P(positive) = {probability:.4f}  model {checkpoint.name}")


def _looks_like_file(text: str) -> bool:
    """Whether the argument means a file: it names one, or ends like a table that is missing."""
    if "\n" in text or len(text) > 1000:
        return False
    return text.lower().endswith((".csv", ".csv.gz")) or Path(text).is_file()


def _checkpoint(model: str) -> Checkpoint:
    from rnnviz.models.checkpoint import load_checkpoint
    from rnnviz.models.shipped import SHIPPED, load_shipped

    if model not in SHIPPED and Path(model).is_dir():
        return load_checkpoint(model)
    return load_shipped(model)


@train_app.command("reviews")
def train_reviews(
    data: Annotated[Path, typer.Option(help="aclImdb folder or .tar.gz, or CSV review,sentiment.")],
    out: Annotated[Path, typer.Option(help="Folder for the checkpoint.")],
    cell: Annotated[str, typer.Option(help="rnn, gru or lstm.")] = "lstm",
    vocab_size: Annotated[int, typer.Option(help="Words in the vocabulary.")] = 15_000,
    embed_dim: Annotated[int, typer.Option(help="Numbers in a word's vector.")] = 32,
    hidden_size: Annotated[int, typer.Option(help="Units in a layer.")] = 24,
    num_layers: Annotated[int, typer.Option(help="Layers, 1 to 4.")] = 1,
    readout: Annotated[str, typer.Option(help="What the verdict reads: last, mean, max.")] = "mean",
    length: Annotated[int, typer.Option(help="Tokens kept of a review, half of each end.")] = 400,
    epochs: Annotated[int, typer.Option(help="Times over the reviews.")] = 5,
    learning_rate: Annotated[float, typer.Option(help="Peak of the one-cycle schedule.")] = 4e-3,
    weight_decay: Annotated[float, typer.Option(help="AdamW's weight decay.")] = 0.1,
    average: Annotated[float, typer.Option(help="Decay of the weights' moving average.")] = 0.998,
    patience: Annotated[int, typer.Option(help="Epochs without a gain before stopping.")] = 2,
    batch_size: Annotated[int, typer.Option(help="Reviews in a batch.")] = 64,
    dropout: Annotated[float, typer.Option(help="On embeddings and readout.")] = 0.5,
    word_dropout: Annotated[float, typer.Option(help="Share of words shown as <unk>.")] = 0.3,
    validation: Annotated[float, typer.Option(help="Share kept back; 0 trains on all.")] = 0.1,
    start: Annotated[str, typer.Option(help="Embedding at first: random, cooccurrence.")] = (
        "random"
    ),
    teacher: Annotated[float, typer.Option(help="Share of a linear teacher in the targets.")] = 0.0,
    seed: Annotated[int, typer.Option(help="Same seed, same numbers.")] = 0,
    threads: Annotated[int, typer.Option(help="torch threads; one is enough.")] = 1,
) -> None:
    """Train a review classifier; the best epoch is kept as a checkpoint."""
    from pydantic import ValidationError

    try:
        import torch

        from rnnviz.training.reviews import ReviewTraining

        torch.set_num_threads(threads)
        spec = ReviewTraining.model_validate(
            {
                "model": {
                    "cell": cell,
                    "vocab_size": vocab_size,
                    "embed_dim": embed_dim,
                    "hidden_size": hidden_size,
                    "num_layers": num_layers,
                    "readout": readout,
                    "length": length,
                },
                "loop": {
                    "epochs": epochs,
                    "learning_rate": learning_rate,
                    "weight_decay": weight_decay,
                    "average": average,
                    "patience": patience,
                },
                "batch_size": batch_size,
                "dropout": dropout,
                "word_dropout": word_dropout,
                "validation": validation,
                "seed": seed,
                "start": start,
                "teacher": teacher,
            }
        )
    except ValidationError as error:
        raise bad_setting(error) from None
    from rnnviz.training.review_run import run_with_bar

    metrics = run_with_bar(data, out, spec)
    for name, value in metrics.items():
        print(f"{name}: {value:.4f}")
    print(f"saved: {out}")

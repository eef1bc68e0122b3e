"""The command line: ``python -m rnnviz …``. Help is English; errors come coded."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from rnnviz.cli_classify import classify
from rnnviz.cli_runs import runs_app
from rnnviz.cli_weather import forecast, inspect, train_weather
from rnnviz.errors import RnnvizError, bad_setting
from rnnviz.i18n import translator
from rnnviz.uploads.paths import check_folder, printable

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="See a recurrent neural network think.",
)
train_app = typer.Typer(no_args_is_help=True, help="Train a model.")
app.add_typer(train_app, name="train")
app.add_typer(runs_app, name="runs")
app.command()(classify)
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
    check_folder(out)
    from rnnviz.training.review_run import run_with_bar

    metrics = run_with_bar(data, out, spec)
    for name, value in metrics.items():
        print(f"{name}: {value:.4f}")
    print(f"saved: {printable(out)}")

"""The command line about training review classifiers: ``train reviews``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rnnviz.errors import bad_setting
from rnnviz.uploads.paths import check_folder, printable


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

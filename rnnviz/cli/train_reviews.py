"""The command line about training review classifiers: ``train reviews``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rnnviz.cli.spec_options import Say, SpecOptions, Wished, with_options
from rnnviz.errors import RnnvizError
from rnnviz.training.specs import ReviewTraining
from rnnviz.uploads.paths import check_folder, is_file, printable, shown

TRAINING = SpecOptions(
    ReviewTraining(),
    {
        "model.cell": Say("{choices}."),
        "model.vocab_size": Say("Words in the vocabulary."),
        "model.embed_dim": Say("Numbers in a word's vector."),
        "model.hidden_size": Say("Units in a layer."),
        "model.num_layers": Say("Layers, {bounds}."),
        "model.pair_count": Say("Pairs of words with a vector of their own."),
        "model.pair_dim": Say("Numbers in a pair's vector."),
        "model.readout": Say("What the verdict reads: {choices}."),
        "model.length": Say("Tokens kept of a review, half of each end."),
        "loop.epochs": Say("Times over the reviews."),
        "loop.learning_rate": Say("Peak of the one-cycle schedule."),
        "loop.weight_decay": Say("AdamW's weight decay."),
        "loop.average": Say("Decay of the weights' moving average."),
        "loop.patience": Say("Epochs without a gain before stopping."),
        "batch_size": Say("Reviews in a batch."),
        "dropout": Say("On embeddings and readout."),
        "word_dropout": Say("Share of words shown as <unk>."),
        "validation": Say("Share kept back; 0 trains on all."),
        "start": Say("Embedding at first: {choices}."),
        "teacher": Say("Share of a linear teacher in the targets."),
        "spans": Say("Share of reviews read as a short span."),
        "span_teacher": Say("The teacher's share where a span is read."),
        "contrasts": Say("Texts made by rule, as a share of the reviews."),
        "unmarked": Say("Share of texts read without tone marks."),
        "times": Say("How often the reviews of --weigh stand in an epoch."),
        "remember": Say("With --go-on: share of its verdict in a text's target."),
        "calibrate": Say("Scale the logits on the validation texts in the end."),
        "seed": Say("Same seed, same numbers."),
        "language": Say("Language of the reviews: {choices}."),
    },
    kept=("model.truncation", "loop.schedule", "loop.clip"),
)


@with_options(training=TRAINING)
def train_reviews(
    data: Annotated[Path, typer.Option(help="aclImdb folder or .tar.gz, or CSV review,sentiment.")],
    out: Annotated[Path, typer.Option(help="Folder for the checkpoint.")],
    *,
    training: Wished,
    weigh: Annotated[Path | None, typer.Option(help="Reviews of data that weigh more.")] = None,
    go_on: Annotated[
        str | None, typer.Option(help="Go on from a checkpoint's folder or a shipped model.")
    ] = None,
    vectors: Annotated[
        Path | None, typer.Option(help="Word vectors to start from: lines of GloVe's form.")
    ] = None,
    threads: Annotated[int, typer.Option(help="torch threads; one is enough.")] = 1,
) -> None:
    """Train a review classifier; the best epoch is kept as a checkpoint."""
    spec = TRAINING.spec(training)
    if threads < 1:
        raise RnnvizError("bad_setting", name="threads", reason="Input should be at least 1")
    if spec.remember and go_on is None:
        raise RnnvizError("bad_setting", name="remember", reason="It needs --go-on")
    if vectors is not None:
        if not is_file(vectors):  # told before the reviews are read
            raise RnnvizError("vectors_missing", path=shown(vectors))
        spec = spec.model_copy(update={"start": "vectors"})
    elif spec.start == "vectors":
        raise RnnvizError("bad_setting", name="start", reason="vectors needs --vectors FILE")
    check_folder(out)
    import torch

    from rnnviz.models.checkpoint import load_checkpoint
    from rnnviz.models.shipped import SHIPPED, load_shipped
    from rnnviz.training.review_run import run_with_bar

    torch.set_num_threads(threads)
    before = None
    if go_on is not None:
        before = load_shipped(go_on) if go_on in SHIPPED else load_checkpoint(go_on)
        if before.info.language != spec.language:
            raise RnnvizError(
                "bad_setting", name="language", reason=f"{go_on} reads {before.info.language!r}"
            )
        spec = spec.model_copy(
            update={"model": before.info.spec, "start": before.info.embedding_start}
        )
    metrics = run_with_bar(data, out, spec, weigh, before, vectors)
    for name, value in metrics.items():
        print(f"{name}: {value:.4f}")
    print(f"saved: {printable(out)}")

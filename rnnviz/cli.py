"""The command line: ``python -m rnnviz …``. Help is English; errors come coded."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from rnnviz.cli_runs import runs_app
from rnnviz.errors import RnnvizError
from rnnviz.i18n import translator

if TYPE_CHECKING:
    from pydantic import ValidationError

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


def main() -> None:
    """Run the command line; what the user can put right ends in one line and exit status 2."""
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


@app.command()
def inspect(
    file: Annotated[Path, typer.Argument(help="A temperature file: CSV, Excel or Parquet.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    time_column: Annotated[str | None, typer.Option(help="Take this column as the time.")] = None,
    temperature_column: Annotated[str | None, typer.Option(help="… as the temperature.")] = None,
    unit: Annotated[str | None, typer.Option(help="°C, °F, K or '0.1 °C'.")] = None,
    station: Annotated[str | None, typer.Option(help="Take this station's rows.")] = None,
    fill_hours: Annotated[int, typer.Option(help="Interpolate gaps up to this long.")] = 3,
) -> None:
    """Say what a temperature file holds, and what was found and repaired in it."""
    from rnnviz.series.report import as_text, error_report, inspection

    t = translator("en")
    wished = {
        "time_column": time_column,
        "temperature_column": temperature_column,
        "unit": unit,
        "station": station,
        "fill_hours": fill_hours,
    }
    try:
        report = inspection(file, wished, t)
    except RnnvizError as error:
        if as_json:
            print(json.dumps(error_report(error, t), ensure_ascii=False, indent=2))
            raise SystemExit(2) from None
        raise
    print(json.dumps(report, ensure_ascii=False, indent=2) if as_json else as_text(report))


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
        _bad_setting(error)
    from rnnviz.training.review_run import run_with_bar

    metrics = run_with_bar(data, out, spec)
    for name, value in metrics.items():
        print(f"{name}: {value:.4f}")
    print(f"saved: {out}")


@train_app.command("weather")
def train_weather(
    file: Annotated[Path, typer.Argument(help="A temperature file: CSV, Excel or Parquet.")],
    window: Annotated[int, typer.Option(help="Hours the network reads.")] = 5,
    horizon: Annotated[int, typer.Option(help="Hours it forecasts at once, 1 to 48.")] = 1,
    cell: Annotated[str, typer.Option(help="rnn, gru or lstm.")] = "rnn",
    hidden: Annotated[int, typer.Option(help="Units in a layer.")] = 64,
    layers: Annotated[int, typer.Option(help="Layers, 1 to 4.")] = 1,
    calendar: Annotated[bool, typer.Option(help="Also read hour of day and day of year.")] = False,
    loss: Annotated[str, typer.Option(help="mae, mse or huber.")] = "huber",
    epochs: Annotated[int, typer.Option(help="Times over the training hours.")] = 20,
    learning_rate: Annotated[float, typer.Option(help="Peak of the one-cycle schedule.")] = 6e-3,
    batch_size: Annotated[int, typer.Option(help="Windows in a batch.")] = 256,
    patience: Annotated[int, typer.Option(help="Epochs without a gain before stopping.")] = 5,
    seed: Annotated[int, typer.Option(help="Same seed, same numbers.")] = 0,
    out: Annotated[Path | None, typer.Option(help="Folder for the run.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Train a temperature forecaster and say whether it beats "same as last hour"."""
    from pydantic import ValidationError

    from rnnviz.series.report import read_file

    series = read_file(file, {}).series
    try:
        import torch

        from rnnviz.training.weather import WeatherTraining

        torch.set_num_threads(1)  # so small a network is slower on two
        spec = WeatherTraining.model_validate(
            {
                "model": {
                    "cell": cell,
                    "hidden_size": hidden,
                    "num_layers": layers,
                    "window": window,
                    "horizon": horizon,
                    "calendar": calendar,
                },
                "loop": {
                    "epochs": epochs,
                    "learning_rate": learning_rate,
                    "patience": patience,
                    "average": 0.995,
                },
                "loss": loss,
                "batch_size": batch_size,
                "seed": seed,
            }
        )
    except ValidationError as error:
        _bad_setting(error)
    from rnnviz.training.loop import EpochDone, Event
    from rnnviz.training.weather_run import run_weather

    def listen(event: Event) -> None:
        if isinstance(event, EpochDone):
            mae = event.scores["mae"]
            print(f"epoch {event.epoch}: validation MAE {mae:.3f} °C", file=sys.stderr)

    folder = out or Path("runs-data") / time.strftime("%Y%m%d-%H%M%S")
    result = run_weather(series, spec, folder, file.name, listen)
    if as_json:
        print(json.dumps(result, indent=2))
        return
    t = translator("en")
    gain = result["gain_over_last_hour"]
    key = "weather.beats" if gain > 0 else "weather.loses"
    print(t(key, share=t.percent(abs(gain)), mae=t.number(result["test"]["mae"], 2)))
    for name, found in result["baselines"].items():
        print(f"  {t(f'weather.baseline.{name}'):<28} MAE {found['mae']} °C")
    print(f"saved: {folder}")


@app.command()
def forecast(
    run: Annotated[Path, typer.Argument(help="The folder of a run.")],
    hours: Annotated[int, typer.Option(help="How many hours ahead.", min=1, max=336)] = 24,
    csv: Annotated[Path | None, typer.Option(help="Write the hours to this file.")] = None,
) -> None:
    """Forecast the hours after the end of a run's file, each with a 90% band."""
    from rnnviz.training.weather_run import load_run, next_hours

    ahead = next_hours(load_run(run), hours)
    if csv is not None:
        ahead.table.to_csv(csv, index=False, date_format="%Y-%m-%dT%H:%M:%S")
    else:
        print(ahead.table.to_string(index=False))
    covered = f"{ahead.coverage:.0%}"
    print(f"In the test part the truth was inside the band {covered} of the time.", file=sys.stderr)


def _bad_setting(error: ValidationError) -> NoReturn:
    first = error.errors()[0]
    raise RnnvizError(
        "bad_setting", name=".".join(map(str, first["loc"])), reason=first["msg"]
    ) from None

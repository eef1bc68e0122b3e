"""The command line about temperature files: ``inspect``, ``train weather``, ``forecast``."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from rnnviz.cli.newer_data import write_table
from rnnviz.cli.spec_options import Say, SpecOptions, Wished, with_options
from rnnviz.cli.stations import Ways, plan_of, stations_of, train_stations
from rnnviz.errors import RnnvizError
from rnnviz.i18n import Translator, translator
from rnnviz.runs.data_folder import data_folder
from rnnviz.series.conformal import SEASONS
from rnnviz.series.read_options import ReadOptions
from rnnviz.training.specs import WeatherTraining
from rnnviz.uploads.paths import check_folder, check_output, printable

if TYPE_CHECKING:
    from rnnviz.inference.forecast_band import Band
    from rnnviz.series.types import RegularSeries
    from rnnviz.training.search import Trial

File = Annotated[Path, typer.Argument(help="A temperature file: CSV, Excel or Parquet.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Level = Annotated[
    Literal["50", "80", "90", "95"],
    typer.Option(help="Percent of the truths that the band is to hold."),
]
Strict = Annotated[bool, typer.Option("--strict", help="Refuse a file that leaves a guess open.")]
READING = SpecOptions(
    ReadOptions(),
    {
        "time_column": Say("Take this column as the time."),
        "temperature_column": Say("… as the temperature."),
        "unit": Say("{choices}."),
        "station": Say("Take this station's rows."),
        "day_first": Say("How 3/4/2024 is meant.", flags="--day-first/--month-first"),
        "step": Say(
            "From one value to the next: {choices}. By itself hours, or the file's if coarser."
        ),
        "take": Say("What becomes of the values of one step: {choices}."),
        "fill_hours": Say("Interpolate gaps up to this long."),
        "first_date": Say("Date of the first row, where the file has no year or no date."),
        "until": Say("Leave out everything from this day on."),
        "marked": Say("{choices} figures with a mark of quality behind them, as -29.6*."),
        "drop_spikes": Say(
            "Leave out single rows far from both neighbours.", flags="--drop-spikes"
        ),
        "standard_time": Say(
            "Take summer time back where the file's clock follows it, or keep that clock.",
            flags="--standard-time/--file-time",
        ),
        "zone": Say("The zone of the file's clock: Asia/Ho_Chi_Minh, +07:00, UTC."),
        "inputs": Say(
            "Also read this column, as the past only; again for another.", flags="--with"
        ),
    },
)
TRAINING = SpecOptions(
    WeatherTraining(),
    {
        "model.window": Say("Steps (hours, days …) the network reads."),
        "model.horizon": Say("Steps it forecasts at once, {bounds}."),
        "model.cell": Say("{choices}."),
        "model.hidden_size": Say("Units in a layer.", name="hidden"),
        "model.num_layers": Say("Layers, {bounds}.", name="layers"),
        "model.calendar": Say("Also read time of day and day of year."),
        "model.linear_part": Say("Add a weighted sum of all values read."),
        "loss": Say("{choices}."),
        "loop.epochs": Say("Times over the training part."),
        "loop.learning_rate": Say("Peak of the one-cycle schedule."),
        "batch_size": Say("Windows in a batch."),
        "loop.patience": Say("Epochs without a gain before stopping."),
        "seed": Say("Same seed, same numbers."),
    },
    # The page keeps these too, so that its runs and those of the command can be compared.
    kept=(
        "model.step",
        "model.others",
        "loop.schedule",
        "loop.weight_decay",
        "loop.clip",
        "loop.average",
        "validation",
        "test",
        "among",
    ),
)


@with_options(reading=READING)
def inspect(file: File, *, as_json: Json = False, strict: Strict = False, reading: Wished) -> None:
    """Say what a temperature file holds, and what was found and repaired in it."""
    from rnnviz.cli.inspect_report import as_text, error_report, inspection

    t = translator("en")
    try:
        report = inspection(file, READING.spec(reading), t, strict)
    except RnnvizError as error:
        if as_json:
            print(json.dumps(error_report(error, t), ensure_ascii=False, indent=2))
            raise SystemExit(2) from None
        raise
    print(json.dumps(report, ensure_ascii=False, indent=2) if as_json else as_text(report))


@with_options(training=TRAINING, reading=READING)
def train_weather(
    file: File,
    *,
    training: Wished,
    out: Annotated[Path | None, typer.Option(help="Folder for the run.")] = None,
    as_json: Json = False,
    strict: Strict = False,
    auto: Annotated[
        bool, typer.Option("--auto", help="Take the cell, units, window and calendar that fit.")
    ] = False,
    minutes: Annotated[
        float | None,
        typer.Option(help="Search this long for better ones before training.", min=0.01, max=1440),
    ] = None,
    stations: Annotated[
        Literal["each", "all", "both"] | None,
        typer.Option(help="Every station of the file: a network for each, one for all, or both."),
    ] = None,
    reading: Wished,
) -> None:
    """Train a temperature forecaster and say whether it beats "same as the last value"."""
    from rnnviz.cli.inspect_report import read_and_tell

    t = translator("en")
    choices = READING.spec(reading)
    spec = TRAINING.spec(training)
    check_folder(out or data_folder())
    if stations is not None:
        _train_stations(file, choices, spec, stations, out, as_json, auto, minutes)
        return
    found = read_and_tell(file, choices, strict)
    import torch

    from rnnviz.inference.forecast_verdict import last_words, trees_words, verdict_words
    from rnnviz.training.loop import EpochDone, Event
    from rnnviz.training.weather_run import run_weather

    def listen(event: Event) -> None:
        if isinstance(event, EpochDone):
            mae = event.scores["mae"]
            print(f"epoch {event.epoch}: validation MAE {mae:.3f} °C", file=sys.stderr)

    torch.set_num_threads(1)  # so small a network is slower on two
    spec, trials = _fitted(found.series, spec, auto, minutes)
    folder = out or _folder_of_now()
    result = run_weather(found.series, spec, folder, file.name, listen, trials)
    if as_json:
        print(json.dumps(result, indent=2))
        return
    t = t.counting(found.series.step.kind)
    print(verdict_words(t, result), last_words(t, result))
    if trees := trees_words(t, result):
        print(trees)
    for name, score in result["rivals"].items():
        if score["mae"] is not None:
            print(f"  {t(f'weather.baseline.{name}'):<28} MAE {t.number(score['mae'], 4)} °C")
    for each in result.get("inputs", []):
        print("  " + t("weather.brought.line", **_importance(t, each)))
    print(f"saved: {printable(folder)}")


def _train_stations(
    file: Path,
    choices: ReadOptions,
    spec: WeatherTraining,
    ways: Ways,
    out: Path | None,
    as_json: bool,
    auto: bool,
    minutes: float | None,
) -> None:
    """The same for every station; settings that fit are those of the first."""
    import torch

    torch.set_num_threads(1)
    found = stations_of(file, choices)
    planned = plan_of(found, spec)
    if auto or minutes is not None:
        first = planned.parts[planned.first]
        fits, _ = _fitted(first.series, first.spec, auto, minutes)
        spec = spec.model_copy(update={"model": fits.model, "loop": fits.loop})
        planned = plan_of(found, spec)
    train_stations(planned, spec, ways, out or _folder_of_now(), file.name, as_json)


def _fitted(
    series: RegularSeries, spec: WeatherTraining, auto: bool, minutes: float | None
) -> tuple[WeatherTraining, list[Trial]]:
    """The settings to train with: as given, those that fit, or the best of a search; its trials."""
    from rnnviz.training.fitting import fitting
    from rnnviz.training.search import best_of, search

    trials = []
    for trial in search(series, spec, 60 * minutes) if minutes is not None else ():
        mae = "diverged" if trial.mae is None else f"validation MAE {trial.mae:.3f} °C"
        said = f"{_settings(trial.spec)}, {trial.epochs} epochs: {mae}, {trial.seconds:.1f} s"
        print(f"tried: {said}", file=sys.stderr)
        trials.append(trial)
    if trials:
        spec = best_of(trials)
    elif auto:
        spec = fitting(series, spec)
    if trials or auto:
        print(f"fits this file: {_settings(spec)}", file=sys.stderr)
    return spec, trials


def _settings(spec: WeatherTraining) -> str:
    shape = spec.model
    words = [shape.cell, f"{shape.hidden_size} units", f"{shape.window} steps read"]
    words += ["calendar"] if shape.calendar else []
    words += ["linear part"] if shape.linear_part else []
    return ", ".join([*words, f"rate {spec.loop.learning_rate:g}"])


def _importance(t: Translator, each: Mapping[str, Any]) -> dict[str, str]:
    """What the line about one of the other inputs is filled with."""
    figures = {name: t.number(each[name], 3) for name in ("rise", "low", "high")}
    return {"column": printable(each["column"]), **figures}


def _folder_of_now() -> Path:
    """Where a run goes that was given no place: for this user alone, as what the app records."""
    from rnnviz.runs.files import disk
    from rnnviz.runs.private import private_folder, private_process

    private_process()
    with disk():
        private_folder(data_folder())
    return data_folder() / time.strftime("%Y%m%d-%H%M%S")


@with_options(reading=READING)
def forecast(
    run: Annotated[Path, typer.Argument(help="The folder of a run.")],
    *,
    steps: Annotated[
        int,
        typer.Option(
            "--steps", "--hours", help="How many steps (hours, days …) ahead.", min=1, max=336
        ),
    ] = 24,
    level: Level = "90",
    csv: Annotated[Path | None, typer.Option(help="Write the forecast to this file.")] = None,
    data: Annotated[
        Path | None,
        typer.Option(help="A newer file: score the run on what is new, and go on from its end."),
    ] = None,
    retrain: Annotated[
        Path | None,
        typer.Option(help="With --data: train again on old and new values, into this folder."),
    ] = None,
    as_json: Json = False,
    reading: Wished,
) -> None:
    """Forecast what comes after the end of a run's file, each step with a band that follows the
    latest errors."""
    from rnnviz.inference.forecast_band import load_run, next_steps
    from rnnviz.training.run_record import RUN_FILES

    if csv is not None:
        check_output(csv, *(run / name for name in RUN_FILES))
    choices = READING.spec(reading)
    if data is not None:
        from rnnviz.cli.newer_data import Wanted, forecast_on

        forecast_on(run, data, Wanted(choices, steps, csv, retrain, as_json, int(level)))
        return
    if retrain is not None or choices != READING.defaults:
        raise RnnvizError("forecast_needs_data")
    trained = load_run(run)
    ahead = next_steps(trained, steps, int(level))
    if as_json:
        from rnnviz.inference.new_data_report import ahead_report

        print(json.dumps(ahead_report(ahead), indent=2))
    if csv is not None:
        write_table(csv, ahead.written)
    elif not as_json:
        print(ahead.written.to_string(index=False))
    print(_covered(ahead.band, ahead.level), file=sys.stderr)
    shape = trained.model.spec
    if shape.others and steps > shape.horizon:
        said = translator("en").counting(trained.ready.task.series.step.kind)
        print(said("weather.beside.held", horizon=shape.horizon), file=sys.stderr)
    if (naive := ahead.better_naive_mae) is not None:
        print(
            f"There the season before was nearer: off by {naive:.2f} °C, this network by "
            f"{ahead.mae:.2f} °C.",
            file=sys.stderr,
        )


def _covered(band: Band, level: int) -> str:
    """How often the band held in the test part, by step ahead and by quarter of the year."""
    words = (
        f"In the test part the truth was inside the {level}% band {band.coverage:.0%} of the time"
    )
    if len(band.by_step) > 1:
        words += f", by step ahead {min(band.by_step):.0%} to {max(band.by_step):.0%}"
    if len(band.by_season) > 1:
        named = (f"{SEASONS[name]} {share:.0%}" for name, share in band.by_season.items())
        words += f"; {', '.join(named)}"
    return words + "."

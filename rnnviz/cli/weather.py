"""The command line about temperature files: ``inspect``, ``train weather``, ``forecast``."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from rnnviz.errors import RnnvizError, bad_setting
from rnnviz.i18n import translator
from rnnviz.uploads.paths import check_folder, check_output, printable

_DATA = Path("runs-data")  # where runs go that are given no place
File = Annotated[Path, typer.Argument(help="A temperature file: CSV, Excel or Parquet.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
# What the user may decide instead of the reader, as ``series.types.ReadOptions`` has it.
TimeColumn = Annotated[str | None, typer.Option(help="Take this column as the time.")]
TemperatureColumn = Annotated[str | None, typer.Option(help="… as the temperature.")]
InUnit = Annotated[str | None, typer.Option("--unit", help="°C, °F, K or '0.1 °C'.")]
Station = Annotated[str | None, typer.Option(help="Take this station's rows.")]
DayFirst = Annotated[
    bool | None, typer.Option("--day-first/--month-first", help="How 3/4/2024 is meant.")
]
FillHours = Annotated[int, typer.Option(help="Interpolate gaps up to this long.")]
DropSpikes = Annotated[
    bool, typer.Option("--drop-spikes", help="Leave out single rows far from both neighbours.")
]


def _choices(arguments: Mapping[str, object]) -> dict[str, object]:
    """Those of a command's arguments that are choices about reading, every one of them."""
    from rnnviz.series.types import ReadOptions

    return {name: arguments[name] for name in ReadOptions.model_fields}


def inspect(
    file: File,
    as_json: Json = False,
    time_column: TimeColumn = None,
    temperature_column: TemperatureColumn = None,
    unit: InUnit = None,
    station: Station = None,
    day_first: DayFirst = None,
    fill_hours: FillHours = 3,
    drop_spikes: DropSpikes = False,
) -> None:
    """Say what a temperature file holds, and what was found and repaired in it."""
    from rnnviz.cli.inspect_report import as_text, error_report, inspection

    t = translator("en")
    wished = _choices(locals())
    try:
        report = inspection(file, wished, t)
    except RnnvizError as error:
        if as_json:
            print(json.dumps(error_report(error, t), ensure_ascii=False, indent=2))
            raise SystemExit(2) from None
        raise
    print(json.dumps(report, ensure_ascii=False, indent=2) if as_json else as_text(report))


def train_weather(
    file: File,
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
    as_json: Json = False,
    time_column: TimeColumn = None,
    temperature_column: TemperatureColumn = None,
    unit: InUnit = None,
    station: Station = None,
    day_first: DayFirst = None,
    fill_hours: FillHours = 3,
    drop_spikes: DropSpikes = False,
) -> None:
    """Train a temperature forecaster and say whether it beats "same as last hour"."""
    from pydantic import ValidationError

    from rnnviz.cli.inspect_report import finding_report, read_file

    t = translator("en")
    wished = _choices(locals())
    check_folder(out or _DATA)
    reading = read_file(file, wished)
    for finding in reading.findings:
        said = finding_report(finding, t)
        print(said["message"], said["action"], file=sys.stderr)
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
        raise bad_setting(error) from None
    from rnnviz.inference.forecast_verdict import verdict_words
    from rnnviz.training.loop import EpochDone, Event
    from rnnviz.training.weather_run import run_weather

    def listen(event: Event) -> None:
        if isinstance(event, EpochDone):
            mae = event.scores["mae"]
            print(f"epoch {event.epoch}: validation MAE {mae:.3f} °C", file=sys.stderr)

    folder = out or _folder_of_now()
    result = run_weather(reading.series, spec, folder, file.name, listen)
    if as_json:
        print(json.dumps(result, indent=2))
        return
    print(verdict_words(t, result))
    for name, found in result["baselines"].items():
        if found["mae"] is not None:
            print(f"  {t(f'weather.baseline.{name}'):<28} MAE {t.number(found['mae'], 4)} °C")
    print(f"saved: {printable(folder)}")


def _folder_of_now() -> Path:
    """Where a run goes that was given no place: for this user alone, as what the app records."""
    from rnnviz.runs.files import disk
    from rnnviz.runs.private import private_folder, private_process

    private_process()
    with disk():
        private_folder(_DATA)
    return _DATA / time.strftime("%Y%m%d-%H%M%S")


def forecast(
    run: Annotated[Path, typer.Argument(help="The folder of a run.")],
    hours: Annotated[int, typer.Option(help="How many hours ahead.", min=1, max=336)] = 24,
    csv: Annotated[Path | None, typer.Option(help="Write the hours to this file.")] = None,
) -> None:
    """Forecast the hours after the end of a run's file, each with a 90% band."""
    from rnnviz.inference.forecast_band import load_run, next_hours
    from rnnviz.training.run_record import RECORD
    from rnnviz.training.weather_run import SERIES, WEIGHTS

    if csv is not None:
        check_output(csv, *(run / name for name in (RECORD, SERIES, WEIGHTS)))
    ahead = next_hours(load_run(run), hours)
    if csv is not None:
        from rnnviz.uploads.safe_csv import safe_table

        safe_table(ahead.table).to_csv(csv, index=False, date_format="%Y-%m-%dT%H:%M:%S")
    else:
        print(ahead.table.to_string(index=False))
    covered = f"{ahead.coverage:.0%}"
    print(f"In the test part the truth was inside the band {covered} of the time.", file=sys.stderr)

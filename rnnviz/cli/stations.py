"""``train weather --stations``: a network on each station of a file, or one on all, and a table."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from rnnviz.i18n import Translator, translator
from rnnviz.series.read_options import ReadOptions
from rnnviz.training.specs import WeatherTraining
from rnnviz.uploads.paths import printable

if TYPE_CHECKING:
    from rnnviz.inference.station_table import Trained
    from rnnviz.series.several import SeveralSeries
    from rnnviz.training.loop import Event
    from rnnviz.training.station_plan import Plan

Ways = Literal["each", "all", "both"]


def stations_of(file: Path, choices: ReadOptions) -> SeveralSeries:
    """Every station of a file."""
    from rnnviz.cli.inspect_report import check_size
    from rnnviz.series.read import read_stations

    check_size(file)
    return read_stations(file.read_bytes(), file.name, choices)


def plan_of(found: SeveralSeries, spec: WeatherTraining) -> Plan:
    """The stations that can take part; the others are told on standard error."""
    from rnnviz.training.station_plan import plan

    planned, t = plan(found, spec), translator("en")
    for name, reason in planned.left_out.items():
        said = t(f"weather.stations.out.{reason}")
        print(f"{printable(name)} takes no part: {said}", file=sys.stderr)
    return planned


def train_stations(
    planned: Plan, spec: WeatherTraining, ways: Ways, out: Path, source: str, as_json: bool
) -> None:
    """Train, save a run for each station, and print how they did beside what is simple."""
    from rnnviz.inference.station_table import station_table

    folders = {
        name: f"{number:02}-{re.sub(r'[^A-Za-z0-9]+', '-', name).strip('-')}"[:60]
        for number, name in enumerate(planned.parts, start=1)
    }
    kinds = ("each", "all") if ways == "both" else (ways,)
    trained: dict[str, Trained] = {"each": {}, "all": {}}
    for kind in kinds:
        runs = {name: out / kind / folder for name, folder in folders.items()}
        made = _each if kind == "each" else _all
        trained[kind] = made(planned, spec, runs, source)
    report = station_table(trained["each"], trained["all"])
    report["left_out"] = dict(planned.left_out)
    report["runs"] = {
        kind: {name: str(out / kind / folder) for name, folder in folders.items()} for kind in kinds
    }
    if as_json:
        print(json.dumps(report, ensure_ascii=False, indent=2))
        return
    t = translator("en").counting(next(iter(planned.parts.values())).series.step.kind)
    for line in table_lines(t, report):
        print(line)
    print(f"saved: {printable(out)}")


def _each(planned: Plan, spec: WeatherTraining, runs: Mapping[str, Path], source: str) -> Trained:
    from rnnviz.inference.forecast_band import load_run
    from rnnviz.training.weather_run import run_weather

    found = {}
    for name, part in planned.parts.items():
        among = planned.among(name, "each")
        run_weather(part.series, part.spec, runs[name], source, _told(name), among=among)
        found[name] = load_run(runs[name])
    return found


def _all(planned: Plan, spec: WeatherTraining, runs: Mapping[str, Path], source: str) -> Trained:
    from rnnviz.errors import RnnvizError
    from rnnviz.inference.forecast_band import load_run
    from rnnviz.training.loop import Finished
    from rnnviz.training.several import models_of, prepare_pool, train_pool
    from rnnviz.training.several_run import result_without_trees
    from rnnviz.training.weather_run import save_run

    pool = prepare_pool(planned.parts, spec)
    listen, end = _told("all stations"), None
    try:
        for event in train_pool(pool, spec):
            listen(event)
            end = event
    except FloatingPointError:
        raise RnnvizError("training_diverged", rate=spec.loop.learning_rate) from None
    assert isinstance(end, Finished)
    found = {}
    for name, model in models_of(end.weights, pool.ready).items():
        facts = {"best_epoch": end.best_epoch, "train_windows": len(pool.starts)}
        result = result_without_trees(pool.ready[name], model, facts)
        part, among = planned.parts[name], planned.among(name, "all")
        own = part.spec.model_copy(update={"among": among})
        save_run(runs[name], part.series, own, source, model.state_dict(), result)
        found[name] = load_run(runs[name])
    return found


def _told(name: str) -> Any:
    from rnnviz.training.loop import EpochDone

    def listen(event: Event) -> None:
        if isinstance(event, EpochDone):
            mae = event.scores["mae"]
            said = f"epoch {event.epoch}: validation MAE {mae:.3f} °C"
            print(f"{printable(name)}, {said}", file=sys.stderr)

    return listen


def table_lines(t: Translator, report: Mapping[str, Any]) -> list[str]:
    """The table for people, and what all stations come to."""
    from rnnviz.inference.station_words import overall_words

    lines = []
    for row in report["stations"]:
        lines.append(f"{printable(row['station'])} ({t.number(row['values'], 0)} values)")
        for kind in ("each", "all"):
            if kind in row:
                lines.append("  " + _side_line(t, kind, row[kind]))
    return [*lines, *overall_words(t, report)]


def _side_line(t: Translator, kind: str, found: Mapping[str, Any]) -> str:
    rival, said = (t(f"weather.{key}") for key in _keys_of(found))
    maes = f"MAE {t.number(found['mae'], 3)} °C, {rival} {t.number(found['rival_mae'], 3)} °C"
    return f"{t(f'weather.stations.{kind}')}: {maes}: {said}"


def _keys_of(found: Mapping[str, Any]) -> tuple[str, str]:
    return f"baseline.{found['rival']}", f"stations.{found['verdict']}"

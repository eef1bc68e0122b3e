"""``rnnviz backtest``: rolling origins on a temperature file, the network beside what is simple."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Annotated, Any

import typer

from rnnviz.cli.spec_options import Wished, with_options
from rnnviz.cli.weather import READING, TRAINING, File, Json, Level, Strict
from rnnviz.errors import RnnvizError
from rnnviz.i18n import Translator, translator
from rnnviz.training.backtest import (
    FEWEST_FOLDS,
    MOST_FOLDS,
    NETWORK,
    Rolling,
    backtest,
    compared,
    folds,
    held,
    over_leads,
    over_seasons,
)


@with_options(training=TRAINING, reading=READING)
def backtest_weather(
    file: File,
    *,
    count: Annotated[
        int, typer.Option("--folds", help="Origins.", min=FEWEST_FOLDS, max=MOST_FOLDS)
    ] = 5,
    rolling: Annotated[
        Rolling,
        typer.Option(help="Learn from all before an origin, or from a stretch that slides along."),
    ] = "expanding",
    level: Level = "90",
    auto: Annotated[
        bool, typer.Option("--auto", help="Take the cell, units, window and calendar that fit.")
    ] = False,
    training: Wished,
    as_json: Json = False,
    strict: Strict = False,
    reading: Wished,
) -> None:
    """Train anew from several origins, and judge each on what came after it."""
    from rnnviz.cli.inspect_report import read_and_tell

    spec = TRAINING.spec(training)
    series = read_and_tell(file, READING.spec(reading), strict).series
    import torch

    from rnnviz.training.fitting import fitting

    torch.set_num_threads(1)  # so small a network is slower on two
    spec = fitting(series, spec) if auto else spec
    planned = folds(series, spec, count, rolling)
    done: list[dict[str, Any]] = []
    begun = time.monotonic()
    try:
        for each in backtest(series, spec, planned):
            done.append(each)
            left = (time.monotonic() - begun) / len(done) * (count - len(done))
            mae = each["scores"][NETWORK]["mae"]
            fold = f"fold {len(done)} of {count}, from {each['origin']}: MAE {mae:.3f} °C"
            print(f"{fold}; about {left:.0f} s left", file=sys.stderr)
    except FloatingPointError:
        raise RnnvizError("training_diverged", rate=spec.loop.learning_rate) from None
    if as_json:
        print(json.dumps(_report(done, rolling, int(level)), indent=2))
        return
    for line in _lines(translator("en").counting(series.step.kind), done, int(level)):
        print(line)


def _report(done: Sequence[Mapping[str, Any]], rolling: Rolling, level: int) -> dict[str, Any]:
    """Every fold, and what they come to; differences are the rival's MAE minus the network's."""
    summary = {}
    for row in compared(done):
        scores = asdict(row)
        name = scores.pop("name")
        by = {"by_lead": over_leads(done, name), "by_season": over_seasons(done, name)}
        summary[name] = scores | by
    return {
        "window": rolling,
        "folds": list(done),
        "summary": summary,
        "level": level,
        "band": held(done, level),
    }


def _lines(t: Translator, done: Sequence[Mapping[str, Any]], level: int) -> list[str]:
    lines = []
    for row in compared(done):
        name = "this network" if row.name == NETWORK else t(f"weather.baseline.{row.name}")
        line = f"  {name:<28} MAE {row.mae:.3f} °C, RMSE {row.rmse:.3f} °C"
        if row.name != NETWORK:
            spread = f"{row.gain:+.3f} °C ({row.low:+.3f} … {row.high:+.3f} by fold)"
            line += f"; the network is nearer in {row.nearer} of {len(done)}, by {spread}"
        lines.append(line)
    band = held(done, level)
    leads, by_fold = band["by_lead"], band["by_fold"]
    said = f"The {level}% band held {band['inside']:.0%}; by fold"
    said += f" {min(by_fold):.0%} to {max(by_fold):.0%}"
    if len(leads) > 1:
        said += f", by step ahead {min(leads):.0%} to {max(leads):.0%}"
    seasons = ", ".join(f"{name} {share:.0%}" for name, share in band["by_season"].items())
    return [*lines, f"{said}; {seasons}."]

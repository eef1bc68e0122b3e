"""What is kept of a network for several stations, and how it is judged on one of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError
from safetensors.torch import load_file
from safetensors.torch import save_file as save_weights
from torch import Tensor

from rnnviz.errors import RnnvizError
from rnnviz.models.forecaster import Forecaster
from rnnviz.series.baselines import BASELINES, Forecasts
from rnnviz.training.backtest import TREES, scores_alike
from rnnviz.training.weather import PreparedSeries, forecasts, judge
from rnnviz.training.weather_run import judgement_report

NETWORK = "network.safetensors"  # the weights with the vectors of all stations


def save_network(folder: Path, weights: Mapping[str, Tensor]) -> None:
    """The weights of the one network, with the vectors of all stations."""
    save_weights({name: value.contiguous() for name, value in weights.items()}, folder / NETWORK)


def load_network(folder: Path) -> dict[str, Tensor]:
    """Read them back; ``run_damaged`` where they cannot be."""
    try:
        return load_file(folder / NETWORK)
    except (OSError, SafetensorError):
        raise RnnvizError("run_damaged", path=folder.name) from None


def forecasts_and_simple(ready: PreparedSeries, model: Forecaster) -> dict[str, Forecasts]:
    """As ``forecasts_of_test``, without trees: of many stations they would take minutes."""
    task, train, test = ready.task, ready.parts.train, ready.parts.test
    own = forecasts(ready, model, test)
    simple = {name: baseline(task, train, test) for name, baseline in BASELINES.items()}
    return {"network": own, **simple, TREES: np.full_like(own, np.nan)}


def result_without_trees(
    ready: PreparedSeries, model: Forecaster, facts: Mapping[str, Any]
) -> dict[str, Any]:
    """The result of a run, as ``judged_result``, from ``forecasts_and_simple``."""
    found = forecasts_and_simple(ready, model)
    judged = judgement_report(judge(ready, model, found))
    judged["rivals"].pop(TREES)
    step = str(ready.task.series.step)
    return {"step": step, **judged, "alike": scores_alike(ready, model, found), **facts}

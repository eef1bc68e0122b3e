"""What a training run takes from the series it is for."""

from __future__ import annotations

from rnnviz.series.types import RegularSeries
from rnnviz.training.specs import WeatherTraining


def for_series(spec: WeatherTraining, series: RegularSeries) -> WeatherTraining:
    """The same training of this series by itself, with its step and whatever it has as inputs."""
    taken = {"step": str(series.step), "others": tuple(series.inputs)}
    model = spec.model.model_copy(update=taken)
    return spec.model_copy(update={"model": model, "among": None})

"""What a training run takes from the series it is for."""

from __future__ import annotations

from rnnviz.series.types import RegularSeries
from rnnviz.training.specs import WeatherTraining


def for_series(spec: WeatherTraining, series: RegularSeries) -> WeatherTraining:
    """The same training, with the step of this series."""
    model = spec.model.model_copy(update={"step": str(series.step)})
    return spec.model_copy(update={"model": model})

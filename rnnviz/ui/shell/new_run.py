"""Starting a run that stands beside others: recorded under a name of its own, and queued."""

from __future__ import annotations

from rnnviz.runs.names import numbered
from rnnviz.runs.records import Limits, Run
from rnnviz.series.types import RegularSeries
from rnnviz.training.specs import WeatherTraining
from rnnviz.training.station_plan import Beside
from rnnviz.ui.shell.work_budget import RUN, heavy_work
from rnnviz.ui.shell.workspace import launcher, run_store, workspace


def start_run(
    name: str,
    spec: WeatherTraining,
    series: RegularSeries,
    source: str,
    beside: Beside | None = None,
) -> Run:
    """A new run of this workspace; a number behind its name tells it from those that are there."""
    taken = {run.name for run in run_store().list(workspace())}
    own = numbered(name, taken, Limits().name_length)
    with heavy_work(RUN):
        run = run_store().create_run(workspace(), own, spec, series, source, beside)
    launcher().submit(run.id)
    return run

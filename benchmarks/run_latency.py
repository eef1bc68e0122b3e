"""From submitting a run to its first epoch, and what two runs cost the pages meanwhile.

    python benchmarks/run_latency.py [--rounds 20]

The first part submits the default forecaster on the embedded sample (a year of hours) to a warm
worker and waits until a page could read the first epoch. The second runs the script of the States
page, each time on another text, by turns while two runs go and while their workers are held still
(SIGSTOP): the ratio of neighbours is robust against whatever else the machine is doing.
"""

from __future__ import annotations

import argparse
import os
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from rnnviz.runs.launcher import LocalLauncher  # noqa: E402
from rnnviz.runs.locks import is_held  # noqa: E402
from rnnviz.runs.records import Limits, Run, new_id  # noqa: E402
from rnnviz.runs.store import RunStore  # noqa: E402
from rnnviz.series.sample import sample_series  # noqa: E402
from rnnviz.training.specs import LoopSpec, WeatherTraining  # noqa: E402

LOOK = 0.005  # seconds: a page looks twice a second, which is not what is measured here
WORKSPACE = new_id()


def until(condition: Callable[[], object]) -> None:
    while not condition():
        time.sleep(LOOK)


def submit(store: RunStore, launcher: LocalLauncher, epochs: int) -> Run:
    spec = WeatherTraining(loop=LoopSpec(epochs=epochs, learning_rate=6e-3, average=0.995))
    run = store.create_run(WORKSPACE, "", spec, sample_series(), "jfk_2013.csv.gz")
    launcher.submit(run.id)
    return run


def stop(store: RunStore, run: Run) -> None:
    store.request_stop(WORKSPACE, run.id)
    until(lambda: not store.get(WORKSPACE, run.id).unfinished)
    store.delete(WORKSPACE, run.id)


def first_epochs(store: RunStore, launcher: LocalLauncher, rounds: int) -> list[float]:
    """Seconds from before the run is written down until its first epoch can be read."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        run = submit(store, launcher, epochs=20)
        until(lambda run=run: store.epochs(WORKSPACE, run.id))
        times.append(time.perf_counter() - begun)
        stop(store, run)
    return times


def page(at: AppTest, number: int) -> float:
    """Seconds for one run of the page's script on a text of its own."""
    at.query_params["text"] = f"film number {number} was a warm and moving surprise " * 3
    begun = time.perf_counter()
    at.run()
    seconds = time.perf_counter() - begun
    if at.exception:
        raise RuntimeError(at.exception[0].value)
    return seconds


def beside_runs(store: RunStore, launcher: LocalLauncher, count: int) -> list[tuple[float, float]]:
    """Pairs: the page while two runs are held still, and while they go."""
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    at.run()
    at.switch_page("pages/states.py").run()
    runs = [submit(store, launcher, epochs=1000) for _ in range(2)]
    until(lambda: all(store.epochs(WORKSPACE, run.id) for run in runs))
    workers = [int(path.read_text()) for path in (store.folder / "workers").glob("*.lock")]
    pairs = []
    for number in range(count + 5):
        signal_all(workers, signal.SIGSTOP)
        still = page(at, 2 * number)
        signal_all(workers, signal.SIGCONT)
        pairs.append((still, page(at, 2 * number + 1)))
        if not all(store.get(WORKSPACE, run.id).unfinished for run in runs):
            raise RuntimeError("a run ended too early to compare")
    for run in runs:
        stop(store, run)
    return pairs[5:]


def signal_all(workers: list[int], what: signal.Signals) -> None:
    for worker in workers:
        os.kill(worker, what)


def told(times: list[float]) -> str:
    late = statistics.quantiles(times, n=20)[-1]
    return f"median {1000 * statistics.median(times):.0f} ms, 95% {1000 * late:.0f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        store = RunStore.at(Path(folder), Limits(unfinished=100))
        launcher = LocalLauncher(store, workers=2)
        warm = [submit(store, launcher, epochs=1000) for _ in range(2)]
        for run in warm:  # after its first epoch a worker is warm
            until(lambda run=run: store.epochs(WORKSPACE, run.id))
            stop(store, run)
        print(
            f"submit to first epoch, {rounds} times: {told(first_epochs(store, launcher, rounds))}"
        )

        pairs = beside_runs(store, launcher, 5 * rounds)
        print(f"the States page, alone:          {told([still for still, _ in pairs])}")
        print(f"the States page, two runs going: {told([going for _, going in pairs])}")
        ratio = statistics.median(going / still for still, going in pairs)
        print(f"median ratio of neighbours:      {ratio:.2f}")
        launcher.close()
        until(lambda: not any(map(is_held, (Path(folder) / "workers").glob("*.lock"))))


if __name__ == "__main__":
    main()

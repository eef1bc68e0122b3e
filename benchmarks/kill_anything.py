"""What a cluster loses when its processes are killed: runs that end otherwise, or never.

    python benchmarks/kill_anything.py [--kills 100] [--pause 2.5] [--seed 0]

PostgreSQL, a Dask scheduler with two workers and two servers' launchers, each a process. Runs are
always waiting; at random moments one of the processes gets ``kill -9`` (PostgreSQL: one of its
connections, or all of it at once) and is started again, as a supervisor would. At the end every run
has to be finished, with the weights that an undisturbed training has, to the last bit. The exit
status is 1 where one is not.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "runs")]

import psutil  # noqa: E402
import torch  # noqa: E402
from dask_cluster import Cluster  # noqa: E402
from postgres import Postgres  # noqa: E402
from small_runs import settings, weather, weights  # noqa: E402

from rnnviz.errors import RnnvizError  # noqa: E402
from rnnviz.runs.patience import Patience  # noqa: E402
from rnnviz.runs.records import Limits, new_id  # noqa: E402
from rnnviz.runs.store import RunStore  # noqa: E402
from rnnviz.training.weather_run import run_weather  # noqa: E402

SEEDS = range(4)
KINDS = ("worker", "worker", "scheduler", "server", "connection", "postgres")
ATONCE = 3  # runs that wait or are executed
PATIENCE = 240.0  # seconds for the last ones
SERVER = """
import sys, time
from rnnviz.runs.cluster import DaskLauncher
from rnnviz.runs.store import RunStore
while True:
    try:
        launcher = DaskLauncher(RunStore.from_environment(), sys.argv[1], silent=5.0)
        break
    except Exception:  # the database is away at this very moment
        time.sleep(0.5)
launcher.ensure_alive()
time.sleep(10**6)
"""


class Everything:
    """All processes, and the ways to kill one and start it again."""

    def __init__(self, folder: Path) -> None:
        self.postgres = Postgres()
        self.where = {
            "RNNVIZ_DATA": str(folder / "data"),
            "RNNVIZ_DATABASE_URL": self.postgres.new_schema(),
            "PYTHONPATH": str(ROOT),
        }
        os.environ.update(self.where)
        self.store = RunStore.from_environment(Limits(runs=10_000))
        self.cluster = Cluster(folder, self.where, workers=2)
        self.servers = [self._server() for _ in range(2)]

    def _server(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-c", SERVER, self.cluster.address],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self, what: str, dice: random.Random) -> None:
        if what == "worker":
            dice.choice(self.cluster.workers[-2:]).kill()
        elif what == "scheduler":
            self.cluster.scheduler.kill()
            self.cluster.scheduler.wait()
            self.cluster.start_scheduler()
        elif what == "server":
            place = dice.randrange(2)
            self.servers[place].kill()
            self.servers[place].wait()
            self.servers[place] = self._server()
        elif what == "connection":
            postmaster = psutil.Process(self.postgres._server.pid)
            children = postmaster.children()
            with contextlib.suppress(psutil.Error):
                dice.choice(children).kill()  # the others are told to go, too, by PostgreSQL itself
        else:
            self.postgres.stop(signal.SIGQUIT)
            self.postgres.start()
        # Two workers live, whoever of them has gone, also with its scheduler.
        alive = [each for each in self.cluster.workers if each.poll() is None]
        for _ in range(2 - len(alive)):
            self.cluster.add_worker()
        self.cluster.workers = [each for each in self.cluster.workers if each.poll() is None]

    def close(self) -> None:
        for server in self.servers:
            server.kill()
        self.cluster.close()
        self.store.database.close()
        self.postgres.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--pause", type=float, default=2.5, help="seconds between two, on average")
    parser.add_argument("--epochs", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    torch.set_num_threads(1)
    insist = Patience().insist
    dice, workspace, killed = random.Random(asked.seed), new_id(), Counter()
    series = weather()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        wanted = {}
        for seed in SEEDS:
            run_weather(series, settings(asked.epochs, seed=seed), folder / str(seed), "log.csv")
            wanted[seed] = weights(folder / str(seed))
        everything = Everything(folder)
        store, made = everything.store, {}

        def fill() -> None:
            waiting = sum(run.unfinished for run in insist(lambda: store.list(workspace)))
            for _ in range(ATONCE - waiting):
                seed = len(made) % len(SEEDS)
                spec = settings(asked.epochs, seed=seed)
                with contextlib.suppress(RnnvizError):  # away: at the next look
                    made[store.create_run(workspace, "", spec, series, "log.csv").id] = seed

        started = time.monotonic()
        while sum(killed.values()) < asked.kills:
            fill()
            time.sleep(dice.expovariate(1 / asked.pause))
            what = dice.choice(
                ["worker", "worker", "scheduler", "server", "connection", "postgres"]
            )
            everything.kill(what, dice)
            killed[what] += 1
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            runs = insist(lambda: store.list(workspace))
            if not any(run.unfinished or run.status == "interrupted" for run in runs):
                break
            time.sleep(0.5)
        status = Counter(run.status for run in runs)
        wrong = [
            run.id
            for run in runs
            if run.status == "finished"
            and weights(store.folder_of(run.id)) != wanted[run.spec.seed]
        ]
        lost = set(made) - {run.id for run in runs}
        print(f"{dict(killed)} in {time.monotonic() - started:.0f} s")
        print(f"{len(runs)} runs: {dict(status)}; lost: {len(lost)}; other weights: {len(wrong)}")
        for run in runs:
            if run.status != "finished":
                print(f"  {run.id} {run.status} epoch {run.epoch} {run.worker} {run.error}")
        everything.close()
    sys.exit(1 if wrong or lost or set(status) != {"finished"} else 0)


if __name__ == "__main__":
    main()

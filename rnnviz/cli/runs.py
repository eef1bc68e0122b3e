"""``python -m rnnviz runs …``: the recorded runs of a workspace."""

from __future__ import annotations

import dataclasses
import functools
import json
import sys
import time
from typing import TYPE_CHECKING, Annotated

import typer

from rnnviz.cli.spec_options import Wished, with_options
from rnnviz.cli.weather import READING, TRAINING, File, Strict

if TYPE_CHECKING:  # no other command waits for the database's library
    from rnnviz.runs.records import Run
    from rnnviz.runs.store import RunStore

runs_app = typer.Typer(
    no_args_is_help=True,
    help="The runs of a workspace: add, list, show, delete, resume. They are kept in the folder "
    "RNNVIZ_DATA (by default runs-data).",
)
Workspace = Annotated[
    str,
    typer.Option(envvar="RNNVIZ_WORKSPACE", help="The id in the address of the app, after ws=."),
]
Id = Annotated[str, typer.Argument(help="The run's id, as in the list.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
LOOK = 0.25  # seconds between two looks at a run that is waited for


def _store() -> RunStore:
    from rnnviz.runs.private import private_process
    from rnnviz.runs.store import RunStore

    private_process()
    return RunStore.from_environment()


@runs_app.command()
@with_options(training=TRAINING, reading=READING)
def add(
    file: File,
    *,
    workspace: Workspace,
    training: Wished,
    name: Annotated[str, typer.Option(help="What the run is called; by default as the file.")] = "",
    wait: Annotated[
        bool, typer.Option("--wait", help="Wait for its end, starting workers if there are none.")
    ] = False,
    as_json: Json = False,
    strict: Strict = False,
    reading: Wished,
) -> None:
    """Queue a run, as Train does in the app. Its workers take it in its turn, wherever they are.

    Ctrl+C ends the waiting, not the run.
    """
    from rnnviz.cli.inspect_report import read_and_tell

    choices, spec = READING.spec(reading), TRAINING.spec(training)
    store = _store()
    series = read_and_tell(file, choices, strict).series
    run = store.create_run(workspace, name, spec, series, file.name)
    if wait:
        run = _until_over(store, run)
    told = _told(store, run)
    print(json.dumps(told, ensure_ascii=False) if as_json else f"{run.id}  {run.status}")
    if run.error is not None and not run.has_result:
        raise run.error


def _until_over(store: RunStore, run: Run) -> Run:
    """The run once it is over. Workers are shared with an app that is open."""
    from rnnviz.runs.launcher import launcher_of
    from rnnviz.runs.patience import Patience

    workspace, run_id = run.workspace, run.id
    launcher = launcher_of(store)
    look = functools.partial(Patience().insist, lambda: store.get(workspace, run_id))
    try:
        launcher.submit(run_id)
        while (run := look()).unfinished:
            time.sleep(LOOK)
    except KeyboardInterrupt:
        print(f"{run.id} goes on, or waits in its turn.", file=sys.stderr)
    finally:
        launcher.close()
    return run


def _told(store: RunStore, run: Run) -> dict[str, object]:
    """What ``add --json`` prints. ``test``: the scores on the test part (°C), None until then."""
    result = store.result_of(run)
    told = {"run": run.id, "status": run.status, "test": result["test"] if result else None}
    return {**told, "worker": run.worker, "error": run.error.code if run.error else None}


@runs_app.command("list")
def list_runs(workspace: Workspace, as_json: Json = False) -> None:
    """All runs, the newest first."""
    from rnnviz.runs.records import as_plain

    runs = _store().list(workspace)
    if as_json:
        print(json.dumps([as_plain(run) for run in runs], ensure_ascii=False, indent=2))
        return
    for run in runs:
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(run.created))
        print(f"{run.id}  {when}  {run.status:<11}  {run.epoch:>4}/{run.epochs:<4}  {run.name}")


@runs_app.command()
def show(run: Id, workspace: Workspace) -> None:
    """One run with its epochs and its result, as JSON."""
    from rnnviz.runs.records import as_plain

    store = _store()
    found = store.get(workspace, run)
    epochs = [dataclasses.asdict(epoch) for epoch in store.epochs(workspace, run)]
    whole = {**as_plain(found), "history": epochs, "result": store.result_of(found)}
    print(json.dumps(whole, ensure_ascii=False, indent=2))


@runs_app.command()
def delete(run: Id, workspace: Workspace) -> None:
    """Delete a run and its files."""
    _store().delete(workspace, run)
    print(f"deleted: {run}")


@runs_app.command()
def resume(run: Id, workspace: Workspace) -> None:
    """Go on with a run that was cut short or failed, here, after its last checkpoint."""
    store = _store()
    store.resume(workspace, run)
    import torch

    from rnnviz.runs.execute import execute

    torch.set_num_threads(1)
    if not execute(run, store):
        print("A worker of the running app has taken it.", file=sys.stderr)
        return
    found = store.get(workspace, run)
    if found.error is not None:
        raise found.error
    print(json.dumps(store.result_of(found), indent=2))

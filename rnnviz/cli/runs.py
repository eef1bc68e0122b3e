"""``python -m rnnviz runs …``: the recorded runs of a workspace."""

from __future__ import annotations

import dataclasses
import json
import sys
import time
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:  # no other command waits for the database's library
    from rnnviz.runs.records import Run
    from rnnviz.runs.store import RunStore

runs_app = typer.Typer(
    no_args_is_help=True,
    help="The runs of a workspace: list, show, delete, resume. They are kept in the folder "
    "RNNVIZ_DATA (by default runs-data).",
)
Workspace = Annotated[
    str,
    typer.Option(envvar="RNNVIZ_WORKSPACE", help="The id in the address of the app, after ws=."),
]
Id = Annotated[str, typer.Argument(help="The run's id, as in the list.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def _store() -> RunStore:
    from rnnviz.runs.private import private_process
    from rnnviz.runs.store import RunStore

    private_process()
    return RunStore.from_environment()


@runs_app.command("list")
def list_runs(workspace: Workspace, as_json: Json = False) -> None:
    """All runs, the newest first."""
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


def as_plain(run: Run) -> dict[str, object]:
    """A run as JSON can hold it; without the workspace, which is a secret."""
    plain = {field.name: getattr(run, field.name) for field in dataclasses.fields(run)}
    plain |= {"spec": run.spec.model_dump(), "error": run.error.code if run.error else None}
    plain.pop("workspace")
    return plain

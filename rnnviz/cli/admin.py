"""``rnnviz admin …``: what an operator does with the workspaces of a server."""

from __future__ import annotations

import dataclasses
import json
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rnnviz.errors import RnnvizError
from rnnviz.uploads.paths import check_output, printable

if TYPE_CHECKING:  # no other command waits for the database's library
    from collections.abc import Sequence

    from rnnviz.runs.housekeeping import Holding
    from rnnviz.runs.store import RunStore
    from rnnviz.runs.uploads import UploadStore

admin_app = typer.Typer(
    no_args_is_help=True,
    help="For whoever operates a server: the workspaces in RNNVIZ_DATA and RNNVIZ_DATABASE_URL. "
    "A workspace's id opens it: keep what is printed here to yourself.",
)
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Workspace = Annotated[str, typer.Argument(help="The workspace's id, as in the list.")]


def _stores() -> tuple[RunStore, UploadStore]:
    from rnnviz.runs.private import private_process
    from rnnviz.runs.store import RunStore
    from rnnviz.runs.uploads import UploadStore

    private_process()
    store = RunStore.from_environment()
    return store, UploadStore(store.folder)


@admin_app.command("list")
def list_workspaces(as_json: Json = False) -> None:
    """Every workspace: its runs and uploads, their size, and the day of its last use."""
    from rnnviz.runs.housekeeping import holdings

    _tell(holdings(*_stores()), as_json)


@admin_app.command()
def sizes(as_json: Json = False) -> None:
    """What all of it takes, in bytes, and what the disk has left."""
    from rnnviz.runs.housekeeping import holdings

    store, uploads = _stores()
    found = holdings(store, uploads)
    told = {
        "workspaces": len(found),
        "runs": sum(each.runs for each in found),
        "run_bytes": sum(each.run_bytes for each in found),
        "uploads": sum(each.uploads for each in found),
        "upload_bytes": sum(each.upload_bytes for each in found),
        "database_bytes": store.database.size(),
        "free_bytes": shutil.disk_usage(store.folder).free,
    }
    if as_json:
        print(json.dumps(told))
        return
    for name, value in told.items():
        known = "?" if value is None else _mb(value) if name.endswith("_bytes") else str(value)
        print(f"{name.removesuffix('_bytes'):<12} {known:>12}")


@admin_app.command()
def expire(
    days: Annotated[
        int | None,
        typer.Option(help="Without use for so long; by default RNNVIZ_KEEP_DAYS.", min=1),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say which would be deleted.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Delete workspaces that nobody has used for long, and in which nothing waits or runs."""
    from rnnviz.runs import housekeeping

    days = days or housekeeping.keep_days()
    if days is None:
        raise RnnvizError("expire_after_what")
    found = (housekeeping.expired if dry_run else housekeeping.expire)(*_stores(), days)
    _tell(found, as_json)


@admin_app.command()
def vacuum() -> None:
    """Remove leftovers of crashes, and what is free in the database's files."""
    from rnnviz.runs.housekeeping import vacuum

    store, _ = _stores()
    before = store.database.size()
    vacuum(store)
    after = store.database.size()
    if before is not None and after is not None:
        print(f"database: {_mb(before)} before, {_mb(after)} now")


@admin_app.command()
def export(
    workspace: Workspace,
    out: Annotated[Path, typer.Option(help="The .zip to write.")],
) -> None:
    """Write everything of a workspace into one .zip: records, files of runs, uploads."""
    from rnnviz.runs.housekeeping import export

    check_output(out)
    count = export(*_stores(), workspace, out)
    print(f"{count} runs: {printable(out)}")


@admin_app.command()
def delete(
    workspace: Workspace,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete all of a workspace. Runs that go on are given up. It cannot be undone."""
    from rnnviz.runs.housekeeping import delete_workspace, holdings

    store, uploads = _stores()
    found = [each for each in holdings(store, uploads) if each.workspace == workspace]
    if not found:
        raise RnnvizError("workspace_unknown")
    said = f"{found[0].runs} runs and {found[0].uploads} uploads"
    if not yes:
        typer.confirm(f"Delete {said}?", abort=True)
    delete_workspace(store, uploads, workspace)
    print(f"deleted: {said}")


def _tell(found: Sequence[Holding], as_json: bool) -> None:
    if as_json:
        print(json.dumps([dataclasses.asdict(each) for each in found], indent=2))
        return
    for each in found:
        day = time.strftime("%Y-%m-%d", time.localtime(each.seen))
        runs = f"{each.runs:>4} runs {_mb(each.run_bytes):>10}"
        kept = f"{each.uploads:>3} uploads {_mb(each.upload_bytes):>10}"
        print(f"{each.workspace}  {day}  {runs}  {kept}")


def _mb(size: int) -> str:
    return f"{size / 2**20:.1f} MB"

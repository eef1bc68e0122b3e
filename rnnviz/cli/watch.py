"""``rnnviz watch RUN FOLDER``: every newer file of a folder is held against a trained run."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rnnviz.cli.newer_data import read_newer, said_lines, write_table
from rnnviz.cli.spec_options import Wished, with_options
from rnnviz.cli.weather import READING
from rnnviz.errors import RnnvizError
from rnnviz.i18n import translator
from rnnviz.series.read_options import ReadOptions
from rnnviz.uploads.paths import check_output, is_folder, printable, shown

if TYPE_CHECKING:
    from rnnviz.inference.forecast_band import WeatherRun
    from rnnviz.inference.new_data import NewData

QUIET = 10.0  # seconds after which a file that nobody has written to is taken for whole
SETTLE = 1.0  # between two looks at one that is younger
_UNFINISHED = (".part", ".tmp", ".new", ".crdownload", "~")  # ends of names, while being written
Look = tuple[int, int]  # size and time of the last change


@with_options(reading=READING)
def watch(
    run: Annotated[Path, typer.Argument(help="The folder of a run.")],
    folder: Annotated[Path, typer.Argument(help="Where newer files come.")],
    *,
    steps: Annotated[int, typer.Option(help="Steps to forecast ahead.", min=1, max=336)] = 24,
    csv: Annotated[Path | None, typer.Option(help="Keep the latest forecast in this file.")] = None,
    once: Annotated[bool, typer.Option("--once", help="Do what is there, and end.")] = False,
    every: Annotated[float, typer.Option(help="Seconds between two looks.", min=0.1)] = 5.0,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object a file, each on a line.")
    ] = False,
    reading: Wished,
) -> None:
    """Do what forecast --data does for every newer file of a folder, as it comes.

    What was done is kept in the run's folder, so that a second watch goes on after it. A file
    that contradicts what is known is reported and not kept.
    """
    if not is_folder(folder):
        raise RnnvizError("watch_no_folder", path=shown(folder))
    if csv is not None:
        check_output(csv)
    wanted = _Wanted(READING.spec(reading), steps, csv, as_json)
    try:
        watcher = _Watcher(run, folder, wanted)
        while watcher.look() or not once:
            time.sleep(min(every, SETTLE) if watcher.waiting else every)
    except KeyboardInterrupt:
        print("Stopped watching.", file=sys.stderr)


@dataclass(frozen=True)
class _Wanted:
    choices: ReadOptions
    steps: int
    csv: Path | None
    as_json: bool


@dataclass
class _Watcher:
    """A run, a folder, and what is known of its files; ``waiting``: some are not whole yet."""

    run_folder: Path
    folder: Path
    wanted: _Wanted
    waiting: bool = False
    _looks: dict[Path, Look] = field(default_factory=dict)  # at the last poll
    _over: dict[Path, Look] = field(default_factory=dict)  # as they were when they were done

    def __post_init__(self) -> None:
        from rnnviz.inference.forecast_band import load_run
        from rnnviz.runs.watched import DONE, load_watched

        self.run: WeatherRun = load_run(self.run_folder)
        self.own = self.run.ready.task.series
        check_output(self.run_folder / DONE)
        self.known = load_watched(self.run_folder, self.own)

    def look(self) -> bool:
        """Do every file that is whole and not done; whether any is left that still grows."""
        self.waiting = False
        for path, look in self._files():
            if self._over.get(path) == look:
                continue
            settled = time.time() - look[1] / 1e9 > QUIET or self._looks.get(path) == look
            self._looks[path] = look
            if settled:
                self._over[path] = look
                self._do(path)
            else:
                self.waiting = True
        return self.waiting

    def _files(self) -> Iterator[tuple[Path, Look]]:
        try:
            paths = sorted(self.folder.iterdir(), key=lambda path: path.name)
        except OSError:
            raise RnnvizError("watch_no_folder", path=shown(self.folder)) from None
        for path in paths:
            try:
                found = path.stat()
            except OSError:  # gone again
                continue
            hidden = path.name.startswith((".", "~")) or path.name.endswith(_UNFINISHED)
            if path.is_file() and not hidden and path != self.wanted.csv:
                yield path, (found.st_size, found.st_mtime_ns)

    def _do(self, path: Path) -> None:
        """Read, compare, score, forecast, tell, keep; what cannot be done is told and left."""
        from rnnviz.runs.watched import digest

        try:
            mark = digest(path.read_bytes())
            if mark in self.known.done:
                return
            found = self._found(path)
        except (RnnvizError, OSError) as error:
            self._tell_error(path, error)
            return
        self._tell(path, found)
        self._keep(found, mark)
        if self.wanted.csv is not None and found.ahead is not None:
            write_table(self.wanted.csv, found.ahead.written)

    def _found(self, path: Path) -> NewData:
        from rnnviz.inference.new_data import look_at
        from rnnviz.series.join import join

        newer = read_newer(self.run, path, self.wanted.choices)
        joined = join(self.known.series, newer, fixed=len(self.own))
        return look_at(self.run, joined, self.wanted.steps)

    def _keep(self, found: NewData, mark: str) -> None:
        from rnnviz.runs.watched import Watched, save_watched

        known, joined = self.known, found.joined
        series = known.series if joined.overlap.contradicts else joined.series
        self.known = Watched(series, known.done | {mark})
        save_watched(self.run_folder, self.own, self.known)

    def _tell(self, path: Path, found: NewData) -> None:
        from rnnviz.inference.new_data_report import new_data_report

        if self.wanted.as_json:
            _print_line({"file": printable(path.name), **new_data_report(found)})
            return
        print(f"== {printable(path.name)}")
        for line in said_lines(translator("en"), found):
            print(line)
        if found.joined.overlap.contradicts:
            print("!! Its values are not kept.")
        print(*_ahead_lines(found), sep="\n", flush=True)

    def _tell_error(self, path: Path, error: RnnvizError | OSError) -> None:
        if isinstance(error, OSError):
            reason = error.strerror or type(error).__name__
            error = RnnvizError("file_unreadable", path=shown(path.name), reason=reason)
        said = translator("en").error(error)
        if self.wanted.as_json:
            _print_line(
                {"file": printable(path.name), "error": {"code": error.code, "message": said}}
            )
        else:
            print(f"== {printable(path.name)}\n! {said}", flush=True)


def _ahead_lines(found: NewData) -> Iterator[str]:
    """The forecast in a line: its ends, and between which values it goes."""
    if found.ahead is None:
        assert found.open_end is not None
        yield "! " + translator("en").error(found.open_end)
        return
    table = found.ahead.written
    first, last = (str(table["time"].iloc[k]) for k in (0, -1))
    low, high = table["temperature_c"].min(), table["temperature_c"].max()
    yield f"Forecast from {first} to {last}: {low:.1f} to {high:.1f} °C."


def _print_line(report: dict[str, Any]) -> None:
    print(json.dumps(report, ensure_ascii=False), flush=True)

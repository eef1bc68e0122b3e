"""The files of a run: one folder each, whatever is written replaced in one move."""

from __future__ import annotations

import errno
import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from rnnviz.atomic_write import replacing
from rnnviz.errors import RnnvizError
from rnnviz.runs.records import Preview
from rnnviz.series.step import HOUR, Step
from rnnviz.training.run_record import read_record

PREVIEW = "preview.safetensors"
CHECKPOINT = "checkpoint.safetensors"
GONE = ".gone"  # ends the name of a folder that is being removed
LOG = logging.getLogger(__name__)


@contextmanager
def disk() -> Iterator[None]:
    """What the disk refuses comes out coded: ``runs_disk_full`` or ``runs_store_unavailable``.
    Which path it was goes to the log."""
    try:
        yield
    except (OSError, SafetensorError) as error:
        LOG.warning("the folder of the runs: %s", error)
        code = "runs_disk_full" if is_full(error) else "runs_store_unavailable"
        raise RnnvizError(code) from None


def is_full(error: BaseException) -> bool:
    """Whether the disk had no room. safetensors says so in words alone."""
    number = error.errno if isinstance(error, OSError) else None
    return number in (errno.ENOSPC, errno.EDQUOT) or "No space left" in str(error)


def save_preview(folder: Path, preview: Preview) -> None:
    header = {
        "epoch": str(preview.epoch),
        "lead": str(preview.lead),
        "start": str(preview.start),
        "step": str(preview.step),
    }
    with replacing(folder / PREVIEW) as draft:
        save_file({"truth": preview.truth, "forecast": preview.forecast}, draft, header)


def load_preview(folder: Path) -> Preview | None:
    """None where there is none yet; ``run_damaged`` where it cannot be read."""
    if not (folder / PREVIEW).is_file():
        return None
    try:
        with safe_open(folder / PREVIEW, framework="numpy") as file:
            header = file.metadata()
            step = Step.read(header.get("step", str(HOUR)))
            return Preview(
                epoch=int(header["epoch"]),
                lead=int(header["lead"]),
                start=step.start_of(header["start"]),
                step=step,
                truth=file.get_tensor("truth"),
                forecast=file.get_tensor("forecast"),
            )
    except (OSError, SafetensorError, KeyError, TypeError, ValueError):
        raise RnnvizError("run_damaged", path=folder.name) from None


def load_result(folder: Path) -> dict[str, Any]:
    """The result in ``run.json``."""
    return read_record(folder).result


def size(folder: Path) -> int:
    """Bytes in a folder without subfolders; 0 where it is missing."""
    try:
        return sum(entry.stat().st_size for entry in os.scandir(folder))
    except OSError:
        return 0  # it is being written or removed: not the moment to be exact


def identity(path: Path) -> tuple[int, int] | None:
    """Which file or folder this is, whatever it is called; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def remove(folder: Path) -> None:
    """Out of the way in one move, where the disk allows it; what is then left, ``tidy`` removes."""
    gone = folder.with_name(folder.name + GONE)
    try:
        os.replace(folder, gone)
    except OSError:
        gone = folder  # missing, or a file in it is open on Windows
    shutil.rmtree(gone, ignore_errors=True)

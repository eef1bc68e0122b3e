"""Where a run stands, on disk: one safetensors file, its plain values as JSON in the header."""

from __future__ import annotations

import json
from pathlib import Path

from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from rnnviz.atomic_write import replacing
from rnnviz.runs.files import CHECKPOINT
from rnnviz.training.loop import LoopState


def save_checkpoint(folder: Path, state: LoopState) -> None:
    """Replaces the one before in one move."""
    with replacing(folder / CHECKPOINT) as draft:
        save_file(dict(state.tensors), draft, {"values": json.dumps(dict(state.values))})


def load_checkpoint(folder: Path) -> LoopState | None:
    """None where there is none or it is damaged: training then begins anew, with the same numbers,
    for the seed decides them."""
    try:
        with safe_open(folder / CHECKPOINT, framework="pt") as file:
            values = json.loads(file.metadata()["values"])
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        return LoopState(tensors, values)
    except (OSError, SafetensorError, KeyError, TypeError, ValueError):
        return None


def remove_checkpoint(folder: Path) -> None:
    (folder / CHECKPOINT).unlink(missing_ok=True)

"""The models that come with the app: ``best``, and three small enough to watch."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from rnnviz.errors import RnnvizError
from rnnviz.models.checkpoint import Checkpoint, ModelInfo, load_checkpoint, read_info

SHIPPED = ("best", "rnn", "gru", "lstm")
DEFAULT = "best"


def folder_of(name: str) -> Path:
    """Where a shipped model lies; an unknown name raises and lists the choices."""
    if name not in SHIPPED:
        raise RnnvizError("unknown_model", name=name[:40], choices=", ".join(SHIPPED))
    return Path(str(files("rnnviz"))) / "assets" / "models" / name


@lru_cache(maxsize=len(SHIPPED))
def info_of(name: str) -> ModelInfo:
    """The card of a shipped model, without loading it."""
    return read_info(folder_of(name))


@lru_cache(maxsize=len(SHIPPED))
def load_shipped(name: str = DEFAULT) -> Checkpoint:
    """A shipped model, loaded once and shared: its parameters are frozen, treat it as read-only."""
    return load_checkpoint(folder_of(name))

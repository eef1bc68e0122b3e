"""The models that come with the app: ``best``, three small ones to watch, and a Vietnamese one."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from rnnviz.errors import RnnvizError
from rnnviz.models.checkpoint import Checkpoint, ModelInfo, load_checkpoint, read_info
from rnnviz.models.specs import Language

LANGUAGE_OF: dict[str, Language] = {
    "best": "en",
    "rnn": "en",
    "gru": "en",
    "lstm": "en",
    "vi": "vi",
}
SHIPPED = tuple(LANGUAGE_OF)
DEFAULT = "best"
DEFAULT_OF: dict[str, str] = {"en": DEFAULT, "vi": "vi"}


def folder_of(name: str) -> Path:
    """Where a shipped model lies; an unknown name raises and lists the choices."""
    if name not in SHIPPED:
        raise RnnvizError("unknown_model", name=name[:40], choices=", ".join(SHIPPED))
    return Path(str(files("rnnviz"))) / "assets" / "models" / name


@lru_cache(maxsize=len(SHIPPED))
def info_of(name: str) -> ModelInfo:
    """The card of a shipped model, without loading it. The table above has the language."""
    return read_info(folder_of(name)).model_copy(update={"language": LANGUAGE_OF[name]})


@lru_cache(maxsize=len(SHIPPED))
def load_shipped(name: str = DEFAULT) -> Checkpoint:
    """A shipped model, loaded once and shared: its parameters are frozen, treat it as read-only."""
    return replace(load_checkpoint(folder_of(name)), info=info_of(name))

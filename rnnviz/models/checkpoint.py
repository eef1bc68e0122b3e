"""Checkpoints: weights as ``safetensors``, everything else as JSON beside them. Never pickle."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rnnviz.atomic_write import replacing
from rnnviz.errors import RnnvizError
from rnnviz.models.specs import ClassifierSpec, EmbeddingStart, Language

if TYPE_CHECKING:
    from torch import Tensor

    from rnnviz.models.classifier import ReviewClassifier

WEIGHTS = "model.safetensors"
CARD = "model.json"
VOCABULARY = "vocabulary.json"
FORMAT = 1
HALVED = ("embedding.weight", "pairs.weight")


class CheckpointError(RnnvizError):
    """A checkpoint is missing, damaged, or not one of ours."""


class ModelInfo(BaseModel):
    """What a checkpoint says of itself: enough to train it again and to judge it.

    ``fingerprint`` is the SHA-256 of the corpus (``Reviews.fingerprint``); ``training`` the
    settings of the run; ``metrics`` its scores, each by a name that says on which data.
    ``language``: that of the corpus; checkpoints of before 0.3 do not say it, they are English.
    ``embedding_start``: what the embedding held before learning, see ``training.specs``.
    ``before``: the settings of the training that this one went on from, where it did.
    ``length_power``: see ``ReviewClassifier``; older checkpoints do not have it, which is 0.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = FORMAT
    spec: ClassifierSpec
    seed: int
    corpus: str
    fingerprint: str
    training: dict[str, Any]
    metrics: dict[str, float]
    embedding_start: EmbeddingStart = "random"
    language: Language = "en"
    length_power: float = Field(default=0.0, ge=-1, le=1)
    before: dict[str, Any] | None = None


@dataclass(frozen=True)
class Checkpoint:
    """A trained classifier with the vocabulary it reads."""

    name: str
    info: ModelInfo
    words: tuple[str, ...]
    counts: tuple[int, ...]
    model: ReviewClassifier


def save_checkpoint(
    folder: str | Path,
    info: ModelInfo,
    words: tuple[str, ...],
    counts: tuple[int, ...],
    weights: dict[str, Tensor],
) -> None:
    """Write a checkpoint; the JSON comes last, so that a half-written one is not taken for one.

    The vectors of words and pairs are stored in float16: half the size, and the verdicts move by
    less than 0.001.
    """
    import torch
    from safetensors.torch import save_file

    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    stored = {name: _stored(name, value).contiguous() for name, value in weights.items()}
    if not all(torch.isfinite(value).all() for value in stored.values()):
        raise CheckpointError("checkpoint_not_finite", path=str(folder))
    save_file(stored, folder / WEIGHTS)
    _write_json(folder / VOCABULARY, {"words": words, "counts": counts})
    _write_json(folder / CARD, info.model_dump())


def _stored(name: str, value: Tensor) -> Tensor:
    if not value.is_floating_point():  # the keys of pairs
        return value
    return value.half() if name in HALVED else value.float()


def read_info(folder: str | Path) -> ModelInfo:
    """The card of a checkpoint, without its weights (and without torch)."""
    path = Path(folder) / CARD
    try:
        return ModelInfo.model_validate_json(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CheckpointError("checkpoint_missing", path=str(folder)) from None
    except (ValidationError, UnicodeDecodeError) as error:
        raise CheckpointError("checkpoint_damaged", path=str(path)) from error


def read_vocabulary(folder: str | Path) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Words and counts of a checkpoint's vocabulary."""
    path = Path(folder) / VOCABULARY
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return tuple(data["words"]), tuple(data["counts"])
    except FileNotFoundError:
        raise CheckpointError("checkpoint_missing", path=str(folder)) from None
    except (ValueError, KeyError, TypeError) as error:
        raise CheckpointError("checkpoint_damaged", path=str(path)) from error


def read_embedding(folder: str | Path) -> np.ndarray:
    """The embedding table alone, (vocab, embed) float32, without torch."""
    return read_array(folder, "embedding.weight").astype(np.float32)


def read_pair_keys(folder: str | Path) -> np.ndarray:
    """The pairs of words with a vector, rising: first id · words + second id; without torch."""
    if not read_info(folder).spec.pair_count:
        return np.empty(0, np.int64)
    return read_array(folder, "pair_keys")


def read_array(folder: str | Path, name: str) -> np.ndarray:
    """One tensor of the weights, under torch's name for it, without torch."""
    from safetensors import SafetensorError, safe_open

    path = Path(folder) / WEIGHTS
    try:
        with safe_open(path, framework="numpy") as weights:
            return np.array(weights.get_tensor(name))
    except FileNotFoundError:
        raise CheckpointError("checkpoint_missing", path=str(folder)) from None
    except (OSError, SafetensorError) as error:
        raise CheckpointError("checkpoint_damaged", path=str(path)) from error


def load_checkpoint(folder: str | Path) -> Checkpoint:
    """Read a checkpoint; the model is in evaluation mode. Raises ``CheckpointError``."""
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    from rnnviz.models.classifier import ReviewClassifier

    folder = Path(folder)
    info = read_info(folder)
    words, counts = read_vocabulary(folder)
    if len(words) != info.spec.vocab_size:
        raise CheckpointError("checkpoint_damaged", path=str(folder / VOCABULARY))
    try:
        weights = load_file(folder / WEIGHTS)
        model = ReviewClassifier(info.spec, seed=info.seed)
        model.load_state_dict(
            {name: v.float() if v.is_floating_point() else v for name, v in weights.items()}
        )
    except (OSError, SafetensorError, RuntimeError) as error:
        raise CheckpointError("checkpoint_damaged", path=str(folder / WEIGHTS)) from error
    model.length_power = info.length_power
    model.eval()
    return Checkpoint(folder.name, info, words, counts, model.requires_grad_(False))


def _write_json(path: Path, data: object) -> None:
    with replacing(path) as draft:
        draft.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")

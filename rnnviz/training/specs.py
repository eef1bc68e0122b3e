"""What decides a training run, as frozen, validated values. Nothing here needs torch."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from rnnviz.models.specs import ClassifierSpec, EmbeddingStart, ForecasterSpec, Language

LossName = Literal["mae", "mse", "huber"]


class LoopSpec(BaseModel):
    """How to optimise. AdamW; ``one_cycle`` warms up and anneals over all epochs together.

    ``patience``: stop after so many epochs without a better score (0: never).
    ``average``: decay of an exponential moving average of the weights, which is what is then
    evaluated and kept (0: none). ``clip``: largest norm of the gradient (0: none).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    epochs: int = Field(default=5, ge=1, le=1000)
    learning_rate: float = Field(default=2e-3, gt=0, le=10)
    schedule: Literal["one_cycle", "constant"] = "one_cycle"
    weight_decay: float = Field(default=0.0, ge=0, le=10)
    clip: float = Field(default=1.0, ge=0)
    patience: int = Field(default=0, ge=0)
    average: float = Field(default=0.0, ge=0, lt=1)


class Among(BaseModel):
    """That a run's series is one of several stations of a file, all split at the same instants.

    ``group``: the same for all runs on these stations with these settings. ``learned``: from its
    own ``station`` alone (``each``), or one network from ``all`` of ``stations``. ``left_out``:
    stations that took no part, and why.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    group: str
    learned: Literal["each", "all"]
    station: str
    stations: tuple[str, ...]
    left_out: dict[str, str] = Field(default_factory=dict)


class WeatherTraining(BaseModel):
    """All that decides a forecaster's training run, besides the series itself.

    The last ``test`` of the steps judges, the ``validation`` before it chooses the best epoch.
    ``among``: the stations that it was trained beside, or with; None for a series by itself.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: ForecasterSpec = ForecasterSpec()
    loop: LoopSpec = LoopSpec(epochs=20, learning_rate=6e-3, patience=5, average=0.995)
    loss: LossName = "huber"
    batch_size: int = Field(default=256, ge=1, le=65_536)
    validation: float = Field(default=0.1, gt=0, lt=0.5)
    test: float = Field(default=0.1, gt=0, lt=0.5)
    seed: int = Field(default=0, ge=0, le=2**31 - 1)
    among: Among | None = None


class ReviewTraining(BaseModel):
    """All that decides a training run on reviews, besides the corpus itself.

    ``validation``: share of the corpus kept back to choose the best epoch, whole films at a time
    where the corpus names them. 0 trains on everything and keeps the last epoch.
    ``word_dropout``: share of words replaced by ``<unk>`` in training, so that the network learns
    to read around a word it does not know. ``dropout`` acts on embeddings and on the readout.
    ``start``: whether the embedding starts ``random``, from which words stand near each other in
    the training texts (``cooccurrence``), or from word ``vectors`` of a file, completed by that.
    ``teacher``: share of each target that comes from a linear model which did not see that review
    (``training/teacher.py``); 0 learns from the labels alone.
    ``spans``: share of the reviews of which an epoch reads a short span instead of the whole
    (``training/examples.py``); ``span_teacher`` is the teacher's share there, where the review's
    label says less. ``contrasts``: texts made by rule in each epoch, as a share of the reviews
    (``training/contrasts.py``), in their ``language``. ``unmarked``: share of the texts read
    without tone marks. ``times``: how often the reviews that are to weigh more stand in an epoch.
    ``remember``: share of a corpus text's target that comes from the network which the training
    goes on from, where it does (learning without forgetting, Li and Hoiem 2016).
    ``calibrate``: whether the logits are scaled in the end so that the validation texts are as
    likely as they can be (``training/calibration.py``).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: ClassifierSpec = ClassifierSpec(cell="lstm", vocab_size=15_000, hidden_size=24)
    loop: LoopSpec = LoopSpec(learning_rate=4e-3, weight_decay=0.1, average=0.998, patience=2)
    batch_size: int = Field(default=64, ge=1, le=4096)
    dropout: float = Field(default=0.5, ge=0, lt=1)
    word_dropout: float = Field(default=0.3, ge=0, lt=1)
    validation: float = Field(default=0.1, ge=0, lt=0.9)
    seed: int = Field(default=0, ge=0, le=2**31 - 1)
    start: EmbeddingStart = "random"
    teacher: float = Field(default=0.0, ge=0, le=1)
    spans: float = Field(default=0.0, ge=0, le=1)
    span_teacher: float = Field(default=0.7, ge=0, le=1)
    contrasts: float = Field(default=0.0, ge=0, le=1)
    unmarked: float = Field(default=0.0, ge=0, le=1)
    times: int = Field(default=1, ge=1, le=100)
    remember: float = Field(default=0.0, ge=0, le=1)
    language: Language = "en"
    calibrate: bool = False

"""What a model is, as frozen, validated values. Nothing here needs torch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from rnnviz.errors import RnnvizError

CellName = Literal["rnn", "gru", "lstm"]
Activation = Literal["tanh", "sigmoid"]
Readout = Literal["last", "mean", "max"]
Truncation = Literal["head", "tail", "both"]  # which part of a long text is kept
Language = Literal["en", "vi"]  # of the texts that a model was trained on
EmbeddingStart = Literal["random", "cooccurrence", "vectors"]  # what it held before learning


@dataclass(frozen=True)
class CellKind:
    """Facts about a family of cells, one that torch has.

    ``torch_mode``: what torch calls it in ``module.mode``. ``label``: what people call it, in any
    language. ``gates`` in the order torch stacks their rows in a weight; ``candidate`` is the one
    that makes the new content, ``keep`` the one that carries the old on past it, if there is one.
    """

    name: CellName
    torch_mode: Literal["RNN_TANH", "RNN_RELU", "GRU", "LSTM"]
    label: str
    gates: tuple[str, ...]
    activations: tuple[Activation, ...]
    candidate: str
    keep: str | None = None
    has_cell_state: bool = False

    @property
    def torch_name(self) -> str:
        """The class in ``torch.nn``."""
        return self.torch_mode.partition("_")[0]

    @property
    def torch_options(self) -> dict[str, str]:
        """What makes this kind of cell of that class, where it is not what torch does unasked."""
        return {"nonlinearity": "relu"} if self.torch_mode == "RNN_RELU" else {}


CELL_KINDS: dict[str, CellKind] = {
    kind.name: kind
    for kind in (
        CellKind("rnn", "RNN_TANH", "RNN", ("h",), ("tanh",), candidate="h"),
        CellKind(
            "gru",
            "GRU",
            "GRU",
            gates=("r", "z", "n"),
            activations=("sigmoid", "sigmoid", "tanh"),
            candidate="n",
            keep="z",
        ),
        CellKind(
            "lstm",
            "LSTM",
            "LSTM",
            gates=("i", "f", "g", "o"),
            activations=("sigmoid", "sigmoid", "tanh", "sigmoid"),
            candidate="g",
            keep="f",
            has_cell_state=True,
        ),
    )
}


def cell_kind(name: str) -> CellKind:
    """The cell called ``name``; an unknown name raises and lists the choices."""
    try:
        return CELL_KINDS[name]
    except KeyError:
        raise RnnvizError("unknown_cell", name=name, choices=", ".join(CELL_KINDS)) from None


class ClassifierSpec(BaseModel):
    """An embedding, a stack of recurrent layers and a readout of the states up to each step.

    ``readout`` says what the verdict after step t reads: the ``last`` state h_t, or the ``mean``
    or ``max`` (unit by unit) of h_1 … h_t. All three are defined for every prefix of a text.
    ``pair_count``: pairs of neighbouring words with a vector of their own, of ``pair_dim`` numbers,
    which a matrix brings to ``embed_dim`` to be added to the second word's.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    cell: CellName = "rnn"
    vocab_size: int = Field(default=10_000, ge=3, le=200_000)
    embed_dim: int = Field(default=32, ge=1, le=1024)
    hidden_size: int = Field(default=32, ge=1, le=1024)
    num_layers: int = Field(default=1, ge=1, le=4)
    pair_count: int = Field(default=0, ge=0, le=500_000)
    pair_dim: int = Field(default=8, ge=1, le=1024)
    readout: Readout = "mean"
    length: int = Field(default=400, ge=1, le=4000)
    truncation: Truncation = "both"


class ForecasterSpec(BaseModel):
    """A stack of recurrent layers over the last ``window`` steps, and a head for the next ones.

    ``step``: of the series it is for, as ``Step`` (``rnnviz/series``) writes it: ``1h``, ``1d``,
    ``1mo``. ``horizon``: steps forecast at once.
    ``calendar``: whether each step also brings the time of the day and the day of the year, as sine
    and cosine. ``others``: names of the series' inputs that each step brings beside the
    temperature, in the order in which they are read. ``linear_part``: whether a weighted sum of all
    values read is added to what the network forecasts (LSTNet, Lai et al. 2018).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    cell: CellName = "rnn"
    hidden_size: int = Field(default=64, ge=1, le=512)
    num_layers: int = Field(default=1, ge=1, le=4)
    window: int = Field(default=5, ge=1, le=336)
    horizon: int = Field(default=1, ge=1, le=48)
    calendar: bool = False
    step: str = Field(default="1h", pattern=r"^[1-9]\d{0,4}(min|h|d|mo)$")
    others: tuple[str, ...] = Field(default=(), max_length=16)
    linear_part: bool = False

    @property
    def line_inputs(self) -> int:
        """Numbers that the linear part reads: all values of the window, the last calendar."""
        return self.window * (1 + len(self.others)) + (4 if self.calendar else 0)

    @property
    def inputs(self) -> int:
        """Numbers that enter at each step: the temperature, the others, the calendar."""
        return 1 + len(self.others) + (4 if self.calendar else 0)

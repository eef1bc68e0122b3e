"""The view: what a link carries. One model names every parameter, its type and its bounds.

Parsing is strict and never fails: whatever stands in a URL, each parameter is a valid value or
its default. Nothing here knows Streamlit; ``state`` keeps the view in the session and the URL.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict

from rnnviz.i18n import DEFAULT_LANGUAGE, LANGUAGES
from rnnviz.lessons.counts import NetSizes, format_net, parse_net
from rnnviz.lessons.edits import canonical
from rnnviz.lessons.example import CLASSES, MAX_WORDS, parse_order, parse_size
from rnnviz.lessons.hold import GATES, parse_hold
from rnnviz.lessons.learning import CONTRASTS
from rnnviz.lessons.path import parse_done
from rnnviz.lessons.rungs import RUNGS
from rnnviz.lessons.tasks import TASKS
from rnnviz.models.shipped import DEFAULT, DEFAULT_OF, LANGUAGE_OF, SHIPPED
from rnnviz.models.specs import Language
from rnnviz.series.levels import LEVELS, USUAL
from rnnviz.spec_fields import spec_fields
from rnnviz.stepper.position import parse_pins
from rnnviz.text.standardise import compose
from rnnviz.training.specs import WeatherTraining

MAX_TEXT = 20_000  # characters the app reads
MAX_LINK_TEXT = 1_500  # characters of text a link carries; browsers and chats cut longer ones
ID = r"[0-9A-Za-z_-]{22}"  # a workspace or a run, see ``runs.records.new_id``
RATES = (
    "0.00001",
    "0.0001",
    "0.0003",
    "0.001",
    "0.003",
    "0.006",
    "0.01",
    "0.03",
    "0.1",
    "0.3",
    "1",
)

WHY = ("leave_one_out", "integrated_gradients", "while_reading")  # the views of a verdict
CURVES = ("probability", "logit")  # what the verdict's curve shows
GRAINS = ("word", "phrase", "sentence")  # what is left out at once
TOPICS = ("ids", "cost", "pad", "pieces", "data")  # the parts of the Tokens page
LOOKS = ("unit", "memory", "collection")  # the parts of the States page below the stepper
# The parameter that opens a part of a page, on the pages that have parts.
PART_OF = {"tokens": "topic", "build": "rung", "states": "look", "weather": "part"}
PLACES = tuple(PART_OF.values())  # what Back takes from the address of then


@dataclass(frozen=True)
class Choice:
    """A parameter that takes one of a few names."""

    options: tuple[str, ...]

    def parse(self, raw: str) -> str | None:
        return raw if raw in self.options else None

    def show(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class Whole:
    """A parameter that is a whole number between two bounds."""

    low: int
    high: int

    def parse(self, raw: str) -> int | None:
        # isascii: int() would also take other scripts' digits, and underscores.
        if not (raw.isascii() and raw.isdigit() and len(raw) <= 7):
            return None
        value = int(raw)
        return value if self.low <= value <= self.high else None

    def show(self, value: int) -> str:
        return str(value)


@dataclass(frozen=True)
class FreeText:
    """The user's own text; too long a text stays in the session and out of the link."""

    def parse(self, raw: str) -> str | None:
        return clean_text(raw)[:MAX_TEXT]

    def show(self, value: str) -> str:
        return value if len(value) <= MAX_LINK_TEXT else ""


@dataclass(frozen=True)
class Name:
    """A parameter that is an identifier of our own making: exactly as made, or nothing."""

    pattern: str

    def parse(self, raw: str) -> str | None:
        return raw if raw == "" or re.fullmatch(self.pattern, raw, re.ASCII) else None

    def show(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class Coded:
    """A short word of our own making, kept as it is where ``read`` understands it."""

    read: Callable[[str], object | None]

    def parse(self, raw: str) -> str | None:
        return None if self.read(raw) is None else raw

    def show(self, value: str) -> str:
        return value


_TRAINING = WeatherTraining()
_FIELDS = spec_fields(_TRAINING)


def _whole(path: str) -> Whole:
    """The bounds that the spec of a training run has for a field."""
    return Whole(*_FIELDS[path].whole_bounds)


def _choice(path: str) -> Choice:
    return Choice(_FIELDS[path].choices)


class View(BaseModel):
    """What the user looks at: every parameter of a link once, with its bounds and its default.

    A parameter of one page begins with the page's name where others know the same concept.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    lang: Annotated[str, Choice(tuple(LANGUAGES))] = DEFAULT_LANGUAGE
    model: Annotated[str, Choice(("", *SHIPPED))] = ""  # none chosen, see ``reader``
    text: Annotated[str, FreeText()] = ""
    # Where somebody stands in a text: from 1; 0 means none is chosen.
    step: Annotated[int, Whole(0, 4000)] = 0
    layer: Annotated[int, Whole(1, 4)] = 1
    unit: Annotated[int, Whole(0, 1024)] = 0
    # Reviews: which view of the verdict, and the text before it was changed.
    why: Annotated[str, Choice(WHY)] = WHY[0]
    grain: Annotated[str, Choice(GRAINS)] = GRAINS[0]
    was: Annotated[str, FreeText()] = ""
    curve: Annotated[str, Choice(CURVES)] = CURVES[0]
    # Tokens
    cap: Annotated[int, Whole(2, 200_000)] = 10_000  # words of the vocabulary
    length: Annotated[int, Whole(1, 400)] = 24
    keep: Annotated[str, Choice(("head", "tail", "both"))] = "head"
    pad: Annotated[str, Choice(("none", "before", "after"))] = "after"
    topic: Annotated[str, Choice(TOPICS)] = TOPICS[0]
    # The workspace (see ``workspace.py``), and what of it is open.
    ws: Annotated[str, Name(ID)] = ""
    run: Annotated[str, Name(ID)] = ""
    file: Annotated[str, Name(ID)] = ""  # an upload that the workspace keeps, ``runs.uploads``
    others: Annotated[str, Name(rf"{ID}(,{ID}){{0,5}}")] = ""  # runs to compare, on the Runs page
    # Weather: the part of the page, and the settings of a run.
    part: Annotated[str, Choice(("data", "model", "train", "judge", "take"))] = "data"
    window: Annotated[int, _whole("model.window")] = _TRAINING.model.window
    horizon: Annotated[int, _whole("model.horizon")] = _TRAINING.model.horizon
    cell: Annotated[str, _choice("model.cell")] = _TRAINING.model.cell
    hidden: Annotated[int, _whole("model.hidden_size")] = _TRAINING.model.hidden_size
    layers: Annotated[int, _whole("model.num_layers")] = _TRAINING.model.num_layers
    calendar: Annotated[str, Choice(("no", "yes"))] = "no"
    line: Annotated[str, Choice(("no", "yes"))] = "no"  # beside the network
    loss: Annotated[str, _choice("loss")] = _TRAINING.loss
    rate: Annotated[str, Choice(RATES)] = "0.006"
    epochs: Annotated[int, Whole(1, 200)] = _TRAINING.loop.epochs
    seed: Annotated[int, Whole(0, 9_999_999)] = _TRAINING.seed
    stations: Annotated[str, Choice(("one", "all", "each"))] = "one"  # which learn
    level: Annotated[str, Choice(tuple(map(str, LEVELS)))] = str(USUAL)  # of a band, percent
    folds: Annotated[str, Choice(("3", "5", "8", "50"))] = "5"  # of a backtest
    rolling: Annotated[str, Choice(("expanding", "sliding"))] = "expanding"
    # States
    watch: Annotated[str, Choice(("one", "three", "stack"))] = "one"
    states_layers: Annotated[int, Whole(1, 4)] = 2  # of the untrained stack
    states_pad: Annotated[str, Choice(("none", "before", "after"))] = "none"
    look: Annotated[str, Choice(LOOKS)] = LOOKS[0]
    recur: Annotated[int, Whole(0, 300)] = 100  # hundredths that multiply W_hh, memory panel
    # Build: the rung, the sizes, the numbers somebody changed, the choices.
    rung: Annotated[str, Choice(RUNGS)] = RUNGS[0]
    size: Annotated[str, Coded(parse_size)] = "4-3-2"
    build_seed: Annotated[int, Whole(0, 999)] = 0
    w: Annotated[str, Coded(canonical)] = ""
    order: Annotated[str, Coded(parse_order)] = ""
    goal: Annotated[str, Choice(CLASSES)] = "positive"
    build_rate: Annotated[str, Choice(("0.1", "0.5", "1"))] = "0.5"
    rung7_layers: Annotated[int, Whole(1, 3)] = 1  # of the program
    rung8_layers: Annotated[int, Whole(2, 3)] = 2  # of the picture
    gates_cell: Annotated[str, Choice(tuple(GATES))] = "rnn"
    hold: Annotated[str, Coded(parse_hold)] = ""  # gates held open or shut
    both_cell: Annotated[str, Choice(("rnn", "lstm"))] = "rnn"
    both_layers: Annotated[int, Whole(1, 2)] = 1
    both_pad: Annotated[str, Choice(("none", "padded", "packed"))] = "none"
    task: Annotated[str, Choice(TASKS)] = TASKS[0]
    packing: Annotated[str, Choice(("padded", "packed"))] = "padded"
    contrast: Annotated[str, Choice(CONTRASTS)] = CONTRASTS[0]
    query: Annotated[int, Whole(0, MAX_WORDS)] = 0  # the state that asks; 0: the last one
    net: Annotated[str, Coded(parse_net)] = format_net(NetSizes())
    # The small embedding that was trained on the Embeddings page: its seed, with the text or not.
    trained: Annotated[str, Name(r"(0|[1-9]\d{0,2})(-own)?")] = ""
    # The guided path: whether it is shown, and its steps that are done, a letter each.
    guide: Annotated[str, Choice(("on", "off"))] = "on"
    done: Annotated[str, Coded(parse_done)] = ""
    # The stepper: which of the networks side by side, what is open there, and what is pinned.
    track: Annotated[int, Whole(1, 3)] = 1
    opened: Annotated[str, Choice(("square", "verdict"))] = "square"
    pins: Annotated[str, Coded(parse_pins)] = ""

    @property
    def reader(self) -> str:
        """The model that reads the text: the one chosen, or that of the page's language.

        A link with a text and no model is one of before there was a choice of languages.
        """
        return self.model or (DEFAULT if self.text else self.home_model)

    @property
    def home_model(self) -> str:
        """The model of the page's language."""
        return DEFAULT_OF.get(self.lang, DEFAULT)

    @property
    def language(self) -> Language:
        """The language of the model, and with it that of the examples."""
        return LANGUAGE_OF[self.reader]

    def part_of(self, page: str) -> str:
        """The part of a page that is open; empty where the page has none."""
        return str(getattr(self, PART_OF[page])) if page in PART_OF else ""

    def with_changes(self, **changes: Any) -> View:
        """A view with some values changed; an invalid value falls back to the default."""
        checked: dict[str, Any] = {}
        for name, value in changes.items():
            parsed = RULES[name].parse(str(value))
            checked[name] = DEFAULTS[name] if parsed is None else parsed
        return self.model_copy(update=checked)


Rule = Choice | Whole | FreeText | Name | Coded
RULES: dict[str, Rule] = {name: field.metadata[0] for name, field in View.model_fields.items()}
DEFAULTS: dict[str, Any] = {name: field.default for name, field in View.model_fields.items()}
# What links of before 0.2 call a parameter.
ALIASES = {
    "stack": "layers",
    "depth": "states_layers",
    "fill": "states_pad",
    "draw": "build_seed",
    "eta": "build_rate",
    "levels": "rung7_layers",
    "stacked": "rung8_layers",
}
KNOWN = frozenset(RULES) | frozenset(ALIASES)


def clean_text(text: str) -> str:
    """Composed text (NFC) without what cannot be shown or sent: lone surrogates and control
    characters."""
    encodable = text.encode("utf-8", "replace").decode("utf-8")
    shown = "".join(c for c in encodable if c >= " " or c in "\n\t").replace("\x7f", "")
    return compose(shown)


def parse_view(params: Mapping[str, str]) -> View:
    """The view a URL's parameters describe; unknown and invalid ones count for nothing."""
    given = {new: params[old] for old, new in ALIASES.items() if old in params}
    if given.get("rung7_layers") and params.get("rung") == "stack":
        given.setdefault("rung8_layers", given["rung7_layers"])  # 0.1 had one name for both
    if "recur" in params:
        given["look"] = "memory"  # where States had no parts, this was in sight
    given.update({name: params[name] for name in RULES if name in params})
    return View().with_changes(**given)


def view_params(view: View) -> dict[str, str]:
    """The parameters of a link to this view: only what differs from the default."""
    params = {}
    for name, rule in RULES.items():
        value = getattr(view, name)
        shown = rule.show(value)
        if value != DEFAULTS[name] and shown:
            params[name] = shown
    if "recur" in params:
        params["look"] = view.look  # see ``parse_view``
    return params

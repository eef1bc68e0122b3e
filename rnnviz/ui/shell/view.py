"""The view: what a link carries. One table names every parameter, its type and its bounds.

Parsing is strict and never fails: whatever stands in a URL, each parameter is a valid value or
its default. Nothing here knows Streamlit; ``state`` keeps the view in the session and the URL.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from rnnviz.i18n import DEFAULT_LANGUAGE, LANGUAGES
from rnnviz.lessons.counts import NetSizes, format_net, parse_net
from rnnviz.lessons.edits import canonical
from rnnviz.lessons.example import CLASSES, parse_order, parse_size
from rnnviz.lessons.path import parse_done
from rnnviz.lessons.rungs import RUNGS
from rnnviz.models.shipped import DEFAULT, SHIPPED
from rnnviz.models.specs import CELL_KINDS
from rnnviz.stepper.position import parse_pins

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

TOPICS = ("ids", "cost", "pad", "pieces")  # the parts of the Tokens page
# The parameter that opens a part of a page, on the pages that have parts.
PART_OF = {"tokens": "topic", "build": "rung", "weather": "part"}
PLACES = tuple(PART_OF.values())  # what Back takes from the address of then


@dataclass(frozen=True)
class Choice:
    """A parameter that takes one of a few names."""

    options: tuple[str, ...]
    default: str

    def parse(self, raw: str) -> str | None:
        return raw if raw in self.options else None

    def show(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class Whole:
    """A parameter that is a whole number between two bounds."""

    low: int
    high: int
    default: int

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

    default: str = ""

    def parse(self, raw: str) -> str | None:
        return clean_text(raw)[:MAX_TEXT]

    def show(self, value: str) -> str:
        return value if len(value) <= MAX_LINK_TEXT else ""


@dataclass(frozen=True)
class Name:
    """A parameter that is an identifier of our own making: exactly as made, or nothing."""

    pattern: str
    default: str = ""

    def parse(self, raw: str) -> str | None:
        return raw if raw == "" or re.fullmatch(self.pattern, raw, re.ASCII) else None

    def show(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class Coded:
    """A short word of our own making, kept as it is where ``read`` understands it."""

    read: Callable[[str], object | None]
    default: str = ""

    def parse(self, raw: str) -> str | None:
        return None if self.read(raw) is None else raw

    def show(self, value: str) -> str:
        return value


TABLE: dict[str, Choice | Whole | FreeText | Name | Coded] = {
    "lang": Choice(tuple(LANGUAGES), DEFAULT_LANGUAGE),
    "model": Choice(SHIPPED, DEFAULT),
    "text": FreeText(),
    "step": Whole(0, 4000, 0),  # 1-based; 0: none chosen
    "layer": Whole(1, 4, 1),
    "unit": Whole(0, 1024, 0),  # 1-based; 0: none chosen
    "cap": Whole(2, 200_000, 10_000),
    "length": Whole(1, 400, 24),
    "keep": Choice(("head", "tail", "both"), "head"),
    "pad": Choice(("none", "before", "after"), "after"),
    "ws": Name(ID),  # the workspace; see ui/shell/workspace.py
    "run": Name(ID),
    "file": Name(ID),  # an upload that the workspace keeps, see ``runs.uploads``
    "others": Name(rf"{ID}(,{ID}){{0,5}}"),  # runs to compare, on the Runs page
    "part": Choice(("data", "model", "train", "judge", "take"), "data"),
    "window": Whole(1, 336, 5),
    "horizon": Whole(1, 48, 1),
    "cell": Choice(tuple(CELL_KINDS), "rnn"),
    "hidden": Whole(1, 512, 64),
    "stack": Whole(1, 4, 1),
    "calendar": Choice(("no", "yes"), "no"),
    "loss": Choice(("huber", "mae", "mse"), "huber"),
    "rate": Choice(RATES, "0.006"),
    "epochs": Whole(1, 200, 20),
    "seed": Whole(0, 9_999_999, 0),
    "watch": Choice(("one", "three", "stack"), "one"),
    "depth": Whole(1, 4, 2),
    "fill": Choice(("none", "before", "after"), "none"),
    "recur": Whole(0, 300, 100),  # hundredths that multiply W_hh on the memory panel
    # The Build page: the rung, the sizes, the seed, the numbers somebody changed, the choices.
    "rung": Choice(RUNGS, RUNGS[0]),
    "size": Coded(parse_size, "4-3-2"),
    "draw": Whole(0, 999, 0),
    "w": Coded(canonical),
    "order": Coded(parse_order),
    "goal": Choice(CLASSES, "positive"),
    "eta": Choice(("0.1", "0.5", "1"), "0.5"),
    "levels": Whole(1, 3, 1),  # layers of the program on rung 7
    "stacked": Whole(2, 3, 2),  # layers of the picture on rung 8
    "net": Coded(parse_net, format_net(NetSizes())),
    "topic": Choice(TOPICS, TOPICS[0]),
    # The small embedding that was trained on the Embeddings page: its seed, with the text or not.
    "trained": Name(r"(0|[1-9]\d{0,2})(-own)?"),
    "guide": Choice(("on", "off"), "on"),  # whether the guided path is shown
    "done": Coded(parse_done),  # the steps of the guided path, a letter each
    # The stepper: which of the networks side by side, what is open there, and what is pinned.
    "track": Whole(1, 3, 1),
    "opened": Choice(("square", "verdict"), "square"),
    "pins": Coded(parse_pins),
}


@dataclass(frozen=True)
class View:
    """What the user looks at. ``step`` and ``unit`` count from 1; 0 means none is chosen."""

    lang: str = DEFAULT_LANGUAGE
    model: str = DEFAULT
    text: str = ""
    step: int = 0
    layer: int = 1
    unit: int = 0
    cap: int = 10_000
    length: int = 24
    keep: str = "head"
    pad: str = "after"
    ws: str = ""
    run: str = ""
    file: str = ""
    others: str = ""
    part: str = "data"
    window: int = 5
    horizon: int = 1
    cell: str = "rnn"
    hidden: int = 64
    stack: int = 1
    calendar: str = "no"
    loss: str = "huber"
    rate: str = "0.006"
    epochs: int = 20
    seed: int = 0
    watch: str = "one"
    depth: int = 2
    fill: str = "none"
    recur: int = 100
    rung: str = RUNGS[0]
    size: str = "4-3-2"
    draw: int = 0
    w: str = ""
    order: str = ""
    goal: str = "positive"
    eta: str = "0.5"
    levels: int = 1
    stacked: int = 2
    net: str = format_net(NetSizes())
    topic: str = TOPICS[0]
    trained: str = ""
    guide: str = "on"
    done: str = ""
    track: int = 1
    opened: str = "square"
    pins: str = ""

    def part_of(self, page: str) -> str:
        """The part of a page that is open; empty where the page has none."""
        return str(getattr(self, PART_OF[page])) if page in PART_OF else ""

    def with_changes(self, **changes: Any) -> View:
        """A view with some values changed; an invalid value falls back to the default."""
        checked: dict[str, Any] = {}
        for name, value in changes.items():
            parsed = TABLE[name].parse(str(value))
            checked[name] = TABLE[name].default if parsed is None else parsed
        return replace(self, **checked)


def clean_text(text: str) -> str:
    """Text without what cannot be shown or sent: lone surrogates and control characters."""
    encodable = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(c for c in encodable if c >= " " or c in "\n\t").replace("\x7f", "")


def parse_view(params: Mapping[str, str]) -> View:
    """The view a URL's parameters describe; unknown and invalid ones count for nothing."""
    given = {name: params[name] for name in TABLE if name in params}
    if given.get("rung") == "stack" and "stacked" not in given and "levels" in given:
        given["stacked"] = given["levels"]  # links of version 0.1 had one name for both
    return View().with_changes(**given)


def view_params(view: View) -> dict[str, str]:
    """The parameters of a link to this view: only what differs from the default."""
    params = {}
    for field in fields(view):
        rule = TABLE[field.name]
        value = getattr(view, field.name)
        shown = rule.show(value)
        if value != rule.default and shown:
            params[field.name] = shown
    return params

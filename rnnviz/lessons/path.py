"""The guided path: the points of the lesson, and the steps a learner *does* to get there.

Steps are data. A step is done when a page reports its happening
(``rnnviz.ui.shell.guided_path.mark``), never by a button "next". Words live in the catalogues:
``path.<step>.title``, ``.todo`` (what to do) and ``.done`` (what it showed),
``point.<point>.title`` and ``.takeaway``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Point:
    """One of the points of the lesson, and where it is taught.

    ``part``: the part of the page that a link opens; empty where the page has no parts.
    """

    id: str
    page: str
    part: str = ""


@dataclass(frozen=True)
class Step:
    """One thing to do. ``code`` stands for it in a link and is never given to another step.

    ``check``: the check of understanding that completes it (``lessons.questions``), or empty.
    """

    id: str
    code: str
    point: str
    page: str
    part: str = ""

    @property
    def check(self) -> str:
        return self.id.removeprefix("check.") if self.id.startswith("check.") else ""


POINTS = (
    Point("why", "home"),
    Point("tokens", "tokens", "ids"),
    Point("embedding", "embeddings"),
    Point("concat", "build", "concat"),
    Point("shared", "build", "shared"),
    Point("past", "build", "past"),
    Point("byhand", "build", "byhand"),
    Point("classify", "reviews"),
    Point("code", "build", "code"),
    Point("stack", "build", "stack"),
    Point("gates", "build", "gates"),
    Point("both", "build", "both"),
    Point("tasks", "build", "tasks"),
    Point("batches", "build", "batches"),
    Point("learning", "build", "learning"),
    Point("after", "build", "after"),
    Point("series", "weather"),
    Point("summary", "summary"),
)

STEPS = (
    Step("own", "a", "why", "home"),
    Step("check.cut", "b", "why", "home"),
    Step("unk", "c", "tokens", "tokens", "ids"),
    Step("cut", "d", "why", "tokens", "cost"),
    Step("pad", "e", "tokens", "tokens", "pad"),
    Step("check.ids", "f", "tokens", "tokens", "ids"),
    Step("check.pad", "g", "tokens", "tokens", "pad"),
    Step("bpe", "h", "tokens", "tokens", "pieces"),
    Step("neighbour", "i", "embedding", "embeddings"),
    Step("train", "j", "embedding", "embeddings"),
    Step("check.embedding", "k", "embedding", "embeddings"),
    Step("build.concat", "l", "concat", "build", "concat"),
    Step("check.concat", "m", "concat", "build", "concat"),
    Step("build.shared", "n", "shared", "build", "shared"),
    Step("check.order", "o", "shared", "build", "shared"),
    Step("build.past", "p", "past", "build", "past"),
    Step("check.range", "q", "past", "build", "past"),
    Step("build.formula", "r", "past", "build", "formula"),
    Step("check.first", "s", "past", "build", "formula"),
    Step("build.byhand", "t", "byhand", "build", "byhand"),
    Step("build.count", "u", "classify", "build", "count"),
    Step("check.count", "v", "classify", "build", "count"),
    Step("build.code", "w", "code", "build", "code"),
    Step("check.output", "x", "code", "build", "code"),
    Step("build.stack", "y", "stack", "build", "stack"),
    Step("check.stack", "z", "stack", "build", "stack"),
    Step("build.gates", "I", "gates", "build", "gates"),
    Step("check.gates", "J", "gates", "build", "gates"),
    Step("build.both", "K", "both", "build", "both"),
    Step("check.both", "L", "both", "build", "both"),
    Step("build.tasks", "N", "tasks", "build", "tasks"),
    Step("check.task", "O", "tasks", "build", "tasks"),
    Step("build.batches", "P", "batches", "build", "batches"),
    Step("check.packed", "Q", "batches", "build", "batches"),
    Step("build.learning", "R", "learning", "build", "learning"),
    Step("check.scale", "S", "learning", "build", "learning"),
    Step("build.after", "T", "after", "build", "after"),
    Step("check.attention", "U", "after", "build", "after"),
    Step("played", "A", "past", "states"),
    Step("check.states", "B", "past", "states"),
    Step("flip", "C", "classify", "reviews"),
    Step("whatif", "H", "classify", "reviews"),
    Step("check.causal", "D", "classify", "reviews"),
    Step("series", "E", "series", "weather", "train"),
    Step("check.windows", "F", "series", "weather", "model"),
    Step("summary", "G", "summary", "summary"),
)
_BY_ID = {step.id: step for step in STEPS}


def step(step_id: str) -> Step:
    """The step called ``step_id``; an unknown name raises and lists the choices."""
    try:
        return _BY_ID[step_id]
    except KeyError:
        raise KeyError(f"no step {step_id!r}; choose one of: {', '.join(_BY_ID)}") from None


def steps_on(pages: Collection[str], point: str = "") -> tuple[Step, ...]:
    """The steps that can be done where these pages exist, in the order of the path."""
    return tuple(s for s in STEPS if s.page in pages and point in ("", s.point))


def points_on(pages: Collection[str]) -> tuple[Point, ...]:
    """The points taught where these pages exist, in the order of the lesson."""
    return tuple(point for point in POINTS if point.page in pages)


def parse_done(raw: str) -> str | None:
    """Progress from a link: known codes, each once, in the path's order; else None."""
    done = write_done(raw)
    return done if done == raw else None


def write_done(codes: Iterable[str]) -> str:
    """Progress for a link: the codes of the steps that are done, in the path's order."""
    given = set(codes)
    return "".join(s.code for s in STEPS if s.code in given)


def with_step(done: str, step_id: str) -> str:
    """Progress after one more step."""
    return write_done(done + step(step_id).code)


def next_step(done: str, steps: Iterable[Step]) -> Step | None:
    """The first of ``steps`` that is not done yet."""
    return next((s for s in steps if s.code not in done), None)

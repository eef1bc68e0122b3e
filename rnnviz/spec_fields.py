"""What a spec says of each of its fields, by path (``loop.epochs``): for controls and options."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo


@dataclass(frozen=True)
class SpecField:
    """One value of a spec.

    ``kind``: int, float, bool, str or date, of each value where there are ``many``; a choice is a
    str. ``low`` and ``high`` are the
    smallest and the largest figure allowed; None where there is none, as above an open bound
    (``gt=0``).
    """

    default: Any
    kind: type
    optional: bool
    choices: tuple[str, ...]
    low: float | None
    high: float | None
    many: bool = False

    @property
    def whole_bounds(self) -> tuple[int, int]:
        """Both bounds of a whole number."""
        if self.kind is not int or self.low is None or self.high is None:
            raise ValueError("no whole number between two bounds")
        return int(self.low), int(self.high)


def spec_fields(spec: BaseModel) -> dict[str, SpecField]:
    """Every value of a spec and of the specs in it; defaults are the values in ``spec``."""
    return dict(_walk(spec, ""))


def _walk(spec: BaseModel, way: str) -> Iterator[tuple[str, SpecField]]:
    for name, info in type(spec).model_fields.items():
        value = getattr(spec, name)
        if isinstance(value, BaseModel):
            yield from _walk(value, f"{way}{name}.")
            continue
        kind, optional = _without_none(info.annotation)
        if many := get_origin(kind) is tuple:
            kind = get_args(kind)[0]
        if get_origin(kind) is Annotated:
            kind = get_args(kind)[0]
        choices: tuple[str, ...] = get_args(kind) if get_origin(kind) is Literal else ()
        yield (
            f"{way}{name}",
            SpecField(
                default=value,
                kind=str if choices else kind,
                optional=optional,
                choices=choices,
                low=_bound(info, "ge"),
                high=_bound(info, "le"),
                many=many,
            ),
        )


def _bound(info: FieldInfo, rule: Literal["ge", "le"]) -> float | None:
    bounds = (getattr(found, rule) for found in info.metadata if hasattr(found, rule))
    return next((bound for bound in bounds if not isinstance(bound, datetime.date)), None)


def _without_none(annotation: Any) -> tuple[Any, bool]:
    """``X | None`` → X and True; anything else as it is and False."""
    if get_origin(annotation) not in (Union, UnionType):
        return annotation, False
    (kind,) = (part for part in get_args(annotation) if part is not NoneType)
    return kind, True

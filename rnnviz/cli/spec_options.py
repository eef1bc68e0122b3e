"""Options of a command that come from a spec: which there are, their defaults, bounds and choices.

What a command adds are the words of the help, and the option's name where it is not the field's.
Values are checked by the spec alone, so that a wrong one is refused in the same words everywhere.
"""

from __future__ import annotations

import datetime
import functools
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

import typer
from pydantic import BaseModel, ValidationError

from rnnviz.errors import bad_setting
from rnnviz.spec_fields import SpecField, spec_fields

Spec = TypeVar("Spec", bound=BaseModel)
Wished = Mapping[str, object]  # path of a field → the value that was given, or its default


@dataclass(frozen=True)
class Say:
    """The help of one option; ``{choices}`` and ``{bounds}`` become those of the field.

    ``name``: of the option, by default that of the field. ``flags``: as typer writes them, where
    a switch has others than ``--name/--no-name``.
    """

    help: str
    name: str = ""
    flags: str = ""


class SpecOptions(Generic[Spec]):
    """The options for a spec, in the order of ``said``; defaults are the values in ``defaults``.

    ``said``: path of a field → its words. ``kept``: fields that are no options, and stay as they
    are. Together they name every field, which a test looks after.
    """

    def __init__(self, defaults: Spec, said: Mapping[str, Say], kept: tuple[str, ...] = ()) -> None:
        self.defaults, self.said, self.kept = defaults, said, kept
        self.fields = spec_fields(defaults)

    def name_of(self, path: str) -> str:
        """The name of a command's parameter; typer makes ``--its-name`` of it."""
        return self.said[path].name or path.rpartition(".")[2]

    def parameters(self) -> list[inspect.Parameter]:
        """The options as parameters of a command."""
        return [self._parameter(path, say) for path, say in self.said.items()]

    def spec(self, wished: Wished) -> Spec:
        """The spec with what was given; raises ``bad_setting`` where it refuses a value."""
        values = self.defaults.model_dump()
        for path, value in wished.items():
            *way, name = path.split(".")
            functools.reduce(lambda inside, step: inside[step], way, values)[name] = value
        try:
            return type(self.defaults).model_validate(values)
        except ValidationError as error:
            raise bad_setting(error) from None

    def _parameter(self, path: str, say: Say) -> inspect.Parameter:
        field = self.fields[path]
        flags = (say.flags,) if say.flags else ()
        option = typer.Option(*flags, help=_filled(say.help, field))
        plain = str if field.kind is datetime.date else field.kind  # typer knows no dates
        kind: Any = plain | None if field.optional else plain
        kind = list[plain] if field.many else kind  # type: ignore[valid-type]
        return inspect.Parameter(
            self.name_of(path),
            inspect.Parameter.KEYWORD_ONLY,
            default=list(field.default) if field.many else field.default,
            annotation=Annotated[kind, option],
        )


def with_options(
    **tables: SpecOptions[Any],
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Put the options of each table where the command has a parameter of its name.

    The command then gets what was given for them together, as ``Wished``.
    """

    def wrap(command: Callable[..., None]) -> Callable[..., None]:
        parameters: list[inspect.Parameter] = []
        for name, own in inspect.signature(command, eval_str=True).parameters.items():
            given = own.replace(kind=inspect.Parameter.KEYWORD_ONLY)
            parameters += tables[name].parameters() if name in tables else [given]

        @functools.wraps(command)
        def run(**given: object) -> None:
            wished = {
                name: {path: given.pop(table.name_of(path)) for path in table.said}
                for name, table in tables.items()
            }
            command(**given, **wished)

        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {own.name: own.annotation for own in parameters}
        return run

    return wrap


def _filled(text: str, field: SpecField) -> str:
    choices = [f"'{choice}'" if " " in choice else choice for choice in field.choices]
    listed = " or ".join([", ".join(choices[:-1]), *choices[-1:]]) if choices else ""
    bounds = f"{field.low} to {field.high}"
    return text.replace("{choices}", listed).replace("{bounds}", bounds)

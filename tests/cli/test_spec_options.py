"""Options come from the specs: each is there, with the spec's default, and nothing is forgotten."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from rnnviz.cli import app
from rnnviz.cli.spec_options import Say, SpecOptions, Wished, with_options
from rnnviz.cli.train_reviews import TRAINING as REVIEWS
from rnnviz.cli.weather import READING
from rnnviz.cli.weather import TRAINING as WEATHER
from rnnviz.errors import RnnvizError
from rnnviz.models.shipped import SHIPPED
from rnnviz.series.read_options import ReadOptions
from rnnviz.spec_fields import SpecField

TABLES = {
    "inspect": [READING],
    "forecast": [READING],
    "train weather": [WEATHER, READING],
    "train reviews": [REVIEWS],
    "runs add": [WEATHER, READING],
}
FIELDS = [
    pytest.param(command, table, path, id=f"{command}: {path}")
    for command, tables in TABLES.items()
    for table in tables
    for path in table.said
]


def options(command: str) -> dict[str, Any]:
    found: Any = typer.main.get_command(app)
    for word in command.split():
        found = found.commands[word]
    return {option.name: option for option in found.params}


@pytest.mark.parametrize(
    "table", [READING, WEATHER, REVIEWS], ids=["reading", "weather", "reviews"]
)
def test_every_field_is_an_option_or_kept_on_purpose(table: SpecOptions[Any]):
    assert {*table.said, *table.kept} == set(table.fields)
    assert not {*table.said} & {*table.kept}
    assert table.defaults == type(table.defaults)()  # the spec's own, not the command's


@pytest.mark.parametrize(("command", "table", "path"), FIELDS)
def test_an_option_has_the_default_of_the_spec(command: str, table: SpecOptions[Any], path: str):
    option, field = options(command)[table.name_of(path)], table.fields[path]
    assert (tuple(option.default or ()) if field.many else option.default) == field.default
    named = table.said[path].flags if field.many else ""
    flag = named or "--" + table.name_of(path).replace("_", "-")
    assert flag in option.opts
    for choice in field.choices:
        assert choice in option.help
    assert "{" not in option.help


def other_value(field: SpecField, path: str) -> object:
    """A value that the spec takes and that is not the default."""
    if path == "zone":
        return "+07:00"
    if field.many:
        return ("one", "other")
    if field.choices:
        return next(choice for choice in field.choices if choice != field.default)
    if field.kind is bool:
        return not field.default
    if field.kind is datetime.date:
        return datetime.date(2024, 2, 29)
    if field.kind is str:
        return "other"
    return field.default + 1 if field.kind is int else field.default / 2 + 0.01


@pytest.mark.parametrize(("command", "table", "path"), FIELDS)
def test_what_is_given_reaches_the_spec_and_nothing_else_changes(
    command: str, table: SpecOptions[Any], path: str
):
    value = other_value(table.fields[path], path)
    spec = table.spec({path: value})
    *way, name = path.split(".")
    changed = table.defaults.model_dump()
    inside = changed
    for step in way:
        inside = inside[step]
    inside[name] = value
    assert spec.model_dump() == changed


@pytest.mark.parametrize(("command", "table", "path"), FIELDS)
def test_a_value_out_of_bounds_is_refused_by_name(command: str, table: SpecOptions[Any], path: str):
    field = table.fields[path]
    wrong = ["none"] if field.choices else []
    wrong += [] if field.low is None else [field.low - 1]
    wrong += [] if field.high is None else [field.high + 1]
    for value in wrong:
        with pytest.raises(RnnvizError) as error:
            table.spec({path: value})
        assert (error.value.code, error.value.params["name"]) == ("bad_setting", path)


def test_the_bounds_in_the_help_are_the_specs():
    said = options("train weather")["horizon"].help
    low, high = WEATHER.fields["model.horizon"].whole_bounds
    assert re.findall(r"\d+", said) == [str(low), str(high)]


def test_choices_with_a_space_are_quoted():
    assert options("inspect")["unit"].help == "°C, °F, K or '0.1 °C'."
    assert options("train reviews")["cell"].help == "rnn, gru or lstm."


def test_a_field_that_is_not_there_cannot_be_an_option():
    with pytest.raises(KeyError):
        SpecOptions(ReadOptions(), {"colour": Say("Of the file.")}).parameters()


def test_the_models_that_come_along_are_named():
    said = options("classify")["model"].help
    assert re.findall(r"\w+", said)[: len(SHIPPED) + 1] == [*SHIPPED[:-1], "or", SHIPPED[-1]]


def test_a_command_gets_what_was_typed_beside_its_own_options():
    heard: dict[str, Any] = {}

    @with_options(training=WEATHER, reading=READING)
    def command(*, training: Wished, loud: bool = False, reading: Wished) -> None:
        heard.update(training=WEATHER.spec(training), loud=loud, reading=READING.spec(reading))

    own = typer.Typer()
    own.command()(command)
    typed = "--hidden 8 --epochs 3 --calendar --loud --unit K --month-first --drop-spikes"
    done = CliRunner().invoke(own, typed.split())
    assert done.exit_code == 0, done.output
    training = WEATHER.defaults.model_dump()
    training["model"] |= {"hidden_size": 8, "calendar": True}
    training["loop"]["epochs"] = 3
    assert heard["training"].model_dump() == training
    assert heard["loud"]
    assert heard["reading"] == ReadOptions(unit="K", day_first=False, drop_spikes=True)

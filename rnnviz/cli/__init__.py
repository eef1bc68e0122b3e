"""The command line: ``rnnviz …`` or ``python -m rnnviz …``. Help is English; errors come coded."""

from __future__ import annotations

import logging
import sys
from typing import Annotated, NoReturn

import typer

from rnnviz import __version__
from rnnviz.cli.admin import admin_app
from rnnviz.cli.app import serve_app
from rnnviz.cli.backtest import backtest_weather
from rnnviz.cli.classify import classify
from rnnviz.cli.runs import runs_app
from rnnviz.cli.train_reviews import train_reviews
from rnnviz.cli.watch import watch
from rnnviz.cli.weather import forecast, inspect, train_weather
from rnnviz.errors import RnnvizError
from rnnviz.i18n import translator

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
train_app = typer.Typer(no_args_is_help=True, help="Train a model.")
app.add_typer(train_app, name="train")
app.add_typer(runs_app, name="runs")
app.add_typer(admin_app, name="admin")
app.command("app")(serve_app)
app.command()(classify)
app.command()(inspect)
app.command()(forecast)
app.command("backtest")(backtest_weather)
app.command()(watch)
train_app.command("weather")(train_weather)
train_app.command("reviews")(train_reviews)


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"rnnviz {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Show the version and exit.", callback=_show_version, is_eager=True
        ),
    ] = False,
) -> None:
    """See a recurrent neural network think."""


def main() -> None:
    """Run the command line; what the user can put right ends in one line and exit status 2."""
    logging.getLogger("rnnviz").setLevel(logging.ERROR)  # the one line says it
    try:
        app()
    except RnnvizError as error:
        _fail(translator("en").error(error))


def _fail(message: str) -> NoReturn:
    print(message, file=sys.stderr)
    raise SystemExit(2)

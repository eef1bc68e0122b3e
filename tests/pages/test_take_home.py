"""What is taken home: a report that stands alone, and a script that repeats the numbers."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

import pandas as pd
import pytest
from test_runs_page import made

from rnnviz.i18n import LANGUAGES, translator
from rnnviz.models.specs import CELL_KINDS
from rnnviz.runs.records import new_id
from rnnviz.ui.shell.workspace import run_store
from rnnviz.ui.widgets.run_files import zip_of_run

# Markup, a tag that would leave the heading, the template's own language, the catalogue's stars.
EVIL = "<script>alert(1)</script>&\"'</h1><img src='//x.y' onload=x>{{7*7}}{%raw%}**b**"


class Tags(HTMLParser):
    """The tags of a page and the addresses they name."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.names: list[str] = []
        self.words: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.names += [name for name, _ in attrs]
        self.addresses += [v or "" for k, v in attrs if k in {"src", "href", "xlink:href", "data"}]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_the_script_knows_every_cell():
    script = (files("rnnviz") / "assets" / "repeat_run.py").read_text(encoding="utf-8")
    assert [name for name in CELL_KINDS if f'"{name}": ' not in script] == []


@pytest.fixture(scope="module")
def folder(_runs_apart, tmp_path_factory) -> dict[str, Path]:
    """The unpacked archive of a run with every option, by language."""
    workspace = new_id()
    run = made(workspace, EVIL, cell="gru", layers=2, calendar="yes", horizon=3)
    found = {}
    for language in LANGUAGES:
        out = tmp_path_factory.mktemp(language)
        data = zip_of_run(translator(language), run_store().get(workspace, run.id))
        zipfile.ZipFile(io.BytesIO(data)).extractall(out)
        (found[language],) = out.iterdir()
    return found


def test_the_archive_holds_everything(folder):
    assert {path.name for path in folder["en"].iterdir()} == {
        *("forecast.csv", "test_forecasts.csv", "report.html", "repeat_run.py"),
        "look_inside.ipynb",
        *("model.safetensors", "series.safetensors", "run.json"),
    }


def test_the_script_repeats_the_test_numbers_in_a_fresh_process(folder):
    done = subprocess.run(
        [sys.executable, "repeat_run.py"],
        cwd=folder["en"],
        capture_output=True,
        text=True,
        env={"OMP_NUM_THREADS": "1", "PATH": ""},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().endswith(": equal")


def test_the_script_alone_says_what_it_needs(tmp_path):
    script = files("rnnviz") / "assets" / "repeat_run.py"
    (tmp_path / "repeat_run.py").write_bytes(script.read_bytes())
    done = subprocess.run(
        [sys.executable, "repeat_run.py"], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr.startswith("run.json is not in")
    assert len(done.stderr.splitlines()) == 1


def test_what_is_taken_home_holds_no_path_of_the_server(folder):
    record = json.loads((folder["en"] / "run.json").read_text("utf-8"))
    assert re.fullmatch(r"[\w-]{22}", record["result"]["run"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_stands_alone_and_shows_the_users_words_as_text(folder, language):
    page = (folder[language] / "report.html").read_text("utf-8")
    parser = Tags()
    parser.feed(page)
    assert not {"script", "img", "link", "iframe", "object"} & parser.tags
    assert parser.addresses == []
    assert "url(" not in page
    assert "default-src 'none'" in page
    assert page.count("<svg") >= 4
    assert "&lt;script&gt;" in page
    t = translator(language)
    assert t("weather.report_facts") in page
    # The charts are about the farthest hour; the verdict above them is about all.
    assert t("weather.errors_how", lead=3, within="…").split("…")[0] in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hostile_name_stands_in_the_report_letter_by_letter(folder, language):
    page = (folder[language] / "report.html").read_text("utf-8")
    parser = Tags()
    parser.feed(page)
    assert not [name for name in parser.names if name.startswith("on")]
    assert page.count("<h1") == 1
    assert parser.words.count(EVIL) == 2  # the title and the heading
    # What the catalogue makes bold is bold, and leaves no star behind.
    assert not [words for words in parser.words if "**" in words.replace(EVIL, "")]
    assert page.count("<strong>") >= 2


def test_the_tables_are_what_the_page_shows(folder):
    ahead = pd.read_csv(folder["en"] / "forecast.csv", parse_dates=["time"])
    assert len(ahead) == 24
    assert (ahead["low_c"] <= ahead["temperature_c"]).all()
    assert (ahead["temperature_c"] <= ahead["high_c"]).all()
    tested = pd.read_csv(folder["en"] / "test_forecasts.csv", parse_dates=["time"])
    assert (tested["time"] < ahead["time"].min()).all()
    assert (tested["forecast_c"] - tested["temperature_c"]).abs().mean() < 5

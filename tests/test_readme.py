"""The README and the docs say what is true: the tree, the commands, the pictures, the models."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from rnnviz.i18n import translator
from rnnviz.models.shipped import LANGUAGE_OF, info_of
from rnnviz.ui.shell.navigation import PAGES

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def tree() -> set[str]:
    block = README.split("## What lies where", 1)[1].split("```")[1]
    return {line.split()[0] for line in block.strip().splitlines()}


def test_the_tree_names_every_folder_and_nothing_that_is_missing():
    listed = tree()
    assert all((ROOT / entry).exists() for entry in listed), listed
    packages = {
        f"rnnviz/{path.name}/"
        for path in (ROOT / "rnnviz").iterdir()
        if path.is_dir() and path.name != "__pycache__"
    }
    top = {f"{name}/" for name in ("pages", "rnnviz", "tests", "examples", "benchmarks", "docs")}
    assert packages | top | {"app.py"} == listed


@pytest.mark.parametrize(
    "document", [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))], ids=lambda p: p.name
)
def test_links_and_pictures_lead_somewhere(document):
    text = document.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?://)([^)#]+)\)", text):
        assert (document.parent / target).exists(), target


def test_every_page_is_on_the_tour():
    tour = README.split("## A tour", 1)[1].split("##")[0]
    t = translator("en")
    assert re.findall(r"^\| (\w+) \|", tour, re.M)[1:] == [t(f"{p.name}.nav") for p in PAGES]


def test_make_targets_exist():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"make ([a-z]+)", README):
        assert re.search(rf"^{target}:", makefile, re.M), target


def test_the_models_are_described_as_they_are():
    table = README.split("## The models", 1)[1].split("##")[0]
    rows = [[cell.strip() for cell in row.split("|")[1:-1]] for row in table.splitlines() if row]
    described = {row[0].strip("`"): row for row in rows if row and row[0].startswith("`")}
    assert list(described) == [name for name in LANGUAGE_OF if LANGUAGE_OF[name] == "en"]
    assert all(f"`{name}`" in table for name in LANGUAGE_OF)
    for name, (_, cell, units, accuracy) in described.items():
        spec = info_of(name).spec
        assert cell.lower() == spec.cell
        assert int(units) == spec.hidden_size
        card = (ROOT / "rnnviz" / "assets" / "models" / name / "CARD.md").read_text("utf-8")
        assert accuracy in card


def test_every_dependency_is_explained():
    table = (ROOT / "docs" / "architecture.md").read_text("utf-8").split("## Dependencies", 1)[1]
    wanted = re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements.txt").read_text("utf-8"), re.M)
    explained = re.findall(r"[a-z][a-z0-9-]+", table.split("## Decisions")[0])
    assert [name for name in wanted if name not in explained] == []


def test_the_project_file_is_valid_and_names_the_licence():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["license"] == "MIT"
    assert "MIT" in (ROOT / "LICENSE").read_text("utf-8")


def test_every_setting_is_in_the_table_and_nothing_else():
    table = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").split("## Settings")[1]
    named = re.findall(r"^\| `(RNNVIZ_[A-Z_]+)`", table.split("\n## ")[0], re.M)
    code = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "rnnviz").rglob("*.py"))
    read = set(re.findall(r"[\"'](RNNVIZ_[A-Z_]+)[\"']", code))
    assert len(read) == 13
    assert sorted(named) == sorted(read)


def test_the_app_is_for_this_machine_unless_it_is_opened():
    config = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
    assert config["server"]["address"] == "localhost"
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "ADDRESS ?= localhost" in makefile
    assert "--server.address $(ADDRESS)" in makefile
    assert "make run ADDRESS=0.0.0.0" in README


def test_every_message_is_sent_whole():
    """A message the browser is asked to remember is one it may have forgotten: the page dies."""
    config = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
    largest = 1e9  # bytes; Streamlit itself sends at most 200 MB
    assert config["global"]["minCachedMessageSize"] > largest

"""What README, CONTRIBUTING and docs/ name is there: files, modules, functions, options."""

from __future__ import annotations

import re
import shlex
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import typer

from rnnviz.cli import app

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = ["README.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/log.md"]
GUIDES = ["README.md", "CONTRIBUTING.md", "docs/architecture.md"]
SUFFIXES = "py|js|mjs|css|toml|md|json|yml|txt|gz|png"
NOT_OURS = {"/", "/home", "runs-data/"}  # addresses, a folder that the app makes
TOPS = ("app.py", "pages", "rnnviz", "tests", "examples", "benchmarks", "docs", ".streamlit")
FILES = [
    "/" + path.relative_to(ROOT).as_posix()
    for top in TOPS
    for path in [ROOT / top, *(ROOT / top).rglob("*")]
    if "__pycache__" not in path.parts
] + [f"/{path.name}" for path in ROOT.iterdir()]
CODE = "\n".join(
    path.read_text(encoding="utf-8")
    for top in ("pages", "rnnviz", "docs")
    for path in sorted((ROOT / top).rglob("*.py"))
)


def prose(document: str) -> str:
    """A document without its blocks of code."""
    text = (ROOT / document).read_text(encoding="utf-8")
    return re.sub(r"^```.*?^```", "", text, flags=re.S | re.M)


def quoted(document: str) -> list[str]:
    """What stands in `single backticks`, also over the end of a line."""
    return [" ".join(said.split()) for said in re.findall(r"`([^`]+)`", prose(document))]


def paths(document: str) -> list[str]:
    found = [said for said in quoted(document) if re.fullmatch(r"[\w.<>*/-]+", said)]
    looks = rf".*\.({SUFFIXES})|[\w.<>*-]*/[\w.<>*/-]*"
    return [said for said in found if re.fullmatch(looks, said) and said not in NOT_OURS]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_is_there(document):
    """From the top, or as the end of a path; ``<name>``, ``NAME`` and ``*`` stand for anything."""
    named = paths(document)
    assert named or document == "docs/log.md"
    for said in named:
        pattern = re.sub(r"<\w+>|\\\*|NAME", "[^/]+", re.escape(said.rstrip("/")))
        assert any(re.search(rf"/{pattern}$", path) for path in FILES), said


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_module_is_there(document):
    for said in quoted(document):
        if re.fullmatch(r"rnnviz(\.\w+)+", said):
            module, _, name = said.rpartition(".")
            assert find_spec(said) or hasattr(import_module(module), name), said


@pytest.mark.parametrize("document", GUIDES)
def test_every_name_in_capitals_or_call_is_in_the_code(document):
    """``FINDINGS``, ``start_page("<name>")``; a setting of the Makefile counts too."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    code = CODE + "".join(p.read_text("utf-8") for p in (ROOT / "rnnviz/stepper/js").glob("*.js"))
    for said in quoted(document):
        if call := re.fullmatch(r"(\w+)\(.*\)", said):
            assert re.search(rf"^ *(def|class) {call[1]}\b", CODE, re.M), said
        elif re.fullmatch(r"_?[A-Z][A-Z_]+", said) and said not in {"NAME", "SAME"}:
            assert re.search(rf"\b{said}\b", code + makefile), said
        elif re.fullmatch(r"[A-Z][a-z]+([A-Z][a-z]+)+", said):
            assert re.search(rf"\b{said}\b", code), said


def subcommands(command: Any) -> dict[str, Any]:
    return getattr(command, "commands", {})


def options(command: Any) -> set[str]:
    return {option for parameter in command.params for option in parameter.opts}


def spoken() -> list[str]:
    """The lines of the README that run rnnviz."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.findall(r"^python -m rnnviz (.+?)(?: +#.*)?$", readme, re.M)


@pytest.mark.parametrize("line", spoken())
def test_every_command_and_option_of_the_readme_is_one(line):
    command = typer.main.get_command(app)
    words = shlex.split(line)
    while below := subcommands(command):
        command = below[words.pop(0)]
    assert {word for word in words if word.startswith("-")} - options(command) == set()


def test_every_option_in_the_prose_is_one_of_some_command():
    known = set()
    waiting = [typer.main.get_command(app)]
    while waiting:
        command = waiting.pop()
        known |= options(command)
        waiting += subcommands(command).values()
    said = {
        word
        for document in GUIDES
        for text in quoted(document)
        if not text.startswith(("streamlit", "make", "pytest", "docker"))
        for word in re.findall(r"(?<!\S)--[a-z-]+", text)
    }
    assert len(said) > 4
    assert said - known == set()

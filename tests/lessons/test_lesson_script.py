"""Script and notebook run in a fresh process and print what the page shows.

The first script alone, as a file; all others in one process: torch takes its time to start.
"""

from __future__ import annotations

import json
import subprocess
import sys

from rnnviz.lessons.edits import word_tag
from rnnviz.lessons.example import Sizes, build_example
from rnnviz.lessons.script import COMMENTS, code_blocks, expected_output, notebook, python_script

WORDS = {name: f"{name}: “lời” — #1" for name in COMMENTS}
CONFIGURATIONS = {
    "as it comes": (["not", "bad", "at", "all"], Sizes(), 0, {}, 1, 1, 0.5),
    "one word": (["boring"], Sizes(5, 2, 3), 7, {}, 2, 0, 0.1),
    "twice the same word": (
        ["it's", "'\"", "phim", "it's"],
        Sizes(8, 4, 4),
        12,
        {("W_hh", 0, 1): -9.99, ("E", word_tag("it's"), 0): 1.25, ("b_out", 0, 1): 0.05},
        3,
        1,
        1.0,
    ),
}


def run(code: str, tmp_path) -> str:
    path = tmp_path / "lesson.py"
    path.write_text(code, encoding="utf-8")
    done = subprocess.run([sys.executable, path], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    return done.stdout


def programs_of(name: str) -> tuple[str, list[str], str]:
    """The script, the cells of the notebook, and what both have to print."""
    sentence, sizes, draw, edits, depth, target, rate = CONFIGURATIONS[name]
    example = build_example(sentence, sizes, draw, edits)
    blocks = code_blocks(example, depth, target, rate, WORDS)
    book = json.loads(notebook(blocks, WORDS))
    cells = ["".join(c["source"]) for c in book["cells"] if c["cell_type"] == "code"]
    return (
        python_script(blocks, WORDS), cells, expected_output(example, depth, target, rate)
    )  # fmt: skip


def test_a_script_prints_what_the_page_shows(tmp_path):
    script, _, promised = programs_of("as it comes")
    assert run(script, tmp_path) == promised


def test_scripts_and_notebooks_print_what_the_page_shows(tmp_path):
    """Each begins with nothing but what a file or a notebook begins with."""
    programs, promised = [], []
    for name in CONFIGURATIONS:
        script, cells, output = programs_of(name)
        programs += [[script], cells]
        promised += [output, output]
    code = (
        f"for program in {programs!r}:\n"
        "    names = {'__name__': '__main__'}\n"
        "    for part in program:\n"
        "        exec(part, names)\n"
        "    print('----')\n"
    )
    assert run(code, tmp_path).split("----\n")[:-1] == promised


def test_the_notebook_is_what_nbformat_asks_for():
    example = build_example(["good"], Sizes())
    book = json.loads(notebook(code_blocks(example, 1, 1, 0.5, WORDS), WORDS))
    assert (book["nbformat"], book["nbformat_minor"]) == (4, 5)
    ids = [cell["id"] for cell in book["cells"]]
    assert len(set(ids)) == len(ids)
    for cell in book["cells"]:
        assert cell["cell_type"] in {"markdown", "code"}
        assert set(cell) == {"cell_type", "id", "metadata", "source"} | (
            {"execution_count", "outputs"} if cell["cell_type"] == "code" else set()
        )
        assert 1 <= len(cell["id"]) <= 64
        assert all(isinstance(line, str) for line in cell["source"])


def test_a_comment_cannot_become_code():
    example = build_example(["good"], Sizes())
    blocks = code_blocks(example, 1, 1, 0.5, WORDS)
    compile(python_script(blocks, WORDS), "lesson.py", "exec")

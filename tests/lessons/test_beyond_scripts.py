"""The programs about gates and both directions run and print what the page shows.

All in one process: torch takes its time to start.
"""

from __future__ import annotations

import subprocess
import sys

from rnnviz.lessons import both_script, gates_script
from rnnviz.lessons.example import Sizes, build_example
from rnnviz.lessons.script import python_script

FOUR = build_example(["not", "bad", "at", "all"], Sizes())
ODD = build_example(["it's", "'\"", "phim"], Sizes(8, 4, 4), 12, {("W_hh", 0, 1): -9.99})
ONE = build_example(["boring"], Sizes(5, 2, 3), 7)
GATES = [
    (FOUR, "rnn", {}),
    (FOUR, "gru", {"z": 1}),
    (ODD, "gru", {"r": 0, "z": 1}),
    (ONE, "lstm", {}),
    (FOUR, "lstm", {"i": 0, "f": 1, "o": 1}),
]
BOTH = [
    both_script.Reading(FOUR, "rnn", 1, "none"),
    both_script.Reading(ODD, "lstm", 2, "packed"),
    both_script.Reading(ONE, "rnn", 2, "padded"),
    both_script.Reading(FOUR, "lstm", 1, "packed"),
]


def test_every_program_prints_what_the_page_shows(tmp_path):
    programs, promised = [], []
    for example, cell, held in GATES:
        words = {name: f"{name}: “lời” — #1" for name in gates_script.COMMENTS}
        programs.append(python_script(gates_script.code_blocks(example, cell, held, words), words))
        promised.append(gates_script.expected_output(example, cell, held))
    for reading in BOTH:
        words = {name: f"{name}: “lời” — #1" for name in both_script.COMMENTS}
        programs.append(python_script(both_script.code_blocks(reading, words), words))
        promised.append(both_script.expected_output(reading))
    path = tmp_path / "all.py"
    path.write_text(
        f"for program in {programs!r}:\n    exec(program, {{}})\n    print('----')\n",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, path], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("----\n")[:-1] == promised

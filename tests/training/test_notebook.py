"""The notebook to take home runs from the top and works the states out by hand."""

from __future__ import annotations

import json
import runpy
import shutil
import sys
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest

from rnnviz.models.specs import CELL_KINDS
from tests.newer_files import make_run

ASSETS = Path(__file__).resolve().parents[2] / "rnnviz" / "assets"


def run_cells(home: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """Every cell in order, as Jupyter runs them: the names that they leave."""
    shutil.copy(ASSETS / "repeat_run.py", home)
    notebook = json.loads((ASSETS / "look_inside.ipynb").read_text("utf-8"))
    assert notebook["nbformat"] == 4
    monkeypatch.setattr(sys, "argv", ["repeat_run.py"])
    plt.switch_backend("agg")
    names: dict[str, object] = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        first, *others = "".join(cell["source"]).split("\n")
        if first == "%run repeat_run.py":
            names |= runpy.run_path(str(home / "repeat_run.py"))
        else:
            others = [first, *others]
        exec("\n".join(others), names)
    plt.close("all")
    return names


@pytest.mark.parametrize(("cell", "layers"), [(cell, k) for k, cell in enumerate(CELL_KINDS, 1)])
def test_it_runs_and_its_states_are_torchs(cell, layers, tmp_path, monkeypatch, capsys):
    two = layers == 2
    make_run(tmp_path, horizon=layers, calendar=two, cell=cell, layers=layers, linear_part=two)
    names = run_cells(tmp_path, monkeypatch)
    assert names["by_hand"] == pytest.approx(names["states"], abs=1e-5)
    assert np.shape(names["by_hand"]) == (12, 8)
    by_hand = (names["last"] + names["change"]) * names["std"] + names["mean"]
    assert by_hand == pytest.approx(names["forecast"][-1], abs=1e-3)
    said = capsys.readouterr().out
    assert ": equal" in said
    by_lead = [line for line in said.splitlines() if line.lstrip()[:2] in {"1 ", "2 ", "3 "}]
    assert len(by_lead) == layers

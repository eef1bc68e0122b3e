"""``train weather`` that looks for its settings itself."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
from command_line import rnnviz


def a_file(folder):
    hours = np.arange(600)
    degrees = 10 + 5 * np.sin(2 * np.pi * hours / 24) + np.random.default_rng(0).normal(0, 1, 600)
    stamps = pd.date_range("2024-01-01", periods=600, freq="h")
    path = folder / "own.csv"
    pd.DataFrame({"time": stamps, "temperature (°C)": degrees.round(1)}).to_csv(path, index=False)
    return path


def test_a_search_within_a_time_says_what_it_tried_and_trains_the_best(tmp_path):
    out = tmp_path / "run"
    done = rnnviz(
        *("train", "weather", str(a_file(tmp_path)), "--minutes", "0.02", "--epochs", "2"),
        *("--out", str(out), "--json"),
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    trials = result["trials"]
    assert done.stderr.count("tried: ") == len(trials) >= 1
    longest = [t for t in trials if t["epochs"] == max(t["epochs"] for t in trials)]
    best = min(longest, key=lambda trial: trial["validation_mae"])
    kept = json.loads((out / "run.json").read_text())
    assert kept["result"]["trials"] == trials
    model = kept["spec"]["model"]
    assert {name: model[name] for name in ("cell", "hidden_size", "window", "calendar")} == {
        name: best[name] for name in ("cell", "hidden_size", "window", "calendar")
    }
    assert kept["spec"]["loop"]["epochs"] == 2
    assert {"persistence", "linear", "linear_long", "boosted_trees"} <= set(result["rivals"])


def test_auto_alone_tries_nothing(tmp_path):
    done = rnnviz(
        *("train", "weather", str(a_file(tmp_path)), "--auto", "--epochs", "1"),
        *("--out", str(tmp_path / "run"), "--json"),
    )
    assert done.returncode == 0, done.stderr
    assert "trials" not in json.loads(done.stdout)
    assert "fits this file: rnn, 16 units" in done.stderr


def test_no_time_at_all_is_refused_in_words(tmp_path):
    done = rnnviz("train", "weather", str(a_file(tmp_path)), "--minutes", "0")
    assert done.returncode == 2
    assert "--minutes" in done.stderr

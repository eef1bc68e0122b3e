"""The command line as a user runs it."""

from __future__ import annotations

import csv
import json

import pytest
from command_line import fresh_rnnviz, rnnviz

from rnnviz import __version__


@pytest.mark.parametrize(
    "arguments",
    [
        ["classify", "A wonderful film", "--model", "rnn"],
        ["classify", "???"],
        ["inspect", "README.md", "--json"],
        ["train", "weather", "README.md", "--window", "many"],
    ],
)
def test_a_call_in_this_process_says_what_a_process_of_its_own_says(arguments):
    """The other tests call it here."""
    here, there = rnnviz(*arguments), fresh_rnnviz(*arguments)
    assert here.returncode == there.returncode
    assert (here.stdout, here.stderr) == (there.stdout, there.stderr)
    assert here.stdout or here.stderr


def test_a_review_gets_a_label_and_a_probability():
    done = rnnviz("classify", "A wonderful, beautiful film. I loved it.", "--model", "gru")
    assert done.returncode == 0, done.stderr
    label, rest = done.stdout.split(maxsplit=1)
    assert label == "positive"
    assert 0.5 < float(rest.split("=")[1].split()[0]) <= 1


def test_a_csv_is_classified_into_a_file(tmp_path):
    source, output = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("body\nA wonderful film.\nThe worst film ever.\n")
    done = rnnviz(
        *("classify", str(source), "--text-column", "body"),
        *("--output", str(output), "--model", "lstm"),
    )
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(output.open()))
    assert [row["rnnviz_label"] for row in rows] == ["positive", "negative"]
    assert "negative 1, positive 1" in done.stdout


def test_a_text_in_another_language_is_noticed(tmp_path):
    done = rnnviz("classify", "Phim hay quá, mình rất thích.")
    assert done.returncode == 0
    assert "--model vi" in done.stderr
    assert done.stdout.count("\n") == 1
    done = rnnviz("classify", "Phim hay quá, mình rất thích.", "--model", "vi")
    assert (done.returncode, done.stderr) == (0, "")
    source = tmp_path / "in.csv"
    source.write_text("review\nA wonderful film, I loved it.\nIt was the worst of them.\n")
    done = rnnviz("classify", str(source), "--output", str(tmp_path / "out.csv"), "--model", "vi")
    assert "--model best" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["classify", "good", "--model", "bert"], ["bert", "best, rnn, gru, lstm"]),
        (["classify", "none.csv", "--output", "x.csv"], ["none.csv"]),
        (["classify", "README.md"], ["--output"]),
        (["classify", "???"], ["word"]),
        (["train", "reviews", "--data", "none", "--out", "x"], ["none"]),
        (["train", "reviews", "--data", "README.md", "--out", "x", "--cell", "qrnn"], ["cell"]),
        (["train", "reviews", "--data", "README.md", "--out", "x", "--threads", "0"], ["threads"]),
        (["train", "reviews", "--data", "README.md", "--out", "x", "--remember", "1"], ["go-on"]),
        (["train", "reviews", "--data", "README.md", "--out", "x", "--start", "vectors"], ["FILE"]),
        (["train", "reviews", "--data", "README.md", "--out", "x", "--vectors", "nix"], ["nix"]),
        (
            ["train", "reviews", "--data", "README.md", "--out", "x", "--go-on", "vi"],
            ["language", "vi"],
        ),
        (["train", "reviews", "--data", "README.md", "--out", "x", "--go-on", "nix"], ["nix"]),
        (["train", "weather", "README.md", "--horizon", "49"], ["horizon", "48"]),
        (["train", "weather", "README.md", "--fill-hours", "-1"], ["fill_hours"]),
    ],
)
def test_what_cannot_be_done_ends_in_one_line_and_status_2(arguments, words):
    done = rnnviz(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert all(word in done.stderr for word in words), done.stderr


def test_training_leaves_a_checkpoint_that_classifies(tmp_path):
    data, out = tmp_path / "reviews.csv", tmp_path / "model"
    good, bad = "a wonderful lovely film", "a terrible boring film"
    rows = [
        f"{good if i % 2 else bad} {'so ' * (i % 5)},{'positive' if i % 2 else 'negative'}\n"
        for i in range(80)
    ]
    data.write_text("review,sentiment\n" + "".join(rows))
    done = fresh_rnnviz(
        *("train", "reviews", "--data", str(data), "--out", str(out), "--cell", "gru"),
        *("--embed-dim", "4", "--hidden-size", "4", "--epochs", "12", "--batch-size", "8"),
        *("--learning-rate", "0.05", "--average", "0.5", "--word-dropout", "0"),
    )
    assert done.returncode == 0, done.stderr
    assert "validation_accuracy: 1.0000" in done.stdout
    card = json.loads((out / "model.json").read_text())
    assert card["spec"]["cell"] == "gru"
    assert card["corpus"] == "reviews.csv"
    again = rnnviz("classify", "wonderful and lovely", "--model", str(out))
    assert again.stdout.startswith("positive")


def test_a_temperature_file_is_inspected(tmp_path):
    source = tmp_path / "log.csv"
    rows = [f"{1 + i // 24:02d}.01.2024 {i % 24:02d}:00;{i % 24},5" for i in range(24 * 15)]
    source.write_text("Zeit;Temperatur\n" + "\n".join(rows), encoding="latin-1")
    done = fresh_rnnviz("inspect", str(source), "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["time_column"] == "Zeit"
    assert report["temperature_column"] == "Temperatur"
    assert report["unit"] == "°C"
    assert report["rows_read"] == report["rows_used"] == 360
    assert (report["start"], report["end"]) == ("2024-01-01T00:00:00", "2024-01-15T23:00:00")
    assert (report["step"], report["min_c"], report["mean_c"]) == ("1h", 0.5, 12.0)
    codes = [finding["code"] for finding in report["findings"]]
    assert codes == ["unit_by_values", "decimal_comma"]
    assert "decimal comma" in rnnviz("inspect", str(source)).stdout


def test_a_forecaster_is_trained_and_forecasts(tmp_path):
    source, run, out = tmp_path / "log.csv", tmp_path / "run", tmp_path / "next.csv"
    rows = [
        f"2024-{1 + d // 28:02d}-{1 + d % 28:02d} {h:02d}:00,{10 + 5 * ((h - 6) % 24 < 12) + d % 3}"
        for d in range(56)
        for h in range(24)
    ]
    source.write_text("time,temp (C)\n" + "\n".join(rows))
    done = rnnviz(
        *("train", "weather", str(source), "--window", "5", "--horizon", "1", "--cell", "rnn"),
        *("--hidden", "8", "--epochs", "2", "--seed", "0", "--out", str(run), "--json"),
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert {"test", "baselines", "windows_per_second", "seconds", "run"} <= set(result)
    assert set(result["test"]) == {"mae", "rmse"}
    done = fresh_rnnviz("forecast", result["run"], "--hours", "24", "--csv", str(out))
    assert done.returncode == 0, done.stderr
    assert len(list(csv.DictReader(out.open()))) == 24
    assert rnnviz("forecast", str(tmp_path / "none")).returncode == 2
    assert rnnviz("train", "weather", str(source), "--window", "0").returncode == 2


def test_training_reads_the_file_as_the_user_says_and_tells_what_it_found(tmp_path):
    source = tmp_path / "two.csv"
    rows = [
        f"2024-{1 + d // 28:02d}-{1 + d % 28:02d} {h:02d}:00,{station},{warm + (h - 6) % 24 // 2}"
        for d in range(20)
        for h in range(24)
        for station, warm in (("north", 0), ("south", 20))
    ]
    source.write_text("time,station,temp (C)\n" + "\n".join(rows))
    train = ("train", "weather", str(source), "--hidden", "4", "--epochs", "1", "--json")
    runs = [tmp_path / "north", tmp_path / "south"]
    for station, run in zip(("north", "south"), runs, strict=True):
        done = rnnviz(*train, "--station", station, "--out", str(run))
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["run"] == str(run)
        assert station in done.stderr  # which station it is, among what was found
    means = []
    for run in runs:
        ahead = tmp_path / f"{run.name}.csv"
        assert rnnviz("forecast", str(run), "--csv", str(ahead)).returncode == 0
        hours = list(csv.DictReader(ahead.open()))
        means.append(sum(float(hour["temperature_c"]) for hour in hours) / len(hours))
    assert means[1] - means[0] > 10  # each has learnt from its own station
    assert rnnviz(*train, "--station", "west").returncode == 2


def test_a_refused_file_says_why_in_json(tmp_path):
    source = tmp_path / "log.csv"
    source.write_text("name,town\nAnna,Hue\n")
    done = rnnviz("inspect", str(source), "--json")
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"]["code"] == "series_no_numbers"
    assert rnnviz("inspect", str(source)).returncode == 2
    assert rnnviz("inspect", str(source), "--unit", "parsec").returncode == 2


def test_the_version_is_that_of_the_package():
    assert fresh_rnnviz("--version").stdout.strip() == f"rnnviz {__version__}"


def test_help_lists_the_commands():
    done = rnnviz("--help")
    assert done.returncode == 0
    assert all(command in done.stdout for command in ("classify", "inspect", "forecast", "train"))

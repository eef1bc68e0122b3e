"""Files and paths on the command line as people have them: nothing lost, no traceback."""

from __future__ import annotations

import csv
import gzip
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command_line import ROOT, fresh_rnnviz, rnnviz

from rnnviz.cli import classify
from rnnviz.errors import RnnvizError
from rnnviz.uploads import endings

GOOD, BAD = "A wonderful, beautiful film.", "The worst film, boring and awful."


def classified(source: Path, *options: str) -> tuple[list[list[str]], str, str]:
    """Rows of the result with the header, what was printed, and what was said beside it."""
    output = source.with_name("out.csv")
    done = rnnviz("classify", str(source), "--output", str(output), "--model", "rnn", *options)
    assert done.returncode == 0, done.stderr
    with output.open(encoding="utf-8", newline="") as handle:
        return list(csv.reader(handle)), done.stdout, done.stderr


def test_the_users_labels_stay_and_are_compared(tmp_path):
    source = tmp_path / "in.csv"
    source.write_text(f'label,review,label\nneg,"{GOOD}",a\nneg,"{BAD}",b\n')
    rows, told, _ = classified(source)
    assert rows[0] == ["label", "review", "label", "rnnviz_label", "rnnviz_probability"]
    assert [row[:4] for row in rows[1:]] == [
        ["neg", GOOD, "a", "positive"],
        ["neg", BAD, "b", "negative"],
    ]
    assert "“label”" in told
    assert "1 of 2" in told


def test_without_a_header_no_review_is_lost_and_it_is_said(tmp_path):
    source = tmp_path / "in.csv"
    source.write_text(f'"{GOOD}",1\n"{BAD}",0\n')
    rows, _, said = classified(source)
    assert [row[2] for row in rows] == ["rnnviz_label", "positive", "negative"]
    assert "column 1" in said


def test_accents_of_an_old_file_are_read(tmp_path):
    source = tmp_path / "in.csv"
    source.write_bytes("review\nnaïve café film\n".encode("latin-1"))
    rows, _, said = classified(source)
    assert rows[1][0] == "naïve café film"
    assert "1252" in said


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_texts_a_line_each_and_other_encodings(tmp_path, encoding):
    source = tmp_path / "in.txt.gz"
    source.write_bytes(gzip.compress(f"{GOOD}\n{BAD}\n".encode(encoding)))
    rows, _, _ = classified(source)
    assert [row[:2] for row in rows[1:]] == [[GOOD, "positive"], [BAD, "negative"]]


def test_odd_rows_cost_themselves_only(tmp_path):
    source = tmp_path / "in.csv"
    source.write_text(f'id,review\n1,"{GOOD}",more\n2,"{BAD}\n3,"{GOOD}"\n')
    rows, _, said = classified(source)
    assert [row[-2] for row in rows[1:]] == ["positive", "negative", "positive"]
    assert [row[0] for row in rows[1:]] == ["1", "2", "3"]
    assert "line 2" in said
    assert "line 3" in said


def test_formulas_are_defused_and_numbers_are_not(tmp_path):
    source = tmp_path / "in.csv"
    source.write_text(f'=1+1,review\n-1.5,"{GOOD}"\n@x,"-{BAD}"\n')
    rows, told, _ = classified(source)
    assert [row[:2] for row in rows] == [
        ["'=1+1", "review"],
        ["-1.5", GOOD],
        ["'@x", f"'-{BAD}"],
    ]
    assert "3" in told.splitlines()[-1]


def test_there_is_a_limit_of_rows_only_where_it_is_asked_for(tmp_path):
    source = tmp_path / "in.csv"
    source.write_text("review\n" + "fine film\n" * 30_000)
    assert len(classified(source)[0]) == 30_001
    done = rnnviz("classify", str(source), "--output", str(tmp_path / "o"), "--max-rows", "9")
    assert (done.returncode, "--max-rows" in done.stderr) == (2, True)


def test_a_column_has_to_read_like_text_or_be_named(tmp_path):
    source = tmp_path / "in.csv"
    source.write_text("id,price\n1,20\n2,30\n")
    done = rnnviz("classify", str(source), "--output", str(tmp_path / "out.csv"))
    assert done.returncode == 2
    assert "id, price" in done.stderr
    assert not (tmp_path / "out.csv").exists()
    assert len(classified(source, "--text-column", "price")[0]) == 3


def refused(*arguments: str | bytes) -> str:
    """The one sentence of a command that ends with status 2."""
    begun = time.monotonic()
    done = rnnviz(*arguments)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    said = [line for line in done.stderr.strip().splitlines() if not line.startswith("reading")]
    assert len(said) == 1, done.stderr
    assert time.monotonic() - begun < 20
    return done.stderr


@pytest.fixture
def reviews(tmp_path) -> Path:
    source = tmp_path / "in.csv"
    rows = "".join(f'"{GOOD if k % 2 else BAD}",{k % 2}\n' for k in range(40))
    source.write_text("review,sentiment\n" + rows)
    return source


def test_results_that_cannot_be_written_are_refused_before_the_work(tmp_path, reviews):
    (tmp_path / "folder").mkdir()
    before = reviews.read_bytes()
    for output in ("none/out.csv", "folder", "in.csv", "x" * 300, "in.csv/out.csv"):
        refused("classify", str(reviews), "--output", str(tmp_path / output))
        refused("forecast", str(tmp_path), "--csv", str(tmp_path / output))
    assert reviews.read_bytes() == before
    refused("train", "reviews", "--data", str(reviews), "--out", str(reviews))
    refused("train", "reviews", "--data", str(reviews), "--out", str(reviews / "model"))
    refused("train", "weather", str(reviews), "--out", str(reviews))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_refused(tmp_path, reviews):
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    refused("classify", str(reviews), "--output", str(locked / "out.csv"))
    refused("train", "reviews", "--data", str(reviews), "--out", str(locked / "model"))


@pytest.mark.parametrize("source", [".", "none.csv", "x" * 5000 + ".csv", "a" * 5000])
def test_odd_inputs_are_refused_in_a_sentence(tmp_path, source):
    refused("classify", source, "--output", str(tmp_path / "out.csv"))
    refused("train", "reviews", "--data", source, "--out", str(tmp_path / "model"))
    refused("inspect", source)


@pytest.mark.parametrize("ending", endings.REVIEWS)
def test_a_missing_file_of_any_kind_is_no_review(ending):
    """It would get a verdict on its name."""
    with pytest.raises(RnnvizError) as error:
        classify(f"none.{ending}")
    assert error.value.code == "file_missing"


def test_a_text_with_halves_of_characters_is_read():
    assert "word" in refused("classify", b"\xed\xa0\x80")
    done = fresh_rnnviz("classify", b"A wonderful film \xed\xa0\x80 \xff")
    assert (done.returncode, done.stdout[:8]) == (0, "positive"), done.stderr
    refused("classify", b"\xff.csv")


def test_a_reader_that_goes_away_is_no_traceback():
    for arguments in (["--help"], ["classify", GOOD]):
        process = subprocess.Popen(
            [sys.executable, "-m", "rnnviz", *arguments],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        said = process.stderr.read()
        process.wait(timeout=60)
        assert "Traceback" not in said, said
        assert "BrokenPipe" not in said, said


@pytest.mark.parametrize("after", [0.5, 2.5])
def test_control_c_ends_without_a_traceback(tmp_path, after):
    source = tmp_path / "in.csv"
    source.write_text("review\n" + f'"{GOOD * 60}"\n' * 20_000)
    process = subprocess.Popen(
        [sys.executable, "-m", "rnnviz", "classify", str(source), "--output", str(tmp_path / "o")],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    time.sleep(after)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode != 0
    assert "Traceback" not in said, said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv"]


def test_a_run_without_a_place_goes_where_runs_are_kept(tmp_path):
    source, kept = tmp_path / "log.csv", tmp_path / "kept"
    hours = [f"2024-03-{1 + h // 24:02d} {h % 24:02d}:00,{10 + h % 24 / 4}" for h in range(600)]
    source.write_text("time,celsius\n" + "\n".join(hours) + "\n")
    done = subprocess.run(
        [sys.executable, "-m", "rnnviz", "train", "weather", str(source), "--epochs", "1"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "RNNVIZ_DATA": str(kept)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    (record,) = kept.glob("*/run.json")
    assert f"saved: {record.parent}" in done.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept", "log.csv"]


def test_doubtful_rows_words_and_mistakes_are_told(tmp_path):
    source = tmp_path / "in.csv"
    source.write_text(f'review,stars\n"{GOOD}",5\n"{BAD}",5\n"{GOOD}",3\n', encoding="utf-8")
    rows, told, _ = classified(source, "--words")
    assert rows[0][2:] == [
        "rnnviz_label", "rnnviz_probability", "rnnviz_doubtful", "rnnviz_words"
    ]  # fmt: skip
    assert rows[1][4] == "false"
    assert "wonderful (+)" in rows[1][5]
    for said in ("0 verdicts are doubtful", "“stars”", "1 of 2", "95% interval", "row 2: negative"):
        assert said in told
    assert f"    {BAD}\n" in told
    # Only what was asked for; words of the mistakes are told all the same.
    rows, told, _ = classified(source, "--doubtful", "--gold-column", "none")
    assert rows[0][2:] == ["rnnviz_label", "rnnviz_probability", "rnnviz_doubtful"]
    assert "“stars”" not in told

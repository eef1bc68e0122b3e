"""Word vectors from a file: read with care, and a table of all words made of them."""

from __future__ import annotations

import gzip

import numpy as np
import pytest

from rnnviz.errors import RnnvizError
from rnnviz.training.word_vectors import read_word_vectors, start_from

LINES = "the 1 0 0.5\nfilm 0 2 1\nmovie 0 2.5 1\n"
WORDS = ("<pad>", "<unk>", "film", "movie", "awful", "the")


def test_wanted_words_are_read_from_plain_and_packed_files(tmp_path):
    plain, packed, counted = (tmp_path / name for name in ("v.txt", "v.txt.gz", "v.vec"))
    plain.write_text(LINES, "utf-8")
    packed.write_bytes(gzip.compress(LINES.encode()))
    counted.write_text("3 3\n" + LINES, "utf-8")
    for path in (plain, packed, counted):
        found = read_word_vectors(path, {"film", "the", "awful"})
        assert sorted(found) == ["film", "the"]
        assert found["film"].tolist() == [0, 2, 1]


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("the 1 0\nfilm 1\n", 2),
        ("the 1 0\nfilm 1 x\n", 2),
        ("the 1 nan\n", 1),
        ("the 1 0\n\nfilm 1 2\n", 2),
        (b"the 1 0\nfilm 1 \xff\n", 2),
    ],
)
def test_a_line_that_is_no_vector_is_named(tmp_path, written, line):
    path = tmp_path / "v.txt"
    path.write_bytes(written if isinstance(written, bytes) else written.encode())
    with pytest.raises(RnnvizError) as raised:
        read_word_vectors(path, WORDS)
    assert (raised.value.code, raised.value.params["line"]) == ("vectors_unreadable", line)


@pytest.mark.parametrize(("written", "code"), [("zug 1 2\n", "foreign"), ("", "foreign")])
def test_a_file_of_other_words_is_refused(tmp_path, written, code):
    path = tmp_path / "v.txt"
    path.write_text(written, "utf-8")
    with pytest.raises(RnnvizError) as raised:
        read_word_vectors(path, WORDS)
    assert raised.value.code == f"vectors_{code}"


def test_damaged_and_missing_files_are_refused(tmp_path):
    torn = tmp_path / "v.gz"
    torn.write_bytes(gzip.compress(LINES.encode() * 1000)[:60])
    bent = tmp_path / "bent.gz"
    whole = bytearray(gzip.compress(LINES.encode()))
    whole[10] ^= 0xFF
    bent.write_bytes(whole)
    for path, code in (
        (torn, "vectors_unreadable"),
        (bent, "vectors_unreadable"),
        (tmp_path / "no.txt", "vectors_missing"),
    ):
        with pytest.raises(RnnvizError) as raised:
            read_word_vectors(path, WORDS)
        assert raised.value.code == code


def test_words_keep_their_vectors_and_others_get_what_their_neighbours_tell():
    rng = np.random.default_rng(0)
    words = ("<pad>", "<unk>", *(f"w{k}" for k in range(60)), "new")
    near = rng.normal(size=(len(words), 5)).astype(np.float32)
    near[:2] = 0
    map_ = rng.normal(size=(5, 3)).astype(np.float32)
    vectors = {word: near[k] @ map_ for k, word in enumerate(words) if 2 <= k < len(words) - 1}
    table = start_from(vectors, words, near)
    assert table.shape == near.shape
    assert not table[:2].any()
    known = np.stack(list(vectors.values()))
    middle, spread = known.mean(axis=0), (known - known.mean(axis=0)).std()
    np.testing.assert_allclose(table[2:-1, :3], (known - middle) / spread, atol=1e-5)
    # Least squares has no constant, the mean of so many words is nearly none.
    np.testing.assert_allclose(table[-1, :3], near[-1] @ map_ / spread, atol=0.6)
    np.testing.assert_allclose(table[2:, 3:], near[2:, :2] / near[2:, :2].std(), atol=1e-5)


def test_vectors_longer_than_the_table_are_refused():
    with pytest.raises(RnnvizError) as raised:
        start_from({"film": np.ones(9, np.float32)}, WORDS, np.ones((6, 5), np.float32))
    assert raised.value.code == "bad_setting"

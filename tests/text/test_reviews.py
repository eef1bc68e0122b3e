import gzip
import tarfile

import pytest

from rnnviz.text.reviews import CorpusError, load_reviews

CSV = 'review,sentiment\n"Good, really\n<br />good",positive\nBad,NEGATIVE\n'


@pytest.fixture
def acl_imdb(tmp_path):
    root = tmp_path / "aclImdb"
    for part in ("train", "test"):
        for kind in ("pos", "neg"):
            (root / part / kind).mkdir(parents=True)
            (root / part / kind / "0_9.txt").write_text(f"{part} {kind} one")
    (root / "train" / "pos" / "1_8.txt").write_text("train pos two")
    (root / "train" / "urls_pos.txt").write_text("http://film/a\nhttp://film/b\n")
    (root / "train" / "urls_neg.txt").write_text("http://film/a\n")
    return root


def test_csv_with_quotes_breaks_and_any_case(tmp_path):
    path = tmp_path / "reviews.csv"
    path.write_text(CSV)
    reviews = load_reviews(path)
    assert reviews.labels == (1, 0)
    assert reviews.texts[0] == "Good, really\n<br />good"


def test_gzipped_csv_with_byte_order_mark_and_numbers(tmp_path):
    path = tmp_path / "reviews.csv.gz"
    path.write_bytes(gzip.compress("\ufeffsentiment,review\n1,fine\n0,poor\n".encode()))
    assert load_reviews(path).labels == (1, 0)


def test_folder_reads_the_training_part_and_the_films(acl_imdb):
    reviews = load_reviews(acl_imdb)
    assert reviews.texts == ("train neg one", "train pos one", "train pos two")
    assert reviews.films == ("http://film/a", "http://film/a", "http://film/b")


def test_archive_reads_the_same_as_the_folder(acl_imdb, tmp_path):
    archive = tmp_path / "aclImdb_v1.tar.gz"
    with tarfile.open(archive, "w:gz") as tar:
        tar.add(acl_imdb, "aclImdb")
    from_archive, from_folder = load_reviews(archive), load_reviews(acl_imdb)
    assert from_archive.texts == from_folder.texts
    assert from_archive.films == from_folder.films
    assert from_archive.fingerprint() == from_folder.fingerprint()


# The middle of what was packed is lost.
_PACKED = gzip.compress(b"review,sentiment\n" + bytes(range(256)) * 99)
_DAMAGED = _PACKED[:40] + b"\xff" * 60 + _PACKED[100:]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("none.csv", None, "corpus_missing"),
        ("columns.csv", b"text,label\na,1\n", "corpus_no_column"),
        ("label.csv", b"review,sentiment\ngood,positive\nhm,so-so\n", "corpus_bad_label"),
        ("one.csv", b"review,sentiment\ngood,positive\n", "corpus_one_label"),
        ("empty.csv", b"review,sentiment\n", "corpus_empty"),
        ("broken.csv.gz", b"not gzip at all", "corpus_bad_csv"),
        ("damaged.csv.gz", _DAMAGED, "corpus_bad_csv"),
        ("broken.tar.gz", b"not a tar", "corpus_bad_archive"),
        ("damaged.tar.gz", _DAMAGED, "corpus_bad_archive"),
    ],
)
def test_what_cannot_be_read_says_so(tmp_path, name, content, code):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CorpusError) as error:
        load_reviews(path)
    assert error.value.code == code


def test_a_bad_label_names_its_line(tmp_path):
    path = tmp_path / "label.csv"
    path.write_text("review,sentiment\ngood,positive\nhm,so-so\n")
    with pytest.raises(CorpusError) as error:
        load_reviews(path)
    assert error.value.params["line"] == 3
    assert error.value.params["value"] == "so-so"


def test_a_folder_without_pos_and_neg(tmp_path):
    with pytest.raises(CorpusError) as error:
        load_reviews(tmp_path)
    assert error.value.code == "corpus_no_pos_neg"

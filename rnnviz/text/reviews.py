"""Review corpora: the aclImdb folder, its tar.gz, or a CSV with ``review,sentiment`` (also .gz)."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import tarfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from rnnviz.errors import RnnvizError
from rnnviz.uploads.paths import is_file, is_folder, shown

LABELS = {"positive": 1, "pos": 1, "1": 1, "negative": 0, "neg": 0, "0": 0}
# A field of a CSV may be this long, in characters; the standard limit is too short for a review.
csv.field_size_limit(10_000_000)


class CorpusError(RnnvizError):
    """The reviews could not be read; ``code`` and ``params`` say where and why."""


@dataclass(frozen=True)
class Reviews:
    """Labelled reviews: ``labels[i]`` is 1 for positive, 0 for negative.

    ``films[i]`` names the film a review is about, where the corpus tells: reviews of one film
    should not stand on both sides of a validation split. Empty strings where it does not.
    """

    texts: tuple[str, ...]
    labels: tuple[int, ...]
    films: tuple[str, ...]
    source: str

    def __len__(self) -> int:
        return len(self.texts)

    def fingerprint(self) -> str:
        """SHA-256 over all labels and texts, in order."""
        digest = hashlib.sha256()
        for text, label in zip(self.texts, self.labels, strict=True):
            digest.update(f"{label}\t{text}\n".encode())
        return digest.hexdigest()


def load_reviews(path: str | Path) -> Reviews:
    """Read labelled reviews from a folder, a ``.tar.gz`` or a CSV; raises ``CorpusError``."""
    path = Path(path)
    if not is_file(path) and not is_folder(path):
        raise CorpusError("corpus_missing", path=shown(path))
    if is_folder(path):
        rows = list(_from_folder(path))
    elif path.name.endswith((".tar.gz", ".tgz", ".tar")):
        rows = list(_from_tar(path))
    else:
        rows = list(_from_csv(path))
    if not rows:
        raise CorpusError("corpus_empty", path=str(path))
    if len({label for _, label, _ in rows}) < 2:
        raise CorpusError("corpus_one_label", path=str(path))
    texts, labels, films = zip(*rows, strict=True)
    return Reviews(texts, labels, films, path.name)


def _label_of(parts: tuple[str, ...]) -> int | None:
    """The label a path inside aclImdb gives, or None where it is not a labelled review."""
    if len(parts) < 2 or not parts[-1].endswith(".txt") or parts[-2] not in ("pos", "neg"):
        return None
    return LABELS[parts[-2]]


def _film_urls(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines()]


def _film(urls: dict[str, list[str]], kind: str, name: str) -> str:
    """aclImdb lists the film pages of ``pos/12_9.txt`` on line 13 of ``urls_pos.txt``."""
    number = name.split("_")[0]
    lines = urls.get(kind, [])
    return lines[int(number)] if number.isdigit() and int(number) < len(lines) else ""


def _from_folder(path: Path) -> Iterator[tuple[str, int, str]]:
    root = path / "train" if (path / "train").is_dir() else path
    if not ((root / "pos").is_dir() and (root / "neg").is_dir()):
        raise CorpusError("corpus_no_pos_neg", path=str(path))
    urls = {
        kind: _film_urls(file.read_text(encoding="utf-8", errors="replace"))
        for kind in ("pos", "neg")
        if (file := root / f"urls_{kind}.txt").is_file()
    }
    for kind in ("neg", "pos"):
        for file in sorted((root / kind).glob("*.txt")):
            text = file.read_text(encoding="utf-8", errors="replace")
            yield text, LABELS[kind], _film(urls, kind, file.name)


def _from_tar(path: Path) -> Iterator[tuple[str, int, str]]:
    try:
        with tarfile.open(path) as archive:
            found: list[tuple[str, str, str]] = []
            urls: dict[str, list[str]] = {}
            for member in archive:
                parts = PurePosixPath(member.name).parts
                # The archive holds a test part too; training never reads it.
                if not member.isfile() or "test" in parts:
                    continue
                is_urls = parts[-1] in ("urls_pos.txt", "urls_neg.txt")
                if not is_urls and _label_of(parts) is None:
                    continue
                handle = archive.extractfile(member)
                text = handle.read().decode("utf-8", errors="replace") if handle else ""
                if is_urls:
                    urls[parts[-1][5:8]] = _film_urls(text)
                else:
                    found.append((parts[-2], parts[-1], text))
    except (tarfile.TarError, OSError, EOFError, zlib.error) as error:
        raise CorpusError("corpus_bad_archive", path=str(path)) from error
    for kind, name, text in sorted(found):
        yield text, LABELS[kind], _film(urls, kind, name)


def read_csv_rows(
    path: Path, need: Iterable[str], error_code: str = "corpus_no_column"
) -> Iterator[tuple[int, dict[str, str]]]:
    """``(line number, row)`` of a CSV (also .gz) that must have the columns ``need``."""
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rb") as binary:
            text = io.TextIOWrapper(binary, encoding="utf-8-sig", errors="replace", newline="")
            reader = csv.DictReader(text)
            columns = reader.fieldnames or []
            for column in need:
                if column not in columns:
                    raise CorpusError(
                        error_code, path=path.name, column=column, columns=", ".join(columns[:20])
                    )
            for row in reader:
                yield reader.line_num, row
    except (OSError, EOFError, zlib.error, csv.Error) as error:
        raise CorpusError("corpus_bad_csv", path=path.name, reason=str(error)) from error


def _from_csv(path: Path) -> Iterator[tuple[str, int, str]]:
    for line, row in read_csv_rows(path, ("review", "sentiment")):
        text = row["review"] or ""
        label = LABELS.get((row["sentiment"] or "").strip().lower())
        if label is None:
            raise CorpusError(
                "corpus_bad_label", path=path.name, line=line, value=(row["sentiment"] or "")[:40]
            )
        url = row.get("url") or ""
        yield text, label, url

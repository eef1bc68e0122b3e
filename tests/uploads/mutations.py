"""Files of every kind, and what damages them: for ``test_mutated.py`` and for
``benchmarks/fuzz_uploads.py``."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import zipfile
from collections.abc import Callable, Sequence

import killers
import pandas as pd
import pyarrow as pa
import xlwt

Damage = Sequence[tuple[float, int, bytes, int]]  # where, how long, what is put in, and how

ROWS = 60
STAMPS = pd.date_range("2024-03-01", periods=ROWS, freq="h")


def frame(reviews: bool) -> pd.DataFrame:
    """A few rows, of reviews or of temperatures."""
    if reviews:
        texts = [f'A film, "fine" or not: {k}.' for k in range(ROWS)]
        return pd.DataFrame({"review": texts, "label": [k % 2 for k in range(ROWS)]})
    return pd.DataFrame({"time": STAMPS, "temp (°C)": [5.5 + k % 7 for k in range(ROWS)]})


def xlsx(table: pd.DataFrame) -> bytes:
    kept = io.BytesIO()
    table.to_excel(kept, index=False)
    return kept.getvalue()


def xls(table: pd.DataFrame) -> bytes:
    book, kept = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("first")
    for k, row in enumerate([list(table.columns), *table.astype(str).to_numpy().tolist()]):
        for column, cell in enumerate(row):
            sheet.write(k, column, cell)
    book.save(kept)
    return kept.getvalue()


def ods(table: pd.DataFrame) -> bytes:
    kept = io.BytesIO()
    table.to_excel(kept, index=False, engine="odf")
    return kept.getvalue()


def parquet(table: pd.DataFrame) -> bytes:
    kept = io.BytesIO()
    table.to_parquet(kept)
    return kept.getvalue()


def csv(table: pd.DataFrame, **how: str) -> bytes:
    return table.to_csv(index=False, **how).encode()


def zipped(table: pd.DataFrame) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.csv", csv(table))
    return kept.getvalue()


KINDS: dict[str, Callable[[pd.DataFrame], bytes]] = {
    "csv": csv,
    "semicolons": lambda table: csv(table, sep=";", decimal=","),
    "tabs": lambda table: csv(table, sep="\t"),
    "UTF-16": lambda table: csv(table).decode().encode("utf-16"),
    "gz": lambda table: gzip.compress(csv(table)),
    "bz2": lambda table: bz2.compress(csv(table)),
    "xz": lambda table: lzma.compress(csv(table)),
    "zst": lambda table: pa.Codec("zstd").compress(csv(table), asbytes=True),
    "zip": zipped,
    "xlsx": xlsx,
    "plain xlsx": lambda table: killers.workbook(
        f'<row r="{k + 1}"><c r="A{k + 1}"><v>{45000 + k / 24}</v></c></row>'.encode()
        for k in range(ROWS)
    ),
    "xls": xls,
    "ods": ods,
    "parquet": parquet,
    "jsonl": lambda table: table.to_json(orient="records", lines=True, date_format="iso").encode(),
}
FILES = {
    (kind, reviews): make(frame(reviews)) for kind, make in KINDS.items() for reviews in (0, 1)
}
PIECES = (
    *(b"\n", b",", b'"', b"\x00" * 8, b"\xff" * 4, b"9" * 40, b"<br>\n", b"\r", "é°".encode()),
    *(b'<c r="XFD1048576"/>', b"-9999", b"\x1f\x8b", b"PK\x03\x04", b"\n\n#\n", b"[{"),
)
WAYS = 4  # of ``damaged``; one more says a piece thousands of times


def damaged(data: bytes, damage: Damage) -> bytes:
    """Pieces cut out, put in, said again and turned round."""
    for place, length, inserted, how in damage:
        at = int(place * len(data))
        piece = data[at : at + length]
        many = (piece + inserted) * 3000 if how == WAYS else b""
        new = (inserted, piece + inserted + piece, piece[::-1], inserted + piece, many)[how]
        data = data[:at] + new + data[at + length :]
    return data


def drawn(rng: random.Random) -> Damage:
    """Some damage. A file in a hundred gets a piece thousands of times."""
    found = []
    for _ in range(rng.randint(1, 6)):
        inserted = rng.choice(PIECES) if rng.random() < 0.6 else rng.randbytes(rng.randint(0, 12))
        found.append((rng.random(), rng.randint(0, 400), inserted, rng.randrange(WAYS)))
    if rng.random() < 0.01:
        found.append((rng.random(), rng.randint(1, 400), b"", WAYS))
    return found

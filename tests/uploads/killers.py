"""Small files that once took all memory or all time of the server, made when they are asked for."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from collections.abc import Callable, Iterable, Iterator

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import xlwt

_TYPES = "http://schemas.openxmlformats.org/package/2006"
SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def workbook(sheet: Iterable[bytes], styles: Iterable[bytes] = ()) -> bytes:
    """An .xlsx whose one sheet holds ``sheet`` as its rows, and ``styles`` its cell formats."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_TYPES}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_CONTENT}.sheet.main+xml"/>'
            "</Types>",
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_TYPES}/relationships"><Relationship Id="r1" '
            f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{SHEETS}" xmlns:r="{_OFFICE}"><sheets>'
            '<sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_TYPES}/relationships"><Relationship Id="r1" '
            f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" '
            f'Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        )
        with archive.open("xl/styles.xml", "w") as part:
            part.write(f'<styleSheet xmlns="{SHEETS}"><cellXfs>'.encode())
            part.writelines(styles)
            part.write(b"</cellXfs></styleSheet>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(f'<worksheet xmlns="{SHEETS}"><sheetData>'.encode())
            part.writelines(sheet)
            part.write(b"</sheetData></worksheet>")
    return kept.getvalue()


def _many(mark: bytes, count: int) -> Iterator[bytes]:
    for _ in range(count // 100_000):
        yield mark * 100_000


def far_cell(place: str = "XFD1048576", quote: str = '"') -> bytes:
    """A sheet with its first cell and its very last."""
    row = "".join(filter(str.isdigit, place))
    return workbook(
        (
            b'<row r="1"><c r="A1"><v>1</v></c></row>',
            f"<row r={quote}{row}{quote}><c r={quote}{place}{quote}><v>1</v></c></row>".encode(),
        )
    )


def parquet(rows: int) -> bytes:
    """A time and a temperature that are the same in every row: runs of one code each."""
    codes = pa.array(np.zeros(rows, np.int32))
    columns = [
        pa.DictionaryArray.from_arrays(codes, pa.array([value]))
        for value in ("2024-01-01 00:00", "12.5")
    ]
    kept = io.BytesIO()
    pq.write_table(pa.table(columns, ["time", "temp (°C)"]), kept, compression="zstd")
    return kept.getvalue()


def wide_header(columns: int, rows: int, name: str = "c{}") -> bytes:
    """A header of many names over short rows of hours."""
    names = ["time", "temp (°C)", *(name.format(k) for k in range(columns - 2))]
    hours = np.datetime64("2000-01-01T00") + np.arange(rows).astype("timedelta64[h]")
    body = "".join(f"{hour},{5 + k % 7}.5\n" for k, hour in enumerate(hours.astype(str)))
    return (",".join(names) + "\n" + body).encode()


def wide_reviews(columns: int, rows: int) -> bytes:
    """The same of reviews."""
    names = ["review", *(f"c{k}" for k in range(columns - 1))]
    return (",".join(names) + "\n" + "a good film\n" * rows).encode()


def long_name() -> bytes:
    """A column whose name has 3 MB."""
    rows = wide_header(2, 500).split(b"\n", 1)[1]
    return b"time,temp " + b"a b " * 750_000 + b"\n" + rows


def one_review(size: int = 60 * 2**20) -> bytes:
    """A single review of many megabytes."""
    return b"review\n" + b"good film " * (size // 10) + b"\n"


def circle_of_sectors() -> bytes:
    """An .xls of 10 KB in which a sector of the directory names itself as the next."""
    book, kept = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("a")
    for row in range(200):
        sheet.write(row, 0, row)
    book.save(kept)
    whole = bytearray(kept.getvalue())
    (table,), (directory,) = (struct.unpack_from("<I", whole, at) for at in (76, 48))
    struct.pack_into("<I", whole, (table + 1) * 512 + 4 * directory, directory)
    return bytes(whole)


TEMPERATURES: dict[str, Callable[[], bytes]] = {
    "one cell at XFD1048576": far_cell,
    "the same in other quotes": lambda: far_cell(quote="'"),
    "an .xls in a circle": circle_of_sectors,
    "5 million xf": lambda: workbook((), _many(b"<xf/>", 5_000_000)),
    "40 million rows of XML": lambda: workbook(_many(b"<row/>", 40_000_000)),
    "Parquet of 20 million rows": lambda: parquet(20_000_000),
    "Parquet of 50 million rows": lambda: parquet(50_000_000),
    "3 MB of commas": lambda: b"," * (3 * 2**20),
    "10,000 columns over short rows": lambda: gzip.compress(wide_header(10_000, 20_000)),
    "commas and one <br>": lambda: gzip.compress(b"time,temp<br>\n" + b"," * 200_000 + b"x\n"),
    "6 MB of empty gzip members": lambda: gzip.compress(b"") * (6 * 2**20 // 20),
    "a header of 100,000 columns": lambda: wide_header(100_000, 500),
    "100,000 columns of one name": lambda: wide_header(100_000, 500, "c"),
    "a column's name of 3 MB": long_name,
}
REVIEWS: dict[str, Callable[[], bytes]] = {
    "one cell at XFD1048576": far_cell,
    "5 million xf": TEMPERATURES["5 million xf"],
    "40 million rows of XML": TEMPERATURES["40 million rows of XML"],
    "Parquet of 20 million rows": TEMPERATURES["Parquet of 20 million rows"],
    "3 MB of commas": TEMPERATURES["3 MB of commas"],
    "10,000 columns over short rows": lambda: gzip.compress(wide_reviews(10_000, 20_000)),
    "6 MB of empty gzip members": TEMPERATURES["6 MB of empty gzip members"],
    "one review of 60 MB": lambda: gzip.compress(one_review()),
    "a header of 100,000 columns": lambda: wide_reviews(100_000, 500),
}

# What passes every count, for files that people have may be as large, and meets the limits of the
# sandbox, or is read after a while.
HEAVY: dict[str, dict[str, Callable[[], bytes]]] = {
    "weather": {
        "a sheet of 20 million places": lambda: far_cell("S1048000"),
        "Parquet of 4.9 million rows": lambda: parquet(4_900_000),
        "19 million short lines": lambda: gzip.compress(b"1,2\n" * 19_000_000, 1),
        "1,900 columns over short rows": lambda: gzip.compress(wide_header(1900, 50_000), 1),
        "250 MB of open quotes": lambda: gzip.compress(b'"a,\n' * 62_000_000, 1),
        "a cell of digits a line": lambda: gzip.compress(b"1" * 9000 + b"x,2\n") * 3000,
    },
    "reviews": {
        "2.9 million objects": lambda: gzip.compress(b'{"a": 1}\n' * 2_900_000, 1),
        "2.9 million lines": lambda: gzip.compress(b"a b\n" * 2_900_000, 1),
        "120 MB of quotes": lambda: gzip.compress(b'"a" "b" "' * 13_000_000, 1),
        "digits": lambda: gzip.compress((b"1" * 190_000 + b"x\n") * 600, 1),
    },
}

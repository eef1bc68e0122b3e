"""Whatever a table is packed in: it is read, within bounds, and damage is said."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace

import killers
import pyarrow as pa
import pytest

from rnnviz.series.read import read_series
from rnnviz.text.review_table import read_reviews
from rnnviz.uploads import endings
from rnnviz.uploads.bounds import PAGE, TableError
from rnnviz.uploads.unpack import unpack

HOURS = killers.wide_header(2, 3000)
REVIEWS = b"review\ngood, and long\nbad\n"


def zst(data: bytes) -> bytes:
    return pa.Codec("zstd").compress(data, asbytes=True)


PACK: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zst,
}


def zipped(**members: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("_", "."), data)
    return kept.getvalue()


def refused(data: bytes, bounds=PAGE) -> str:
    with pytest.raises(TableError) as error:
        unpack(data, "mine", bounds)
    return error.value.code


def test_what_a_command_takes_for_a_file_is_what_is_read():
    assert set(PACK) == set(endings.PACKED)
    assert {*PACK, "zip"} <= set(endings.REVIEWS)


@pytest.mark.parametrize("kind", PACK)
def test_it_is_read_alone_and_within_a_zip(kind):
    for data in (PACK[kind](HOURS), zipped(**{f"hours_csv_{kind}": PACK[kind](HOURS)})):
        assert read_series(data, f"hours.csv.{kind}").rows_read == 3000
    assert read_reviews(PACK[kind](REVIEWS), f"x.CSV.{kind.upper()}").columns == ("review",)
    assert unpack(PACK[kind](REVIEWS), f"x.txt.{kind}", PAGE) == (REVIEWS, "x.txt")
    both = zipped(**{f"x_csv_{kind}": PACK[kind](REVIEWS)}, licence_txt=b"Yours.")
    assert unpack(both, "x.zip", PAGE) == (REVIEWS, "x.csv")


@pytest.mark.parametrize("kind", PACK)
def test_several_behind_one_another_are_one_file(kind):
    begin, end = HOURS[:9000], HOURS[9000:]
    assert unpack(PACK[kind](begin) + PACK[kind](end), "x", PAGE)[0] == HOURS


@pytest.mark.parametrize("kind", PACK)
def test_what_unpacks_to_too_much_is_refused(kind):
    few = replace(PAGE, unpacked=10_000)
    assert refused(PACK[kind](b"a" * 10_001), few) == "table_too_big"
    assert refused(PACK[kind](b"a" * 6000) * 2, few) == "table_too_big"
    assert unpack(PACK[kind](b"a" * 10_000), "x", few)[0] == b"a" * 10_000


@pytest.mark.parametrize("cut", [1, 5, 4000])
@pytest.mark.parametrize("kind", PACK)
def test_what_breaks_off_is_refused(kind, cut):
    whole = PACK[kind](HOURS)
    assert refused(whole[:-cut] if cut < len(whole) else whole[:12]) == "table_bad_archive"


@pytest.mark.parametrize("kind", PACK)
def test_what_is_damaged_is_refused(kind):
    whole = bytearray(PACK[kind](HOURS))
    whole[len(whole) // 2 :] = bytes(len(whole) - len(whole) // 2)
    assert refused(bytes(whole)) == "table_bad_archive"


@pytest.mark.parametrize("kind", ["gz", "bz2", "xz"])
def test_a_file_of_empty_members_is_refused(kind):
    assert refused(PACK[kind](b"") * 30_000) == "table_many_members"


def test_a_dictionary_of_gigabytes_is_refused_before_it_is_made():
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 2**20}]
    small = bytearray(lzma.compress(b"a", filters=filters))
    # The header of a block: its size, flags, the filter's id, the length of its options, the size
    # of the dictionary as a code (37 is 1.5 GB); a checksum at the end.
    assert small[14:16] == b"\x21\x01"
    small[16] = 37
    small[20:24] = zlib.crc32(bytes(small[12:20])).to_bytes(4, "little")
    assert refused(bytes(small)) == "table_large_dictionary"


def test_a_zst_with_a_window_of_gigabytes_is_refused():
    # A frame without its length: a window of 2 GB, then one raw block of one byte.
    frame = b"\x28\xb5\x2f\xfd" + bytes([0x00, (31 - 10) << 3]) + b"\x09\x00\x00a"
    assert refused(frame) == "table_large_dictionary"


def test_a_text_that_begins_like_bz2_is_a_text():
    text = b"BZh9 is how a review may begin\nand go on\n"
    assert unpack(text, "x", PAGE)[0] == text

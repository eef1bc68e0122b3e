"""How the names of files end that are read: what a command takes for a file.

What is in a file is told by its bytes alone: a page takes any name, one without an ending, too.
"""

from __future__ import annotations

_TABLES = ("csv", "tsv", "txt", "xlsx", "xls", "ods", "parquet")
PACKED = ("gz", "bz2", "xz", "zst")  # a file each; in a .zip they may stand again
REVIEWS = (*_TABLES, "jsonl", "ndjson", "json", *PACKED, "zip")

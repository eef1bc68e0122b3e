"""The rungs of the ladder, in order. The one place that lists them; pages and links use the ids."""

from __future__ import annotations

RUNGS = (
    *("concat", "shared", "past", "formula", "byhand", "count", "code", "stack"),
    *("tasks", "batches", "learning", "after"),
)

"""What a server and its workers say of themselves: plain lines, or JSON (``RNNVIZ_LOG=json``).

A workspace's id opens it, so a log holds what it hashes to: lines of one workspace can be found,
and nobody who reads them can open it.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import time

# What a line may have beside its words.
_FACTS = ("run", "workspace", "worker", "status", "seconds")


def set_up_logs() -> None:
    """For a process of ours: to standard error, from INFO on."""
    handler = logging.StreamHandler()
    if os.environ.get("RNNVIZ_LOG") == "json":
        handler.setFormatter(JsonLines())
    else:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log = logging.getLogger("rnnviz")
    log.handlers[:] = [handler]
    log.setLevel(logging.INFO)
    log.propagate = False


def facts(**known: object) -> dict[str, object]:
    """For ``extra``: what a line is about. A workspace is hashed here."""
    if "workspace" in known:
        known["workspace"] = hashed(str(known["workspace"]))
    return {f"rnnviz_{name}": value for name, value in known.items()}


def hashed(workspace: str) -> str:
    """The same for the same workspace, and of no use to open it."""
    return hashlib.sha256(workspace.encode()).hexdigest()[:12]


class JsonLines(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message, and what it is about."""

    def format(self, record: logging.LogRecord) -> str:
        when = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        line: dict[str, object] = {
            "time": f"{when}.{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        for name in _FACTS:
            if (value := getattr(record, f"rnnviz_{name}", None)) is not None:
                line[name] = value
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)

"""An object store of the tests' own, which speaks as S3 does: moto's."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

BUCKET = "runs"


def _server(port: int) -> Any:
    return pytest.importorskip("moto.server").ThreadedMotoServer("127.0.0.1", port, verbose=False)


def _reached_at(port: int) -> dict[str, str]:
    return {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": "tests",
        "AWS_SECRET_ACCESS_KEY": "tests",
        "AWS_DEFAULT_REGION": "us-east-1",
    }


@contextmanager
def object_store() -> Iterator[tuple[str, dict[str, str]]]:
    """The address of an empty bucket, and the environment in which it is reached; in this
    process."""
    boto3 = pytest.importorskip("boto3")
    server = _server(0)
    logging.getLogger("werkzeug").setLevel(logging.WARNING)  # a line a request
    server.start()
    where = _reached_at(server.get_host_and_port()[1])
    with pytest.MonkeyPatch.context() as patch:
        for name, value in where.items():
            patch.setenv(name, value)
        boto3.client("s3").create_bucket(Bucket=BUCKET)
        yield f"s3://{BUCKET}", where
    server.stop()


class ObjectServer:
    """The same as a process of its own, which can be away: it refuses (``refuse``) or hangs
    (SIGSTOP to ``process``), and then has what it had before."""

    def __init__(self) -> None:
        pytest.importorskip("moto.server")
        self.process = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.where = _reached_at(int(self._said()))
        self.address = f"s3://{BUCKET}"

    def refuse(self) -> None:
        """Nobody listens at the port any more."""
        self._tell("refuse")

    def listen(self) -> None:
        """At the same port again."""
        self._tell("listen")

    def _tell(self, what: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{what}\n")
        self.process.stdin.flush()
        assert self._said() == what

    def _said(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()


def _serve() -> None:
    """In the process of an ``ObjectServer``: obey what its standard input says."""
    import boto3

    def answer(word: str) -> None:
        sys.stdout.write(f"{word}\n")
        sys.stdout.flush()

    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = _server(0)
    server.start()
    port = server.get_host_and_port()[1]
    where = _reached_at(port)
    boto3.client(
        "s3",
        endpoint_url=where["AWS_ENDPOINT_URL"],
        aws_access_key_id="tests",
        aws_secret_access_key="tests",
        region_name="us-east-1",
    ).create_bucket(Bucket=BUCKET)
    answer(str(port))
    for line in sys.stdin:
        if line.strip() == "refuse":
            server.stop()
        else:
            server = _server(port)
            server.start()
        answer(line.strip())


if __name__ == "__main__":
    _serve()

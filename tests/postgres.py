"""A PostgreSQL of the tests' own: a server in a temporary folder, a schema for each test."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any

PATIENCE = 120  # seconds
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "16MB",
    # What would matter only if the machine went down under the tests.
    "fsync": "off",
    "full_page_writes": "off",
}


def find_postgres() -> Path | None:
    """The folder of ``postgres`` and ``initdb``, which Debian keeps off PATH; None without."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if found := shutil.which("initdb"):
        places.append(Path(found).resolve().parent)
    return next(
        (p for p in places if (p / "postgres").is_file() and (p / "initdb").is_file()), None
    )


def _somebody_else() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: another user then, as ``subprocess`` takes it."""
    if os.geteuid() != 0:
        return {}
    import pwd

    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
    raise OSError("no user to run PostgreSQL")


class Postgres:
    """A server on a free port. ``OSError`` or ``subprocess.SubprocessError``: it cannot be had."""

    def __init__(self) -> None:
        found = find_postgres()
        if found is None:
            raise OSError("it is not installed")
        self._bin, self._as = found, _somebody_else()
        self._folder = Path(tempfile.mkdtemp(prefix="rnnviz-postgres-"))
        self._server: subprocess.Popen[bytes] | None = None
        try:
            if self._as:
                os.chown(self._folder, self._as["user"], self._as["group"])
            options = ["-U", "rnnviz", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
            self._call("initdb", "-D", str(self._folder / "data"), *options)
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                self.port = int(probe.getsockname()[1])
            self.start()
        except BaseException:
            self.close()
            raise

    def _call(self, name: str, *arguments: str) -> None:
        command = [str(self._bin / name), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, cwd="/", **self._as)
        if done.returncode:
            raise OSError(done.stderr.strip() or f"{name}: {done.returncode}")

    def start(self) -> None:
        """Returns once it answers."""
        settings = [f"-c{name}={value}" for name, value in SETTINGS.items()]
        where = ["-D", str(self._folder / "data"), f"-p{self.port}"]
        with (self._folder / "log").open("ab") as log:
            self._server = subprocess.Popen(
                [str(self._bin / "postgres"), *where, *settings],
                stdout=log,
                stderr=log,
                cwd="/",
                **self._as,
            )
        end = time.monotonic() + PATIENCE
        while not self._answers():
            if self._server.poll() is not None or time.monotonic() > end:
                raise OSError((self._folder / "log").read_text(errors="replace")[-500:])
            time.sleep(0.02)

    def stop(self, how: int = signal.SIGQUIT) -> None:
        """By default as a crash: connections are cut, nothing is said to anybody."""
        if self._server is not None:
            self._server.send_signal(how)
            self._server.wait(PATIENCE)
            self._server = None

    @property
    def server_pid(self) -> int:
        """Of the process that started all others."""
        assert self._server is not None
        return self._server.pid

    def _answers(self) -> bool:
        import psycopg

        try:
            with psycopg.connect(self._address, connect_timeout=2):
                return True
        except psycopg.Error:
            return False

    @property
    def _address(self) -> str:
        return f"host=127.0.0.1 port={self.port} user=rnnviz dbname=postgres"

    def execute(self, *statements: str) -> None:
        import psycopg

        with psycopg.connect(self._address, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def new_schema(self) -> str:
        """The address of an empty place for tables, as RNNVIZ_DATABASE_URL has it."""
        name = f"t{uuid.uuid4().hex}"
        self.execute(f"CREATE SCHEMA {name}")
        return self.address_of(name)

    def address_of(self, schema: str, user: str = "rnnviz") -> str:
        path = f"options=-csearch_path%3D{schema}"
        return f"postgresql+psycopg://{user}@127.0.0.1:{self.port}/postgres?{path}"

    def close(self) -> None:
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)


def main() -> None:
    """With ``--install``, get Debian's PostgreSQL where that can be; say what follows if not.

    It never fails: without a PostgreSQL its tests are skipped.
    """
    if find_postgres():
        return
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "postgresql"]
        for command in (["apt-get", "update", "-qq"], install):
            with contextlib.suppress(OSError, subprocess.SubprocessError):
                subprocess.run(
                    command, env=quiet, stdout=subprocess.DEVNULL, timeout=300, check=False
                )
    if not find_postgres():
        sys.stderr.write(
            "No PostgreSQL was found: what is tested on SQLite and PostgreSQL will be tested on "
            "SQLite alone (on Debian: sudo apt-get install postgresql).\n"
        )


if __name__ == "__main__":
    main()

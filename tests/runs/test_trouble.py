"""What a broken database or disk says to users: a sentence, and nothing about the server."""

from __future__ import annotations

import logging
import sqlite3

import pytest
import sqlalchemy as sa
from safetensors import SafetensorError
from small_runs import settings, weather
from sqlalchemy import exc

from rnnviz.errors import RnnvizError
from rnnviz.i18n import LANGUAGES, translator
from rnnviz.runs import database, run_folders
from rnnviz.runs.database import Database

SECRET = 'connection to server at "db.internal" (10.1.2.3), port 5432 failed for user "rnn"'


class RefusedError(Exception):
    """As PostgreSQL's driver says that a right is missing."""

    sqlstate = "42501"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (exc.OperationalError("", {}, Exception(SECRET)), "runs_store_unavailable"),
        (
            exc.ProgrammingError("", {}, Exception(SECRET), connection_invalidated=True),
            "runs_store_unavailable",
        ),
        (exc.TimeoutError(SECRET), "runs_store_unavailable"),
        (sqlite3.OperationalError(f"unable to open {SECRET}"), "runs_store_unavailable"),
        (exc.ProgrammingError("", {}, Exception(SECRET)), "runs_store_damaged"),
        (exc.DatabaseError("", {}, Exception(f"{SECRET} malformed")), "runs_store_damaged"),
        (exc.OperationalError("", {}, Exception(f"{SECRET} disk is full")), "runs_disk_full"),
        (exc.OperationalError("", {}, Exception(f"{SECRET} No space left")), "runs_disk_full"),
        (exc.ProgrammingError("", {}, RefusedError(SECRET)), "runs_store_forbidden"),
    ],
)
def test_what_the_driver_says_goes_to_the_log_and_not_to_users(store, caplog, error, code):
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            with pytest.raises(RnnvizError) as coded, store.database.begin():
                raise error
    assert coded.value.code == code
    assert caplog.text.count("db.internal") == 1  # … and does not flood it
    for language in LANGUAGES:
        said = translator(language).error(coded.value)
        assert "{" not in said
        for secret in ("db.internal", "10.1.2.3", "5432", 'rnn"', "reason"):
            assert secret not in said + str(coded.value)


@pytest.mark.parametrize(("url", "asks"), [("sqlite://", False), ("postgresql://db/x", True)])
def test_a_connection_to_a_server_is_tried_before_it_is_used(monkeypatch, url, asks):
    given: dict[str, object] = {}

    def engine(_: object, **options: object) -> None:
        given.update(options)
        raise exc.ArgumentError

    monkeypatch.setattr(database.sa, "create_engine", engine)
    with pytest.raises(RnnvizError, match="runs_bad_url"):
        Database(url)
    assert given.get("pool_pre_ping", False) is asks


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(28, "No space left on device"), "runs_disk_full"),
        (SafetensorError("I/O error: No space left on device (os error 28)"), "runs_disk_full"),
        (PermissionError(13, "Permission denied", "/srv/data"), "runs_store_unavailable"),
        (MemoryError(), None),
        (KeyboardInterrupt(), None),
    ],
)
def test_a_run_that_could_not_be_written_down_leaves_nothing(
    store, workspace, monkeypatch, error, code
):
    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(run_folders, "save_series", refuse)
    with pytest.raises(RnnvizError if code else type(error)) as found:
        store.create_run(workspace, "", settings(), weather(), "log.csv")
    assert code is None or found.value.code == code
    assert list((store.folder / "runs").iterdir()) == []


FULL = {
    "sqlite": ["BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"],
    "postgresql": [
        "EXECUTE FUNCTION full_disk()",
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'could not extend file: No space left on device' "
        "USING ERRCODE = 'disk_full'; END $$",
    ],
}


def test_a_record_that_cannot_be_written_leaves_no_folder(store, workspace, record):
    does, *first = FULL[record]
    each = "FOR EACH ROW " if record == "postgresql" else ""
    with store.database.begin() as connection:
        for statement in (*first, f"CREATE TRIGGER fails BEFORE INSERT ON runs {each}{does}"):
            connection.execute(sa.text(statement))
    with pytest.raises(RnnvizError) as error:
        store.create_run(workspace, "", settings(), weather(), "log.csv")
    if record == "postgresql":
        assert error.value.code == "runs_disk_full"
    assert list((store.folder / "runs").iterdir()) == []

"""The tables of a database: made new, brought up to date, and left alone where that cannot be."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from small_runs import on_postgresql, on_sqlite, settings, weather

from rnnviz.errors import RnnvizError
from rnnviz.i18n import LANGUAGES, translator
from rnnviz.runs import schema
from rnnviz.runs.database import Database
from rnnviz.runs.store import RunStore
from rnnviz.runs.tables import METADATA, RUNS, WORKSPACES

ROOT = Path(__file__).resolve().parents[2]
OLD = ROOT / "tests" / "data" / "v0.1.0"


def without_tables(store: RunStore) -> sa.Engine:
    """The database of a store as it was before the first start."""
    engine = sa.create_engine(store.database.url)
    with engine.begin() as connection:
        METADATA.drop_all(connection)
        schema._VERSION.drop(connection)
    return engine


def differences(engine: sa.Engine) -> list[object]:
    """What sets the tables apart from those of ``tables.py``, as Alembic finds it."""
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    with engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), METADATA))


def test_the_steps_end_where_a_new_database_begins(store):
    new = sa.create_engine(store.database.url)
    assert differences(new) == []
    new.dispose()
    engine = without_tables(store)
    with engine.begin() as connection:
        schema.migrate(connection, None)
        assert schema.version_of(connection) == schema.VERSIONS[-1]
    assert differences(engine) == []
    engine.dispose()


def test_the_steps_are_those_that_are_named(store):
    """``VERSIONS`` is what is compared at each start, where Alembic would be slow."""
    from alembic.script import ScriptDirectory

    steps = ScriptDirectory(str(schema.HERE / "migrations")).walk_revisions()
    assert tuple(step.revision for step in steps)[::-1] == schema.VERSIONS


def as_0_1_0(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        schema.migrate(connection, None, schema.VERSIONS[0])
        connection.execute(sa.text("DROP TABLE alembic_version"))


def test_a_database_of_version_0_1_0_keeps_its_runs(store, workspace):
    run = store.create_run(workspace, "kept", settings(), weather(), "log.csv")
    with store.database.begin() as connection:
        found = connection.execute(sa.select(RUNS)).mappings().one()
    row = {column.key: found[column] for column in RUNS.columns}
    engine = without_tables(store)
    as_0_1_0(engine)
    with engine.begin() as connection:
        connection.execute(sa.insert(RUNS).values(**row))
    again = RunStore.at(store.folder)
    with engine.connect() as connection:
        seen = connection.execute(sa.select(WORKSPACES)).one()
    assert tuple(seen) == (workspace, run.created)
    assert again.list(workspace) == [run]
    assert differences(engine) == []
    engine.dispose()
    again.database.close()


def test_the_record_that_0_1_0_left_is_brought_up_to_date(tmp_path):
    folder = Path(shutil.copytree(OLD, tmp_path / "data"))
    RunStore.at(folder).database.close()
    engine = sa.create_engine(f"sqlite:///{folder / 'runs.sqlite'}")
    assert differences(engine) == []
    engine.dispose()


def test_a_database_of_a_later_version_is_left_alone(store, workspace):
    run = store.create_run(workspace, "", settings(), weather(), "log.csv")
    with store.database.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(RnnvizError, match="runs_store_newer"):
        RunStore.at(store.folder)
    assert store.get(workspace, run.id) == run


@pytest.mark.parametrize("old", [False, True], ids=["new", "0.1.0"])
def test_many_that_start_at_once_bring_it_up_to_date_once(store, old):
    engine = without_tables(store)
    if old:
        as_0_1_0(engine)
    errors: list[BaseException] = []
    together = threading.Barrier(4)

    def start() -> None:
        together.wait()
        try:
            Database(store.database.url).close()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert differences(engine) == []
    engine.dispose()


@on_postgresql
def test_a_right_that_is_missing_there_is_said(record, postgres, tmp_path):
    url = sa.make_url(os.environ["RNNVIZ_DATABASE_URL"])
    place = str(url.query["options"]).partition("=")[2]
    postgres.execute("CREATE ROLE guest LOGIN", f"GRANT USAGE ON SCHEMA {place} TO guest")
    with pytest.raises(RnnvizError) as error:
        RunStore(postgres.address_of(place, "guest"), tmp_path)
    assert error.value.code == "runs_store_forbidden"
    for language in LANGUAGES:
        said = translator(language).error(error.value)
        assert not any(secret in said for secret in ("guest", place, str(postgres.port), "127."))


@on_sqlite
def test_a_step_that_fails_leaves_everything_as_it_was(store, monkeypatch):
    engine = without_tables(store)
    as_0_1_0(engine)

    def fail(*_: object, **__: object) -> None:
        raise sa.exc.OperationalError("", {}, Exception("disk is full"))

    with monkeypatch.context() as patch:
        patch.setattr("alembic.operations.Operations.execute", fail)  # the last thing of step 2
        with pytest.raises(RnnvizError, match="runs_disk_full"):
            RunStore.at(store.folder)
    with engine.connect() as connection:
        assert set(sa.inspect(connection).get_table_names()) == {"runs", "epochs"}
    engine.dispose()
    RunStore.at(store.folder).database.close()  # the next start does it


def test_a_start_imports_alembic_for_a_step_alone(tmp_path):
    code = (
        "import sys; from pathlib import Path; from rnnviz.runs.store import RunStore;"
        "RunStore.at(Path(sys.argv[1])); RunStore.at(Path(sys.argv[1]));"
        "print('alembic' in sys.modules)"
    )
    for folder, imported in ((tmp_path / "new", "False"), (tmp_path / "data", "True")):
        if folder.name == "data":
            shutil.copytree(OLD, folder)
        done = subprocess.run(
            [sys.executable, "-c", code, str(folder)], cwd=ROOT, capture_output=True, text=True
        )
        assert done.stdout.strip() == imported, done.stderr

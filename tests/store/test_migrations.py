"""Every database that a release has made becomes the one that this release needs."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from bot.chat import Person
from bot.errors import StoreTrouble
from bot.store import migrate
from bot.store.sql import SqlStore
from bot.store.tables import Table
from bot.store.urls import database_url, sqlite_file


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(migrate._SCRIPTS))
    return ScriptDirectory.from_config(config)


REVISIONS = [script.revision for script in scripts().walk_revisions()]


def test_the_newest_migration_is_the_one_the_code_asks_for() -> None:
    assert scripts().get_current_head() == migrate.HEAD


def test_looking_at_a_database_that_is_not_there_does_not_make_it(empty_url: str) -> None:
    assert migrate.current_revision(empty_url) is None
    assert not migrate.is_up_to_date(empty_url)
    file = sqlite_file(empty_url)
    assert file is None or not file.exists()


def test_upgrading_makes_the_tables_and_again_changes_nothing(empty_url: str) -> None:
    for _ in range(2):
        migrate.upgrade(empty_url)
        assert migrate.current_revision(empty_url) == migrate.HEAD
        assert migrate.is_up_to_date(empty_url)


def test_the_migrated_tables_are_the_ones_the_code_uses(url: str) -> None:
    engine = create_engine(database_url(url), poolclass=NullPool)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Table.metadata) == []
    engine.dispose()


def test_a_sqlite_database_lets_readers_and_the_writer_pass_each_other(url: str) -> None:
    engine = create_engine(database_url(url), poolclass=NullPool)
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        else:
            assert connection.exec_driver_sql("SHOW transaction_isolation").scalar() == "read committed"
    engine.dispose()


def test_several_processes_may_upgrade_at_once(empty_url: str) -> None:
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(migrate.upgrade, [empty_url] * 4))
    assert migrate.is_up_to_date(empty_url)


async def test_a_replica_that_was_there_before_the_upgrade_goes_on(empty_url: str) -> None:
    """What its connections had prepared for the tables as they were is prepared anew."""
    migrate.upgrade(empty_url, "0005")
    async with SqlStore(empty_url) as store:
        for number in range(20):
            await store.put(f"seen/{number:02}", number)
            await store.scan("seen/")
        migrate.upgrade(empty_url)
        assert [key for key, _ in await store.scan("seen/1")] == [f"seen/1{number}" for number in range(10)]


@pytest.mark.parametrize("revision", REVISIONS)
async def test_what_an_older_release_wrote_is_all_there_after_the_upgrade(empty_url: str, revision: str) -> None:
    migrate.upgrade(empty_url, revision)
    assert migrate.current_revision(empty_url) == revision
    _write_as_the_first_release_did(empty_url)
    migrate.upgrade(empty_url)
    async with SqlStore(empty_url) as store:
        journal = await store.journal("interview-1")
        assert journal is not None
        assert journal.started_by == Person(id="U1", name="Ana")
        assert journal.started_at == datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
        assert [entry.body for entry in journal.entries] == [{"text": "Refunds take 9 days"}]
        assert await store.get("seen") == {"yes": True}
        by = Person(id="U1", name="Ana")
        at = journal.started_at
        # The write that happened before the upgrade does not happen again after it.
        again = await store.start(kind="interview", address="t:1", title="", by=by, at=at, entries=[], effect="turn:1")
        assert again == "interview-1"


def _write_as_the_first_release_did(url: str) -> None:
    at = "2026-03-02 12:00:00.000000" if sqlite_file(url) else "2026-03-02 12:00:00+00"
    ana = {"id": "U1", "name": "Ana"}
    entry = {"kind": "said", "at": "2026-03-02T12:00:00Z", "by": ana, "body": {"text": "Refunds take 9 days"}}
    engine = create_engine(database_url(url), poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO journals VALUES ('interview-1', 'interview', 1, 't:1', 'Refunds', 'open', :by, :at, :at)"
            ),
            {"by": json.dumps(ana), "at": at},
        )
        connection.execute(
            text("INSERT INTO entries VALUES ('interview-1', 1, 'turn:1', :entry)"), {"entry": json.dumps(entry)}
        )
        connection.execute(text("INSERT INTO effects VALUES ('turn:1', :at, 'interview-1', NULL)"), {"at": at})
        connection.execute(
            text("INSERT INTO key_values (key, value) VALUES ('seen', :value)"), {"value": '{"yes": true}'}
        )
    engine.dispose()


def test_a_database_of_a_newer_release_is_refused_with_what_to_do(empty_url: str) -> None:
    url = empty_url
    migrate.upgrade(url)
    engine = create_engine(database_url(url), poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    assert not migrate.is_up_to_date(url)
    with pytest.raises(StoreTrouble, match="newer Groundwork"):
        migrate.upgrade(url)


@pytest.mark.parametrize(
    "url", ["", "groundwork.db", "mysql://x/y", "sqlite://", "postgresql:/", "postgresql://u@h:p/x"]
)
def test_an_address_that_is_no_database_is_refused_with_what_to_write(url: str) -> None:
    with pytest.raises(StoreTrouble, match="sqlite:///"):
        migrate.upgrade(url)


def test_a_server_that_is_not_there_is_a_trouble_with_what_to_check() -> None:
    with pytest.raises(StoreTrouble, match="that it is running"):
        migrate.upgrade("postgresql://nobody@127.0.0.1:1/nothing")


def test_a_file_that_cannot_be_made_is_a_trouble_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for file in (tmp_path / "file" / "x.db", tmp_path):
        with pytest.raises(StoreTrouble, match=r"can’t be (written|used).*\. (Mend that|Check)"):
            migrate.upgrade(f"sqlite:///{file}")

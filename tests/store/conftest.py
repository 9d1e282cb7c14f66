"""Each test here runs on SQLite and on PostgreSQL, in a database of its own."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.store.migrate import upgrade
from bot.store.sql import SqlStore
from tests.store.databases import empty_tables, new_database, postgres_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def migrated_url(database: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A migrated database; its content is nobody's."""
    if database == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('migrated')}/groundwork.db"
    else:
        url = new_database(request.getfixturevalue("postgres"))
    upgrade(url)
    return url


@pytest.fixture
def empty_url(database: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if database == "sqlite":
        return f"sqlite:///{tmp_path}/state/groundwork.db"
    return new_database(request.getfixturevalue("postgres"))


@pytest.fixture
def url(database: str, tmp_path: Path, migrated_url: str) -> str:
    """A migrated database with nothing in it. (A new one takes PostgreSQL half a second, emptying one a moment.)"""
    if database == "sqlite":
        shutil.copy(migrated_url.removeprefix("sqlite:///"), tmp_path / "groundwork.db")
        return f"sqlite:///{tmp_path}/groundwork.db"
    empty_tables(migrated_url)
    return migrated_url


@pytest.fixture
async def store(url: str) -> AsyncIterator[SqlStore]:
    async with SqlStore(url) as store:
        yield store

"""A database whose files can't be written anew: what only its owner may is told, and not tried night after night."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url
from sqlalchemy.pool import NullPool

from bot.config import load
from bot.doctor.people import privacy
from bot.privacy.flow import told
from bot.store.migrate import upgrade
from bot.store.sql import SqlStore
from bot.store.sweeping import is_unswept, sweep_all
from bot.store.urls import database_url
from tests.store.databases import new_database

ROLE = "groundwork_plain"
OWNS = (
    'ALTER DATABASE "{database}" OWNER TO {role}',
    "ALTER SCHEMA public OWNER TO {role}",
)
USES = (
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT DELETE, SELECT ON pg_catalog.pg_statistic TO {role}",
)


@pytest.fixture
def url(postgres: str) -> Iterator[str]:
    """A database of its own, and a role that may log in, who is nobody there yet."""
    url = new_database(postgres)
    _does(url, "CREATE ROLE {role} LOGIN")
    yield url
    _does(url, *(f"REASSIGN OWNED BY {{role}} TO {make_url(url).username}", "DROP OWNED BY {role}", "DROP ROLE {role}"))


def _does(url: str, *statements: str) -> None:
    engine = create_engine(database_url(url), poolclass=NullPool)
    with engine.begin() as connection:
        for each in statements:
            connection.exec_driver_sql(each.format(role=ROLE, database=make_url(url).database))


def _as_role(url: str) -> str:
    return make_url(url).set(username=ROLE).render_as_string(hide_password=False)


async def _advice(url: str, home: Path) -> list[str]:
    config = load(None, cwd=home, environ={"GROUNDWORK_STATE_URL": url})
    return [line.found for line in await privacy(config) if line.subject == "Files"]


async def test_what_only_a_superuser_may_is_told_and_not_tried_again(url: str, tmp_path: Path) -> None:
    _does(url, *OWNS)
    plain = _as_role(url)
    upgrade(plain)
    async with SqlStore(plain) as store:
        swept = await sweep_all(store, plain)
        assert swept == "samples"
        assert not await is_unswept(store)
    assert "only a superuser can take these away" in told({"known": True, "stand_in": "erased-1", "swept": swept})
    assert await _advice(plain, tmp_path) == []
    async with SqlStore(url) as store:
        assert await sweep_all(store, url) == "whole"
    assert await _advice(url, tmp_path) == []


async def test_tables_of_somebody_else_are_told_though_postgres_only_warns(url: str, tmp_path: Path) -> None:
    upgrade(url)
    _does(url, *USES)
    plain = _as_role(url)
    async with SqlStore(plain) as store:
        swept = await sweep_all(store, plain)
        assert swept == "refused"
        assert not await is_unswept(store)
    assert "their owner can, with `VACUUM FULL`" in told({"known": True, "stand_in": "erased-1", "swept": swept})
    (found,) = await _advice(plain, tmp_path)
    assert "not write them anew" in found

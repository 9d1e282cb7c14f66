"""What begins alike is found by an index, among however many."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.pool import NullPool

from bot.store import migrate
from bot.store.beginnings import after_all
from bot.store.sql import SqlStore
from bot.store.urls import database_url

MANY = 20_000


def rows(connection: Connection, statement: str) -> list[Any]:
    return list(connection.exec_driver_sql(statement))


@pytest.fixture
def filled_url(empty_url: str) -> str:
    """A database that the first release made, with many facts and many writes in it, brought up to date."""
    migrate.upgrade(empty_url, "0001")
    numbers = f"(WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {MANY}) SELECT n FROM n) AS t"  # noqa: S608 (ours)
    engine = create_engine(database_url(empty_url), poolclass=NullPool)
    with engine.begin() as connection:
        for statement in (
            f"INSERT INTO key_values (key, value) SELECT 'post/' || n, '1' FROM {numbers}",  # noqa: S608 (ours)
            f"INSERT INTO effects (key, at) SELECT 'turn' || n || ':1', '2026-03-02 12:00:00' FROM {numbers}",  # noqa: S608 (ours)
        ):
            connection.exec_driver_sql(statement)
    migrate.upgrade(empty_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")
    return empty_url


async def test_facts_and_writes_that_begin_alike_are_found_by_an_index_and_not_by_reading_all(filled_url: str) -> None:
    asked: list[tuple[str, Any]] = []
    async with SqlStore(filled_url) as store:

        @event.listens_for(store._engine, "before_cursor_execute")
        def _note(_: object, __: object, statement: str, parameters: Any, *___: object) -> None:
            if "effects" in statement or "key_values" in statement:
                asked.append((statement, parameters))

        assert [key for key, _ in await store.scan("post/1999")] == [
            "post/1999", *(f"post/1999{last}" for last in range(10)),
        ]  # fmt: skip
        await store.drop("post/19998")
        assert await store.take_back("turn7") == 1
        found = list(asked)
        with store._engine.begin() as connection:
            postgres = connection.dialect.name == "postgresql"
            explain = "EXPLAIN" if postgres else "EXPLAIN QUERY PLAN"
            for statement, parameters in found:
                plan = "\n".join(map(str, connection.exec_driver_sql(f"{explain} {statement}", parameters)))
                assert ("pk_" if postgres else "SEARCH") in plan
                assert ("Seq Scan" if postgres else "SCAN") not in plan
    assert len(found) >= 3


async def test_the_index_sorts_by_code_points_whatever_the_language_of_the_database(filled_url: str) -> None:
    async with SqlStore(filled_url) as store:
        with store._engine.begin() as connection:
            if connection.dialect.name != "postgresql":
                assert "COLLATE" not in str(rows(connection, "SELECT sql FROM sqlite_master WHERE name = 'key_values'"))
                return
            wanted = "SELECT table_name, collation_name FROM information_schema.columns WHERE column_name = 'key'"
            found = dict(rows(connection, wanted))
            assert (found["key_values"], found["effects"]) == ("C", "C")


ODD = ("", "a", "\x1b", "\x1b001b", "\x1a", "a\x00", "\ud7ff", "\ud800", "\udfff", "\U0010ffff", "é", "z\U0010ffff")


async def test_odd_beginnings_are_found_as_python_finds_them(store: SqlStore) -> None:
    keys = {one + other for one in ODD for other in (*ODD, "b", "B")} - {""}
    for key in keys:
        await store.put(key, 1)
    for prefix in ODD:
        assert {key for key, _ in await store.scan(prefix)} == {key for key in keys if key.startswith(prefix)}


async def test_a_broadcast_of_an_earlier_release_is_gone_after_the_upgrade(empty_url: str) -> None:
    migrate.upgrade(empty_url, "0005")
    engine = create_engine(database_url(empty_url), poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO key_values (key, value) VALUES ('privacy/asked', '{}'), ('other', '1')"))
    migrate.upgrade(empty_url)
    async with SqlStore(empty_url) as store:
        assert await store.scan("") == [("other", 1)]


_plain = st.text(st.characters(exclude_categories=["Cs"]), max_size=4)


@given(_plain, _plain)
def test_what_comes_after_all_that_begins_so_is_the_first_that_does_not(prefix: str, other: str) -> None:
    end = after_all(prefix)
    within = prefix <= other and (not end or other < end)
    assert within == other.startswith(prefix)

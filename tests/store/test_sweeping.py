"""A database whose files can't be written anew: what only its owner may is told, and not tried night after night."""

from __future__ import annotations

from sqlalchemy import create_engine, make_url
from sqlalchemy.pool import NullPool

from bot.store.migrate import upgrade
from bot.store.sql import SqlStore
from bot.store.sweeping import is_unswept, sweep_all
from bot.store.urls import database_url
from tests.store.databases import new_database


async def test_what_the_server_refuses_is_told_and_not_tried_again(postgres: str) -> None:
    url = new_database(postgres)
    engine = create_engine(database_url(url), poolclass=NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE ROLE groundwork_plain LOGIN")
        connection.exec_driver_sql(f'ALTER DATABASE "{make_url(url).database}" OWNER TO groundwork_plain')
        connection.exec_driver_sql("ALTER SCHEMA public OWNER TO groundwork_plain")
    plain = make_url(url).set(username="groundwork_plain").render_as_string(hide_password=False)
    upgrade(plain)
    async with SqlStore(plain) as store:
        assert await sweep_all(store, plain) == "refused"
        assert not await is_unswept(store)
    async with SqlStore(url) as store:
        assert await sweep_all(store, url) == "whole"

"""Keeps the secret of each anonymous retro, and throws it away so that nothing of it is left in the database."""

from __future__ import annotations

import secrets

from sqlalchemy import Connection, delete, select, text

from bot.store.sql import SqlStore, insert_into
from bot.store.tables import EntryRow, KeyValueRow

PREFIX = "retro/secret/"


class RetroKeys:
    """`bot.retros.settings.Keys` beside the other facts that are no journal: a journal never forgets."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    async def get(self, retro_id: str) -> str | None:
        """See `Keys.get`."""
        found = await self._store.get(f"{PREFIX}{retro_id}")
        return str(found) if found else None

    async def make(self, retro_id: str) -> None:
        """See `Keys.make`."""

        def change(connection: Connection) -> None:
            new = insert_into(connection, KeyValueRow).values(key=f"{PREFIX}{retro_id}", value=secrets.token_hex(32))
            connection.execute(new.on_conflict_do_nothing())

        await self._store.write(change)

    async def forget(self, retro_id: str) -> None:
        """See `Keys.forget`. Overwritten first: SQLite would leave the bytes of a deleted row where they were.

        PostgreSQL keeps an old row until its next vacuum, and a backup keeps what it was made of.
        """

        def change(connection: Connection) -> None:
            if connection.dialect.name == "sqlite":
                connection.execute(text("PRAGMA secure_delete=ON"))
            connection.execute(delete(KeyValueRow).where(KeyValueRow.key == f"{PREFIX}{retro_id}"))

        await self._store.write(change)
        await self._store.settle()


class AnswerKeys(RetroKeys):
    """`RetroKeys` of assessments: with the secret go the single answers, of which the team's average is kept."""

    def __init__(self, store: SqlStore, kind: str) -> None:
        super().__init__(store)
        self._kind = kind

    async def forget(self, retro_id: str) -> None:
        """See `Keys.forget`; entries of the kind of answers go first."""

        def change(connection: Connection) -> None:
            if connection.dialect.name == "sqlite":
                connection.execute(text("PRAGMA secure_delete=ON"))
            rows = connection.execute(select(EntryRow.seq, EntryRow.entry).where(EntryRow.journal_id == retro_id)).all()
            gone = [row.seq for row in rows if row.entry["kind"] == self._kind]
            connection.execute(delete(EntryRow).where(EntryRow.journal_id == retro_id, EntryRow.seq.in_(gone)))

        await self._store.write(change)
        await super().forget(retro_id)

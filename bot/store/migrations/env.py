"""Alembic's door: runs the migrations over the connection that `bot.store.migrate` hands in."""

from __future__ import annotations

from alembic import context

from bot.store.tables import Table

context.configure(connection=context.config.attributes["connection"], target_metadata=Table.metadata)
context.run_migrations()

"""How many turns wait or are under way, over all processes that share the state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.durable.gathering import queue_engine

if TYPE_CHECKING:  # it takes a while to import
    from sqlalchemy import Engine

_COUNT = "SELECT count(*) FROM {table} WHERE status IN ('ENQUEUED', 'PENDING')"


class Depth:
    """Counts in the turns' own database at `state_url`. Its methods block."""

    def __init__(self, state_url: str) -> None:
        self._state_url = state_url
        self._engine: Engine | None = None

    def count(self) -> int:
        """Turns that have not ended."""
        from sqlalchemy import text

        if self._engine is None:
            self._engine = queue_engine(self._state_url)
        table = "workflow_status" if self._engine.dialect.name == "sqlite" else "dbos.workflow_status"
        with self._engine.connect() as connection:
            return int(connection.execute(text(_COUNT.format(table=table))).scalar_one())

    def close(self) -> None:
        """Let go of the connection."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

"""All that lasts is JSON: what DBOS keeps of turns, answers, failures and timers, and what we keep ourselves."""

from __future__ import annotations

import base64
import binascii
import json
import sqlite3
from contextlib import closing

import pytest
from structlog.testing import capture_logs

from bot.app import open_app
from bot.config import Config
from bot.store.urls import sqlite_file
from tests.dialog import Bot, DurableRoad

KEPT = ("inputs", "output", "error", "value", "message", "entry", "body", "what", "by", "started_by", "before", "facts")
"""The columns, by name, in which somebody's values stand."""


async def test_no_value_in_any_table_is_a_pickle(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_app(config) as app:
        bot = Bot(DurableRoad(app, timeout=60))
        await bot.says("Priya", "/interview Faster refunds. The clerk scans the parcel.", posts=None)
        await bot.says("Priya", "/digest weekdays 09:00", posts=None)
        await bot.says("Priya", "/digest weekdays 09:00 in #nowhere at all", posts=None)
        await bot.says("Priya", "/retro start", at="terminal:team", posts=None)

        def fails(*_: object, **__: object) -> None:
            raise ValueError("broken")

        with monkeypatch.context() as broken, capture_logs():
            broken.setattr("bot.interviews.flow.replay", fails)
            await bot.says("Priya", "The clerk scans the label.", posts=None)
            bot.shows("Something went wrong on my side")
    seen = 0
    for url in {config.database_url, config.turns_url}:
        file = sqlite_file(url)
        assert file is not None
        with closing(sqlite3.connect(file)) as connection:
            tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            for table in tables:
                rows = connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608 (a table's own name)
                columns = [column[0] for column in rows.description]
                for row in rows:
                    for column, value in zip(columns, row, strict=True):
                        assert not is_pickle(value), (table, column)
                        if column in KEPT and isinstance(value, str) and table != "audit":
                            json.loads(value)
                            seen += 1
                        if column == "serialization" and value is not None:
                            assert value == "groundwork_json", table
    assert seen > 50


def is_pickle(value: object) -> bool:
    """A pickle of any protocol since the second begins with this; DBOS writes them in base64."""
    if isinstance(value, str):
        try:
            value = base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError):
            return False
    return isinstance(value, bytes) and value[:1] == b"\x80" and value[1:2] in {b"\x02", b"\x03", b"\x04", b"\x05"}


def test_a_pickle_would_be_seen() -> None:
    assert is_pickle(base64.b64encode(b"\x80\x04K\x01.").decode())
    assert is_pickle(b"\x80\x05K\x01.")
    assert not is_pickle('{"a": 1}')

"""A platform's facts are kept under their keys, and found by how the keys begin."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.platforms.port import KeyValue
from bot.store.sql import SqlStore


async def test_the_last_value_put_is_the_one_that_is_got(store: SqlStore) -> None:
    facts: KeyValue = store
    assert await facts.get("who") is None
    values: list[Any] = [{"name": "Ana", "ids": [1, 2]}, "text", 3.5, None, [], {"a": {"b": [None, True]}}]
    for value in values:
        await facts.put("who", value)
        assert await facts.get("who") == value


async def test_a_scan_finds_exactly_the_keys_that_begin_so_in_their_order(store: SqlStore) -> None:
    for key in ("b:2", "a:1", "B:1", "b:10", "b%", "b_", "bb", "c"):
        await store.put(key, key.upper())
    assert await store.scan("b:") == [("b:10", "B:10"), ("b:2", "B:2")]
    assert [key for key, _ in await store.scan("b")] == ["b%", "b:10", "b:2", "b_", "bb"]
    assert [key for key, _ in await store.scan("b_")] == ["b_"]
    assert [key for key, _ in await store.scan("b%")] == ["b%"]
    assert await store.scan("x") == []
    assert len(await store.scan("")) == 8


async def test_putting_one_key_from_many_places_at_once_keeps_one_of_them(url: str) -> None:
    async with SqlStore(url) as one, SqlStore(url) as other:
        await asyncio.gather(*(store.put("key", n) for n in range(20) for store in (one, other)))
        assert await one.get("key") in range(20)
        assert len(await one.scan("key")) == 1

"""Whatever people type comes back as they typed it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from itertools import count

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.chat import Person
from bot.store.journal import Entry
from bot.store.sql import SqlStore

_numbers = count(1)

# One store for all examples of a test is on purpose: each example has keys of its own.
_shared_store = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)

anything = st.text(
    st.characters() | st.sampled_from("\x00\x1b\ud800\udfff\ud83d😀\u202e\u200fא%_\\'\"{}\n\r\t\x7f\ufffe")
)
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | anything,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(anything, inner, max_size=4),
    max_leaves=8,
)
moments = st.datetimes(
    datetime(1970, 1, 2),  # noqa: DTZ001
    datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)


@_shared_store
@given(
    text=anything, title=anything, name=anything, body=st.dictionaries(anything, json_values, max_size=4), at=moments
)
@example(text="x\x00y", title="\x00", name="\ud83d", body={"\x00": "\ud800"}, at=datetime(2026, 1, 1, tzinfo=UTC))
@example(text="\x1b0000 \x1b", title="\x1bd800", name="\u202eא", body={}, at=datetime(2026, 1, 1, tzinfo=UTC))
@example(text="'; DROP TABLE journals; --", title="{{7*7}}", name="%s", body={}, at=datetime(2026, 1, 1, tzinfo=UTC))
@example(text="🧾é" * 25_000, title="t" * 100_000, name="n", body={"a": "א" * 100_000}, at=datetime.now(UTC))
async def test_every_text_and_time_comes_back_as_it_was(  # noqa: PLR0913, PLR0917 (hypothesis fills them by name)
    store: SqlStore, text: str, title: str, name: str, body: dict[str, object], at: datetime
) -> None:
    number = next(_numbers)
    by = Person(id=text, name=name)
    entry = Entry(kind="said", at=at, by=by, body=body | {"text": text})
    # An index takes no address of 100 kB; none is that long.
    address = f"terminal:{number}/{text[:200]}"
    journal_id = await store.start(
        kind="interview", address=address, title=title, by=by, at=at, entries=[entry], effect=f"{number}:{text[:200]}"
    )
    journal = await store.current(address)
    assert journal is not None
    assert (journal.id, journal.address, journal.title, journal.started_by) == (journal_id, address, title, by)
    assert journal.entries == (entry,)
    assert journal.started_at == at


@_shared_store
@given(key=anything, value=json_values)
async def test_every_key_and_value_comes_back_as_it_was(store: SqlStore, key: str, value: object) -> None:
    unique = f"{next(_numbers)}:{key}"
    await store.put(unique, value)
    assert await store.get(unique) == value
    assert await store.scan(unique) == [(unique, value)]


@pytest.mark.parametrize("key", ["\x1b", "\x1b0000", "\x00"])
async def test_texts_that_look_alike_when_escaped_stay_apart(store: SqlStore, key: str) -> None:
    for other in ("\x1b", "\x1b0000", "\x00"):
        await store.put(other, other)
    assert await store.get(key) == key

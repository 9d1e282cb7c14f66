"""The terminal keeps what was said, once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import Choice, Choices, Post
from bot.errors import Trouble
from bot.platforms.terminal import Terminal, address_of, conversation_of
from tests.platforms.kept import Died, Kept

HERE = address_of("local")


async def texts(terminal: Terminal, address: str = HERE, after: int = 0, reader: str | None = None) -> list[str]:
    return [shown.post.text for shown in await terminal.history(address, after, reader=reader)]


async def test_a_conversation_has_a_history_in_the_order_it_was_said() -> None:
    terminal = Terminal(Kept())
    for number in range(12):
        await terminal.say(HERE, Post(text=f"post {number}"), key=f"k{number}")
    assert await texts(terminal) == [f"post {number}" for number in range(12)]
    assert await texts(terminal, after=10) == ["post 10", "post 11"]


async def test_the_same_key_again_is_the_same_post() -> None:
    terminal = Terminal(Kept())
    first = await terminal.say(HERE, Post(text="once"), key="a")
    await terminal.say(HERE, Post(text="next"), key="b")
    assert await terminal.say(HERE, Post(text="once"), key="a") == first
    assert await texts(terminal) == ["once", "next"]


@pytest.mark.parametrize("calls", range(5))
async def test_a_crash_at_any_moment_leaves_a_post_once_when_it_is_said_again(calls: int) -> None:
    kept = Kept()
    await Terminal(kept).say(HERE, Post(text="before"), key="a")
    kept.die_after(calls)
    try:
        await Terminal(kept).say(HERE, Post(text="in the crash"), key="b")
    except Died:
        crashed = True
    else:
        crashed = False
    kept.live()
    again = Terminal(kept)
    await again.say(HERE, Post(text="in the crash"), key="b")
    await again.say(HERE, Post(text="after"), key="c")
    assert await texts(again) == ["before", "in the crash", "after"]
    assert crashed is (calls < 4)  # two looks and two writes: the fifth call never comes


async def test_conversations_do_not_hear_each_other() -> None:
    terminal = Terminal(Kept())
    await terminal.say(HERE, Post(text="here"), key="a")
    await terminal.say("terminal:other", Post(text="there"), key="a")
    assert await texts(terminal) == ["here"]
    assert await texts(terminal, "terminal:other") == ["there"]


async def test_a_private_post_is_read_by_one_person_only() -> None:
    terminal = Terminal(Kept())
    await terminal.say(HERE, Post(text="for Priya", private_to="priya"), key="a")
    await terminal.say(HERE, Post(text="for all"), key="b")
    assert await texts(terminal, reader="priya") == ["for Priya", "for all"]
    assert await texts(terminal, reader="sam") == ["for all"]


async def test_what_was_offered_last_can_be_found_again() -> None:
    terminal = Terminal(Kept())
    offer = Post(parts=(Choices(options=(Choice(id="yes", label="Yes"),)),))
    await terminal.say(HERE, offer, key="a")
    await terminal.say(HERE, Post(text="by the way"), key="b")
    assert await terminal.offered(HERE) == offer
    assert await terminal.offered("terminal:empty") is None


@given(st.text(min_size=1, max_size=100))
def test_an_address_reads_back_as_the_conversation_it_was_made_from(name: str) -> None:
    try:
        address = address_of(name)
    except Trouble:
        return
    assert address_of(conversation_of(address)) == address
    assert address.startswith("terminal:")
    assert "\n" not in address


@pytest.mark.parametrize("name", ["", "  ", "\n", "x" * 101])
def test_a_conversation_needs_a_name(name: str) -> None:
    with pytest.raises(Trouble, match="1 to 100 letters"):
        address_of(name)


def test_an_address_of_another_platform_is_refused() -> None:
    with pytest.raises(ValueError, match="not an address of the terminal"):
        conversation_of("elsewhere:C1")

"""What is made in a private place in Slack is found there only, until somebody who took part decides otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.chat import Address
from bot.platforms.slack.readers import Readers, known_private
from tests.knowledge.shelves import write
from tests.platforms.kept import Kept
from tests.platforms.slack.conftest import World, live
from tests.platforms.slack.double import SlackDouble
from tests.platforms.slack.people import shown

STORY = "story customers should see where their axolotl is"
ASKED = "context where is my axolotl"
SEEN = "nearest to"


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    write(tmp_path, {"config.yaml": "index: {embedder: none}\n", "knowledge/a.md": "# Refunds\n\nNine days.\n"})
    return tmp_path


async def _asks(world: World, user: str, channel: str) -> str:
    await world.people.commands(user, f"/{ASKED}", channel)
    await world.bot.quiet()
    said = [shown(one) for one in world.slack.said(channel)]
    return next(one for one in reversed(said) if SEEN in one or "Nothing found" in one)


def _showing(world: World, channel: str, label: str) -> dict[str, object]:
    return next(one for one in reversed(world.slack.said(channel)) if label in shown(one))


async def test_it_stays_in_a_direct_message_until_its_author_lets_everybody_find_it(
    documents: Path, slack: SlackDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.knowledge.library._LOOK_AGAIN", 0.0)
    async with live(documents, slack) as world:
        own = slack.direct("U1")
        await world.people.types("U1", STORY, own)
        await world.people.types("U1", "approve all", own)
        assert "[Let everybody find it]" in await world.last(own)
        assert "axolotl" not in (await _asks(world, "U2", "C1")).replace("“where is my axolotl”", "")
        await world.people.types("U1", ASKED, own)
        assert SEEN in await world.last(own), "whoever made it finds it where it was made"

        await world.people.presses("U1", own, _showing(world, own, "Let everybody find it"), "Let everybody find it")
        assert "is found everywhere in the team" in await world.last(own)
        assert SEEN in await _asks(world, "U2", "C1")

        await world.people.presses("U1", own, _showing(world, own, "Only here again"), "Only here again")
        assert "only here again" in await world.last(own)
        assert "Nothing found" in await _asks(world, "U2", "C1")


async def test_a_private_channel_keeps_it_and_a_public_one_tells_everybody(
    documents: Path, slack: SlackDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.knowledge.library._LOOK_AGAIN", 0.0)
    slack.new_channel("C7", "U1", "U2", slack.bot_user)
    slack.channel("C7")["private"] = True
    async with live(documents, slack) as world:
        await world.people.types("U1", f"<@UBOT> {STORY}", "C7")
        await world.bot.quiet()
        thread = str(_showing(world, "C7", "As a")["thread_ts"])
        await world.people.types("U1", "approve all", "C7", thread=thread)
        await world.bot.quiet()
        offer = _showing(world, "C7", "Let everybody find it")
        assert "Nothing found" in await _asks(world, "U1", "C1")
        assert SEEN in await _asks(world, "U2", "C7")
        await world.people.presses("U2", "C7", offer, "Let everybody find it")
        await world.bot.quiet()
        assert "Nothing found" in await _asks(world, "U2", "C1"), "who said nothing for it decides nothing"

        await world.people.types("U2", f"<@UBOT> {STORY}", "C1")
        await world.bot.quiet()
        thread = str(_showing(world, "C1", "As a")["thread_ts"])
        await world.people.types("U2", "approve all", "C1", thread=thread)
        await world.bot.quiet()
        assert not [one for one in slack.said("C1") if "Let everybody find it" in shown(one)]
        assert SEEN in await _asks(world, "U1", slack.direct("U1"))


async def test_what_slack_told_before_counts_while_it_does_not_answer(here: World) -> None:
    kept, outside = Kept(), here.bot.app.slack
    here.slack.new_channel("C7", "U1", here.slack.bot_user)
    api = outside._reached().api
    times = [0.0]

    async def ask(address: Address) -> bool:
        times[0] += 3600
        return await readers.private(address)

    readers = Readers(api, kept, outside._reached().people, clock=lambda: times[0])
    assert await known_private(kept, "slack:T1:C7"), "what nobody told of is private"
    assert not await ask("slack:T1:C7:1699.42")
    here.slack.fail("conversations.info", "missing_scope")
    assert not await ask("slack:T1:C7")
    here.slack.fail("conversations.info", "missing_scope")
    assert await ask("slack:T1:C8")
    assert await ask("slack:T1:D1")
    assert await ask("slack:T1:C7:!U1.9")
    here.slack.channel("C7")["private"] = True
    assert await ask("slack:T1:C7"), "a channel that was made private is"
    assert await known_private(kept, "slack:T1:C7")

"""What is made in a chat in Teams is found there only; a channel's is found by all, unless it is for some."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.library import Settings
from bot.knowledge.values import BRIEFS, kept_source
from bot.platforms.rooms import is_private, room_of
from bot.platforms.teams.addresses import Place
from bot.platforms.teams.conversations import Conversations
from bot.platforms.teams.platform import Teams
from bot.platforms.teams.settings import TeamsSettings
from tests.platforms.kept import Kept
from tests.platforms.teams.conftest import World
from tests.platforms.teams.double import GROUP, personal, shown

STORY = "story customers should see where their axolotl is"
ASKED = "context where is my axolotl"


async def test_it_stays_in_a_chat_until_somebody_who_took_part_lets_everybody_find_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.knowledge.library._LOOK_AGAIN", 0.0)
    await world.teams.says("U1", STORY, GROUP, mention=True)
    await world.said(GROUP)
    await world.teams.says("U1", "approve all", GROUP, mention=True)
    assert "[Let everybody find it]" in await world.last(GROUP)
    offer = (await world.posts(GROUP))[-1]
    await world.teams.says("U2", ASKED, personal("U2"))
    assert "see where their axolotl is" not in await world.last(personal("U2"))
    await world.teams.presses("U1", GROUP, offer, "Let everybody find it")
    assert "is found everywhere in the team" in await world.last(GROUP)
    await world.teams.says("U2", ASKED, personal("U2"))
    assert "see where their axolotl is" in await world.last(personal("U2"))
    back = next(one for one in reversed(await world.posts(GROUP)) if "Only here again" in shown(one))
    await world.teams.presses("U1", GROUP, back, "Only here again")
    await world.said(GROUP)
    await world.teams.says("U2", ASKED, personal("U2"))
    assert "see where their axolotl is" not in await world.last(personal("U2"))


async def test_a_channel_is_private_when_teams_says_that_it_is_for_some() -> None:
    kept = Kept()
    teams = Teams(kept, TeamsSettings())
    told = {
        "conversation": {"id": "19:abc@thread.tacv2;messageid=1", "conversationType": "channel", "tenantId": "t"},
        "serviceUrl": "https://s.example",
        "channelData": {"channel": {"id": "19:abc@thread.tacv2", "type": "standard"}, "tenant": {"id": "t"}},
    }
    where = await Conversations(kept).meet(told)
    assert not await is_private({"teams": teams}, where.address)
    told["channelData"] = {"channel": {"id": "19:abc@thread.tacv2", "type": "private"}, "tenant": {"id": "t"}}
    where = await Conversations(kept).meet(told)
    assert await is_private({"teams": teams}, where.address)
    assert await is_private({"teams": teams}, where.under("9").address), "another thread of it"
    chat = Place(tenant="t", kind="personal", service="https://s.example", conversation="a:1")
    assert await is_private({"teams": teams}, chat.address)
    assert await is_private({"teams": teams}, "elsewhere:1"), "where nobody tells"


def test_an_audience_that_names_a_channel_holds_in_its_threads() -> None:
    channel = Place(tenant="t", kind="channel", service="https://s.example", conversation="19:abc@thread.tacv2")
    other = Place(tenant="t", kind="channel", service="https://s.example", conversation="19:abd@thread.tacv2")
    settings = Settings(folder=Path(), audience={"hr": [channel.address]}, room=room_of)
    assert settings.may_see("hr", channel.address)
    assert settings.may_see("hr", channel.under("7").address)
    assert not settings.may_see("hr", other.under("7").address)


def test_an_audience_limits_also_what_is_found_in_one_place() -> None:
    here, there = "slack:T1:D1", "slack:T1:D2"
    source = kept_source(BRIEFS, here)
    free = Settings(folder=Path(), room=room_of)
    assert [free.may_see(source, each) for each in (here, there, None)] == [True, False, True]
    assert free.may_see(source, here, outside=True), "guests find what was made with them"
    limited = Settings(folder=Path(), room=room_of, audience={BRIEFS: ["slack:T1:C1"]})
    assert [limited.may_see(source, each) for each in (here, there, None)] == [False, False, True]

"""Digests for another channel or person in Teams: by a mention or a name that was met, and only where both belong."""

from __future__ import annotations

from tests.platforms.teams.conftest import World
from tests.platforms.teams.double import CHANNEL, GROUP, personal

DESIGN = "19:design@thread.tacv2"


async def root_posts(world: World, channel: str) -> list[str]:
    await world.bot.quiet()
    return [one for name in list(world.teams.posts) if name.startswith(channel) for one in await world.said(name)]


async def asks(world: World, user: str, text: str, **named: str) -> str:
    made = await world.teams.says(user, text, CHANNEL, mention=True, named=named)
    return await world.last(f"{CHANNEL};messageid={made}")


async def test_a_digest_is_set_for_a_channel_that_is_mentioned(world: World) -> None:
    world.teams.members[DESIGN] = {"U1"}
    answer = await asks(world, "U1", "digest weekdays 09:00 in @Design", Design=DESIGN)
    assert "Set: a digest weekdays at 09:00 (UTC) in @Design." in answer
    (told,) = await root_posts(world, DESIGN)
    assert "Priya Shah has set for here: a digest weekdays at 09:00" in told
    assert "You aren’t in @Design" in await asks(world, "U2", "digest daily 9am in @Design", Design=DESIGN)
    assert "You aren’t in #design" in await asks(world, "U2", "digest daily 9am in #design")
    assert "in #Design." in await asks(world, "U1", "digest daily 9am in #Design"), "its name was learnt"


async def test_what_is_set_in_a_thread_is_known_in_the_whole_channel(world: World) -> None:
    assert "Set: a digest Mondays" in await asks(world, "U1", "digest Mondays 14:00")
    assert "a digest Mondays at 14:00 (UTC), set by Priya Shah" in await asks(world, "U2", "digest list")
    assert "Ended" in await asks(world, "U2", "digest stop 1")
    await world.teams.says("U1", "digest list", GROUP, mention=True)
    assert "Nothing is set here." in await world.last(GROUP)


async def test_a_person_gets_it_in_their_own_chat_and_can_end_it(world: World) -> None:
    await world.teams.says("U2", "hello", personal("U2"))
    answer = await asks(world, "U1", "digest weekdays 09:00 to @Tom Berg", **{"Tom Berg": "29:U2"})
    assert "to @Tom Berg." in answer
    assert "Priya Shah has set for here" in await world.last(personal("U2"))
    await world.teams.says("U2", "digest stop 1", personal("U2"))
    assert "Ended" in await world.last(personal("U2"))
    assert "to @tom." in await asks(world, "U1", "digest daily 9am to @tom"), "by the first name, if one has it"
    assert "to me." in await asks(world, "U1", "digest daily 9am to me")
    assert "has set for here: a digest daily" in await world.last(personal("U1"))


async def test_what_is_not_known_or_closed_is_a_sentence(world: World) -> None:
    assert "Nothing is set. I know no #nowhere yet." in await asks(world, "U1", "digest daily 9am in #nowhere")
    assert "I can’t see @Board." in await asks(world, "U1", "digest daily 9am in @Board", Board="19:b@thread.tacv2")
    for channel in ("19:one@thread.tacv2", "19:two@thread.tacv2"):
        world.teams.members[channel] = {"U1"}
        await asks(world, "U1", "hello", Twins=channel)
    assert "There is more than one channel #twins." in await asks(world, "U1", "digest daily 9am in #twins")
    assert "Nothing is set here." in await asks(world, "U1", "digest list")


async def test_stories_of_one_thread_are_the_sprint_of_the_whole_channel(world: World) -> None:
    thread = await world.mentions("U1", "story customers should see where their parcel is")
    await world.last(thread)
    await world.teams.says("U1", "approve all", thread)
    await world.last(thread)
    assert "stories approved here" in await asks(world, "U2", "context sprint stories")
    await world.teams.says("U2", "context sprint stories", personal("U2"))
    assert "stories approved here" not in await world.last(personal("U2"))

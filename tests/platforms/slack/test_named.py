"""Digests for another channel or person in Slack: by a mention or a name, and only where both sides belong."""

from __future__ import annotations

from tests.platforms.slack.conftest import World
from tests.platforms.slack.people import shown


async def said_to(world: World, user: str) -> list[str]:
    await world.bot.quiet()
    return [shown(one) for one in world.slack.said(world.slack.direct(user))]


async def test_a_digest_is_set_for_a_channel_that_is_mentioned(world: World) -> None:
    world.slack.new_channel("C2", "U1", "U2", "UBOT", name="team")
    await world.people.commands("U1", "/digest weekdays 09:00 in <#C2|team>", "C1")
    assert "Set: a digest weekdays at 09:00 (UTC) in #team." in await world.last("C1")
    assert "Priya has set for here: a digest weekdays at 09:00" in await world.last("C2")
    await world.people.commands("U2", "/digest list", "C2")
    assert "a digest weekdays at 09:00 (UTC), set by Priya" in await world.last("C2")
    await world.people.commands("U2", "/digest stop 1", "C2")
    assert "Ended: weekdays at 09:00" in await world.last("C2")


async def test_what_is_set_in_a_thread_is_known_in_the_whole_channel(here: World) -> None:
    await here.people.commands("U1", "/digest Mondays 14:00", "C1")
    assert "Set: a digest Mondays at 14:00" in await here.last("C1")
    await here.people.types("U2", "<@UBOT> digest list", "C1")
    assert "a digest Mondays at 14:00 (UTC), set by Priya" in await here.last("C1")
    await here.people.types("U2", "digest list", here.slack.direct("U2"))
    assert "Nothing is set here." in (await said_to(here, "U2"))[-1]


async def test_a_channel_by_its_name_a_mention_in_a_message_and_me(here: World) -> None:
    for number in range(3):
        here.slack.new_channel(f"C7{number}", "U1", "UBOT", name=f"other-{number}")
    here.slack.new_channel("G2", "U1", "UBOT", private=True, name="leads")
    await here.people.commands("U1", "/digest weekdays 09:00 in #Leads", "C1")
    assert "Priya has set for here" in await here.last("G2")
    await here.people.types("U1", "<@UBOT> digest daily 8am in <#C71|other-1>", "C1")
    assert "in #other-1." in await here.last("C1")
    assert "Priya has set for here: a digest daily at 08:00" in await here.last("C71")
    await here.people.commands("U1", "/digest daily 8am to me", "C1")
    assert "Priya has set for here: a digest daily" in (await said_to(here, "U1"))[-1]
    await here.people.types("U1", "digest daily 9am", here.slack.direct("U1"))
    assert "Set: a digest daily at 09:00" in (await said_to(here, "U1"))[-1]


async def test_a_person_gets_it_in_their_own_conversation_and_can_end_it(world: World) -> None:
    await world.people.commands("U1", "/digest weekdays 09:00 to <@U2|tom>", "C1")
    assert "Set: a digest weekdays at 09:00 (UTC) to @Tom." in await world.last("C1")
    assert "/digest stop 1 here ends it" in (await said_to(world, "U2"))[-1]
    await world.people.types("U2", "digest stop 1", world.slack.direct("U2"))
    assert "Ended" in (await said_to(world, "U2"))[-1]


async def test_nobody_sends_into_a_channel_that_they_are_not_in(here: World) -> None:
    here.slack.new_channel("C2", "U2", "UBOT", name="team")
    here.slack.new_channel("G3", "U1", "U2", private=True, name="board")
    for place, answer in (
        ("<#C2|team>", "Nothing is set. You aren’t in #team"),
        ("#team", "You aren’t in #team"),
        ("<#G3|board>", "I can’t see that channel. Type /invite @Groundwork there"),
        ("#nowhere", "I’m in no channel #nowhere"),
        ("@somebody", "I can’t tell who @somebody is"),
    ):
        await here.people.commands("U1", f"/digest weekdays 09:00 in {place}", "C1")
        assert answer in await here.last("C1")
    assert here.slack.said("C2") == []
    await here.people.commands("U1", "/digest list", "C1")
    assert "Nothing is set here." in await here.last("C1")


async def test_in_a_private_channel_it_has_to_be_invited_first(here: World) -> None:
    here.slack.new_channel("G3", "U1", private=True, name="board")
    await here.people.commands("U1", "/digest weekdays 09:00", "G3")
    assert "Nothing is set. I’m not in this channel." in (await said_to(here, "U1"))[-1]


async def test_somebody_whom_it_may_not_write_to_is_told_of(here: World) -> None:
    here.slack.fail("conversations.open", "cannot_dm_bot")
    await here.people.commands("U1", "/digest weekdays 09:00 to <@U3|ana>", "C1")
    assert "Nothing is set. Slack doesn’t let me write to @Ana directly (cannot_dm_bot)." in await here.last("C1")


async def test_a_channel_is_called_by_its_name_in_what_people_said(here: World) -> None:
    await here.people.types("U1", "<@UBOT> interview Faster refunds, as <#C9|returns> asked", "C1")
    assert "as #returns asked" in await here.last("C1")


async def test_stories_of_one_thread_are_the_sprint_of_the_whole_channel(here: World) -> None:
    await here.people.commands("U1", "/story customers should see where their parcel is", "C1")
    await here.bot.quiet()
    await here.people.types("U1", "approve all", "C1", thread=here.root("C1"))
    await here.bot.quiet()
    await here.people.commands("U2", "/context sprint stories", "C1")
    assert "stories approved here" in "\n".join(await here.said("C1"))
    here.slack.new_channel("C2", "U1", "UBOT")
    await here.people.commands("U1", "/context sprint stories", "C2")
    assert "stories approved here" not in await here.last("C2")

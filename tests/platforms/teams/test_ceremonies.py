"""A team's ceremonies in Teams: set up in a card, moved by a button, reminded where the team is."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.platforms.teams.render import render
from bot.platforms.teams.render.elements import read
from tests.dialog import Bot
from tests.platforms.slack.test_ceremonies import TALK
from tests.platforms.teams.conftest import World
from tests.platforms.teams.double import CHANNEL, GROUP, personal, shown


def inputs(card: dict[str, Any]) -> dict[str, str]:
    return {one["label"]: one["id"] for one in card["body"] if one["type"].startswith("Input.")}


def values(card: dict[str, Any], **changed: str) -> dict[str, str]:
    typed = {one["id"]: str(one.get("value", "")) for one in card["body"] if one["type"].startswith("Input.")}
    return typed | {inputs(card)[label.replace("_", " ")]: text for label, text in changed.items()}


async def set_up(world: World, where: str, **more: str) -> None:
    """In a form of the card, with an error first."""
    await world.teams.says("U1", "ceremony setup", where, mention=True)
    post = next(one for one in reversed(await everything(world)) if "Set up the team" in shown(one))
    there = next(place for place, posts in world.teams.posts.items() if post in posts)
    form = (await world.teams.presses("U1", there, post, "Set up the team"))["value"]
    wrong = (await world.teams.presses("U1", there, post, "Save", form, **values(form, Time_zone="Europe/Berln")))[
        "value"
    ]
    assert "I know no time zone “Europe/Berln”. Did you mean Europe/Berlin?" in read(wrong["body"])
    filled = values(wrong, Team="Parcels", Time_zone="Europe/Berlin", People="Priya Shah\nTom Berg", **more)
    await world.teams.presses("U1", there, post, "Save", wrong, **filled)
    assert any("Set: Parcels, a sprint of 2 weeks" in shown(one) for one in await everything(world))


async def everything(world: World) -> list[dict[str, Any]]:
    await world.bot.quiet()
    return [post for posts in world.teams.posts.values() for post in posts]


async def test_a_team_is_set_up_in_a_card_and_shown_wherever_it_is_asked_for(world: World) -> None:
    await set_up(world, CHANNEL)
    thread = await world.mentions("U2", "ceremony list")
    said = "\n".join(await world.said(thread))
    for part in ("Retrospective", "Friday 14:00, 90 minutes, last week", "reminder 1 day before, summary after"):
        assert part in said


async def test_a_move_is_confirmed_by_a_button(world: World) -> None:
    await set_up(world, GROUP)
    await world.teams.says("U2", "ceremony move retro to Wednesday 15:00", GROUP, mention=True)
    post = (await world.posts(GROUP))[-1]
    assert "Retrospective moves from" in shown(post)
    answer = await world.teams.presses("U1", GROUP, post, "Yes, move it")
    assert "✓ Yes, move it — Priya Shah" in read(answer["value"]["body"])
    assert "Retrospective is on Wed" in await world.last(GROUP)


async def test_what_is_added_at_a_bad_time_can_be_moved_by_a_button(world: World) -> None:
    await set_up(world, GROUP)
    await world.teams.says("U2", "ceremony add Guild, Sunday 10:00, 1 hour", GROUP, mention=True)
    post = (await world.posts(GROUP))[-1]
    assert "But: The team doesn’t work on Sundays." in shown(post)
    assert "These would suit better:" in shown(post)
    better = re.findall(r"\[(\w+day \d\d:\d\d)\]", shown(post))
    assert len(better) == 3
    await world.teams.presses("U1", GROUP, post, better[1])
    assert f"Moved for good: Guild, {better[1]}, 1 hour" in await world.last(GROUP)


async def test_what_is_asked_and_decided_in_a_thread_is_answered_there(world: World) -> None:
    await set_up(world, CHANNEL)
    roots = len(world.teams.posts.get(CHANNEL, []))
    thread = await world.mentions("U2", "/ceremony next")
    assert "Next for Parcels" in await world.last(thread)
    await world.teams.says("U2", "/ceremony move retro to Wednesday 15:00", thread, mention=True)
    post = (await world.posts(thread))[-1]
    assert "Retrospective moves from" in shown(post)
    await world.teams.presses("U1", thread, post, "Yes, move it")
    assert "Retrospective is on Wed" in await world.last(thread)
    await world.bot.quiet()
    assert len(world.teams.posts.get(CHANNEL, [])) == roots, "nothing stands in the channel itself"


async def test_the_calendar_is_folded_into_the_conversation(world: World) -> None:
    await set_up(world, GROUP)
    await world.teams.says("U2", "ceremony calendar", GROUP, mention=True)
    said = "\n".join(await world.said(GROUP))
    assert "parcels.ics" in said
    assert "BEGIN:VCALENDAR" in said


async def test_teams_answers_as_the_straight_road_does(world: World, bot: Bot) -> None:
    bot.now, bot.tick = datetime.now(UTC), timedelta(milliseconds=1)
    for who, text in TALK:
        name, user = {"Priya": ("Priya Shah", "U1"), "Tom": ("Tom Berg", "U2")}[who]
        await bot.says(name, text, posts=None)
        await world.teams.says(user, text, GROUP, mention=True)
        expected = [read(message.card["body"]) for post in bot.posts for message in render(post)]
        assert (await world.said(GROUP))[-len(expected) :] == expected, f"after {text!r}"


async def test_a_move_from_ones_own_chat_is_of_the_team_which_hears_of_it(world: World) -> None:
    await set_up(world, GROUP)
    own = personal("U2")
    await world.teams.says("U2", "ceremony move retro to Wednesday 15:00", own)
    post = (await world.posts(own))[-1]
    assert "Retrospective moves from" in shown(post)
    await world.teams.presses("U2", own, post, "Yes, move it")
    assert "15:00, this once. /ceremony undo takes it back." in await world.last(own)
    assert "Tom Berg, from another conversation: moved Retrospective of" in await world.last(GROUP)


async def test_of_two_teams_a_button_says_which_and_the_rest_needs_no_second_typing(world: World) -> None:
    await set_up(world, GROUP)
    await world.mentions("U2", "ceremony add Retrospective, Friday 10:00, 1 hour")
    await world.bot.quiet()
    own = personal("U2")
    await world.teams.says("U2", "ceremony skip retro", own)
    post = (await world.posts(own))[-1]
    assert "For which team is “skip retro”?" in shown(post)
    await world.teams.presses("U2", own, post, "Parcels")
    await world.teams.presses("U2", own, (await world.posts(own))[-1], "Yes, leave it out")
    assert "is left out." in await world.last(own)
    assert "Tom Berg, from another conversation: left out Retrospective" in await world.last(GROUP)


async def test_who_is_not_in_the_conversation_of_a_team_asks_nothing_of_it_by_its_name(world: World) -> None:
    await set_up(world, GROUP)
    world.teams.members[GROUP].remove("U2")
    own = personal("U2")
    await world.teams.says("U2", "ceremony move retro to Wednesday 15:00", own)
    assert "No team is set up in this conversation yet." in await world.last(own)


async def test_who_has_left_changes_nothing_by_a_button_from_before(world: World) -> None:
    await set_up(world, GROUP)
    own = personal("U2")
    await world.teams.says("U2", "ceremony move retro to Wednesday 15:00", own)
    post = (await world.posts(own))[-1]
    world.teams.members[GROUP].remove("U2")
    await world.teams.presses("U2", own, post, "Yes, move it")
    told = await world.last(own)
    assert "You aren’t in the conversation where Parcels meets, so nothing was changed there." in told

"""What somebody asks of their team from another conversation is about that team; of several, they say which."""

from __future__ import annotations

from typing import Any, cast
from zoneinfo import ZoneInfo

from bot.ceremonies.elsewhere import Elsewhere, at_team
from bot.ceremonies.rules import Days
from bot.ceremonies.settings import CeremonySettings
from bot.chat import Message, Person, Post
from bot.durable import Ports
from bot.durable.ports import look_now
from bot.durable.steps import make_ports
from bot.schedule import Schedules
from bot.store.journal import Entry
from tests.ceremonies.conftest import FRIDAY, SETUP, set_up
from tests.dialog import HERE, Bot, StraightRoad

OTHER, MINE = "terminal:returns", "terminal:mine"


async def two_teams(bot: Bot) -> None:
    await set_up(bot)
    values: dict[str, Any] = {
        **SETUP,
        "name": "Returns",
        "ceremonies": "Retrospective, Friday 14:00, 1 hour, last week",
    }
    await bot.fills("Tom", "ceremony:setup", at=OTHER, **values)


async def test_the_only_team_is_meant_and_hears_what_was_moved(bot: Bot) -> None:
    await set_up(bot)
    await bot.says("Tom", "/ceremony move retro to Friday 16:00", at=MINE)
    bot.shows("**Retrospective** moves from Thu 10 Dec 16:00 to Fri 11 Dec 16:00, this once.", "Right?")
    assert {post.private_to for post in bot.posts} == {"tom"}
    await bot.picks("Tom", "Yes, move it", at=MINE, posts=2)
    bot.shows(
        "**Retrospective** is on Fri 11 Dec 16:00, this once.",
        "Tom, from another conversation: moved Retrospective of Thu 10 Dec to Fri 11 Dec 16:00.",
    )
    assert [post.private_to for post in bot.posts] == ["tom", None]
    await bot.says("Tom", "/ceremony undo", at=MINE, posts=2)
    bot.shows("Taken back: moved Retrospective of Thu 10 Dec", "from another conversation: took back: moved")
    await bot.says("Priya", "/ceremony next 20", at=HERE)
    bot.shows("Thu 10 Dec 16:00 **Retrospective**")


async def test_of_several_teams_they_say_which_and_what_was_said_goes_on(bot: Bot) -> None:
    await two_teams(bot)
    await bot.says("Tom", "/ceremony move retro to Thursday 15:00", at=MINE)
    bot.shows("For which team is “move retro to Thursday 15:00”?")
    assert [choice.label for choice in bot.posts[0].choices] == ["Parcels", "Returns"]
    await bot.picks("Tom", "Returns", at=MINE)
    bot.shows("**Retrospective** moves from Fri 11 Dec 14:00 to Thu 10 Dec 15:00, this once.")
    await bot.picks("Tom", "Yes, move it", at=MINE, posts=2)
    bot.shows("**Retrospective** is on Thu 10 Dec 15:00, this once.")
    await bot.says("Priya", "/ceremony next 20", at=HERE)
    bot.hides("Thu 10 Dec 15:00")


async def test_the_other_words_are_about_that_team_as_well(bot: Bot) -> None:
    await set_up(bot)
    for words, shown in (
        ("skip retro", "is left out, this once"),
        ("pause until 7 January", "Nothing is held from Fri 27 Nov to Wed 6 Jan 2027"),
        ("changes", "set up the team (Priya"),
        ("edit retro", "What changes?"),
        ("move retreat to Friday", "Which ceremony? There is Planning, Daily, Retrospective."),
    ):
        await bot.says("Tom", f"/ceremony {words}", at=MINE)
        bot.shows(shown)
    await bot.says("Tom", "/ceremony set retro place Room 5", at=MINE, posts=2)
    bot.shows("Set: **Retrospective**", "from another conversation: set Retrospective: place Room 5.")
    await bot.says("Tom", "/ceremony calendar", at=MINE)
    assert "Room 5" in bot.document("parcels.ics")


async def test_a_better_time_that_is_shown_elsewhere_is_one_of_the_team(bot: Bot) -> None:
    await set_up(bot)
    await bot.says("Tom", "/ceremony set daily length 5 hours", at=MINE, posts=2)
    bot.shows("Set: **Daily**, weekdays 15:15, 5 hours", "But:")
    better = next(option.label for option in bot.posts[0].choices)
    await bot.picks("Tom", better, at=MINE, posts=2)
    bot.shows(
        f"Moved for good: **Daily**, weekdays {better[:5]}, 5 hours",
        "Tom, from another conversation: moved Daily for good",
    )


async def test_a_form_of_the_team_changes_the_team(bot: Bot) -> None:
    await set_up(bot)
    await bot.says("Tom", "/ceremony edit retro", at=MINE)
    form = bot.posts[0].form
    assert form is not None
    values = {field.name: field.value for field in form.fields} | {"time": "11:00"}
    await bot.fills("Tom", form.id, at=MINE, posts=2, **values)
    bot.shows("Set: **Retrospective**, Thursday 11:00", "from another conversation: set Retrospective, Thursday 11:00")


async def test_who_is_in_no_team_is_offered_to_set_one_up(bot: Bot) -> None:
    await set_up(bot)
    await bot.says("Ana", "/ceremony move retro to Friday 16:00", at=MINE)
    bot.shows("No team is set up in this conversation yet.")
    bot.hides("Retrospective** moves")


async def test_teams_of_one_name_are_told_apart_by_what_they_hold_next(bot: Bot) -> None:
    await bot.says("Priya", "/ceremony add Retrospective, Thursday 16:00, 1 hour")
    await bot.says("Priya", "/ceremony add Retrospective, Friday 14:00, 1 hour", at=OTHER)
    await bot.says("Priya", "/ceremony skip retro", at=MINE)
    labels = [choice.label for choice in bot.posts[0].choices]
    assert labels == ["Team (Retrospective, Thu 3 Dec 16:00)", "Team (Retrospective, Fri 4 Dec 14:00)"]


async def test_what_somebody_else_changed_meanwhile_is_not_told_as_theirs(bot: Bot) -> None:
    await set_up(bot)
    assert isinstance(bot.road, StraightRoad)
    store, said = bot.road.store, list[Post]()
    (head,) = await store.heads(kind="team")
    tom, ana = Person(id="tom", name="Tom"), Person(id="ana", name="Ana")

    async def meanwhile(message: Message, ports: Ports, settings: CeremonySettings) -> None:
        assert settings.room(message.address) == HERE
        for by, what in ((ana, "paused until 7 January"), (tom, "left out Daily of Mon 30 Nov")):
            await ports.store.append(head.id, [Entry(kind="noticed", at=FRIDAY, by=by, body={"what": what})], at=FRIDAY)

    message = Message(key="1", address=MINE, author=tom, at=FRIDAY, command="ceremony", text="skip daily")
    settings = CeremonySettings(
        zone=ZoneInfo("Europe/Berlin"),
        schedules=cast("Schedules", None),
        days=cast("Days", None),
        room=lambda address: address,
    )
    terminal = {"terminal": bot.road.platform}
    ports = make_ports(message, "1", step=look_now, store=store, platforms=terminal, said=said, models=None)
    await at_team(Elsewhere(head.id, HERE, "Parcels"), message, ports, settings, meanwhile)
    (told,) = said
    assert told.text.startswith("Tom, from another conversation: left out Daily of Mon 30 Nov.")

"""A team's ceremonies in Slack: set up in a modal, moved by a button, reminded where the team is."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.platforms.slack.render import render
from bot.schedule import Due, message_of
from bot.store.schedules import ScheduleTable
from bot.times import next_due
from tests.dialog import Bot
from tests.platforms.slack.conftest import World, settings
from tests.platforms.slack.people import shown


async def set_up(world: World) -> None:
    await world.people.commands("U1", "/ceremony", "C1")
    await world.bot.quiet()
    post = world.slack.said("C1")[-1]
    assert "No team is set up in this conversation yet." in shown(post)
    await world.people.presses("U1", "C1", post, "Set up the team")
    assert world.slack.modals["U1"]["title"]["text"] == "Set up the team"
    errors = await world.people.submits("U1", Time_zone="Europe/Berln", Working_days="sometimes")
    assert errors == {
        "Time zone": "I know no time zone “Europe/Berln”. Did you mean Europe/Berlin?",
        "Working days": "Write the days as Mon-Fri, or Sunday to Thursday.",
    }
    assert await world.people.submits("U1", Team="Parcels", Time_zone="Europe/Berlin", People="Priya\nTom") is None
    await world.bot.quiet()


async def test_a_team_is_set_up_in_a_modal_and_spoken_to_in_its_channel(world: World) -> None:
    await set_up(world)
    assert "Set: Parcels, a sprint of 2 weeks" in await world.last("C1")
    await world.people.commands("U2", "/ceremony list", "C1")
    shown_list = await world.last("C1")
    for part in (
        "Retrospective",
        "Friday 14:00, 90 minutes, last week",
        "reminder 1 day before, summary after",
        "Priya",
    ):
        assert part in shown_list
    assert all(not one.get("thread_ts") for one in world.slack.said("C1")), "nothing begins a thread of its own"


async def test_a_mention_in_a_thread_is_about_the_same_team(world: World) -> None:
    await set_up(world)
    ts = await world.people.types("U2", "<@UBOT> ceremony next", "C1")
    assert "Next for Parcels" in await world.last("C1", ts)
    await world.people.types("U2", "<@UBOT> /ceremony next", "C1", thread=ts)
    assert len([one for one in await world.said("C1", ts) if "Next for Parcels" in one]) == 2


async def test_a_move_is_confirmed_by_a_button_which_gives_way_to_who_decided(world: World) -> None:
    await set_up(world)
    await world.people.commands("U2", "/ceremony move retro to Wednesday 15:00", "C1")
    await world.bot.quiet()
    post = world.slack.said("C1")[-1]
    assert "Retrospective moves from" in shown(post)
    assert "this once. Right?" in " ".join(shown(post).split())
    await world.people.presses("U1", "C1", post, "Yes, move it")
    assert "Retrospective is on Wed" in await world.last("C1")
    await world.people.until(lambda: "✓ Yes, move it — Priya" in shown(world.slack.message("C1", post["ts"])))
    await world.people.commands("U2", "/ceremony changes", "C1")
    assert "moved Retrospective" in await world.last("C1")


async def test_what_is_added_at_a_bad_time_can_be_moved_by_a_button(world: World) -> None:
    await set_up(world)
    await world.people.commands("U2", "/ceremony add Guild, Sunday 10:00, 1 hour", "C1")
    await world.bot.quiet()
    post = world.slack.said("C1")[-1]
    assert "But: The team doesn’t work on Sundays." in shown(post)
    assert "These would suit better:" in shown(post)
    better = re.findall(r"\[(\w+day \d\d:\d\d)\]", shown(post))
    assert len(better) == 3
    await world.people.presses("U1", "C1", post, better[1])
    assert f"Moved for good: Guild, {better[1]}, 1 hour" in await world.last("C1")


async def test_what_is_decided_in_a_thread_is_said_there_and_of_a_post_in_the_channel_in_the_channel(
    world: World,
) -> None:
    await set_up(world)
    ts = await world.people.types("U2", "<@UBOT> ceremony move retro to Wednesday 15:00", "C1")
    await world.bot.quiet()
    post = world.slack.said("C1", ts)[-1]
    await world.people.presses("U1", "C1", post, "Yes, move it")
    assert "Retrospective is on Wed" in await world.last("C1", ts)
    await world.people.commands("U2", "/ceremony move retro to Thursday 15:00", "C1")
    await world.bot.quiet()
    post = {**world.slack.said("C1")[-1]}
    assert "Retrospective moves from" in shown(post)
    await world.people.types("U2", "fine with me", "C1", thread=post["ts"])
    assert len(await world.said("C1", post["ts"])) == 1, "people may talk under a post"
    await world.people.presses("U1", "C1", {**post, "thread_ts": post["ts"]}, "Yes, move it")
    assert "Retrospective is on Thu" in await world.last("C1")
    assert not world.slack.said("C1")[-1].get("thread_ts"), "a post that others answered is no thread of its own"


async def test_a_form_that_was_opened_in_a_thread_is_answered_there(here: World) -> None:
    ts = await here.people.types("U2", "<@UBOT> ceremony next", "C1")
    await here.bot.quiet()
    await here.people.presses("U1", "C1", here.slack.said("C1", ts)[-1], "Set up the team")
    assert await here.people.submits("U1", Team="Parcels", Time_zone="Europe/Berlin", People="Priya\nTom") is None
    assert "Set: Parcels, a sprint of 2 weeks" in await here.last("C1", ts)


async def test_the_calendar_comes_as_a_file(here: World) -> None:
    await set_up(here)
    await here.people.commands("U2", "/ceremony calendar", "C1")
    assert "(parcels.ics)" in "\n".join(await here.said("C1"))
    data = next(file["data"] for file in here.slack.files.values() if file["name"] == "parcels.ics")
    assert data.startswith(b"BEGIN:VCALENDAR\r\n")
    assert data.count(b"BEGIN:VEVENT") == 5


async def test_home_shows_what_is_next(here: World) -> None:
    await here.people.looks_at_home("U2")
    await set_up(here)
    await here.people.looks_at_home("U2")
    await here.people.until(lambda: "Next: Parcels" in shown(here.slack.homes["U2"]))
    assert "Daily, 15 minutes" in shown(here.slack.homes["U2"])


async def test_a_check_in_is_answered_in_a_modal_by_several_people(here: World, tmp_path: Path) -> None:
    await set_up(here)
    await here.people.commands("U1", "/ceremony set daily checkin 1 hour", "C1")
    await here.bot.quiet()
    table = ScheduleTable(settings(tmp_path, here.slack, "socket").database_url)
    asked = next(each for each in await table.active() if each.what["message"] == "checkin")
    gathered = next(each for each in await table.active() if each.what["message"] == "gathered")
    await table.close()
    at = datetime.now(UTC)
    assert (asked.rule.shift, gathered.rule.shift) == (-60, 0)
    begins = next_due(gathered.rule, at)
    assert begins is not None
    due = begins - timedelta(hours=1)
    await here.bot.submit(message_of(Due(schedule=asked, at=due, looked_at=due)))
    await here.bot.quiet()
    post = here.slack.said("C1")[-1]
    assert "what is in the way?" in shown(post)
    for user, words in (("U1", "The map"), ("U2", "The field")):
        await here.people.presses(user, "C1", here.slack.message("C1", post["ts"]), "Check in")
        assert await here.people.submits(user, Next=words) is None
        await here.bot.quiet()
    await here.bot.submit(message_of(Due(schedule=gathered, at=begins, looked_at=begins)))
    last = await here.last("C1")
    assert "2 of 2 answered" in last
    for part in ("Priya", "The map", "Tom", "The field"):
        assert part in last


async def test_a_channel_that_it_may_not_write_in_is_answered_directly(here: World) -> None:
    here.slack.new_channel("G1", "U1", "U2", private=True)
    await here.people.commands("U1", "/ceremony next", "G1")
    said = await here.last(here.slack.direct("U1"))
    assert "No team is set up in this conversation yet." in said
    assert "/invite @Groundwork" in said


TALK = (
    ("Priya", "ceremony add Retrospective, Friday 14:00, 1 hour, last week, Room 5"),
    ("Tom", "ceremony add Daily, weekdays 09:15, 15 minutes"),
    ("Tom", "ceremony"),
    ("Priya", "ceremony next"),
    ("Priya", "ceremony move retro to Thursday 15:00 for good"),
    ("Priya", "ceremony move lunch to Friday"),
    ("Tom", "ceremony set retro before off"),
    ("Tom", "ceremony skip daily"),
    ("Priya", "ceremony pause until 7 January"),
    ("Tom", "ceremony remove daily"),
    ("Tom", "ceremony undo"),
    ("Tom", "ceremony changes"),
)


async def test_slack_answers_as_the_straight_road_does(here: World, bot: Bot) -> None:
    bot.now, bot.tick = datetime.now(UTC), timedelta(milliseconds=1)
    thread: str | None = None
    for who, text in TALK:
        await bot.says(who, text, posts=None)
        words = f"<@UBOT> {text}"
        ts = await here.people.types({"Priya": "U1", "Tom": "U2"}[who], words, "C1", thread=thread)
        thread = thread or ts
        expected = [shown({"blocks": list(message.blocks)}) for post in bot.posts for message in render(post)[0]]
        assert (await here.said("C1", thread))[-len(expected) :] == expected, f"after {text!r}"


async def test_a_move_from_ones_own_chat_is_of_the_team_which_hears_of_it(world: World) -> None:
    await set_up(world)
    direct = world.slack.direct("U2")
    await world.people.commands("U2", "/ceremony move retro to Wednesday 15:00", direct)
    await world.bot.quiet()
    post = world.slack.said(direct)[-1]
    assert "Retrospective moves from" in shown(post)
    await world.people.presses("U2", direct, post, "Yes, move it")
    await world.bot.quiet()
    assert "15:00, this once. /ceremony undo takes it back." in await world.last(direct)
    assert "Tom, from another conversation: moved Retrospective of" in await world.last("C1")


async def test_of_two_teams_a_button_says_which_and_the_rest_needs_no_second_typing(world: World) -> None:
    await set_up(world)
    world.slack.new_channel("C2", "U1", "U2", world.slack.bot_user, private=False)
    await world.people.commands("U1", "/ceremony add Retrospective, Friday 10:00, 1 hour", "C2")
    await world.bot.quiet()
    direct = world.slack.direct("U1")
    await world.people.commands("U1", "/ceremony skip retro", direct)
    await world.bot.quiet()
    post = world.slack.said(direct)[-1]
    assert "For which team is “skip retro”?" in shown(post)
    await world.people.presses("U1", direct, post, "Parcels")
    await world.bot.quiet()
    post = world.slack.said(direct)[-1]
    await world.people.presses("U1", direct, post, "Yes, leave it out")
    await world.bot.quiet()
    assert "is left out." in await world.last(direct)
    assert "Priya, from another conversation: left out Retrospective" in await world.last("C1")
    await world.people.commands("U1", "/ceremony edit retro", direct)
    await world.bot.quiet()
    await world.people.presses("U1", direct, world.slack.said(direct)[-1], "Parcels")
    await world.bot.quiet()
    await world.people.presses("U1", direct, world.slack.said(direct)[-1], "Edit Retrospective")
    assert await world.people.submits("U1", At="late") is not None
    assert await world.people.submits("U1", At="11:30") is None
    await world.bot.quiet()
    assert "set Retrospective, Friday 11:30" in await world.last("C1")


async def test_somebody_else_of_the_same_name_asks_nothing_of_a_team_that_they_are_not_in(world: World) -> None:
    await set_up(world)
    world.slack.people["U9"] = {"name": "Tom"}
    direct = world.slack.direct("U9")
    await world.people.commands("U9", "/ceremony move retro to Wednesday 15:00", direct)
    await world.bot.quiet()
    assert "No team is set up in this conversation yet." in await world.last(direct)
    assert not any("Retrospective moves" in told for told in await world.said(direct))
    await world.people.commands("U9", "/ceremony next", direct)
    await world.bot.quiet()
    assert not any("Parcels" in told for told in await world.said(direct))


async def test_who_has_left_the_channel_changes_nothing_by_a_button_from_before(world: World) -> None:
    await set_up(world)
    direct = world.slack.direct("U2")
    await world.people.commands("U2", "/ceremony move retro to Wednesday 15:00", direct)
    await world.bot.quiet()
    before = len(world.slack.said("C1"))
    world.slack.channels["C1"]["members"].remove("U2")
    await world.people.presses("U2", direct, world.slack.said(direct)[-1], "Yes, move it")
    await world.bot.quiet()
    told = await world.last(direct)
    assert "You aren’t in the conversation where Parcels meets, so nothing was changed there." in told
    assert len(world.slack.said("C1")) == before


async def test_a_long_check_in_of_somebody_with_two_teams_is_given_back(world: World) -> None:
    await set_up(world)
    world.slack.new_channel("C2", "U1", "U2", world.slack.bot_user, private=False)
    await world.people.commands("U1", "/ceremony add Daily, weekdays 09:15, 15 minutes", "C2")
    await world.bot.quiet()
    direct = world.slack.direct("U1")
    words = "yesterday the outbox; " * 140
    await world.people.commands("U1", f"/ceremony checkin {words}today the end", direct)
    await world.bot.quiet()
    told = await world.last(direct)
    assert "this is too long to ask for which it is. Please say it where the team meets." in told
    assert "yesterday the outbox; yesterday the outbox;" in told
    assert "today the end" in told

"""A retro in Slack: one board that is kept up to date, forms for everybody, and actions that come to their owners."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import App
from bot.chat import Message, Person
from bot.retros.held import entries_of
from bot.retros.moves import Noted
from bot.schedule import CLOCK, Clock
from bot.store.schedules import ScheduleTable
from tests.platforms.slack.conftest import World, live
from tests.platforms.slack.double import Fault, SlackDouble
from tests.platforms.slack.people import shown


@pytest.fixture(autouse=True)
def by_words(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("index: {embedder: none}\n", encoding="utf-8")


async def board_of(world: World) -> dict[str, object]:
    await world.bot.quiet()
    return world.slack.said("C1")[0]


async def test_a_whole_retro(  # noqa: PLR0915 (one retro)
    world: World,
) -> None:
    people, slack = world.people, world.slack
    await people.commands("U1", "/retro start Sprint 19", "C1")
    board = await board_of(world)
    for user, column, text in (
        ("U1", "Start", "pairing"),
        ("U2", "Stop", "Friday deploys"),
        ("U3", "Stop", "meetings"),
    ):
        await people.presses(user, "C1", board, "Add a note")
        assert await people.submits(user, **{"Where_does_it_belong?": column, "Your_note": text}) is None
    await people.commands("U2", "/retro add stop: deploys on Fridays", "C1")
    ts = await people.types("U2", "The build takes 40 minutes", "C1")
    await people.uses_shortcut("U1", "retro-note", "C1", ts)
    assert await people.submits("U1") is None
    board = await board_of(world)
    assert "— 3" in shown(board)
    assert "pairing" not in shown(board)
    assert "[Add a note]" in shown(board), "the button stays for the others"
    assert {note["user"] for note in slack.ephemeral} == {"U1", "U2", "U3"}
    thread = str(board["ts"])
    await people.presses("U1", "C1", board, "Reveal and group")
    assert "Priya revealed 5 notes" in "\n".join(await world.said("C1", thread))
    board = await board_of(world)
    assert "Friday deploys — 2 notes" in shown(board)
    await people.presses("U3", "C1", board, "Move notes")
    assert await people.submits("U3", **{"Which_notes?": "99", "Into_which_theme?": "1"}) == {
        "Which notes?": "There is no note 99."
    }
    assert await people.submits("U3", **{"Which_notes?": "1", "Into_which_theme?": "Working together"}) is None
    await people.presses("U1", "C1", await board_of(world), "Vote")
    label = "Your_3_votes:_the_numbers_of_themes"
    for user, votes in (("U1", "5, 5"), ("U2", "2"), ("U2", "")):
        await people.presses(user, "C1", await board_of(world), "Vote")
        assert await people.submits(user, **{label: votes}) is None
    await people.presses("U2", "C1", await board_of(world), "Vote")
    assert "initial_value" not in slack.modals["U2"]["blocks"][0]["element"], "their votes are taken back"
    await people.submits("U2", **{label: "2"})
    board = await board_of(world)
    assert "2 people have voted" in shown(board)
    await people.presses("U1", "C1", board, "Discuss")
    await people.presses("U1", "C1", await board_of(world), "Next theme")
    assert "2 votes" in shown(await board_of(world))
    await people.presses("U1", "C1", await board_of(world), "Add an action")
    answers = {"What_will_be_done?": "Freeze deploys on Fridays", "Who?": "Tom", "By_when?": "2099-12-18"}
    assert await people.submits("U1", **answers) is None
    said = await world.said("C1", thread)
    assert "A-1 Freeze deploys on Fridays — Tom, by Fri 18 Dec 2099 · waits for a yes" in said[-1]
    direct = slack.direct("U2")
    (asked,) = slack.said(direct)
    assert "Priya wrote down an action for you" in shown(asked)
    await people.presses("U2", direct, asked, "I’ll do it")
    await world.bot.quiet()
    assert "· accepted" in (await world.said("C1", thread))[-1], "the card in the channel is kept up to date"
    await people.looks_at_home("U2")
    home = await people.until(lambda: slack.homes.get("U2"))
    assert "Freeze deploys on Fridays" in str(home)
    await people.presses_at_home("U2", "Done", nth=0)
    await world.bot.quiet()
    assert "✓ done" in (await world.said("C1", thread))[-1]
    await people.presses("U1", "C1", await board_of(world), "To the actions")
    await people.presses("U1", "C1", await board_of(world), "Close the retro")
    assert "Priya closed the retro: 5 notes" in "\n".join(await world.said("C1", thread))
    assert "(retro-1.md)" in await world.last("C1", thread)
    assert len([one for one in slack.said("C1") if not one.get("thread_ts")]) == 1, "one board, kept up to date"


async def test_an_action_for_somebody_who_has_left_is_offered_to_the_others(here: World) -> None:
    people, slack = here.people, here.slack
    await people.commands("U2", "/retro start", "C1")
    await here.bot.quiet()
    thread = here.root("C1")
    slack.faults["conversations.open"] = [Fault("user_disabled", times=9)]
    await people.types("U1", "retro action Fix the build @tom by 18 December 2099", "C1", thread=thread)
    said = await here.said("C1", thread)
    assert "A-1 Fix the build — Tom, by Fri 18 Dec 2099 · waits for a yes" in said[-2]
    assert said[-1] == "I can’t reach Tom. Who else can do it? /retro take A-1"


async def test_a_reminder_comes_to_its_owner_directly(here: World, tmp_path: Path) -> None:
    people, slack = here.people, here.slack
    await people.commands("U2", "/retro start", "C1")
    await here.bot.quiet()
    due = datetime.now(UTC).date() + timedelta(days=30)
    await people.commands("U2", f"/retro action Fix the build @me by {due.isoformat()}", "C1")
    await here.bot.quiet()
    schedules = ScheduleTable(f"sqlite:///{tmp_path}/state/groundwork.db")
    now = datetime(due.year, due.month, due.day, 10, 0, tzinfo=UTC)
    while now.weekday() > 4:
        now += timedelta(days=1)
    await Clock(schedules=schedules, submit=here.bot.submit, grace=timedelta(days=1), now=lambda: now).look()
    await here.bot.quiet()
    await schedules.close()
    reminder = slack.said(slack.direct("U2"))[-1]
    assert "Fix the build" in shown(reminder)
    assert "[Done]" in shown(reminder)
    assert "This" in shown(reminder)
    await people.presses("U2", slack.direct("U2"), reminder, "Later")
    assert await people.submits("U2", No_reminder_before="2099-01-01") is None
    await here.bot.quiet()
    assert "I won’t remind you of A-1" in shown(slack.said(slack.direct("U2"))[-1])


async def test_a_board_that_the_clock_opened_is_talked_about_in_its_thread(here: World) -> None:
    people, slack = here.people, here.slack
    message = Message(
        key="slack:T1/clock", address="slack:T1:C1", author=CLOCK, at=datetime.now(UTC), command="retro", text="start"
    )
    await here.bot.submit(message)
    board = await board_of(here)
    assert not board.get("thread_ts")
    await people.presses("U1", "C1", board, "Add a note")
    assert await people.submits("U1", Your_note="pairing") is None
    await people.presses("U1", "C1", await board_of(here), "Reveal and group")
    assert "Priya revealed 1 note" in "\n".join(await here.said("C1", str(board["ts"])))
    assert len([one for one in slack.said("C1") if not one.get("thread_ts")]) == 1


async def test_a_note_from_somebodys_own_chat_finds_the_teams_retro(here: World) -> None:
    people, slack = here.people, here.slack
    direct = slack.direct("U2")
    await people.commands("U2", "/retro add nothing is open yet", direct)
    await here.bot.quiet()
    assert "No retro takes notes here" in shown(slack.said(direct)[-1])
    await people.commands("U1", "/retro start", "C1")
    await here.bot.quiet()
    await people.commands("U2", "/retro add stop: late reviews", direct)
    await here.bot.quiet()
    assert "Noted for retro 1" in shown(slack.said(direct)[-1])
    assert "— 1" in shown(slack.said("C1")[0])
    await people.types("U2", "retro undo", direct)
    await here.bot.quiet()
    assert "Taken back: “late reviews”" in shown(slack.said(direct)[-1])


async def test_four_hundred_notes_of_thirty_people(tmp_path: Path) -> None:
    async with SlackDouble() as slack:
        users = [f"U{number}" for number in range(100, 130)]
        for user in users:
            slack.people[user] = {"name": f"Person {user}"}
            slack.channels["C1"]["members"].add(user)
        async with live(tmp_path, slack) as here:
            people = here.people
            await people.commands("U1", "/retro start Everybody", "C1")
            await here.bot.quiet()
            await four_hundred(here.bot.app, users[0], 370)
            for number in range(370, 400):
                await people.commands(users[number - 370], f"/retro add stop: {text_of(number)}", "C1")
            board = await board_of(here)
            assert "— 400+" in shown(board)
            updates = sum(1 for name, given, _ in slack.calls if name == "chat.update" and given["ts"] == board["ts"])
            assert updates == 3, "a rush isn’t an update each"
            await people.presses("U1", "C1", board, "Reveal and group")
            thread = str(board["ts"])
            assert "revealed 400 notes" in "\n".join(await here.said("C1", thread))
            file = next(one for one in slack.files.values() if one["name"] == "retro-1-notes.md")
            assert all(text_of(number).strip() in file["data"].decode() for number in range(400))
            await people.presses("U1", "C1", await board_of(here), "Vote")
            await here.bot.quiet()
            for user in users[:5]:
                await people.presses(user, "C1", await board_of(here), "Vote")
                label = "Your_3_votes:_the_numbers_of_themes"
                assert await people.submits(user, **{label: "1, 1, 2"}) is None
            for label in ("Discuss", "Next theme", "To the actions", "Close the retro"):
                await people.presses("U1", "C1", await board_of(here), label)
                await here.bot.quiet()
            assert "10 votes" in shown(await board_of(here))
        assert slack.problems == []


def text_of(number: int) -> str:
    """A note unlike the others, but about one of a few things."""
    about = "build deploy meeting review".split()[number % 4]
    return f"note {number}: the {about} of day {number % 9} " + "took too long, " * (number % 11)


async def four_hundred(app: App, user: str, count: int) -> None:
    """Notes as if they had been added one by one."""
    now = datetime.now(UTC)
    notes = [Noted(text=text_of(number).strip(), column="Stop") for number in range(count)]
    await app.store.append("retro-1", entries_of(notes, Person(id=user, name=user), now), at=now, effect="many:1")


async def test_a_note_in_the_thread_follows_its_message_until_the_retro_is_closed(world: World) -> None:
    people = world.people
    await people.commands("U1", "/retro start Sprint 19", "C1")
    thread = str((await board_of(world))["ts"])
    ts = await people.types("U2", "<@UBOT> retro add stop: Friday deploys", "C1", thread=thread)
    other = await people.types("U3", "<@UBOT> retro add start: pairing", "C1", thread=thread)
    await world.bot.quiet()
    await people.presses("U1", "C1", await board_of(world), "Reveal and group")
    assert "Friday deploys" in shown(await board_of(world))
    await people.edits("U2", "C1", ts, "<@UBOT> retro add stop: deploys after four")
    board = shown(await board_of(world))
    assert "deploys after four" in board
    assert "Friday deploys" not in board
    await people.deletes("C1", other)
    assert "pairing" not in shown(await board_of(world))
    await people.presses("U1", "C1", await board_of(world), "Vote")
    for step in ("Discuss", "To the actions", "Close the retro"):
        await people.presses("U1", "C1", await board_of(world), step)
        await world.bot.quiet()
    await people.deletes("C1", ts)
    await world.bot.quiet()
    assert "deploys after four" in shown(await board_of(world))


async def test_a_note_from_somebodys_own_chat_follows_as_well(here: World) -> None:
    await here.people.commands("U1", "/retro start Sprint 19", "C1")
    await here.bot.quiet()
    direct = here.slack.direct("U2")
    ts = await here.people.types("U2", "retro add stop: Friday deploys", direct)
    await here.bot.quiet()
    await here.people.edits("U2", direct, ts, "retro add stop: late deploys")
    assert "Your note in retro 1 now reads “late deploys”." in await here.last(direct)
    await here.people.deletes(direct, ts)
    assert "is taken out of retro 1" in await here.last(direct)
    assert "— 0" in shown(await board_of(here))


async def test_a_message_of_the_channel_that_was_passed_on_takes_its_note_along(world: World) -> None:
    people, slack = world.people, world.slack
    await people.commands("U1", "/retro start Sprint 19", "C1")
    await world.bot.quiet()
    ts = await people.types("U2", "The build takes 40 minutes", "C1")
    other = await people.types("U2", "Nobody has time for tests", "C1")
    await people.uses_shortcut("U1", "retro-note", "C1", ts)
    assert await people.submits("U1") is None
    await world.bot.quiet()
    await people.edits("U2", "C1", ts, "The build takes 50 minutes")
    await people.edits("U2", "C1", other, "Nobody has time for anything")
    await world.bot.quiet()
    told = [shown(note) for note in slack.ephemeral if note["user"] == "U2"]
    assert ["now reads “The build takes 50 minutes”" in one for one in told][-1]
    assert len([message for message in world.bot.messages if message.change]) == 1, "what is other people’s stays so"
    await people.presses("U1", "C1", await board_of(world), "Reveal and group")
    assert "The build takes 50 minutes" in shown(await board_of(world))
    await people.deletes("C1", ts)
    assert "The build takes" not in shown(await board_of(world))


async def test_an_edit_at_once_in_ones_own_chat_counts_where_anonymous_retros_are_held(world: World) -> None:
    people, direct = world.people, world.slack.direct("U2")
    await people.commands("U1", "/retro start --anonymous Sprint 19", "C1")
    await people.types("U2", "interview Faster refunds. Customers lose the receipt.", direct)
    await world.bot.quiet()
    ts = await people.types("U2", "From 9 days to 2 by the end of June.", direct)
    await people.edits("U2", direct, ts, "From 9 days to 3 by the end of June.")
    assert "From 9 days to 3 by the end of June" in "\n".join(await world.said(direct))
    await people.types("U2", "list", direct)
    assert "From 9 days to 3" in await world.last(direct)
    assert "From 9 days to 2" not in await world.last(direct)


async def test_days_in_numbers_are_read_as_the_team_s_country_does_and_read_back(world: World) -> None:
    people, slack = world.people, world.slack
    direct = slack.direct("U2")
    await people.commands("U1", "/ceremony setup", "C1")
    await world.bot.quiet()
    await people.presses("U1", "C1", slack.said("C1")[-1], "Set up the team")
    assert await people.submits("U1", Team="Parcels", Holidays="US", Time_zone="Europe/Berlin", People="Tom") is None
    await people.commands("U1", "/retro action Fix the build @tom", "C1")
    await world.bot.quiet()
    year = datetime.now(UTC).year + 1
    await people.types("U2", f"retro snooze A-1 10/12/{year}", direct)
    told = await world.last(direct)
    assert f"before {datetime(year, 10, 12, tzinfo=UTC):%a} 12 Oct {year}." in told
    assert f"I read “10/12/{year}” as 12 October {year}. If you meant 10 December {year}, write the month" in told
    await people.types("U2", "interview Faster refunds. Customers lose the receipt.", direct)
    await people.types("U2", f"ask @mara by 10/12/{year}", direct)
    assert "I read “10/12/" in await world.last(direct)


async def test_a_slip_is_answered_and_nothing_of_it_is_kept_where_notes_are_anonymous(world: World) -> None:
    people, direct = world.people, world.slack.direct("U2")
    told = await people.commands("U2", "/retro strat", "C1")
    await world.bot.quiet()
    assert "Did you mean /retro start?" in shown(world.slack.ephemeral[-1])
    await people.commands("U1", "/retro start --anonymous", "C1")
    await world.bot.quiet()
    told = await people.commands("U2", "/retro ad stop: meetings", "C1")
    assert "Did you mean `/retro add stop: meetings`? I kept nothing of what you wrote." in str(told.answer)
    await people.types("U2", "retro ad stop: meetings", direct)
    assert "I kept nothing of what you wrote." in world.slack.said(direct)[-1]["text"]
    assert not any("meetings" in str(message.text) for message in world.bot.messages)


async def test_from_their_own_chat_nobody_does_anything_with_another_team_s_action(world: World) -> None:
    people, slack = world.people, world.slack
    await people.commands("U1", "/retro action Let Mara go @tom", "C1")
    await world.bot.quiet()
    slack.people["U9"] = {"name": "Tom"}
    stranger = slack.direct("U9")
    for words in ("done A-1", "reword A-1 by Friday", "drop A-1 because no", "take A-1"):
        await people.types("U9", f"retro {words}", stranger)
        assert "Which action?" in await world.last(stranger)
    assert not any("Mara" in told for told in await world.said(stranger))
    await people.types("U3", "retro done A-1", slack.direct("U3"))
    assert await world.last(slack.direct("U3")) == "A-1 is done: “Let Mara go”."


async def test_a_message_that_is_edited_into_a_mistyped_anonymous_note_is_not_kept(world: World) -> None:
    people, direct = world.people, world.slack.direct("U2")
    await people.commands("U1", "/retro start --anonymous Sprint 19", "C1")
    ts = await people.types("U2", "hello", direct)
    await world.bot.quiet()
    for words in ("retro ad stop: meetings", "/retro ad stop: meetings"):
        await people.edits("U2", direct, ts, words)
        await world.bot.quiet()
        assert "I haven’t taken in your change" in world.slack.said(direct)[-1]["text"]
    assert not any("meetings" in message.text for message in world.bot.messages)

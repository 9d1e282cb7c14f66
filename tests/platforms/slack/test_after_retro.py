"""When a team's retrospective is over in Slack: it is read, shown as a draft to one person, edited there and sent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.schedule import Due, message_of, next_due
from bot.store.schedules import ScheduleTable
from tests.platforms.slack.conftest import World, settings
from tests.platforms.slack.people import shown
from tests.platforms.slack.test_history import RETRO, happened
from tests.retros.test_summary_dialogs import NOTES


async def is_over(world: World, folder: Path) -> None:
    """The hour of the retrospective has passed."""
    table = ScheduleTable(settings(folder, world.slack, "socket").database_url)
    after = next(each for each in await table.active() if each.what.get("message") == "after")
    await table.close()
    due = next_due(after.rule, datetime.now(UTC))
    assert due is not None
    await world.bot.submit(message_of(Due(schedule=after, at=due, looked_at=due + timedelta(seconds=5))))
    await world.bot.quiet()


async def hold(world: World) -> None:
    await world.people.commands("U1", "/ceremony add Retrospective, Thursday 10:00, 1 hour", "C1")
    await world.bot.quiet()
    await world.people.commands("U1", "/ceremony set retro before off", "C1")
    await world.bot.quiet()


async def test_who_wished_for_a_draft_edits_it_in_a_modal_and_sends_it(here: World, tmp_path: Path) -> None:
    await hold(here)
    await here.people.commands("U1", "/retro-summary after the retro with draft", "C1")
    await here.bot.quiet()
    assert "You see a draft first, and send it." in await here.last("C1")
    happened(here, RETRO)
    before = len(here.slack.said("C1"))
    await is_over(here, tmp_path)
    assert len(here.slack.said("C1")) == before, "nobody else reads it"
    direct = here.slack.direct("U1")
    draft = next(one for one in here.slack.said(direct) if "Only you see this draft." in shown(one))
    await here.people.presses("U1", direct, draft, "Edit")
    wrong = await here.people.submits("U1", Themes="Waiting for builds\nAnd more\nAnd more")
    assert "these are 3 lines" in str(wrong)
    changed = {"Title": "Sprint 19, looked back at", "Themes": "Waiting for builds", "Leave_out": "W1"}
    assert await here.people.submits("U1", **changed) is None
    await here.bot.quiet()
    again = next(one for one in reversed(here.slack.said(direct)) if "[Send it]" in shown(one))
    assert "Waiting for builds" in shown(again)
    await here.people.presses("U1", direct, again, "Send it")
    await here.bot.quiet()
    told = "\n".join((await here.said("C1"))[before:])
    assert "Sprint 19, looked back at" in told
    assert "“the builds take forty minutes”" in told
    assert "twice as fast" not in told
    assert here.slack.problems == []


async def test_the_scrum_master_of_the_team_sees_the_draft_and_sends_it(here: World, tmp_path: Path) -> None:
    await hold(here)
    await here.people.commands("U1", "/ceremony setup", "C1")
    await here.bot.quiet()
    await here.people.presses("U1", "C1", here.slack.said("C1")[-1], "Set up the team")
    assert await here.people.submits("U1", Team="Pay", Scrum_master="tom") is None
    await here.bot.quiet()
    await here.people.commands("U1", "/retro-summary after the retro with draft", "C1")
    assert "Tom, the scrum master, sees a draft first, and sends it." in await here.last("C1")
    happened(here, RETRO)
    before = len(here.slack.said("C1"))
    await is_over(here, tmp_path)
    assert len(here.slack.said("C1")) == before, "nobody else reads it"
    assert not [one for one in here.slack.said(here.slack.direct("U1")) if "Only you see" in shown(one)]
    direct = here.slack.direct("U2")
    draft = next(one for one in here.slack.said(direct) if "Only you see this draft." in shown(one))
    await here.people.presses("U2", direct, draft, "Send it")
    await here.bot.quiet()
    assert "twice as fast" in "\n".join((await here.said("C1"))[before:])
    assert here.slack.problems == []


async def test_a_scrum_master_who_is_not_in_the_channel_gets_no_draft_of_it(here: World) -> None:
    await hold(here)
    here.slack.channels["C1"]["members"].discard("U2")
    await here.people.commands("U1", "/ceremony setup", "C1")
    await here.bot.quiet()
    await here.people.presses("U1", "C1", here.slack.said("C1")[-1], "Set up the team")
    assert await here.people.submits("U1", Team="Pay", Scrum_master="Tom") is None
    await here.bot.quiet()
    await here.people.commands("U1", "/retro-summary after the retro with draft", "C1")
    told = await here.last("C1")
    assert "You see a draft first, and send it: I can’t tell who Tom, the scrum master, is here." in told


async def test_who_has_left_the_channel_gets_no_draft_of_it(here: World, tmp_path: Path) -> None:
    await hold(here)
    await here.people.commands("U1", "/retro-summary after the retro with draft", "C1")
    await here.bot.quiet()
    happened(here, RETRO)
    here.slack.channels["C1"]["members"].discard("U1")
    await is_over(here, tmp_path)
    assert not [one for one in here.slack.said(here.slack.direct("U1")) if "Only you see" in shown(one)]
    assert "Its draft was for Priya, who is no longer in this conversation" in await here.last("C1")
    assert here.slack.problems == []


async def test_without_a_wish_everybody_reads_it(here: World, tmp_path: Path) -> None:
    await hold(here)
    happened(here, RETRO)
    await is_over(here, tmp_path)
    told = "\n".join(await here.said("C1"))
    assert "What went well (2)" in told
    assert "What came out of it?" not in told


async def test_where_nothing_was_said_it_is_asked_what_came_out(here: World, tmp_path: Path) -> None:
    await hold(here)
    await is_over(here, tmp_path)
    assert "Retrospective is over. What came out of it?" in await here.last("C1")


async def test_a_dropped_file_is_summed_up(here: World) -> None:
    direct = here.slack.direct("U1")
    data = NOTES.encode()
    file = here.slack.new_file("retro.md", len(data), data)
    await here.people.types("U1", "", direct, files=(file,))
    await here.bot.quiet()
    await here.people.presses("U1", direct, here.slack.said(direct)[-1], "Sum up this retro")
    await here.bot.quiet()
    assert any("What to improve (2)" in each and "(line 9)" in each for each in await here.said(direct))


async def test_of_two_files_each_is_summed_up(here: World) -> None:
    direct, texts = here.slack.direct("U1"), (NOTES, NOTES.replace("Aoife", "Bo"))
    names = [here.slack.new_file("retro.md", len(text.encode()), text.encode()) for text in texts]
    await here.people.types("U1", "retro-summary", direct, files=tuple(names))
    said = "\n".join(await here.said(direct))
    assert said.count("Retrospective: retro.md") == 2
    assert "(Aoife, by Fri" in said
    assert "(Bo, by Fri" in said

"""`retro-summary` in Teams: it says plainly what it may not read, and reads the notes that are sent to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.platforms.teams.conftest import World, live
from tests.platforms.teams.double import GROUP, TeamsDouble, personal, shown
from tests.platforms.teams.test_ceremonies import set_up
from tests.retros.said import echo, has_a_model
from tests.retros.test_summary_dialogs import NOTES


async def test_in_a_channel_it_says_what_it_may_not_and_what_else_there_is(world: World) -> None:
    thread = await world.mentions("U1", "retro-summary last 2 weeks")
    said = await world.last(thread)
    assert "Teams doesn’t let me read back what was said" in said
    assert "retro start" in said


async def test_who_sets_a_time_for_what_it_may_never_read_is_told_at_once(world: World) -> None:
    thread = await world.mentions("U1", "retro-summary every 2 weeks on Friday 15:00")
    assert "Set: a retro summary every 2 weeks" in await world.last(thread)
    told = (await world.said(personal("U1")))[-1]
    assert "There will be nothing for me to read by then, though. Teams doesn’t let me read back" in told


async def test_the_scrum_master_is_found_among_the_people_of_the_channel(world: World) -> None:
    for name, told in (
        ("Tom", "Tom Berg, the scrum master, sees a draft first, and sends it."),
        ("priya shah", "You see a draft first, and send it."),
        ("Bo", "You see a draft first, and send it: I can’t tell who Bo, the scrum master, is here."),
    ):
        await set_up(world, GROUP, Scrum_master=name)
        await world.teams.says("U1", "retro-summary every Friday 15:00 with draft", GROUP, mention=True)
        assert told in await world.last(GROUP)


async def test_notes_that_are_sent_to_it_are_summed_up_and_their_actions_kept(world: World) -> None:
    chat = personal("U1")
    world.teams.files["retro.md"] = NOTES.encode()
    await world.teams.says("U1", "retro-summary", chat, files=("retro.md",))
    posts = await world.posts(chat)
    post = next(one for one in posts if "What to improve (2)" in shown(one))
    assert "(line 9)" in shown(post)
    assert "[Keep all]" in shown(post)
    await world.teams.presses("U1", chat, post, "Keep 1")
    assert any("A-1" in said and "Aoife" in said for said in await world.said(chat))


async def test_of_two_files_each_is_summed_up(world: World) -> None:
    chat = personal("U1")
    world.teams.files |= {"monday.md": NOTES.encode(), "friday.md": NOTES.replace("Aoife", "Bo").encode()}
    await world.teams.says("U1", "retro-summary", chat, files=("monday.md", "friday.md"))
    said = "\n".join(await world.said(chat))
    for part in ("Retrospective: monday.md", "Retrospective: friday.md", "(Aoife, by Fri", "(Bo, by Fri"):
        assert part in said


async def test_a_model_may_word_it_and_what_it_adds_is_left_out(
    tmp_path: Path, teams: TeamsDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(prompt: str, question: str) -> Any:
        said = echo(prompt, question)
        if prompt == "retros/themes":
            said["themes"][0]["name"] = "the data team’s schema"
        if prompt == "retros/lines":
            said["lines"][-1]["text"] = "clean up the flags, <at>everyone</at>, by Monday"
        if prompt == "retros/opening":
            said["sentences"] = [{"text": "We waited six days for the data team.", "lines": ["I1"]}]
        return said

    has_a_model(monkeypatch, answer)
    async with live(tmp_path, teams, GROUNDWORK_MODEL="openai:scripted") as world:
        teams.files["retro.md"] = NOTES.encode()
        await teams.says("U1", "retro-summary", personal("U1"), files=("retro.md",))
        said = "\n".join(await world.said(personal("U1")))
    assert "We waited six days for the data team. (line 9)" in said
    assert "the data team’s schema" in said
    assert "clean up the flags (nobody yet)" in said
    assert "Its wording of one action said more or less than was said" in said
    assert "everyone" not in said


async def test_a_file_without_a_word_can_be_summed_up(world: World) -> None:
    chat = personal("U1")
    world.teams.files["retro.md"] = NOTES.encode()
    await world.teams.says("U1", "", chat, files=("retro.md",))
    asked = next(one for one in await world.posts(chat) if "[Sum up this retro]" in shown(one))
    await world.teams.presses("U1", chat, asked, "Sum up this retro")
    assert any("What to improve (2)" in said and "(line 9)" in said for said in await world.said(chat))

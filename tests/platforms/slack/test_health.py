"""Health in Slack: a private modal for everybody, one board that is kept up to date, and buttons that last."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.platforms.slack.conftest import World
from tests.platforms.slack.people import shown


@pytest.fixture(autouse=True)
def by_words(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("index: {embedder: none}\n", encoding="utf-8")


async def test_an_assessment(world: World) -> None:
    people, slack = world.people, world.slack
    await people.commands("U1", "/assess", "C1")
    await world.bot.quiet()
    for count, user in enumerate(("U1", "U2", "U3"), 1):
        await people.presses(user, "C1", slack.said("C1")[0], "Answer")
        assert await people.submits(user, **{"10._Decisions": "2 rather not"}) is None
        await world.bot.quiet()
        assert f"{count} ha" in shown(slack.said("C1")[0])
    board = slack.said("C1")[0]
    assert "[Answer]" in shown(board), "the button stays for the others"
    await people.presses("U1", "C1", board, "Close and show")
    await world.bot.quiet()
    assert "With fewer than 4" in "\n".join(note.get("text", "") + str(note) for note in slack.ephemeral)
    assert "2.0" not in "\n".join(await world.said("C1", str(board["ts"])))


async def test_gates_and_a_report(world: World) -> None:
    people, slack = world.people, world.slack
    await people.commands("U1", "/story customers should see where their parcel is", "C1")
    await world.bot.quiet()
    thread = world.root("C1")
    await people.types("U1", "approve", "C1", thread=thread)
    await world.bot.quiet()
    asked = slack.said("C1")[-1]
    assert "[Usable as it was]" in shown(asked)
    await people.presses("U2", "C1", asked, "Usable as it was")
    await world.bot.quiet()
    assert "[Usable as it was]" in shown(slack.said("C1")[-1]), "others are asked, too"
    await people.commands("U2", "/health gates", "C1")
    await world.bot.quiet()
    assert "Not yet: of 6 gates" in "\n".join(shown(one) for one in slack.said("C1"))
    assert "1 story reported on in the last 8 weeks" in "\n".join(shown(one) for one in slack.said("C1"))


async def test_a_trend_of_two_assessments_is_a_chart_of_slacks_own(here: World) -> None:
    people, slack = here.people, here.slack
    slack.people["U4"] = {"name": "Mara"}
    slack.channels["C1"]["members"].add("U4")
    for score in ("2 rather not", "5 fully"):
        await people.commands("U1", "/assess", "C1")
        await here.bot.quiet()
        board = slack.said("C1")[-1]
        for user in ("U1", "U2", "U3", "U4"):
            await people.presses(user, "C1", board, "Answer")
            assert await people.submits(user, **{"10._Decisions": score}) is None
            await here.bot.quiet()
        await people.presses("U2", "C1", slack.message("C1", board["ts"]), "Close and show")
        await here.bot.quiet()
    assert "Closed. 4 have answered." in shown(slack.message("C1", board["ts"]))
    result = str([one for one in slack.said("C1") if "single answers are deleted" in str(one)][-1])
    assert "data_visualization" in result
    assert "4.5 or more" in result
    assert "▲ +2.5" in result


async def test_the_next_map_of_a_channel_finds_the_last_one_in_its_other_thread(here: World) -> None:
    people = here.people
    for wait in ("a week", "a day"):
        await people.commands("U1", "/map Changes of the checkout", "C1")
        await here.bot.quiet()
        thread = here.root("C1")
        for text in (
            "From 40 days to 20 by June",
            "Idea (Ana) → coding (Tom)",
            f"an hour, waits {wait}",
            "8",
            "finish",
        ):
            await people.types("U1", text, "C1", thread=thread)
            await here.bot.quiet()
    said = "\n".join(await here.said("C1", thread))
    assert "Since the map of" in said
    assert "map.png" in str(here.slack.files)
    assert "Idea: wait" in said


async def test_somebody_is_asked_about_their_step_of_a_map(world: World) -> None:
    people, slack = world.people, world.slack
    await people.commands("U1", "/map Changes of the checkout", "C1")
    await world.bot.quiet()
    thread = world.root("C1")
    for text in ("From 40 days to 20 by the end of June", "Refinement → coding → release", "ask <@U2> about step 2"):
        await people.types("U1", text, "C1", thread=thread)
        await world.bot.quiet()
    assert "I asked Tom about “Coding”, in their own chat" in "\n".join(await world.said("C1", thread))
    direct = slack.direct("U2")
    asked = slack.said(direct)[-1]
    assert "asks you about one step: Coding" in shown(asked)
    await people.presses("U2", direct, asked, "Answer")
    assert await people.submits("U2", Work="ages") == {
        "Work": "I can’t read that as a time. Write it as “2 days”, or “about half an hour”."
    }
    assert await people.submits("U2", Work="2 days", Usable_as_it_comes="9 of 10") is None
    await world.bot.quiet()
    told = await world.said("C1", thread)
    assert "Tom told of “Coding”: Work “2 days”, Usable as it comes “9 of 10”." in told[-1]
    assert "Thank you, that is on the map now" in shown(slack.said(direct)[-1])
    asked = slack.said(direct)[0]
    assert "[Answer]" in shown(asked), "it can be changed for days"
    await people.types("U1", "no wait, two hours", "C1", thread=thread)
    await people.types("U1", "<@U3> does it, and half comes back", "C1", thread=thread)
    await world.bot.quiet()
    assert "[Ask Ana about Refinement]" in "\n".join(await world.said("C1", thread))
    assert slack.said(slack.direct("U3")) == [], "nobody is asked before somebody presses"
    await people.types("U1", "ask <@U3> about coding", "C1", thread=thread)
    await world.bot.quiet()
    asked = slack.said(slack.direct("U3"))[-1]
    await people.presses("U3", slack.direct("U3"), asked, "I’d rather not")
    await world.bot.quiet()
    assert "would rather not tell of “Coding”" in "\n".join(await world.said("C1", thread))

"""Slack: somebody is forgotten with their id in every address; guests may answer and not begin."""

from __future__ import annotations

from pathlib import Path

from bot.store.audit import Audit
from tests.platforms.slack.conftest import World, live
from tests.platforms.slack.double import SlackDouble
from tests.platforms.slack.people import shown
from tests.privacy.looking import mentioning


async def test_somebody_is_forgotten_and_the_thread_goes_on(tmp_path: Path, slack: SlackDouble) -> None:
    async with live(tmp_path, slack) as here:
        await here.people.commands("U1", "/interview Faster refunds. The warbling clerk scans the quokka parcel.", "C1")
        await here.bot.quiet()
        thread = here.root("C1")
        await here.people.types("U1", "Customers lose the mauve receipt every week.", "C1", thread=thread)
        await here.people.types("U2", "A refund needs a parcel, as <@U1> told us.", "C1", thread=thread)
        await here.bot.quiet()
        assert mentioning(tmp_path, "U1", "Priya", "warbling", "mauve")
        await here.people.commands("U1", "/groundwork forget-me", "C1")
        await here.bot.quiet()
        asked = slack.ephemeral[-1]
        assert asked["user"] == "U1"
        assert "Shall I forget you?" in shown(asked)
        assert "What stays" in shown(asked)
        await here.people.presses("U1", "C1", asked, "Forget me")
        await here.people.until(lambda: "I begin now" in shown(slack.ephemeral[-1]))
        await here.bot.app.erasing.finish()
        here.bot.turns.clear()  # they are in no record any more
        assert mentioning(tmp_path, "U1", "Priya", "warbling", "quokka", "mauve") == []
        await here.people.types("U2", "list", "C1", thread=thread)
        said = await here.last("C1", thread)
        assert "A refund needs a parcel" in said
        assert "erased" in said
        await here.people.types("U1", "Only within 14 days.", "C1", thread=thread)
        assert "Noted" in await here.last("C1", thread), "whoever comes back is met anew"
        await here.people.types("U2", "list", "C1", thread=thread)
        assert "Only within 14 days" in await here.last("C1", thread)


async def test_what_isnt_announced_can_be_said_in_plain_words(here: World) -> None:
    direct = here.slack.direct("U1")
    await here.people.types("U1", "interview Faster refunds", direct)
    await here.people.types("U1", "forget me", direct)
    assert "Shall I forget you?" in await here.last(direct)
    await here.people.presses("U1", direct, here.slack.said(direct)[-1], "Keep everything")
    assert "Nothing was changed." in await here.last(direct)


async def test_a_guest_of_the_workspace_answers_and_begins_nothing(here: World) -> None:
    here.slack.people["U2"]["guest"] = True
    await here.people.commands("U2", "/interview Faster refunds", "C1")
    await here.bot.quiet()
    assert "Starting something new is for admins, scrum masters and members here" in shown(here.slack.ephemeral[-1])
    await here.people.commands("U1", "/interview Faster refunds", "C1")
    await here.bot.quiet()
    thread = here.root("C1")
    await here.people.types("U2", "Customers lose the receipt every week.", "C1", thread=thread)
    assert "Noted" in await here.last("C1", thread)
    (refused,) = [each for each in await Audit(here.bot.app.store).acts() if each.act == "refused"]
    assert (refused.by, refused.facts) == ("U2", {"wanted": "start", "role": "guest"})

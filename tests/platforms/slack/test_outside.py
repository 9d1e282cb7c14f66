"""Guests and people of other companies can answer, and see only what is meant for them; clocks are people's own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.knowledge.shelves import write
from tests.platforms.slack.conftest import World, live
from tests.platforms.slack.double import SlackDouble
from tests.platforms.slack.people import shown

SETTINGS = """
index:
  embedder: none
  sources: {partner: partner, hr: hr}
  audience: {partner: ["slack:T1:C9"], hr: ["slack:*", leads]}
  groups: {leads: [slack]}
"""
OURS = "# Margin\n\nWe earn 41 cents on every parcel that goes to the depot.\n"
PARTNERS = "# Handover\n\nThe partner hands every parcel over at the depot before 6.\n"
PAY = "# Pay\n\nWhoever sorts a parcel at the depot earns 19 euros.\n"


@pytest.fixture
async def shared(tmp_path: Path, slack: SlackDouble) -> AsyncIterator[World]:
    """A workspace with documents, C1 for the team alone, and C9 that is shared with a partner."""
    write(tmp_path, {"config.yaml": SETTINGS, "knowledge/margin.md": OURS, "partner/handover.md": PARTNERS})
    write(tmp_path, {"hr/pay.md": PAY})
    slack.people["UGUEST"] = {"name": "Gil", "guest": True}
    slack.new_channel("C9", "U1", "UGUEST", "U9STRANGER", slack.bot_user)
    slack.channel("C9")["shared"] = True
    async with live(tmp_path, slack) as world:
        yield world


async def test_in_a_shared_channel_only_what_is_meant_for_it_is_quoted(shared: World) -> None:
    await shared.people.types("U9STRANGER", "<@UBOT> context what of a parcel at the depot", "C9")
    await shared.bot.quiet()
    (said,) = [shown(one) for one in shared.slack.said("C9")]
    assert "before 6" in said
    assert "41 cents" not in said
    assert "19 euros" not in said, "a pattern for all of Slack names no shared channel"
    await shared.people.commands("U1", "/context what of a parcel at the depot", "C9")
    assert "41 cents" not in await shared.last("C9"), "one of the team asks, and the others read along"
    await shared.people.commands("U1", "/context what of a parcel at the depot", "C1")
    assert "41 cents" in await shared.last("C1")
    assert "19 euros" in await shared.last("C1")


async def test_a_guest_is_quoted_nothing_directly_and_begins_nothing_and_answers_all_the_same(shared: World) -> None:
    direct = shared.slack.direct("UGUEST")
    await shared.people.types("UGUEST", "context what of a parcel at the depot", direct)
    assert "I know no documents yet that may be seen here" in await shared.last(direct)
    await shared.people.types("UGUEST", "context sprint", direct)
    assert "41 cents" not in await shared.last(direct)
    await shared.people.types("UGUEST", "interview Let partners see the depot", direct)
    assert "you are a guest" in await shared.last(direct)
    await shared.people.commands("U1", "/interview Let partners see the depot", "C9")
    await shared.bot.quiet()
    said = "Partners call the depot every morning to ask for their parcels."
    await shared.people.types("UGUEST", said, "C9", thread=shared.root("C9"))
    assert "Partners call the depot every morning" in await shared.last("C9")
    own = shared.slack.direct("U1")
    await shared.people.types("U1", "context what of a parcel at the depot", own)
    assert "41 cents" in await shared.last(own)


async def test_where_slack_does_not_tell_who_reads_along_nothing_is_quoted(shared: World) -> None:
    shared.slack.fail("conversations.info", "missing_scope")
    await shared.people.commands("U1", "/context what of a parcel at the depot", "C1")
    said = await shared.last("C1")
    assert "channels:read" in said
    assert "41 cents" not in said


async def test_by_tomorrow_is_read_on_the_clock_of_whoever_says_it(shared: World) -> None:
    shared.slack.people["U2"]["tz"] = "Pacific/Kiritimati"  # 14 hours ahead
    shared.slack.people["U1"]["tz"] = "Pacific/Pago_Pago"  # 11 behind: never the same day there
    days = []
    for user in ("U1", "U2"):
        direct = shared.slack.direct(user)
        await shared.people.types(user, "interview Faster refunds", direct)
        await shared.people.types(user, "ask @tom by tomorrow", direct)
        said = await shared.last(direct)
        days.append(said.split(" by ")[1].split(".")[0].split("\n")[0])
    assert days[0] != days[1]

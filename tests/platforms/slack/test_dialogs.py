"""Whole interviews and stories in Slack, through a real Bolt app, by Socket Mode and by HTTP."""

from __future__ import annotations

from tests.platforms.slack.conftest import World


async def test_an_interview_from_a_slash_command_to_its_brief(world: World) -> None:
    people = world.people
    await people.commands("U1", "/interview Faster refunds. The problem is that customers lose the receipt.", "C1")
    first = await world.last("C1")
    assert "Faster refunds" in first
    assert "began this. Answer in the thread." in first
    thread = world.root("C1")
    await people.types("U1", "From 9 days to 2 by the end of June.", "C1", thread=thread)
    await people.types("U2", "Returns clerks at a desk. The clerk scans the parcel.", "C1", thread=thread)
    said = await world.said("C1", thread)
    assert len(said) == 3
    await people.types("U1", "finish", "C1", thread=thread)
    said = await world.said("C1", thread)
    assert "Here is what we have" in "\n".join(said)
    assert any("(brief.md)" in one for one in said)
    assert "[Approve all]" in said[-1]
    assert [one for one in world.slack.channels["C1"]["messages"] if not one.get("thread_ts")] == [
        one for one in world.slack.channels["C1"]["messages"] if one["ts"] == thread
    ]

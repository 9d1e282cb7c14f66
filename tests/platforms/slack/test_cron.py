"""Set times by a cron line in Slack: typed as in a crontab, read back with buttons, and set by one of them."""

from __future__ import annotations

from tests.platforms.slack.conftest import World


async def test_a_retro_summary_is_set_by_a_cron_line(world: World) -> None:
    await world.people.commands("U1", "/retro-summary cron 0 16 * * 5", "C1")
    await world.bot.quiet()
    asked = world.slack.said("C1")[-1]
    told = await world.last("C1")
    assert "0 16 * * 5 means a retro summary Fridays at 16:00 (UTC). The next three: Fri " in told
    await world.people.commands("U1", "/retro-summary list", "C1")
    assert "No time is set here." in await world.last("C1")
    await world.people.presses("U2", "C1", asked, "Yes, set it")
    assert "Set: a retro summary Fridays at 16:00 (UTC)." in await world.last("C1")
    await world.people.types("U1", "<@UBOT> retro-summary cron 30 9 1-7 * * with draft", "C1")
    assert "on the 1st, 2nd, 3rd, 4th, 5th, 6th and 7th of each month at 09:30 (UTC)." in await world.last("C1")
    assert "Whoever says yes sees a draft first" in await world.last("C1")


async def test_a_digest_is_set_by_a_cron_line_for_a_channel_that_is_mentioned(world: World) -> None:
    world.slack.new_channel("C0TEAM1234", "U1", "UBOT", name="team")
    await world.people.commands("U1", "/digest cron 0 9 * * MON in <#C0TEAM1234|team>", "C1")
    await world.bot.quiet()
    asked = world.slack.said("C1")[-1]
    assert "Mondays at 09:00 (UTC)" in await world.last("C1")
    assert "It comes in #team, if there is anything new." in await world.last("C1")
    await world.people.presses("U2", "C1", asked, "Yes, set it")
    assert "Nothing is set. You aren’t in" in await world.last("C1"), "Tom may not send there"
    await world.people.commands("U1", "/digest cron 0 9 * * MON in <#C0TEAM1234|team>", "C1")
    await world.bot.quiet()
    await world.people.presses("U1", "C1", world.slack.said("C1")[-1], "Yes, set it")
    assert "Set: a digest Mondays at 09:00 (UTC) in #team." in await world.last("C1")
    assert "Priya has set for here: a digest Mondays" in await world.last("C0TEAM1234")
    assert world.slack.problems == []

"""Set times by a cron line in Teams: read back on a card with buttons, and set by one of them."""

from __future__ import annotations

from tests.platforms.teams.conftest import World
from tests.platforms.teams.double import CHANNEL
from tests.platforms.teams.test_named import DESIGN, root_posts


async def test_a_retro_summary_is_set_by_a_cron_line(world: World) -> None:
    thread = await world.mentions("U1", "retro-summary cron 0 16 * * 5")
    assert "0 16 * * 5 means a retro summary Fridays at 16:00 (UTC). The next three: Fri " in await world.last(thread)
    asked = (await world.posts(thread))[-1]
    await world.teams.presses("U2", thread, asked, "Yes, set it")
    assert "Set: a retro summary Fridays at 16:00 (UTC)." in await world.last(thread)


async def test_a_digest_is_set_by_a_cron_line_for_a_channel_that_is_mentioned(world: World) -> None:
    world.teams.members[DESIGN] = {"U1"}
    text = "digest cron 0 9 * * MON in @Design"
    made = await world.teams.says("U1", text, CHANNEL, mention=True, named={"Design": DESIGN})
    thread = f"{CHANNEL};messageid={made}"
    assert "It comes in @Design, if there is anything new." in await world.last(thread)
    asked = (await world.posts(thread))[-1]
    await world.teams.presses("U2", thread, asked, "Yes, set it")
    assert "Nothing is set. You aren’t in" in await world.last(thread)
    made = await world.teams.says("U1", text, CHANNEL, mention=True, named={"Design": DESIGN})
    thread = f"{CHANNEL};messageid={made}"
    await world.teams.presses("U1", thread, (await world.posts(thread))[-1], "Yes, set it")
    assert "Set: a digest Mondays at 09:00 (UTC) in @Design." in await world.last(thread)
    (told,) = await root_posts(world, DESIGN)
    assert "Priya Shah has set for here: a digest Mondays" in told

"""Teams: somebody is forgotten, with what the bot knew of how to reach them."""

from __future__ import annotations

from pathlib import Path

from bot.platforms.teams.addresses import place_of
from tests.platforms.teams.conftest import World
from tests.platforms.teams.double import personal, shown
from tests.privacy.looking import mentioning


async def test_somebody_is_forgotten_and_the_thread_goes_on(world: World, tmp_path: Path) -> None:
    thread = await world.mentions("U1", "interview Faster refunds. The warbling clerk scans the quokka parcel.")
    await world.bot.quiet()
    who = world.bot.messages[0].author
    await world.teams.says("U1", "Customers lose the mauve receipt every week.", thread)
    await world.teams.says("U2", "A refund needs a parcel.", thread)
    await world.bot.quiet()
    assert mentioning(tmp_path, who.id, who.name, "mauve")
    chat = personal("U1")
    await world.teams.says("U1", "forget-me", chat)
    assert "Shall I forget you?" in await world.last(chat)
    card = (await world.posts(chat))[-1]
    await world.teams.presses("U1", chat, card, "Forget me")
    await world.until(lambda: any("I begin now" in shown(one) for one in world.teams.posts[chat]))
    await world.bot.app.erasing.finish()
    world.bot.turns.clear()  # they are in no record any more
    assert place_of(world.bot.messages[0].address).kind == "channel"
    assert mentioning(tmp_path, who.id, who.name, "warbling", "quokka", "mauve") == []
    await world.teams.says("U2", "list", thread)
    said = await world.last(thread)
    assert "A refund needs a parcel" in said
    assert "erased" in said
    await world.teams.says("U1", "hello", chat)
    assert "I’m Groundwork" in await world.last(chat)

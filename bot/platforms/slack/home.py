"""The Home tab: what somebody has going on, kept up to date while things change."""

from __future__ import annotations

from bot.chat import Bot, Message, Person
from bot.platforms.slack.outside import Outside
from bot.platforms.slack.render.messages import home_blocks

_PATIENCE = 120.0


class Home:
    """Publishes Home tabs for those who have looked at theirs."""

    def __init__(self, outside: Outside, bot: Bot) -> None:
        self._outside = outside
        self._bot = bot
        self._here: dict[str, set[str]] = {}

    async def opened(self, user: str) -> None:
        """Somebody looks at it."""
        await self._outside.kept.put(f"slack/home/{user}", {"opened": True})
        await self.publish(user)

    async def follow(self, message: Message, turn: str) -> None:
        """When the turn has ended, show what changed to everybody who takes part there."""
        people = await self._taking_part(message)
        watching = [user for user in people if await self._outside.kept.get(f"slack/home/{user}")]
        if not watching:
            return
        await self._bot.result(turn, timeout=_PATIENCE)
        for user in watching:
            await self.publish(user)

    async def publish(self, user: str) -> None:
        """Draw it anew."""
        known = await self._outside.people.look_up(user)
        post = await self._bot.home(Person(id=user, name=known.name))
        await self._outside.api.call("views.publish", user_id=user, view={"type": "home", "blocks": home_blocks(post)})

    async def _taking_part(self, message: Message) -> set[str]:
        name = f"slack/here/{message.address}"
        here = self._here.get(message.address)
        if here is None:
            here = set(await self._outside.kept.get(name) or ())
            self._here[message.address] = here
        if message.author.id not in here:
            here.add(message.author.id)
            await self._outside.kept.put(name, sorted(here))
        return here

"""Two teams with a ceremony of the same name: when who named one is forgotten, the other’s buttons stay as they are."""

from __future__ import annotations

from sqlalchemy import select

from bot.app import App, open_app
from bot.config import Config
from bot.store.tables import KeyValueRow
from tests.dialog import Bot, DurableRoad
from tests.privacy.test_forgetting import TEAM

ADD = "/ceremony add Mauve tasting, Thursday 16:00, 1 hour, Room 5"


async def test_the_buttons_of_another_team_stay(config: Config) -> None:
    async with open_app(config) as app:
        bot = Bot(DurableRoad(app))
        for who, at in (("Wanda", "terminal:red"), ("Tom", "terminal:blue")):
            await bot.fills("Tom", "ceremony:setup", at=at, posts=None, **TEAM)
            await bot.says(who, ADD, at=at, posts=None)
            await bot.says("Tom", "/ceremony skip mauve tasting", at=at, posts=None)
        assert await buttons(app, "red") == await buttons(app, "blue") == {"mauve-tasting"}
        await bot.says("Wanda", "/groundwork forget-me", at="terminal:red", posts=None)
        await bot.picks("Wanda", "Forget me", at="terminal:red", posts=None)
    async with open_app(config) as app:
        assert await buttons(app, "red") == {"erased-1"}
        assert await buttons(app, "blue") == {"mauve-tasting"}


async def buttons(app: App, conversation: str) -> set[str]:
    """What the buttons that were shown in a conversation stand for."""
    where = KeyValueRow.key.like(f"terminal/post/{conversation}/%")
    rows = await app.store.read(select(KeyValueRow.value).where(where))
    options = [
        option["id"] for row in rows for part in row.value["post"]["parts"] for option in part.get("options", ())
    ]
    return {each.split(":")[2] for each in options if each.startswith("ceremony:skip:")}

"""A bot that only notes what reached it, served by the real platform over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.chat import Address, Command, Form, Menu, Message, Person, Post, Shortcut, Veiled
from bot.platforms.teams import Teams, TeamsSettings
from bot.platforms.web import web_server
from tests.platforms.kept import Kept
from tests.platforms.teams.double import APP, TENANT, TeamsDouble


@dataclass
class Recorder:
    """Every message that reached it; `form` opens for every choice, `wrong` is what is wrong in it."""

    messages: list[Message] = field(default_factory=list)
    form: Form | None = None
    wrong: dict[str, str] = field(default_factory=dict)
    trouble: Exception | None = None
    menu: Menu = field(
        default_factory=lambda: Menu(
            commands=(Command(name="interview", does="Be interviewed", takes="what it is about"),),
            shortcuts=(Shortcut(command="add", label="Add to the interview"),),
        )
    )

    async def submit(self, message: Message) -> str:
        if self.trouble:
            raise self.trouble
        self.messages.append(message)
        return message.key

    async def result(self, turn_id: str, *, timeout: float | None = None) -> list[Post]:  # noqa: ASYNC109
        return []

    async def opens(self, message: Message) -> Form | None:
        return self.form

    async def checks(self, message: Message) -> Mapping[str, str]:
        return self.wrong

    async def belongs(self, message: Message) -> Address | None:
        return None

    async def follows(self, address: Address, link: str) -> bool:
        return False

    async def veils(self, message: Message) -> Veiled | None:
        return None

    async def home(self, person: Person) -> Post:
        return Post()


def live_settings(teams: TeamsDouble, **more: object) -> TeamsSettings:
    given = {"app_id": APP, "app_password": "secret", "tenant_id": TENANT, "keys_url": f"{teams.base}/openid"}
    return TeamsSettings(**{**given, **more})  # type: ignore[arg-type]


@asynccontextmanager
async def served(
    teams: TeamsDouble, bot: Recorder, settings: TeamsSettings | None = None, kept: Kept | None = None
) -> AsyncIterator[Teams]:
    """The platform, listening, in front of this bot."""
    platform = Teams(kept or Kept(), settings or live_settings(teams))
    async with platform.serve(bot) as routes, web_server(routes, "127.0.0.1", 0) as port:
        teams.bot_url = f"http://127.0.0.1:{port}"
        try:
            yield platform
        finally:
            await platform.close()

"""Everything that reaches Slack from here, made once: the client, the names, the threads, the posts."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.port import KeyValue, Now, now
from bot.platforms.slack.api import Api
from bot.platforms.slack.groups import Groups
from bot.platforms.slack.people import People
from bot.platforms.slack.posting import Poster
from bot.platforms.slack.readers import Readers
from bot.platforms.slack.threads import Threads

if TYPE_CHECKING:
    from bot.platforms.slack.settings import SlackSettings

_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Outside:
    """What posting and listening share."""

    session: aiohttp.ClientSession
    api: Api
    kept: KeyValue
    threads: Threads
    people: People
    poster: Poster
    readers: Readers
    groups: Groups
    now: Now

    @classmethod
    def reach(cls, settings: SlackSettings, kept: KeyValue, now: Now = now) -> Outside:
        """Made inside the running loop, which its connections belong to."""
        session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_SECONDS), trust_env=True)
        api = Api(client_of(settings.bot_token, settings, session))
        threads, people = Threads(kept), People(api, kept)
        poster = Poster(api, kept, threads=threads, people=people)
        return cls(session, api, kept, threads, people, poster, Readers(api, kept, people), Groups(api), now)

    async def close(self) -> None:
        """Close the connections."""
        await self.session.close()


def client_of(token: str, settings: SlackSettings, session: aiohttp.ClientSession) -> AsyncWebClient:
    """A client that tries nothing again by itself: a message posted twice is ours to prevent."""
    return AsyncWebClient(
        token=token, base_url=settings.api_url, session=session, retry_handlers=[], logger=quiet_logger("api")
    )


def quiet_logger(name: str) -> logging.Logger:
    """Slack's libraries log what people said when they log everything; they get no further than info here."""
    logger = logging.getLogger(f"bot.platforms.slack.{name}")
    logger.setLevel(max(logging.INFO, logging.getLogger().level))
    return logger

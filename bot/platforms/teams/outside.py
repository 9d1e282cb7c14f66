"""Everything that reaches Teams from here, made once: the connections, what is known, the posts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.platforms.port import KeyValue, Now, now
from bot.platforms.teams.api import Api
from bot.platforms.teams.conversations import Conversations
from bot.platforms.teams.credentials import Credentials
from bot.platforms.teams.posting import Poster
from bot.platforms.teams.readers import Readers

if TYPE_CHECKING:
    from bot.platforms.teams.settings import TeamsSettings


@dataclass(frozen=True, slots=True)
class Outside:
    """What posting and listening share."""

    kept: KeyValue
    credentials: Credentials
    api: Api
    conversations: Conversations
    poster: Poster
    readers: Readers
    now: Now

    @classmethod
    def reach(cls, settings: TeamsSettings, kept: KeyValue, now: Now = now) -> Outside:
        """Made inside the running loop."""
        credentials = Credentials(settings)
        api, conversations = Api(credentials), Conversations(kept)
        poster, readers = Poster(api, kept, conversations), Readers(api, conversations, settings.allowed)
        return cls(kept, credentials, api, conversations, poster, readers, now)

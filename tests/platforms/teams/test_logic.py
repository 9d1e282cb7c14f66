"""What is made of an activity once the Bot Framework has read it, in botbuilder's own test adapter and without HTTP."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import pytest
from botbuilder.core import TurnContext
from botbuilder.core.adapters import TestAdapter, TestFlow
from botbuilder.schema import Activity, ChannelAccount, ConversationAccount, Entity

from bot.platforms.port import now
from bot.platforms.teams import TeamsSettings
from bot.platforms.teams.api import Api
from bot.platforms.teams.auth import Gate, Keys
from bot.platforms.teams.conversations import Conversations
from bot.platforms.teams.credentials import Credentials
from bot.platforms.teams.outside import Outside
from bot.platforms.teams.posting import Poster
from bot.platforms.teams.readers import Readers
from bot.platforms.teams.render.elements import read
from bot.platforms.teams.service import Service
from tests.platforms.kept import Kept
from tests.platforms.teams.double import BOT, TENANT
from tests.platforms.teams.recorder import Recorder

MARK = "<at>Groundwork</at>"
MENTION = Entity(type="mention")
MENTION.additional_properties = {"mentioned": {"id": BOT, "name": "Groundwork"}, "text": MARK}


class Buffer:
    """Takes what the bot posts to where the test adapter looks for replies."""

    def __init__(self) -> None:
        self.adapter: TestAdapter | None = None

    async def send(self, service: str, conversation: str, activity: dict[str, Any]) -> str:
        assert self.adapter is not None
        self.adapter.activity_buffer.append(Activity().deserialize(activity))
        return str(len(self.adapter.activity_buffer))


def stage(bot: Recorder, kind: str = "groupChat") -> TestAdapter:
    """Groundwork behind the test adapter, in a conversation of Priya's."""
    settings, kept, buffer = TeamsSettings(mode="playground"), Kept(), Buffer()
    api, conversations = cast(Api, buffer), Conversations(kept)
    poster, readers = Poster(api, kept, conversations), Readers(api, conversations, frozenset())
    outside = Outside(kept, Credentials(settings), api, conversations, poster, readers, now)
    gate = Gate(app_id="", tenants=frozenset(), keys=Keys("http://127.0.0.1:1/"), open=True)
    service = Service(gate, outside, bot)

    async def logic(context: TurnContext) -> None:
        activity = context.activity.serialize()
        activity["entities"] = [
            one.additional_properties | {"type": one.type} for one in context.activity.entities or ()
        ]
        await service._handle(activity)

    template = Activity(
        channel_id="msteams",
        service_url="http://127.0.0.1:1/teams/",
        from_property=ChannelAccount(id="29:U1", name="Priya Shah", aad_object_id="U1"),
        recipient=ChannelAccount(id=BOT, name="Groundwork"),
        conversation=ConversationAccount(id="19:group@thread.v2", conversation_type=kind, tenant_id=TENANT),
    )
    buffer.adapter = TestAdapter(logic, template)
    return buffer.adapter


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        (f"{MARK} interview Faster refunds", (None, "interview Faster refunds")),
        (f"{MARK} /interview Faster refunds", ("interview", "Faster refunds")),
        (f"{MARK}, refunds take 9 days.", (None, "refunds take 9 days.")),
        (f"Refunds&nbsp;take 9 days, {MARK}", (None, "Refunds take 9 days")),
        (f"{MARK}", ("help", "")),
        (f"{MARK} ask <at>Tom Berg</at> &amp; Ana", (None, "ask @Tom Berg & Ana")),
    ],
)
async def test_a_mention_of_the_bot_is_taken_out_and_others_stay(typed: str, heard: tuple[str | None, str]) -> None:
    bot = Recorder()
    await stage(bot).receive_activity(Activity(type="message", text=typed, entities=[MENTION]))
    assert [(one.command, one.text) for one in bot.messages] == [heard]


async def test_what_is_not_said_to_it_is_not_heard() -> None:
    bot = Recorder()
    adapter = stage(bot)
    await adapter.receive_activity("Lunch?")
    adapter.template.from_property = adapter.template.recipient
    await adapter.receive_activity(Activity(type="message", text=f"{MARK} hello", entities=[MENTION]))
    assert bot.messages == []


async def test_a_personal_chat_needs_no_mention() -> None:
    bot = Recorder()
    await stage(bot, "personal").receive_activity("customers lose the receipt")
    assert [(one.text, one.author.name) for one in bot.messages] == [("customers lose the receipt", "Priya Shah")]


async def test_it_welcomes_whoever_installs_it_and_nobody_else() -> None:
    bot = Recorder()
    adapter = stage(bot)

    def welcomes(activity: Activity, _: object) -> None:
        (card,) = activity.attachments
        assert "Mention me, each time you speak to me" in read(card.content["body"])

    joins = Activity(type="conversationUpdate", members_added=[ChannelAccount(id="29:U2", name="Tom Berg")])
    installs = Activity(type="installationUpdate", action="add")
    flow: TestFlow = await (await adapter.send(joins)).send(installs)
    await asyncio.sleep(0)
    await flow.assert_reply(welcomes)
    assert adapter.activity_buffer == []
    assert bot.messages == []

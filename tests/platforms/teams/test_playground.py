"""Opt in: the bot in Microsoft's own local client, which CONTRIBUTING.md says how to start. Its HTTP is undocumented."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest

from tests.platforms.teams.double import button, shown
from tests.platforms.teams.strict import problems_of_card, walk

URL = os.environ.get("TEST_PLAYGROUND_URL", "")
pytestmark = pytest.mark.skipif(not URL, reason="TEST_PLAYGROUND_URL names no Playground")


@dataclass
class Playground:
    """What the client is told, and what it shows."""

    session: aiohttp.ClientSession
    config: dict[str, Any]
    shown: list[dict[str, Any]] = field(default_factory=list)

    async def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        async with self.session.post(f"{URL}/_conversation/v1/{path}", json=body) as response:
            assert response.status == 200, await response.text()
            told: dict[str, Any] = await response.json()
            return told

    async def says(self, text: str, conversation: str, *, mention: bool = False) -> str:
        """Somebody writes; the conversation that the answer is expected in."""
        bot, mark = self.config["bot"], "<at>Test Bot</at>"
        body: dict[str, Any] = {
            "type": "message",
            "text": text,
            "textFormat": "plain",
            "from": self.config["currentUser"],
        }
        if mention:
            mentioned = {"id": bot["id"], "name": bot["name"]}
            body |= {"text": f"{mark} {text}", "mentions": [{"mentioned": mentioned, "text": mark}]}
        told = await self.post(f"conversations/{conversation}/messages", body)
        return str(told.get("postConversationId") or conversation)

    async def answer(self, conversation: str, words: str) -> dict[str, Any]:
        """The newest thing shown there that holds these words."""
        for _ in range(200):
            for event in reversed(self.shown):
                message = event.get("message") or {}
                if event.get("actionConversationId") == conversation and words in shown(message):
                    return dict(message)
            await asyncio.sleep(0.05)
        raise AssertionError(
            f"{words!r} was never shown, only {[shown(one.get('message') or {}) for one in self.shown]}"
        )


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{URL}/_internal/v1/config") as response:
            here = Playground(session, (await response.json())["config"])
        async with session.ws_connect(f"{URL}/_ws_conversation/v1/conversations/stream") as stream:

            async def listen() -> None:
                async for event in stream:
                    here.shown.append(json.loads(str(event.data)))

            listening = asyncio.create_task(listen())
            yield here
            listening.cancel()
    for event in here.shown:
        for one in (event.get("message") or {}).get("attachments") or ():
            if one["contentType"].endswith("adaptive"):
                assert problems_of_card(one["content"]) == []


async def test_a_whole_interview_in_a_personal_chat(playground: Playground) -> None:
    chat = playground.config["personalChat"]["id"]
    await playground.says("cancel", chat)
    await playground.says("interview Faster refunds. The clerk should be able to scan the parcel.", chat)
    await playground.answer(chat, "topics settled")
    await playground.says("From 9 days to 2 by the end of June.", chat)
    await playground.answer(chat, "9 days")
    await playground.says("finish", chat)
    await playground.answer(chat, "Here is what we have")
    await playground.answer(chat, "file.consent")


@pytest.mark.parametrize("where", ["group", "channel"])
async def test_a_story_by_mention_and_its_button(playground: Playground, where: str) -> None:
    config = playground.config
    conversation = config["groupChats"][0]["id"] if where == "group" else config["teams"][0]["channels"][0]["id"]
    there = await playground.says("story customers should see where their parcel is", conversation, mention=True)
    message = await playground.answer(there, "[Approve all]")
    (card,) = [one["content"] for one in message["attachments"]]
    pressed = button(card, "Approve all")
    assert pressed in list(walk(card))
    action = {"type": "Action.Execute", "verb": pressed["verb"], "data": pressed["data"]}
    await playground.post(
        "invoke",
        {
            "name": "adaptiveCard/action",
            "from": config["currentUser"],
            "conversation": {"id": there},
            "replyToId": message["messageId"],
            "value": {"action": action, "trigger": "manual"},
        },
    )
    await playground.answer(there, "✓ Approve all")
    await playground.answer(there, "approved by")

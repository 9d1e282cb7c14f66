"""What doesn't come from Slack reaches nothing."""

from __future__ import annotations

import json
import time
from pathlib import Path

import aiohttp
import pytest

from bot.errors import Trouble
from bot.platforms.web import web_server
from tests.platforms.slack.conftest import live
from tests.platforms.slack.double import SlackDouble

DAY = 24 * 3600


@pytest.mark.parametrize("forgery", ["unsigned", "wrong", "old", "changed", "empty secret"])
async def test_a_request_that_slack_did_not_sign_gets_401_and_reaches_no_flow(
    forgery: str, tmp_path: Path, slack: SlackDouble
) -> None:
    async with live(tmp_path, slack, "http") as here:
        event = {"type": "message", "user": "U1", "channel": slack.direct("U1"), "channel_type": "im", "text": "help"}
        body = json.dumps(slack.event(event | {"ts": "1.2", "event_ts": "1.2"}))
        headers = {
            "unsigned": {},
            "wrong": slack.signed(body) | {"X-Slack-Signature": "v0=" + "0" * 64},
            "old": slack.signed(body, at=int(time.time()) - DAY),
            "changed": slack.signed(body + " "),
            "empty secret": slack.signed(body) | {"X-Slack-Signature": ""},
        }[forgery]
        async with aiohttp.ClientSession() as session:
            async with session.post(
                f"{slack.app_url}/slack/events", data=body, headers={"Content-Type": "application/json", **headers}
            ) as response:
                assert response.status == 401
            async with session.get(f"{slack.app_url}/health") as response:
                assert response.status == 200
            async with session.post(
                f"{slack.app_url}/slack/events",
                data=body,
                headers={"Content-Type": "application/json", **slack.signed(body)},
            ) as response:
                assert response.status == 200
        assert len(here.bot.messages) == 1


async def test_a_port_that_is_taken_is_said_so() -> None:
    async with web_server([], "127.0.0.1", 0) as port:
        with pytest.raises(Trouble, match=f"Port {port} on 127.0.0.1 can’t be used"):
            async with web_server([], "127.0.0.1", port):
                pass
        with pytest.raises(OSError, match="of its own"):
            async with web_server([], "127.0.0.1", 0):
                raise OSError("of its own")


async def test_slack_may_ask_whether_the_address_is_right(tmp_path: Path, slack: SlackDouble) -> None:
    async with live(tmp_path, slack, "http"), aiohttp.ClientSession() as session:
        body = json.dumps({"type": "url_verification", "challenge": "abc", "token": "x"})
        headers = {"Content-Type": "application/json", **slack.signed(body)}
        async with session.post(f"{slack.app_url}/slack/events", data=body, headers=headers) as response:
            assert (await response.json())["challenge"] == "abc"

"""Whatever is sent to the endpoint for Slack, it is answered: never with an error of ours, and never not at all."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.platforms.slack import Slack, SlackSettings
from bot.platforms.slack.modals import CALLBACK, Opened
from bot.platforms.web import web_server
from tests.bending import bent
from tests.platforms.kept import Kept
from tests.platforms.slack.double import BOT_TOKEN, SECRET, SlackDouble
from tests.platforms.slack.people import rich_text
from tests.platforms.teams.recorder import Recorder

_SKIP = [HealthCheck.function_scoped_fixture]


class Door:
    """The bot's endpoint, and who knocks."""

    def __init__(self, slack: SlackDouble, url: str, session: aiohttp.ClientSession) -> None:
        self._slack, self._url, self._session = slack, url, session

    async def knocks(self, body: bytes, headers: dict[str, str]) -> int:
        async with self._session.post(f"{self._url}/slack/events", data=body, headers=headers) as response:
            await response.read()
            return response.status

    async def delivers(self, kind: str, payload: Any) -> int:
        """Slack sends it, in its own form, signed."""
        if kind == "events_api":
            body, content = json.dumps(payload), "application/json"
        else:
            told = {"payload": json.dumps(payload)} if kind == "interactive" else _flat(payload)
            body, content = urlencode(told, errors="replace"), "application/x-www-form-urlencoded"
        headers = {"Content-Type": content, **self._slack.signed(body)}
        return await self.knocks(body.encode(), headers)


def _flat(payload: Any) -> dict[str, str]:
    return {str(key): str(value) for key, value in payload.items()} if isinstance(payload, dict) else {}


@pytest.fixture
async def door(slack: SlackDouble) -> AsyncIterator[Door]:
    known = SlackSettings(bot_token=BOT_TOKEN, signing_secret=SECRET, api_url=slack.api_url, mode="http")
    platform = Slack(Kept(), known)
    async with (
        platform.serve(Recorder()) as routes,
        web_server(routes, "127.0.0.1", 0) as port,
        aiohttp.ClientSession() as session,
    ):
        yield Door(slack, f"http://127.0.0.1:{port}", session)
    await platform.close()


def _sent(slack: SlackDouble) -> dict[str, tuple[str, dict[str, Any]]]:
    """One of each kind that Slack sends."""
    message: dict[str, Any] = {
        "type": "message",
        "user": "U1",
        "ts": slack.next_ts(),
        "text": "hello <@UBOT>",
        "team": slack.team,
    }
    message |= {"blocks": rich_text("hello <@UBOT>"), "thread_ts": slack.next_ts()}
    place = {"channel": "D1", "channel_type": "im", "event_ts": slack.next_ts()}
    files: dict[str, Any] = {"subtype": "file_share", "files": [{"id": "F1", "name": "notes.md"}]}
    changed: dict[str, Any] = {**message, "text": "new", "edited": {"user": "U1", "ts": slack.next_ts()}}
    edit = {"type": "message", "subtype": "message_changed", "hidden": True, "ts": slack.next_ts()}
    gone = {**edit, "subtype": "message_deleted", "previous_message": message, "deleted_ts": message["ts"]}
    command = {"command": "/interview", "text": "refunds", "channel_id": "C1", "user_id": "U1", "trigger_id": "1.2.a"}
    body = {"team": {"id": slack.team}, "user": {"id": "U1"}, "api_app_id": "A1", "trigger_id": "1.2.a"}
    button: dict[str, Any] = {
        "type": "button",
        "action_id": "pick:1",
        "block_id": "b1",
        "value": "a:b",
        "action_ts": "1.2",
    }
    button |= {"text": {"type": "plain_text", "text": "Keep"}}
    picked: dict[str, Any] = {
        "type": "static_select",
        "action_id": "select:1",
        "block_id": "b1",
        "selected_option": button,
    }
    pressed: dict[str, Any] = {
        "type": "block_actions",
        "channel": {"id": "C1"},
        "message": {**message, "blocks": [{"type": "x"}]},
    }
    pressed |= {"container": {"type": "message", "message_ts": message["ts"], "channel_id": "C1"}}
    opened = Opened(address="slack:T1:C1:1.2", form_id="story:edit", names=(("want", 1),), options=(("a", "b"),))
    state = {"values": {"0:0": {"value": {"type": "static_select", "selected_option": {"value": "1"}}}}}
    view: dict[str, Any] = {
        "id": "V1",
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": opened.model_dump_json(),
    }
    view |= {"state": state, "blocks": [{"type": "input", "block_id": "0:0"}]}
    events: dict[str, dict[str, Any]] = {
        "words": {**message, **place},
        "a mention": {**message, **place, "type": "app_mention", "channel": "C1"},
        "files": {**message, **place, **files},
        "an edit": {**edit, **place, "message": changed, "previous_message": message},
        "a deletion": {**gone, **place},
        "a look at home": {"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home"},
        "a look at messages": {"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "messages"},
        "something else": {"type": "reaction_added", "user": "U1", "reaction": "tada", "item": {"type": "message"}},
    }
    shortcut: dict[str, Any] = {
        "type": "message_action",
        "callback_id": "add",
        "channel": {"id": "C1"},
        "message": message,
    }
    return {
        **{name: ("events_api", slack.event(event)) for name, event in events.items()},
        "a command": ("slash_commands", command),
        "a button": ("interactive", {**body, **pressed, "actions": [button]}),
        "an option": ("interactive", {**body, **pressed, "actions": [picked]}),
        "a form": ("interactive", {**body, "type": "view_submission", "view": view}),
        "a shortcut": ("interactive", {**body, **shortcut, "action_ts": "1.2"}),
    }


async def test_every_kind_is_taken_in(slack: SlackDouble, door: Door) -> None:
    for name, (kind, payload) in _sent(slack).items():
        assert await door.delivers(kind, payload) == 200, name
    slack.problems.clear()  # what the bot does for the eye, to messages that were never there


@given(data=st.data())
@settings(suppress_health_check=_SKIP)
async def test_what_slack_sends_is_answered_with_odd_values_too(
    slack: SlackDouble, door: Door, data: st.DataObject
) -> None:
    kinds = _sent(slack)
    name = data.draw(st.sampled_from(list(kinds)))
    kind, payload = kinds[name]
    status = await door.delivers(kind, data.draw(bent(payload)))
    assert status < 500, name
    slack.problems.clear()


@pytest.mark.parametrize("user", [["U1"], {"id": "U1"}, True, 7])
async def test_a_deletion_by_nobody_who_can_be_is_passed_over(slack: SlackDouble, door: Door, user: Any) -> None:
    kind, payload = _sent(slack)["a deletion"]
    payload["event"]["previous_message"]["user"] = user
    assert await door.delivers(kind, payload) in {200, 400}


@pytest.mark.parametrize("subtype", [["message_changed"], {}, True])
async def test_a_message_of_no_kind_that_can_be_is_passed_over(slack: SlackDouble, door: Door, subtype: Any) -> None:
    kind, payload = _sent(slack)["words"]
    payload["event"]["subtype"] = subtype
    assert await door.delivers(kind, payload) in {200, 400}


@pytest.mark.parametrize("view", [[], None, "V1"])
async def test_a_form_that_is_none_is_refused(slack: SlackDouble, door: Door, view: Any) -> None:
    kind, payload = _sent(slack)["a form"]
    assert await door.delivers(kind, {**payload, "view": view}) == 400


@pytest.mark.parametrize("named", [[], 1.5, {"a": 1}])
async def test_a_shortcut_of_no_name_that_can_be_is_refused(slack: SlackDouble, door: Door, named: Any) -> None:
    kind, payload = _sent(slack)["a shortcut"]
    assert await door.delivers(kind, payload | {"callback_id": named}) == 400


async def test_a_number_without_end_is_refused(slack: SlackDouble, door: Door) -> None:
    body = '{"event": ' + "9" * 5_000 + "}"
    assert await door.knocks(body.encode(), {"Content-Type": "application/json", **slack.signed(body)}) == 400


_BODIES = st.one_of(
    st.binary(max_size=60),
    st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.sampled_from([b"{", b"[]", b"null", b"payload=%7B", b"payload=1", b"ssl_check=1", b"[" * 50_000, b"\xff\xfe"]),
)
_KINDS = st.sampled_from(["application/json", "application/x-www-form-urlencoded", "text/plain; charset=nonsense", ""])
_STAMPS = st.sampled_from(["", "now", "abc", "٣", "1e9", "-1", "9" * 5000, str(2**80)])


@given(_BODIES, _KINDS, _STAMPS, st.sampled_from(["", "v0=abc", "v0=é"]))
@settings(suppress_health_check=_SKIP)
async def test_what_slack_did_not_sign_is_refused(  # noqa: PLR0913, PLR0917 (hypothesis fills them by place)
    door: Door, slack: SlackDouble, body: bytes, kind: str, stamp: str, signature: str
) -> None:
    stamp = str(int(time.time())) if stamp == "now" else stamp
    headers = {"Content-Type": kind, "X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature}
    assert await door.knocks(body, headers) == 401


@given(_BODIES, _KINDS)
@settings(suppress_health_check=_SKIP)
async def test_what_cannot_be_read_is_refused_although_it_is_signed(
    door: Door, slack: SlackDouble, body: bytes, kind: str
) -> None:
    try:
        signature = slack.signed(body.decode())
    except UnicodeDecodeError:
        signature = slack.signed("")
    assert await door.knocks(body, {"Content-Type": kind, **signature}) in {200, 400, 401, 404}

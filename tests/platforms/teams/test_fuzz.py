"""Whatever is posted to the endpoint for Teams, it is answered: never with an error of ours, and never not at all."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat import Form, FormField
from tests.bending import bent
from tests.platforms.teams.double import BOT, CHANNEL, TeamsDouble, personal
from tests.platforms.teams.recorder import Recorder, served

_FORM = Form(
    id="story:edit", title="Edit it", fields=(FormField(name="want", label="What"), FormField(name="by", label="By"))
)


@pytest.fixture
async def bot(teams: TeamsDouble) -> AsyncIterator[Recorder]:
    recorder = Recorder(form=_FORM)
    async with served(teams, recorder):
        yield recorder


def _activities(teams: TeamsDouble) -> dict[str, dict[str, Any]]:
    """One of each kind that Teams sends."""
    mark = "<at>Groundwork</at>"
    mention = {"type": "mention", "mentioned": {"id": BOT, "name": "Groundwork"}, "text": mark}
    other = {"type": "mention", "mentioned": {"id": "29:U2", "name": "Tom"}, "text": "<at>Tom</at>"}
    thread = f"{CHANNEL};messageid=17"
    file = {
        "contentType": "application/vnd.microsoft.teams.file.download.info",
        "name": "notes.md",
        "content": {"downloadUrl": f"{teams.base}/download/notes.md", "fileType": "md"},
    }
    pick = {"do": "pick", "choice": "story:keep", "input": "i1", "stays": True}
    sent = {"do": "submit", "form": "nothing", "f0": "typed"}
    said = {
        "id": "17",
        "from": {"user": {"id": "U2", "displayName": "Tom"}},
        "body": {"contentType": "html", "content": "<p>Refunds take <b>9</b> days</p>"},
        "linkToMessage": "https://teams.microsoft.com/l/message/1",
    }
    own, make = personal("U1"), teams.activity

    def invoke(name: str, value: Any, **more: Any) -> dict[str, Any]:
        return make("U1", own, type="invoke", name=name, value=value, **more)

    return {
        "words": make("U1", own, text="interview refunds", attachments=[file]),
        "a mention": make("U1", thread, text=f"{mark} ask <at>Tom</at>", entities=[mention, other]),
        "a button of an old client": make("U1", own, value=pick, replyToId="3"),
        "an edit": make("U1", own, type="messageUpdate", text="new", channelData={"eventType": "editMessage"}),
        "a deletion": make("U1", own, type="messageDelete"),
        "members": make("U1", thread, type="conversationUpdate", membersAdded=[{"id": BOT}], membersRemoved=[]),
        "an installation": make("U1", own, type="installationUpdate", action="add"),
        "a reaction": make("U1", own, type="messageReaction", reactionsAdded=[{"type": "like"}], replyToId="3"),
        "a button": invoke("adaptiveCard/action", {"action": {"data": pick}, "trigger": "manual"}, replyToId="3"),
        "a form": invoke("adaptiveCard/action", {"action": {"data": sent}}, replyToId="3"),
        "a dialog": invoke("task/fetch", {"data": {**pick, "do": "open"}}),
        "a filled dialog": invoke("task/submit", {"data": sent}),
        "a shortcut": invoke("composeExtension/fetchTask", {"commandId": "add", "messagePayload": said}),
        "a filled shortcut": invoke("composeExtension/submitAction", {"data": sent, "commandId": "add"}),
        "a file": invoke("fileConsent/invoke", {"action": "accept", "context": {"file": "x"}, "uploadInfo": {}}),
    }


async def test_every_kind_of_activity_is_taken_in(teams: TeamsDouble, bot: Recorder) -> None:
    for name, activity in _activities(teams).items():
        status, _ = await teams.deliver(activity)
        assert status == (200 if activity["type"] == "invoke" else 202), name


@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_an_activity_with_odd_values_is_answered(teams: TeamsDouble, bot: Recorder, data: st.DataObject) -> None:
    kinds = _activities(teams)
    name = data.draw(st.sampled_from(list(kinds)))
    activity = data.draw(bent(kinds[name]))
    status, body = await teams.deliver(activity)
    assert status < 500, (name, activity, body)


@pytest.mark.parametrize("where", [{"": None}, ["a"], True])
async def test_a_conversation_that_is_none_is_passed_over(teams: TeamsDouble, bot: Recorder, where: Any) -> None:
    activity = _activities(teams)["a button of an old client"]
    status, _ = await teams.deliver({**activity, "conversation": {**activity["conversation"], "id": where}})
    assert status in {202, 400}


_BODIES = st.one_of(
    st.binary(max_size=60),
    st.sampled_from([b"", b"{", b"[]", b"[" * 50_000, b"9" * 5_000, b'{"type": ' + b"9" * 5_000 + b"}", b"\xff\xfe{"]),
)
_KINDS = st.sampled_from(
    ["", "application/json", "application/json; charset=nonsense", "text/plain; charset=rot13", "a/b; charset=utf-16"]
)


@pytest.mark.parametrize("body", [b"9" * 5_000, b'{"type": "message"}'])
@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=nonsense", "a/b; charset=rot13"])
async def test_whoever_shows_no_token_reads_no_error_of_ours(
    teams: TeamsDouble, bot: Recorder, body: bytes, kind: str
) -> None:
    assert await _knocks(teams, body, kind) in {400, 401}


@given(_BODIES, _KINDS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_what_is_no_activity_is_refused(teams: TeamsDouble, bot: Recorder, body: bytes, kind: str) -> None:
    assert await _knocks(teams, body, kind) == 400


@pytest.mark.parametrize("deep", [200, 800])
async def test_what_goes_deep_is_answered(teams: TeamsDouble, bot: Recorder, deep: int) -> None:
    inside: Any = "x"
    for _ in range(deep):
        inside = [inside]
    for name, activity in _activities(teams).items():
        status, body = await teams.deliver({**activity, "channelData": {**activity["channelData"], "x": inside}})
        assert status in {200, 202, 400}, (name, body)


async def _knocks(teams: TeamsDouble, body: bytes, kind: str) -> int:
    headers = {"Content-Type": kind} if kind else {}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{teams.bot_url}/api/messages", data=body, headers=headers) as response,
    ):
        await response.read()
        return response.status

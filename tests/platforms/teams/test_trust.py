"""Who may talk to the bot: every forgery is refused with 401 or 403, and nothing of it reaches the bot."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bot.app import serve
from bot.chat import Form, FormField
from bot.errors import Trouble
from bot.platforms.teams import TeamsSettings
from bot.platforms.teams.auth import Keys
from tests.platforms.teams.conftest import settings
from tests.platforms.teams.double import APP, TeamsDouble, buttons, personal
from tests.platforms.teams.recorder import Recorder, live_settings, served

OTHER_KEY = generate_private_key(65537, 2048)


def _hs256(teams: TeamsDouble) -> str:
    """Signed with Microsoft's public key as if it were a shared secret."""
    public = teams.signer.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    head, body, _ = jwt.encode(_claims(teams), "x" * 32, "HS256", {"kid": "key-1"}).split(".")
    seal = hmac.new(public, f"{head}.{body}".encode(), hashlib.sha256).digest()
    return f"{head}.{body}.{base64.urlsafe_b64encode(seal).decode().rstrip('=')}"


def _claims(teams: TeamsDouble) -> dict[str, Any]:
    return {
        "iss": "https://api.botframework.com",
        "aud": APP,
        "exp": int(time.time()) + 600,
        "serviceurl": teams.service,
    }


def _tampered(teams: TeamsDouble) -> str:
    head, _, seal = teams.signer.token(teams.service).split(".")
    body = base64.urlsafe_b64encode(json.dumps({**_claims(teams), "x": 1}).encode()).decode().rstrip("=")
    return f"{head}.{body}.{seal}"


FORGED: dict[str, Callable[[TeamsDouble], str]] = {
    "no token": lambda _: "",
    "no JWT": lambda _: "abc",
    "three dots": lambda _: "a.b.c",
    "a huge one": lambda _: "a" * 7_000 + "." + "b" * 500 + ".c",
    "another key": lambda teams: teams.signer.token(teams.service, key=OTHER_KEY),
    "an unknown kid": lambda teams: teams.signer.token(teams.service, key=OTHER_KEY, headers={"kid": "mine"}),
    "no kid": lambda teams: teams.signer.token(teams.service, headers={"kid": None}),
    "alg none": lambda teams: jwt.encode(_claims(teams), None, "none", {"kid": "key-1"}),  # type: ignore[arg-type]
    "HS256 with the public key": _hs256,
    "another audience": lambda teams: teams.signer.token(teams.service, aud="99999999-2222-4333-8444-555555555555"),
    "no audience": lambda teams: teams.signer.token(teams.service, aud=None),
    "another issuer": lambda teams: teams.signer.token(teams.service, iss="https://sts.windows.net/evil/"),
    "the emulator's issuer": lambda teams: teams.signer.token(
        teams.service, iss="https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/", appid=APP, ver="1.0"
    ),
    "no issuer": lambda teams: teams.signer.token(teams.service, iss=None),
    "expired": lambda teams: teams.signer.token(teams.service, exp=int(time.time()) - 400),
    "no exp": lambda teams: teams.signer.token(teams.service, exp=None),
    "not yet": lambda teams: teams.signer.token(teams.service, nbf=int(time.time()) + 4_000),
    "another serviceUrl": lambda teams: teams.signer.token("https://smba.trafficmanager.net/evil/"),
    "no serviceUrl": lambda teams: teams.signer.token(teams.service, serviceurl=None),
    "tampered": _tampered,
}


@pytest.fixture
async def bot(teams: TeamsDouble) -> AsyncIterator[Recorder]:
    recorder = Recorder()
    async with served(teams, recorder):
        yield recorder


@pytest.mark.parametrize("name", FORGED)
@pytest.mark.parametrize("kind", ["message", "invoke"])
async def test_a_forged_token_is_refused_and_nothing_runs(
    teams: TeamsDouble, bot: Recorder, name: str, kind: str
) -> None:
    more = {"name": "adaptiveCard/action", "value": {"action": {"data": {"do": "pick", "choice": "x:y"}}}}
    activity = teams.activity("U1", personal("U1"), text="hello", type=kind, **(more if kind == "invoke" else {}))
    status, body = await teams.deliver(activity, token=FORGED[name](teams))
    assert status == 401
    assert body == {"error": "Not allowed."}, "why is for the log only"
    assert bot.messages == []
    assert teams.calls == 0, "nothing was posted anywhere"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"channelId": None}, 401),
        ({"channelId": ""}, 401),
        ({"channelId": ["msteams"]}, 401),
        ({"channelId": "webchat"}, 401),  # the key isn't endorsed for it
        ({"serviceUrl": None}, 401),
        ({"serviceUrl": "http://127.0.0.1:1/teams/"}, 401),
        ({"channelData": {"tenant": {"id": "00000000-0000-4000-8000-000000000000"}}}, 403),
        ({"channelData": None, "conversation": {"id": "a:1"}}, 403),
        ({"channelData": "x", "conversation": "y"}, 403),
    ],
)
async def test_a_good_token_lets_in_only_what_it_is_for(
    teams: TeamsDouble, bot: Recorder, change: dict[str, Any], status: int
) -> None:
    got, _ = await teams.deliver(teams.activity("U1", personal("U1"), text="hello") | change)
    assert got == status
    assert bot.messages == []
    assert teams.calls == 0


async def test_a_key_that_is_not_endorsed_for_teams_is_refused(teams: TeamsDouble, bot: Recorder) -> None:
    teams.signer.endorsements = ("skype",)
    status, _ = await teams.deliver(teams.activity("U1", personal("U1"), text="hello"))
    assert status == 401
    assert bot.messages == []


async def test_a_service_without_tls_is_refused_even_when_it_is_signed(teams: TeamsDouble, bot: Recorder) -> None:
    service = "http://smba.example/teams/"
    activity = teams.activity("U1", personal("U1"), text="hello") | {"serviceUrl": service}
    status, _ = await teams.deliver(activity, token=teams.signer.token(service))
    assert status == 403
    assert bot.messages == []


async def test_other_schemes_than_bearer_are_refused(teams: TeamsDouble, bot: Recorder) -> None:
    status, _ = await teams.deliver(teams.activity("U1", personal("U1"), text="hello"), scheme="Basic ")
    assert status == 401
    assert bot.messages == []


async def test_what_microsoft_signed_is_let_in(teams: TeamsDouble, bot: Recorder) -> None:
    status, _ = await teams.deliver(teams.activity("U1", personal("U1"), text="hello"))
    assert status == 202
    assert [message.text for message in bot.messages] == ["hello"]
    assert bot.messages[0].author.name == "Priya Shah"


async def test_a_rotated_key_is_fetched_at_once_and_forged_ones_cannot_make_us_ask_without_end(
    teams: TeamsDouble, bot: Recorder
) -> None:
    await teams.deliver(teams.activity("U1", personal("U1"), text="one"))
    teams.signer.rotate()
    status, _ = await teams.deliver(teams.activity("U1", personal("U1"), text="two"))
    assert status == 202
    assert teams.signer.asked == 2
    for number in range(5):
        forged = teams.signer.token(teams.service, key=OTHER_KEY, headers={"kid": f"mine-{number}"})
        assert (await teams.deliver(teams.activity("U1", personal("U1"), text="no"), token=forged))[0] == 401
    assert teams.signer.asked == 2
    assert [message.text for message in bot.messages] == ["one", "two"]


async def test_keys_that_cannot_be_read_refuse_everybody(teams: TeamsDouble) -> None:
    recorder = Recorder()
    async with served(teams, recorder, live_settings(teams, keys_url=f"{teams.base}/nothing")):
        status, _ = await teams.deliver(teams.activity("U1", personal("U1"), text="hello"))
    assert status == 401
    assert recorder.messages == []


async def test_known_keys_outlast_a_day_on_which_microsoft_is_away(teams: TeamsDouble) -> None:
    now = [0.0]
    keys = Keys(f"{teams.base}/openid", clock=lambda: now[0])
    assert await keys.find("key-1")
    keys._url = f"{teams.base}/nothing"
    now[0] = 100_000.0
    assert await keys.find("key-1")
    assert await keys.find("key-9") is None


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"\xff", b"{}", b'{"type": 1}', b"[" * 100_000])
async def test_what_is_no_activity_is_refused(teams: TeamsDouble, bot: Recorder, body: bytes) -> None:
    headers = {"Authorization": f"Bearer {teams.signer.token(teams.service)}", "Content-Type": "application/json"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{teams.bot_url}/api/messages", data=body, headers=headers) as response,
    ):
        assert response.status == 400
    assert bot.messages == []


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"from": "x"}, 400),
        ({"recipient": "x"}, 400),
        ({"entities": "x"}, 400),
        ({"attachments": "x"}, 400),
        ({"timestamp": 5}, 400),
        ({"type": "conversationUpdate", "membersAdded": "x"}, 400),
        *(
            ({"type": "invoke", "name": name, "value": value}, 200)
            for name in ("adaptiveCard/action", "composeExtension/submitAction", "task/submit", "fileConsent/invoke")
            for value in ("x", [1], {"action": "x"}, {"data": "x"}, {"context": {"file": 1}})
        ),
    ],
)
async def test_what_has_another_shape_is_answered_and_does_nothing(
    teams: TeamsDouble, bot: Recorder, change: dict[str, Any], status: int
) -> None:
    got, _ = await teams.deliver(teams.activity("U1", personal("U1"), text="hello") | change)
    assert got == status
    assert bot.messages == []
    assert teams.calls == 0


async def test_the_bots_own_messages_and_other_bots_are_not_listened_to(teams: TeamsDouble, bot: Recorder) -> None:
    for sender in ({"id": f"28:{APP}"}, {"id": "28:other", "role": "bot"}, {}):
        await teams.deliver(teams.activity("U1", personal("U1"), text="hello") | {"from": sender})
    assert bot.messages == []


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"app_password": ""}, "TEAMS_APP_PASSWORD"),
        ({"tenant_id": ""}, "TEAMS_TENANT_ID"),
        ({"app_id": ""}, "TEAMS_APP_ID"),
        ({"mode": "playground"}, "must not be used with a real app"),
        ({"mode": "playground", "app_id": "", "app_password": "", "host": "0.0.0.0"}, "127.0.0.1"),
        ({"mode": "playground", "app_id": "", "app_password": "", "host": "bot.example"}, "127.0.0.1"),
    ],
)
async def test_it_refuses_to_start_open_to_the_world(teams: TeamsDouble, wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(Trouble, match=says):
        async with served(teams, Recorder(), live_settings(teams, **wrong)):
            pass


async def test_serve_refuses_too(teams: TeamsDouble, tmp_path: Any) -> None:
    config = settings(tmp_path, teams, TEAMS_APP_PASSWORD="")
    with pytest.raises(Trouble, match="TEAMS_APP_PASSWORD"):
        async with serve(config):
            pass


async def test_the_playground_needs_no_token_and_stays_on_this_machine(teams: TeamsDouble) -> None:
    recorder = Recorder()
    async with served(teams, recorder, TeamsSettings(mode="playground")):
        activity = teams.activity("U1", personal("U1"), text="hello")
        assert (await teams.deliver(activity, token=""))[0] == 202
        evil = activity | {"serviceUrl": "https://evil.example/"}
        assert (await teams.deliver(evil, token=""))[0] == 403
    assert len(recorder.messages) == 1


async def test_a_secret_is_never_shown() -> None:
    assert "hush" not in repr(TeamsSettings(app_password="hush"))


async def test_a_failure_of_ours_is_no_answer_that_leaks(teams: TeamsDouble, bot: Recorder) -> None:
    bot.trouble = RuntimeError("inside")
    status, body = await teams.deliver(teams.activity("U1", personal("U1"), text="hello"))
    assert status == 503
    assert "inside" not in str(body)
    bot.trouble, bot.form = None, Form(id="x:y", title="Fill", fields=(FormField(name="a", label="A"),))
    value = {"commandId": "add", "messagePayload": {"id": "1", "body": {"content": "so"}}}
    opened = await teams.invoke("U1", personal("U1"), "composeExtension/fetchTask", value)
    (save,) = buttons(opened["task"]["value"]["card"]["content"])
    bot.trouble = RuntimeError("inside")
    more = {"name": "adaptiveCard/action", "value": {"action": {"data": save["data"]}}}
    status, body = await teams.deliver(teams.activity("U1", personal("U1"), type="invoke", **more))
    assert status == 200
    assert "Something went wrong on my side" in body["value"]

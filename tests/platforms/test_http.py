"""What the running bot answers over HTTP is what its description says, whatever is sent: no error, nothing unknown."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
import structlog
import yaml
from aiohttp import web
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from requests.auth import AuthBase
from schemathesis import Case, GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)

from bot.app import serve
from tests.bending import FEW
from tests.platforms.slack.conftest import settings as slack_settings
from tests.platforms.slack.double import BOT_TOKEN, SECRET, SlackDouble
from tests.platforms.slack.test_watch import get, watching

ROOT = Path(__file__).parents[2]
TOLD: dict[str, Any] = yaml.safe_load((ROOT / "docs" / "openapi.yaml").read_text("utf-8"))
SCHEMA = schemathesis.openapi.from_dict(TOLD)
OPERATIONS = [(path, verb) for path, verbs in TOLD["paths"].items() for verb in verbs if verb in {"get", "post"}]
SECONDS = 30  # after which nothing was answered; each takes milliseconds
_LAWS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
_PLAYGROUND = {"GROUNDWORK_TEAMS_MODE": "playground", "GROUNDWORK_HTTP_PORT": "0"}


@pytest.fixture
async def slack() -> AsyncIterator[SlackDouble]:
    async with SlackDouble() as double:
        yield double


@pytest.fixture
async def ports(tmp_path: Path, slack: SlackDouble) -> AsyncIterator[dict[str, str]]:
    """`groundwork serve`, for Slack and Teams and whoever watches; the address of each path."""
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith(("SLACK_", "TEAMS_", "GROUNDWORK_"))},
        **_PLAYGROUND,
        "GROUNDWORK_HOME": str(tmp_path / "state"),
        "GROUNDWORK_WATCH_PORT": "0",
        "GROUNDWORK_SLACK_MODE": "http",
        "GROUNDWORK_SLACK_API_URL": slack.api_url,
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "serve", cwd=tmp_path, env={**environment, "PYTHONPATH": str(ROOT)}, stdout=PIPE
    )
    found: dict[str, str] = {}
    try:
        assert process.stdout is not None
        async with asyncio.timeout(120):
            while b"Ctrl-C" not in (line := await process.stdout.readline()):
                assert line, "It did not begin to serve."
                address = line.decode().strip().removeprefix("Listening: ")
                if address.startswith("http"):
                    base, _, path = address.removeprefix("http://").partition("/")
                    found[f"/{path}"] = f"http://{base}"
        found["/health"] = found["/slack/events"]
        yield found
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 60) == 0, "what was sent has not broken it"
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@dataclass(frozen=True)
class Signed(AuthBase):
    """As Slack signs what it sends."""

    slack: SlackDouble

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        body = request.body.decode("utf-8", "replace") if isinstance(request.body, bytes) else str(request.body or "")
        request.headers.update(self.slack.signed(body))
        return request


def _as_sent(case: Case[Any]) -> Case[Any]:
    """In the playground only this machine is answered."""
    if case.path == "/api/messages" and isinstance(case.body, dict) and "serviceUrl" in case.body:
        case.body["serviceUrl"] = "http://127.0.0.1:9/"
    return case


_CASES: st.SearchStrategy[Case[Any]] = st.one_of(
    [
        SCHEMA[path][verb].as_strategy(mode)
        for path, verb in OPERATIONS
        for mode in GenerationMode
        if mode == GenerationMode.POSITIVE or TOLD["paths"][path][verb].get("requestBody")
    ]
).map(_as_sent)


@given(case=_CASES, signed=st.sampled_from([True, True, True, False]))
@settings(FEW, max_examples=60 if FEW.derandomize else FEW.max_examples, suppress_health_check=list(HealthCheck))
async def test_what_follows_from_the_description_is_answered_as_it_says(
    ports: dict[str, str], slack: SlackDouble, case: Case[Any], signed: bool
) -> None:
    auth = Signed(slack) if case.path == "/slack/events" and signed else None
    answer = await asyncio.to_thread(case.call, base_url=ports[case.path], auth=auth, timeout=SECONDS)
    case.validate_response(answer, checks=list(_LAWS))
    if case.path == "/slack/events" and not auth:
        assert answer.status_code == 401


async def test_everything_that_is_served_is_described(
    tmp_path: Path, slack: SlackDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: set[tuple[str, str]] = set()
    add = web.Resource.add_route

    def noted(self: web.Resource, method: str, *args: Any, **more: Any) -> web.ResourceRoute:
        served.add((self.canonical, method.lower()))
        return add(self, method, *args, **more)

    monkeypatch.setattr(web.Resource, "add_route", noted)
    before = structlog.get_config()
    async with serve(watching(slack_settings(tmp_path, slack, "http", **_PLAYGROUND))):
        pass
    structlog.configure(**before)
    assert {each for each in served if each[1] != "head"} == set(OPERATIONS)


async def test_other_ways_of_asking_are_refused(ports: dict[str, str]) -> None:
    for path, verb in OPERATIONS:
        for other in {"GET", "POST", "PUT", "DELETE", "PATCH"} - {verb.upper()}:
            answer = await asyncio.to_thread(requests.request, other, ports[path] + path, timeout=SECONDS)
            assert answer.status_code == 405, (other, path)
    assert (await get(f"{ports['/healthz']}/healthz"))[0] == 200
    nowhere = await asyncio.to_thread(requests.get, f"{ports['/health']}/docs", timeout=SECONDS)
    assert nowhere.status_code == 404

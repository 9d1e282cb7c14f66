"""Names that can't be found, and servers that fail: what was said is kept, people read so, and it goes on by itself."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat import Post
from bot.errors import Trouble
from bot.llm.provider import ProviderTrouble
from bot.llm.providers import LangChainProvider
from bot.platforms.slack.api import Api as SlackApi
from bot.platforms.slack.api import Unsure
from bot.platforms.teams.addresses import Place
from bot.platforms.teams.api import Api as TeamsApi
from tests.llm.double import Double
from tests.llm.test_providers import ASKED, GOOD, SCHEMA
from tests.platforms.slack.conftest import live
from tests.platforms.slack.double import BOT_TOKEN, SlackDouble
from tests.platforms.teams.double import CHANNEL, TENANT, TeamsDouble, give_token
from tests.platforms.teams.recorder import Recorder, served

ELSEWHERE = "elsewhere.invalid"


class Names:
    """Who finds machines by their names: everything elsewhere is on this one, while that works."""

    def __init__(self) -> None:
        self.failures = 0
        self.asked = 0
        self._real = socket.getaddrinfo

    def find(self, host: Any, *more: Any, **named: Any) -> Any:
        if host not in {ELSEWHERE, ELSEWHERE.encode()}:
            return self._real(host, *more, **named)
        self.asked += 1
        if self.failures:
            self.failures -= 1
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return self._real("127.0.0.1", *more, **named)


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    found = Names()
    monkeypatch.setattr(socket, "getaddrinfo", found.find)
    return found


@pytest.fixture
async def slack() -> AsyncIterator[SlackDouble]:
    async with SlackDouble() as double:
        yield double
        assert double.problems == []


@pytest.fixture
async def teams(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[TeamsDouble]:
    give_token(monkeypatch)
    async with TeamsDouble() as double:
        yield double


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long it wanted to wait; it doesn't."""
    seconds: list[float] = []

    async def sleep(wanted: float) -> None:
        seconds.append(wanted)

    monkeypatch.setattr(TeamsApi.__init__, "__kwdefaults__", {"sleep": sleep})
    kept = dict(SlackApi.__init__.__kwdefaults__ or {})
    monkeypatch.setattr(SlackApi.__init__, "__kwdefaults__", {**kept, "sleep": sleep})
    return seconds


async def test_slack_that_cannot_be_found_is_asked_again_until_it_is(
    slack: SlackDouble, names: Names, waited: list[float]
) -> None:
    client = AsyncWebClient(BOT_TOKEN, base_url=f"http://{ELSEWHERE}:{slack.port}/api/", retry_handlers=[])
    names.failures = 3
    assert (await SlackApi(client).call("auth.test"))["user_id"] == "UBOT"
    assert waited == [0.5, 1.0, 2.0]
    names.failures = 99
    with pytest.raises(Unsure, match=r"Slack doesn’t answer right now\. What you said is kept"):
        await SlackApi(client).call("auth.test")
    names.failures = 0
    assert (await SlackApi(client).call("auth.test"))["user_id"] == "UBOT"


async def test_a_slack_that_answers_503_gets_the_answer_once_when_it_is_back(
    tmp_path: Path, slack: SlackDouble
) -> None:
    async with live(tmp_path, slack) as here:
        direct = slack.direct("U1")
        slack.fail("chat.postMessage", "http_503", times=2)
        slack.fail("users.info", "http_503", times=1)
        await here.people.types("U1", "interview Faster refunds", direct)
        assert len(await here.said(direct)) == 1


async def test_after_slack_was_down_for_the_whole_of_a_turn_what_was_said_is_there(
    tmp_path: Path, slack: SlackDouble, waited: list[float]
) -> None:
    async with live(tmp_path, slack) as here:
        direct = slack.direct("U1")
        await here.people.types("U1", "interview Faster refunds", direct)
        await here.bot.quiet()
        slack.fail("chat.postMessage", "http_503", times=40)
        await here.people.types("U1", "Refunds take 9 days.", direct)
        await here.bot.quiet()
        slack.faults.clear()
        await here.people.types("U1", "list", direct)
        assert "Refunds take 9 days." in await here.last(direct), "only the answer was lost"


@pytest.mark.parametrize("status", [412, 502, 503, 504])
async def test_teams_that_is_away_gets_the_post_once_when_it_is_back(
    teams: TeamsDouble, waited: list[float], status: int
) -> None:
    teams.failing = [status] * 2
    async with served(teams, Recorder()) as platform:
        await platform.say(_thread(teams), Post(text="Hi"), key="turn:1")
    assert len(teams.posts[f"{CHANNEL};messageid=9"]) == 1
    assert waited == [1.0, 2.0]


async def test_teams_that_asks_to_wait_is_waited_for_and_gets_the_post_once(
    teams: TeamsDouble, waited: list[float]
) -> None:
    teams.throttle = [3, 7]
    async with served(teams, Recorder()) as platform:
        await platform.say(_thread(teams), Post(text="Hi"), key="turn:1")
    assert len(teams.posts[f"{CHANNEL};messageid=9"]) == 1
    assert waited == [7.0, 3.0], "as long as it said"


async def test_teams_with_an_error_of_its_own_is_told_since_the_post_may_be_there(teams: TeamsDouble) -> None:
    teams.failing = [500]
    async with served(teams, Recorder()) as platform:
        with pytest.raises(Trouble, match="Teams"):
            await platform.say(_thread(teams), Post(text="Hi"), key="turn:1")
        await platform.say(_thread(teams), Post(text="Hi"), key="turn:2")
    assert len(teams.posts[f"{CHANNEL};messageid=9"]) == 1


async def test_teams_that_cannot_be_found_is_told_and_found_again(teams: TeamsDouble, names: Names) -> None:
    teams.service = teams.service.replace("127.0.0.1", ELSEWHERE)
    names.failures = 1
    async with served(teams, Recorder()) as platform:
        with pytest.raises(Trouble, match="Teams doesn’t answer right now"):
            await platform.say(_thread(teams), Post(text="Hi"), key="turn:1")
        await platform.say(_thread(teams), Post(text="Hi"), key="turn:2")
    assert len(teams.posts[f"{CHANNEL};messageid=9"]) == 1


def _thread(teams: TeamsDouble) -> str:
    conversation = f"{CHANNEL};messageid=9"
    return Place(tenant=TENANT, kind="channel", service=teams.service, conversation=conversation).address


async def test_a_provider_that_cannot_be_found_is_down_and_then_it_is_not(names: Names) -> None:
    with Double() as double:
        double.content = GOOD
        provider = LangChainProvider("openai:double", double.url.replace("127.0.0.1", ELSEWHERE))
        names.failures = 99
        with pytest.raises(ProviderTrouble) as trouble:
            await provider.ask(ASKED, SCHEMA, most_tokens=99)
        assert trouble.value.kind == "down"
        names.failures = 0
        assert (await provider.ask(ASKED, SCHEMA, most_tokens=99)).text

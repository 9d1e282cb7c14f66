"""Setting Slack up: the manifest, the command line, and what the doctor finds."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.app import manifest, open_app, platform_lines
from bot.config import Config
from bot.errors import Trouble
from bot.knowledge.threads import InThreads
from bot.platforms.slack.manifest import EVENTS, SCOPES
from tests.patience import PATIENCE
from tests.platforms.slack.conftest import settings
from tests.platforms.slack.double import APP_TOKEN, BOT_TOKEN, SlackDouble
from tests.platforms.slack.people import People

ROOT = Path(__file__).parents[3]


def made(config: Config, url: str | None = None) -> dict[str, Any]:
    found = yaml.safe_load(manifest(config, "slack", http_url=url))
    assert isinstance(found, dict)
    return found


def test_the_manifest_holds_the_commands_that_there_are_and_nothing_else(config: Config) -> None:
    found = made(config)
    commands = [command["command"] for command in found["features"]["slash_commands"]]
    names = "interview story map health assess context digest retro retro-summary ceremony groundwork"
    assert commands == [f"/{one}" for one in names.split()]
    shortcuts = [(one["name"], one["type"]) for one in found["features"]["shortcuts"]]
    assert shortcuts == [(one, "message") for one in ("Add to the interview", "Turn into a story", "Add to the retro")]
    assert found["settings"]["socket_mode_enabled"] is True
    assert "request_url" not in found["settings"]["event_subscriptions"]
    assert all("url" not in command for command in found["features"]["slash_commands"])


def test_the_manifest_for_http_says_where_to_send_everything(config: Config) -> None:
    found = made(config, "https://bot.example/")
    url = "https://bot.example/slack/events"
    assert found["settings"]["socket_mode_enabled"] is False
    assert found["settings"]["event_subscriptions"]["request_url"] == url
    assert found["settings"]["interactivity"]["request_url"] == url
    assert {command["url"] for command in found["features"]["slash_commands"]} == {url}


def test_the_manifest_keeps_to_slacks_lengths(config: Config) -> None:
    found = made(config)
    assert len(found["display_information"]["description"]) <= 140
    assert len(found["features"]["agent_view"]["agent_description"]) <= 300
    assert 1 <= len(found["features"]["agent_view"]["suggested_prompts"]) <= 4
    assert all(len(one["name"]) <= 24 for one in found["features"]["shortcuts"])
    assert len(found["features"]["slash_commands"]) <= 50


def test_every_scope_has_its_reason_in_its_page_and_every_event_its_scope(config: Config) -> None:
    page = (ROOT / "docs" / "slack.md").read_text(encoding="utf-8")
    for scope, reason in SCOPES:
        assert f"`{scope}`" in page, scope
        assert reason in page, reason
    needs = {
        "app_mention": "app_mentions:read",
        "message.channels": "channels:history",
        "message.groups": "groups:history",
        "message.im": "im:history",
        "message.mpim": "mpim:history",
    }
    assert set(EVENTS) - {"app_home_opened"} == set(needs)
    assert set(needs.values()) <= {scope for scope, _ in SCOPES}
    assert made(config)["oauth_config"]["scopes"]["bot"] == [scope for scope, _ in SCOPES]


def test_another_platform_has_no_manifest_yet(config: Config) -> None:
    with pytest.raises(Trouble, match="There is no manifest for pigeon"):
        manifest(config, "pigeon")


async def test_the_doctor_finds_nothing_wrong(tmp_path: Path, slack: SlackDouble) -> None:
    for mode in ("socket", "http"):
        lines = [line for line in await platform_lines(settings(tmp_path, slack, mode)) if line[0] == "Slack"]
        assert [state for _, state, _, _ in lines] == ["well", "well"], lines


async def test_the_doctor_names_what_is_missing_and_what_to_do(tmp_path: Path, slack: SlackDouble) -> None:
    config = settings(tmp_path, slack, "socket")

    async def found(**secrets: str) -> str:
        changed = config.secrets.model_copy(update={f"slack_{name}": value for name, value in secrets.items()})
        lines = await platform_lines(config.model_copy(update={"secrets": changed}))
        return " ".join(f"{state} {found} {mend}" for _, state, found, mend in lines)

    assert "wrong SLACK_APP_TOKEN isn’t set." in await found(app_token="")
    assert "wrong Slack doesn’t take SLACK_BOT_TOKEN (invalid_auth)." in await found(bot_token="xoxb-other")  # noqa: S106
    assert "wrong Slack doesn’t take SLACK_APP_TOKEN (invalid_auth)." in await found(app_token="xapp-other")  # noqa: S106
    assert (await found(bot_token="", app_token="", signing_secret="")).startswith("well not set up")
    slack.scopes = "chat:write,commands"
    assert "wrong the app lacks app_mentions:read, assistant:write" in await found()
    nowhere = config.model_copy(
        update={"slack": config.slack.model_copy(update={"api_url": "http://127.0.0.1:9/api/"})}
    )
    assert "can’t be reached" in (await platform_lines(nowhere))[0][2]


async def test_the_command_serves_until_it_is_stopped(tmp_path: Path, slack: SlackDouble) -> None:
    process = await _started(tmp_path, slack, "serve")
    assert process.stdout is not None
    first = await asyncio.wait_for(process.stdout.readline(), PATIENCE)
    assert first.decode().strip() == "Listening: Slack, by Socket Mode"
    assert slack.connections == 1
    other = await _started(tmp_path, slack, "serve")
    _, told = await asyncio.wait_for(other.communicate(), PATIENCE)
    assert "Another Groundwork is running on the same data" in told.decode()
    process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), PATIENCE) == 0


async def test_a_process_that_dies_in_the_middle_of_a_post_looks_before_it_posts_again(
    tmp_path: Path, slack: SlackDouble
) -> None:
    people = People(slack)
    process = await _serving(tmp_path, slack)
    slack.fail("chat.postMessage", "hang")
    await people.types("U1", "<@UBOT> interview Faster refunds", "C1")
    await people.until(lambda: slack.said("C1"))
    process.kill()
    await process.wait()
    process = await _serving(tmp_path, slack)
    await people.until(lambda: any(name == "conversations.replies" for name, _, _ in slack.calls))
    process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), PATIENCE) == 0, "what it had begun is finished"
    assert len(slack.said("C1")) == 1


async def _serving(folder: Path, slack: SlackDouble) -> asyncio.subprocess.Process:
    process = await _started(folder, slack, "serve")
    assert process.stdout is not None
    assert b"Listening" in await asyncio.wait_for(process.stdout.readline(), PATIENCE)
    return process


async def test_documents_that_are_still_read_when_the_bot_ends_open_no_connection_anew(
    tmp_path: Path, slack: SlackDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, ending = asyncio.Event(), asyncio.Event()
    told: list[bool] = []
    close = InThreads.close

    async def made_here(*_: object, private: Callable[[str], Awaitable[bool]], **__: object) -> dict[str, object]:
        reading.set()
        await ending.wait()
        told.append(await private("slack:T1:C1:+U1-7"))
        return {}

    async def closes(self: InThreads) -> None:
        ending.set()
        await close(self)

    monkeypatch.setattr("bot.made.made_here", made_here)
    monkeypatch.setattr(InThreads, "close", closes)
    async with open_app(settings(tmp_path, slack, "socket")) as app:
        app.library.warm()
        await reading.wait()
    assert told == [False]
    assert app.slack._outside is None


async def test_serving_nothing_says_what_to_set(tmp_path: Path, slack: SlackDouble) -> None:
    process = await _started(tmp_path, slack, "serve", SLACK_BOT_TOKEN="", SLACK_APP_TOKEN="")
    _, told = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 2
    assert "set SLACK_BOT_TOKEN and SLACK_APP_TOKEN" in told.decode()


async def test_a_wrong_token_is_said_so_at_once(tmp_path: Path, slack: SlackDouble) -> None:
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
        process = await _started(tmp_path, slack, "serve", **{name: "xoxb-wrong"})
        _, told = await asyncio.wait_for(process.communicate(), PATIENCE)
        assert process.returncode == 2, told
        assert "Slack no longer knows" in told.decode()


async def _started(folder: Path, slack: SlackDouble, *command: str, **more: str) -> asyncio.subprocess.Process:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "GROUNDWORK_"))},
        "GROUNDWORK_HOME": str(folder),
        "GROUNDWORK_SLACK_API_URL": slack.api_url,
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        **more,
    }
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *command, cwd=ROOT, env=environment,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip

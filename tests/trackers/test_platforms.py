"""The same way into a tracker in the terminal, in Slack and in Teams: each with its own buttons."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from bot import cli
from tests.platforms.slack import conftest as slack_world
from tests.platforms.slack.double import SlackDouble
from tests.platforms.slack.people import shown as slack_shows
from tests.platforms.teams import conftest as teams_world
from tests.platforms.teams.double import TeamsDouble, give_token
from tests.platforms.teams.double import shown as teams_shows
from tests.trackers.double import TOKEN
from tests.trackers.jira_double import JiraDouble
from tests.trackers.worlds import World, world

IDEA = "story customers should see where their parcel is"


@pytest.fixture
def jira(tmp_path: Path) -> Iterator[World]:
    with world("jira cloud") as found:
        (tmp_path / "knowledge").mkdir()
        settings = {"index": {"embedder": "none"}, **found.settings()}
        (tmp_path / "config.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
        yield found


async def test_in_slack(tmp_path: Path, jira: World) -> None:
    async with SlackDouble() as slack, slack_world.live(tmp_path, slack, JIRA_TOKEN=TOKEN) as here:
        people = here.people
        await people.commands("U1", f"/{IDEA}", "C1")
        await here.bot.quiet()
        thread = here.root("C1")
        await people.types("U1", "approve all", "C1", thread=thread)
        assert "[Create in Jira…]" in await here.last("C1", thread)
        await people.presses("U1", "C1", slack.said("C1", thread)[-1], "Create in Jira…")
        preview = await here.last("C1", thread)
        assert "This is what Jira would get, in project LP." in preview
        assert "customers should see where their parcel is" in preview
        assert jira.made() == []
        button = json.loads(json.dumps(slack.said("C1", thread)[-1]))  # as somebody else still sees it
        await people.presses("U2", "C1", button, "Create in Jira")
        assert "US-1 is now" in await here.last("C1", thread)
        assert f"{jira.double.url}/browse/LP-100" in json.dumps(slack.said("C1", thread)[-1])
        await people.until(lambda: "✓ Create in Jira — Tom" in slack_shows(slack.message("C1", button["ts"])))
        await people.presses("U1", "C1", button, "Create in Jira")
        await people.types("U1", "<@UBOT> create in jira", "C1", thread=thread)
        assert "in Jira, To Do, with nobody yet" in await here.last("C1", thread)
        assert len(jira.made()) == 1

        await people.types("U1", "<@UBOT> context sprint", "C1", thread=thread)
        assert "Sprint 20" in "\n".join(await here.said("C1", thread))
        jira.double.fails("", 401, times=9)
        await people.types("U1", "<@UBOT> context sprint", "C1", thread=thread)
        assert "Not read: Jira, it doesn’t accept my token (any more)." in "\n".join(await here.said("C1", thread))
        assert TOKEN not in str(slack.said("C1", thread))
    assert slack.problems == []


async def test_in_teams(tmp_path: Path, jira: World, monkeypatch: pytest.MonkeyPatch) -> None:
    give_token(monkeypatch)
    async with TeamsDouble() as teams, teams_world.live(tmp_path, teams, JIRA_TOKEN=TOKEN) as here:
        thread = await here.mentions("U1", IDEA)
        await here.posts(thread)
        await teams.says("U1", "approve all", thread)
        assert "[Create in Jira…]" in await here.last(thread)
        await teams.presses("U1", thread, (await here.posts(thread))[-1], "Create in Jira…")
        assert "This is what Jira would get, in project LP." in await here.last(thread)
        assert jira.made() == []
        button = (await here.posts(thread))[-1]
        await teams.presses("U2", thread, button, "Create in Jira")
        assert "US-1 is now" in await here.last(thread)
        assert f"{jira.double.url}/browse/LP-100" in json.dumps((await here.posts(thread))[-1])
        await here.until(lambda: any("✓ Create in Jira — Tom Berg" in teams_shows(one) for one in teams.posts[thread]))
        await teams.presses("U1", thread, button, "Create in Jira")
        await teams.says("U1", "create in jira", thread, mention=True)
        assert "in Jira, To Do, with nobody yet" in await here.last(thread)
        assert len(jira.made()) == 1

        await teams.says("U1", "context sprint", thread, mention=True)
        assert "Sprint 20" in "\n".join(await here.said(thread))
        jira.double.fails("", 401, times=9)
        await teams.says("U1", "context sprint", thread, mention=True)
        assert "Not read: Jira, it doesn’t accept my token (any more)." in "\n".join(await here.said(thread))
    assert teams.problems == []


def test_in_the_terminal(tmp_path: Path, jira: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JIRA_TOKEN", TOKEN)

    def say(*words: str) -> str:
        done = CliRunner().invoke(cli.app, ["say", *words])
        assert done.exit_code == 0, done.output
        return done.output

    say(f"/{IDEA}")
    assert "Create in Jira…" in say("approve all")
    preview = say("create in jira")
    assert "This is what Jira would get, in project LP." in preview
    posts = json.loads(say("create in jira", "--json"))
    create = next(each["id"] for each in posts[0]["choices"] if each["label"] == "Create in Jira")
    assert jira.made() == []
    assert "US-1 is now LP-100" in say("--choose", create)
    assert "US-1 was already in Jira: LP-100" in say("--choose", create)
    assert len(jira.made()) == 1
    assert "LP-100" in say("/tracker")
    assert "Sprint 20" in say("/context sprint")
    assert isinstance(jira.double, JiraDouble)
    jira.double.fails("", 401, times=9)
    assert "Not read: Jira, it doesn’t accept my token (any more)." in " ".join(say("/context sprint").split())

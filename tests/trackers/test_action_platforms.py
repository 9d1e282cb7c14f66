"""An agreed action goes into a tracker from the terminal, from Slack and from Teams: each with its own buttons."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import cli
from tests.platforms.slack import conftest as slack_world
from tests.platforms.slack.double import SlackDouble
from tests.platforms.slack.people import shown as slack_shows
from tests.platforms.teams import conftest as teams_world
from tests.platforms.teams.double import TeamsDouble, give_token, personal
from tests.platforms.teams.double import shown as teams_shows
from tests.trackers.double import TOKEN
from tests.trackers.jira_double import JiraDouble
from tests.trackers.test_platforms import jira
from tests.trackers.worlds import World

__all__ = ["jira"]  # the fixture


async def test_in_slack(tmp_path: Path, jira: World) -> None:
    assert isinstance(jira.double, JiraDouble)
    async with SlackDouble() as slack, slack_world.live(tmp_path, slack, JIRA_TOKEN=TOKEN) as here:
        people = here.people
        await people.commands("U2", "/retro start Sprint 19", "C1")
        await here.bot.quiet()
        board = slack.said("C1")[0]
        thread = str(board["ts"])
        await people.commands("U1", "/retro action Fix the flaky tests @Tom by 2099-12-18", "C1")
        await here.bot.quiet()
        direct = slack.direct("U2")
        asked = slack.said(direct)[-1]
        assert "wrote down an action for you" in slack_shows(asked)
        card = slack.said("C1", thread)[-1]
        assert "[Create in Jira…]" in slack_shows(card)
        await people.presses("U1", "C1", card, "Create in Jira…")
        preview = await here.last("C1", thread)
        assert "This is what Jira would get, in project LP." in preview
        link = f"{slack.url}archives/C1/p{thread.replace('.', '')}"
        assert link in json.dumps(slack.said("C1", thread)[-1])
        assert jira.made() == []
        button = json.loads(json.dumps(slack.said("C1", thread)[-1]))
        await people.presses("U2", "C1", button, "Create in Jira")
        await people.presses("U1", "C1", button, "Create in Jira")  # at the same time
        await here.bot.quiet()
        said = await here.said("C1", thread)
        assert any("A-1 is now" in each for each in said)
        assert f"{jira.double.url}/browse/LP-100" in json.dumps(slack.message("C1", card["ts"]))
        assert jira.made() == ["Fix the flaky tests"]
        assert link in jira.double.made[0]["given"]["description"]

        guest = slack.people["U3"]
        guest["guest"] = True
        await people.commands("U1", "/retro action Order the printer", "C1")
        await here.bot.quiet()
        other = slack.said("C1", thread)[-1]
        await people.presses("U3", "C1", other, "Create in Jira…")
        await here.bot.quiet()
        assert "This is what Jira would get" not in await here.last("C1", thread), "a guest writes nothing there"
        assert len(jira.made()) == 1
        await people.commands("U1", "/tracker", "C1")
        await here.bot.quiet()
        assert "A-1 “Fix the flaky tests”: LP-100 in Jira, To Do" in "\n".join(map(slack_shows, slack.said("C1")))
        jira.double.closes(jira.double.made[0])
        await people.commands("U2", "/retro actions", "C1")
        await here.bot.quiet()
        assert "closed there: Done" in json.dumps(slack.ephemeral[-1])
    assert slack.problems == []


async def test_in_slack_from_ones_own_chat_it_is_made_where_the_team_talks(tmp_path: Path, jira: World) -> None:
    async with SlackDouble() as slack, slack_world.live(tmp_path, slack, JIRA_TOKEN=TOKEN) as here:
        people = here.people
        await people.commands("U1", "/retro start Sprint 19", "C1")
        await here.bot.quiet()
        await people.commands("U1", "/retro action Fix the flaky tests @Tom", "C1")
        await here.bot.quiet()
        thread = str(slack.said("C1")[0]["ts"])
        direct = slack.direct("U2")
        await people.types("U2", "create A-1 in jira", direct)
        await here.bot.quiet()
        preview = slack.said(direct)[-1]
        assert "What comes of it I say where your team talks." in slack_shows(preview)
        await people.presses("U2", direct, preview, "Create in Jira")
        await here.bot.quiet()
        assert any("A-1 is now" in each for each in await here.said("C1", thread))
        assert jira.made() == ["Fix the flaky tests"]
    assert slack.problems == []


async def test_in_teams(tmp_path: Path, jira: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(jira.double, JiraDouble)
    give_token(monkeypatch)
    async with TeamsDouble() as teams, teams_world.live(tmp_path, teams, JIRA_TOKEN=TOKEN) as here:
        thread = await here.mentions("U2", "retro start Sprint 19")
        await here.posts(thread)
        await teams.says("U1", "retro action Fix the flaky tests @Tom Berg by 2099-12-18", thread, mention=True)
        card = (await here.posts(thread))[-1]
        assert "[Create in Jira…]" in teams_shows(card)
        await teams.presses("U1", thread, card, "Create in Jira…")
        assert "This is what Jira would get, in project LP." in await here.last(thread)
        button = (await here.posts(thread))[-1]
        assert "https://teams.microsoft.com/l/message/" in json.dumps(button)
        assert jira.made() == []
        await teams.presses("U2", thread, button, "Create in Jira")
        await here.bot.quiet()
        assert any("A-1 is now" in each for each in await here.said(thread))
        assert jira.made() == ["Fix the flaky tests"]
        assert "https://teams.microsoft.com/l/message/" in jira.double.made[0]["given"]["description"]
        shown = next(each for each in await here.posts(thread) if each["id"] == card["id"])
        assert f"{jira.double.url}/browse/LP-100" in json.dumps(shown)
        await teams.presses("U1", thread, button, "Create in Jira")
        await here.bot.quiet()
        assert len(jira.made()) == 1
        jira.double.closes(jira.double.made[0])
        await teams.says("U2", "retro actions", personal("U2"))
        assert "closed there: Done" in await here.last(personal("U2"))
    assert teams.problems == []


def test_in_the_terminal(tmp_path: Path, jira: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JIRA_TOKEN", TOKEN)

    def say(*words: str) -> str:
        done = CliRunner().invoke(cli.app, ["say", *words])
        assert done.exit_code == 0, done.output
        return done.output

    say("/retro start Sprint 19")
    assert "Create in Jira…" in say("/retro action Fix the flaky tests @me by 2099-12-18")
    posts = json.loads(say("create A-1 in jira", "--json"))
    create = next(each["id"] for each in posts[0]["choices"] if each["label"] == "Create in Jira")
    assert jira.made() == []
    assert "A-1 is now LP-100" in say("--choose", create)
    assert "A-1 is LP-100" in say("--choose", create)
    assert jira.made() == ["Fix the flaky tests"]
    assert "LP-100" in say("/retro actions")

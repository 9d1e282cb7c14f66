"""Roles in Slack: by user group, by who runs the workspace; who may not reads the names of those who may."""

from __future__ import annotations

from pathlib import Path

from bot.app import manifest, platform_lines
from bot.store.audit import Audit
from tests.platforms.slack.conftest import World, live, settings
from tests.platforms.slack.double import ALL_SCOPES, SlackDouble
from tests.platforms.slack.people import shown

LEADS, ONLY_LEADS = "S0614TZR7", {"GROUNDWORK_ACCESS_SCRUM_MASTERS": "[S0614TZR7]", "GROUNDWORK_ACCESS_ADMINS": "[U3]"}
MAY = {"GROUNDWORK_ACCESS_MAY": "{start: [scrum master]}"}
WITH_GROUPS = f"{ALL_SCOPES},usergroups:read"


async def begins(here: World, user: str) -> str:
    """Somebody tries to begin an interview; the refusal, or nothing."""
    before, refused = len(here.slack.said("C1")), len(here.slack.ephemeral)
    await here.people.commands(user, "/interview Faster refunds", "C1")
    await here.bot.quiet()
    if len(here.slack.ephemeral) > refused:
        assert len(here.slack.said("C1")) == before
        return shown(here.slack.ephemeral[-1])
    assert len(here.slack.said("C1")) > before
    return ""


async def test_a_user_group_has_a_role_and_the_others_read_who_can(tmp_path: Path, slack: SlackDouble) -> None:
    slack.scopes, slack.groups[LEADS] = WITH_GROUPS, {"U2"}
    async with live(tmp_path, slack, **ONLY_LEADS, **MAY) as here:
        assert await begins(here, "U1") == (
            "Starting something new is for admins and scrum masters here, and you are a member. Ana can do it for you."
        )
        assert await begins(here, "U2") == ""
        (refused,) = [each for each in await Audit(here.bot.app.store).acts() if each.act == "refused"]
        assert (refused.by, refused.facts["wanted"]) == ("U1", "start")
        asked = [given for name, given, _ in slack.calls if name == "usergroups.users.list"]
        assert len(asked) == 1, "it is asked once in ten minutes"
        await begins(here, "U3")
        assert len([name for name, *_ in slack.calls if name == "usergroups.users.list"]) == 1


async def test_nobody_gets_a_role_by_a_failure(tmp_path: Path, slack: SlackDouble) -> None:
    slack.groups[LEADS] = {"U2"}
    async with live(tmp_path, slack, **ONLY_LEADS, **MAY) as here:
        await here.people.commands("U2", "/interview Faster refunds", "C1")
        assert "Slack doesn’t allow me usergroups.users.list" in await here.last("C1")
        assert not await here.bot.app.store.heads()
        slack.scopes = WITH_GROUPS
        assert await begins(here, "U2") == ""


async def test_who_runs_the_workspace_may_have_a_role(tmp_path: Path, slack: SlackDouble) -> None:
    slack.people["U2"]["admin"] = True
    slack.people["U3"] |= {"admin": True, "stranger": True}  # of another company’s workspace
    async with live(tmp_path, slack, **MAY, GROUNDWORK_ACCESS_OWNERS="scrum master") as here:
        assert "One of them can do it for you." in await begins(here, "U1")
        assert "and you are a guest" in await begins(here, "U3")
        assert await begins(here, "U2") == ""


async def test_the_scope_is_asked_for_only_where_a_group_has_a_role(tmp_path: Path, slack: SlackDouble) -> None:
    assert "usergroups:read" not in str(manifest(settings(tmp_path, slack, "socket"), "slack"))
    config = settings(tmp_path, slack, "socket", **ONLY_LEADS)
    assert "usergroups:read" in str(manifest(config, "slack"))
    assert "the app lacks usergroups:read." in [found for *_, found, _ in await platform_lines(config)]
    slack.scopes = WITH_GROUPS
    lines = [line for line in await platform_lines(config) if line[1] == "wrong"]
    assert [found for *_, found, _ in lines] == [
        "`access` names the user group S0614TZR7, and Slack doesn’t tell who is in it (no_such_subteam)."
    ]
    slack.groups[LEADS] = {"U2"}
    assert not [line for line in await platform_lines(config) if line[1] == "wrong"]


async def test_a_thread_belongs_to_its_channel_where_places_are_named(tmp_path: Path, slack: SlackDouble) -> None:
    slack.new_channel("C2", "U1", "UBOT")
    async with live(tmp_path, slack, GROUNDWORK_ACCESS_PLACES="['slack:T1:C1']") as here:
        assert await begins(here, "U1") == ""
        await here.people.types("U1", "Last Monday Jo typed 40 refunds twice.", "C1", thread=here.root("C1"))
        assert "Noted" in await here.last("C1", here.root("C1"))
        await here.people.commands("U1", "/interview Faster refunds", "C2")
        await here.bot.quiet()
        assert "it is called slack:T1:C2." in shown(slack.ephemeral[-1])

"""Roles in Teams: by who owns the team; and what a client makes up counts for nothing."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from tests.platforms.teams.conftest import World, live
from tests.platforms.teams.double import CHANNEL, GROUP, TENANT, TeamsDouble, button, card_of, personal

MAY = {"GROUNDWORK_ACCESS_MAY": "{start: [scrum master]}", "GROUNDWORK_ACCESS_SCRUM_MASTERS": "[U2]"}


async def test_an_owner_of_the_team_may_have_a_role_in_its_channels(tmp_path: Path, teams: TeamsDouble) -> None:
    teams.outsiders["U3"] = {"userRole": "owner"}
    async with live(tmp_path, teams, **MAY, GROUNDWORK_ACCESS_OWNERS="admin") as world:
        thread = await world.mentions("U3", "interview Faster refunds")
        assert "Faster refunds" in await world.last(thread)
        await world.mentions("U2", "interview Slower refunds")
        await world.mentions("U1", "interview Faster refunds")
        assert await world.last(personal("U1")) == (
            "Starting something new is for admins and scrum masters here, and you are a member. Tom Berg can do it for you."
        )
        await teams.says("U3", "interview Faster refunds", GROUP, mention=True)
        assert "and you are a member" in await world.last(personal("U3")), "nobody owns a group chat"


@pytest.mark.parametrize("place", [f"teams:{TENANT}:{CHANNEL}", f"teams:{TENANT}:*:*:19%3A*"])
async def test_a_thread_belongs_to_its_channel_where_places_are_named(
    tmp_path: Path, teams: TeamsDouble, place: str
) -> None:
    async with live(tmp_path, teams, GROUNDWORK_ACCESS_PLACES=f"['{place}']") as world:
        thread = await world.mentions("U1", "interview Faster refunds")
        assert "Faster refunds" in await world.last(thread)
        await teams.says("U1", "Last Monday Jo typed 40 refunds twice.", thread)
        assert "Noted" in await world.last(thread)
        await teams.says("U1", "interview Faster refunds", personal("U1"))
        assert f"it is called teams:{TENANT}:{personal('U1')}." in await world.last(personal("U1"))


async def test_a_button_counts_only_where_it_was_shown(world: World) -> None:
    """Whatever a client sends: another’s stories are neither shown, nor approved, nor taken along."""
    teams = world.teams
    thread = await world.mentions("U1", "story customers should see where their parcel is")
    (story,) = await world.posts(thread)
    (made,) = await world.bot.app.store.heads(kind="stories")
    own = personal("U3")
    await teams.says("U3", "story clerks want a list of late parcels", own)
    (mine,) = await world.posts(own)
    for does, deed in (("pick", "approve"), ("pick", "export"), ("open", "edit"), ("select", "regenerate")):
        data = {"do": does, "choice": f"stories:{deed}:{made.id}:US-1"}
        value = {"action": {"type": "Action.Execute", "verb": does, "data": data}, "trigger": "manual"}
        for reply_to in (str(mine["id"]), str(story["id"]), "", "unknown"):
            answer = await teams.invoke("U3", own, "adaptiveCard/action", value, replyToId=reply_to)
            assert answer["value"].startswith("That is from an older version of me"), (data, answer)
        answer = await teams.invoke("U3", own, "task/fetch", {"data": data}, replyToId=str(mine["id"]))
        assert answer["task"]["value"].startswith("That is from an older version of me")
        await teams.deliver(teams.activity("U3", own, value=data, replyToId=str(mine["id"])))
        assert (await world.last(own)).startswith("That is from an older version of me")
    assert "parcel is" not in " ".join(await world.said(own))
    journal = await world.bot.app.store.journal(made.id)
    assert journal is not None
    assert [entry.kind for entry in journal.entries] == ["drafted"]
    await teams.presses("U1", thread, story, "Approve all")
    assert "approved by Priya" in (await world.last(thread))


async def test_who_presses_second_is_heard_although_the_buttons_are_gone(world: World) -> None:
    thread = await world.mentions("U1", "story customers should see where their parcel is")
    (story,) = await world.posts(thread)
    export = button(card_of(story), "Export")
    await world.teams.presses("U1", thread, story, "Approve all")
    await world.posts(thread)
    value = {"action": {"type": "Action.Execute", "verb": export["verb"], "data": export["data"]}, "trigger": "manual"}
    await world.teams.invoke("U2", thread, "adaptiveCard/action", value, replyToId=story["id"])
    assert "Feature:" in " ".join(await world.said(thread))


async def test_a_command_that_is_in_no_menu_is_not_passed_on(world: World) -> None:
    said = {"id": "1", "body": {"content": "start"}, "from": {"user": {"id": "U1", "displayName": "Priya"}}}
    value = {"commandId": "retro", "messagePayload": said}
    answer = await world.teams.invoke("U3", CHANNEL, "composeExtension/fetchTask", value)
    assert answer["task"]["value"].startswith("That is from an older version of me")
    await world.bot.quiet()
    assert world.bot.messages == []


async def test_nothing_that_teams_sends_is_unpickled(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The Bot Framework brings jsonpickle along for states and transcripts that this bot never keeps there."""
    libraries = [importlib.import_module(name) for name in ("jsonpickle", "jsonpickle.pickler", "jsonpickle.unpickler")]

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("jsonpickle was used")

    for library in libraries:
        for name in ("Pickler", "Unpickler", "encode", "decode"):
            monkeypatch.setattr(library, name, refuse, raising=False)
    for module in [one for name, one in sys.modules.items() if name.startswith(("botbuilder.", "botframework."))]:
        for name in ("Pickler", "Unpickler", "encode", "decode"):
            if str(getattr(getattr(module, name, None), "__module__", "")).startswith("jsonpickle"):
                monkeypatch.setattr(module, name, refuse)
    evil = {"py/reduce": [{"py/type": "os.system"}, {"py/tuple": ["true"]}]}
    made = world.teams.activity(
        "U1", personal("U1"), text="interview Faster refunds", entities=[evil], channelData=evil
    )
    status, _ = await world.teams.deliver(made)
    assert status in {202, 403}
    thread = await world.mentions("U1", "story customers should see where their parcel is")
    (story,) = await world.posts(thread)
    await world.teams.presses("U1", thread, story, "Approve all")
    assert "approved by Priya" in await world.last(thread)

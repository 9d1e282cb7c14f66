"""Guests and people of other tenants can answer in Teams, and see only what is meant for their conversation."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.knowledge.shelves import write
from tests.platforms.teams.conftest import World, live
from tests.platforms.teams.double import CHANNEL, GROUP, TeamsDouble, personal

SETTINGS = "index: {embedder: none}\n"
OURS = "# Margin\n\nWe earn 41 cents on every parcel that goes to the depot.\n"
ASKED = "context what of a parcel at the depot"
OUTSIDERS = {
    "a guest": {"userRole": "guest"},
    "a guest by name": {"userPrincipalName": "gil_else.example#EXT#@acme.example"},
    "another tenant": {"tenantId": "00000000-0000-4000-8000-000000000000"},
    "nobody says": {"tenantId": "", "userRole": ""},
}


@pytest.fixture
async def here(tmp_path: Path, teams: TeamsDouble) -> AsyncIterator[World]:
    """A tenant with documents."""
    write(tmp_path, {"config.yaml": SETTINGS, "knowledge/margin.md": OURS})
    async with live(tmp_path, teams) as world:
        yield world


@pytest.mark.parametrize("kind", OUTSIDERS)
async def test_where_somebody_from_outside_reads_along_no_document_is_quoted(here: World, kind: str) -> None:
    here.teams.outsiders["U3"] = OUTSIDERS[kind]
    thread = await here.mentions("U1", ASKED)
    assert "41 cents" not in await here.last(thread), "one of the team asks, and the others read along"
    await here.teams.says("U3", ASKED, personal("U3"))
    assert "41 cents" not in await here.last(personal("U3"))
    await here.teams.says("U1", ASKED, personal("U1"))
    assert "41 cents" in await here.last(personal("U1"))


async def test_where_only_the_team_reads_documents_are_quoted(here: World) -> None:
    assert "41 cents" in await here.last(await here.mentions("U1", ASKED))
    await here.teams.says("U2", ASKED, GROUP, mention=True)
    assert "41 cents" in await here.last(GROUP)


async def test_where_teams_does_not_tell_who_reads_along_nothing_is_quoted(here: World) -> None:
    del here.teams.members[CHANNEL]
    said = await here.last(await here.mentions("U1", ASKED))
    assert "Teams doesn’t tell me who reads along here" in said
    assert "41 cents" not in said


async def test_a_guest_answers_and_does_not_begin(here: World) -> None:
    here.teams.outsiders["U3"] = {"userRole": "guest"}
    await here.mentions("U3", "interview Faster refunds")
    assert "you are a guest" in (await here.last(personal("U3")))
    thread = await here.mentions("U1", "interview Faster refunds")
    await here.teams.says("U3", "Last Monday Jo typed 40 refunds twice, as every week.", thread)
    assert "Noted" in await here.last(thread)

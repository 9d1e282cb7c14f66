"""Who may do what, and where: asked in one place, told to whom it concerns, and written down."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.access import ACTS, ROLES, Access
from bot.app import open_app
from bot.chat import Person
from bot.config import load, read
from bot.store.audit import Audit
from tests.dialog import Bot, DurableRoad

GUS = Person(id="gus", name="Gus")


def test_without_settings_everybody_is_a_member_and_may_do_everything() -> None:
    access = Access()
    assert access.role_of(GUS, outside=False) == "member"
    assert all("member" in access.allowed(act) for act in ACTS)
    assert access.is_open("slack:T1:C1:1.2")


def test_whoever_is_of_elsewhere_is_a_guest_unless_listed() -> None:
    assert Access().role_of(GUS, outside=True) == "guest"
    assert Access(roles={"gus": "scrum master"}).role_of(GUS, outside=True) == "scrum master"


@given(st.sampled_from(ACTS), st.lists(st.sampled_from(ROLES)))
def test_an_admin_may_do_everything_and_a_refusal_names_who_can(act: str, roles: list[str]) -> None:
    access = Access(may={act: roles})  # type: ignore[dict-item]
    assert "admin" in access.allowed(act)  # type: ignore[arg-type]
    for role in ROLES:
        sentence = access.refusal(act, role)  # type: ignore[arg-type]
        assert "admins" in sentence
        assert "One of them can do it for you." in sentence


@pytest.mark.parametrize(
    ("address", "is_open"),
    [
        ("slack:T1:C1:1.2", True),
        ("slack:T1:C1", True),
        ("slack:T1:C12", False),
        ("slack:T2:C1", False),
        ("teams:abc:c:x:y", True),
        ("terminal:local", False),
    ],
)
def test_places_are_workspaces_tenants_and_channels(address: str, *, is_open: bool) -> None:
    assert Access(places=("slack:T1:C1", "teams:abc")).is_open(address) == is_open


async def test_a_guest_answers_and_looks_and_decides_nothing(tmp_path: Path) -> None:
    environ = {"GROUNDWORK_HOME": str(tmp_path / "state"), "GROUNDWORK_ACCESS_GUESTS": "[gus]"}
    async with open_app(load(None, cwd=tmp_path, environ=environ)) as app:
        bot = Bot(DurableRoad(app, timeout=60))
        only = "is for admins, scrum masters and members here, and you are a guest."
        for words in ("/interview Faster refunds", "interview Faster refunds", "/story a rough idea"):
            await bot.says("Gus", words)
            bot.shows(f"Starting something new {only}", "One of them can do it for you.")
            assert bot.posts[0].private_to == "gus"
        await bot.says("Gus", "/digest weekdays 09:00")
        bot.shows(f"Setting times {only}")
        await bot.says("Gus", "/digest list")
        bot.hides("guest")
        await bot.says("Priya", "/interview Faster refunds", posts=None)
        await bot.says("Gus", "approve")
        bot.shows("Noted")
        await bot.says("Gus", "status")
        await bot.says("Priya", "cancel", posts=None)
        await bot.says("Priya", "/story customers should see where their parcel is", posts=None)
        await bot.says("Gus", "stories", posts=None)
        bot.shows("US-1")
        await bot.says("Gus", "approve US-1")
        bot.shows(f"Approving or changing what came out {only}")
        await bot.picks("Gus", "stories:approve:stories-1")
        bot.shows(f"Approving or changing what came out {only}")
        await bot.says("Gus", "export")
        bot.shows(f"Exporting {only}")
        await bot.says("Gus", "/forget-me")
        bot.shows("Shall I forget you?")
        await bot.says("Priya", "approve US-1", posts=None)
        bot.shows("approved by Priya")
        acts = [each for each in await Audit(app.store).acts() if each.act == "refused"]
        assert {each.by for each in acts} == {"gus"}
        assert [each.facts["wanted"] for each in reversed(acts)] == [
            "start", "start", "start", "schedule", "approve", "approve", "export",
        ]  # fmt: skip


async def test_where_it_may_not_be_used_it_says_so_and_does_nothing(tmp_path: Path) -> None:
    environ = {"GROUNDWORK_HOME": str(tmp_path / "state"), "GROUNDWORK_ACCESS_PLACES": "['terminal:team']"}
    async with open_app(load(None, cwd=tmp_path, environ=environ)) as app:
        bot = Bot(DurableRoad(app))
        await bot.says("Priya", "/interview Faster refunds", at="terminal:elsewhere")
        bot.shows("I may not be used in this conversation.", "`access.places`")
        assert not await app.store.heads()
        await bot.says("Priya", "/interview Faster refunds", at="terminal:team")
        bot.shows("Faster refunds")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("access: {everybody_else: boss}", "`boss` isn’t a role."),
        ("access: {may: {aprove: [admin]}}", "Did you mean `approve`?"),
        ("access: {may: {approve: admin}}", "`access.may` should be acts, each with a list of roles."),
        ("access: {admins: {a: b}}", "`access.admins` should be a list of ids."),
        ("retention: {turns: soon}", "`retention.turns` should be a number of days."),
        ("retention: {turns: 0}", "`retention.turns` should be a number of days."),
    ],
)
def test_settings_that_cant_be_used_are_told(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "config.yaml").write_text(text)
    _, troubles = read(None, cwd=tmp_path, environ={})
    assert message in troubles[0].sentence


def test_lists_and_roles_are_read_from_the_file(tmp_path: Path) -> None:
    text = "access: {admins: [U1], scrum_masters: [U1, U2], everybody_else: guest, may: {approve: [scrum masters]}}"
    (tmp_path / "config.yaml").write_text(text)
    access = load(None, cwd=tmp_path, environ={}).access.rules
    assert access.roles == {"U1": "admin", "U2": "scrum master"}
    assert (access.otherwise, access.allowed("approve")) == ("guest", ("admin", "scrum master"))

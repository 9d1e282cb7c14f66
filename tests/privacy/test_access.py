"""Who may do what, and where: asked in one place, told to whom it concerns, and written down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.access import ACTS, ROLES, Access, Standing
from bot.app import open_app
from bot.chat import Message, Person
from bot.config import load, read
from bot.doctor import people
from bot.platforms.rooms import called
from bot.privacy.nightly import PURGE, keep_daily
from bot.schedule import Due, Schedule, message_of
from bot.store.audit import Audit
from tests.dialog import Bot, DurableRoad
from tests.knowledge.shelves import write

GUS = Person(id="gus", name="Gus")
AT = datetime(2026, 3, 3, 9, tzinfo=UTC)


def _of_kind(schedules: Sequence[Schedule], kind: str) -> Schedule:
    (found,) = [each for each in schedules if each.kind == kind]
    return found


def test_without_settings_everybody_is_a_member_and_may_do_everything() -> None:
    access = Access()
    assert access.role_of(GUS, Standing()) == "member"
    assert all("member" in access.allowed(act) for act in ACTS)
    assert access.is_open(["slack:T1:C1:1.2"])


def test_whoever_is_of_elsewhere_is_a_guest_unless_listed() -> None:
    outside = Standing(outside=True)
    assert Access().role_of(GUS, outside) == "guest"
    assert Access(roles={"gus": "scrum master"}).role_of(GUS, outside) == "scrum master"


@pytest.mark.parametrize(
    ("standing", "role"),
    [
        (Standing(groups=("S1000",)), "scrum master"),
        (Standing(groups=("S1000", "S2000")), "admin"),
        (Standing(groups=("S2000",), outside=True), "admin"),
        (Standing(groups=("S9999",)), "guest"),
        (Standing(owner=True), "scrum master"),
        (Standing(owner=True, outside=True), "guest"),
        (Standing(), "guest"),
    ],
)
def test_a_role_comes_with_a_group_or_with_owning_the_place(standing: Standing, role: str) -> None:
    access = Access(roles={"S1000": "scrum master", "S2000": "admin"}, owners="scrum master", otherwise="guest")
    assert access.role_of(GUS, standing) == role


def test_who_is_listed_by_themselves_keeps_that_role_in_every_group() -> None:
    access = Access(roles={"gus": "guest", "S2000": "admin"}, owners="admin")
    assert access.role_of(GUS, Standing(groups=("S2000",), owner=True)) == "guest"


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
        ("teams:def:c:https%3A%2F%2Fsmba.example%2F:19%3Aone%40thread.tacv2", True),
        ("teams:def:c:https%3A%2F%2Fsmba.example%2F:19%3Aone%40thread.tacv2%3Bmessageid%3D1700", True),
        ("teams:def:c:https%3A%2F%2Felsewhere.example%2F:19%3Aone%40thread.tacv2%3Bmessageid%3D1700", True),
        ("teams:def:c:https%3A%2F%2Fsmba.example%2F:19%3Atwo%40thread.tacv2%3Bmessageid%3D1700", True),
        ("teams:def:c:https%3A%2F%2Fsmba.example%2F:19%3Athree%40thread.tacv2", False),
        ("teams:def:c:https%3A%2F%2Fsmba.example%2F:19%3Aone%40thread.tacv2extra", False),
        ("terminal:local", False),
    ],
)
def test_places_are_workspaces_tenants_and_channels(address: str, *, is_open: bool) -> None:
    places = (
        "slack:T1:C1", "teams:abc", "teams:def:19:one@thread.tacv2",
        "teams:def:c:https%3A%2F%2Fsmba.example%2F:19%3Atwo%40thread.tacv2",
    )  # fmt: skip
    assert Access(places=places).is_open(called(address)) == is_open


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
        bot.shows("I may not be used in this conversation.", "`access.places`", "it is called `terminal:elsewhere`.")
        await bot.picks("Priya", "interview:new", at="terminal:elsewhere")
        bot.shows("I may not be used in this conversation.")
        press = Message(key="1", address="terminal:elsewhere", author=GUS, at=AT, choice="interview:new")
        assert await app.opens(press) is None, "a form is shown to nobody there either"
        assert await app.opens(press.model_copy(update={"address": "terminal:team"})) is not None
        assert not await app.store.heads()
        await bot.says("Priya", "/interview Faster refunds", at="terminal:team")
        bot.shows("Faster refunds")
        await bot.says("Priya", "/digest weekdays 09:00 in elsewhere", at="terminal:team")
        bot.shows("Nothing is set. I may not be used there: `access.places` doesn’t name `terminal:elsewhere`.")


async def test_what_was_set_before_a_place_was_closed_is_left_out_in_silence(tmp_path: Path) -> None:
    home = {"GROUNDWORK_HOME": str(tmp_path / "state")}
    async with open_app(load(None, cwd=tmp_path, environ=home)) as app:
        bot = Bot(DurableRoad(app))
        await bot.says("Priya", "/digest weekdays 09:00", at="terminal:elsewhere")
        bot.shows("Set: a digest")
        await keep_daily(app.examined.schedules, "UTC", AT)
        digest, purge = [_of_kind(await app.examined.schedules.active(), kind) for kind in ("digest", PURGE)]
    closed = load(None, cwd=tmp_path, environ=home | {"GROUNDWORK_ACCESS_PLACES": "['terminal:team']"})
    async with open_app(closed) as app:
        late = message_of(Due(schedule=digest, at=AT, late=True))
        assert await app.result(await app.submit(late), timeout=60) == []
        later = AT.replace(year=2036)  # by when everything is old
        await app.result(await app.submit(message_of(Due(schedule=purge, at=later))), timeout=60)
        assert [each.act for each in await Audit(app.store).acts()] == ["retention"], "what nobody reads goes on"


async def test_a_denied_action_names_who_can(tmp_path: Path) -> None:
    environ = {
        "GROUNDWORK_HOME": str(tmp_path / "state"),
        "GROUNDWORK_ACCESS_ADMINS": "[ana]",
        "GROUNDWORK_ACCESS_SCRUM_MASTERS": "[tom]",
        "GROUNDWORK_ACCESS_MAY": "{start: [scrum master], export: []}",
    }
    async with open_app(load(None, cwd=tmp_path, environ=environ)) as app:
        bot = Bot(DurableRoad(app))
        await bot.says("Gus", "/interview Faster refunds")
        bot.shows("is for admins and scrum masters here, and you are a member. tom or ana can do it for you.")
        await bot.says("Tom", "/retro export")
        bot.shows("Exporting is for admins here, and you are a scrum master. ana can do it for you.")


async def test_dropping_a_file_is_no_way_round_the_right_to_begin(tmp_path: Path) -> None:
    environ = {"GROUNDWORK_HOME": str(tmp_path / "state"), "GROUNDWORK_ACCESS_GUESTS": "[gus]"}
    files = (("notes.md", "# Retro\n\nWent well\n- the release\n"),)
    async with open_app(load(None, cwd=tmp_path, environ=environ)) as app:
        bot = Bot(DurableRoad(app))
        await bot.says("Gus", "", files=files)
        begin, add, sum_up = [each.id for each in bot.posts[-1].choices]
        for choice, told in ((begin, "Starting"), (sum_up, "Starting"), (add, "Approving")):
            await bot.picks("Gus", choice)
            bot.shows(f"{told}", "you are a guest")
        await bot.picks("Gus", begin.replace(":begin:", ":use:"))
        bot.shows("No interview is open here any more. Shall I start one with it?")
        assert not await app.store.heads(kind="interview")
        await bot.says("Priya", "/interview Faster refunds", posts=None)
        await bot.picks("Gus", begin.replace(":begin:", ":use:"), posts=None)
        bot.shows("the release")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("access: {everybody_else: boss}", "`boss` isn’t a role."),
        ("access: {may: {aprove: [admin]}}", "Did you mean `approve`?"),
        ("access: {may: {approve: admin}}", "`access.may` should be acts, each with a list of roles."),
        ("access: {owners: chief}", "`chief` isn’t a role."),
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
    text = (
        "access: {admins: [U1], scrum_masters: [U1, U2], owners: scrum master, everybody_else: guest, "
        "may: {approve: [scrum masters]}}"
    )
    (tmp_path / "config.yaml").write_text(text)
    access = load(None, cwd=tmp_path, environ={}).access.rules
    assert access.roles == {"U1": "admin", "U2": "scrum master"}
    assert (access.owners, access.otherwise) == ("scrum master", "guest")
    assert access.allowed("approve") == ("admin", "scrum master")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("access: {may: {export: []}}", "`access.may` gives export to admins, and nobody is one."),
        ("access: {may: {start: [scrum master]}}", "gives start to admins and scrum masters, and nobody is one."),
        ("access: {may: {export: []}, owners: admin}", ""),
        ("access: {may: {export: []}, admins: [S0614TZR7]}", ""),
    ],
)
async def test_the_doctor_sees_a_right_that_nobody_has(tmp_path: Path, text: str, found: str) -> None:
    write(tmp_path, {"config.yaml": text})
    lines = await people.access(load(None, cwd=tmp_path, environ={}))
    wrong = [line.found for line in lines if line.state == "wrong"]
    assert len(wrong) == bool(found)
    assert all(found in each for each in wrong)

"""What is due happens once: on days that change their clocks, after a crash, and beside another process."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat import Message, Person
from bot.schedule import Clock, Due, Schedule, decide, message_of, missed_text
from bot.store.migrate import upgrade
from bot.store.schedules import ScheduleTable
from bot.times import Rule, next_due, once, parse_when
from tests.store.databases import new_database, postgres_server

PRIYA = Person(id="priya", name="Priya")
BERLIN = "Europe/Berlin"
EVERY = tuple(range(7))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def rule(time: str, zone: str = BERLIN, days: tuple[int, ...] = EVERY, *, work_days: bool = False) -> Rule:
    return Rule(days=days, at=time, zone=zone, work_days=work_days)


CRON = Rule(days=(), at="09:00", zone=BERLIN, cron="0 9 * * 4")  # 26 November 2026 is a Thursday


def a_schedule(when: Rule | None = None, *, seen: datetime, name: str = "s1") -> Schedule:
    return Schedule(
        id=name,
        kind="digest",
        address="room:1",
        what={},
        rule=when or rule("09:00"),
        by=PRIYA,
        made_at=seen,
        seen=seen,
    )


@pytest.mark.parametrize(
    ("text", "days", "time"),
    [
        ("weekdays 09:00", (0, 1, 2, 3, 4), "09:00"),
        ("every Monday and Thursday at 9:30", (0, 3), "09:30"),
        ("daily 8am", EVERY, "08:00"),
        ("Tuesdays, Fridays 12pm", (1, 4), "12:00"),
        ("sun 12am", (6,), "00:00"),
        ("on wednesday 17.05", (2,), "17:05"),
    ],
)
def test_people_say_when(text: str, days: tuple[int, ...], time: str) -> None:
    found = parse_when(text, BERLIN)
    assert found is not None
    assert (found.days, found.at, found.work_days) == (days, time, days == (0, 1, 2, 3, 4))


@pytest.mark.parametrize("text", ["", "soon", "weekdays", "weekdays 25:00", "weekdays 10:77", "funday 09:00", "09:00"])
def test_what_is_no_time_is_none(text: str) -> None:
    assert parse_when(text, BERLIN) is None


def test_a_time_that_the_clocks_skip_comes_as_much_later() -> None:
    # On 29 March 2026 clocks in Berlin go from 02:00 to 03:00.
    due = next_due(rule("02:30"), at("2026-03-28T12:00"))
    assert due == at("2026-03-29T01:30")
    assert due.astimezone(ZoneInfo(BERLIN)).strftime("%H:%M") == "03:30"
    assert next_due(rule("02:30"), due) == at("2026-03-30T00:30")


def test_a_time_that_the_clocks_bring_twice_is_due_once() -> None:
    # On 25 October 2026 clocks in Berlin go from 03:00 back to 02:00; in New York on 1 November, 01:30 comes twice.
    for zone, time, before, first, after in (
        (BERLIN, "02:30", "2026-10-24T12:00", "2026-10-25T00:30", "2026-10-26T01:30"),
        ("America/New_York", "01:30", "2026-10-31T12:00", "2026-11-01T05:30", "2026-11-02T06:30"),
    ):
        due = next_due(rule(time, zone), at(before))
        assert due == at(first)
        assert next_due(rule(time, zone), due) == at(after)


def test_holidays_are_for_weekdays_only() -> None:
    christmas = frozenset({date(2026, 12, 25)})
    before = at("2026-12-24T12:00")
    assert next_due(rule("09:00", days=(0, 1, 2, 3, 4), work_days=True), before, christmas) == at("2026-12-28T08:00")
    assert next_due(rule("09:00"), before, christmas) == at("2026-12-25T08:00")


def test_a_year_of_holidays_does_not_go_on_for_ever() -> None:
    always = frozenset(date(2026, 1, 1) + timedelta(days=number) for number in range(1500))
    assert next_due(rule("09:00", work_days=True), at("2026-01-01T00:00"), always) is None


def test_a_missed_time_is_made_up_for_within_the_grace_time_and_told_after_it() -> None:
    schedule, grace = a_schedule(seen=at("2026-11-25T12:00")), timedelta(hours=2)
    assert decide(schedule, at("2026-11-26T07:59"), grace) is None
    soon = decide(schedule, at("2026-11-26T09:30"), grace)
    assert soon is not None
    assert (soon.at, soon.late, soon.missed) == (at("2026-11-26T08:00"), False, ())
    late = decide(schedule, at("2026-11-28T23:00"), grace)
    assert late is not None
    assert late.late
    assert missed_text(late, ZoneInfo(BERLIN)) == "3 times, last on Saturday 28 November at 09:00"


def test_a_schedule_of_ten_years_ago_is_looked_at_once() -> None:
    due = decide(a_schedule(seen=at("2016-01-01T00:00")), at("2026-11-26T08:00"), timedelta(hours=2))
    assert due is not None
    assert (due.at, due.late) == (at("2026-11-26T08:00"), False)


def test_the_turn_of_a_due_time_has_the_same_key_wherever_it_is_made() -> None:
    due = Due(schedule=a_schedule(seen=at("2026-11-25T12:00")), at=at("2026-11-26T08:00"))
    assert message_of(due).key == "schedule:s1:20261126T080000Z"
    elsewhere = due.model_copy(update={"at": due.at.astimezone(ZoneInfo("Asia/Tokyo"))})
    assert message_of(elsewhere).key == message_of(due).key


@settings(max_examples=200, deadline=None)
@given(
    st.datetimes(min_value=datetime(2024, 1, 1), max_value=datetime(2028, 1, 1)),  # noqa: DTZ001 (made aware below)
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"]),
    st.integers(0, 23),
    st.integers(0, 59),
    st.lists(st.integers(0, 6), min_size=1, unique=True),
)
def test_the_next_due_time_is_later_and_on_a_day_that_was_asked_for(
    moment: datetime, zone: str, hour: int, minute: int, days: list[int]
) -> None:
    after = moment.replace(tzinfo=UTC)
    when = rule(f"{hour:02}:{minute:02}", zone, tuple(sorted(days)))
    due = next_due(when, after)
    assert due is not None
    local = due.astimezone(ZoneInfo(zone))
    assert due > after
    assert local.weekday() in days
    assert local.strftime("%H:%M") == when.at or (local - timedelta(minutes=60)).strftime("%H:%M") <= when.at
    assert due - after <= timedelta(days=8)


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    with postgres_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    made = (
        f"sqlite:///{tmp_path}/g.db" if request.param == "sqlite" else new_database(request.getfixturevalue("postgres"))
    )
    upgrade(made)
    return made


@pytest.fixture
async def table(url: str) -> AsyncIterator[ScheduleTable]:
    made = ScheduleTable(url)
    yield made
    await made.close()


async def test_schedules_are_kept_until_they_end(table: ScheduleTable) -> None:
    one = a_schedule(seen=at("2026-11-25T12:00"))
    await table.add(one)
    await table.add(one.model_copy(update={"kind": "other"}))  # the same id again
    assert await table.active() == [one]
    assert await table.active("room:2") == []
    await table.mark_seen("s1", at("2026-11-26T08:00"))
    await table.mark_seen("s1", at("2026-11-25T08:00"))  # a slow replica
    assert (await table.active("room:1"))[0].seen == at("2026-11-26T08:00")
    await table.end("s1", at("2026-11-26T09:00"))
    assert await table.active() == []


async def test_a_crash_before_it_is_marked_hands_the_same_turn_in_again(table: ScheduleTable) -> None:
    await table.add(a_schedule(seen=at("2026-11-25T12:00")))
    handed_in: list[str] = []

    async def submit(message: Message) -> None:
        handed_in.append(message.key)
        if len(handed_in) == 1:
            raise KeyboardInterrupt

    clock = Clock(schedules=table, submit=submit, now=lambda: at("2026-11-26T08:00"))
    with pytest.raises(KeyboardInterrupt):
        await clock.look()
    await clock.look()
    assert handed_in == ["schedule:s1:20261126T080000Z"] * 2
    assert await clock.look() == 0


async def test_what_was_due_before_a_change_is_still_handed_in(table: ScheduleTable) -> None:
    first, other = a_schedule(seen=at("2026-11-20T12:00"), name="team-1:daily"), rule("10:00")
    await table.settle("team-1", 1, [first], at("2026-11-25T12:00"))
    await table.settle("team-1", 2, [first.model_copy(update={"rule": other})], at("2026-11-26T08:30"))
    handed_in: list[str] = []

    async def submit(message: Message) -> None:
        handed_in.append(message.key)

    clock = Clock(schedules=table, submit=submit, now=lambda: at("2026-11-26T09:00"))
    assert await clock.look() == 2
    assert handed_in == ["schedule:team-1:daily:1:20261126T080000Z", "schedule:team-1:daily:2:20261126T090000Z"]
    assert [each.id for each in await table.active()] == ["team-1:daily:2"], "what is over has ended"


async def test_what_stays_the_same_goes_on_and_what_was_looked_at_does_not_come_again(table: ScheduleTable) -> None:
    names = ("team-1:daily", "team-1:retro")
    daily, retro = (a_schedule(rule("09:00"), seen=at("2026-11-20T12:00"), name=name) for name in names)
    await table.settle("team-1", 1, [daily, retro], at("2026-11-25T12:00"))
    for each in await table.active():
        await table.mark_seen(each.id, at("2026-11-26T08:00"))
    # Written a moment before both were due, read a moment after.
    changed = retro.model_copy(update={"rule": retro.rule.model_copy(update={"off": (date(2026, 12, 24),)})})
    await table.settle("team-1", 2, [daily, changed], at("2026-11-26T07:59"))
    await table.settle("team-10", 1, [], at("2026-11-26T07:59"))
    active = [each for each in await table.active() if each.rule.until is None]
    assert [(each.id, each.seen) for each in active] == [
        ("team-1:daily:1", at("2026-11-26T08:00")),
        ("team-1:retro:2", at("2026-11-26T08:00")),
    ]


async def test_an_older_version_that_comes_late_changes_nothing(table: ScheduleTable) -> None:
    daily = a_schedule(seen=at("2026-11-20T12:00"), name="team-1:daily")
    await table.settle("team-1", 3, [], at("2026-11-25T12:00"))
    await table.settle("team-1", 2, [daily], at("2026-11-25T12:00"))
    await table.settle("team-1", 3, [daily], at("2026-11-25T12:00"))
    assert await table.active() == []
    await table.settle("team-1", 4, [daily], at("2026-11-25T12:00"))
    assert [each.id for each in await table.active()] == ["team-1:daily:4"]


async def test_a_reminder_for_one_moment_is_due_once_and_ends(table: ScheduleTable) -> None:
    moment = at("2026-11-26T08:00")
    await table.add(a_schedule(once(moment, BERLIN), seen=at("2026-11-25T12:00")))
    handed_in: list[str] = []

    async def submit(message: Message) -> None:
        handed_in.append(message.key)

    for now in ("2026-11-26T07:59", "2026-11-26T08:00", "2026-11-26T08:01"):
        await Clock(schedules=table, submit=submit, now=lambda now=now: at(now)).look()  # type: ignore[misc]
    assert handed_in == ["schedule:s1:20261126T080000Z"]
    assert await table.active() == []


async def test_the_holidays_of_a_country_are_asked_for_by_its_name(table: ScheduleTable) -> None:
    bavarian = rule("09:00", work_days=True).model_copy(update={"calendar": "DE-BY"})
    await table.add(a_schedule(bavarian, seen=at("2026-01-05T12:00")))
    await table.add(a_schedule(rule("09:00", work_days=True), seen=at("2026-01-05T12:00"), name="s2"))
    handed_in: list[str] = []

    async def submit(message: Message) -> None:
        handed_in.append(message.key)

    epiphany = {"DE-BY": frozenset({date(2026, 1, 6)})}
    clock = Clock(schedules=table, submit=submit, calendar=epiphany.__getitem__, now=lambda: at("2026-01-06T09:00"))
    await clock.look()
    assert handed_in == ["schedule:s2:20260106T080000Z"]


async def test_what_is_active_is_told_by_its_kind(table: ScheduleTable) -> None:
    await table.add(a_schedule(seen=at("2026-11-25T12:00")))
    await table.add(a_schedule(seen=at("2026-11-25T12:00"), name="s2").model_copy(update={"kind": "ceremony"}))
    assert [each.id for each in await table.active("room:1", "ceremony")] == ["s2"]


async def test_a_clock_that_runs_hands_in_what_becomes_due(
    table: ScheduleTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.schedule._LOOK_EVERY", 0.1)
    rung = asyncio.Event()

    async def submit(message: Message) -> None:
        assert message.key == "schedule:s1:20261126T080000Z"
        rung.set()

    moment = at("2026-11-26T07:59")
    clock = Clock(schedules=table, submit=submit, now=lambda: moment)
    await clock.start()
    await table.add(a_schedule(seen=at("2026-11-25T12:00")))  # by another process, after the start
    await asyncio.sleep(0.5)
    assert not rung.is_set()
    moment = at("2026-11-26T08:00")
    async with asyncio.timeout(30):
        await rung.wait()
    await clock.stop()


async def run_due(folder: Path, store_url: str, state_url: str, name: str) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "tests.scheduling_child", str(folder), store_url, state_url, name]
    return await asyncio.to_thread(subprocess.Popen, words, stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("when", [rule("09:00"), CRON], ids=["daily", "cron"])
async def test_two_replicas_on_one_postgresql_say_it_once(postgres: str, tmp_path: Path, when: Rule) -> None:
    url = new_database(postgres)
    upgrade(url)
    table = ScheduleTable(url)
    await table.add(a_schedule(when, seen=at("2026-11-20T12:00")))
    await table.close()
    children = [await run_due(tmp_path, url, url, name) for name in ("one", "two")]
    outs = await asyncio.gather(*(asyncio.to_thread(child.communicate, timeout=120) for child in children))
    assert [child.returncode for child in children] == [0, 0], outs
    said = [json.loads(line) for line in (tmp_path / "posts.jsonl").read_text().splitlines()]
    assert [each["key"].rpartition(":")[0] for each in said] == ["schedule:s1:20261126T080000Z:1"]
    assert (tmp_path / "asked").read_text().splitlines() == ["due at 2026-11-26T08:00:00+00:00"]


@pytest.mark.parametrize("when", [rule("09:00"), CRON], ids=["daily", "cron"])
async def test_a_process_killed_when_it_is_due_says_it_once_after_its_restart(tmp_path: Path, when: Rule) -> None:
    store, state = f"sqlite:///{tmp_path}/g.db", f"sqlite:///{tmp_path}/turns.db"
    upgrade(store)
    table = ScheduleTable(store)
    await table.add(a_schedule(when, seen=at("2026-11-20T12:00")))
    await table.close()
    for where in ("handed-in", "saying"):
        child = await run_due(tmp_path, store, state, f"die-{where}")
        await asyncio.to_thread(child.communicate, timeout=120)
        assert child.returncode == -signal.SIGKILL
    child = await run_due(tmp_path, store, state, "live")
    await asyncio.to_thread(child.communicate, timeout=120)
    assert child.returncode == 0
    said = [json.loads(line) for line in (tmp_path / "posts.jsonl").read_text().splitlines()]
    assert [each["text"] for each in said] == ["due at 2026-11-26T08:00:00+00:00"]

"""What goes out before and after each ceremony, with a clock that is moved through a sprint."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot.chat import Message
from bot.config import Config
from bot.schedule import Clock
from bot.store.schedules import ScheduleTable
from tests.ceremonies.conftest import FRIDAY, fill, set_up
from tests.dialog import Bot, visible

PLANNING = "Planning, Monday 15:00, 2 hours, week 1"
RETRO = "Retrospective, Thursday 16:00, last week"


@dataclass
class Days:
    """The clock of the whole bot, which looks whenever a test lets time pass."""

    bot: Bot
    clock: Clock
    handed_in: list[Message]
    now: datetime = FRIDAY
    said: list[tuple[datetime, str]] = field(default_factory=list)

    async def until(self, moment: str, step: timedelta = timedelta(minutes=5)) -> list[str]:
        """Let time pass; everything that was said meanwhile, with when."""
        end, found = datetime.fromisoformat(moment).replace(tzinfo=UTC), list[str]()
        while self.now < end:
            self.now = min(self.now + step, end)
            found += await self.look()
        self.bot.now = self.now
        return found

    async def look(self) -> list[str]:
        """Look once; what was said."""
        await self.clock.look()
        found = []
        for message in self.handed_in:
            for post in await self.bot.road.take(message):
                found.append(f"{self.now:%a %H:%M} {visible(post)}")
                self.bot.posts = [post]
        self.handed_in.clear()
        return found


@pytest.fixture
async def days(bot: Bot, settings: Config) -> AsyncIterator[Days]:
    table, handed_in = ScheduleTable(settings.database_url), list[Message]()

    async def submit(message: Message) -> None:
        handed_in.append(message)

    made = Days(bot, Clock(schedules=table, submit=submit, calendar=lambda _: frozenset()), handed_in)
    made.clock.now = lambda: made.now
    yield made
    await table.close()


def firsts(said: list[str]) -> list[str]:
    return [line.splitlines()[0] for line in said]


def reminders(said: list[str]) -> list[str]:
    """The ceremonies' own messages, without what a digest and a retro bring along."""
    return [line for line in firsts(said) if "Coming up:" in line or "What came out of it?" in line]


async def test_a_sprint_of_ceremonies_goes_out_in_order_and_once(days: Days) -> None:
    await set_up(days.bot, ceremonies=f"{PLANNING}\n{RETRO}")
    said = await days.until("2026-12-15T12:00")
    assert reminders(said) == [
        # Times are UTC, an hour behind Berlin.
        "Mon 16:00 **Planning** is over. What came out of it?",
        "Wed 15:00 Coming up: Thu 10 Dec 16:00 **Retrospective**, 1 hour. That is Thu 10:00 in America/New_York.",
        "Thu 16:00 **Retrospective** is over. What came out of it?",
        "Fri 14:00 Coming up: Mon 14 Dec 15:00 **Planning**, 2 hours. That is Mon 09:00 in America/New_York.",
        "Mon 16:00 **Planning** is over. What came out of it?",
    ]


async def test_a_reminder_follows_its_ceremony_and_is_silent_for_one_that_is_skipped(days: Days) -> None:
    await set_up(days.bot, ceremonies=f"{PLANNING}\n{RETRO}")
    await days.until("2026-12-01T12:00")
    await days.bot.picks("Tom", "ceremony:move:retrospective:20261210:20261211T1500Z")
    await days.bot.picks("Tom", "ceremony:skip:planning:20261214")
    said = await days.until("2026-12-15T12:00")
    assert reminders(said) == [
        "Thu 15:00 Coming up: Fri 11 Dec 16:00 **Retrospective**, 1 hour (instead of Thu 10 Dec). "
        "That is Fri 10:00 in America/New_York.",
        "Fri 16:00 **Retrospective** is over. What came out of it?",
    ]


async def test_what_was_handed_in_is_not_said_when_it_was_moved_meanwhile(days: Days) -> None:
    await set_up(days.bot, ceremonies="Retrospective, Thursday 16:00, last week")
    days.now = datetime(2026, 12, 9, 15, 0, tzinfo=UTC)
    await days.clock.look()
    assert len(days.handed_in) == 1
    days.bot.now = days.now
    await days.bot.picks("Tom", "ceremony:move:retrospective:20261210:20261211T1500Z")
    assert await days.look() == []


async def test_what_came_out_is_asked_for_and_told_in_its_own_words(days: Days) -> None:
    await set_up(days.bot, ceremonies="Planning, Monday 15:00, 2 hours, week 1")
    await days.until("2026-11-30T16:00")
    days.bot.shows("**Planning** is over. What came out of it?", "Write it down")
    await days.bot.picks("Tom", "Write it down")
    days.bot.shows("What came out of it?", "Tell everybody")
    await fill(days.bot, "Tom", "ceremony:told:planning:20261130", {"text": "Goal: *neighbours*. <LP-450> is out."})
    days.bot.shows("What came out of **Planning** on Mon 30 Nov:", "Goal: *neighbours*. <LP-450> is out.", "Tom")


async def test_a_check_in_is_asked_collected_and_told_as_one(days: Days) -> None:
    bot = days.bot
    await set_up(bot, ceremonies="Daily, weekdays 15:15, 15 minutes")
    await bot.says("Priya", "/ceremony set daily before off")
    await bot.says("Priya", "/ceremony set daily checkin 1 hour")
    said = await days.until("2026-11-30T13:20")
    assert firsts(said) == [
        "Mon 13:15 **Daily**: what did you do, what is next, what is in the way? All answers go out together on "
        "Mon 30 Nov 15:15. `/ceremony checkin …` does it, too."
    ]
    await bot.picks("Priya", "Check in")
    bot.shows("Since last time", "Next", "In the way")
    values = {"done": "Labels", "text": "The map", "stuck": ""}
    await fill(bot, "Priya", "ceremony:checkin:daily:20261130", values)
    bot.shows("Noted, thank you. It goes out on Mon 30 Nov 15:15.")
    assert bot.posts[0].private_to == "priya"
    await bot.says("Tom", "/ceremony checkin waiting for the field")
    await bot.says("Tom", "/ceremony checkin I have the field now")
    (told,) = await days.until("2026-11-30T14:15")
    assert told.startswith("Mon 14:15 Before **Daily**, Mon 30 Nov, 2 of 2 answered:")
    days.bot.shows("Since last time: Labels\nNext: The map", "I have the field now")
    days.bot.hides("waiting for the field")
    assert await days.until("2026-11-30T15:00") == []
    await fill(bot, "Ana", "ceremony:checkin:daily:20261130", {"text": "Late, but here"})
    bot.shows("Before **Daily**, Mon 30 Nov, after the others:", "Late, but here")
    assert firsts(await days.until("2026-12-01T14:15")) == [
        "Tue 13:15 **Daily**: what did you do, what is next, what is in the way? All answers go out together on "
        "Tue 1 Dec 15:15. `/ceremony checkin …` does it, too."
    ]


async def test_an_answer_of_a_day_on_which_nobody_looked_goes_out_later(days: Days) -> None:
    bot = days.bot
    await set_up(bot, ceremonies="Daily, weekdays 15:15, 15 minutes")
    await bot.says("Priya", "/ceremony set daily checkin 1 hour")
    await days.until("2026-11-30T13:20")
    await bot.says("Tom", "/ceremony checkin I have the field now")
    days.now = datetime(2026, 12, 2, 8, 0, tzinfo=UTC)
    said = await days.look()
    assert sum("I have the field now" in each for each in said) == 1


async def test_before_a_refinement_what_is_not_ready_is_named(days: Days) -> None:
    bot = days.bot
    await set_up(bot, ceremonies="Refinement, Tuesday 15:30, 1 hour")
    await bot.says("Priya", "/interview Faster refunds. The clerk should be able to scan the parcel.", posts=None)
    await bot.says("Priya", "don't know, ask @mara by Friday", posts=None)
    await bot.says("Priya", "/story customers should see where their parcel is", posts=None)
    said = await days.until("2026-11-30T14:30")
    assert len(said) > 0
    shown = said[0]
    assert "Stories that aren’t ready" in shown
    assert "**US-1** see where" in shown
    assert "Open questions" in shown
    assert "mara" in shown


async def test_what_was_missed_is_told_once_and_what_can_be_done_is(days: Days) -> None:
    await set_up(days.bot, ceremonies=RETRO)
    days.now = datetime(2026, 12, 10, 22, 0, tzinfo=UTC)
    assert firsts(await days.look()) == [
        "Thu 22:00 I wasn’t running when the reminder for **Retrospective** was due on Wednesday 9 December at 16:00, "
        "so it wasn’t sent.",
        "Thu 22:00 I wasn’t running when **Retrospective** ended (on Thursday 10 December at 17:00). "
        "What came out of it?",
    ]
    assert await days.look() == []


async def test_a_reminder_that_comes_after_the_beginning_is_told_with_its_time(days: Days) -> None:
    await set_up(days.bot, ceremonies="Daily, weekdays 15:15, 15 minutes")
    days.now = datetime(2026, 11, 30, 14, 14, tzinfo=UTC)  # a minute before the daily, but only looked at after it
    await days.look()
    days.now = datetime(2026, 12, 1, 14, 20, tzinfo=UTC)
    (said,) = firsts(await days.look())
    assert said == (
        "Tue 14:20 I wasn’t running when the reminder for **Daily** was due on Tuesday 1 December at 15:05, "
        "so it wasn’t sent."
    )


async def test_who_is_not_of_the_team_is_not_counted_among_it(days: Days) -> None:
    bot = days.bot
    await set_up(bot, ceremonies="Daily, weekdays 15:15, 15 minutes")
    await bot.says("Priya", "/ceremony set daily checkin 1 hour")
    bot.now = datetime(2026, 11, 30, 13, 30, tzinfo=UTC)
    for who in ("Tom", "Priya"):
        await bot.says(who, "/ceremony checkin the build")
    await days.until("2026-11-30T14:15")
    bot.shows("Before **Daily**, Mon 30 Nov, 2 of 2 answered:")
    bot.now = datetime(2026, 12, 1, 13, 30, tzinfo=UTC)
    for who in ("Tom", "Priya", "Ana"):
        await bot.says(who, "/ceremony checkin the cache")
    await days.until("2026-12-01T14:15")
    bot.shows("Before **Daily**, Tue 1 Dec, 3 answered:")


async def test_a_reminder_that_comes_late_still_comes_when_it_is_of_use(days: Days) -> None:
    await set_up(days.bot, ceremonies=RETRO)
    days.now = datetime(2026, 12, 10, 8, 0, tzinfo=UTC)
    said, *_ = await days.look()
    assert said.startswith("Thu 08:00 Coming up: Thu 10 Dec 16:00 **Retrospective**")


async def test_what_the_documents_say_comes_with_the_planning(days: Days) -> None:
    await set_up(days.bot, ceremonies=PLANNING)
    days.now = datetime(2026, 12, 11, 12, 0, tzinfo=UTC)
    await days.look()
    reminder, digest = await days.until("2026-12-11T14:00")
    assert "Coming up: Mon 14 Dec 15:00 **Planning**" in reminder
    assert "Before the planning: **Sprint 20**" in digest
    assert "sprints/sprint-20.md" in digest


async def test_the_board_opens_with_the_reminder_and_shows_what_was_agreed(days: Days) -> None:
    bot = days.bot
    await set_up(bot, ceremonies=RETRO)
    for words in ("start", "action Fix the flaky tests @tom by 4 December", "close"):
        await bot.says("Priya", f"/retro {words}", posts=None)
    days.now = datetime(2026, 12, 9, 14, 0, tzinfo=UTC)
    await days.look()
    said = await days.until("2026-12-09T15:00")
    reminder = next(each for each in said if "Coming up: Thu 10 Dec 16:00 **Retrospective**" in each)
    assert "Open actions" in reminder
    assert "Fix the flaky tests" in reminder
    assert sum("Retro 2: 10 December 2026" in each for each in said) == 1
    await bot.says("Tom", "/retro add The map was slow", posts=None)
    bot.hides("No retro is open")


async def test_a_retro_that_is_open_already_is_pointed_at_and_not_begun_again(days: Days) -> None:
    await set_up(days.bot, ceremonies=RETRO)
    await days.bot.says("Priya", "/retro start", posts=None)
    await days.bot.says("Priya", "/retro add stop: Friday deploys", posts=None)
    days.now = datetime(2026, 12, 9, 14, 0, tzinfo=UTC)
    await days.look()
    said = await days.until("2026-12-09T15:00")
    assert reminders(said) == [
        "Wed 15:00 Coming up: Thu 10 Dec 16:00 **Retrospective**, 1 hour. That is Thu 10:00 in America/New_York."
    ]
    assert not any("is open. Close it first" in each or "Retro 2" in each for each in said)
    pointed = [each for each in said if "is open for notes: 1 note so far. `/retro board` shows it here" in each]
    assert len(pointed) == 1
    assert "Add a note" in pointed[0]


async def test_times_before_a_long_silence_are_told_with_the_next(days: Days) -> None:
    await set_up(days.bot, ceremonies="Daily, weekdays 15:15, 15 minutes")
    days.now = datetime(2026, 12, 3, 14, 5, tzinfo=UTC)
    (said,) = await days.look()
    assert "Coming up: Thu 3 Dec 15:15 **Daily**" in said
    assert "I wasn’t running when the same was due 3 times, last on Wednesday 2 December at 15:05." in said


async def test_a_holiday_of_the_team_is_free(days: Days) -> None:
    await set_up(days.bot, holidays="DE-BY 2026-12-02", ceremonies="Daily, weekdays 15:15, 15 minutes")
    said = await days.until("2026-12-04T12:00", timedelta(hours=1))
    assert [each[:3] for each in said] == ["Mon", "Tue", "Thu"]


async def test_a_typed_due_time_is_refused(bot: Bot) -> None:
    await bot.says("Priya", '/due {"schedule": {}}')
    bot.shows("`/due` is for the clock.")

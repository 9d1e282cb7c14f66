"""`/retro-summary cron 0 16 * * FRI`: read back in words before it counts, then due as every other set time is."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.dialog import MONDAY, visible
from tests.retros.stage import Stage
from tests.retros.test_summary_dialogs import Chatty, chatty

__all__ = ["chatty"]
FRIDAY = MONDAY + timedelta(days=4)


async def test_a_cron_line_is_read_back_with_the_next_three_times_and_counts_once_it_is_right(
    stage: Stage, chatty: Chatty
) -> None:
    bot = stage.bot
    await bot.says("Priya", "/retro-summary cron 0 16 * * FRI")
    bot.shows("`0 16 * * FRI` means a retro summary Fridays at 16:00 (UTC).", "Yes, set it", "No, leave it")
    bot.shows(f"The next three: {_said(FRIDAY)} 16:00, {_said(FRIDAY, 7)} 16:00, {_said(FRIDAY, 14)} 16:00.")
    bot.shows("It is sent here at once; with `draft` you see it first.")
    asked = bot.posts
    await bot.says("Priya", "/retro-summary list")
    bot.shows("No time is set here.")
    bot.posts = asked
    await bot.picks("Priya", "Yes, set it")
    bot.shows("Set: a retro summary Fridays at 16:00 (UTC). The first comes on Friday")
    bot.posts = asked
    await bot.picks("Tom", "Yes, set it")
    bot.shows("It is set already: a retro summary Fridays at 16:00 (UTC).")
    await bot.says("Priya", "/retro-summary list")
    bot.shows("1. Fridays at 16:00 (UTC), set by Priya")
    bot.hides("2.")
    assert await stage.until(FRIDAY.replace(hour=15, minute=59)) == []
    posts = await stage.until(FRIDAY.replace(hour=16, minute=1))
    assert [post.private_to for post in posts] == [None]
    assert "What went well (1)" in visible(posts[0])
    assert await stage.until(FRIDAY.replace(hour=16, minute=2)) == [], "once"


async def test_a_number_of_a_weekday_is_what_a_crontab_means(stage: Stage, chatty: Chatty) -> None:
    bot = stage.bot
    await bot.says("Priya", "/retro-summary schedule cron 0 16 * * 5 with draft")
    bot.shows("means a retro summary Fridays at 16:00 (UTC).", "Whoever says yes sees a draft first, and sends it.")
    await bot.picks("Priya", "Yes, set it")
    bot.shows("Set: a retro summary Fridays at 16:00", "You see a draft first, and send it.")
    posts = await stage.until(FRIDAY.replace(hour=16, minute=1))
    assert [post.private_to for post in posts] == ["priya"]
    assert "Only you see this draft." in visible(posts[0])


async def test_what_is_left_is_not_set(stage: Stage) -> None:
    bot = stage.bot
    await bot.says("Priya", "/retro-summary 0 16 1,15 * *")
    bot.shows("means a retro summary on the 1st and 15th of each month at 16:00 (UTC).")
    await bot.picks("Priya", "No, leave it")
    bot.shows("Left as it is.")
    await bot.says("Priya", "/retro-summary list")
    bot.shows("No time is set here.")


async def test_a_slip_in_a_line_is_told_and_nothing_is_asked(stage: Stage) -> None:
    bot = stage.bot
    await bot.says("Priya", "/retro-summary cron 0 16 * * FRY")
    bot.shows("I can’t read “FRY” as the weekday.", "`cron 0 16 * * FRI` is each Friday at 16:00.")
    bot.hides("Yes, set it")
    await bot.says("Priya", "/retro-summary cron 0 9 30 2 *")
    bot.shows("No such day ever comes")
    await bot.picks("Priya", "retro-summary:cron:now:0_16_*_*_FRY")
    bot.shows("I can’t read “FRY” as the weekday.")


async def test_a_line_goes_by_the_clock_of_the_team_and_comes_once_when_the_clocks_change(
    stage: Stage, chatty: Chatty
) -> None:
    bot = stage.bot
    await bot.fills("Priya", "ceremony:setup", name="Pay", zone="Europe/Berlin", sprint="2 weeks from 30 November")
    await bot.says("Priya", "/retro-summary cron 30 2 * * SUN")
    bot.shows("means a retro summary Sundays at 02:30 (Europe/Berlin).")
    await bot.picks("Priya", "Yes, set it")
    summer = datetime(2027, 3, 28, 1, 30, tzinfo=MONDAY.tzinfo)  # 03:30 in Berlin: there is no 02:30
    await stage.until(summer - timedelta(minutes=1))
    assert len(await stage.until(summer)) == 1
    assert await stage.until(summer + timedelta(hours=12)) == []
    winter = datetime(2027, 10, 31, 0, 30, tzinfo=MONDAY.tzinfo)  # the first 02:30 of two
    await stage.until(winter - timedelta(minutes=1))
    assert len(await stage.until(winter)) == 1
    assert await stage.until(winter + timedelta(hours=1)) == []


def _said(day: datetime, more: int = 0) -> str:
    then = day + timedelta(days=more)
    return f"{then:%a} {then.day} {then:%b}"


async def test_times_that_are_the_same_are_set_once_however_they_are_said(stage: Stage, chatty: Chatty) -> None:
    bot = stage.bot
    await bot.says("Priya", "/retro-summary every Friday 16:00")
    bot.shows("Set: a retro summary")
    await bot.says("Tom", "/retro-summary every Friday at 16:00")
    bot.shows("It is set already: a retro summary Fridays at 16:00")
    await bot.says("Tom", "/retro-summary cron 0 16 * * FRI with draft")
    await bot.picks("Tom", "Yes, set it")
    bot.shows("It is set already: a retro summary Fridays at 16:00", "It is sent at once; to change that, end it")
    await bot.says("Priya", "/retro-summary list")
    bot.hides("2.")


async def test_times_that_meet_at_a_moment_give_one_summary(stage: Stage, chatty: Chatty) -> None:
    bot = stage.bot
    await bot.says("Priya", "/retro-summary every Friday 16:00")
    await bot.says("Tom", f"/retro-summary cron 0 16 {FRIDAY.day} * *")
    await bot.picks("Tom", "Yes, set it")
    bot.shows("Set: a retro summary")
    posts = await stage.until(FRIDAY.replace(hour=16, minute=1))
    assert len([post for post in posts if "What went well (1)" in visible(post)]) == 1
    assert len(posts) == 1

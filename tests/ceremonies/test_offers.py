"""Where something is in the way of what is added, set or set up, the times are shown that would suit better."""

from __future__ import annotations

from tests.ceremonies.conftest import fill, set_up
from tests.dialog import Bot


def offered(bot: Bot) -> list[str]:
    return [option.label for post in bot.posts for option in post.choices]


async def test_what_is_added_at_a_bad_time_can_be_moved_by_a_button(bot: Bot) -> None:
    await set_up(bot)
    await bot.says("Priya", "/ceremony add Demo, Friday 10:00, 1 hour, last week")
    bot.shows(
        "Added: **Demo**, Friday 10:00, 1 hour, last week (Europe/Berlin). Next on Fri 11 Dec 10:00.",
        "But: For Tom it is Fri 04:00 (America/New_York), outside 08:00 to 16:00.",
        "These would suit better:",
    )
    # Priya works until 17:00 in Berlin, Tom from 14:00 there; the daily takes 15:15 to 15:30.
    assert offered(bot) == ["Friday 14:00", "Friday 15:30", "Thursday 14:00", "No, leave it"]
    await bot.picks("Tom", "Friday 15:30")
    bot.shows("Moved for good: **Demo**, Friday 15:30, 1 hour, last week", "Next on Fri 11 Dec 15:30.")
    bot.hides("But:")
    await bot.says("Tom", "/ceremony list")
    bot.shows("Friday 15:30, 1 hour, last week")


async def test_they_are_the_ones_that_a_move_offers(bot: Bot) -> None:
    await set_up(bot)
    await bot.says("Priya", "/ceremony add Demo, Friday 15:30, 1 hour, last week")
    assert offered(bot) == [], "nothing is in the way"
    await bot.says("Priya", "/ceremony move demo to Friday 10:00 for good")
    moved = offered(bot)
    await bot.says("Priya", "/ceremony remove demo")
    await bot.says("Priya", "/ceremony add Demo, Friday 10:00, 1 hour, last week")
    assert [each for each in offered(bot) if each in moved] != []
    assert len(offered(bot)) == len(moved) - 1 == 4, "three, and to leave it"


async def test_what_is_set_so_that_it_meets_another_can_be_moved(bot: Bot) -> None:
    await set_up(bot, ceremonies="Daily, weekdays 15:15, 15 minutes\nRefinement, Wednesday 14:00, 1 hour")
    assert offered(bot) == []
    await bot.says("Priya", "/ceremony set refinement length 90 minutes")
    bot.shows("Set: **Refinement**, Wednesday 14:00, 90 minutes", "But: Daily is at the same time (15:15).")
    assert offered(bot) == ["Wednesday 15:30", "Tuesday 15:30", "Thursday 15:30", "No, leave it"]
    await bot.picks("Priya", "No, leave it")
    bot.shows("Left as it is.")
    await bot.says("Priya", "/ceremony next refinement")
    bot.shows("Wed 2 Dec 14:00 **Refinement**, 90 minutes")


async def test_in_the_form_of_one_ceremony_too_and_of_every_day_only_times(bot: Bot) -> None:
    await set_up(bot)
    await fill(
        bot, "Priya", "ceremony:edit:daily",
        {"name": "Daily", "days": "weekdays", "time": "9:00", "length": "15 minutes", "week": "every week"},
    )  # fmt: skip
    bot.shows("Set: **Daily**, weekdays 09:00, 15 minutes", "But: For Tom it is Mon 03:00")
    times = offered(bot)
    assert times[-1] == "No, leave it"
    assert times[:-1]
    assert all(len(each) == len("14:00") for each in times[:-1])
    await bot.picks("Priya", times[0])
    bot.shows(f"Moved for good: **Daily**, weekdays {times[0]}")


async def test_one_that_was_moved_is_moved_again_this_once(bot: Bot) -> None:
    await set_up(bot)
    await bot.says("Tom", "/ceremony move retro to Friday 10:00")
    await bot.picks("Tom", "Fri 11 Dec 10:00 all the same")
    await bot.says("Tom", "/ceremony set retro place Room 5")
    bot.shows("Next on Fri 11 Dec 10:00. But: For Tom it is Fri 04:00", "These would suit better:")
    assert offered(bot)[:-1] == ["Fri 11 Dec 14:00", "Fri 11 Dec 15:30", "Thu 10 Dec 16:00"]
    await bot.picks("Tom", "Fri 11 Dec 15:30")
    bot.shows("**Retrospective** is on Fri 11 Dec 15:30, this once.")


async def test_a_team_that_is_set_up_sees_them_for_each_that_something_is_in_the_way_of(bot: Bot) -> None:
    await set_up(bot, members="Priya", ceremonies="Planning, Monday 15:00, 2 hours, week 1\nDaily, weekdays 8:00")
    bot.shows("Daily, Mon 30 Nov 08:00: For Priya it is Mon 08:00, outside 09:00 to 17:00.")
    bot.shows("Daily: These would suit better:")
    bot.hides("Planning: These would suit better:")
    assert offered(bot)[0] == "09:00"
    await bot.picks("Priya", "09:00")
    bot.shows("Moved for good: **Daily**, weekdays 09:00")


async def test_of_two_that_meet_the_first_is_offered_another_time_and_who_says_yes_is_not_asked_again(bot: Bot) -> None:
    await set_up(bot)
    bot.shows("Planning, Mon 30 Nov 15:00: Daily is at the same time (15:15).", "Planning: No time suits everybody.")
    bot.hides("Daily: These would suit better:")
    assert len(offered(bot)) == 4
    await bot.says("Priya", "/ceremony move retro to Friday 10:00 for good")
    await bot.picks("Priya", "Yes, for good")
    bot.shows("Moved for good: **Retrospective**, Friday 10:00", "But: For Tom it is Fri 04:00")
    bot.hides("would suit better")


async def test_where_nobody_ever_works_at_once_it_is_said_who_is_left_out(bot: Bot) -> None:
    await set_up(bot, members="Priya\nTom, Asia/Tokyo", ceremonies="")
    await bot.says("Priya", "/ceremony add Demo, Friday 20:00, 1 hour")
    bot.shows("No time suits everybody. These come nearest:")
    assert all("(without " in each for each in offered(bot)[:-1])

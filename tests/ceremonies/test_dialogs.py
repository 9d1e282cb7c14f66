"""A team's ceremonies, as people set them up, look at them, move, skip and pause them in a conversation."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.config import Config
from bot.store.schedules import ScheduleTable
from tests.ceremonies.conftest import SETUP, fill, set_up
from tests.dialog import Bot


async def test_a_team_is_set_up_by_a_form_and_shown(bot: Bot) -> None:
    await bot.says("Priya", "/ceremony")
    bot.shows("No team is set up in this conversation yet.", "Set up the team", "Planning, Monday 10:00")
    await set_up(bot)
    bot.shows(
        "Set: **Parcels**, a sprint of 2 weeks, from Mon 30 Nov · Europe/Berlin · holidays of DE-BY · Priya, Tom · "
        "scrum master Tom.",
        "Next: Mon 30 Nov 15:00 **Planning**, 2 hours.",
    )
    await bot.says("Tom", "/ceremony list")
    bot.shows(
        "Retrospective",
        "Thursday 16:00, 1 hour, last week",
        "Thu 10 Dec 16:00",
        "reminder 1 day before, summary after",
        "reminder 10 minutes before",
        "Priya, Fri 27 Nov",
    )


async def test_fields_that_cannot_be_read_are_named_and_nothing_is_changed(bot: Bot) -> None:
    await set_up(bot, zone="Europe/Berln", sprint="now and then", holidays="DE-XY", members="Tom, 9 to 25")
    bot.shows(
        "Nothing was changed:",
        "I know no time zone “Europe/Berln”. Did you mean Europe/Berlin?",
        "Write it as “2 weeks from 30 November”",
        "I know no region “XY” of DE.",
        "“Tom, 9 to 25”: there is no 25 on a clock.",
    )
    for said in ("24/12", "24.12", "24 December", "Dec 24", "31.12.2026"):
        await set_up(bot, holidays=f"DE-BY, {said}")
        bot.shows(f"I can’t read “{said}” there. Write days of your own as 2026-12-24.")
    await set_up(bot, ceremonies="Retro, sometime")
    bot.shows("“Retro, sometime”: write a name and when")
    await set_up(bot, ceremonies="Retro, Friday 14:00, week 3")
    bot.shows("a sprint has 2 weeks, so there is no week 3.")


async def test_the_first_ceremony_makes_the_team(bot: Bot) -> None:
    await bot.says("Priya", "/ceremony add Retrospective, Friday 14:00, 1 hour, last week, Room 5")
    bot.shows("Added: **Retrospective**, Friday 14:00, 1 hour, last week (Europe/Berlin). Next on Fri 11 Dec 14:00.")
    bot.shows("Where: Room 5. Goes out: reminder 1 day before")
    await bot.says("Tom", "/ceremony add Retro, Monday 9:00")
    bot.shows("There is a Retrospective already, and Retro is another name for it: `/ceremony edit retrospective`")
    await bot.says("Tom", "/ceremony next")
    bot.shows("Fri 11 Dec 14:00 **Retrospective**, 1 hour, Room 5")


async def test_a_move_is_read_back_before_it_counts(bot: Bot) -> None:
    await set_up(bot)
    await bot.says("Tom", "/ceremony move retro to Friday 16:00")
    bot.shows("**Retrospective** moves from Thu 10 Dec 16:00 to Fri 11 Dec 16:00, this once.", "Right?", "Yes, move it")
    await bot.says("Priya", "/ceremony next 20")
    bot.shows("Thu 10 Dec 16:00 **Retrospective**")
    await bot.says("Tom", "/ceremony move retro to Friday 16:00")
    await bot.picks("Tom", "Yes, move it")
    bot.shows("**Retrospective** is on Fri 11 Dec 16:00, this once.")
    await bot.says("Priya", "/ceremony next 20")
    bot.shows("Fri 11 Dec 16:00 **Retrospective**, 1 hour, https://meet.example/retro (instead of Thu 10 Dec)")
    await bot.says("Priya", "/ceremony changes")
    bot.shows("moved Retrospective of Thu 10 Dec to Fri 11 Dec 16:00 (Tom, Fri 27 Nov)", "set up the team (Priya")
    await bot.says("Priya", "/ceremony undo")
    bot.shows("Taken back: moved Retrospective of Thu 10 Dec")
    await bot.says("Priya", "/ceremony next 20")
    bot.shows("Thu 10 Dec 16:00 **Retrospective**")


@pytest.mark.parametrize(
    ("words", "label", "already"),
    [
        ("move retro to Friday 16:00", "Yes, move it", "**Retrospective** is on Fri 11 Dec 16:00 already."),
        ("move retro to Friday 15:30 for good", "Yes, for good", "is at that time already: Friday 15:30, 1 hour"),
        ("skip retro", "Yes, leave it out", "**Retrospective** of Thu 10 Dec is left out already."),
        ("pause until 7 December", "Yes, pause", "Paused from Fri 27 Nov to Sun 6 Dec already."),
    ],
)
async def test_what_two_people_confirm_at_once_happens_once(bot: Bot, words: str, label: str, already: str) -> None:
    await set_up(bot)
    await bot.says("Tom", f"/ceremony {words}")
    asked = bot.posts
    await bot.picks("Tom", label)
    bot.posts = asked
    await bot.picks("Priya", label)
    bot.shows(already)
    await bot.says("Priya", "/ceremony undo")
    await bot.says("Priya", "/ceremony next 20")
    bot.shows("Mon 30 Nov 15:00 **Planning**", "Thu 10 Dec 16:00 **Retrospective**")


async def test_of_one_that_is_moved_within_its_day_the_time_is_told_that_it_would_be_at(bot: Bot) -> None:
    await set_up(bot)
    await bot.says("Tom", "/ceremony move retro to 15:30")
    await bot.picks("Tom", "Yes, move it")
    await bot.says("Tom", "/ceremony next retro")
    bot.shows("Thu 10 Dec 15:30 **Retrospective**, 1 hour, https://meet.example/retro (instead of 16:00)")


async def test_nothing_moves_when_it_was_read_wrong(bot: Bot) -> None:
    await set_up(bot)
    await bot.says("Tom", "/ceremony move retro to Friday 16:00")
    await bot.picks("Tom", "No, leave it")
    bot.shows("Left as it is.")
    await bot.says("Priya", "/ceremony next 20")
    bot.shows("Thu 10 Dec 16:00 **Retrospective**")


async def test_for_good_means_from_now_on(bot: Bot) -> None:
    await set_up(bot)
    await bot.says("Tom", "/ceremony move retro to Fridays 15:30 for good")
    bot.shows("**Retrospective** moves to Friday 15:30 for good, for the first time on Fri 11 Dec 15:30.")
    await bot.picks("Tom", "Yes, for good")
    bot.shows("Moved for good: **Retrospective**, Friday 15:30, 1 hour, last week", "Next on Fri 11 Dec 15:30.")


async def test_for_good_too_times_are_shown_that_suit_everybody(bot: Bot) -> None:
    await set_up(bot)
    await bot.says("Priya", "/ceremony move retro to Fridays 10:00 for good")
    bot.shows("for good, for the first time on Fri 11 Dec 10:00. But:", "For Tom it is Fri 04:00", "would suit better:")
    offered = [option.label for post in bot.posts for option in post.choices]
    # Priya works until 17:00 in Berlin, Tom from 14:00 there; the daily takes 15:15 to 15:30.
    better = ["Friday 14:00", "Friday 15:30", "Thursday 15:30"]
    assert offered == [*better, "Yes, for good", "No, leave it"]
    await bot.picks("Priya", "Thursday 15:30")
    bot.shows("Moved for good: **Retrospective**, Thursday 15:30, 1 hour, last week", "Next on Thu 10 Dec 15:30.")
    bot.hides("But:")
    await bot.says("Priya", "/ceremony move daily to 9:00 for good")
    offered = [option.label for post in bot.posts for option in post.choices]
    assert offered == ["14:00", "Yes, for good", "No, leave it"], "of every day only the time"
    await bot.picks("Priya", offered[0])
    bot.shows(f"Moved for good: **Daily**, weekdays {offered[0]}")


async def test_what_was_held_is_not_held_again_when_it_is_moved_for_good(bot: Bot) -> None:
    await set_up(bot)
    bot.now = datetime(2026, 12, 10, 16, 30, tzinfo=UTC)  # an hour after the retro, on a Thursday
    await bot.says("Tom", "/ceremony move retro to Fridays 15:30 for good")
    bot.shows("moves to Friday 15:30 for good, for the first time on Fri 8 Jan 2027 15:30.")
    await bot.picks("Tom", "Yes, for good")
    bot.shows("Next on Fri 8 Jan 2027 15:30.")
    await bot.says("Tom", "/ceremony move daily to 18:00 for good")
    bot.shows("for the first time on Fri 11 Dec 18:00.")
    await bot.picks("Tom", "Yes, for good")
    bot.shows("Next on Fri 11 Dec 18:00.")
    await bot.says("Tom", "/ceremony next 3")
    bot.hides("Thu 10 Dec")


async def test_what_is_moved_on_holds_when_it_is_moved_for_good_later(bot: Bot) -> None:
    await set_up(bot)
    await bot.says("Tom", "/ceremony move retro to Monday 14 December 15:30")
    await bot.picks("Tom", "Mon 14 Dec 15:30 all the same" if "all the same" in bot.shown else "Yes, move it")
    await bot.says("Tom", "/ceremony set retro place Room 5")
    bot.now = datetime(2026, 12, 11, 9, 0, tzinfo=UTC)
    await bot.says("Tom", "/ceremony move retro to 15:00 for good")
    await bot.picks("Tom", "Yes, for good")
    await bot.says("Tom", "/ceremony next 20")
    bot.shows("Mon 14 Dec 15:30 **Retrospective**, 1 hour, Room 5 (instead of Thu 10 Dec)", "Thu 24 Dec 15:00")


async def test_one_is_meant_by_how_people_speak_of_it(bot: Bot) -> None:
    await set_up(bot, ceremonies=f"{SETUP['ceremonies']}\nLunch & learn, Friday 14:00, 45 minutes")
    bot.now = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)  # a Tuesday
    for words, said in (
        ("move tomorrow’s daily to 15:30", "**Daily** moves from Wed 2 Dec 15:15 to Wed 2 Dec 15:30"),
        ("skip Thursday's daily", "**Daily** on Thu 3 Dec 15:15 is left out"),
        ("skip the next daily", "**Daily** on Tue 1 Dec 15:15 is left out"),
        ("move the retro from Thursday to Friday 15:30", "from Thu 10 Dec 16:00 to Fri 11 Dec 15:30, this once."),
        ("move lunch to Thursday next week 14:00", "moves from Fri 4 Dec 14:00 to Thu 10 Dec 14:00, this once."),
        ("set lunch place the kitchen", "Set: **Lunch & learn**"),
    ):
        await bot.says("Tom", f"/ceremony {words}")
        bot.shows(said)


@pytest.mark.parametrize("name", ["Tom’s hour", "Tom's hour", "tom’s hour"])
async def test_one_whose_name_is_said_as_a_day_in_front_would_be_is_found_by_its_name(bot: Bot, name: str) -> None:
    await set_up(bot, ceremonies="Tom’s hour, Friday 14:00, 45 minutes")
    for words, said in (
        (f"move {name} to Thursday 14:30", "**Tom’s hour** moves from Fri 4 Dec 14:00 to Thu 3 Dec 14:30, this once."),
        (f"skip {name} of 11 December", "**Tom’s hour** on Fri 11 Dec 14:00 is left out"),
        (f"skip {name}", "**Tom’s hour** on Fri 4 Dec 14:00 is left out"),
        (f"skip tomorrow’s {name}", "There is no Tom’s hour to come on Sat 28 Nov 2026."),
    ):
        await bot.says("Tom", f"/ceremony {words}")
        bot.shows(said)


async def test_when_one_of_them_is_next_is_told_of_it_alone(bot: Bot) -> None:
    await set_up(bot)
    for words in ("next retro", "when is the next retro", "when is the retro"):
        await bot.says("Tom", f"/ceremony {words}")
        bot.shows("Thu 10 Dec 16:00 **Retrospective**", "Thu 24 Dec 16:00 **Retrospective**")
        bot.hides("Daily", "Planning")


async def test_from_one_day_to_another_both_are_in_the_pause(bot: Bot) -> None:
    await set_up(bot)
    for words in ("from 21 December to 31 December", "from 21 December through 31 December", "from 21 to 31 December"):
        await bot.says("Tom", f"/ceremony pause {words}")
        bot.shows("Nothing is held from Mon 21 Dec to Thu 31 Dec")
    await bot.says("Tom", "/ceremony pause on Monday")
    bot.shows("Nothing is held on Mon 30 Nov (1 × Planning, 1 × Daily left out).")


async def test_a_second_one_on_a_day_is_told(bot: Bot) -> None:
    await set_up(bot)
    await bot.says("Tom", "/ceremony move daily to Friday 4 December 14:00")
    bot.shows("from Mon 30 Nov 15:15 to Fri 4 Dec 14:00, this once. But:", "Daily is on that day already (15:15).")


async def test_what_is_in_the_way_is_told_when_a_team_is_set_up(bot: Bot) -> None:
    await set_up(bot, members="Priya\nTom, Asia/Tokyo")
    bot.shows(
        "Planning, Mon 30 Nov 15:00: Daily is at the same time (15:15).",
        "Planning, Mon 30 Nov 15:00: For Tom it is Mon 23:00 (Asia/Tokyo), outside 09:00 to 17:00.",
    )
    bot.hides("Daily, Mon 30 Nov 15:15: Planning is at the same time")
    await set_up(bot, members="", ceremonies="Retrospective, Thursday 15:00, 1 hour, last week")
    bot.hides("But:")


async def test_where_it_is_already_nothing_is_asked(bot: Bot) -> None:
    await set_up(bot)
    await bot.says("Tom", "/ceremony move retro to Thursday 16:00")
    bot.shows("Retrospective is on Thu 10 Dec 2026 16:00 already.")
    assert not [part for post in bot.posts for part in post.choices]


async def test_one_that_was_moved_is_left_out_by_the_day_on_which_it_is(bot: Bot) -> None:
    await set_up(bot)
    await bot.says("Tom", "/ceremony move retro to Friday 16:00")
    await bot.picks("Tom", "Yes, move it")
    await bot.says("Tom", "/ceremony skip retro")
    bot.shows("**Retrospective** on Fri 11 Dec 16:00 is left out, this once.")
    await bot.picks("Tom", "Yes, leave it out")
    bot.shows("**Retrospective** of Fri 11 Dec is left out.")


async def test_a_time_that_the_clocks_skip_is_read_back_as_it_will_be(bot: Bot) -> None:
    await set_up(bot)
    await bot.says("Tom", "/ceremony move retro to 28 March 2027 02:30")
    bot.shows("to Sun 28 Mar 2027 03:30, this once.", "The team doesn’t work on Sundays.")


async def test_a_pause_of_one_day_reads_as_one_and_nothing_is_proposed_for_right_now(bot: Bot) -> None:
    await set_up(bot)
    bot.now = datetime(2026, 12, 1, 12, 50, tzinfo=UTC)
    await bot.says("Tom", "/ceremony pause until tomorrow")
    bot.shows("Nothing is held on Tue 1 Dec (1 × Daily left out).")
    await bot.picks("Tom", "Yes, pause")
    bot.shows("Paused on Tue 1 Dec. Then:")
    await bot.says("Tom", "/ceremony resume")
    await bot.says("Tom", "/ceremony move retro to today 20:00")
    offered = [option.label for post in bot.posts for option in post.choices]
    assert "Tue 1 Dec 14:00" not in offered, "it is 13:53 in Berlin"
    assert "Tue 1 Dec 16:00" in offered


async def test_what_is_in_the_way_is_shown_with_times_that_suit_everybody(bot: Bot) -> None:
    await set_up(bot)
    await bot.says("Priya", "/ceremony move retro to Friday 10:00")
    bot.shows(
        "**Retrospective** moves from Thu 10 Dec 16:00 to Fri 11 Dec 10:00, this once. But:",
        "For Tom it is Fri 04:00 (America/New_York), outside 08:00 to 16:00.",
        "These would suit better:",
        "Fri 11 Dec 10:00 all the same",
    )
    offered = [option.label for post in bot.posts for option in post.choices]
    # Priya works until 17:00 in Berlin, Tom from 08:00 in New York, which is 14:00; the daily takes 15:15 to 15:30.
    assert offered[:3] == ["Fri 11 Dec 14:00", "Fri 11 Dec 15:30", "Thu 10 Dec 15:30"]
    await bot.picks("Priya", "Fri 11 Dec 14:00")
    bot.shows("**Retrospective** is on Fri 11 Dec 14:00, this once.")


@pytest.mark.parametrize(
    ("when", "says"),
    [
        ("Friday 15:00", "Daily is at the same time (15:15)."),
        ("6 January 15:30", "Wed 6 Jan 2027 is a holiday (Epiphany)."),
        ("Saturday 15:30", "The team doesn’t work on Saturdays."),
    ],
)
async def test_a_clash_has_its_reason(bot: Bot, when: str, says: str) -> None:
    await set_up(bot)
    await bot.says("Priya", f"/ceremony move retro to {when}")
    bot.shows(says, "These would suit better:")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("move retro to 4/12 14:00", "to Fri 4 Dec 14:00"),
        ("resume 4/12", "Nothing is paused."),
        ("move retro to yesterday", "has passed"),
        ("move retro to banana", "I can’t tell which day “banana” is."),
        ("move retro to 31 November", "I can’t tell which day “31 November” is."),
        ("move retro to Friday 25:00", "There is no 25:00 on a clock."),
        ("move retro", "Where to? Say “move retrospective to Friday 14:00”."),
        ("move lunch to Friday", "Which ceremony? There is Planning, Daily, Retrospective."),
        ("move retro of 9 December to Friday", "There is no Retrospective to come on Wed 9 Dec 2026."),
        ("skip lunch", "Which ceremony?"),
        ("pause", "Until when? Say “pause until 7 January”, or “pause for two weeks”."),
        ("pause until yesterday", "isn’t after"),
        ("resume", "Nothing is paused."),
        ("remove lunch", "Which one?"),
        ("edit lunch", "Which one?"),
        ("set retro colour blue", "Which one, what, and how? There is Planning"),
        ("set guild before off", "Which one, what, and how? There is Planning"),
        ("dance", "I don’t know what “dance” asks for."),
        ("checkin all is well", "No check-in is switched on here."),
    ],
)
async def test_what_cannot_be_understood_is_said_and_changes_nothing(bot: Bot, words: str, answer: str) -> None:
    await set_up(bot)
    await bot.says("Priya", f"/ceremony {words}")
    bot.shows(answer)
    await bot.says("Priya", "/ceremony changes")
    bot.shows("set up the team (Priya, Fri 27 Nov)")
    assert len([line for line in bot.shown.splitlines() if "Priya" in line]) == 1


async def test_a_pause_counts_nothing_that_was_held_today(bot: Bot) -> None:
    await set_up(bot)
    bot.now = datetime(2026, 12, 1, 16, 0, tzinfo=UTC)  # the daily was at 15:15
    await bot.says("Tom", "/ceremony pause for two days")
    bot.shows("Nothing is held from Tue 1 Dec to Wed 2 Dec (1 × Daily left out).")


async def test_a_long_pause_counts_all_that_falls_into_it(bot: Bot) -> None:
    await set_up(bot, holidays="")
    await bot.says("Tom", "/ceremony pause from 30 November until 1 March 2027")
    bot.shows("to Sun 28 Feb 2027 (7 × Planning, 65 × Daily, 6 × Retrospective left out).")
    await bot.says("Tom", "/ceremony pause until 1 March 2036")
    bot.shows("Nothing is held from Fri 27 Nov to Fri 29 Feb 2036. The first after it: Mon 3 Mar 2036")


async def test_one_is_skipped_and_everything_paused_and_resumed(bot: Bot) -> None:
    await set_up(bot)
    await bot.says("Priya", "/ceremony skip retro")
    bot.shows("**Retrospective** on Thu 10 Dec 16:00 is left out, this once.", "Right?")
    await bot.picks("Priya", "Yes, leave it out")
    bot.shows("**Retrospective** of Thu 10 Dec is left out. The next is on Thu 24 Dec 16:00.")
    await bot.says("Tom", "/ceremony pause from 21 December until 7 January")
    bot.shows(
        "Nothing is held from Mon 21 Dec to Wed 6 Jan 2027 (10 × Daily, 1 × Retrospective, 1 × Planning left out).",
        "The first after it: Thu 7 Jan 2027 15:15 **Daily**",
    )
    await bot.picks("Tom", "Yes, pause")
    bot.shows("Paused from Mon 21 Dec to Wed 6 Jan 2027. Then: Thu 7 Jan 2027 15:15 **Daily**")
    await bot.says("Priya", "/ceremony")
    bot.shows("Paused from Mon 21 Dec to Wed 6 Jan 2027.")
    await bot.says("Priya", "/ceremony resume on 4 January")
    bot.shows("It goes on from Mon 4 Jan 2027. Next: Mon 4 Jan 2027 15:15 **Daily**")


async def test_a_holiday_is_told_and_the_ceremony_can_be_moved_off_it(bot: Bot) -> None:
    await set_up(bot, sprint="2 weeks from 14 December", ceremonies="Retrospective, Friday 16:00, 1 hour, last week")
    bot.now = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
    await bot.says("Priya", "/ceremony next")
    bot.shows(
        "Retrospective isn’t held on Fri 25 Dec: Christmas Day. `/ceremony move retrospective of 25 December to …`"
    )
    await bot.says("Priya", "/ceremony move retro of 25 December to Wednesday")
    bot.shows("**Retrospective** moves from Fri 25 Dec 16:00 to Wed 23 Dec 16:00, this once.")
    await bot.picks("Priya", "Yes, move it")
    await bot.says("Priya", "/ceremony next")
    bot.shows("Wed 23 Dec 16:00 **Retrospective**, 1 hour (instead of Fri 25 Dec)")
    bot.hides("isn’t held on Fri 25 Dec")


async def test_a_ceremony_is_edited_and_removed_and_brought_back(bot: Bot) -> None:
    await set_up(bot)
    await bot.says("Priya", "/ceremony edit retro")
    bot.shows("What changes?", "Edit Retrospective", "1 day")
    fields = {
        "name": "Retro", "days": "Wednesday", "time": "15:30", "length": "90 minutes", "week": "last week",
        "place": "Room 5", "before": "2 hours", "checkin": "off", "after": "off",
    }  # fmt: skip
    await fill(bot, "Priya", "ceremony:edit:retrospective", fields)
    bot.shows("Set: **Retro**, Wednesday 15:30, 90 minutes, last week", "Goes out: reminder 2 hours before.")
    await fill(
        bot, "Priya", "ceremony:edit:retrospective", {**fields, "days": "someday", "time": "25", "length": "long"}
    )
    bot.shows("Nothing was changed:", "Write a weekday", "Write a time such as 15:00.", "Write it as 1 hour")
    await bot.says("Tom", "/ceremony remove retro")
    bot.shows("Removed: **Retro**.")
    await bot.says("Tom", "/ceremony undo")
    await bot.says("Tom", "/ceremony list")
    bot.shows("Wednesday 15:30, 90 minutes, last week")
    await bot.says("Tom", "/ceremony add")
    await fill(bot, "Tom", "ceremony:add", {**fields, "name": "Guild, open", "days": "Tue", "week": "every week"})
    bot.shows("Added: **Guild open**, Tuesday 15:30, 90 minutes")
    await fill(bot, "Tom", "ceremony:add", {**fields, "name": "retro"})
    bot.shows("There is a Retro already")


async def test_each_message_can_be_switched_off(bot: Bot, settings: Config) -> None:
    await set_up(bot)
    table = ScheduleTable(settings.database_url)

    async def set_now() -> list[str]:
        active = [each for each in await table.active() if each.rule.until is None]
        return sorted(f"{each.what['ceremony']} {each.what['message']}" for each in active)

    everything = [
        "daily before", "planning after", "planning before", "retrospective after", "retrospective before",
    ]  # fmt: skip
    assert await set_now() == everything
    await bot.says("Priya", "/ceremony set planning after off")
    bot.shows("Goes out: reminder 1 day before.")
    await bot.says("Priya", "/ceremony set retro before off")
    await bot.says("Priya", "/ceremony set daily checkin 1 hour")
    bot.shows("Goes out: reminder 10 minutes before, check-in 1 hour before.")
    assert await set_now() == [
        "daily before", "daily checkin", "daily gathered", "planning before", "retrospective after",
    ]  # fmt: skip
    for _ in range(3):
        await bot.says("Priya", "/ceremony undo")
    assert await set_now() == everything
    await table.close()


async def test_the_digest_is_still_set_by_it(bot: Bot) -> None:
    await bot.says("Priya", "/ceremony digest weekdays 09:00")
    bot.shows("Set: a digest weekdays at 09:00 (Europe/Berlin).")
    await set_up(bot)
    await bot.says("Priya", "/digest list")
    bot.shows("1. a digest weekdays at 09:00")
    assert "2." not in bot.shown, "ceremonies are no digests"


async def test_two_conversations_have_two_teams(bot: Bot) -> None:
    await set_up(bot)
    await bot.says("Ana", "/ceremony next", at="terminal:other")
    bot.shows("No team is set up in this conversation yet.")
    await bot.says("Ana", "/ceremony add Guild, Monday 16:00", at="terminal:other")
    await bot.says("Ana", "/ceremony next", at="terminal:other")
    bot.hides("Retrospective")
    await bot.says("Ana", "/ceremony next")
    bot.hides("Guild")


async def test_where_no_team_meets_everybody_sees_their_own(bot: Bot) -> None:
    await set_up(bot)
    await bot.says("Tom", "/ceremony next", at="terminal:tom")
    bot.shows("No team meets in this conversation; yours do.", "Next: Parcels", "**Planning**, 2 hours")
    assert bot.posts[0].private_to == "tom"


async def test_setting_up_anew_keeps_what_was_moved(bot: Bot) -> None:
    await set_up(bot)
    await bot.says("Tom", "/ceremony move retro to Friday 16:00")
    await bot.picks("Tom", "Yes, move it")
    await bot.says("Tom", "/ceremony set retro before 2 hours")
    await bot.says("Tom", "/ceremony setup")
    bot.shows("Retrospective, Thursday 16:00, 1 hour, last week, https://meet.example/retro", "America/New_York")
    await set_up(bot, name="Parcels and more")
    await bot.says("Tom", "/ceremony next 20")
    bot.shows("Parcels and more", "Fri 11 Dec 16:00 **Retrospective**")
    await bot.says("Tom", "/ceremony")
    bot.shows("reminder 2 hours before")


async def test_a_button_from_before_is_answered(bot: Bot) -> None:
    await bot.picks("Priya", "ceremony:skip:retrospective:20261210")
    bot.shows("No team is set up in this conversation yet.")
    await set_up(bot)
    for choice in ("ceremony:skip:gone:20261210", "ceremony:edit:gone"):
        await bot.picks("Priya", choice)
        bot.shows("That ceremony isn’t there any more.")
    for choice in ("ceremony:skip:retrospective", "ceremony:move:daily:x:y", "ceremony:what:daily"):
        await bot.picks("Priya", choice)
        bot.shows("That button is from an older version of me")
    bot.now += timedelta(days=30)
    await bot.picks("Priya", "ceremony:move:retrospective:20261210:20261211T1500Z")
    bot.shows("That time has passed.")


@pytest.mark.parametrize(
    ("words", "when"),
    [
        ("to the first Tuesday of next month", "Tue 1 Dec 16:00"),
        ("to the last Friday in January 15:00", "Fri 29 Jan 2027 15:00"),
        ("to the first Monday of November", "Mon 1 Nov 2027 16:00"),
        ("to in two weeks 15:30", "Fri 11 Dec 15:30"),
        ("to heute in einer Woche", "Fri 4 Dec 16:00"),
        ("to am Freitag um 15 Uhr", "Fri 11 Dec 15:00"),
        ("Friday 15:00", "Fri 11 Dec 15:00"),
        ("to Friday afternoon at 15:00", "Fri 11 Dec 15:00"),
        ("an hour later", "Thu 10 Dec 17:00"),
        ("by one day", "Fri 11 Dec 16:00"),
        ("two days earlier", "Tue 8 Dec 16:00"),
    ],
)
async def test_days_are_said_in_many_ways(bot: Bot, words: str, when: str) -> None:
    await set_up(bot)
    await bot.says("Priya", f"/ceremony move retro {words}")
    bot.shows(f"**Retrospective** moves from Thu 10 Dec 16:00 to {when}, this once.")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("move retro to tomorow 14:00", "I can’t tell which day “tomorow” is. Write it as 7 January, or as a weekday."),
        ("move retro to Friday afternoon", "At what time? Write it as 14:00."),
        ("skip dayli", "**Daily** on"),
        ("mvoe retro to Friday", "Did you mean `/ceremony move retro to Friday`?"),
        ("pause", "Say “pause until 7 January”, or “pause for two weeks”."),
        ("pause for two weeks", "Nothing is held from Fri 27 Nov to Thu 10 Dec"),
        ("pause from 21 December for 3 days", "Nothing is held from Mon 21 Dec to Wed 23 Dec"),
        ("pause from 12 Jan to 5 Jan", "say “pause from 5 January to 12 January”; if you mean 2028, name the year."),
        ("pause from 12 Jan to 5 Jan 2028", "Nothing is held from Tue 12 Jan 2027 to Wed 5 Jan 2028"),
        ("pause from 21 December to 6 Jan", "Nothing is held from Mon 21 Dec to Wed 6 Jan 2027"),
        ("pause from 2 Jan to 20 Dec", "say “pause from 20 December to 2 January”; if you mean 2027, name the year."),
        ("pause from 2026-12-24 until 2026-12-20", "say “pause from 2026-12-20 to 2026-12-24”."),
        ("pause 20 December to 2 January", "Nothing is held from Sun 20 Dec to Sat 2 Jan 2027"),
        ("pause 21 – 31 December", "Nothing is held from Mon 21 Dec to Thu 31 Dec"),
        ("pause between 21 December and 6 Jan", "Nothing is held from Mon 21 Dec to Wed 6 Jan 2027"),
        ("pause 21 December until 7 January", "Nothing is held from Mon 21 Dec to Wed 6 Jan 2027"),
        ("pause retro until 7 January", "Say “pause until 7 January”, or “pause for two weeks”."),
        ("pause from 1 Jan to 30 Nov", "Nothing is held from Fri 1 Jan 2027 to Tue 30 Nov 2027"),
    ],
)
async def test_slips_are_met_with_what_was_probably_meant(bot: Bot, words: str, said: str) -> None:
    await set_up(bot)
    await bot.says("Priya", f"/ceremony {words}")
    bot.shows(said)


async def test_lengths_and_times_are_written_in_many_ways(bot: Bot) -> None:
    await set_up(bot)
    await bot.says("Priya", "/ceremony add Lunch, Thursdays at noon, 2 hrs")
    bot.shows("Added: **Lunch**, Thursday 12:00, 2 hours")
    await bot.says("Priya", "/ceremony set lunch befor 30 mins")
    bot.shows("Goes out: reminder 30 minutes before.")


async def test_what_would_have_begun_today_already_is_in_no_calendar(bot: Bot) -> None:
    await set_up(bot)
    await bot.says("Priya", "/ceremony add Lunch, Friday 12:00")
    bot.shows("Next on Fri 4 Dec 12:00.")
    await bot.says("Priya", "/ceremony add Drinks, Friday 19:00")
    await bot.says("Priya", "/ceremony calendar")
    starts = [line for line in bot.document("parcels.ics").splitlines() if line.startswith("DTSTART;")]
    assert "DTSTART;TZID=Europe/Berlin:20261204T120000" in starts
    assert "DTSTART;TZID=Europe/Berlin:20261127T190000" in starts


async def test_on_a_free_day_nobody_is_named_one_by_one(bot: Bot) -> None:
    await set_up(bot)
    await bot.says("Priya", "/ceremony move retro to Sunday 15:00")
    bot.shows("The team doesn’t work on Sundays.")
    bot.hides("For Tom", "For Priya")


async def test_people_may_stand_in_one_line(bot: Bot) -> None:
    await set_up(bot, members="Priya, Tom, America/New_York, 08:00-16:00, Ana; Bo, Asia/Tokyo")
    bot.shows("Priya, Tom, Ana, Bo")
    await bot.says("Priya", "/ceremony move retro to Friday 10:00")
    bot.shows("For Tom it is Fri 04:00 (America/New_York), outside 08:00 to 16:00.", "For Bo it is Fri 18:00")
    bot.hides("For Ana")
    await set_up(bot, members="Priya, Berlin")
    bot.shows("I know no time zone “Berlin”. Did you mean Europe/Berlin?")

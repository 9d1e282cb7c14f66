"""How the talk goes when people don't answer, ask back, contradict themselves, or come back after the end."""

from __future__ import annotations

import pytest

from tests.dialog import Bot

ANSWERS = (
    "Every Monday a customer waits 25 minutes on the phone to move a delivery.",
    "Calls about moved deliveries go from 60 to 20 a week by June.",
    "Customers, on their phone.",
    "The customer opens the link and picks another day. The dispatcher sees every moved parcel.",
)


async def begin(bot: Bot, *answers: str) -> None:
    await bot.says("Priya", "/interview Moving a delivery")
    for answer in answers:
        await bot.says("Priya", answer)


@pytest.mark.parametrize("text", ["yes", "Same as before.", "see above", "whatever you think"])
async def test_an_answer_that_says_nothing_is_asked_for_once_more_and_then_left_out(bot: Bot, text: str) -> None:
    await begin(bot)
    await bot.says("Priya", text)
    bot.shows("alone gives me nothing to write down", "Think of the last time this went wrong.")
    await bot.says("Priya", text)
    bot.shows("I leave that out then", "which number will move")
    interview = await bot.interview()
    assert [one.text for one in interview.statements if one.aside] == [text, text]
    assert interview.skipped == ("problem",)


async def test_a_question_to_the_bot_is_answered_with_what_it_can_do(bot: Bot) -> None:
    await begin(bot)
    await bot.says("Priya", "Every Monday a customer waits 25 minutes. Do I just talk or do you ask me things?")
    bot.shows("I can’t answer questions")


async def test_a_point_left_open_in_an_answer_becomes_an_open_question(bot: Bot) -> None:
    await begin(bot)
    await bot.says("Priya", "The works council must agree, ask @marta by Friday.")
    bot.shows("Left open as Q1: @marta answers by Fri 6 Mar 2026.")
    assert (await bot.interview()).questions[0].text == "The works council must agree."


async def test_going_back_and_answering_closes_the_open_question(bot: Bot) -> None:
    await begin(bot)
    await bot.says("Priya", "don't know")
    await bot.says("Priya", "back")
    await bot.says("Priya", ANSWERS[0])
    assert (await bot.interview()).questions[0].answer == "S2"


async def test_a_sentence_said_again_with_another_number_takes_the_place_of_the_first(bot: Bot) -> None:
    await begin(bot, ANSWERS[0], "From 9 days to 2 by the end of June.")
    await bot.says("Priya", "Actually, from 9 days to 3 by the end of June.")
    bot.shows("Changed 3: was “From 9 days to 2 by the end of June”, now “From 9 days to 3 by the end of June”.")


async def test_what_somebody_can_do_becomes_a_story_wherever_it_was_said(bot: Bot) -> None:
    await begin(bot, *ANSWERS[:2], "The clerk can scan a parcel and see the refund.")
    await bot.says("Priya", "finish", posts=None)
    bot.shows("As a clerk, I want to scan a parcel and see the refund")


async def test_the_main_path_is_asked_before_what_can_go_wrong(bot: Bot) -> None:
    await bot.says("Priya", "/interview Customers should be able to move a delivery themselves")
    for answer in ANSWERS[:3]:
        await bot.says("Priya", answer)
    bot.shows("Tell me the main path.")


async def test_two_statements_that_cannot_both_hold_are_asked_about_before_the_end(bot: Bot) -> None:
    await begin(bot)
    interview = await bot.interview()
    while interview.pending and interview.pending.form != "clash":
        topic = interview.pending.topic
        answer = {
            "rules": "A student can ask for at most three extensions a year.",
            "priority": "A student can ask for at most two extensions a year, that comes first.",
        }.get(topic or "", "skip")
        await bot.says("Priya", answer, posts=None)
        interview = await bot.interview()
        assert not interview.finished
    bot.shows("which of the two holds?")
    await bot.says("Priya", "the second")
    assert [one.text for one in (await bot.interview()).active if "extensions" in one.text] == [
        "A student can ask for at most two extensions a year, that comes first."
    ]
    bot.hides("which of the two holds?")


async def test_a_finished_interview_can_still_be_read_and_mended(bot: Bot) -> None:
    await begin(bot, *ANSWERS)
    await bot.says("Priya", "finish", posts=None)
    await bot.says("Priya", "status")
    bot.shows("is finished. `resume` goes on with it.")
    await bot.says("Priya", "change 3 Calls go from 60 to 10 a week by June.")
    bot.shows("Changed 3", "`brief` shows it as it is now")
    await bot.says("Priya", "brief")
    bot.shows("This is the brief so far.", "60 to 10 a week")
    assert (await bot.interview()).finished


async def test_what_people_did_to_stories_outlives_a_second_finish(bot: Bot) -> None:
    await begin(bot, *ANSWERS)
    await bot.says("Priya", "finish", posts=None)
    await bot.says("Priya", "approve US-1")
    await bot.says("Priya", "drop US-2")
    await bot.says("Priya", "resume")
    await bot.says("Tom", "approve US-7")
    bot.shows("There is no story “7” here.")
    await bot.says("Priya", "The dispatcher can also take a move back.")
    await bot.says("Priya", "finish", posts=None)
    bot.shows("US-1 stays as people left it.", "approved by Priya", "US-3")
    bot.hides("US-2 ")


async def test_an_approved_story_is_drafted_anew_only_when_somebody_insists(bot: Bot) -> None:
    await begin(bot, *ANSWERS)
    await bot.says("Priya", "finish", posts=None)
    await bot.says("Priya", "approve US-1")
    await bot.says("Tom", "regenerate US-1")
    bot.shows("US-1 was approved by Priya. Drafting it anew gives that up.")
    await bot.picks("Tom", "Keep it")
    bot.shows("US-1 stays as it is.")


async def test_a_second_try_begins_with_the_main_path_when_no_story_came_out(bot: Bot) -> None:
    await begin(bot, ANSWERS[0])
    await bot.says("Priya", "finish", posts=None)
    bot.shows("there are no stories")
    await bot.says("Priya", "resume")
    bot.shows("Tell me the main path.")


@pytest.mark.parametrize(
    ("about", "title"),
    [
        ("Faster refunds", "Faster refunds"),
        (
            "Let customers move a delivery by themselves, so that they needn't call",
            "Let customers move a delivery by themselves",
        ),
        (
            "So, hi, I'm Dana, I look after the digital stuff at a vet clinic chain, and basically what I want is for "
            "owners to be able to book, move and cancel appointments online.",
            "Owners book, move and cancel appointments online",
        ),
    ],
)
async def test_an_interview_is_called_by_what_is_wanted(bot: Bot, about: str, title: str) -> None:
    await bot.says("Dana", f"/interview {about}")
    assert (await bot.journal()).title == title

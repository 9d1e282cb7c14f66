"""Somebody who changes her mind, as she sees it in the chat."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from bot.chat import Person
from bot.interviews.corrections.takeback import TakeBack, not_there, take_back, taken_back
from bot.interviews.moves import Replaced, Said, Withdrawn
from bot.interviews.rules import Event, Interview, apply
from tests.dialog import Bot

PRIYA = Person(id="priya", name="Priya")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def bot(new_bot: Callable[[], Bot]) -> Bot:
    return new_bot()


async def test_a_message_that_corrects_itself_is_heard_right(bot: Bot) -> None:
    await bot.says("Priya", "/interview Something new")
    await bot.says(
        "Priya", "An extension is three working days. Requests come by post. No wait, 5 working days, not 3."
    )
    bot.shows("Changed 2: was “An extension is three working days”, now “An extension is 5 working days”.")
    statement = (await bot.interview()).statement(2)
    assert statement is not None
    assert [change.was for change in statement.trail] == ["An extension is three working days."]
    await bot.says("Priya", "finish", posts=None)
    assert "was “An extension is three working days.”, changed by Priya at 2026-03-02" in bot.document()


async def test_two_corrections_of_one_statement_are_shown_one_after_the_other(bot: Bot) -> None:
    await bot.says("Priya", "/interview Something new")
    await bot.says("Priya", "We want 50% fewer mails by September.")
    await bot.says("Tom", "Sorry, 70% fewer mails, not 50%. And by January, not September.")
    bot.shows(
        "Changed 2, which Priya said: was “We want 50% fewer mails by September”, now “We want 70% fewer mails by Sep",
        "Changed 2, which Priya said: was “We want 70% fewer mails by September”, now “We want 70% fewer mails by Jan",
    )


async def test_an_unclear_correction_is_kept_and_shows_how_to_say_which(bot: Bot) -> None:
    await bot.says("Priya", "/interview Something new")
    await bot.says("Priya", "The clerk has 3 days. The lead has 3 days.")
    await bot.says("Priya", "No wait, 5 days, not 3.")
    bot.shows("If 4 corrects 3 or 2, `change 3 …` or `change 2 …` says so.")
    bot.hides("Changed")


async def test_undo_takes_back_the_last_message_and_keeps_it_in_the_log(bot: Bot) -> None:
    await bot.says("Priya", "/interview Something new")
    await bot.says("Priya", "The clerk has 3 days. The lead is away.")
    await bot.says("Priya", "undo")
    bot.shows("Taken back: 2", "Taken back: 3", "The decision log keeps it.")
    assert [one.id for one in (await bot.interview()).active] == ["S1"]


async def test_a_long_statement_is_shown_from_where_it_changed(bot: Bot) -> None:
    long = (
        "The median time from request to answer should drop from 4 days to under 24 hours in every department of ours"
    )
    await bot.says("Priya", "/interview Something new")
    await bot.says("Priya", f"{long}, and we want 50% fewer mails.")
    await bot.says("Priya", "Sorry, 70% fewer mails, not 50%.")
    bot.shows(
        "department of ours, and we want 50% fewer mails”, now “…", "department of ours, and we want 70% fewer mails”."
    )


def said(*texts: str) -> Interview:
    interview = Interview()
    for number, text in enumerate(texts, start=1):
        interview = apply(interview, Event(move=Said(id=f"S{number}", text=text), by=PRIYA, at=NOON))
    return interview


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("drop 3 and 5", TakeBack(numbers=(3, 5))),
        ("drop 9, 10, 36, 39 and 41", TakeBack(numbers=(9, 10, 36, 39, 41))),
        ("Forget 3 and 5, they aren't requirements", TakeBack(numbers=(3, 5))),
        ("delete 3, that was about your list", TakeBack(numbers=(3,))),
        ("please remove statements 2, 3 & 4", TakeBack(numbers=(2, 3, 4))),
        ("can you delete #7?", TakeBack(numbers=(7,))),
        ("drop 3 to 6", TakeBack(numbers=(3, 4, 5, 6))),
        ("scrap number 3", TakeBack(numbers=(3,))),
        ("remove the last one", TakeBack(last=1)),
        ("drop the last two", TakeBack(last=2)),
        ("forget the last sentence", TakeBack(last=1)),
        ("undo", TakeBack(undo=True)),
        ("Undo that, please.", TakeBack(undo=True)),
        ("undo that please", TakeBack(undo=True)),
        ("undo the last change", TakeBack(undo=True)),
        ("change it back", TakeBack(undo=True)),
        ("forget 3, it's 5", None),
        ("Remove 3 items from the cart", None),
        ("Drop 2 parcels", None),
        ("delete 30 days after the end", None),
        ("The undo button must work", None),
        ("the last one", None),
        ("drop 9 to 3", None),
    ],
)
def test_what_is_taken_back_by_number_or_place(text: str, wish: TakeBack | None) -> None:
    assert take_back(text) == wish


def test_only_the_numbers_that_there_are_go_and_the_others_are_named() -> None:
    interview = apply(said("One.", "Two.", "Three."), Event(move=Withdrawn(statement="S2"), by=PRIYA, at=NOON))
    wish = TakeBack(numbers=(1, 2, 7, 9))
    assert taken_back(wish, interview) == (Withdrawn(statement="S1"),)
    assert not_there(wish, interview) == (
        "There is no statement 7 or 9; they go from 1 to 3. `list` shows them. 2 was taken back before."
    )
    assert not_there(TakeBack(numbers=(1, 3)), interview) == ""
    assert not_there(TakeBack(undo=True), Interview()) == "Nothing has been said yet that could be taken back."
    assert taken_back(TakeBack(undo=True), Interview()) == ()
    assert taken_back(TakeBack(last=2), Interview()) == ()


def test_undo_gives_a_statement_that_was_taken_back_its_place_again() -> None:
    gone = apply(said("One."), Event(move=Withdrawn(statement="S1"), by=PRIYA, at=NOON.replace(hour=13)))
    assert taken_back(TakeBack(undo=True), gone) == (Replaced(statement="S1", text="One."),)

"""A reaction answers as well as a word: a raised hand takes what is needed, a thumb says yes to who asks by name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.chat import Person
from bot.history import Reaction, Remark
from bot.retros.extraction.log import Log
from bot.retros.extraction.summary import summarise
from tests.retros.talk import actions

_PEOPLE = tuple(Person(id=name.lower(), name=name) for name in ("Ana", "Bo", "Cy"))


def heard(text: str, *reactions: tuple[str, str], then: str = "") -> list[tuple[str, str | None]]:
    """What Ana's message and the reactions to it make; `then`: what Cy says after it."""
    ana, _, cy = _PEOPLE
    at = datetime(2026, 3, 2, 10, tzinfo=UTC)
    given = tuple(Reaction(name=name, count=len(who.split()), users=tuple(who.split())) for name, who in reactions)
    said = [Remark(id="1", text=text, author=ana, at=at, reactions=given)]
    said += [Remark(id="2", text=then, author=cy, at=at + timedelta(minutes=1))] if then else []
    log = Log(name="retro", kind="chat", remarks=tuple(said), people=_PEOPLE)
    return [(each.text, each.owner.name if each.owner else None) for each in summarise(log).actions]


@pytest.mark.parametrize(
    "hand", ["raised_hand", "raising_hand", "woman-raising-hand", "raised_hand::skin-tone-3", "🙋"]
)
def test_a_raised_hand_takes_what_somebody_has_to_do(hand: str) -> None:
    assert heard("somebody has to order the gloves", (hand, "bo")) == [("order the gloves", "Bo")]
    assert heard("who can order the gloves?", (hand, "bo")) == [("order the gloves", "Bo")]
    assert heard("the gate needs a new lock", (hand, "bo")) == [("the gate needs a new lock", "Bo")]


@pytest.mark.parametrize("sign", ["+1", "white_check_mark", "saluting_face", "👍"])
def test_whoever_is_asked_says_yes_with_a_thumb(sign: str) -> None:
    assert heard("Bo, can you order the gloves?", (sign, "bo")) == [("order the gloves", "Bo")]


def test_a_thumb_of_others_says_only_that_they_like_it() -> None:
    assert heard("Bo, can you order the gloves?", ("+1", "cy")) == []
    assert heard("the gate needs a new lock", ("+1", "bo cy")) == []
    assert heard("what a week", ("raised_hand", "bo")) == []


def test_who_looks_at_a_question_has_not_said_yes() -> None:
    assert heard("Bo, can you order the gloves?", ("eyes", "bo")) == []
    assert heard("Bo, can you order the gloves?", ("👀", "bo")) == []


@pytest.mark.parametrize(
    "said",
    [
        "we need more time for tests",
        "the deploy needs 40 minutes",
        "the gate needs more time to open in winter",
        "my laptop needs a new battery",
        "you have to see the gate, it needs to be seen",
    ],
)
def test_a_hand_under_what_all_feel_only_agrees(said: str) -> None:
    assert heard(said, ("raised_hand", "bo")) == []


def test_celebrating_hands_take_nothing_and_two_hands_are_nobody_s() -> None:
    assert heard("the gate needs a new lock", ("raised_hands", "bo")) == []
    assert heard("the gate needs a new lock", ("raised_hand", "bo cy")) == []


def test_who_says_it_in_words_has_it() -> None:
    assert heard("who can order the gloves?", ("raised_hand", "bo"), then="I'll do it") == [("order the gloves", "Cy")]


@pytest.mark.parametrize("sign", ["👍", "✅", ":+1:", ":raised_hand:"])
def test_a_message_of_nothing_but_a_sign_is_an_answer(sign: str) -> None:
    assert actions("Ana: @Bo can you find out what an amp costs?", f"Bo: {sign}") == [
        ("find out what an amp costs", "Bo", None)
    ]


def test_a_task_that_is_clear_gets_no_other_words() -> None:
    assert actions("Ana: Bo is on holiday next week", "Cy: I'll take notes", "Ana: ok") == [("take notes", "Cy", None)]

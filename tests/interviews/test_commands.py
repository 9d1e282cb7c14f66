"""Steering words steer, and answers that look like them stay answers."""

from __future__ import annotations

import pytest

from bot.interviews.commands import VERBS, Steer, is_nothing, steer


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("skip", "skip"),
        ("Skip this one.", "skip"),
        ("next question", "skip"),
        ("back", "back"),
        ("go back!", "back"),
        ("status", "status"),
        ("how much longer", "status"),
        ("where are we?", "status"),
        ("pause", "pause"),
        ("let’s continue later", "pause"),
        ("resume", "resume"),
        ("go on", "resume"),
        ("finish", "finish"),
        ("That's all for now.", "finish"),
        ("we’re done", "finish"),
        ("cancel", "cancel"),
        ("never mind", "cancel"),
        ("help", "help"),
        ("?", "help"),
        ("what do you mean?", "help"),
        ("list", "list"),
        ("what did I say?", "list"),
        ("don't know", "unknown"),
        ("I really don’t know that yet", "unknown"),
        ("no idea", "unknown"),
        ("not sure yet", "unknown"),
        ("dunno…", "unknown"),
        ("TBD", "unknown"),
        ("haven’t decided yet", "unknown"),
    ],
)
def test_a_whole_message_steers(text: str, verb: str) -> None:
    found = steer(text)
    assert found is not None
    assert found.verb == verb


@pytest.mark.parametrize(
    ("text", "owner", "due"),
    [
        ("ask @priya by Friday", "@priya", "Friday"),
        ("ask @priya", "@priya", ""),
        ("Ask @priya until the end of the month.", "@priya", "the end of the month"),
        ("don't know, ask @priya by Friday", "@priya", "Friday"),
        ("I don’t know, ask finance", "finance", ""),
        ("no idea, but please ask Mara by Monday", "Mara", "Monday"),
        ("ask the legal team by next week", "the legal team", "next week"),
        ("ask @priya, due 3 April", "@priya", "3 April"),
    ],
)
def test_a_question_is_handed_over(text: str, owner: str, due: str) -> None:
    assert steer(text) == Steer(verb="ask", owner=owner, due=due)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("change 7 The clerk waits.", Steer(verb="change", number=7, text="The clerk waits.")),
        ("change #7: two\nlines", Steer(verb="change", number=7, text="two\nlines")),
        ("edit S7 = new", Steer(verb="change", number=7, text="new")),
        ("correct statement 7 to five", Steer(verb="change", number=7, text="five")),
        ("change 7", Steer(verb="change", number=7)),
        ("drop 7", Steer(verb="drop", number=7)),
        ("Delete no. 12", Steer(verb="drop", number=12)),
        ("move 7 to rules", Steer(verb="move", number=7, text="rules")),
        ("move 7 rules", Steer(verb="move", number=7, text="rules")),
        ("assign Q1 @priya by Friday", Steer(verb="assign", number=1, owner="@priya", due="Friday")),
        ("give q2 to Mara", Steer(verb="assign", number=2, owner="Mara")),
        ("answer Q3: It is finance.", Steer(verb="answer", number=3, text="It is finance.")),
        ("depth quick", Steer(verb="depth", text="quick")),
        ("depth: abyss", Steer(verb="depth", text="abyss")),
        ("make it deep", Steer(verb="depth", text="deep")),
        ("go quick", Steer(verb="depth", text="quick")),
    ],
)
def test_a_word_with_a_number_or_text_steers(text: str, expected: Steer) -> None:
    assert steer(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Ask the customer for a receipt",
        "They ask the manager by phone",
        "skip the queue when it is long",
        "The clerk goes back to the list",
        "Pause the video and show a hint",
        "Help desk agents",
        "Finish the order, then print it",
        "change the address",
        "drop 3 parcels at the door",
        "remove 2 items from the basket",
        "move it to another day",
        "Move 3",
        "make it fast",
        "go home",
        "I don't know who does it, but the clerk waits 3 days",
        "next week",
        "stop the machine",
        "cancel the order",
        "why do they wait at the door",
        "the status is shown in green",
        "What happens is that the printer stops",
        "",
        "7",
    ],
)
def test_an_answer_stays_an_answer(text: str) -> None:
    assert steer(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "Nope.",
        "nothing else",
        "no, that's all",
        "That’s it, thanks!",
        "none",
        "n/a",
        "not really",
        "Nothing for now",
    ],
)
def test_nothing_is_heard_as_nothing(text: str) -> None:
    assert is_nothing(text)


@pytest.mark.parametrize(
    "text", ["no customer waits", "nothing works", "None of the clerks", "that's all wrong", "", "north"]
)
def test_something_is_not_nothing(text: str) -> None:
    assert not is_nothing(text)


def test_every_slash_word_is_one_that_steers() -> None:
    assert {"skip", "back", "finish", "status", "why"} <= VERBS
    assert "unknown" not in VERBS
    for word in VERBS - {"ask", "change", "drop", "move", "depth", "assign", "answer"}:
        assert steer(word) is not None, word

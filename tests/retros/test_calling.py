"""Whoever leads calls on the others one by one: their question stands until they ask another one."""

from __future__ import annotations

import pytest

from bot.chat import Person
from bot.retros.extraction.calling import calls_on, without_call
from bot.retros.extraction.headings import opened_by
from bot.retros.extraction.meaning import Meaning
from tests.retros.spoken import meaning, read  # noqa: F401 (a fixture)

PEOPLE = (Person(id="1", name="Orla Kelly"), Person(id="2", name="Pedro"), Person(id="3", name="Élodie"))


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ("Round one. What went well? Pedro, would you start", "went_well"),
        ("Round two. What was hard, what should have gone better? Pedro first this time", "to_improve"),
        ("Round three, what could be different next winter. No talk of budgets yet please. Orla?", "ideas"),
        ("What went well, what didn't? Pedro?", None),
        ("what went well and what could be better?", None),
        ("Did Pedro start? What a week", None),
        ("Right. Ideas?", "ideas"),
        ("Great stuff, thanks. Actions?", "actions"),
    ],
)
def test_a_round_is_opened_though_it_is_said_who_begins(said: str, part: str | None) -> None:
    assert opened_by(said, {}, PEOPLE) == part


@pytest.mark.parametrize(
    "said", ["Pedro?", "Thank you. Pedro", "ok, and Orla, please", "Danke! Pedro, bitte", "@Pedro go", "Élodie?"]
)
def test_who_only_calls_on_somebody_asks_nothing_else(said: str) -> None:
    assert calls_on(said, PEOPLE)


@pytest.mark.parametrize("said", ["Agreed?", "Pedro, can you fix the build?", "Questions?", "pedro was great", ""])
def test_who_says_more_does(said: str) -> None:
    assert not calls_on(said, PEOPLE)


def test_what_is_asked_stays_whole() -> None:
    assert without_call("What went well? Pedro, would you start?", PEOPLE) == "What went well?"
    assert without_call("What did Pedro start?", PEOPLE) == "What did Pedro start?"
    assert without_call("What went well? Everything.", PEOPLE) == "What went well? Everything."


def test_names_without_end_are_all_left_out() -> None:
    assert without_call(f"Ideas?{' Pedro?' * 2000}", PEOPLE) == "Ideas?"


def test_answers_are_what_was_asked_for_until_the_next_round(
    meaning: Meaning,  # noqa: F811
) -> None:
    told = read(
        (
            "Orla: Two rounds. I will call on you",
            "Orla: Round one. What went well? Pedro, would you start",
            "Pedro: the model runs didn't fail, not once in 19 days",
            "Orla: Thank you. Wiktoria?",
            "Wiktoria: nobody did more than two nights in a row",
            "Orla: Mine is the rota. It held all month",
            "Orla: Round two. What was hard, what should have gone better? Wiktoria first this time",
            "Wiktoria: I did not know who may sign a warning",
        ),
        meaning,
    )
    assert [item.text for item in told.of("went_well")] == [
        "the model runs didn't fail, not once in 19 days",
        "nobody did more than two nights in a row",
        "Mine is the rota. It held all month",
    ]
    assert [item.text for item in told.of("to_improve")] == ["I did not know who may sign a warning"]


def test_who_is_called_on_for_something_to_do_takes_it(meaning: Meaning) -> None:  # noqa: F811
    (action,) = read(("Orla: someone has to call the plumber", "Orla: Pedro?", "Pedro: ok, by Friday"), meaning).actions
    assert (action.text, action.owner and action.owner.name) == ("call the plumber", "Pedro")

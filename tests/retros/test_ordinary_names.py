"""People may be called by an ordinary word, and be named by others with no more than that."""

from __future__ import annotations

import pytest

from bot.retros.extraction.consent import takes
from bot.retros.extraction.meaning import Meaning
from bot.retros.extraction.promises import promise_in
from tests.retros.spoken import meaning, read  # noqa: F401 (a fixture)


def _owners(said: tuple[str, ...], meaning: Meaning) -> list[tuple[str, str | None]]:  # noqa: F811
    return [(each.text, each.owner.name if each.owner else None) for each in read(said, meaning).actions]


@pytest.mark.parametrize(
    "answers",
    [
        ("Tom: Will", "Will: ok"),
        ("Tom: maybe Will?", "Will: sure"),
        ("Will: Will",),
        ("Tom: Ana", "Ana: no, not me", "Will: I can"),
        ("Tom: Ana", "Will: I can do it", "Ana: ok"),
        ("Ines: Will", "Will: yes"),
        ("Tom: Ana?", "Ana: can't, sorry", "Will: ok then me"),
    ],
)
def test_who_is_named_in_answer_to_who_has_it_once_they_say_so(
    answers: tuple[str, ...],
    meaning: Meaning,  # noqa: F811
) -> None:
    said = ("Ines: who calls the plumber?", *answers)
    assert _owners(said, meaning) == [("call the plumber", "Will")]


@pytest.mark.parametrize(
    "said",
    [
        ("Ines: We need to rotate the logs. Who?", "Tom: Rose", "Rose: fine"),
        ("Ines: We need to rotate the logs. Anyone?", "Tom: Rose?", "Rose: ok"),
        ("Ines: The logs have to be rotated. Who?", "Tom: Rose", "Rose: fine"),
        ("Ines: The logs have to be rotated.", "Bo: who?", "Tom: Rose", "Rose: fine"),
        ("Ines: The logs have to be rotated.", "Bo: who?", "Rose: me"),
    ],
)
def test_who_is_named_when_only_who_is_asked_has_what_was_said_before(
    said: tuple[str, ...],
    meaning: Meaning,  # noqa: F811
) -> None:
    assert [owner for task, owner in _owners(said, meaning) if task.endswith(("rotate the logs", "be rotated"))] == [
        "Rose"
    ]


def test_a_bare_ok_of_who_was_not_named_is_no_yes(meaning: Meaning) -> None:  # noqa: F811
    assert not _owners(("Ines: We need to rotate the logs. Anyone?", "Bo: ok", "Art: hm, let's see"), meaning)


def test_who_is_only_named_by_another_has_nothing_yet(meaning: Meaning) -> None:  # noqa: F811
    assert not _owners(("Ines: who calls the plumber?", "Tom: Will", "Will: no, not me"), meaning)
    assert not _owners(("Ines: who calls the plumber?", "Tom: Will", "Ana: good"), meaning)


def test_sure_is_no_short_form_of_a_name(meaning: Meaning) -> None:  # noqa: F811
    said = ("Ines: who calls the plumber?", "Suresh: sure", "Bo: ok")
    assert _owners(said, meaning) == [("call the plumber", "Suresh")]


@pytest.mark.parametrize("said", ["I'll be here next week", "Yes, I will still be back on Monday", "I'll be fine"])
def test_who_says_where_they_will_be_takes_nothing_on(said: str) -> None:
    assert not takes(said)


@pytest.mark.parametrize("said", ["I'll be there", "I'll be on it", "I'll be here and I can do it"])
def test_who_will_be_there_may_take_it_on(said: str) -> None:
    assert takes(said)


@pytest.mark.parametrize("said", ["Will will not be here next week, will he?", "Will can take the door"])
def test_what_somebody_called_will_does_is_no_promise_of_whoever_says_it(said: str) -> None:
    assert promise_in(said) is None


def test_will_you_calls_nobody_will(meaning: Meaning) -> None:  # noqa: F811
    said = ("Rose: Will you order the scanners, Bo?", "Will: ok", "Bo: ok")
    assert _owners(said, meaning) == [("order the scanners", "Bo")]


@pytest.mark.parametrize("asked", ["May I ask you for the release list, Bo?", "May I ask Bo for the release list?"])
def test_may_i_calls_nobody_may(asked: str, meaning: Meaning) -> None:  # noqa: F811
    said = (f"Rose: Mark that as important. {asked}", "May: hm", "Bo: sure, I'll send it")
    assert _owners(said, meaning) == [("the release list", "Bo")]


def test_what_has_to_be_done_with_it_is_told_with_what_it_is(meaning: Meaning) -> None:  # noqa: F811
    said = ("Tom: Grace period is over for the license. We need to renew it.", "Grace: I'll do that tomorrow")
    assert _owners(said, meaning) == [("renew it: Grace period is over for the license", "Grace")]
    apart = ("Tom: The license runs out soon.", "Tom: We need to renew it.", "Grace: I'll do that tomorrow")
    assert _owners(apart, meaning) == [("renew it: The license runs out soon", "Grace")]


def test_what_is_to_do_is_no_name(meaning: Meaning) -> None:  # noqa: F811
    assert _owners(("Tom: mark the boxes please", "Mark: ok"), meaning) == [("mark the boxes", "Mark")]


@pytest.mark.parametrize("present", ["Will, Rose, Mark", "Will Orr, Rose Lee, Mark Poe"])
def test_rose_is_no_column_where_she_is_there(present: str, meaning: Meaning) -> None:  # noqa: F811
    page = f"# Retro 6.3.2026\n\nPresent: {present}\n\n## Actions\nRose: order the boxes\nMark - ask the port office\n"
    found = read(page, meaning)
    assert [(each.text, each.owner and each.owner.name.split()[0]) for each in found.actions] == [
        ("order the boxes", "Rose"),
        ("ask the port office", "Mark"),
    ]
    assert not [each for each in found.items if each.text == "order the boxes"]


def test_rose_is_a_column_where_nobody_is_called_so(meaning: Meaning) -> None:  # noqa: F811
    page = "# Retro 6.3.2026\n\nPresent: Ana, Bo\n\nRose: the demo went live\nThorn: the build was slow\n"
    assert [(each.opinion, each.text) for each in read(page, meaning).items] == [
        ("went_well", "the demo went live"),
        ("to_improve", "the build was slow"),
    ]


def test_the_beginning_of_a_name_still_opens_a_column(meaning: Meaning) -> None:  # noqa: F811
    said = (
        "Ines: Mad?",
        "Bo: the badge printer",
        "Madeleine: the lift is stuck again",
        "Ines: Glad?",
        "Bo: the new doors",
    )
    assert {each.text: each.opinion for each in read(said, meaning).items} == {
        "the badge printer": "to_improve",
        "the lift is stuck again": "to_improve",
        "the new doors": "went_well",
    }

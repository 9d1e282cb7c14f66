"""Retrospectives as strangers write them: copied chats, lists of their own, decisions that nobody calls one."""

from __future__ import annotations

import pytest

from bot.retros.extraction.meaning import Meaning
from bot.retros.extraction.notes import read_notes
from bot.retros.extraction.summary import Summary, summarise


@pytest.fixture(scope="module")
def meaning() -> Meaning:
    made = Meaning.opened("minilm")
    assert made is not None
    return made


def read(text: str, meaning: Meaning | None = None, name: str = "retro 2026-03-06.txt") -> Summary:
    log = read_notes(name, text, "Europe/London")
    if meaning is None:
        return summarise(log)
    return summarise(log, guess=meaning.guess, headings=meaning.headings, vectors=meaning.vectors)


def actions(made: Summary) -> list[tuple[str, str | None, str]]:
    return [(each.text, each.owner.name if each.owner else None, str(each.due)) for each in made.actions]


def test_a_chat_copied_with_names_and_times_above_what_was_said() -> None:
    made = read(
        "Priya Nair  10:01 AM\nwhat went well?\n\nTom Bell  10:02 AM\nthe import is three times faster (edited)\n"
        ":100: 3\n\nPriya Nair  10:04 AM\nTom, can you write the guide?\n\nTom Bell  10:05 AM\nyep, by Wednesday\n"
    )
    assert [(each.text, each.author and each.author.name, each.weight) for each in made.of("went_well")] == [
        ("the import is three times faster", "Tom Bell", 4)
    ]
    assert actions(made) == [("write the guide", "Tom Bell", "2026-03-11")]


def test_a_chat_copied_with_the_time_on_a_line_of_its_own() -> None:
    made = read(
        "Sam Hill\n9:41 AM\nwho owns the status page?\n\nMei Lin\n9:42 PM\nI'll find out by Friday\n\nSam Hill\n"
        "9:43 PM\nthanks\n",
        name="chat 2026-03-03.txt",
    )
    assert actions(made) == [("find out who owns the status page", "Mei Lin", "2026-03-06")]


def test_a_line_of_a_table_has_a_note_in_each_column() -> None:
    made = read(
        "| Went well | To improve | Actions |\n|---|---|---|\n| Fast reviews | Flaky tests | @kim mend them |\n"
    )
    assert [each.text for each in made.of("went_well")] == ["Fast reviews"]
    assert [each.text for each in made.of("to_improve")] == ["Flaky tests"]
    assert actions(made) == [("mend them", "kim", "None")]


def test_names_that_open_lists_are_no_notes_and_initials_are_people() -> None:
    made = read(
        "who: AK (Anna Kowal), JB (Jerome Bo)\n\n## Good\n- Anna\n  - the jig came with the boards\n- Jerome\n"
        "  - one calm week\n\n## →\n- [ ] nightly export (JB, 13 March)\n- [ ] second oven, AK\n"
        "- [ ] a name, nobody yet\n",
        name="retro 2026-03-06.md",
    )
    assert [each.text for each in made.of("went_well")] == ["the jig came with the boards", "one calm week"]
    assert actions(made) == [
        ("nightly export", "Jerome Bo", "2026-03-13"),
        ("second oven", "Anna Kowal", "None"),
        ("a name", None, "None"),
    ]


def test_a_decision_and_the_task_that_follows_from_it_may_share_a_line() -> None:
    made = read(
        "## Good\n- Hemi\n  - calm nights\n- Ana\n  - quick answers\n\n## Agreed\n"
        "1. One time zone everywhere. Hemi changes the loggers by 13 March.\n",
        name="retro 2026-03-06.md",
    )
    assert [each.text for each in made.decisions] == ["One time zone everywhere"]
    assert actions(made) == [("change the loggers", "Hemi", "2026-03-13")]


@pytest.mark.parametrize(
    ("said", "decided"),
    [
        ("Ada: the launch is on 9 May\nBo: that is the day of the audit\nAda: It is. Scrap the 9th, launch moves to "
         "30 May.\n",
         ["Scrap the 9th, launch moves to 30 May"]),
        ("Ada: so the freeze begins on the 25th?\nBo: yes\nAda: right, no changes from the 25th.\n",
         ["no changes from the 25th"]),
        ("Ada: we could check it on the server\nBo: thought about it, a lock breaks on the stairs\n"
         "Ada: convinced. The server decides, no lock.\n", ["The server decides, no lock"]),
    ],
)  # fmt: skip
def test_the_last_word_is_a_decision_though_nobody_calls_it_one(
    said: str, decided: list[str], meaning: Meaning
) -> None:
    talk = f"Ada: morning\nBo: morning\nCy: hello\n{said}Cy: thanks\nBo: bye\n"
    assert [each.text for each in read(talk, meaning).decisions] == decided


@pytest.mark.parametrize(
    "said",
    [
        "somebody ought to give Bo a medal",
        "okay, give me until Friday",
        "Ok. Thanks, folks, until next week!",
        "fair enough",
    ],
)
def test_what_only_sounds_like_one_is_none(said: str, meaning: Meaning) -> None:
    made = read(f"Ada: morning\nBo: morning\nCy: hello\nAda: {said}\nCy: thanks\nBo: bye\n", meaning)
    assert made.decisions == ()
    assert made.actions == ()


def test_a_habit_is_no_day_and_a_title_no_task() -> None:
    made = read("Retro notes 6.3.2026\n\nAda: a\nAI: Bo to ask six of the crew, thursday nights are best\n")
    assert actions(made) == [("ask six of the crew, thursday nights are best", "Bo", "None")]

"""Boards as tools and spreadsheets write them out: quoted cells, other separators, faces for heads."""

from __future__ import annotations

import pytest

from bot.retros.extraction.notes import read_notes
from bot.retros.extraction.summary import Summary, summarise
from tests.retros.talk import talk


def read(page: str, name: str) -> Summary:
    """What a file holds."""
    return summarise(read_notes(name, page, "Europe/London"))


def notes(made: Summary) -> list[tuple[str, str]]:
    """The notes, and what each is."""
    return [(each.opinion, each.text) for each in made.items]


def actions(made: Summary) -> list[tuple[str, str | None]]:
    """The actions, and whose they are."""
    return [(each.text, each.owner.name if each.owner else None) for each in made.actions]


LISTED = {
    "semicolons.csv": 'Column;Card;Votes\n"Went well";"Pairing; with Lena";3\n"To improve";"Slow; tests, too";5\n'
    '"Actions";"Kim will cache the packages";1\n',
    "commas.csv": 'Column,Card,Votes\nWent well,"Pairing; with Lena",3\nTo improve,"Slow; tests, too",5\n'
    "Actions,Kim will cache the packages,1\n",
    "tabs.tsv": 'Column\tCard\tVotes\nWent well\t"Pairing; with Lena"\t3\nTo improve\tSlow; tests, too\t5\n'
    "Actions\tKim will cache the packages\t1\n",
    "told.csv": 'sep=;\nColumn;Card;Votes\nWent well;"Pairing; with\nLena";3\nTo improve;"Slow; tests, too";5\n'
    "Actions;Kim will cache the packages;1\n",
    "titled.csv": '"Retro, sprint 12"\n\nWent well,To improve,Action items\n"Pairing; with Lena","Slow; tests, too",'
    "Kim will cache the packages\n",
    "parts.csv": 'Went well;To improve;Action items\n"Pairing; with Lena";"Slow; tests, too";'
    '"Kim will cache the packages"\n',
    "ragged.csv": 'Went well,To improve,Action items\n"Pairing; with Lena","Slow; tests, too"\n'
    ",,Kim will cache the packages\n",
    "page.md": 'Notes of the retro\n\nType;Card;Votes\nGood;"Pairing; with Lena";3\nBad;"Slow; tests, too";5\n'
    "Action;Kim will cache the packages;0\n\nThat was all\n",
}


@pytest.mark.parametrize("name", LISTED)
def test_what_stands_in_quotation_marks_is_one_cell(name: str) -> None:
    made = read(LISTED[name], name)
    assert notes(made) == [("went_well", "Pairing; with Lena"), ("to_improve", "Slow; tests, too")]
    assert actions(made) == [("cache the packages", "Kim")]


@pytest.mark.parametrize("heads", [":),:(,:bulb:", "🙂,🙁,💡", "+;Δ;💡", "👍\t👎\tIdeas", "+,-,💡"])
def test_faces_and_signs_are_heads_of_a_boards_columns(heads: str) -> None:
    between = next(each for each in ",;\t" if each in heads)
    row = between.join(['"the demo, at last"', '"slow; red tests"', "a rota for the releases"])
    assert notes(read(f"{heads}\n{row}\n", "board.csv")) == [
        ("went_well", "the demo, at last"),
        ("to_improve", "slow; red tests"),
        ("ideas", "a rota for the releases"),
    ]


def test_a_quotation_mark_too_many_takes_nothing_away() -> None:
    board = 'Went well,To improve\n"He said "never" again",slow builds\nthe demo,red tests\n'
    made = read(board, "board.csv")
    assert [text for _, text in notes(made)][1:] == ["the demo", "slow builds", "red tests"]
    assert "never" in notes(made)[0][1]


def test_a_cell_longer_than_any_note_makes_no_table() -> None:
    made = read("Good: the demo\nBad: red tests\n" + f"{'a' * 140_000};b;c", "retro.txt")
    assert ("went_well", "the demo") in notes(made)


OVER = {
    "bold": "**+**\n- {}\n\n**-**\n- {}\n\n**💡**\n- {}\n",
    "colons": "😀 😀:\n{}\n\n😞:\n{}\n\n💡:\n{}\n",
    "brackets": "(+)\n- {}\n(-)\n- {}\n(!)\n- {}\n",
    "wiki": "= :) =\n{}\n= :( =\n{}\n= 💡 =\n{}\n",
    "codes": ":+1:\n{}\n:-1:\n{}\n(:bulb:)\n{}\n",
}


@pytest.mark.parametrize("name", OVER)
def test_faces_and_signs_stand_over_notes_in_any_dress(name: str) -> None:
    page = OVER[name].format("the demo at last", "slow red tests", "a rota for the releases")
    assert notes(read(page, "retro.md")) == [
        ("went_well", "the demo at last"),
        ("to_improve", "slow red tests"),
        ("ideas", "a rota for the releases"),
    ]


CARDS = [
    "Went well\nPair programming\nFast demo\n\nTo improve\nSlow builds\nRed tests\n\nIdeas\nRelease rota\n",
    ":)\n\nPair programming\nFast demo\n\n:(\n\nSlow builds\nRed tests\n\nIdeas\n1. Release rota\n",
    "Went well:\nPair programming\nFast demo\nTo improve:\nSlow builds\nRed tests\nIdeas:\nRelease rota\n",
]


@pytest.mark.parametrize("page", CARDS)
def test_cards_of_a_word_or_two_are_notes_and_no_headings(page: str) -> None:
    assert notes(read(page, "board.txt")) == [
        ("went_well", "Pair programming"),
        ("went_well", "Fast demo"),
        ("to_improve", "Slow builds"),
        ("to_improve", "Red tests"),
        ("ideas", "Release rota"),
    ]


def test_a_word_over_a_sentence_stays_a_heading() -> None:
    page = "To improve\n- slow builds\n- red tests\n- the room\nSecurity\nWe go through the audit in May.\n"
    assert "Security" not in [text for _, text in notes(read(page, "board.txt"))]


def test_faces_that_are_answered_in_threads_open_parts() -> None:
    made = talk(
        "Mia: :)", ">Tom: the demo at last", ">Bo: pairing with Lena",
        "Mia: :(", ">Tom: the red tests", "Mia: 💡", ">Bo: a rota for the releases",
    )  # fmt: skip
    assert notes(made) == [
        ("went_well", "the demo at last"),
        ("went_well", "pairing with Lena"),
        ("to_improve", "the red tests"),
        ("ideas", "a rota for the releases"),
    ]


def test_a_message_with_faces_over_its_lines_is_a_board() -> None:
    made = talk("Mia: 🙂\nthe demo at last\npairing with Lena\n🙁\nthe red tests\n💡\na rota for the releases")
    assert [each for each, _ in notes(made)] == ["went_well", "went_well", "to_improve", "ideas"]


def test_a_wikis_numbered_items_are_no_headings() -> None:
    page = (
        "h2. Retrospective Sprint 31\n||Went well||Didn't go well||\n|Onboarding of Kwame|Estimates way off|\n\n"
        "h3. Action items\n# Kwame - write down the steps\n# @Sofia check with finance\n## fix the lamp\n"
    )
    made = read(page, "wiki.txt")
    assert notes(made) == [("went_well", "Onboarding of Kwame"), ("to_improve", "Estimates way off")]
    assert actions(made) == [
        ("write down the steps", "Kwame"), ("check with finance", "Sofia"), ("fix the lamp", None)
    ]  # fmt: skip
    assert notes(read("# Went well\n- the demo\n# Bad\n- red tests\n", "retro.md"))[1] == ("to_improve", "red tests")

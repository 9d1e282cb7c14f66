"""Whoever leads asks in their own way: with a number, a star, how to answer, and after a few words."""

from __future__ import annotations

import pytest

from bot.retros.extraction.headings import opened_by
from bot.retros.extraction.log import Section
from bot.retros.extraction.notes import read_notes
from bot.retros.extraction.summary import summarise


@pytest.mark.parametrize(
    ("asked", "opens"),
    [
        ("*Round 1.* What made the last four weeks easier?", "went_well"),
        ("Lovely. *Round 2*, what got in the way? Be as blunt as you like", "to_improve"),
        ("That's quite a haul. *Round 3*: what would you try? Half baked is fine", "ideas"),
        ("*Last bit*, who takes what. Don't all shout", "actions"),
        ("This is just looking back at it all, no blame, and I'd like three things. Who wants to start with something "
         "good?", "went_well"),
        ("I lost a day to it. Ana, who wants to start with something good?", None),
        ("Was that the easier one? I think it was", None),
        ("We had three outages and nobody was told about any of them, so what was hard about it was the phone?", None),
    ],
)  # fmt: skip
def test_a_question_in_a_round_opens_its_part(asked: str, opens: Section | None) -> None:
    assert opened_by(asked, {}) == opens


BOARD = """\
Board,"Cards squad: app 8.4"
Facilitator,Noor

Column,Card,Author,Votes
Liked,"Stopping took ten minutes, no drama",Marek,5
Liked,"Nobody said ""sorry"" once",Tara,1
Lacked,Staging was down until Wednesday,Dinesh,2

Action items
"Marek: a script that makes 20 users, by 21 September 2026"
"Tara collects the texts in one sheet"
"""


def test_a_boards_table_below_what_the_tool_says_of_it_is_read_as_a_table() -> None:
    made = summarise(read_notes("board.txt", BOARD, "UTC"))
    assert [(each.opinion, each.text, each.weight, each.sources) for each in made.items] == [
        ("went_well", "Stopping took ten minutes, no drama", 6, ("5",)),
        ("went_well", 'Nobody said "sorry" once', 2, ("6",)),
        ("to_improve", "Staging was down until Wednesday", 3, ("7",)),
    ]
    assert [(each.owner and each.owner.name, each.text) for each in made.actions] == [
        ("Marek", "a script that makes 20 users"),
        ("Tara", "collect the texts in one sheet"),
    ]


def test_prose_with_commas_is_no_table() -> None:
    said = "Today, we met\nthe pipeline, again\nthe room, cold\n"
    made = read_notes("r.txt", f"Retro\n\n{said}", "UTC")
    assert [remark.text for remark in made.remarks][1:] == said.splitlines()

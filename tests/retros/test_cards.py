"""A board's bot may post its cards one by one."""

from __future__ import annotations

import pytest

from bot.history import Remark
from bot.retros.extraction.cards import Card, card_in
from bot.retros.extraction.log import Log
from bot.retros.extraction.summary import summarise


@pytest.mark.parametrize(
    ("said", "card"),
    [
        ("*Liked*  ·  the new ramp · and its rail  ·  _Ana, 4 votes_", Card("Liked", "the new ramp · and its rail", 4)),
        ("*Liked* · the demo – at last | ours · _Ana, 2 votes_", Card("Liked", "the demo – at last | ours", 2)),
        ("*Ideas* — a hook – one for each key", Card("Ideas", "a hook – one for each key", 0)),
        ("*Liked* · 3 votes", Card("Liked", "3 votes", 0)),
        ("[To improve] | keys are missing | 3 likes", Card("To improve", "keys are missing", 3)),
        ("*Ideas* — a hook for each key", Card("Ideas", "a hook for each key", 0)),
        ("*Ideas*  ·  a hook for each key  ·  _Tom_", Card("Ideas", "a hook for each key", 0)),
        ("Build 12 failed · main · 3 min", None),
        ("*Ideas*", None),
        ("*Liked* · one\n*Liked* · two", None),
        ("*Liked* ·\none", None),
    ],
)
def test_a_card_is_its_column_its_note_and_its_votes(said: str, card: Card | None) -> None:
    assert card_in(said) == card


def test_cards_are_notes_of_their_columns() -> None:
    said = (
        "*What went well*  ·  the charging points were ready a week early  ·  _Ana, 4 votes_",
        "*To improve*  ·  two bikes came back without a battery  ·  _Tom, 2 votes_",
        "*Ideas*  ·  a photo of the bike at each return  ·  _Eva, 0 votes_",
        "Deploy · finished · 12 min",
    )
    told = summarise(
        Log(
            name="pilot",
            kind="chat",
            remarks=tuple(Remark(id=str(at), text=text, by_bot=True) for at, text in enumerate(said)),
        )
    )
    assert [(item.opinion, item.text, item.weight) for item in told.items] == [
        ("went_well", "the charging points were ready a week early", 5),
        ("to_improve", "two bikes came back without a battery", 3),
        ("ideas", "a photo of the bike at each return", 1),
    ]

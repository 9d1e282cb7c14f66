"""Themes are named in the team's words, and a name that comes up twice makes none."""

from __future__ import annotations

from bot.history import Remark
from bot.retros.opinions import Item
from bot.retros.recurring import streaks
from bot.retros.themes import themes_of, title_of


def item(text: str) -> Item:
    return Item(opinion="to_improve", text=text, sources=(text,), remark=Remark(id=text, text=text))


def test_a_title_is_what_the_notes_share() -> None:
    assert (
        title_of(["the payment provider's sandbox was down", "nobody told the payment provider"]) == "payment provider"
    )


def test_notes_with_rare_words_in_common_belong_together() -> None:
    items = [item("translations arrive late"), item("the office is loud"), item("translations are wrong")]
    assert [theme.notes for theme in themes_of(items)] == [(0, 2)]


def test_a_name_that_comes_up_twice_makes_no_theme() -> None:
    items = [item("Jonas: the builds hang"), item("Jonas: meetings without an agenda")]
    assert themes_of(items, names=("Jonas Peeters",)) == ()


def test_a_theme_comes_back_only_without_a_gap() -> None:
    now, other = ["builds\nthe builds hang"], ["parking\nno space for bikes"]
    assert streaks(now, [now, now]) == [3]
    assert streaks(now, [now, other, now]) == [2]
    assert streaks(now, [other, now]) == [1]

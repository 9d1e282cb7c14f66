"""Whose name and words are found in what others wrote, however they are set there; everything else stays."""

from __future__ import annotations

import unicodedata

import pytest

from bot.chat import ERASED, Person
from bot.privacy.quoting import Forgotten, Taken

NOBODY = Person(id="erased-1", name="(erased)")


def who(*names: str, ids: tuple[str, ...] = ("U024BE7LH",)) -> Forgotten:
    return Forgotten(ids=frozenset(ids), names=frozenset(names), stand_in=NOBODY)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Zoë said so", "(erased) said so"),
        ("_Zoë_ said so", "_(erased)_ said so"),
        ("**Zoë’s** idea, @zoë!", "**(erased)’s** idea, (erased)!"),
        (unicodedata.normalize("NFD", "as Zoë knows"), "as (erased) knows"),
        ("Zoë\u00a0 Quill or Zoë\nQuill", "(erased) or (erased)"),
        ("Zoëtrope, xZoë and Zoëy stay", "Zoëtrope, xZoë and Zoëy stay"),
        ("ask U024BE7LH, __U024BE7LH__ or AU024BE7LH", "ask erased-1, __erased-1__ or AU024BE7LH"),
    ],
)
def test_a_name_goes_however_it_is_written(text: str, left: str) -> None:
    assert who("Zoë", "Zoë Quill").unnamed(text) == left


def test_a_name_that_somebody_else_has_with_an_accent_more_stays() -> None:
    other = unicodedata.normalize("NFD", "Zoë")
    assert who("Zoe").unnamed(f"{other} and Zoe") == f"{other} and (erased)"


@pytest.mark.parametrize("name", ["Will", "May", "Mark"])
def test_a_name_that_is_an_ordinary_word_goes_only_behind_an_at(name: str) -> None:
    text = f"{name} it rain? Ask @{name}, or {name.lower()}."
    assert who(name).unnamed(text) == f"{name} it rain? Ask (erased), or {name.lower()}."


def test_a_blank_name_takes_nothing_away() -> None:
    assert who("", " ", "\n").unnamed("a b  c") == "a b  c"


@pytest.mark.parametrize("told", ["zoë", " @Zoë ", unicodedata.normalize("NFD", "Zoë"), {"id": "", "name": "@Zoë"}])
def test_they_are_known_by_name_where_somebody_else_typed_it(told: object) -> None:
    assert who("Zoë").is_them(told)


def test_somebody_else_of_the_same_name_is_not_them() -> None:
    assert not who("Zoë").is_them({"id": "U999", "name": "Zoë"})


SAID = Taken(["The clerk scans the parcel twice a day. Nobody knows quite why. Too slow."])


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("I heard that the clerk scans the parcel twice, often.", f"I heard that {ERASED}, often."),
        ("They say nobody knows quite why.", f"They say {ERASED}."),
        ("_Nobody knows quite why_, says she.", f"_{ERASED}_, says she."),
        ("The clerk scans the parcel.", "The clerk scans the parcel."),
        ("Too slow.", "Too slow."),
        ("A parcel is scanned by its clerk two times daily.", "A parcel is scanned by its clerk two times daily."),
    ],
)
def test_six_words_in_a_row_or_a_whole_sentence_of_four_are_a_quotation(text: str, left: str) -> None:
    assert SAID.blanked(text) == left

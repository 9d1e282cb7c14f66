"""What a retro asks: the columns of its board, as people write them in prompts/retros/."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping

from pydantic import Field, field_validator

from bot.chat import Value

MOST_COLUMNS = 6
_NAME = 30
_NEAR = 0.75
_HEADED = re.compile(r"(?:[-*•–]\s+)?(?P<head>[^:\n]+?)(?:\s*:|\s+[-–—](?=\s))(?P<rest>.*\S.*)", re.DOTALL)
"""What heads a note, as people write it: `stop: …`, `- Stop: …`, `Stop - …`."""


class Column(Value):
    """One column: its name, what it asks, and the words that send a note there (`stop: …`)."""

    name: str = Field(min_length=1, max_length=_NAME)
    asks: str = ""
    words: tuple[str, ...] = ()

    def meant_by(self, word: str) -> bool:
        """Whether somebody who begins a note with this word means this column."""
        return word.strip().casefold() in {self.name.casefold(), *(each.casefold() for each in self.words)}


class Format(Value):
    """The columns of a board, left to right."""

    title: str
    columns: tuple[Column, ...] = Field(min_length=1, max_length=MOST_COLUMNS)

    @field_validator("columns")
    @classmethod
    def _each_once(cls, columns: tuple[Column, ...]) -> tuple[Column, ...]:
        names = [column.name.casefold() for column in columns]
        twice = next((column.name for column in columns if names.count(column.name.casefold()) > 1), None)
        if twice:
            raise ValueError(f"two columns are called `{twice}`")
        return columns

    def column(self, name: str) -> Column | None:
        """The column that people call so."""
        return next((column for column in self.columns if column.meant_by(name)), None)


def custom(columns: str) -> Format | None:
    """`Keep | Drop | Try` as a format; None when that is no list of columns."""
    names = tuple(dict.fromkeys(each.strip()[:_NAME] for each in re.split(r"[|,;]", columns) if each.strip()))
    if not 1 < len(names) <= MOST_COLUMNS or len({name.casefold() for name in names}) < len(names):
        return None
    return Format(title=", ".join(names), columns=tuple(Column(name=name) for name in names))


def sorted_note(text: str, form: Format | None) -> tuple[str, str]:
    """The column that a note names itself (`stop: Friday deploys`), "" for none, and its text."""
    found = _HEADED.match(text.strip())
    column = form.column(found["head"]) if form and found else None
    return (column.name, found["rest"].strip()) if column and found else ("", text.strip())


def near_column(text: str, form: Format | None) -> str:
    """The column that a note may have meant (`sotp: Friday deploys`). It is told: “Shop: …” is no slip."""
    found = _HEADED.match(text.strip())
    if form is None or found is None or form.column(found["head"]):
        return ""
    known = {each.casefold(): column.name for column in form.columns for each in (column.name, *column.words)}
    close = difflib.get_close_matches(found["head"].strip().casefold(), sorted(known), n=1, cutoff=_NEAR)
    return known[close[0]] if close else ""


def format_named(name: str, formats: Mapping[str, Format]) -> Format | None:
    """The format that people call so, `4Ls` or `4ls`."""
    wanted = name.strip().casefold()
    return next((each for key, each in formats.items() if key.casefold() == wanted), None)

"""What a language model may fill in for a summary of a retrospective: plain lines, names of themes, an opening."""

from __future__ import annotations

from pydantic import Field

from bot.chat import Value


class PlainLine(Value):
    """An action or a decision, put plainly. Who said it, who does it and until when isn't asked."""

    line: str = Field(max_length=20)
    text: str = Field(max_length=400)


class PlainLines(Value):
    """Actions and decisions."""

    lines: tuple[PlainLine, ...] = Field(min_length=1, max_length=20)


class ThemeName(Value):
    """What a theme is called."""

    theme: str = Field(max_length=20)
    name: str = Field(max_length=120)


class ThemeNames(Value):
    """What the themes are called."""

    themes: tuple[ThemeName, ...] = Field(min_length=1, max_length=20)


class Told(Value):
    """A sentence of the opening, with the lines that it tells."""

    text: str = Field(max_length=400)
    lines: tuple[str, ...] = Field(max_length=6)


class Opening(Value):
    """Two or three sentences that say what the lines below them say."""

    sentences: tuple[Told, ...] = Field(min_length=1, max_length=3)

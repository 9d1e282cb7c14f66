"""What a language model may fill in for an interview: a question's words, unclear words, parts of sentences, lines."""

from __future__ import annotations

from pydantic import Field

from bot.chat import Value


class WordedQuestion(Value):
    """The question that the rules chose, in other words."""

    question: str = Field(min_length=1, max_length=400)


class Unclear(Value):
    """Words of a statement, as they stand there, that the team can't build from."""

    statement: str = Field(max_length=20)
    phrase: str = Field(max_length=100)


class Noticed(Value):
    """What is unclear in an answer; mostly nothing."""

    unclear: tuple[Unclear, ...] = Field(max_length=3)


class Part(Value):
    """A part of a sentence, and the topics that it speaks about."""

    sentence: str = Field(max_length=20)
    text: str = Field(max_length=1000)
    topics: tuple[str, ...] = Field(max_length=5)


class Parts(Value):
    """Every sentence in its parts."""

    parts: tuple[Part, ...] = Field(min_length=1, max_length=40)


class WordedLine(Value):
    """A line of the brief in other words, with the statements that it rests on."""

    line: str = Field(max_length=20)
    text: str = Field(max_length=600)
    sources: tuple[str, ...] = Field(max_length=10)


class WordedLines(Value):
    """Lines of the brief."""

    lines: tuple[WordedLine, ...] = Field(min_length=1, max_length=20)

"""What a language model may fill in for a story: its words, and its criteria."""

from __future__ import annotations

from pydantic import Field

from bot.chat import Value

_Steps = tuple[str, ...]


class WordedCriterion(Value):
    """A criterion in other words, or a new one where `id` is empty."""

    id: str = Field(max_length=20)
    title: str = Field(max_length=160)
    given: _Steps = Field(max_length=4)
    when: str = Field(max_length=300)
    then: _Steps = Field(min_length=1, max_length=4)
    negative: bool
    sources: _Steps = Field(max_length=10)


class WordedStory(Value):
    """A story in other words, with its criteria."""

    role: str = Field(max_length=80)
    want: str = Field(max_length=300)
    benefit: str = Field(max_length=300)
    sources: _Steps = Field(max_length=10)
    criteria: tuple[WordedCriterion, ...] = Field(max_length=8)

"""Whoever runs a language model, as we see it: a conversation goes in, an answer comes back, or a named trouble."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

Kind = Literal["down", "busy", "slow", "cut", "refused", "too_long", "not_allowed", "broken"]
"""What went wrong: not reached, told to wait, no answer in time, an answer cut off by the token limit, an answer that
the model or its provider didn't want to give, more text than fits, a wrong key or name, anything else."""

PASSING: frozenset[Kind] = frozenset({"down", "busy"})
"""Troubles after which the same question may well be answered in a moment."""

OUTAGES: frozenset[Kind] = frozenset({"down", "busy", "slow", "not_allowed", "broken"})
"""Troubles of the provider, unlike those of a single question."""


class ProviderTrouble(Exception):  # noqa: N818 (a word for people)
    """No answer came.

    `wait` is how many seconds the provider asked to wait, None when it didn't say. The tokens are those that were used
    for an answer that is none.
    """

    def __init__(self, kind: Kind, wait: float | None = None, *, tokens_in: int = 0, tokens_out: int = 0) -> None:
        super().__init__(kind)
        self.kind: Kind = kind
        self.wait = wait
        self.tokens_in = tokens_in
        self.tokens_out = tokens_out


@dataclass(frozen=True, slots=True)
class Said:
    """One contribution to the conversation with a model."""

    by: Literal["system", "person", "model"]
    text: str


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: `data` is its JSON where that could be read, else None; `text` is what came instead."""

    data: Any
    text: str
    tokens_in: int
    tokens_out: int


class Provider(Protocol):
    """A language model at a place."""

    @property
    def name(self) -> str:
        """As config.yaml calls it, `openai:gpt-4.1-mini`."""
        ...

    async def ask(self, conversation: Sequence[Said], schema: Mapping[str, Any], *, most_tokens: int) -> Reply:
        """The next contribution, as JSON of this schema; ProviderTrouble when there is none.

        It isn't repeated, and ends when the caller cancels it.
        """
        ...

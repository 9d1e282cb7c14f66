"""The door to a language model: it may improve what the rules drafted, and every feature works without one."""

from __future__ import annotations

from typing import Any, Protocol, TypeVar

from pydantic import BaseModel

Filled = TypeVar("Filled", bound=BaseModel)


class Llm(Protocol):
    """One method, so that a feature can ask for a better draft and never depends on getting one.

    Where no model is configured there is no `Llm` at all: a flow's `ports.llm` is None.
    """

    async def fill(self, prompt: str, into: type[Filled], **values: Any) -> Filled | None:
        """Fill the named prompt of prompts/model/ with `values` (JSON) and return the model's answer as `into`.

        None when there was no answer, or none in time, or none that could be read: the caller keeps its own draft.
        What comes back is data that somebody else wrote. Only `bot.grounding` can tell whether it may be shown.
        """
        ...

"""The door to a language model: it may improve what the rules drafted, and every feature works without one."""

from __future__ import annotations

from typing import Any, Protocol, TypeVar

from pydantic import BaseModel

Filled = TypeVar("Filled", bound=BaseModel)


class Llm(Protocol):
    """One method, so that a feature can ask for a better draft and never depends on getting one."""

    async def fill(self, prompt: str, into: type[Filled], **values: Any) -> Filled | None:
        """Fill the named prompt of prompts/ with `values` and return the model's answer as `into`.

        None when no model is configured or none of its answers could be used; the caller then keeps its own draft.
        """
        ...


class NoModel:
    """What is used when no model is configured: every draft stays as the rules made it."""

    async def fill(self, prompt: str, into: type[Filled], **values: Any) -> Filled | None:  # noqa: ARG002
        """Nothing, always."""
        return None

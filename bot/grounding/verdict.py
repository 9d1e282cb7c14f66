"""What stands of several lines, and why the others don't."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a line can't be used, as the model is told: `reason` is the end of a sentence, such as "it cites nothing"."""

    line: str
    reason: str


@dataclass(frozen=True, slots=True)
class Verdict(Generic[T]):
    """What stands, by the id of its line, and what doesn't."""

    stands: Mapping[str, T]
    refused: tuple[Refusal, ...] = ()

"""Material as an interview hands it over, made from lines of text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from bot.chat import Person
from bot.stories.rules import Material, Requirement, Source

ANA = Person(id="U1", name="Ana")
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


def material(
    *lines: str | tuple[str, str], roles: Sequence[str] = ("support agent", "customer"), reasons: Sequence[str] = ()
) -> Material:
    """Requirements R1, R2, … of statements S1, S2, …; a line is functional unless it comes as `(kind, text)`."""
    pairs = [("functional", line) if isinstance(line, str) else line for line in lines]
    said = [*(text for _, text in pairs), *reasons]
    sources = tuple(
        Source(id=f"S{number}", text=text, author=ANA, at=NOON, link=f"https://chat/{number}")
        for number, text in enumerate(said, 1)
    )
    requirements = tuple(
        Requirement.model_validate({"id": f"R{number}", "kind": kind, "text": text, "sources": (f"S{number}",)})
        for number, (kind, text) in enumerate(pairs, 1)
    )
    return Material(
        title="Returns",
        roles=tuple(roles),
        reasons=sources[len(pairs) :],
        requirements=requirements,
        sources=sources,
    )

"""What all trackers have in common: how far back sprints are read, what was carried over, what is a criterion."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import date

from bot.sprints.rules import Item, Sprint
from bot.trackers.port import Member

PAST = 6
"""How many ended sprints are read."""

_CRITERION = re.compile(r"^\s*(?:[-*]\s+)?(?:\*\*)?(?:Scenario\b|AC[- ]?\d)", re.IGNORECASE | re.MULTILINE)
_DONE = frozenset({"done", "closed", "resolved", "completed", "removed", "canceled", "cancelled", "merged"})


def mark_of(*facts: str) -> str:
    """A mark that is the same whenever these facts are the same, and nobody else's."""
    return f"groundwork-{hashlib.sha256(chr(0).join(facts).encode()).hexdigest()[:16]}"


def one_called(name: str, members: Sequence[tuple[Member, Sequence[str]]]) -> Member | None:
    """The only one of this name, by any of the names that each has there; a first name will do where one has it."""
    wanted = " ".join(name.lstrip("@").split()).casefold()
    called = [(member, [" ".join(each.split()).casefold() for each in names if each]) for member, names in members]
    whole = {member.id: member for member, names in called if wanted in names}
    first = {member.id: member for member, names in called if wanted in [each.partition(" ")[0] for each in names]}
    found = list((whole or first).values())
    return found[0] if wanted and len(found) == 1 else None


def counted_criteria(text: str) -> int | None:
    """The criteria that a description holds; None when it shows none, since they may stand elsewhere."""
    return len(_CRITERION.findall(text)) or None


def is_done(state: str) -> bool:
    """Whether nothing is left to do in this state, by the names that trackers give such states."""
    return state.strip().casefold() in _DONE


def worth_reading(spans: Sequence[tuple[str, date | None]], today: date) -> frozenset[str]:
    """Of sprints given as id and last day: all that have not ended, and the last few that have."""
    ended = sorted(((end, each) for each, end in spans if end is not None and end < today), reverse=True)
    left_out = {each for _, each in ended[PAST:]}
    return frozenset(each for each, _ in spans if each not in left_out)


def with_carries(sprints: Sequence[Sprint], today: date) -> tuple[Sprint, ...]:
    """The sprints, oldest first, each item with where it stands and where it was carried over from and to.

    An item that stands in a sprint that has ended and in a later one was carried over.
    """
    ordered = sorted(sprints, key=lambda each: (each.end or date.max, each.start or date.max, each.name))
    places: dict[str, list[Sprint]] = {}
    for sprint in ordered:
        for item in sprint.items:
            places.setdefault(item.id, []).append(sprint)
    return tuple(
        sprint.model_copy(
            update={"items": tuple(_carried(item, sprint, places[item.id], today) for item in sprint.items)}
        )
        for sprint in ordered
    )


def _carried(item: Item, sprint: Sprint, places: Sequence[Sprint], today: date) -> Item:
    at = places.index(sprint)
    before = places[at - 1].name if at else ""
    ended = sprint.end is not None and sprint.end < today
    after = places[at + 1].name if ended and at + 1 < len(places) else ""
    cite = sprint.cite.model_copy(update={"link": item.link}) if item.link else None
    return item.model_copy(update={"carried_from": before, "carried_to": after, "cite": cite})

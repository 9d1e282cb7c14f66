"""A team's settings as what people did to them: who set what and when, what adds up, and what was taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.ceremonies.team import KIND, Ceremony, Team
from bot.chat import Person
from bot.store.journal import Entry, Journal
from bot.times import Change, Pause

__all__ = ["KIND", "Made", "State", "replay"]

UNDOABLE = frozenset({"team", "ceremony", "removed", "changed", "paused", "resumed"})


@dataclass(frozen=True, slots=True)
class Made:
    """One change: its number, who made it (None: the settings file), when, and what it was in a few words."""

    number: int
    by: Person | None
    at: datetime
    what: str


@dataclass(slots=True)
class State:
    """What a team's journal adds up to.

    `set_by` holds the last change by what it was about: a ceremony's key, or "" for the team as a whole. `touched`
    counts the changes of each ceremony, those that were taken back too.
    """

    id: str
    version: int
    team: Team | None = None
    made: list[Made] = field(default_factory=list)
    set_by: dict[str, Made] = field(default_factory=dict)
    touched: dict[str, int] = field(default_factory=dict)
    removed: dict[str, Ceremony] = field(default_factory=dict)


def replay(journal: Journal) -> State:
    """The team as it is set now."""
    state = State(id=journal.id, version=len(journal.entries))
    undone = _undone(journal)
    for number, entry in enumerate(journal.entries):
        if entry.kind not in UNDOABLE:
            continue
        about = str(entry.body.get("key") or (entry.body.get("ceremony") or {}).get("key") or "")
        state.touched[about] = state.touched.get(about, 0) + (2 if number in undone else 1)
        if number in undone:
            continue
        made = Made(number=number, by=entry.by, at=entry.at, what=str(entry.body.get("what", "")))
        state.made.append(made)
        state.set_by[about] = made
        _apply(state, entry)
    return state


def _undone(journal: Journal) -> set[int]:
    return {int(entry.body["number"]) for entry in journal.entries if entry.kind == "undone"}


def _apply(state: State, entry: Entry) -> None:
    body = entry.body
    if entry.kind == "team":
        state.team = _kept(state.team, Team.model_validate(body["team"]))
        return
    if state.team is None:
        return  # whoever set the team up took that back
    team = state.team
    if entry.kind == "ceremony":
        ceremony = Ceremony.model_validate(body["ceremony"])
        before = team.ceremony(ceremony.key)
        if before is not None:
            ceremony = ceremony.model_copy(update={"changes": before.changes})
        others = tuple(each for each in team.ceremonies if each.key != ceremony.key)
        state.removed.pop(ceremony.key, None)
        state.team = team.model_copy(update={"ceremonies": (*others, ceremony)})
    elif entry.kind == "removed":
        gone = team.ceremony(str(body["key"]))
        if gone is not None:
            state.removed[gone.key] = gone
            left = tuple(each for each in team.ceremonies if each.key != gone.key)
            state.team = team.model_copy(update={"ceremonies": left})
    elif entry.kind == "changed":
        state.team = _with_change(team, str(body["key"]), Change.model_validate(body["change"]))
    elif entry.kind == "paused":
        state.team = team.model_copy(update={"pauses": (*team.pauses, Pause.model_validate(body["pause"]))})
    elif entry.kind == "resumed":
        state.team = team.model_copy(update={"pauses": _ended(team.pauses, date.fromisoformat(str(body["day"])))})


def _kept(before: Team | None, team: Team) -> Team:
    """A team that is set up anew keeps its pauses, and the exceptions of ceremonies that it still has."""
    if before is None:
        return team
    kept = tuple(
        each.model_copy(update={"changes": old.changes}) if (old := before.ceremony(each.key)) else each
        for each in team.ceremonies
    )
    return team.model_copy(update={"ceremonies": kept, "pauses": before.pauses})


def _with_change(team: Team, key: str, change: Change) -> Team:
    changed = tuple(
        each.model_copy(update={"changes": (*(one for one in each.changes if one.day != change.day), change)})
        if each.key == key
        else each
        for each in team.ceremonies
    )
    return team.model_copy(update={"ceremonies": changed})


def _ended(pauses: tuple[Pause, ...], day: date) -> tuple[Pause, ...]:
    """The pauses, none of them on this day or later."""
    eve = day - timedelta(days=1)
    return tuple(
        pause if pause.last < day else Pause(first=pause.first, last=eve) for pause in pauses if pause.first < day
    )


def body_of(what: str, **facts: object) -> Mapping[str, object]:
    """The body of an entry: its facts, and the few words that say what was done."""
    return {"what": what, **facts}

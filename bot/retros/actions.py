"""An action that a team agreed on: who does it by when, where it was said, and everything that became of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field, TypeAdapter

from bot.chat import Address, Person, Value
from bot.language.dates import say_day

ActionStatus = Literal["proposed", "open", "done", "dropped"]
"""Proposed: found or suggested, and nobody has said yes to it. Open: it counts, and comes back until it is closed."""

Nudge = Literal["soon", "today", "late"]
"""Why an owner is reminded: the day before, on the day, every week after it."""


class Source(Value):
    """Somebody's own words, verbatim, that an action rests on.

    `author` is the name as people read it, empty where nobody is named; `ref` is where it stands in a log or a file: a
    message's `ts`, a line number.
    """

    text: str
    author: str = ""
    link: str | None = None
    ref: str = ""


class Proposed(Value):
    """An action begins. An owner whose `id` is empty is known by name only. `retro` is the journal it came up in.

    `confirmed`: a person put it this way, so it counts at once; otherwise somebody has to say yes first.
    """

    kind: Literal["proposed"] = "proposed"
    text: str
    owner: Person | None = None
    due: date | None = None
    source: tuple[Source, ...] = ()
    retro: str = ""
    confirmed: bool = False


class Confirmed(Value):
    """Somebody said that it counts, whoever is going to do it."""

    kind: Literal["confirmed"] = "confirmed"


class Accepted(Value):
    """Its owner said yes."""

    kind: Literal["accepted"] = "accepted"


class HandedBack(Value):
    """Its owner can't do it: it needs another one."""

    kind: Literal["handed_back"] = "handed_back"
    reason: str = ""


class Assigned(Value):
    """It has this owner now, who has yet to say yes; None: nobody."""

    kind: Literal["assigned"] = "assigned"
    owner: Person | None


class Dated(Value):
    """It is due on this day; None: on none."""

    kind: Literal["dated"] = "dated"
    due: date | None


class Reworded(Value):
    """It is put in other words; the old ones stay in its trail."""

    kind: Literal["reworded"] = "reworded"
    text: str


class Snoozed(Value):
    """No reminder before this day."""

    kind: Literal["snoozed"] = "snoozed"
    until: date


class Done(Value):
    """It is done. `note` is what somebody said about it."""

    kind: Literal["done"] = "done"
    note: str = ""


class Dropped(Value):
    """It won't be done, and why."""

    kind: Literal["dropped"] = "dropped"
    reason: str


class Reopened(Value):
    """It isn't done or dropped after all."""

    kind: Literal["reopened"] = "reopened"


class Reminded(Value):
    """Its owner was reminded on this day."""

    kind: Literal["reminded"] = "reminded"
    day: date
    nudge: Nudge


class CarriedOver(Value):
    """A later retro began by asking about it; `retro` is that one's journal."""

    kind: Literal["carried_over"] = "carried_over"
    retro: str


class Shown(Value):
    """It was shown to the team in this post, which is kept up to date."""

    kind: Literal["shown"] = "shown"
    address: Address
    post: str


class Tracked(Value):
    """It is in a tracker, too: which one by its name in the settings and by what people call it, and as what."""

    kind: Literal["tracked"] = "tracked"
    tracker: str
    name: str
    key: str
    link: str
    ref: str = ""


class SeenThere(Value):
    """The tracker was seen to have closed or reopened it there, and its owner was asked about it."""

    kind: Literal["seen_there"] = "seen_there"
    closed: bool


Move = Annotated[
    Proposed
    | Confirmed
    | Accepted
    | HandedBack
    | Assigned
    | Dated
    | Reworded
    | Snoozed
    | Done
    | Dropped
    | Reopened
    | Reminded
    | CarriedOver
    | Shown
    | Tracked
    | SeenThere,
    Field(discriminator="kind"),
]
_MOVE: TypeAdapter[Move] = TypeAdapter(Move)


class Action(Value):
    """An action as it stands. `id` is what people call it, `A-12`.

    `accepted`: its owner said yes. `reason` is why it was dropped or handed back last; `note` what was said when it was
    done. `reminded` holds the days of its reminders, `carried` the later retros that asked about it, `was` its earlier
    wordings, `card` where it was shown to the team. `tracked` is where it stands in a tracker, `closed_there` whether
    it was closed there when somebody looked last.
    """

    id: str
    text: str
    owner: Person | None = None
    due: date | None = None
    source: tuple[Source, ...] = ()
    retro: str = ""
    status: ActionStatus = "proposed"
    accepted: bool = False
    snoozed_until: date | None = None
    reason: str = ""
    note: str = ""
    reminded: tuple[date, ...] = ()
    carried: tuple[str, ...] = ()
    was: tuple[str, ...] = ()
    card: tuple[Address, str] | None = None
    tracked: Tracked | None = None
    closed_there: bool = False
    made_at: AwareDatetime
    closed_at: AwareDatetime | None = None

    @property
    def active(self) -> bool:
        """Whether somebody may still have to do something about it."""
        return self.status in {"proposed", "open"}

    @property
    def line(self) -> str:
        """Who, what, by when, in one plain line."""
        owner = self.owner.name if self.owner else "nobody yet"
        when = f", by {say_day(self.due)}" if self.due else ""
        return f"{self.id} {self.text} ({owner}{when})"

    def owned_by(self, person: Person) -> bool:
        """Whether it is this person's: by id, or by name where no id is known."""
        if self.owner is None:
            return False
        if self.owner.id:
            return self.owner.id == person.id
        return self.owner.name.lstrip("@").casefold() == person.name.lstrip("@").casefold()


def read_move(kind: str, body: dict[str, Any]) -> Move:
    """The move that a journal entry holds."""
    return _MOVE.validate_python({"kind": kind, **body})


def body_of(move: Move) -> dict[str, Any]:
    """A move as the JSON body of a journal entry; its kind stands beside it."""
    return move.model_dump(mode="json", exclude={"kind"}, exclude_defaults=True)


def replay(action_id: str, moves: Iterable[tuple[Move, datetime]]) -> Action:
    """The action that these moves, each with its time, add up to; ValueError when they don't begin with one."""
    action: Action | None = None
    for move, at in moves:
        action = apply(action_id, action, move, at)
    if action is None:
        raise ValueError("an action begins with what it is")
    return action


def apply(action_id: str, action: Action | None, move: Move, at: datetime) -> Action:
    """The action after one more move. A move that no longer fits (accepting what is done) changes nothing."""
    if isinstance(move, Proposed):
        status: ActionStatus = "open" if move.confirmed else "proposed"
        return Action(id=action_id, status=status, made_at=at, **move.model_dump(exclude={"kind", "confirmed"}))
    if action is None:
        raise ValueError("an action begins with what it is")
    return action.model_copy(update=_changes(action, move, at))


def _changes(action: Action, move: Move, at: datetime) -> dict[str, object]:
    match move:
        case Reminded(day=day):
            return {"reminded": (*action.reminded, day)}
        case Shown(address=address, post=post):
            return {"card": (address, post)}
        case Tracked():
            return {"tracked": move}
        case SeenThere(closed=closed):
            return {"closed_there": closed}
        case CarriedOver(retro=retro) if retro not in action.carried:
            return {"carried": (*action.carried, retro)}
        case Reopened() if not action.active:
            return {"status": "open", "closed_at": None, "reason": "", "note": "", "snoozed_until": None}
        case _ if not action.active:
            return {}
        case Done(note=note):
            return {"status": "done", "closed_at": at, "note": note}
        case Dropped(reason=reason):
            return {"status": "dropped", "closed_at": at, "reason": reason}
        case Reworded(text=text) if text != action.text:
            return {"text": text, "was": (*action.was, action.text)}
        case _:
            return _agreed(action, move)


def _agreed(action: Action, move: Move) -> dict[str, object]:
    """Who does it and by when, of one that is still to be done."""
    match move:
        case Confirmed():
            return {"status": "open"}
        case Accepted() if action.owner:
            return {"status": "open", "accepted": True}
        case HandedBack(reason=reason):
            return {"owner": None, "accepted": False, "reason": reason}
        case Assigned(owner=owner):
            return {"owner": owner, "accepted": False, "reason": "", "snoozed_until": None}
        case Dated(due=due):
            return {"due": due, "snoozed_until": None}
        case Snoozed(until=until):
            return {"snoozed_until": until}
        case _:
            return {}

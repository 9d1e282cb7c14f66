"""Everything that can happen in a retro, as entries of its journal; together they are its state."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, get_args

from pydantic import AwareDatetime, Field, TypeAdapter

from bot.chat import Address, Value
from bot.retros.formats import Format

Phase = Literal["inbox", "collect", "group", "vote", "discuss", "actions", "closed"]
"""Where a retro is. The inbox takes notes all sprint long, before anybody has begun it."""

PHASES: tuple[Phase, ...] = get_args(Phase)


class Fact(Value):
    """Something that is known and no opinion: what it says, and where it comes from."""

    text: str
    source: str = ""
    link: str | None = None


class Opened(Value):
    """The inbox is there: somebody noted something, and no retro has begun."""

    kind: Literal["opened"] = "opened"
    anonymous: bool = False


class Started(Value):
    """Somebody began the retro. `votes`: how many each person has. `until`: the day up to which notes are asked for."""

    kind: Literal["started"] = "started"
    title: str
    format: Format
    anonymous: bool = False
    votes: int = 3
    mood: bool = False
    until: date | None = None
    facts: tuple[Fact, ...] = ()


class Boarded(Value):
    """Where the board was posted."""

    kind: Literal["boarded"] = "boarded"
    address: Address
    post: str


class Noted(Value):
    """A note. `link`: the message that it was, where it was passed on; `permalink`: the one whose changes it follows.

    That is the one that it was typed as, or the one that was passed on, as long as the note says the same.
    """

    kind: Literal["noted"] = "noted"
    text: str
    column: str = ""
    link: str | None = None
    permalink: str | None = None


class TakenBack(Value):
    """Its author took a note back."""

    kind: Literal["taken_back"] = "taken_back"
    note: int


class Reworded(Value):
    """The message that a note was typed as was edited."""

    kind: Literal["reworded"] = "reworded"
    note: int
    text: str
    column: str = ""


class Removed(Value):
    """The message that a note was typed as is gone, or is no note any more."""

    kind: Literal["removed"] = "removed"
    note: int


class Themed(Value):
    """Notes that lie in no theme yet are put into new ones, each with its notes."""

    kind: Literal["themed"] = "themed"
    themes: tuple[tuple[int, ...], ...]


class Moved(Value):
    """Notes go into another theme, or, with a `title`, into a new one."""

    kind: Literal["moved"] = "moved"
    notes: tuple[int, ...]
    theme: int | None = None
    title: str = ""


class Named(Value):
    """A theme got another name."""

    kind: Literal["named"] = "named"
    theme: int
    title: str


class Merged(Value):
    """Themes became one: the first takes in the others."""

    kind: Literal["merged"] = "merged"
    themes: tuple[int, ...]


class Turned(Value):
    """Somebody decided that another phase begins, forwards or back."""

    kind: Literal["turned"] = "turned"
    phase: Phase


class Voted(Value):
    """All votes of one person, in place of those before. `voter` is their id, or in an anonymous retro a mark."""

    kind: Literal["voted"] = "voted"
    voter: str
    themes: tuple[int, ...]


class Taken(Value):
    """This theme is talked about now."""

    kind: Literal["taken"] = "taken"
    theme: int


class Timed(Value):
    """The theme under discussion has time until then; None: the timer is off."""

    kind: Literal["timed"] = "timed"
    until: AwareDatetime | None


class Remarked(Value):
    """Something worth keeping was said about a theme."""

    kind: Literal["remarked"] = "remarked"
    theme: int
    text: str


class Agreed(Value):
    """An action came out; its own journal tells what becomes of it."""

    kind: Literal["agreed"] = "agreed"
    action: str
    theme: int | None = None


class Asked(Value):
    """The retro began by asking what became of these actions."""

    kind: Literal["asked"] = "asked"
    actions: tuple[str, ...]


class Felt(Value):
    """How the sprint was for somebody, from 1 to 5. `voter` is a mark, never a name."""

    kind: Literal["felt"] = "felt"
    voter: str
    score: int = Field(ge=1, le=5)


class Nudged(Value):
    """The team was reminded that the retro waits for them."""

    kind: Literal["nudged"] = "nudged"
    day: date
    phase: Phase


Move = Annotated[
    Opened
    | Started
    | Boarded
    | Noted
    | TakenBack
    | Reworded
    | Removed
    | Themed
    | Moved
    | Named
    | Merged
    | Turned
    | Voted
    | Taken
    | Timed
    | Remarked
    | Agreed
    | Asked
    | Felt
    | Nudged,
    Field(discriminator="kind"),
]
_MOVE: TypeAdapter[Move] = TypeAdapter(Move)


def read_move(kind: str, body: dict[str, Any]) -> Move:
    """The move that a journal entry holds."""
    return _MOVE.validate_python({"kind": kind, **body})


def body_of(move: Move) -> dict[str, Any]:
    """A move as the JSON body of a journal entry; its kind stands beside it."""
    return move.model_dump(mode="json", exclude={"kind"}, exclude_defaults=True)

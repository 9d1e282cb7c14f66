"""Everything that can happen in an interview, as entries of its journal; together they are its state."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from bot.chat import Value
from bot.interviews.framework import Depth
from bot.stories.rules import Tag

AskForm = Literal["opening", "question", "gap", "probe", "more", "clash", "closing"]
"""Why a question is asked: a new topic, the rest of a known one, a vague or missing fact, a second thing of a kind, two
statements that can't both hold."""


class Started(Value):
    """Somebody began an interview; `framework` is a file under prompts/interviews/ without its ending."""

    kind: Literal["started"] = "started"
    framework: str
    depth: Depth


class Asked(Value):
    """The bot asked. `about` is the statement it is about; `target` is the need or the vague word's family.

    `worded`: how it was put to the person, where that isn't `text`. `refused`: a language model's wording of it asked
    something else, so it stands in the rules' own words.
    """

    kind: Literal["asked"] = "asked"
    form: AskForm
    topic: str | None = None
    text: str
    about: str | None = None
    target: str | None = None
    label: str | None = None
    worded: str | None = None
    refused: bool = False

    @property
    def shown(self) -> str:
        """The question as people read it."""
        return self.worded or self.text


class Said(Value):
    """Somebody's own words. `asked` is the topic of the question it answers; the first of `topics` is where it stands.

    `about` and `label`: it answers a probe about that statement, and how the brief names the answer ("How often").
    `target`: what the probe was after.
    `heading`: it stood under a heading of its topic, so it was written for it. `aside`: only said in passing.
    `elsewhere`: said in answer to what was asked somewhere else, so it may answer nothing that is asked here.
    """

    kind: Literal["said"] = "said"
    id: str
    text: str
    topics: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    asked: str | None = None
    about: str | None = None
    label: str | None = None
    target: str | None = None
    heading: bool = False
    aside: bool = False
    elsewhere: bool = False
    tag: Tag = "stated"
    link: str | None = None
    file: str | None = None


class Replaced(Value):
    """A statement has new words; the old ones stay in its trail. `words` is how the person put the correction."""

    kind: Literal["replaced"] = "replaced"
    statement: str
    text: str
    words: str = ""
    link: str | None = None
    tag: Tag = "stated"


class Withdrawn(Value):
    """A statement no longer holds; it stays in the decision log. `words` is how the person took it back."""

    kind: Literal["withdrawn"] = "withdrawn"
    statement: str
    words: str = ""
    link: str | None = None


class Moved(Value):
    """A statement belongs to another topic than the rules thought."""

    kind: Literal["moved"] = "moved"
    statement: str
    topic: str


class Skipped(Value):
    """Somebody chose not to answer this topic, or this probe of it."""

    kind: Literal["skipped"] = "skipped"
    topic: str
    target: str | None = None


class Declined(Value):
    """ "Nothing else": the end of a list, in the person's words."""

    kind: Literal["declined"] = "declined"
    topic: str | None
    text: str


class Opened(Value):
    """A question nobody could answer yet, with its owner and date."""

    kind: Literal["opened"] = "opened"
    id: str
    topic: str | None
    text: str
    owner: str
    due: date
    target: str | None = None


class Assigned(Value):
    """An open question got another owner or date."""

    kind: Literal["assigned"] = "assigned"
    question: str
    owner: str
    due: date


class Answered(Value):
    """An open question was answered by a statement."""

    kind: Literal["answered"] = "answered"
    question: str
    statement: str


class Reopened(Value):
    """Somebody went back to a topic."""

    kind: Literal["reopened"] = "reopened"
    topic: str


class DepthSet(Value):
    """Somebody chose how long the interview should be."""

    kind: Literal["depth"] = "depth"
    depth: Depth


class Paused(Value):
    """Put aside, to be picked up later."""

    kind: Literal["paused"] = "paused"


class Resumed(Value):
    """Picked up again."""

    kind: Literal["resumed"] = "resumed"


class Finished(Value):
    """Ended: by itself, when nothing worth asking was left, or by somebody."""

    kind: Literal["finished"] = "finished"
    by_itself: bool


class Wording(Value):
    """Better words for a line of the brief; they hold as long as the rules' own line is still `was`."""

    section: str
    was: str
    sources: tuple[str, ...]
    text: str


class Briefed(Value):
    """The brief as it was shown, better words for lines of it, and the journal of the stories drafted from it."""

    kind: Literal["briefed"] = "briefed"
    brief: dict[str, Any]
    stories: str | None
    worded: tuple[Wording, ...] = ()


class Cancelled(Value):
    """Given up; what was said stays readable."""

    kind: Literal["cancelled"] = "cancelled"


Move = Annotated[
    Started
    | Asked
    | Said
    | Replaced
    | Withdrawn
    | Moved
    | Skipped
    | Declined
    | Opened
    | Assigned
    | Answered
    | Reopened
    | DepthSet
    | Paused
    | Resumed
    | Finished
    | Briefed
    | Cancelled,
    Field(discriminator="kind"),
]

_MOVE: TypeAdapter[Move] = TypeAdapter(Move)


def read_move(kind: str, body: dict[str, Any]) -> Move:
    """The move that a journal entry holds."""
    return _MOVE.validate_python({"kind": kind, **body})


def body_of(move: Move) -> dict[str, Any]:
    """A move as the JSON body of a journal entry; its kind stands beside it."""
    return move.model_dump(mode="json", exclude={"kind"}, exclude_defaults=True)

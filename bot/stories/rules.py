"""What a user story is made of: its sources, its criteria, and what a linter finds in it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from bot.chat import Person, Value

Tag = Literal["stated", "inferred", "assumed"]
"""How sure a line is: someone said it; it follows from what someone said; nobody said it yet."""

Severity = Literal["error", "advice"]
"""An error can be decided by rule; advice is for a person to weigh."""

CriteriaStyle = Literal["gherkin", "ears"]


class Source(Value):
    """Something that was said, which lines of documents, stories and criteria rest on.

    `id` is `S1`, `S2`, … within one interview or idea. `topic` is the id of the interview topic it was credited to.
    """

    id: str
    text: str
    author: Person
    at: datetime
    link: str | None = None
    tag: Tag = "stated"
    topic: str | None = None


class Finding(Value):
    """What a lint rule has to say: `span` is the text it is about, `suggestion` a rewrite where one is possible."""

    rule: str
    severity: Severity
    message: str
    span: str | None = None
    suggestion: str | None = None


class Criterion(Value):
    """One acceptance criterion: one behaviour, one observable outcome.

    `given`, `when`, `then` are step texts without their keywords; EARS is rendered from the same three. `id` is
    `AC-1.2` (story 1, criterion 2). `sources` are statement ids, never empty.
    """

    id: str
    title: str
    given: tuple[str, ...] = ()
    when: str
    then: tuple[str, ...]
    negative: bool = False
    sources: tuple[str, ...]
    tag: Tag = "stated"


class Story(Value):
    """A user story: who wants what, and why. `id` is `US-1`; `sources` are statement ids, never empty.

    `role` has no article ("support agent"), `want` follows "I want " ("to issue a refund", "the system to …"),
    `benefit` follows "so that " or is empty when nobody has given a reason. `drafted` is the want as the rules drafted
    it, where it was worded otherwise since: by it a story is known again when it is drafted a second time.
    """

    id: str
    role: str
    want: str
    benefit: str = ""
    criteria: tuple[Criterion, ...] = ()
    sources: tuple[str, ...]
    requirements: tuple[str, ...] = ()
    tag: Tag = "stated"
    size: Literal["S", "M", "L"] | None = None
    split: tuple[str, ...] = ()
    slice: int = 2
    order: int = 0
    status: Literal["draft", "approved"] = "draft"
    drafted: str = Field(default="", exclude_if=lambda want: not want)


class Requirement(Value):
    """One numbered line of a brief that stories are drafted from.

    `text` is a sentence in the words of its sources. `kind` says which section it stands in. `first_slice` is true when
    somebody said that it ships first.
    """

    id: str
    kind: Literal["functional", "rule", "failure", "quality", "verification", "permission", "interface", "data"]
    text: str
    sources: tuple[str, ...]
    tag: Tag = "stated"
    first_slice: bool = False


class Material(Value):
    """All that stories may rest on, handed in by an interview or made from one rough idea.

    `roles` are users as people named them, most important first, singular and without article. `reasons` are the
    problem and outcome statements that a benefit may be taken from. `sources` hold every statement that anything cites.
    """

    title: str
    roles: tuple[str, ...] = ()
    reasons: tuple[Source, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    sources: tuple[Source, ...] = ()

    def source(self, source_id: str) -> Source:
        """The statement with this id; KeyError when a citation points nowhere."""
        for source in self.sources:
            if source.id == source_id:
                return source
        raise KeyError(source_id)

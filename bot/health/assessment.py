"""A team's assessment: statements that everybody weighs alone, and what comes of it for the team as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pydantic import AwareDatetime, Field, field_validator

from bot.chat import Address, Form, FormField, Value
from bot.store.journal import Entry

KIND = "assessment"
FEWEST = 4
"""With fewer answers an average would tell on somebody."""

SCALE = ("1 not at all", "2 rather not", "3 partly", "4 mostly", "5 fully")
UNSURE = "can’t say"
_MOST = 20
_FAR_APART = 1.2


class Statement(Value):
    """Something that is true of a team or isn't; `about` names it in a word or two."""

    id: str = Field(min_length=1, pattern=r"^[a-z0-9_-]+$")
    about: str = Field(min_length=1)
    says: str = Field(min_length=1)


class Assessment(Value):
    """The file that a product person can edit; `source` says where the statements come from."""

    title: str = Field(min_length=1)
    source: str = ""
    statements: tuple[Statement, ...] = Field(min_length=1, max_length=_MOST)

    @field_validator("statements")
    @classmethod
    def _once(cls, statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
        ids = [one.id for one in statements]
        if len(set(ids)) < len(ids):
            raise ValueError("two statements have the same id; the next assessment couldn’t be compared")
        return statements


class Round(Value):
    """One time that a team is asked. `answers` has the last one for each mark; whose a mark is, nobody can tell."""

    id: str
    title: str
    source: str
    statements: tuple[Statement, ...]
    answers: dict[str, dict[str, int]] = Field(default_factory=dict)
    board: Address = ""
    post: str = ""
    closed_at: AwareDatetime | None = None
    cancelled: bool = False

    @property
    def open(self) -> bool:
        """Whether answers count."""
        return self.closed_at is None and not self.cancelled


class Mean(NamedTuple):
    """What a team says of a statement: the average of its answers, how many, and whether they are far apart."""

    value: float
    answers: int
    far_apart: bool


def begun(assessment: Assessment) -> dict[str, object]:
    """The first entry of a round: the statements as they were when it began."""
    return assessment.model_dump(mode="json")


def replay(journal_id: str, entries: Iterable[Entry]) -> Round:
    """The round that these entries add up to. What comes after its end changes nothing."""
    first, *rest = entries
    found = Round(id=journal_id, **first.body)
    for entry in rest:
        found = found.model_copy(update=_changes(found, entry))
    return found


def _changes(found: Round, entry: Entry) -> Mapping[str, object]:
    match entry.kind:
        case "posted":
            return {"board": entry.body["address"], "post": entry.body["post"]}
        case "answered" if found.open:
            return {"answers": {**found.answers, entry.body["mark"]: entry.body["scores"]}}
        case "closed" if found.open:
            return {"closed_at": entry.at}
        case "cancelled" if found.open:
            return {"cancelled": True}
        case _:
            return {}


def means(found: Round) -> dict[str, Mean | None]:
    """The team's word on each statement; None where fewer than four weighed it, or while the round is open."""
    told: dict[str, Mean | None] = {}
    for statement in found.statements:
        scores = [each[statement.id] for each in found.answers.values() if statement.id in each]
        if found.closed_at is None or len(scores) < FEWEST:
            told[statement.id] = None
            continue
        value = sum(scores) / len(scores)
        spread = (sum((each - value) ** 2 for each in scores) / len(scores)) ** 0.5
        told[statement.id] = Mean(round(value, 1), len(scores), spread >= _FAR_APART)
    return told


def overall(found: Round) -> float | None:
    """The average of all statements that enough people weighed."""
    known = [each.value for each in means(found).values() if each is not None]
    return round(sum(known) / len(known), 1) if known else None


def answer_form(form_id: str, found: Round, before: Mapping[str, int]) -> Form:
    """One choice for each statement; what somebody answered before is filled in."""
    fields = tuple(
        FormField(
            name=statement.id,
            label=f"{number}. {statement.about}",
            hint=statement.says,
            type="choice",
            options=(*SCALE, UNSURE),
            value=SCALE[before[statement.id] - 1] if statement.id in before else UNSURE,
        )
        for number, statement in enumerate(found.statements, 1)
    )
    return Form(id=form_id, title="How is it for you?", fields=fields, submit="Answer")


def read_scores(values: Mapping[str, str], statements: Sequence[Statement]) -> dict[str, int]:
    """The scores in a filled form; what was passed over isn’t in it."""
    return {
        statement.id: SCALE.index(values[statement.id]) + 1
        for statement in statements
        if values.get(statement.id) in SCALE
    }

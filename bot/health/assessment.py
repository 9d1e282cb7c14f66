"""A team's assessment: statements that everybody weighs alone, and what comes of it for the team as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pydantic import AwareDatetime, Field, field_validator

from bot.chat import Address, Form, FormField, Value
from bot.store.journal import Entry

KIND = "assessment"
ANSWERED = "answered"
"""An answer in a journal. These go when a round ends; what was told of them stays in its last entry."""

FEWEST = 4
"""With fewer answers an average would tell on somebody."""

SCALE = ("1 not at all", "2 rather not", "3 partly", "4 mostly", "5 fully")
UNSURE = "can’t say"
_MOST = 20
_FAR_APART = 1.2
LOWEST, HIGHEST = 1.5, 4.5
"""Beyond these an average says what everybody answered, so it is told as "1.5 or less" and "4.5 or more"."""

_ROUNDING = 0.05
_SPAN = len(SCALE) - 1


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


class Mean(Value):
    """What a team says of a statement: the average as it is told, of how many, and whether they are far apart.

    `moved` is by how much since the round before; None where that round didn't tell.
    """

    value: float
    answers: int
    far_apart: bool
    moved: float | None = None


class Result(Value):
    """What is told of a round: how many answered, and each statement that at least four weighed.

    `last` is what was told of each statement last, in this round or an earlier one.
    """

    answers: int
    means: dict[str, Mean] = Field(default_factory=dict)
    last: dict[str, Mean] = Field(default_factory=dict)


class Round(Value):
    """One time that a team is asked. `answers` has the last one for each mark; whose a mark is, nobody can tell."""

    id: str
    title: str
    source: str
    statements: tuple[Statement, ...]
    answers: dict[str, dict[str, int]] = Field(default_factory=dict)
    result: Result | None = None
    board: Address = ""
    post: str = ""
    closed_at: AwareDatetime | None = None
    cancelled: bool = False

    @property
    def open(self) -> bool:
        """Whether answers count."""
        return self.closed_at is None and not self.cancelled

    @property
    def count(self) -> int:
        """How many have answered."""
        return self.result.answers if self.result else len(self.answers)


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
            told = entry.body.get("result")  # those that were closed before it was kept still have their answers
            result = Result.model_validate(told) if told else result_of(found, None)
            return {"closed_at": entry.at, "result": result, "answers": {}}
        case "cancelled" if found.open:
            return {"cancelled": True}
        case _:
            return {}


def result_of(found: Round, before: Result | None) -> Result:
    """What is told of a round when it is closed, given what was told of the one before.

    Who knows both, and that nobody else changed their mind, could work out the answer of the one who came, left or
    thought again. So a change that so few could have made alone isn't told: it reads as it was, which says all that the
    numbers of so small a team can say anyway.
    """
    last = before.last if before else {}
    told: dict[str, Mean] = {}
    for statement in found.statements:
        scores = [each[statement.id] for each in found.answers.values() if statement.id in each]
        if len(scores) >= FEWEST:
            told[statement.id] = _mean(scores, last.get(statement.id))
    return Result(answers=len(found.answers), means=told, last={**last, **told})


def _mean(scores: Sequence[int], before: Mean | None) -> Mean:
    value = sum(scores) / len(scores)
    spread = (sum((each - value) ** 2 for each in scores) / len(scores)) ** 0.5
    shown = round(min(max(value, LOWEST), HIGHEST), 1)
    fresh = Mean(value=shown, answers=len(scores), far_apart=spread >= _FAR_APART)
    if before is None:
        return fresh
    if abs(value - before.value) <= _by_few(before.answers, len(scores)) + _ROUNDING:
        return before.model_copy(update={"answers": len(scores), "moved": 0.0})
    return fresh.model_copy(update={"moved": round(shown - before.value, 1)})


def _by_few(before: int, now: int) -> float:
    """How far an average can move by those alone who came or left; by one, if that is nobody, or four or more."""
    few = abs(now - before)
    return _SPAN * (few if 0 < few < FEWEST else 1) / max(before, now)


def overall(result: Result) -> float | None:
    """The average of all statements that are told."""
    known = [each.value for each in result.means.values()]
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
    """The scores in a filled form, each an option or its number; what was passed over isn’t in it."""
    told = {statement.id: _place(values.get(statement.id, "")) for statement in statements}
    return {name: place for name, place in told.items() if place}


def off_scale(values: Mapping[str, str], statements: Sequence[Statement]) -> tuple[str, ...]:
    """The fields that hold neither a place on the scale nor “can’t say”."""
    names = [statement.id for statement in statements]
    return tuple(name for name in names if (value := values.get(name, "")) not in {"", UNSURE} and not _place(value))


def _place(value: str) -> int:
    """From 1; 0 where it is none."""
    numbers = {option.partition(" ")[0]: at for at, option in enumerate(SCALE, 1)}
    return SCALE.index(value) + 1 if value in SCALE else numbers.get(value, 0)

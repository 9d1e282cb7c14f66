"""What is worth knowing of a sprint as a whole: how the last one ended, what is left over, what waits to be planned."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from bot.chat import Value
from bot.language.text import one_line, shorten
from bot.sprints.rules import Cite, Item, Pack, Sprint, coverage, overlap, previous

_DONE = re.compile(
    r"\b(?:done|closed|accepted|released|shipped|resolved|finished|complete[d]?|delivered)\b", re.IGNORECASE
)
_NOT = re.compile(r"\b(?:not|never|isn't|isn’t|partly|half)\b", re.IGNORECASE)
_SAME = 0.6
_NAMED = 4


class Asked(Value):
    """A question that an interview left open: who answers it by when, and the items that the interview is about."""

    key: str
    text: str
    owner: str
    due: date
    items: tuple[str, ...]
    cite: Cite


class Whole(Value):
    """Something about the sprint, or about the item that it is nearest to; `what` tells it from others of its kind."""

    kind: Literal["question", "outcome", "left", "waiting"]
    what: str
    item: str
    text: str
    cite: Cite


class Agreed(Value):
    """Something that was agreed and isn't done yet, such as a retrospective's action."""

    text: str
    cite: Cite


def about_the_whole(  # noqa: PLR0913 (everything that is known beside its items)
    sprint: Sprint,
    *,
    sprints: Sequence[Sprint],
    approved: Sequence[Item],
    asked: Sequence[Asked],
    pack: Pack,
    today: date,
) -> Iterable[Whole]:
    """What a preparation adds to the items, and the questions that are still open."""
    if pack == "review":
        yield from _outcome(sprint)
    if pack == "planning":
        last = previous(sprint, sprints)
        if last is not None:
            yield from _outcome(last)
            yield from _left_over(last, sprint)
        yield from _not_planned(approved, sprint)
    for each in asked:
        when = f"by {each.due.day} {each.due:%B}" if each.due >= today else f"was due on {each.due.day} {each.due:%B}"
        text = f"still open: “{shorten(one_line(each.text), 150)}” ({each.owner}, {when})"
        yield Whole(kind="question", what=each.key, item=_nearest(each, sprint), text=text, cite=each.cite)


def is_done(item: Item) -> bool:
    """Whether its status says that it is done."""
    return bool(_DONE.search(item.status)) and not _NOT.search(item.status) and not item.carried_to


def _outcome(sprint: Sprint) -> Iterable[Whole]:
    told = [item for item in sprint.items if item.status or item.carried_to]
    if not told:
        return
    done = [item for item in sprint.items if is_done(item)]
    left = [item.name for item in sprint.items if item not in done]
    text = f"{sprint.name}: {len(done)} of {len(sprint.items)} items done"
    more = f" and {len(left) - _NAMED} more" if len(left) > _NAMED else ""
    text += f"; not done: {', '.join(left[:_NAMED])}{more}" if left else ""
    yield Whole(kind="outcome", what=sprint.name, item="", text=text, cite=sprint.cite)


def _left_over(last: Sprint, sprint: Sprint) -> Iterable[Whole]:
    for item in last.items:
        open_ = bool(item.carried_to) or (bool(item.status) and not is_done(item))
        if open_ and not _holds(sprint, item):
            text = f"{item.name} “{shorten(item.title, 80)}” was left open in {last.name} and isn’t planned"
            yield Whole(kind="left", what=item.name, item="", text=text, cite=last.cite)


def _not_planned(approved: Sequence[Item], sprint: Sprint) -> Iterable[Whole]:
    for item in approved:
        if item.cite is not None and not _holds(sprint, item):
            text = f"{item.name} “{shorten(item.title, 80)}” was approved here and isn’t planned"
            yield Whole(kind="waiting", what=item.name, item="", text=text, cite=item.cite)


def _holds(sprint: Sprint, item: Item) -> bool:
    return any((each.id and each.id == item.id) or overlap(each.title, item.title) >= _SAME for each in sprint.items)


def _nearest(asked: Asked, sprint: Sprint) -> str:
    """The item that a question has most in common with; "" when it is about none of them more than the others."""
    items = [item for item in sprint.items if item.name in asked.items]
    if len(items) == 1:
        return items[0].name
    near = [(coverage(asked.text, item.text), item.name) for item in items]
    best = max(near, default=(0.0, ""), key=lambda pair: pair[0])
    return best[1] if best[0] > 0 else ""

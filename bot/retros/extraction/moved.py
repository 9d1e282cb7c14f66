"""A day that is moved after all: "the disk alert will be Monday", said hours later by whoever has it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from bot.language.text import content_words
from bot.retros.extraction.asking import request_in
from bot.retros.extraction.dates import Found, Seen
from bot.retros.extraction.due import days_in
from bot.retros.extraction.log import Line, Log
from bot.retros.extraction.tasks import without_time

if TYPE_CHECKING:
    from bot.retros.extraction.commitment import Commitment

_TO = re.compile(
    r"(?:\b(?:will be|slips?|slipped|slipping|moves? to|moved to|pushed (?:back )?to|instead|not before|"
    r"can(?:['’]?t| ?not)\b.{0,30}\bbefore|needs?|make (?:it|that|mine|ours)|is now|can we say|let['’]?s say|"
    r"takes?|delayed|"
    r"has to wait|"
    r"have to wait|can i have|is (?:done|ready)|ready|done|finished|later than|rather|you(?:['’]ll| will)? (?:have|"
    r"get)|wird(?: es)?|erst|"
    r"doch|verschiebt sich|kriegt ihr|bekommt ihr|habt ihr)|['’]ll be)\b[^.,;!?]{0,24}$",
    re.IGNORECASE,
)
"""What leads up to a new day."""
_IT_IS = re.compile(
    r"^\s*(?:it is\b|instead|after all|,? not\b|at the (?:earliest|latest)|kriegt ihr|bekommt ihr|habt ihr|wird es)",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"^['’\s]*(?:was|is (?:a |my )?(?:holiday|off|impossible|too (?:soon|early|tight))|won['’]t|doesn['’]t|will "
    r"not|is not|isn['’]t|is out|wird (?:nix|nichts)|geht (?:nicht|nix)|klappt nicht)\b",
    re.IGNORECASE,
)
_OFF = re.compile(r"\b(?:off|away|out|holiday|leave|busy|urlaub)\b[^.,;!?]{0,14}$", re.IGNORECASE)


def moved(
    actions: Sequence[Commitment], lines: Sequence[Line], log: Log, seen: Callable[[Line], Seen | None]
) -> list[Commitment]:
    """The actions, with the days that their owners moved them to later on."""
    kept = list(actions)
    order = {remark.id: at for at, remark in enumerate(log.remarks)}
    said: set[tuple[str, str]] = set()
    for line in sorted(lines, key=lambda each: order[each.remark.id]):
        if line.author is None or line.remark.by_bot or (line.remark.id, line.author.id) in said:
            continue
        said.add((line.remark.id, line.author.id))  # a message is read as a whole, once
        text = line.remark.text
        sees = seen(line)
        day = _new_day(text, sees) if sees and "\n" not in text and not request_in(text) else None
        if day is None or day.day is None:
            continue
        at = _whose(kept, line, text, order, {each.day for each in days_in(text, sees)} if sees else set())
        if at is None or kept[at].due == day.day:
            continue
        before = kept[at]
        words = content_words(before.text)
        kept[at] = before.model_copy(
            update={"due": day.day, "sources": tuple(dict.fromkeys((*before.sources, line.remark.id)))}
        )
        kept = [each for each in kept if each.sources != (line.remark.id,) or not content_words(each.text) & words]
    return kept


def _new_day(text: str, seen: Seen) -> Found | None:
    """The day that counts: not the one that is given up for it."""
    days = [each for each in days_in(text, seen) if not _OFF.search(text[: each.start])]
    kept = [each for each in days if not (_PAST.match(text[each.end :]) or _NOT.search(text[: each.start]))]
    if not kept:
        return None
    day = kept[-1]
    told = _TO.search(text[: day.start]) or _IT_IS.match(text[day.end :])
    return day if len(kept) < len(days) or told else None


_NOT = re.compile(
    r"\b(?:not|instead of|rather than|won['’]t (?:make|manage)|nicht|statt)\s+(?:on |by |until |the "
    r")*$",
    re.IGNORECASE,
)


def _whose(
    actions: Sequence[Commitment], line: Line, text: str, order: dict[str, int], days: set[date | None]
) -> int | None:
    """Which action is meant: one that its owner has, said before, whose words come again."""
    words = content_words(text)
    best: tuple[int, int] | None = None
    here = order[line.remark.id]
    for at, action in enumerate(actions):
        if action.owner is None or line.author is None or action.owner.id != line.author.id:
            continue
        first = min((order.get(each, here) for each in action.sources), default=here)
        if line.remark.id in action.sources or first >= here:
            continue
        shared = len(words & content_words(without_time(action.text))) + (action.due is not None and action.due in days)
        if shared and (best is None or shared > best[0]):
            best = shared, at
    return best[1] if best else None

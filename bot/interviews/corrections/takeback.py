"""What is taken back by its number or its place: “drop 3 and 5”, “remove the last one”, “undo”."""

from __future__ import annotations

import re

from bot.chat import Value
from bot.interviews.moves import Replaced, Withdrawn
from bot.interviews.rules import Interview, Statement
from bot.language.facts import is_hedged
from bot.language.text import one_line

_COUNT = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "couple": 2, "couple of": 2}
_LEAD = (
    r"(?:(?:oh|ah|no|wait|well|so|sorry|ok(?:ay)?|and|but|actually|please|hm+|then|can you|could you|you can"
    r"|let'?s|i want to)"
    r"[,.!…\s-]+)*"
)
_VERB = (
    r"(?:drop|delete|remove|withdraw|forget|scratch|strike|scrap|erase|ignore|take back|take out|leave out"
    r"|get rid of)"
)
_NOUN = r"(?:(?:the )?(?:statements?|numbers?|points?|items?|lines?|nos?\.?|entries|answers?) )?"
_NUMBERS = re.compile(
    rf"{_LEAD}{_VERB}\s+{_NOUN}(?P<numbers>(?:#|s)?\d{{1,4}}(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*"
    rf"|\s*\+\s*)(?:#|s)?\d{{1,4}})*)"
    r"(?P<range>\s*(?:-|–|to)\s*(?:#|s)?\d{1,4})?"
    r"(?:\s*[,;:.–—-]+\s*(?P<why>.*)|\s+(?P<because>(?:because|since|as|they|that|it|those|these|please|again|too"
    r"|completely|from (?:the|my|your|this|that) (?:list|brief|notes?|summary|interview))\b.*)|[.!?\s]*)",
    re.IGNORECASE,
)
_LAST = re.compile(
    rf"{_LEAD}(?:{_VERB}|undo)\s+(?:the |that |my |those )?(?:last|previous|latest)"
    r"(?:\s+(?P<count>two|three|four|five|couple(?: of)?|\d))?(?:\s+(?:one|ones|statements?|points?|items?|lines?"
    r"|things?|answers?|entry|entries|bit|sentence|sentences))?(?:,? please)?[.!?\s]*",
    re.IGNORECASE,
)
_UNDO = re.compile(
    rf"{_LEAD}(?:undo(?: (?:that|this|it|please|the last (?:change|correction|message|step)))?|"
    r"(?:undo|revert|take back) (?:that|this|the|my) (?:last )?(?:change|correction|message)|change (?:it|that) back|"
    r"put (?:it|that) back|(?:that )?was(?:n't| not) meant to change)(?:,? please)?[.!?\s]*",
    re.IGNORECASE,
)
_NO_REASON = re.compile(
    r"(?:it'?s|it is|it should|make it|use|it has to be|they'?re|it was) (?:\w+ )?[\d€$£]|\d", re.IGNORECASE
)


class TakeBack(Value):
    """What somebody wants to take back: these numbers, this many of the last statements, or the last change."""

    numbers: tuple[int, ...] = ()
    last: int = 0
    undo: bool = False


def take_back(text: str) -> TakeBack | None:
    """What a whole message or sentence takes back by number or place; None when it does not."""
    line = one_line(text).replace("’", "'")
    if _UNDO.fullmatch(line):
        return TakeBack(undo=True)
    if last := _LAST.fullmatch(line):
        count = (last["count"] or "one").lower()
        return TakeBack(last=_COUNT.get(count) or int(count))
    found = _NUMBERS.fullmatch(line)
    if found is None or (found["why"] and _NO_REASON.match(found["why"])):
        return None
    numbers = [int(number) for number in re.findall(r"\d+", found["numbers"])]
    if found["range"]:
        end = int(re.findall(r"\d+", found["range"])[0])
        if not numbers[-1] < end <= numbers[-1] + 50:
            return None
        numbers += range(numbers[-1] + 1, end + 1)
    return TakeBack(numbers=tuple(dict.fromkeys(numbers)))


def taken_back(wish: TakeBack, interview: Interview, words: str = "") -> tuple[Replaced | Withdrawn, ...]:
    """The moves that take it back, for every number that there is; none when there is nothing of that kind."""
    if wish.undo:
        return _undone(interview, words)
    if wish.last:
        chosen = list(interview.active[-wish.last :])
    else:
        named = [interview.statement(number) for number in wish.numbers]
        chosen = [one for one in named if one is not None and not one.withdrawn]
    return tuple(Withdrawn(statement=one.id, words=words) for one in chosen)


def not_there(wish: TakeBack, interview: Interview) -> str:
    """Why nothing, or not all of it, can be taken back; empty when everything can."""
    if not interview.active:
        return "Nothing has been said yet that could be taken back."
    unknown = [number for number in wish.numbers if interview.statement(number) is None]
    gone = [number for number in wish.numbers if (one := interview.statement(number)) and one.withdrawn]
    lines = []
    if unknown:
        lines.append(
            f"There is no statement {_listed(unknown, 'or')}; they go from 1 to {len(interview.statements)}. "
            "`list` shows them."
        )
    if gone:
        lines.append(f"{_listed(gone, 'and')} {'was' if len(gone) == 1 else 'were'} taken back before.")
    return " ".join(lines)


def _listed(numbers: list[int], joined: str) -> str:
    return f" {joined} ".join(str(number) for number in numbers)


def _undone(interview: Interview, words: str) -> tuple[Replaced | Withdrawn, ...]:
    """The last message's statements go, and what it changed gets its old words again; once more redoes it."""
    said = max((one.at for one in interview.active if not one.trail), default=None)
    changed = max((one.trail[-1].at for one in interview.statements if one.trail), default=None)
    latest = max((moment for moment in (said, changed) if moment is not None), default=None)
    if latest is None:
        return ()
    moves: list[Replaced | Withdrawn] = []
    for one in interview.statements:
        old = _before(one, latest)
        if one.trail and one.trail[-1].at == latest and old:
            moves.append(
                Replaced(statement=one.id, text=old, words=words, tag="assumed" if is_hedged(old) else "stated")
            )
        elif one.at == latest and not one.withdrawn:
            moves.append(Withdrawn(statement=one.id, words=words))
    return tuple(moves)


def _before(statement: Statement, moment: object) -> str:
    """What a statement said before a message changed it; nothing when it was said in that message."""
    if statement.at == moment:
        return ""
    return next((change.was for change in statement.trail if change.at == moment), "")

"""A day that was only asked about, or given up in the same breath: “sure, but Friday is too early”; it binds nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from bot.retros.extraction.commitment import Commitment
from bot.retros.extraction.consent import refuses
from bot.retros.extraction.deadline import is_denied
from bot.retros.extraction.dialogue import Conversation
from bot.retros.extraction.due import days_in
from bot.retros.extraction.log import Line

_LISTENS = 3
_TOO = re.compile(r"\b(?:too|bit|zu) (?:late|early|soon|tight|spät|früh|knapp)\b", re.IGNORECASE)
"""What somebody says who wants another day."""
_NO_NO = re.compile(r"\bno (?:need|rush|hurry|problem|worries|prob|pressure|stress)\b", re.IGNORECASE)
_BUT = re.compile(r"\b(?:but|aber|though)\b", re.IGNORECASE)
_ALL_THE_SAME = re.compile(
    r"\b(?:ok(?:ay)?|fine|manage|doable|try|will|['’]ll|works?|possible|make it|geht|klappt)\b", re.IGNORECASE
)


def without_denied_day(conversation: Conversation, action: Commitment) -> Commitment:
    """The action without its day, where its owner says that they can't keep it, or asks for it and hears a no."""
    if action.due is None or action.owner is None or conversation.log.kind == "notes":
        return action
    said = [*_said(conversation, action)]
    denied = any(_denies(conversation, line, action) for line in said) or _refused(conversation, said, action)
    return action.model_copy(update={"due": None}) if denied else action


def keeps_it(after: str) -> bool:
    """Whether what follows the day keeps it: Friday "is tight, but I’ll manage"."""
    told = after.partition("?")[0]
    but = _BUT.search(told)
    return but is not None and _ALL_THE_SAME.search(told, but.end()) is not None


def _said(conversation: Conversation, action: Commitment) -> Iterator[Line]:
    """What the owner says of it: where they take it, and right after that."""
    own = [at for at, line in enumerate(conversation.lines) if line.remark.id in action.sources]
    if not own:
        return
    for key, lines in [("", [conversation.lines[at] for at in own]), *conversation.after(own[-1], _LISTENS)]:
        if not key or lines[0].remark.id not in action.sources:
            yield from (each for each in lines if each.author == action.owner)


def _denies(conversation: Conversation, line: Line, action: Commitment) -> bool:
    seen = conversation.seen(line)
    named = [each for each in days_in(line.text, seen) if each.day == action.due] if seen else []
    return bool(named) and all(
        is_denied(line.text, each) and not keeps_it(line.remark.text.partition(each.words)[2]) for each in named
    )


def _refused(conversation: Conversation, said: list[Line], action: Commitment) -> bool:
    """Whether the owner asks if the day will do, and whoever speaks next says that it won’t."""
    asks = next((each for each in reversed(said) if _asks(conversation, each, action)), None)
    if asks is None:
        return False
    following = conversation.after(conversation.lines.index(asks), 1)
    others = takewhile(lambda each: each[1][0].author != action.owner, following)
    texts = [" ".join(line.text for line in lines) for _, lines in others]
    return any((refuses(text) and not _NO_NO.search(text)) or _TOO.search(text) for text in texts)


def _asks(conversation: Conversation, line: Line, action: Commitment) -> bool:
    day = conversation.due(line.text, line) if line.text.rstrip().endswith("?") else None
    return day is not None and day.day == action.due

"""Finds the retrospective in a channel where people work all day; what they say beside it is not taken for a note."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from bot.retros.extraction.log import Log, Remark
from bot.retros.extraction.opinions import TAGGED
from bot.retros.extraction.sections import heading_of

_BUSY = 60
_GAP = timedelta(minutes=45)
_LONGEST = timedelta(hours=4)
_FEWEST = 6
_OPENS = re.compile(r"\bretro(?:spective|s)?\b|\bretrospektive\b", re.IGNORECASE)
_CLOSES = re.compile(
    r"\b(?:thanks|thank you|danke)\b[, ]*(?:all|everyone|everybody|team|folks|you all|euch|guys|for (?:today|joining|"
    r"the (?:good|great) retro))|\bclosing (?:the|this)\b|\bretro(?:spective)? (?:is )?(?:over|closed|done|"
    r"finished)\b|\bthat['’]?s (?:it|all)(?: for today)?\b|\bwrap(?:ping)? (?:it )?up\b",
    re.IGNORECASE,
)
_MOSTLY = 0.5


def inside_of(log: Log) -> frozenset[str] | None:
    """The ids of the remarks that belong to retrospectives; None when all of them may."""
    people = [each for each in log.remarks if not each.by_bot]
    if log.kind != "chat" or len(people) <= _BUSY:
        return None
    found: set[str] = set()
    channel = [each for each in people if each.thread is None]
    at = 0
    while at < len(channel):
        if not _opens(channel[at]):
            at += 1
            continue
        end = _end(channel, at)
        if end - at >= _FEWEST:
            found.update(each.id for each in channel[at:end])
            at = end
        else:
            at += 1
    roots = {each.id for each in channel if each.id in found or _opens(each)}
    threads = {root: [each for each in people if each.thread == root] for root in roots}
    found.update(each.id for replies in threads.values() if len(replies) > 1 for each in replies)
    boards = {each.id for each in log.remarks if each.by_bot}
    if not found or len(found) > _MOSTLY * len(people):
        return None
    return frozenset(found | boards)


def _opens(remark: Remark) -> bool:
    """Whether a message begins a retrospective, and isn't only a note for one or a question when it is."""
    text = remark.text
    if _OPENS.search(text) is None:
        return heading_of(text) == "went_well" and text.rstrip().endswith("?")
    return TAGGED.search(text) is None and not re.search(
        r"\b(?:for|in|to|before|until|after|at|next|last|add(?:ed)?|note|tomorrow|when)\b[^.!?]{0,24}\bretro",
        text,
        re.IGNORECASE,
    )


def _end(channel: Sequence[Remark], start: int) -> int:
    opener = channel[start]
    for at in range(start + 1, len(channel)):
        before, now = channel[at - 1].at, channel[at].at
        if before is None or now is None or opener.at is None:
            continue
        if now - before > _GAP or now - opener.at > _LONGEST:
            return at
        if at - start >= _FEWEST and _CLOSES.search(channel[at].text):
            return at + 1
    return len(channel)

"""A task of minutes that nobody took, said in the same breath: "The files ought to be scanned. Nobody felt able to"."""

from __future__ import annotations

import re

from bot.retros.extraction.commitment import Commitment, made
from bot.retros.extraction.dialogue import Conversation
from bot.retros.extraction.log import Line
from bot.retros.extraction.spelling import Pointed, points, spelled_out

_NEEDED = re.compile(
    r"^(?:(?:some(?:body|one)|one of us|jemand) (?:\w+ )?(?:should|ought to|has to|needs to|must|would have to|"
    r"muss|sollte)"
    r" (?P<task>[a-zäöü]+ [^?]{4,})|(?P<thing>(?:the|our|a|an|all|these|those|die|der|"
    r"das) [^,.;:?]{3,60}? (?:should|ought to|"
    r"ha(?:s|ve) to|needs? to|must|muss|müssen|sollten?) (?P<do>[a-zäöü]+ ?[^?]*))|(?P<wanted>nobody|"
    r"no one) (?:wanted|wants|"
    r"took|takes|has|was keen on) (?P<it>(?:the|our|this) [^,.;:?]{4,60}))(?P<rest>[,;:.–-].*)?$",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"\b(?:no(?:body|[ -]one)(?: \w+){0,3} (?:took|takes?|wanted|wants?|volunteer\w*|offered|felt|"
    r"ha[ds] (?:time|it)|came|"
    r"raised|stepped|was (?:free|able|keen)|could|is free|likes? to)|no (?:volunteers?|takers?|hands?)|"
    r"volunteers?\b[^.?!]{0,6}"
    r"(?:please|wanted|welcome|needed)|who (?:wants|takes|does)\b[^?]{0,12}\?|(?:still|stays|remains|left) open|"
    r"without an? owner|niemand|keiner)\b",
    re.IGNORECASE,
)


def nobodys(conversation: Conversation, at: int, line: Line) -> Commitment | None:
    """The task, where the sentence itself or the one after it says that nobody has it."""
    found = _NEEDED.match(line.text.strip())
    later = conversation.lines[at + 1] if at + 1 < len(conversation.lines) else None
    after = later.text if later and later.remark.id == line.remark.id else ""
    if found is None or line.author or not (_NOBODY.search(line.text) or _NOBODY.search(after)):
        return None
    whole = _TAIL.sub("", found["task"] or found["thing"] or found["it"])
    before = conversation.lines[at - 1] if at else None
    if before and points(whole) and before.remark.id == line.remark.id:
        whole = spelled_out(whole, Pointed(before, before.text, task=False))
    return made(whole, None, conversation.due(whole, line), line)


_TAIL = re.compile(
    r"[,;–] (?:so |but |and )?(?:volunteers?|no(?:body| one)|who|it|this|that|niemand|keiner)\b.*$", re.IGNORECASE
)

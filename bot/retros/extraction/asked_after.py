"""What somebody claims in a word, and what somebody is asked after: "drinks" – "mine", "did you write?" – "today"."""

from __future__ import annotations

import re

from bot.retros.extraction.commitment import Commitment, made, without_day
from bot.retros.extraction.dialogue import Conversation
from bot.retros.extraction.log import Line, called
from bot.retros.extraction.promises import is_done, promise_in
from bot.retros.extraction.topics import headline
from bot.retros.extraction.until import day_of

_LISTENS = 3
_CLAIM = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|yep|yes|yeah|ooh?|sure|oh)[\s,]+)*(?:mine|me|me please|dibs|that['’]?s me|i(?:['’]ve|"
    r" have)? got "
    r"(?:it|this|that|that one|this one)|ich|meins)(?:,? (?:then|please))?\W*$",
    re.IGNORECASE,
)
_HOW_FAR = re.compile(
    r"^(?:(?:and|so|ok|also|then)[\s,]+)*(?:@?(?P<who>[^\W\d_][\w'’-]*(?: [A-ZÀ-Þ][\w'’-]*)?)[,:]\s+)?(?:"
    r"(?:did|have|were) you (?:already |ever |able to |yet )*(?P<task>(?!see\b|seen\b|know\b|hear\w*\b|notice\w*\b|"
    r"all\b|any\b|"
    r"have\b|had\b|been\b|enjoy|like\b)[a-z]+ \S[^?]{2,80}?)(?: yet)?|"
    r"(?:how far (?:is|are|are you with)|how (?:is|are)|how['’]s|is|are|what about|what['’]s with|any news (?:on|"
    r"about|of))"
    r" (?P<thing>(?:the|our|your|that|those) [^?,]{3,60}?)(?: (?:going|coming(?: along)?|ready|done|finished|"
    r"out)(?: yet)?)?)"
    r"(?:(?:, | @)(?P<last>[^\W\d_][\w'’-]*))?\s*\?+$",
    re.IGNORECASE,
)
_READY = re.compile(
    r"\b(?:done|ready|there|fixed|finished|sent|out|in) (?:by|on|until|before|tomorrow|today|tonight|next|this)\b|"
    r"\b(?:it['’]?s|comes?|coming|will be|should be) (?:\w+ )?(?:by|on|tomorrow|today|tonight|next)\b",
    re.IGNORECASE,
)


def claimed(conversation: Conversation, at: int, line: Line, used: set[str]) -> Commitment | None:
    """Somebody puts a thing in a few words, and the next one says that it is theirs."""
    if line.author is None or not _CLAIM.match(line.text) or at == 0 or line.remark.id in used:
        return None
    before = conversation.lines[at - 1]
    thing = headline(before.text)
    if not thing or before.author is None or before.author == line.author or before.remark.by_bot:
        return None
    used.add(f"?{before.text}")
    return made(thing, line.author, None, before, line, due=day_of(conversation, conversation.turn(line), line))


def asked_after(conversation: Conversation, at: int, line: Line, used: set[str]) -> Commitment | None:
    """Somebody is asked how a thing of theirs stands, and says until when they will do it."""
    found = _HOW_FAR.match(line.text) if line.author and not line.remark.by_bot else None
    name = (found["who"] or found["last"]) if found else None
    who = called(name, conversation.log.people) if name else None
    if found is None or who is None or who == line.author:
        return None
    for _, lines in conversation.after(at, _LISTENS):
        if lines[0].author != who:
            continue
        text = " ".join(each.text for each in lines)
        due = day_of(conversation, text, lines[0])
        theirs = any(promise_in(each.text) for each in lines) or _READY.search(text)
        if due is None or not theirs or (is_done(text) and not any(promise_in(each.text) for each in lines)):
            return None
        used.update((lines[0].remark.id, f"?{line.text}"))
        task = without_day(found["task"] or found["thing"], None)
        return made(task, who, None, line, lines[0], due=due)
    return None

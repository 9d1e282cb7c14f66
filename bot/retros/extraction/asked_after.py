"""What somebody claims in a word, and what somebody is asked after: "drinks" – "mine", "did you write?" – "today"."""

from __future__ import annotations

import re

from bot.language.text import content_words
from bot.language.verbs import base_form
from bot.retros.extraction.commitment import Commitment, made, without_day
from bot.retros.extraction.consent import accepts, refuses
from bot.retros.extraction.dialogue import Conversation
from bot.retros.extraction.log import Line, called
from bot.retros.extraction.names import NAME
from bot.retros.extraction.pointing import plain_words
from bot.retros.extraction.promises import is_done, promise_in
from bot.retros.extraction.sieve import is_joke, is_small_talk
from bot.retros.extraction.spoken import with_day
from bot.retros.extraction.topics import headline
from bot.retros.extraction.until import day_of

_LISTENS, _ENOUGH = 3, 3
_CLAIM = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|yep|yes|yeah|ooh?|sure|oh)[\s,]+)*(?:me|me please|that['’]?s me|i(?:['’]ve|"
    r" have)? got (?:it|this|"
    r"that|that one|this one)|ich)(?:,? (?:then|please))?\W*$",
    re.IGNORECASE,
)
_FIRM = re.compile(
    r"(?:^|[,.!:–-]\s+)\W*(?:(?:ok(?:ay)?|yep|yes|yeah|ooh?|sure|oh)[\s,]+)*(?:mine|meins|dibs|"
    r"that(?: one)?(?:['’]?s| is) "
    r"mine|that one['’]?s me|leave (?:it|that|this|them|that one) (?:to|with) me|(?:can|could|may) i (?:have|"
    r"take|grab) "
    r"(?:that|this|it)(?: one)?)(?:,? (?:then|please))?(?:\W*|,\s.{0,40})$",
    re.IGNORECASE,
)
"""So is taken what somebody only said, too: "the upload step needs fixing" – "mine"."""
_OWNS = re.compile(r"\b(?:mine|meins)\b", re.IGNORECASE)
_AMISS = re.compile(
    r"\b(?:needs?|ha(?:s|ve) to|should|must|ought|promised|want(?:s|ed)?|wrong|broken?|breaks|missing|slow|still|again|"
    r"not|no(?:body)?|never|old|outdated|fail\w*|open|empty|full|stuck|late|overdue|pending|waits?|waiting|"
    r"kaputt|fehlt|nicht|muss|müssen|sollten?)\b|n['’]t\b",
    re.IGNORECASE,
)
"""With nothing left to do, "mine" only says whose a thing is: "somebody left a green mug in the kitchen"."""
_HOW_FAR = re.compile(
    rf"^(?:(?:and|so|ok|also|then)[\s,]+)*(?:@?(?P<who>{NAME})[,:]\s+)?(?:"
    r"(?:did|have|were) you (?:already |ever |able to |yet )*(?P<task>(?!see\b|seen\b|know\b|hear\w*\b|notice\w*\b|"
    r"all\b|any\b|"
    r"have\b|had\b|been\b|enjoy|like\b)[a-z]+ \S[^?]{2,80}?)(?: yet)?|"
    r"(?:how far (?:is|are|are you with)|how (?:is|are)|how['’]s|is|are|what about|what['’]s with|any news (?:on|"
    r"about|of))"
    r" (?P<thing>(?:the|our|your(?! (?:(?:grand)?(?:mother|father|ma|pa)|"
    r"mum|mom|dad|parents|wife|husband|partner|girlfriend|boyfriend|son|daughter|baby|kids?|children|family|dog|cat|"
    r"back|knee|leg|foot|arm|hand|head|cold|flu|weekend|day|holiday)\b)|that|those) [^?,]{3,60}?)(?: (?:going|"
    r"coming(?: along)?|ready|done|finished|"
    r"(?:sent|written|fixed|paid|ordered|booked)(?: (?:out|off|up|in))?|there|in|up|live|out)(?: yet)?)?)"
    r"(?:(?:, | @)(?P<last>[^\W\d_][\w'’-]*))?\s*\?+$",
    re.IGNORECASE,
)
_DID = re.compile(
    r"^\W*(?:(?:yes|yeah|yep|sure|of course)\b[\s,.!]*)?(?:i|we) (?:did|have)\b(?! not|n['’]t)", re.IGNORECASE
)
_READY = re.compile(
    r"\b(?:done|ready|there|fixed|finished|sent|out|in) (?:by|on|until|before|tomorrow|today|tonight|next|this)\b|"
    r"\b(?:it['’]?s|comes?|coming|will be|should be) (?:\w+ )?(?:by|on|tomorrow|today|tonight|next)\b",
    re.IGNORECASE,
)


def claimed(conversation: Conversation, at: int, line: Line, used: set[str]) -> Commitment | None:
    """Somebody names a thing, or says what is wrong with it, and the next one says that it is theirs."""
    firm = _FIRM.search(line.text) is not None
    if line.author is None or not (firm or _CLAIM.match(line.text)) or at == 0 or line.remark.id in used:
        return None
    before = conversation.lines[at - 1]
    rest = " ".join(each.text for each in conversation.lines[at + 1 :] if each.remark.id == line.remark.id)
    if len(content_words(rest)) >= _ENOUGH or "sorry" in rest.casefold():
        return None  # it is their turn, or their fault
    if before.author is None or before.author == line.author or before.remark.by_bot or f"?{before.text}" in used:
        return None
    open_ = firm and (_OWNS.search(line.text) is None or _AMISS.search(before.text) is not None)
    thing = headline(before.text) or (_stated(before) if open_ else "")
    if not thing:
        return None
    used.add(f"?{before.text}")
    due = day_of(conversation, conversation.turn(line), line) or conversation.due(thing, before)
    return with_day(conversation, at, made(thing, line.author, None, before, line, due=due))


def _stated(line: Line) -> str:
    """What a line says is the matter; "" where it asks, promises or only chats."""
    text = plain_words(line.text)
    idle = is_joke(line) or is_small_talk(line.text) or accepts(line.text) or refuses(line.text)
    enough = len(content_words(text)) >= _ENOUGH and not line.text.rstrip().endswith("?")
    return text if enough and not idle and promise_in(line.text) is None else ""


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
        if (
            due is None
            or not theirs
            or ((is_done(text) or _DID.match(text)) and not any(promise_in(each.text) for each in lines))
        ):
            return None
        used.update((lines[0].remark.id, f"?{line.text}"))
        verb, _, rest = (found["task"] or "").partition(" ")
        task = without_day(f"{base_form(verb)} {rest}" if verb else found["thing"], None)
        return made(task, who, None, line, lines[0], due=due)
    return None

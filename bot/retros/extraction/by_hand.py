"""Who takes a thing on with a reaction: a raised hand under "somebody has to check it", a thumb of who is asked."""

from __future__ import annotations

import re

from bot.chat import Person
from bot.retros.extraction.answering import addressee
from bot.retros.extraction.asking import request_in
from bot.retros.extraction.commitment import Commitment, made, without_day
from bot.retros.extraction.dialogue import Conversation
from bot.retros.extraction.handing import handed_in
from bot.retros.extraction.log import Line, called
from bot.retros.extraction.needs import need_in
from bot.retros.extraction.sieve import is_wish
from bot.retros.extraction.tasks import only_points

_HAND = re.compile(r"(?:raised_hand|raising_hand|hand|(?:man|woman|person)-raising-hand|🙋|✋)(?:_with\w+|::.*|\W.*)?$")
_YES = re.compile(
    r"(?:\+1|thumbsup|white_check_mark|heavy_check_mark|ok_hand|ok|saluting_face|muscle|👍|👌|✅|✔|🫡|💪)"
    r"(?:::.*|\W.*)?$"
)
_NEEDS = re.compile(
    r"^(?!.*\b(?:i|we|you|they|he|she|my|wir|ich)\b).*\b(?:needs?|wants|could do with|should (?:get|have)|has to (?:be|"
    r"get|have))\b(?! (?:to be (?:said|honest)|(?:at least |about |almost |way |so |much )*(?:\d|(?:more|less|fewer|"
    r"better|time|patience|ages|hours|minutes|two|three|four|five|ten)\b)))",
    re.IGNORECASE | re.DOTALL,
)
"""What is said to be done to a thing, though not by whom; a hand under "we need more time" only agrees."""


def taken_by_hand(conversation: Conversation, _: int, line: Line, used: set[str]) -> Commitment | None:
    """The task of whoever put up a hand, where nobody said a word about it."""
    if line.author is None or line.remark.by_bot or f"?{line.text}" in used or is_wish(line.text):
        return None
    asked = _asked(conversation, line)
    if asked is None:
        return None
    task, whom = asked
    who = _answered(line, whom, conversation.log.people)
    if who is None or not task or only_points(task):
        return None
    used.add(f"?{line.text}")
    inside = conversation.due(task, line)
    return made(without_day(task, inside), who, None, line, due=inside or conversation.due(line.text, line))


def _asked(conversation: Conversation, line: Line) -> tuple[str, Person | None] | None:
    """What is asked for or needed, and of whom; None where that is nothing."""
    if request := request_in(line.text):
        whom = None if request.anyone else addressee(conversation, line, request.whom)
        return (request.task, whom) if request.anyone or whom else None
    if (handed := handed_in(line.text, conversation.log.people)) and not handed.bare:
        return handed.task, called(handed.whom, conversation.log.people)
    if need := need_in(line.text):
        return need.task, None
    return (line.text.strip(" .!"), None) if _NEEDS.search(line.text) and not line.text.endswith("?") else None


def _answered(line: Line, whom: Person | None, people: tuple[Person, ...]) -> Person | None:
    """Whoever reacted: the one who is asked, in any way that says yes; else the only one who put up a hand."""
    author = line.author.id if line.author else ""
    hands = {user for each in line.remark.reactions if _HAND.match(each.name) for user in each.users} - {author}
    if whom is not None:
        yes = {user for each in line.remark.reactions if _YES.match(each.name) for user in each.users}
        return whom if whom.id in hands | yes else None
    return next((each for each in people if each.id in hands), None) if len(hands) == 1 else None

"""How a rule is tried out: a test run that somebody told as steps, and how many of a thing one may have."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.language.clauses import clauses
from bot.language.grammar import Clause, clause
from bot.language.nouns import head, is_plural
from bot.language.passives import passive
from bot.language.text import content_words
from bot.language.voice import base_coordinates, sentence
from bot.language.wishes import plain
from bot.language.wording import definite, tidy
from bot.stories.criteria.boundaries import limit_of
from bot.stories.criteria.retelling import retold
from bot.stories.criteria.steps import Draft, bare_action, title_of
from bot.stories.telling import Reading
from bot.stories.wish import role_of

_TESTER = re.compile(
    r"(?:she|he|they|you|i|we|a stranger|somebody|someone|a person|a tester|the tester|my [a-z]+)$", re.IGNORECASE
)
_GETS_THEN = re.compile(
    r"^(?P<does>.+?),? and (?P<then>(?:gets?|sees?|is|are|hears?|finds?|should (?:see|get|be)) .+)$", re.IGNORECASE
)
_HER = re.compile(r"\b(?:her|his|their) (?=[a-z])")
_EXPECTS = frozenset({"should", "must", "has to", "needs to", "have to"})
_NO = re.compile(r"\b(?:not|no|never|cannot|refus\w+|reject\w+|told to|warned|error)\b")


def tested(text: str, reading: Reading) -> list[Draft]:
    """How somebody would try it out: "she picks a slot and should see the confirmation" as the role does it.

    Empty when the text tells no such thing.
    """
    done: list[str] = []
    seen: list[str] = []
    for piece in clauses(plain(retold(text))):
        found = clause(plain(f"they {piece}" if done and re.match(r"(?:get|see|hear|find)\b", piece) else piece))
        if not found.subject or found.shape not in {"modal", "present"}:
            return []
        tester = _TESTER.match(found.subject) is not None or role_of(found.subject, [reading.role]) == reading.role
        expects = found.modal.lower() in _EXPECTS
        who = "I" if tester else definite(found.subject)
        if tester and done and found.verb in {"get", "see", "hear", "find"}:
            seen.append(_seen(replace(found, subject="I", modal="")))
        elif tester and found.verb != "be" and not expects:
            both = _GETS_THEN.match(found.predicate)
            does = base_coordinates(both["does"] if both else found.predicate)
            done.append("I " + _HER.sub("my ", does))
            if both:
                seen.append(_seen(replace(clause(f"she {both['then']}"), subject="I", modal="")))
        elif expects or (done and found.verb != "be"):
            seen.append(_seen(replace(found, subject=who, modal="")))
        elif not tester and done:
            return []
    if not done or not seen:
        return []
    when = tidy(" and ".join([done[0], *(step.removeprefix("I ") for step in done[1:])]))
    return [Draft(title_of(seen[0]), when, seen[0], more=tuple(seen[1:]), negative=_NO.search(seen[0]) is not None)]


def _seen(found: Clause) -> str:
    """What comes of it: "gets told to call" is "I am told to call"."""
    told = found.verb == "get" and passive(found) is not None
    return tidy(sentence(replace(found, verb="be") if told else found))


_AHEAD_OF = re.compile(
    r"\b(?:can|may|must|should|ha(?:s|ve) to) (?P<what>.+? )?(?:up to|until|at most|no later than|at the latest) "
    r"(?P<span>(?:\d+|one|two|three|four|five|six|seven|ten|a|an) (?:minute|hour|day|week|month)s?) before "
    r"(?P<event>(?:the|their|my|your) [a-z]+)"
    r"(?:,? (?:after that|then|later)(?: on)?,? (?:you|they|i|we) (?:have to|must|need to) (?P<else>[a-z ]+))?",
    re.IGNORECASE,
)


def in_time(text: str, reading: Reading) -> list[Draft]:
    """ "you can cancel up to 24 hours before the appointment, after that you have to phone" for who is late."""
    found = _AHEAD_OF.search(text)
    if (
        found is None
        or reading.kind != "action"
        or not content_words(found["what"] or "") & content_words(reading.action)
    ):
        return []
    event = re.sub(r"^(?:their|your) ", "my ", found["event"])
    given = f"it is less than {found['span']} before {event}"
    when = f"I try to {bare_action(reading)}"
    title = title_of(f"Less than {found['span']} before {event}")
    more = (f"the system tells me to {found['else'].strip()}",) if found["else"] else ()
    return [Draft(title, when, "the system does not let me", (given,), negative=True, more=more)]


_PER = re.compile(r"\s+(?:per|a|an|in a|each|every) (?P<per>[a-z]+)$", re.IGNORECASE)
_CREATES = frozenset(
    "book reserve order create add request ask apply register upload submit send make start open get borrow "
    "take".split()
)
_SPANS = frozenset("day week month quarter term semester year season hour".split())


def quota(text: str, reading: Reading) -> list[Draft]:
    """ "at most two open appointments per pet": who has two already gets no third."""
    limit = limit_of(text)
    if limit is None or limit.side != "up_to" or reading.kind != "action" or not text.startswith(limit.phrase):
        return []
    what = text[text.index(limit.amount) :]
    per = _PER.search(what)
    things = what[: per.start()] if per else what
    near = content_words(head(things)) & content_words(reading.action)
    if reading.action.partition(" ")[0] not in _CREATES or not near or not per or not is_plural(head(things)):
        return []
    where = f"in the same {per['per']}" if per["per"] in _SPANS else f"for the same {per['per']}"
    if per["per"] == reading.role.rsplit(maxsplit=1)[-1]:
        where = ""
    title = title_of(f"More than {things} {where}")
    when = f"I try to {bare_action(reading)}"
    return [
        Draft(title, when, "the system does not let me", (tidy(f"I already have {things} {where}"),), negative=True)
    ]

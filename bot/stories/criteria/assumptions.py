"""What follows from a story without being said: its exception, the other side of its condition and of its limits."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.language.clauses import split_sentence
from bot.language.grammar import clause
from bot.language.nouns import article
from bot.language.text import one_line
from bot.language.voice import finite, negate, sentence, speak_as
from bot.language.wording import definite, tidy
from bot.stories.criteria.boundaries import at_the_limit, is_duration, limit_of
from bot.stories.criteria.mishaps import stranger
from bot.stories.criteria.steps import GETS, Draft, bare_action, title_of, try_step
from bot.stories.telling import Reading


def follows(reading: Reading) -> list[Draft]:
    """What the line's own exception and condition say about the other case."""
    found = [_exception(reading)] if reading.exception else []
    if late := _too_late(reading):
        found.append(late)
    found.extend(_edges(reading))
    if reading.kind == "action" and not reading.negated and (beyond := _beyond(reading.action)):
        found.append(beyond)
    if re.match(r"only\b", reading.clause.subject, re.IGNORECASE) and reading.kind == "action":
        other = stranger(reading, f"I try to {bare_action(reading)}", "the system does not let me")
        found.append(replace(other, tag="stated", given=(f"I am not {article(reading.role)} {reading.role}",)))
    for index, piece in enumerate(reading.also):
        around = split_sentence(piece)
        if index == 0 and not around.condition:
            continue  # the happy path's outcome
        inner = clause(around.main)
        said = speak_as(sentence(replace(inner, subject=definite(inner.subject))), reading.role, also=reading.names)
        found.append(
            Draft(
                title_of(around.condition or piece),
                around.condition or try_step(reading),
                tidy(said),
                negative=inner.negated,
            )
        )
    if spared := _not_spared(reading):
        found.append(spared)
    if reading.kind == "action" and reading.condition_word == "until" and not reading.negated:
        when = f"I try to {bare_action(reading)}"
        title = title_of(f"Not once {reading.condition}")
        found.append(
            Draft(title, when, "the system does not let me", (reading.condition,), negative=True, tag="inferred")
        )
    if timed := _over_time(reading):
        found.append(timed)
    if reading.condition and reading.condition_word in {"when", "if", "once", "while"} and not reading.negated:
        opposite = _opposite(reading.condition)
        bound = (
            reading.kind != "action"
            or reading.condition_word in {"once", "while"}
            or reading.clause.adverb == "only"
            or reading.action.split()[0] in GETS | {"be"}
        )
        if opposite and bound:
            found.append(_otherwise(reading, opposite))
    return found


def _opposite(condition: str) -> str | None:
    return "the answer is no" if condition == "the answer is yes" else negate(condition)


def _not_spared(reading: Reading) -> Draft | None:
    """Of "not to have to ask the tutor if I have a plan": without a plan I have to."""
    opposite = _opposite(reading.condition) if reading.condition else None
    if (
        reading.kind != "action"
        or not reading.negated
        or opposite is None
        or reading.condition_word not in {"if", "when"}
    ):
        return None
    action = re.sub(r"\s+(?:at all|any ?more|ever)$", "", reading.action)
    return Draft(
        title_of(opposite), "I use the system", f"I have to {action}", (opposite,), negative=True, tag="inferred"
    )


_FOR_TIME = re.compile(
    r"\bfor (?P<span>(?:a|an|one|two|three|four|five|six|seven|eight|ten|\d+) (?:second|minute|min|hour|day|"
    r"week|month|year)s?)\b"
)


def _over_time(reading: Reading) -> Draft | None:
    """Of "the slot to be held for ten minutes": then it is no longer held."""
    found = reading.clause
    span = _FOR_TIME.search(found.rest)
    if reading.kind != "state" or span is None or reading.negated:
        return None
    many = re.match(r"(?:a|an|one|1)\b", span["span"]) is None
    rest = one_line(f"{found.rest[: span.start()]} {found.rest[span.end() :]}")
    then = f"{reading.subject} {finite(reading.subject, 'be')} no longer {rest}"
    return Draft(
        "The time is over",
        f"{span['span']} {'have' if many else 'has'} passed",
        tidy(then),
        negative=True,
        tag="inferred",
    )


def _edges(reading: Reading) -> list[Draft]:
    """What is still allowed at the limit of a ban."""
    found: list[Draft] = []
    if reading.kind != "ban":
        return found
    edge = limit_of(reading.condition)
    if edge and edge.side in {"under", "over"}:
        given = (at_the_limit(reading.condition, edge),)
        title = title_of(f"{edge.exactly} is still allowed")
        found.append(Draft(title, f"I try to {reading.action}", "the system lets me", given, tag="inferred"))
    limit = limit_of(reading.action)
    if limit and limit.side == "over":
        title, when = title_of(f"{limit.exactly} is still allowed"), f"I try to {at_the_limit(reading.action, limit)}"
        found.append(Draft(title, when, "the system lets me", tag="inferred"))
    return found


_UNTIL = re.compile(
    r"\s(?:until|up to|no later than|at the latest) (?P<span>(?:\d+|an?|one|two|three|four|five|six|ten) "
    r"(?:minute|hour|day|week|month)s?) before (?P<event>[\w ]+)$"
)


def _too_late(reading: Reading) -> Draft | None:
    """Of "to change it until one week before the race": later than that it is refused."""
    found = _UNTIL.search(reading.action) if reading.kind == "action" and not reading.negated else None
    if found is None:
        return None
    given = f"it is less than {found['span']} before {found['event']}"
    when = f"I try to {reading.action[: found.start()]}"
    return Draft(title_of(given), when, "the system does not let me", (given,), negative=True, tag="inferred")


def _beyond(action: str) -> Draft | None:
    """Past the limit that the wish itself names: "files up to 20 MB", "pictures, up to 10"."""
    limit = limit_of(action)
    if limit is None or limit.side not in {"up_to", "from"} or is_duration(limit):
        return None
    verb, _, rest = tidy(action.replace(limit.phrase, "", 1)).partition(" ")
    if limit.amount.isdigit():
        return _refusal(limit.beyond, f"{verb} {limit.beyond} {re.sub(r'^(?:an?|the|my|some) ', '', rest)}")
    first = action.index(limit.phrase) == len(verb) + 1
    return _refusal(limit.beyond, action.replace(limit.phrase, limit.beyond if first else f"of {limit.beyond}", 1))


def _refusal(beyond: str, action: str) -> Draft:
    title = title_of(f"{beyond} is refused")
    return Draft(title, f"I try to {action}", "the system does not let me", negative=True, tag="inferred")


def _exception(reading: Reading) -> Draft:
    """ "unless they are older than 30 days": there it is refused, or doesn't happen."""
    exception = reading.exception
    action = reading.kind == "action"
    when = f"I try to {bare_action(reading)}" if action else try_step(reading)
    then = "the system does not let me" if action else _not_done(reading)
    inner = clause(exception)
    if not (inner.subject and inner.shape in {"modal", "present"}):
        return Draft(title_of(f"Except {exception}"), when, then, (f"it is {exception}",), negative=True)
    title = title_of(f"Not when {exception}")
    if re.match(r"(?:it|they|this|that|these|those|he|she)\b", exception, re.IGNORECASE):
        return Draft(title, f"{when} and {exception}", then, negative=True)
    return Draft(title, when, then, (exception,), negative=True)


def _otherwise(reading: Reading, opposite: str) -> Draft:
    """The condition isn't met: nothing happens, or it is refused."""
    title = title_of(
        f"Only when {reading.condition}" if reading.condition_word != "while" else f"Only while {reading.condition}"
    )
    if reading.kind in {"system", "state"}:
        return Draft(title, opposite, _not_done(reading), negative=True, tag="inferred")
    verb, _, rest = reading.action.partition(" ")
    if reading.kind == "action" and verb in GETS | {"be"}:
        then = tidy(f"I {finite('I', verb, negated=True)} {re.sub(r'^(?:an?|the) ', 'the ', rest)}")
        return Draft(title, opposite, then, negative=True, tag="inferred")
    if reading.kind == "action":
        return Draft(
            title,
            f"I try to {bare_action(reading)}",
            "the system does not let me",
            (opposite,),
            negative=True,
            tag="inferred",
        )
    return Draft(
        title, opposite, f"I do not get {re.sub(r'^(?:an?) ', 'the ', reading.thing)}", negative=True, tag="inferred"
    )


def _not_done(reading: Reading) -> str:
    found = reading.clause
    return one_line(f"{reading.subject} {finite(reading.subject, found.verb, negated=True)} {found.rest}")

"""What follows from a story without being said, and the least that must be safe when nobody said anything."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.language.clauses import split_sentence
from bot.language.grammar import clause
from bot.language.nouns import article
from bot.language.text import one_line
from bot.language.voice import finite, negate, sentence, speak_as
from bot.language.wording import definite, tidy
from bot.stories.behaviour import happy_path, it_or_them
from bot.stories.boundaries import at_the_limit, is_duration, limit_of
from bot.stories.reading import Reading
from bot.stories.steps import GETS, OFFLINE, SEARCHES, SEES, Draft, bare_action, quoted, title_of, try_step

_ENTERS = frozenset(
    "add create enter register submit book request record report write type fill log file declare "
    "sign comment reserve order apply schedule set edit change update plan".split()
)
_LOADS = frozenset("upload import attach scan load".split())


# ---- what follows from the line itself -------------------------------------------------------------------------------


def follows(reading: Reading) -> list[Draft]:
    """What the line's own exception and condition say about the other case."""
    found = [_exception(reading)] if reading.exception else []
    limit = limit_of(reading.action) if reading.kind == "ban" else None
    if limit and limit.side == "over":
        found.append(
            Draft(
                title_of(f"{limit.exactly} is still allowed"),
                f"I try to {at_the_limit(reading.action, limit)}",
                "the system lets me",
                tag="inferred",
            )
        )
    if reading.kind == "action" and not reading.negated and (beyond := _beyond(reading.action)):
        found.append(beyond)
    if re.match(r"only\b", reading.clause.subject, re.IGNORECASE) and reading.kind == "action":
        stranger = _stranger(reading, f"I try to {bare_action(reading)}", "the system does not let me")
        found.append(replace(stranger, tag="stated", given=(f"I am not {article(reading.role)} {reading.role}",)))
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
    if reading.condition and reading.condition_word in {"when", "if", "once", "while"} and not reading.negated:
        opposite = negate(reading.condition)
        bound = (
            reading.kind != "action"
            or reading.condition_word in {"once", "while"}
            or reading.clause.adverb == "only"
            or reading.action.split()[0] in GETS | {"be"}
        )
        if opposite and bound:
            found.append(_otherwise(reading, opposite))
    return found


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
        return Draft(title_of(f"Except {exception}"), when, then, (f"the case is {quoted(exception)}",), negative=True)
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


_LOST = ("the connection is lost",)


def assumed(reading: Reading) -> list[Draft]:
    """Minimal safe behaviour that nobody stated, best first; people are asked to confirm it."""
    if reading.kind == "action" and not reading.negated:
        return _assumed_of_action(reading)
    when = "I use the system" if reading.negated and reading.kind == "action" else try_step(reading)
    told = "tells me that it failed" if reading.kind == "thing" else "records that it failed"
    broken = Draft("The connection is lost", when, f"the system {told}", _LOST, negative=True, tag="assumed")
    happy = happy_path(reading)
    twice = (
        f"another {reading.role} does the same at the same time"
        if happy.when.startswith("I ")
        else "it happens twice at the same time"
    )
    together = replace(happy, title="Two at once", given=(*happy.given, twice), negative=False, tag="assumed")
    if reading.kind == "ban":
        return _assumed_of_ban(reading)
    if re.search(OFFLINE, reading.want):
        broken = replace(
            broken,
            title="Back online",
            when="I am online again",
            then="what I did offline is still there",
            given=(),
            negative=False,
        )
        return [broken, together, replace(_stranger(reading, when, "the system does not let me in"))]
    if reading.kind in {"system", "state"}:
        return [broken, _stranger(reading, "I try to switch this off", "the system does not let me")]
    if reading.kind == "thing":
        if when == "I use the system":
            return [together, broken]
        return [_stranger(reading, when, "the system does not let me use it"), broken, together]
    return [broken, together]


def _assumed_of_ban(reading: Reading) -> list[Draft]:
    action = bare_action(reading)
    return [
        Draft(
            "The reason is told",
            f"I have tried to {action}",
            "the system tells me that I am not allowed to",
            negative=True,
            tag="assumed",
        ),
        Draft(
            "No way around",
            f"I try to {action}",
            "the system does not let me",
            ("I have a direct link",),
            negative=True,
            tag="assumed",
        ),
    ]


def _assumed_of_action(reading: Reading) -> list[Draft]:
    action = bare_action(reading)
    verb, _, rest = action.partition(" ")
    when = try_step(reading)
    if verb in GETS | {"be", "have"}:
        missed = Draft(
            "It does not reach me",
            "the system tries to reach me" if not reading.condition else when,
            "the system records that it did not reach me",
            ("I cannot be reached",),
            negative=True,
            tag="assumed",
        )
        return [
            missed,
            Draft(
                "Only once",
                when,
                f"I {finite('I', verb)} {it_or_them(rest)} only once"
                if verb in GETS and reading.condition
                else f"I find {it_or_them(rest)} only once"
                if verb in GETS | {"have"}
                else "it happens only once",
                tag="assumed",
            ),
        ]
    found: list[Draft] = []
    if verb in SEES | SEARCHES and rest:
        found.append(
            Draft(
                "Nothing to show",
                when,
                "the system tells me that there is nothing to show",
                ("there is nothing to show",),
                negative=True,
                tag="assumed",
            )
        )
    elif verb in _LOADS:
        found.append(
            Draft(
                "It cannot be read",
                f"I try to {action}",
                "the system tells me that it cannot be read",
                ("what I have cannot be read",),
                negative=True,
                tag="assumed",
            )
        )
    elif verb in _ENTERS:
        found.append(
            Draft(
                "Something required is missing",
                f"I try to {action} and leave out something that is required",
                "the system tells me what is missing",
                negative=True,
                tag="assumed",
            )
        )
    found.append(_stranger(reading, when if verb in SEES else f"I try to {action}", "the system does not let me"))
    found.append(
        Draft(
            "The connection is lost",
            when,
            "the system tells me that it failed",
            _LOST,
            negative=True,
            tag="assumed",
        )
    )
    return found


def _stranger(reading: Reading, when: str, then: str) -> Draft:
    role = reading.role
    given = (
        "I am not signed in"
        if role in frozenset("user customer visitor guest person everyone".split())
        else f"I am not {article(role)} {role}"
    )
    return Draft("Someone without the right", when, then, (given,), negative=True, tag="assumed")

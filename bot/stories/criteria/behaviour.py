"""What a story's own line promises: the behaviour itself, what follows from it, and the least that must be safe."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.language.clauses import split_sentence
from bot.language.grammar import bare, clause
from bot.language.nouns import DETERMINERS, head, is_person
from bot.language.text import one_line
from bot.language.verbs import base_form, could_be_noun, is_base, past_participle
from bot.language.voice import finite, finite_coordinates, is_many, negate, sentence, speak_as
from bot.language.wording import definite, tidy
from bot.stories.criteria.boundaries import limit_of
from bot.stories.criteria.sound import is_sound
from bot.stories.criteria.steps import (
    AFTER,
    GETS,
    OFFLINE,
    PLACE,
    SEARCHES,
    SEES,
    Draft,
    is_doing,
    passed,
    quoted,
    the_same,
    title_of,
    try_step,
)
from bot.stories.criteria.things import is_there
from bot.stories.telling import Reading

_FETCHES = frozenset("export download print fetch generate".split())
_EVERY = re.compile(
    r"\b(?:every|each) (?P<span>(?:morning|evening|night|day|week|month|year|quarter|hour|monday|"
    r"tuesday|wednesday|thursday|friday|saturday|sunday)\b(?: at \S+| before [^,]+)?)",
    re.IGNORECASE,
)
SPLIT_OBJECT = re.compile(
    r"^(?P<object>.+?)(?P<tail>\s(?:[a-z]+ly|(?:\d+|two|three|four|five|six|seven|ten) (?:second|"
    r"minute|hour|day|week|month|year)s?|to|into|as|with|by|from|for|on|in|at|via|within|per|without|"
    r"when|if|before|after|until|about|that|who|which|twice|again|online|offline)\b.*)?$"
)


def happy_path(reading: Reading) -> Draft:
    """The behaviour itself: what is done and what comes of it."""
    if reading.negated:
        return _refused(reading)
    if reading.steps:
        return _walked(reading)
    return _continued(_promised(reading), reading)


_SAVED = frozenset("type enter record write fill set note".split())


def _walked(reading: Reading) -> Draft:
    """The steps of a path in their order; the last one makes the outcome."""
    *before, last = reading.steps
    verb, _, rest = last.partition(" ")
    given = tuple(_has_done(step) for step in before)
    if verb in SEES | GETS | {"have"}:
        when, then = f"I {before[-1]}", f"I {last}"
        return _continued(Draft(title_of(reading.action), when, then, given[:-1]), reading)
    then = (
        f"the system saves {rest}" if verb in _SAVED and rest.startswith(("the ", "my ", "a ")) else _done(verb, rest)
    )
    return _continued(Draft(title_of(reading.action), f"I {last}", then, given), reading)


def _has_done(step: str) -> str:
    verb, _, rest = step.partition(" ")
    return one_line(f"I have {past_participle(verb)} {rest}")


def _continued(draft: Draft, reading: Reading) -> Draft:
    """What the sentence says next is what comes of it: "… presses a button and the lead gets a message"."""
    if not reading.also:
        return draft
    parts = split_sentence(reading.also[0])
    if parts.condition:
        return draft
    found = clause(parts.main)
    if reading.subject == "I" and found.subject.lower() in {"he", "she", "they"}:
        found = replace(found, subject="I")
    said = tidy(speak_as(sentence(replace(found, subject=definite(found.subject))), reading.role, also=reading.names))
    if not is_sound(replace(draft, then=said)):
        return draft
    if reading.kind in {"system", "state"}:
        return replace(draft, more=(*draft.more, said))
    return replace(draft, then=said)


def _promised(reading: Reading) -> Draft:
    if reading.kind == "action":
        return _does(reading)
    if reading.kind in {"system", "state"}:
        return _acts(reading)
    if reading.kind == "thing":
        return is_there(reading)
    return Draft(
        "What was asked for", "I try what was asked for", f"this holds: {quoted(reading.thing)}", tag="inferred"
    )


_PUTS = frozenset("put place show add publish post display move write log store save attach".split())


def _does(reading: Reading) -> Draft:
    action = reading.action
    given: tuple[str, ...] = ()
    place = PLACE.search(action)
    if place and place.start() > 0 and action.split()[0] not in _PUTS | GETS:
        rest = tidy(action[: place.start()] + action[place.end() :])
        if len(rest.split()) > 1:
            given, action = (f"I am on {place['place']}",), rest
    if reading.condition and action.split()[0] not in GETS | {"be"}:
        action, given = _conditioned(reading, action, given)
    if (off := re.search(rf"[,\s]*(?:also |even )?{OFFLINE}", action)) and off.start():
        given, action = (*given, "I am offline"), tidy(action[: off.start()] + action[off.end() :])
    verb, _, rest = action.partition(" ")
    if found := _last_verb(action):
        second = found["verb"]
        if is_base(second) and (
            second in SEES | GETS | {"have"}
            or not could_be_noun(second)
            or re.match(r" (?:the|an?|my|it|them|who|what|why|how|yes|no)\b", found["rest"])
        ):
            first = tidy(action[: found.start()])
            if second in GETS and reading.condition:
                head_verb, _, others = first.partition(" ")
                return Draft(
                    title_of(action),
                    reading.condition,
                    f"I {second}{found['rest']}",
                    (one_line(f"I have {past_participle(head_verb)} {others}"),),
                )
            if "," in first and " and " not in first:
                first = " and ".join(first.rsplit(", ", 1))
            if second == "be":
                return Draft(title_of(action), f"I {first}", f"I am{found['rest']}", given)
            if second in SEES | GETS | {"have"} and len(first.split()) > 0:
                return Draft(title_of(action), f"I {first}", f"I {second}{found['rest']}", given)
            return Draft(title_of(action), f"I {action}", _done(second, found["rest"].strip()), given)
    return Draft(title_of(action), *_when_then(reading, verb, rest, action), given=given)


_AND_VERB = re.compile(r",? and (?:then )?(?P<verb>[a-z-]+)(?P<rest>(?:\s.+)?)$")


def _last_verb(action: str) -> re.Match[str] | None:
    """Where the last "and see …" begins; "the pet and the kind of visit" is none."""
    places = [place.start() for place in re.finditer(r",? and ", action)]
    found = [match for place in places if (match := _AND_VERB.match(action, place))]
    verbs = [match for match in found if is_base(match["verb"])]
    return (verbs or found)[-1] if found else None


def _conditioned(reading: Reading, action: str, given: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The action and the givens with the line's condition: "until it is decided" is given that it isn't."""
    unmet = negate(reading.condition) if reading.condition_word == "until" else None
    if unmet:
        return action, (*given, unmet)
    if reading.condition_word in {"before", "until"}:
        return f"{action} {reading.condition_word} {reading.condition}", given
    return action, (*given, reading.condition)


def _when_then(reading: Reading, verb: str, rest: str, action: str) -> tuple[str, str]:
    if verb == "know" and re.match(r"(?:who|what|when|where|why|how|whether|if|which)\b", rest):
        return f"I ask {rest}", f"the system tells me {rest}"
    if verb in SEES and rest and bare(rest.split(maxsplit=1)[0]) not in _PARTICLES:
        rest = re.sub(r"^at (?:a glance|any time|all times|once) ", "", rest)
        shown = re.sub(r"^(?:at|for|through|up|into|about)\s", "", rest)
        if verb in {"know", "check"} and re.match(r"(?:if|whether|who|what|why|when|where|how|that)\b", shown):
            return f"I ask to {action}", f"the system tells me {shown}"
        return f"I ask to {action}", f"the system shows me {shown}"
    if verb in SEARCHES and rest:
        found = SPLIT_OBJECT.match(re.sub(r"^(?:for|through|in)\s", "", rest))
        things = found["object"] if found else rest
        if verb == "sort" and re.match(r"by\b", rest):
            return f"I {action}", "the system shows everything in that order"
        if re.match(r"(?:by|with|for|via|through|per)\b", rest):
            return f"I {action}", "the system shows me only what fits"
        if verb == "find":
            return (
                f"I search for {things}{(found['tail'] or '') if found else ''}",
                f"the system shows me {the_same(things)}",
            )
        if verb == "sort":
            return f"I {action}", f"I see {the_same(things)} in that order"
        return f"I {action}", f"the system shows me only {the_same(things)} that {'fit' if is_many(things) else 'fits'}"
    if verb in GETS | {"be", "have"} or action.startswith("see "):
        return _passive_event(reading, verb, rest)
    if verb in _FETCHES and rest and not rest.startswith(("to ", "as ", "into ")):
        found = SPLIT_OBJECT.match(rest)
        things = the_same(found["object"]) if found else rest
        tail = (found["tail"] or "") if found else ""
        keeps = tail if re.match(r"\s(?:to|as|into|in|with|on)\b", tail) else ""
        return f"I {action}", f"I get {things}{keeps}"
    return f"I {action}", _done(verb, rest)


_EACH_SPAN = re.compile(
    r"\bevery (?P<span>(?:\d+|two|three|four|five|six|ten) (?:second|minute|hour|day|week|month|year)s)\b"
)


def _passive_event(reading: Reading, verb: str, rest: str) -> tuple[str, str]:
    """What happens to the role: a message comes, they are logged out."""
    things = _due(rest)
    then = f"I {finite('I', verb)} {rest}"
    if reading.condition:
        return reading.condition, then
    if after := AFTER.search(rest):
        return passed(after), tidy(f"I {finite('I', verb)} {rest[: after.start()]}")
    if often := _EACH_SPAN.search(rest):
        return f"{often['span']} have passed", tidy(f"I {finite('I', verb)} {rest[: often.start()]}")
    if every := _EVERY.search(rest):
        return _comes(every["span"]), tidy(f"I {finite('I', verb)} {rest[: every.start()]} {rest[every.end() :]}")
    if verb in GETS | {"have"}:
        return f"{things} {'are' if is_many(head(things)) else 'is'} due", then
    return f"it is time for me to {verb} {rest}", then


def _due(rest: str) -> str:
    """What is due, without how soon and by which way it comes: "a confirmation by e-mail right away"."""
    found = SPLIT_OBJECT.match(rest.partition(",")[0])
    things = found["object"] if found else rest
    if things.lower() in DETERMINERS:
        things = rest
    return re.sub(r"\s(?:right away|immediately|automatically|at once|straight away)$", "", things)


def it_or_them(things: str) -> str:
    """The pronoun for a thing or things that have been named."""
    return "them" if is_many(head(things)) else "it"


_PARTICLES = frozenset("in out up off on down back over".split())
_NO_OBJECT = frozenset(
    "to into as with by from for on in at via within per without when if before after until about "
    "twice again online offline automatically live together first last directly".split()
)


def _done(verb: str, rest: str) -> str:
    """What can be seen once it is done: "the order is refunded", "the system shows that I have logged in"."""
    tokens = rest.split()
    first = bare(tokens[0]) if tokens else ""
    if (
        not tokens
        or first in _NO_OBJECT | _PARTICLES
        or first.endswith("ly")
        or re.match(r"(?:who|what|how|if|whether|that|why|where|yes|no)\b", rest)
    ):
        return one_line(f"the system shows that I have {past_participle(verb)} {rest}")
    if both := re.match(r"(?P<join>and|or) (?P<verb>[a-z]+) (?P<rest>.+)$", rest):
        one = _done(both["verb"], both["rest"])
        return one.replace(
            past_participle(both["verb"]), f"{past_participle(verb)} {both['join']} {past_participle(both['verb'])}", 1
        )
    if limit := limit_of(rest):
        rest = tidy(rest.replace(limit.phrase, "", 1))
    found = SPLIT_OBJECT.match(rest)
    things, tail = (found["object"], found["tail"] or "") if found else (rest, "")
    if re.match(r"(?:.* )?access$", things) and (to := re.match(r" (?P<to>to \S+(?: \S+){0,2})$", tail)):
        things, tail = f"{things} {to['to']}", ""
    if (
        bare(things) in {"me", "us", "him", "her"}
        or re.match(r"\s(?:who|that|which)\b", tail)
        or "," in things
        or re.search(r"\band\b", things)
        or not re.fullmatch(r"[\w '’\-./%€$]+", things)
    ):
        return one_line(f"the system shows that I have {past_participle(verb)} {rest}")
    particle = ""
    parts = things.split()
    if parts[-1].lower() in _PARTICLES and len(parts) > 1:
        particle, things = f" {parts[-1]}", " ".join(parts[:-1])
    subject = {"it": "it", "them": "they"}.get(things, the_same(things))
    return one_line(f"{subject} {'are' if is_many(subject) else 'is'} {past_participle(verb)}{particle}{tail}")


_ON_DAY = re.compile(
    r"\bon (?:a )?(?P<day>monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?\b", re.IGNORECASE
)
_AHEAD = re.compile(
    r"\s(?P<time>(?:the (?:day|evening|night|morning|week)|(?:an?|one|two|three|\d+) (?:minute|hour|"
    r"day|week|month)s?) before(?:hand)?(?: .+)?)$",
    re.IGNORECASE,
)


def _acts(reading: Reading) -> Draft:
    """The system or a thing does it, or something becomes of a thing."""
    if stopped := _stopped(reading):
        return stopped
    found = reading.clause
    when, rest = (try_step(reading), found.rest) if reading.condition else _timed(reading)
    given: tuple[str, ...] = ()
    if off := re.search(rf"[,\s]*(?:also |even )?{OFFLINE}", rest):
        given, rest = ("I am offline",), tidy(rest[: off.start()] + rest[off.end() :])
    subject = "the system" if is_doing(reading.subject) else reading.subject
    adverb = "" if found.adverb == "only" and reading.condition else found.adverb
    rest = rest if is_many(subject) else finite_coordinates(rest)
    then = one_line(f"{subject} {finite(subject, found.verb, adverb=adverb)} {rest}")
    return Draft(title_of(then), when, then, given)


def _stopped(reading: Reading) -> Draft | None:
    """Of "stop people from deploying by mistake": they try, and aren't let."""
    found = reading.clause
    stopped = re.match(r"(?P<who>.+?) from (?P<doing>[a-z]+ing)\b(?P<rest>.*)$", found.rest)
    if stopped is None or found.negated or found.verb not in {"stop", "prevent", "keep"}:
        return None
    who = definite(stopped["who"])
    step = f"{who} {'try' if is_many(who) else 'tries'} to {base_form(stopped['doing'])}{stopped['rest']}"
    title = title_of(f"No {stopped['doing']}{stopped['rest']}")
    return Draft(title, step, "the system does not let them", negative=True)


def _timed(reading: Reading) -> tuple[str, str]:
    """The time that a line names as its When, and the rest without it: "every Monday", "after 7 years"."""
    rest = reading.clause.rest
    if day := _ON_DAY.search(rest):
        return f"it is a {day['day'].capitalize()}", tidy(rest[: day.start()] + rest[day.end() :])
    if every := _EVERY.search(rest):
        return _comes(every["span"]), tidy(rest[: every.start()] + rest[every.end() :])
    if ahead := _AHEAD.search(rest):
        return f"it is {ahead['time']}", tidy(rest[: ahead.start()])
    if after := AFTER.search(rest):
        return passed(after), tidy(rest[: after.start()])
    return try_step(reading), rest


def _comes(span: str) -> str:
    """When "every month" or "every Monday morning" comes round."""
    return f"a new {span} begins" if re.match(r"(?:day|week|month|year|hour|quarter)", span) else f"it is {span}"


def _refused(reading: Reading) -> Draft:
    if reading.kind == "ban":
        given = (reading.condition,) if reading.condition else ()
        return Draft(
            title_of(f"No way to {reading.action}"),
            f"I try to {reading.action}",
            "the system does not let me",
            given,
            negative=True,
        )
    if reading.kind == "action":
        given = (reading.condition,) if reading.condition else ()
        when, then = "I use the system", f"I do not have to {reading.action}"
        return Draft(title_of(f"No need to {reading.action}"), when, then, given, negative=True)
    found = reading.clause
    if is_person(head(reading.subject)) and found.verb != "be":
        step = f"{reading.subject} {'try' if is_many(reading.subject) else 'tries'} to {found.predicate}"
        return Draft(title_of(f"Not for {reading.subject}"), step, "the system does not let them", negative=True)
    when = try_step(reading)
    then = one_line(
        f"{reading.subject} {finite(reading.subject, found.verb, negated=True, adverb=found.adverb)} {found.rest}"
    )
    return Draft(title_of(then), when, then, negative=True)

"""What a story's own line promises: the behaviour itself, what follows from it, and the least that must be safe."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.language.clauses import bare, clause, passive
from bot.language.nouns import DETERMINERS, article, head, is_plural
from bot.language.text import content_words, lower_first, one_line, shorten, words
from bot.language.verbs import base_form, could_be_noun, is_base, past_participle
from bot.language.voice import finite, finite_coordinates, is_many, negate, sentence, speak_as
from bot.stories.boundaries import at_the_limit, limit_of
from bot.stories.reading import Reading, definite, tidy
from bot.stories.rules import Tag


@dataclass(frozen=True, slots=True)
class Draft:
    """A criterion before it has its number: what it says, how sure it is, which requirement it comes from."""

    title: str
    when: str
    then: str
    given: tuple[str, ...] = ()
    negative: bool = False
    tag: Tag = "stated"
    sources: tuple[str, ...] = ()
    more: tuple[str, ...] = ()


_SEES = frozenset(
    "see view read look check browse review inspect preview consult know follow track monitor watch".split()
)
_SEARCHES = frozenset("search find filter sort look-up lookup".split())
_GETS = frozenset("get receive obtain".split())
_FETCHES = frozenset("export download print fetch generate".split())
_ENTERS = frozenset(
    "add create enter register submit book request record report write type fill log file declare sign comment reserve order apply schedule set edit change update plan".split()
)
_LOADS = frozenset("upload import attach scan load".split())
_PLACE = re.compile(
    r"\s*\b(?:from|on|in) (?P<place>(?:the|my|an?) (?:[\w-]+ ){0,3}?(?:page|screen|form|view|tab|dialog|menu|dashboard|portal|website|site|home page|app))\b",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\bafter (?P<span>(?:a|an|one|two|three|four|five|six|seven|ten|\d+)\s(?:[a-z]+ )?(?:second|minute|hour|day|week|month|year)s?)\b(?P<rest>[^,]*)",
    re.IGNORECASE,
)
_EVERY = re.compile(
    r"\b(?:every|each) (?P<span>(?:morning|evening|night|day|week|month|year|quarter|hour|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b(?: at \S+| before [^,]+)?)",
    re.IGNORECASE,
)
_SPLIT_OBJECT = re.compile(
    r"^(?P<object>.+?)(?P<tail>\s(?:(?:\d+|two|three|four|five|six|seven|ten) (?:second|minute|hour|day|week|month|year)s?|to|into|as|with|by|from|for|on|in|at|via|within|per|without|when|if|before|after|until|about|that|who|which|twice|again|online|offline)\b.*)?$"
)


def happy_path(reading: Reading) -> Draft:
    """The behaviour itself: what is done and what comes of it."""
    if reading.negated:
        return _refused(reading)
    return _continued(_promised(reading), reading)


def _continued(draft: Draft, reading: Reading) -> Draft:
    """What the same sentence says next is what comes of it: "the picker presses a button and the lead gets a message"."""
    if not reading.also:
        return draft
    found = clause(reading.also[0])
    said = tidy(speak_as(sentence(replace(found, subject=definite(found.subject))), reading.role, also=reading.names))
    return replace(draft, then=said)


def _promised(reading: Reading) -> Draft:
    if reading.kind == "action":
        return _does(reading)
    if reading.kind in {"system", "state"}:
        return _acts(reading)
    if reading.kind == "thing":
        return _is_there(reading)
    return Draft(
        "What was asked for", "I try what was asked for", f"this holds: {quoted(reading.thing)}", tag="inferred"
    )


def quoted(text: str) -> str:
    """Somebody's own words inside a step."""
    inner = one_line(text).replace("“", "‘").replace("”", "’")
    return f"“{inner}”"


def title_of(text: str) -> str:
    line = shorten(tidy(text), 60).rstrip("…").strip()
    return line[:1].upper() + line[1:]


def try_step(reading: Reading) -> str:
    """The When of whatever happens while the story's behaviour is carried out."""
    if reading.kind == "action":
        place = _PLACE.search(reading.action)
        action = tidy(reading.action[: place.start()] + reading.action[place.end() :]) if place else reading.action
        verb = action.split()[0] if action.split() else ""
        if verb == "know" and (
            asked := re.match(r"know (?P<what>(?:who|what|when|where|why|how|whether|if|which)\b.+)", action)
        ):
            return f"I ask {asked['what']}"
        if verb in _SEES and len(action.split()) > 1:
            return f"I ask to {action}"
        if verb in _GETS | {"have", "be"} and reading.condition:
            return _event(reading)
        if verb in _GETS | {"have"} and " " in action:
            return f"I look for {action.partition(' ')[2]}"
        if verb == "be":
            return f"it is time for me to {action}"
        return f"I {action}"
    if reading.condition:
        return _event(reading)
    if reading.kind == "thing":
        return _open_thing(reading)
    if reading.kind == "state":
        doing = passive(reading.clause)
        if doing and (after := _AFTER.search(doing[2])):
            return _passed(after)
        return f"I look at {reading.subject}"
    if is_doing(reading.subject):
        verb, _, rest = reading.subject.partition(" ")
        return f"I {base_form(bare(verb))} {rest}"
    return _use(reading.subject)


def is_doing(subject: str) -> bool:
    """ "cancelling a trip" as a subject: something that somebody does."""
    first = bare(subject.split()[0]) if subject.split() else ""
    return first.endswith("ing") and is_base(base_form(first)) and len(subject.split()) > 1


def _event(reading: Reading) -> str:
    return tidy(reading.condition)


def _passed(after: re.Match[str]) -> str:
    span = after["span"]
    many = not re.match(r"(?:a|an|one|1)\b", span)
    rest = after["rest"].strip()
    return tidy(
        f"{span} {'have' if many else 'has'} passed {'' if not rest else 'with ' if rest.startswith('no ') else ''}{rest}"
        if not rest.startswith("of ")
        else f"there {'have' if many else 'has'} been {span} {rest}"
    )


def _use(subject: str) -> str:
    if re.search(
        r"\b(?:page|screen|form|view|list|report|dashboard|tab|menu|calendar|table|overview|summary|receipt|invoice|history)$",
        subject,
    ):
        return f"I open {subject}"
    if re.search(r"\b(?:nobody|everyone|everything|nothing)\b", subject) or is_many(subject):
        return "I use the system"
    if re.search(r"\b(?:system|app|tool|bot|platform|portal|website|site|scanner|printer|search|software)$", subject):
        return f"I use {subject}"
    return "I use the system"


_RUNS = frozenset(
    "upload import export download print printout sync backup login sign-in undo transfer scan search filter".split()
)


def _open_thing(reading: Reading) -> str:
    thing = reading.thing
    if head(thing) in _RUNS and not thing.lower().startswith("no "):
        return f"I {'use' if head(thing) in {'search', 'filter', 'undo'} else 'start'} {thing}"
    if shown := _display(thing):
        return f"I open {shown[0]}"
    place = _PLACE.search(thing)
    if place:
        return f"I open {place['place']}"
    if thing.lower().startswith(("no ", "less ", "fewer ", "more ", "better ", "faster ")):
        return "I use the system"
    return f"I look for {thing}"


def _does(reading: Reading) -> Draft:
    action = reading.action
    given: tuple[str, ...] = ()
    place = _PLACE.search(action)
    if place and place.start() > 0:
        rest = tidy(action[: place.start()] + action[place.end() :])
        if len(rest.split()) > 1:
            given, action = (f"I am on {place['place']}",), rest
    if reading.condition:
        if reading.condition_word in {"before", "until"}:
            given = (
                (*given, f"it is still {reading.condition_word} {reading.condition}")
                if reading.condition_word == "before"
                else given
            )
        else:
            given = (*given, reading.condition)
    if (off := re.search(rf"\s*{_OFFLINE}", action)) and off.start():
        given, action = (*given, "I am offline"), tidy(action[: off.start()] + action[off.end() :])
    verb, _, rest = action.partition(" ")
    if found := re.search(r",? and (?:then )?(?P<verb>[a-z-]+)(?P<rest>(?:\s.+)?)$", action):
        second = found["verb"]
        if is_base(second) and (
            second in _SEES | _GETS | {"have"}
            or not could_be_noun(second)
            or re.match(r" (?:the|an?|my|it|them|who|what|why|how)\b", found["rest"])
        ):
            first = tidy(action[: found.start()])
            if second in _SEES | _GETS | {"have"} and len(first.split()) > 0:
                return Draft(title_of(action), f"I {first}", f"I {second}{found['rest']}", given)
            return Draft(title_of(action), f"I {action}", _done(second, found["rest"].strip()), given)
    return Draft(title_of(action), *_when_then(reading, verb, rest, action), given=given)


def _when_then(reading: Reading, verb: str, rest: str, action: str) -> tuple[str, str]:
    if verb == "know" and re.match(r"(?:who|what|when|where|why|how|whether|if|which)\b", rest):
        return f"I ask {rest}", f"the system tells me {rest}"
    if verb in _SEES and rest:
        rest = re.sub(r"^at a glance ", "", rest)
        shown = re.sub(r"^(?:at|for|through|up|into|about)\s", "", rest)
        if verb in {"know", "check"} and re.match(r"(?:if|whether|who|what|why|when|where|how|that)\b", shown):
            return f"I ask to {action}", f"the system tells me {shown}"
        return f"I ask to {action}", f"the system shows me {shown}"
    if verb in _SEARCHES and rest:
        found = _SPLIT_OBJECT.match(re.sub(r"^(?:for|through|in)\s", "", rest))
        things = found["object"] if found else rest
        if verb == "find":
            return (
                f"I search for {things}{(found['tail'] or '') if found else ''}",
                f"the system shows me {_the(things)}",
            )
        if verb == "sort":
            return f"I {action}", f"I see {_the(things)} in that order"
        return f"I {action}", f"the system shows me only {_the(things)} that {'fit' if is_many(things) else 'fits'}"
    if verb in _GETS | {"be", "have"} or action.startswith("see "):
        return _passive_event(reading, verb, rest)
    if verb in _FETCHES and rest and not rest.startswith(("to ", "as ", "into ")):
        found = _SPLIT_OBJECT.match(rest)
        things = _the(found["object"]) if found else rest
        tail = (found["tail"] or "") if found else ""
        keeps = tail if re.match(r"\s(?:to|as|into|in|with|on)\b", tail) else ""
        return f"I {action}", f"I get {things}{keeps}"
    return f"I {action}", _done(verb, rest)


def _passive_event(reading: Reading, verb: str, rest: str) -> tuple[str, str]:
    """What happens to the role: a message comes, they are logged out."""
    then = f"I {finite('I', verb)} {rest}"
    if reading.condition:
        return reading.condition, then
    if after := _AFTER.search(rest):
        return _passed(after), tidy(f"I {finite('I', verb)} {rest[: after.start()]}")
    if every := _EVERY.search(rest):
        return f"{every['span']} comes" if not re.match(
            r"(?:day|week|month|year|hour|quarter)", every["span"]
        ) else f"a new {every['span']} begins", tidy(
            f"I {finite('I', verb)} {rest[: every.start()]} {rest[every.end() :]}"
        )
    if verb in _GETS | {"have"}:
        return f"I look for {rest}", f"I find {_it(rest)}"
    return f"it is time for me to {verb} {rest}", then


def _it(things: str) -> str:
    return "them" if is_many(head(things)) else "it"


def _the(things: str) -> str:
    """The same thing spoken of again: "an order" → "the order", "orders" → "the orders"."""
    first, _, rest = things.partition(" ")
    if first.lower() in frozenset("a an any some one every each".split()) and rest:
        return f"the {rest}"
    if (
        first.lower() in DETERMINERS
        or first.lower() in frozenset("me us it them everything who what how in out up".split())
        or first[:1].isdigit()
    ):
        return things
    return f"the {things}"


_PARTICLES = frozenset("in out up off on down back over".split())
_NO_OBJECT = frozenset(
    "to into as with by from for on in at via within per without when if before after until about twice again online offline automatically live together first last directly".split()
)


def _done(verb: str, rest: str) -> str:
    """What can be seen once it is done: "the order is refunded", "the system shows that I have logged in"."""
    tokens = rest.split()
    first = bare(tokens[0]) if tokens else ""
    if (
        not tokens
        or first in _NO_OBJECT | _PARTICLES
        or first.endswith("ly")
        or re.match(r"(?:who|what|how|if|whether|that|why|where)\b", rest)
    ):
        return one_line(f"the system shows that I have {past_participle(verb)} {rest}")
    found = _SPLIT_OBJECT.match(rest)
    things, tail = (found["object"], found["tail"] or "") if found else (rest, "")
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
    subject = {"it": "it", "them": "they"}.get(things, _the(things))
    return one_line(f"{subject} {'are' if is_many(subject) else 'is'} {past_participle(verb)}{particle}{tail}")


def _acts(reading: Reading) -> Draft:
    """The system or a thing does it, or something becomes of a thing."""
    found = reading.clause
    rest = found.rest
    when = try_step(reading)
    subject = "the system" if is_doing(reading.subject) else reading.subject
    if found.adverb == "only" and reading.condition:
        found = replace(found, adverb="")
    given: tuple[str, ...] = ()
    if off := re.search(rf"\s*{_OFFLINE}", rest):
        given, rest = ("I am offline",), tidy(rest[: off.start()] + rest[off.end() :])
    if every := _EVERY.search(rest):
        if not reading.condition:
            span = every["span"]
            when = (
                f"a new {span} begins" if re.match(r"(?:day|week|month|year|hour|quarter)", span) else f"{span} comes"
            )
            if re.match(r"(?:morning|evening|night)", span):
                when = f"it is {span}"
            elif re.match(r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)", span, re.IGNORECASE):
                when = f"it is {span}"
            rest = tidy(rest[: every.start()] + rest[every.end() :])
    elif (after := _AFTER.search(rest)) and not reading.condition:
        when, rest = _passed(after), tidy(rest[: after.start()])
    many = is_many(subject)
    then = one_line(
        f"{subject} {finite(subject, found.verb, adverb=found.adverb)} {rest if many else finite_coordinates(rest)}"
    )
    return Draft(title_of(then), when, then, given)


def _is_there(reading: Reading) -> Draft:
    thing = reading.thing
    if reading.condition:
        return Draft(title_of(thing), reading.condition, f"I get {thing}", tag="inferred")
    if shown := _display(thing):
        return Draft(title_of(thing), f"I open {shown[0]}", shown[1])
    place = _PLACE.search(thing)
    if place:
        return Draft(
            title_of(thing), f"I open {place['place']}", f"I see {tidy(thing[: place.start()] + thing[place.end() :])}"
        )
    low = thing.lower()
    if low.startswith("no "):
        noun = head(thing)
        return Draft(
            title_of(thing), "I use the system", f"there {'are' if is_plural(noun) else 'is'} {thing}", negative=True
        )
    if low.startswith(("less ", "fewer ", "more ", "better ", "faster ")):
        return Draft(
            title_of(thing),
            "I use the system",
            f"there {'are' if is_plural(head(thing)) else 'is'} {thing}",
            tag="inferred",
        )
    if head(thing) in _RUNS:
        shown = {"search": "what I searched for", "filter": "only what fits", "undo": "things as they were before"}.get(
            head(thing)
        )
        then = (
            f"I see {shown}"
            if shown
            else f"the system shows that {_the(thing)} {'are' if is_many(head(thing)) else 'is'} done"
        )
        return Draft(title_of(thing), _open_thing(reading), then, tag="inferred")
    return Draft(title_of(thing), f"I look for {thing}", f"I find {_it(thing)}", tag="inferred")


_DISPLAYS = re.compile(
    r"^(?:an? |the |one |some )?(?P<what>(?:[\w-]+ ){0,3}?(?:list|dashboard|overview|report|page|view|screen|table|chart|summary|calendar|map|board|log|history|timeline))\s(?P<link>that shows?|that lists?|which shows?|showing|with|of|for)\s(?P<shown>.+)$",
    re.IGNORECASE,
)


def _display(thing: str) -> tuple[str, str] | None:
    """ "a dashboard that shows open picks": what is opened, and what it shows."""
    found = _DISPLAYS.match(thing)
    return (f"the {found['what']}", f"it shows {found['shown']}") if found else None


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
        found = reading.want.removeprefix("not to ").removeprefix("have to ").removeprefix("to ")
        return Draft(
            title_of(f"No need to {found}"), "I do my work in the system", f"I do not have to {found}", negative=True
        )
    found = reading.clause
    when = try_step(reading)
    then = one_line(
        f"{reading.subject} {finite(reading.subject, found.verb, negated=True, adverb=found.adverb)} {found.rest}"
    )
    return Draft(title_of(then), when, then, negative=True)


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
    for piece in reading.also[1:]:
        inner = clause(piece)
        said = speak_as(sentence(replace(inner, subject=definite(inner.subject))), reading.role, also=reading.names)
        found.append(Draft(title_of(piece), try_step(reading), tidy(said), negative=inner.negated))
    if reading.condition and reading.condition_word in {"when", "if", "once", "while"} and not reading.negated:
        opposite = negate(reading.condition)
        bound = (
            reading.kind != "action"
            or reading.condition_word in {"once", "while"}
            or reading.clause.adverb == "only"
            or reading.action.split()[0] in _GETS | {"be"}
        )
        if opposite and bound:
            found.append(_otherwise(reading, opposite))
    return found


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
    if reading.kind == "action" and verb in _GETS | {"be"}:
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


def bare_action(reading: Reading) -> str:
    place = _PLACE.search(reading.action)
    return (
        tidy(reading.action[: place.start()] + reading.action[place.end() :])
        if place and place.start()
        else reading.action
    )


def _not_done(reading: Reading) -> str:
    found = reading.clause
    return one_line(f"{reading.subject} {finite(reading.subject, found.verb, negated=True)} {found.rest}")


# ---- what nobody said: the smallest safe behaviour, to be confirmed ---------------------------------------------------


_OFFLINE = r"\b(?:offline|without (?:an? |the |any )?(?:internet|connection|network|signal|wifi|wi-fi|reception)(?: connection)?)\b"
_LOST = ("the connection is lost",)


def assumed(reading: Reading) -> list[Draft]:
    """Minimal safe behaviour that nobody stated, best first; people are asked to confirm it."""
    if reading.kind == "action" and not reading.negated:
        return _assumed_of_action(reading)
    when = try_step(reading)
    told = "tells me that it failed" if reading.kind == "thing" else "records that it failed"
    broken = Draft("The connection is lost", when, f"the system {told}", _LOST, negative=True, tag="assumed")
    together = Draft(
        "Two at once",
        when,
        happy_path(reading).then,
        (f"another {reading.role} does the same at the same time",),
        tag="assumed",
    )
    if reading.kind == "ban":
        return _assumed_of_ban(reading)
    if re.search(_OFFLINE, reading.want):
        broken = replace(
            broken,
            title="Back online",
            when="I am online again",
            then="what I did offline is still there",
            given=(),
            negative=False,
        )
        return [broken, together, replace(_stranger(reading, when, "the system does not let me in"))]
    if reading.negated:
        return [together, broken]
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
    if verb in _GETS | {"be", "have"}:
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
                f"I {finite('I', verb)} {_it(rest)} only once"
                if verb in _GETS and reading.condition
                else f"I find {_it(rest)} only once"
                if verb in _GETS | {"have"}
                else "it happens only once",
                tag="assumed",
            ),
        ]
    found: list[Draft] = []
    if verb in _SEES | _SEARCHES and rest:
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
    found.append(_stranger(reading, when if verb in _SEES else f"I try to {action}", "the system does not let me"))
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

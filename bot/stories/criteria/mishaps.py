"""What may go wrong with each kind of doing, for stories of which nobody said it; people are asked to confirm it."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.language.grammar import bare
from bot.language.nouns import DETERMINERS, article, head, is_person, is_plural, singular
from bot.language.text import one_line
from bot.language.verbs import past_participle
from bot.language.voice import finite, is_many
from bot.language.wording import tidy
from bot.stories.criteria.behaviour import SPLIT_OBJECT, happy_path
from bot.stories.criteria.boundaries import limit_of
from bot.stories.criteria.steps import GETS, OFFLINE, SEARCHES, SEES, Draft, bare_action, mode, title_of, try_step
from bot.stories.criteria.things import is_information
from bot.stories.telling import Reading

_BOOKS = frozenset("book reserve order rebook borrow rent".split())
_ENDS = frozenset(
    "cancel delete remove archive withdraw close return refund block freeze suspend restore lock unblock".split()
)
_CHANGES = frozenset("move change edit update reschedule extend rename replace swap correct adjust renew".split())
_DECIDES = frozenset("approve reject confirm sign accept decline release assign decide claim".split())
_SENDS = frozenset("send share publish post forward notify inform invite".split())
_MAKES = frozenset("print export download generate".split())
_ENTERS = frozenset(
    "add create enter register submit request record report write type fill log file declare apply schedule set plan "
    "comment ask hand".split()
)
_LOADS = frozenset("upload import attach scan load".split())
_KEEPS = frozenset("archive keep store retain save".split())
_TELLS = frozenset("mail email e-mail notify tell inform alert remind warn text message send sms ping update".split())
_ANYBODY = frozenset(
    """
    user customer visitor guest person everyone client patient student pupil parent owner citizen member reader
    traveller traveler passenger tenant resident applicant subscriber household donor rider borrower volunteer
    runner athlete player fan shopper caller
    """.split()
)


def assumed(reading: Reading) -> list[Draft]:
    """Minimal safe behaviour that fits what is wanted, best first."""
    if reading.kind == "action" and not reading.negated:
        return _of_action(reading)
    if reading.kind == "ban":
        return _of_ban(reading)
    if re.search(OFFLINE, reading.want):
        return _of_offline(reading)
    if reading.kind in {"system", "state"}:
        return _of_event(reading)
    if reading.kind == "thing":
        return _of_thing(reading)
    return [*_of_spared(), *_in_general(happy_path(reading).when)]


def _draft(title: str, when: str, then: str, *given: str, negative: bool = True) -> Draft:
    return Draft(title, tidy(when), tidy(then), tuple(tidy(step) for step in given), negative=negative, tag="assumed")


def stranger(reading: Reading, when: str, then: str) -> Draft:
    """Somebody who isn't the role; who everybody can be is only not signed in."""
    public = reading.role.rsplit(maxsplit=1)[-1] in _ANYBODY
    given = "I am not signed in" if public else f"I am not {article(reading.role)} {reading.role}"
    return Draft("Someone without the right", when, then, (given,), negative=True, tag="assumed")


def _one_of(rest: str) -> str:
    """The one thing that an action is about: "appointments online" → "appointment"; empty when it can't be told."""
    if limit := limit_of(rest):
        rest = tidy(rest.replace(limit.phrase, "", 1))
    found = SPLIT_OBJECT.match(rest)
    thing = found["object"] if found else rest
    tokens = thing.split()
    while tokens and (bare(tokens[0]) in DETERMINERS or tokens[0][0].isdigit()):
        tokens.pop(0)
    if not tokens or not re.fullmatch(r"[\w '’/-]+", " ".join(tokens)) or re.search(r"\b(?:and|or)\b", thing):
        return ""
    if bare(tokens[0]) in _NO_THING or is_person(tokens[-1]):
        return ""
    tokens[-1] = singular(tokens[-1]) if is_plural(tokens[-1]) else tokens[-1]
    return " ".join(tokens)


_NO_THING = frozenset(
    "me us it them him her who what why how whether if that to in on at by for with out up off down back into from as "
    "over under everything something not over everybody myself away".split()
)


def _of_action(reading: Reading) -> list[Draft]:
    action = bare_action(reading)
    verb, _, rest = action.partition(" ")
    if reading.steps:
        return [_left_out(reading), stranger(reading, f"I try to {reading.steps[0]}", "the system does not let me")]
    if verb in GETS | {"be", "have"}:
        return _of_getting(reading, verb, rest)
    found = _of_doing(reading, verb, rest, action)
    sees = verb in SEES and bool(rest)
    found.append(stranger(reading, try_step(reading) if sees else f"I try to {action}", "the system does not let me"))
    if not sees and verb not in SEARCHES:
        stopped = f"I start to {action} and stop before the end"
        found.append(_draft("Stopped before the end", stopped, "nothing is changed"))
    found.extend(_in_general(try_step(reading)))
    return found


def _left_out(reading: Reading) -> Draft:
    """A path whose last step is tried without the one before."""
    before, last = reading.steps[-2], reading.steps[-1]
    verb, _, rest = before.partition(" ")
    when = f"I try to {last} and I have not {past_participle(verb)} {rest}"
    return _draft(title_of(f"Not before I {before}"), when, f"the system asks me to {before} first")


def _of_doing(reading: Reading, verb: str, rest: str, action: str) -> list[Draft]:
    """The mishap that fits the verb."""
    try_it, done, one = f"I try to {action}", past_participle(verb), _one_of(rest)
    both = re.search(r",? and (?:be )?[a-z]+ (?:the|a|an|my|it|them|to|yes|no|if|or)\b", action)
    if verb in SEES | SEARCHES and rest and not both:
        nothing = "the system tells me that there is nothing to show"
        return [_draft("Nothing to show", try_step(reading), nothing, "there is nothing to show")]
    if verb in _LOADS:
        what = f"the {one}" if one else "what I have"
        return [
            _draft("It cannot be read", try_it, "the system tells me that it cannot be read", f"{what} cannot be read")
        ]
    if verb in _ENTERS:
        when = f"{try_it} and leave out something that is required"
        return [_draft("Something required is missing", when, "the system tells me what is missing")]
    if verb in _SENDS:
        return [
            _draft(
                "It does not arrive",
                f"I {action}",
                "the system tells me that it was not delivered",
                "it cannot be delivered",
            )
        ]
    if verb in _MAKES:
        nothing = f"there is nothing to {verb}"
        return [_draft(title_of(nothing), try_it, f"the system tells me that {nothing}", nothing)]
    if not one:
        return []
    if verb in _BOOKS:
        given = f"another {reading.role} has just {done} the same {one}"
        return [_draft("Taken already", try_it, "the system tells me that it is taken", given)]
    if verb in _ENDS:
        given = f"the {one} is {done} already"
        return [_draft(title_of(f"{done} already"), try_it, f"the system tells me that it is {done} already", given)]
    if verb in _CHANGES:
        given = f"the {one} no longer exists"
        return [_draft("Gone already", try_it, "the system tells me that it no longer exists", given)]
    if verb in _DECIDES:
        given = f"another {reading.role} has {done} the {one} already"
        return [_draft(title_of(f"{done} already"), try_it, f"the system tells me that it is {done} already", given)]
    return []


def _of_getting(reading: Reading, verb: str, rest: str) -> list[Draft]:
    """Of "to get a confirmation": it may not arrive, and is for nobody else."""
    when = happy_path(reading).when
    missed = "the system records that it did not reach me"
    found = [_draft("It does not reach me", when, missed, "I cannot be reached")]
    if verb in GETS and rest:
        found.append(_draft("For nobody else", when, f"I do not get {_it(rest)}", f"it is for another {reading.role}"))
    found.extend(_in_general(when))
    return found


def _it(things: str) -> str:
    return "them" if is_many(head(things)) else "it"


def _of_ban(reading: Reading) -> list[Draft]:
    action = bare_action(reading)
    given = (reading.condition,) if reading.condition else ()
    told = _draft(
        "The reason is told", f"I have tried to {action}", "the system tells me that this is not allowed", *given
    )
    around = _draft("No way around", f"I try to {action}", "the system does not let me", *given, "I have a direct link")
    return [told, around]


def _of_offline(reading: Reading) -> list[Draft]:
    back = _draft("Back online", "I am online again", "what I did offline is still there", negative=False)
    return [
        back,
        stranger(reading, try_step(reading), "the system does not let me in"),
        *_in_general(happy_path(reading).when),
    ]


def _of_event(reading: Reading) -> list[Draft]:
    """Of what the system does or what becomes of a thing: it may fail, and it can be told afterwards."""
    happy = happy_path(reading)
    found = reading.clause
    who = "them" if is_person(head(reading.subject)) else "me"
    if reading.negated:
        tried = happy.when.replace(" try to ", " have tried to ").replace(" tries to ", " has tried to ")
        told = (
            [_draft("The reason is told", tried, f"the system tells {who} why it is not possible")]
            if tried != happy.when
            else []
        )
        return [*told, *_in_general(happy.when)]
    if found.verb in _TELLS and re.match(r"(?:me|us)\b", found.rest):
        missed = "the system records that it did not reach me"
        return [
            _draft("It does not reach me", happy.when, missed, "I cannot be reached"),
            *_in_general(happy.when),
        ]
    drafts: list[Draft] = []
    if found.verb == "be" and bare(found.rest.partition(" ")[0]) in {past_participle(verb) for verb in _KEEPS}:
        drafts.append(
            _draft("Not deleted before", f"I try to delete {reading.subject} before that", "the system does not let me")
        )
    cannot = one_line(f"{reading.subject} cannot {found.verb} {found.rest}")
    drafts.append(_draft("It does not work", happy.when, "the system tells me that it failed", cannot))
    if found.verb == "be":
        still = f"{reading.subject} {finite(reading.subject, 'be')} still {found.rest}"
        return [*drafts, _draft("It stays so", "I come back later", still, negative=False), *_in_general(happy.when)]
    return [*drafts, *reversed(_in_general(happy.when))]


def _of_thing(reading: Reading) -> list[Draft]:
    happy = happy_path(reading)
    thing = reading.thing
    found: list[Draft] = []
    if happy.negative or happy.when == "I use the system":
        return _in_general(happy.when)
    if mode(thing):
        found.append(
            _draft(
                "Switched off again", f"I switch {mode(thing)} off", "the system looks as it did before", negative=False
            )
        )
    if is_information(thing):
        nothing = "the system tells me that there is nothing to show"
        found.append(_draft("Nothing to show", happy.when, nothing, "there is nothing to show"))
    found.append(
        stranger(
            reading,
            happy.when,
            _no_use(happy.when) if not is_information(thing) else "the system does not show it to me",
        )
    )
    found.append(_draft("It does not work", happy.when, "the system tells me that it failed", "something goes wrong"))
    return [*found, *_in_general(happy.when)]


def _no_use(when: str) -> str:
    return "the system does not let me" if when.startswith("I do ") else "the system does not let me use it"


def _of_spared() -> list[Draft]:
    """Of "not to have to type it twice": what was done stays done."""
    kept = _draft("Nothing is lost", "I come back later", "what I did before is still there", "I have done it once")
    return [replace(kept, negative=False)]


def _in_general(when: str) -> list[Draft]:
    """What fits nearly everything that happens."""
    recorded = _draft("It can be told afterwards", when, "the system records when it happened", negative=False)
    failed = _draft("It does not work", when, "the system tells me that it failed", "something goes wrong")
    return [failed, recorded]

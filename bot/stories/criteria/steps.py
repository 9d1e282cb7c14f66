"""The steps that criteria are made of: what somebody does, where, and how a draft of a criterion is kept."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.language.grammar import bare
from bot.language.nouns import DETERMINERS, head, with_article
from bot.language.passives import passive
from bot.language.text import one_line, shorten
from bot.language.verbs import base_form, is_base
from bot.language.voice import is_many
from bot.language.wording import tidy
from bot.stories.rules import Tag
from bot.stories.telling import Reading


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


SEES = frozenset(
    "see view read look check browse review inspect preview consult know follow track monitor watch".split()
)
SEARCHES = frozenset("search find filter sort look-up lookup".split())
GETS = frozenset("get receive obtain".split())
PLACE = re.compile(
    r"\s*\b(?:from|on|in) (?P<place>(?:the|my|an?) (?:[\w-]+ ){0,3}?(?:page|screen|form|view|tab|"
    r"dialog|menu|dashboard|portal|website|site|home page|app))\b",
    re.IGNORECASE,
)
AFTER = re.compile(
    r"\bafter (?P<span>(?:a|an|one|two|three|four|five|six|seven|ten|\d+)\s(?:[a-z]+ )?(?:second|"
    r"minute|hour|day|week|month|year)s?)\b(?P<rest>[^,]*)",
    re.IGNORECASE,
)


def quoted(text: str) -> str:
    """Somebody's own words inside a step."""
    inner = one_line(text).replace("“", "‘").replace("”", "’")
    return f"“{inner}”"


def title_of(text: str) -> str:
    """A short title with a capital."""
    line = shorten(tidy(text), 60).rstrip("…").strip()
    return line[:1].upper() + line[1:]


def try_step(reading: Reading) -> str:
    """The When of whatever happens while the story's behaviour is carried out."""
    if reading.kind == "action":
        return _acting(reading)
    if reading.condition:
        return tidy(reading.condition)
    if reading.kind == "thing":
        return open_thing(reading)
    if reading.kind == "state":
        doing = passive(reading.clause)
        after = AFTER.search(doing[2]) if doing else None
        return passed(after) if after else f"I look at {reading.subject}"
    if is_doing(reading.subject):
        verb, _, rest = reading.subject.partition(" ")
        return f"I {base_form(bare(verb))} {rest}"
    asked = re.match(rf"(?:me|us) (?P<what>{_ASKING}\b.+)", reading.clause.rest)
    if asked and reading.clause.verb in {"tell", "show"}:
        return f"I ask {asked['what']}"
    if which := re.match(r"(?P<what>[\w -]+?),? (?:which|that|who) (?P<does>.+)$", reading.subject):
        return f"{which['what']} {which['does']}"
    if every := re.match(r"(?:every|each) (?:new )?(?P<what>.+)$", reading.subject):
        return f"there is {with_article('new ' + every['what'])}"
    return _use(reading.subject)


_ASKING = r"(?:who|what|when|where|why|how|whether|if|which)"


def _acting(reading: Reading) -> str:
    """What the role does, without the place where it is done."""
    action = bare_action(reading)
    verb, _, rest = action.partition(" ")
    if verb == "find" and rest:
        return f"I search for {rest}"
    if verb == "know" and re.match(_ASKING, rest):
        return f"I ask {rest}"
    if (
        verb in SEES
        and rest
        and bare(rest.split()[0]) not in {"in", "out", "off", "up"}
        and not re.search(r",? and (?!\w+s\b)\w+(?: or \w+)? (?:the|a|an|my|it|them|to|yes|no)\b", action)
    ):
        return f"I ask to {action}"
    if verb in GETS | {"have", "be"} and reading.condition:
        return tidy(reading.condition)
    return f"it is time for me to {action}" if verb == "be" else f"I {action}"


def is_doing(subject: str) -> bool:
    """ "cancelling a trip" as a subject: something that somebody does."""
    first = bare(subject.split(maxsplit=1)[0]) if subject.split() else ""
    return first.endswith("ing") and is_base(base_form(first)) and len(subject.split()) > 1


def passed(after: re.Match[str]) -> str:
    """The end of a span of time as an event: "7 years have passed"."""
    span = after["span"]
    many = not re.match(r"(?:a|an|one|1)\b", span)
    rest = after["rest"].strip()
    return tidy(
        f"{span} {'have' if many else 'has'} passed "
        f"{'' if not rest else 'with ' if rest.startswith('no ') else ''}{rest}"
        if not rest.startswith("of ")
        else f"there {'have' if many else 'has'} been {span} {rest}"
    )


def _use(subject: str) -> str:
    if re.search(
        r"\b(?:page|screen|form|view|list|report|dashboard|tab|menu|calendar|table|overview|summary|"
        r"receipt|invoice|history)$",
        subject,
    ):
        return f"I open {subject}"
    if re.search(r"\b(?:nobody|everyone|everything|nothing)\b", subject) or is_many(subject):
        return "I use the system"
    if re.search(r"\b(?:system|app|tool|bot|platform|portal|website|site|scanner|printer|search|software)$", subject):
        return f"I use {subject}"
    return "I use the system"


RUNS = frozenset(
    "upload import export download print printout rollback restart reset reboot deployment payment "
    "booking handover checkout check-in registration sync backup login sign-in undo transfer scan "
    "search filter".split()
)


_USED = frozenset("search filter undo login sign-in".split())


DONE_ON = re.compile(
    r"(?P<what>(?:[\w-]+ ){0,3}(?:counts?|checks?|inspections?|audits?|surveys?|rounds|trainings?|visits?|handovers?)) "
    r"(?P<how>(?:on|in|by|via|through|without) .+)$"
)


def open_thing(reading: Reading) -> str:
    """How somebody gets at a thing that was wished for."""
    thing = reading.thing
    if head(thing) in RUNS and not thing.lower().startswith("no "):
        return f"I {'use' if head(thing) in _USED else 'start'} {thing}"
    if shown := display(thing):
        return f"I open {shown[0]}"
    place = PLACE.search(thing)
    if place:
        return f"I open {place['place']}"
    if named := mode(thing):
        return f"I switch on {named}"
    if thing.lower().startswith(("no ", "less ", "fewer ", "more ", "better ", "faster ")):
        return "I use the system"
    if way := DONE_ON.match(thing):
        return f"I do {way['what']}"
    return f"I ask for {tidy(thing.partition(',')[0])}"


def mode(thing: str) -> str:
    """What can be switched on and off: "a dark mode for the handheld" → "the dark mode"; empty for all else."""
    found = re.match(r"(?:an? |the )?(?P<what>(?:[\w-]+ ){0,2}(?:mode|theme|view mode))\b", thing, re.IGNORECASE)
    return f"the {found['what']}" if found else ""


_DISPLAYS = re.compile(
    r"^(?:an? |the |one |some )?(?P<what>(?:[\w-]+ ){0,3}?(?:list|dashboard|overview|report|page|"
    r"view|screen|table|chart|summary|calendar|map|board|log|history|timeline))\s(?P<link>that "
    r"shows?|that lists?|which shows?|showing|with|of|for)\s(?P<shown>.+)$",
    re.IGNORECASE,
)


def display(thing: str) -> tuple[str, str] | None:
    """ "a dashboard that shows open picks": what is opened, and what it shows."""
    found = _DISPLAYS.match(thing)
    return (f"the {found['what']}", f"it shows {found['shown']}") if found else None


def bare_action(reading: Reading) -> str:
    """The action without the page or screen that it happens on."""
    place = PLACE.search(reading.action)
    whole = place is None or not place.start()
    return (
        reading.action
        if whole or place is None
        else tidy(reading.action[: place.start()] + reading.action[place.end() :])
    )


OFFLINE = (
    r"\b(?:offline|without (?:an? |the |any )?(?:internet|connection|network|signal|wifi|wi-fi|"
    r"reception)(?: connection)?)\b"
)


def the_same(things: str) -> str:
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


def refused(title: str, when: str, given: tuple[str, ...] = (), *, who: str = "me", tag: Tag = "stated") -> Draft:
    """A criterion in which somebody is not let do what they try."""
    return Draft(title_of(title), when, f"the system does not let {who}", given, negative=True, tag=tag)


def let(title: str, when: str, given: tuple[str, ...] = (), *, who: str = "me", tag: Tag = "stated") -> Draft:
    """A criterion in which somebody is let do what they try."""
    return Draft(title_of(title), when, f"the system lets {who}", given, tag=tag)


def tries(who: str, what: str) -> str:
    """ "managers" and "see it" as "managers try to see it"."""
    return f"{who} {'try' if is_many(who) else 'tries'} to {what}"

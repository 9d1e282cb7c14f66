"""How a thing that was wished for shows: a page that is opened, a mode that is switched on, figures that are shown."""

from __future__ import annotations

import re

from bot.language.nouns import head, is_plural
from bot.language.voice import is_many
from bot.language.wording import tidy
from bot.stories.criteria.steps import (
    DONE_ON,
    PLACE,
    RUNS,
    Draft,
    display,
    mode,
    open_thing,
    the_same,
    title_of,
)
from bot.stories.telling import Reading

_SHOWN_BY = {
    "search": "I see what I searched for",
    "filter": "I see only what fits",
    "undo": "I see things as they were before",
    "login": "I am logged in",
    "sign-in": "I am signed in",
}


def is_there(reading: Reading) -> Draft:
    """The thing at hand: how somebody gets at it, and what can be seen then."""
    thing = reading.thing
    if reading.condition:
        return Draft(title_of(thing), reading.condition, f"I get {thing}", tag="inferred")
    if shown := display(thing):
        return Draft(title_of(thing), f"I open {shown[0]}", shown[1])
    place = PLACE.search(thing)
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
    if head(thing) in RUNS:
        done = f"the system shows that {the_same(thing)} {'are' if is_many(head(thing)) else 'is'} done"
        then = _SHOWN_BY.get(head(thing), done)
        return Draft(title_of(thing), open_thing(reading), then, tag="inferred")
    if named := mode(thing):
        return Draft(title_of(thing), f"I switch on {named}", f"the system shows itself in {named}", tag="inferred")
    if way := DONE_ON.match(thing):
        they = "it" if not is_plural(head(way["what"])) else "them"
        return Draft(title_of(thing), f"I do {way['what']}", f"I can do {they} {way['how']}", tag="inferred")
    things = _short_name(thing)
    if re.search(r"\bbutton$", things):
        return Draft(title_of(thing), "I use the system", f"I see {thing}")
    if is_information(thing):
        return Draft(title_of(thing), f"I ask for {things}", f"the system shows me {thing}", tag="inferred")
    return Draft(title_of(thing), f"I ask for {things}", f"the system gives me {thing}", tag="inferred")


_INFORMATION = re.compile(
    r"\b(?:number|share|count|list|report|overview|history|log|trail|statistics?|figures?|status|totals?|sum|summary|amount|"
    r"differences?|balance|forecast|plan|map|timeline|trend|percentage|rate|ranking|dashboard|view|chart|graph|progress|"
    r"information|details?|schedule|roster|calendar)\b",
    re.IGNORECASE,
)


def is_information(thing: str) -> bool:
    """Whether a thing is looked at rather than used: "the number of no-shows", "an audit log"."""
    return _INFORMATION.search(head(thing)) is not None


def _short_name(thing: str) -> str:
    """How a thing is asked for, without all that it has to be: "the number of no-shows per week"."""
    short = re.split(r",|\s(?:so|because|when|that|which|who|where)\s", thing, maxsplit=1)[0]
    return tidy(short) or thing

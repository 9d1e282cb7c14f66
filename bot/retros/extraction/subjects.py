"""The words by which people are known to speak of the same, and whether words say what they are about."""

from __future__ import annotations

import re

from bot.language.text import content_words, stem

_DE = frozenset(
    "der die das den dem des ein eine einen einem einer und oder aber wir ihr sie ich du es man ist sind war sein hat "
    "haben wird werden im in am an auf aus bei mit nach von vom zu zum zur für über unter ab bis nur noch nicht kein "
    "keine auch schon mal dann also so wie was wer wo wenn dass als immer sehr zu mir uns euch jetzt doch einfach "
    "machen mach kann können soll sollen will wollen".split()
)
_DAYS = {
    stem(short): day
    for day, shorts in {
        "monday": "mon mondays monday montag montags", "tuesday": "tue tues tuesday tuesdays dienstag dienstags",
        "wednesday": "wed weds wednesday wednesdays mittwoch", "thursday": "thu thur thurs thursday donnerstag",
        "friday": "fri friday fridays freitag freitags", "two": "2 zwei", "three": "3 drei", "one": "1", "four": "4",
        "week": "weekly wöchentlich", "day": "daily täglich", "month": "monthly",
    }.items()
    for short in shorts.split()
}  # fmt: skip
GENERAL = frozenset(
    stem(each)
    for each in (
        "monday tuesday wednesday thursday friday saturday sunday day week month sprint time next today "
        "tomorrow passt everyone live recht pleasure thanks till until half hour minute ones whole continue "
        "propose suggest help object objection against agree fine good happy okay live idea better "
        "one two three four five keep drop stay start stop try good think say thing people team "
        "way round other first last new new everyone everybody everything anything topic point retro idea"
    ).split()
)
"""Words that don't say what a matter is about."""


def told_words(text: str) -> frozenset[str]:
    """The words that carry meaning, by which turns are about the same: "tues" is Tuesday, German ones too."""
    found = (each.removesuffix("s") for each in content_words(text) if each not in _DE)
    return frozenset(_DAYS.get(each, each) for each in found if each not in _ALL_OF_US)


_ALL_OF_US = frozenset(
    stem(each) for each in ("everyone everybody anyone anybody nobody folks guys alle jemand").split()
)


def says_what(text: str) -> bool:
    """Whether words say what they are about."""
    named = any(not any(sign.isdigit() for sign in each) for each in told_words(text) - GENERAL)
    return named or _DAILY.search(text) is not None


_DAILY = re.compile(r"\b(?:the|our|a|das|dem|unser) (?:daily|weekly)\b", re.IGNORECASE)
"""A meeting, though it is called like a time."""

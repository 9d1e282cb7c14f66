"""Where prose turns from one part of a retrospective to the next: "Then the harder part.", "The good news: …"."""

from __future__ import annotations

import re

from bot.retros.extraction.log import Section

_TURNS: tuple[tuple[Section, re.Pattern[str]], ...] = (
    ("actions", re.compile(
        r"\b(?:what (?:we|the team) (?:will|want to|are going to) do|next steps|follow[- ]?ups|to tackle this|"
        r"as a result we|actions? (?:that )?(?:we|came))\b", re.IGNORECASE)),
    ("to_improve", re.compile(
        r"\b(?:hard(?:er)? part|bad news|less (?:\w+ly )?(?:good|pleasant|nice|satisfactory|happy|fun|"
        r"rosy|positive|well)(?! (?:was|were|is|are)\b)|"
        r"not so (?:good|nice|great|pleasant)|bad (?:things|stuff|part|bits)|unpleasant|"
        r"negatives?|didn['’]t go|did not go|went wrong|"
        r"difficult(?:ies)?|complaints|pain points|grumbles|on the (?:other|down|negative) ?side|"
        r"problems)\b", re.IGNORECASE)),
    ("went_well", re.compile(
        r"\b(?:good news|positives?|(?:good|nice|pleasant|happy|bright) (?:things|stuff|parts?|bits|points)|"
        r"(?:went|gone) well|bright side|highlights|successes|"
        r"(?:plus|positive) side)\b", re.IGNORECASE)),
    ("ideas", re.compile(r"\b(?:ideas (?:were|came|we)|some ideas|suggestions)\b", re.IGNORECASE)),
)  # fmt: skip
_TURN_WORDS = 11
TOPIC = re.compile(
    r"^\W*(?:(?:about|on|as (?:to|for)|regarding|concerning|with regard to|back to|zum?|zur|was|"
    r"betreffend) (?:the |our |de[rnm] |"
    r"die |das )?[^:.,]{2,40}(?:[:,]|\b(?:we|it was|the \w+) (?:talked|spoke|said|agreed|decided|discussed)\b)|"
    r"(?!.{0,40}\b(?:good|bad|well|wrong|liked?|nice|hard|difficult|problems?|issues?|gut|schlecht)\b)[^:.,]{3,30}:\s+\S)",
    re.IGNORECASE,
)
"""A paragraph that says first what it is about begins another matter: "About the allergens: …"."""


def turn_in(sentence: str) -> tuple[Section, str] | None:
    """Prose that turns to another part: "Then the harder part."; with a colon, what follows is left."""
    lead, colon, rest = sentence.partition(":")
    before, comma, _ = sentence.partition(",")
    if comma and not colon and before.casefold().startswith("on the "):
        section = next((section for section, pattern in _TURNS if pattern.search(before)), None)
        return (section, sentence) if section else None
    opening = lead if colon else sentence
    if len(opening.split()) > _TURN_WORDS:
        return None
    section = next((section for section, pattern in _TURNS if pattern.search(opening)), None)
    if section is None:
        return None
    return section, rest.strip() if colon else ""

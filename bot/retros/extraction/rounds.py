"""How somebody who leads a retrospective opens a round without a question: "good things first", "ok now the moans"."""

from __future__ import annotations

import re

from bot.language.text import one_line, sentences
from bot.retros.extraction.log import Section

_LEADS = (
    r"(?:(?:ok(?:ay)?|right|alright|so|and|well|cool|great|lovely|thanks|folks|team|all|everyone|everybody|people|gut|"
    r"also|und|danke)\b[\s,.!:–-]*)*"
)
_OPENS = (
    r"(?:(?:let['’]?s|we|i['’]?d|shall we|can we|lasst uns)\s+)?(?:(?:do|hear|see|start|begin|kick (?:it |"
    r"us )?off|"
    r"move|go|turn|get|switch|over|on|back|beginnen|starten)\b\s*)*(?:(?:with|to|onto|on|for|mit|zu[mr]?)\s+)?"
)
_GOOD = (
    r"good|nice|positive|positives|goods?|great|best|lovely|happy|sunny|sunshine|wins?|highs?|highlights?|glads?|"
    r"pluses|"
    r"roses|praise|kudos|smiles|joys?|successes|upsides?|bright side|gute|gutes|positive|positives|schöne|"
    r"schönes|tolle|"
    r"lob|freude"
)
_BAD = (
    r"(?:not|less|the not|un)[- ]?so[- ]?(?:good|nice|great|well|happy|lovely|sunny)|less (?:good|nice|great|"
    r"happy|lovely|"
    r"sunny|fun)|bad|crap|ugly|worst|rain(?:y)?|clouds?|cloudy|moans?|moaning|grumbles?|grumbling|whing(?:e|es|"
    r"eing|ing)|"
    r"gripes?|rants?|complaints?|complaining|negatives?|lows?|lowlights?|pains?|sads?|mads?|thorns|frustrations?|"
    r"annoyances?|dark side|other side|downsides?|schlechte[sn]?|negative[sn]?|weniger (?:gute|schöne)[sn]?|kritik|"
    r"gemecker|meckern|frust"
)
_WISHES = r"ideas|suggestions|wishes|proposals|ideen|vorschläge|wünsche"
_KINDS: tuple[tuple[Section, str], ...] = (("to_improve", _BAD), ("went_well", _GOOD), ("ideas", _WISHES))
_NOUN = r"(?:\s+(?:stuff|things?|bits?|parts?|side|ones|news|round|points?|feedback|sachen|dinge|seiten?|punkte))?"
_FIRST = (
    r"(?:first|zuerst|erst(?:mal)?|erstmal|now|next|jetzt|nun|then|dann|first round|next round|last round|one|ein\w*)"
)
_TIME = (
    r"(?:[\s,.:!–-]*(?:please|bitte|then|now|first|next|each|go|everyone|all|\d+ ?min\w*|"
    r"(?:two|three|five|ten) min\w*)\b)*"
)
_ROUNDS = tuple(
    (
        section,
        re.compile(
            rf"^\W*{_LEADS}(?:(?P<turn>{_FIRST})\b[\s,:]*)?(?P<open>{_OPENS})(?:the |our |your |a |das |die |"
            rf"der |dem |den )?"
            rf"(?:{words}){_NOUN}\b(?P<tail>{_TIME})\s*(?P<end>$|[.,;!?(–-].{{0,40}}$|:\W*$|:\w+:$)",
            re.IGNORECASE,
        ),
    )
    for section, words in _KINDS
)
_TURNS = re.compile(r"\b(?:first|next|now|then|please|bitte|each|go|min\w*)\b", re.IGNORECASE)
_PRAISED = re.compile(
    r"(?:^|[\s,.!])(?:good|nice|great|lovely|happy|best|gute?s?|tolle?s?|schöne?s?)[,.!:–-]$", re.IGNORECASE
)
"""Who says "great, next" was pleased with what came before."""
_BEGINS = re.compile(r"\b(?:start|begin|do|hear|turn|move|on to|onto|over to|beginnen|starten|mit)\b", re.IGNORECASE)


def round_in(text: str) -> Section | None:
    """The section that a few words of whoever leads open for all; None where they only say that something is good.

    What opens one says that it is a turn: "first", "now", "start with", "please", or how long it takes.
    """
    line = one_line(text)
    for said in dict.fromkeys((line, *sentences(line)[-1:])):
        for section, pattern in _ROUNDS:
            found = pattern.match(said)
            if found and (
                found["turn"]
                or (_TURNS.search(found["tail"]) and not _PRAISED.search(said[: found.start("tail") + 1]))
                or _BEGINS.search(found["open"])
                or (found["end"] == "?" and _THE_MANY.search(said))
            ):
                return section
    return None


_THE_MANY = re.compile(r"\b(?:the|any|our|your|die|das)\b|s\?$", re.IGNORECASE)

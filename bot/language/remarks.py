"""Whether words that follow a noun say something of it, as people do to each other: "status is green"."""

from __future__ import annotations

import re

_GOES_ON = frozenset(
    # what it is, has, does, or should
    "is are am was were be been isn't aren't wasn't weren't has have had hasn't haven't hadn't does do did doesn't "
    "don't didn't will would can could should must may might shall won't wouldn't can't cannot couldn't shouldn't "
    "mustn't needn't goes went gone looks looked seems seemed feels felt sounds sounded takes took needs needed works "
    "worked shows showed says said means meant gets got comes came makes made helps helped stays stayed starts started "
    "ends ended keeps kept matters mattered fails failed broke changed ran "
    # what it stands in
    "and or but of for with without in on at to from by as than that which who whose when where while because "
    "since so if unless until then too again already still just only also now not never ever yet please though "
    "here there today tomorrow yesterday first next later soon wise".split()
)
_PAIRS = re.compile(
    r"story (?:points?|pointing|mapping|telling)|context switch\w*|"
    r"(?:search|context) (?:results?|engines?|box|bar|pages?|menus?|windows?|index)|"
    r"interview (?:questions?|candidates?|partners?|slots?|invites?|guides?|notes?)|map (?:data|tiles?|views?|pins?)|"
    r"retro (?:action (?:items?|points?|list)|note[- ]tak\w+)",
    re.IGNORECASE,
)
"""Two words for one thing."""
_FIRST = re.compile(r"[\w']+")


def is_remark(noun: str, words: str) -> bool:
    """Whether the words after this noun go on with a sentence about it, or make another noun of it."""
    bare = words.strip().replace("’", "'")
    first = _FIRST.search(bare)
    if first is None:
        return bool(bare)
    return first[0].casefold() in _GOES_ON or _PAIRS.match(f"{noun} {bare}") is not None

"""Would two people build the same thing, and could they size it: the rules about vague and about huge wishes."""

from __future__ import annotations

import re

from bot.language.nouns import is_plural
from bot.language.verbs import base_form
from bot.stories.lint.lexicon import EPIC_VERBS, FASHIONS, GOAL_VERBS, VAGUE
from bot.stories.lint.reading import Reading, story_text
from bot.stories.rules import Finding

_VAGUE = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(map(re.escape, VAGUE), key=len, reverse=True))})(?![\w-])")
_FASHION = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, FASHIONS))})(?![\w-])", re.IGNORECASE)
_OPEN_END = re.compile(
    r"\betc\b\.?|\band so on\b|\band so forth\b|\band/or\b|\bTB[DC]\b|\bto be (?:determined|defined)\b|\?\?+",
    re.IGNORECASE,
)
# Not vague in this company; "real-time" names a kind of data or alert more often than it leaves the delay open.
_FINE = re.compile(
    r"""\b(?:advanced\s+search|best\s+practices?|better\s+understand|more\s+than|how\s+many|as\s+many\s+as|frequently\s+asked|good\s+standing|goods|fast\s+track
    |how\s+(?:quickly|fast|easily|reliable|accurate)|real[-\s]time|safe\s*guard|smart\s*phone
    |quick\s+(?:start|reference|view)|up-to-date\s+(?:daily|hourly|weekly|within))""",
    re.IGNORECASE | re.VERBOSE,
)
# A machine judges: without the errors it may make, nobody knows how much work that is.
_JUDGES = re.compile(
    r"""\b(?:(?:to|can|could|and|will|helps?(?:\s+(?:me|us|\w+s))?(?:\s+to)?)\s+(?:\w+ly\s+)?
    (?P<verb>detect|identify|predict|recogni[sz]e|classify|diagnose|differentiate|distinguish|anticipate|forecast)
    |(?:that|which)\s+(?:\w+ly\s+)?(?P<verbs>detects|identifies|predicts|recogni[sz]es|classifies|diagnoses|forecasts))\b""",
    re.IGNORECASE | re.VERBOSE,
)
# It is never done: there is always one more case, one more user, one more format.
_ENDLESS = re.compile(
    r"""\b(?:(?:to|can|and|that)\s+(?:\w+ly\s+)?(?:adapts?\s+to|evolve|learn\s+from|scale)\b
    |(?:scalable|adaptable|autonomous(?:ly)?|self-learning)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
# Nobody does these by hand, whoever the sentence says uses a tool for it.
_SENSES = frozenset({"detect", "recognize", "recognise", "classify", "diagnose", "differentiate", "distinguish"})
_NUMBER = re.compile(r"\d|%|\b(?:two|three|four|five|ten|half|twice|double|third)\b", re.IGNORECASE)
_EVERYTHING = re.compile(
    r"""\b(?:everything|any\ and\ all|all\ (?:features|functions|functionality|kinds\ of|sorts\ of|types\ of)|whatever
    |all\ (?:devices|browsers|platforms|languages|formats|operating\ systems)
    |any\ (?:type|kind|sort)\ of|(?:wide|broad|large)\ (?:variety|range)\ of
    |(?:entire|whole)\ system)\b""",
    re.IGNORECASE | re.VERBOSE,
)


def unambiguous(reading: Reading) -> list[Finding]:
    """Advice for each word of the want that two people could read differently; three at most."""
    want = reading.story.want or ""
    findings: list[Finding] = []
    seen: set[str] = set()
    for match in _VAGUE.finditer(reading.want_low):
        word = match.group()
        if word in seen or any(found.start() <= match.start() < found.end() for found in _FINE.finditer(want)):
            continue
        seen.add(word)
        said = want[match.start() : match.end()]
        message = f"“{said}” can be read in more than one way: {VAGUE[word]}?"
        findings.append(reading.finding("unambiguous", "advice", message, said))
    for match in _OPEN_END.finditer(want):
        message = f"“{match.group()}” leaves the end open: name what belongs to it."
        findings.append(reading.finding("unambiguous", "advice", message, match.group()))
    fashion = _FASHION.search(want)
    if fashion is not None:
        message = f"“{fashion.group()}” can mean anything: what goes in, and what should come out?"
        findings.append(reading.finding("unambiguous", "advice", message, fashion.group()))
    if not findings:
        findings.extend(_goal(reading))
    return findings[:3]


def _goal(reading: Reading) -> list[Finding]:
    goal = _goal_word(reading)
    if goal is None or _NUMBER.search(reading.core):
        return []
    message = f"“{goal}” is a goal without a measure: how would you notice that it is reached?"
    return [reading.finding("unambiguous", "advice", message, goal)]


def _goal_word(reading: Reading) -> str | None:
    """The verb of the want, or of what a thing is wanted to do, if it only names a goal."""
    tokens = reading.tokens
    if not tokens:
        return None
    if reading.is_action:
        # "ensure that no order is lost" says what has to be true; "ensure safety" doesn't.
        following = tokens[reading.main_at + 1].low if reading.main_at + 1 < len(tokens) else ""
        goal = reading.main_verb in GOAL_VERBS and following != "that"
        return tokens[reading.main_at].text if goal else None
    for at, token in enumerate(tokens[:-1]):
        if token.low in {"to", "can", "that", "which"} and base_form(tokens[at + 1].low) in GOAL_VERBS:
            return tokens[at + 1].text
        if token.low in {"to", "when", "if", "so", "who"}:
            return None
    return None


def estimatable(reading: Reading) -> list[Finding]:
    """Advice when nobody could say how big the story is: a whole set of features, a mere goal, everything."""
    want = reading.story.want or ""
    everything = _EVERYTHING.search(want)
    if everything is not None:
        message = f"“{everything.group()}” has no end, so nobody can say how long it takes: name what belongs to it."
        return [reading.finding("estimatable", "advice", message, everything.group())]
    if not reading.tokens:
        return []
    verb = reading.tokens[reading.main_at].text
    if reading.is_action and reading.main_verb in EPIC_VERBS and len(reading.tokens) > reading.main_at + 1:
        message = f"“{verb}” covers adding, changing, removing and more: which of these comes first?"
        return [reading.finding("estimatable", "advice", message, verb, _parts(reading))]
    goal = _goal_word(reading)
    fashion = _FASHION.search(want)
    judges = _judges(reading)
    if judges is not None:
        message = f"How often may it be wrong (“{judges}”)? Without that nobody can say how big this is."
        return [reading.finding("estimatable", "advice", message, judges)]
    endless = _ENDLESS.search(want)
    if endless is not None and not _NUMBER.search(reading.core):
        message = f"“{endless.group()}” has no end, so nobody can say how long it takes: to what, and how far?"
        return [reading.finding("estimatable", "advice", message, endless.group())]
    piece = goal or (fashion.group() if fashion else None)
    if piece is None or (goal and _NUMBER.search(reading.core)):
        return []
    message = f"Nobody can say how long “{reading.short}” takes: name the first thing that somebody could use."
    return [reading.finding("estimatable", "advice", message, piece)]


def _judges(reading: Reading) -> str | None:
    """The verb by which a machine judges: "detect", "identifies"; None when a person does it by hand."""
    match = _JUDGES.search(reading.story.want or "")
    if match is None:
        return None
    verb = match["verb"] or match["verbs"]
    by_hand = reading.is_action and verb.lower() not in _SENSES - {reading.main_verb}
    return None if by_hand else verb


def _parts(reading: Reading) -> str | None:
    """The stories that "manage bonds" hides, where the object is short enough to be repeated and stands for many."""
    thing = reading.core[reading.tokens[reading.main_at].end :].strip()
    short = 0 < len(thing.split()) <= 4  # noqa: PLR2004
    if reading.main_verb not in {"manage", "maintain", "administer"} or not short or not is_plural(thing.split()[-1]):
        return None
    return "\n".join(story_text(reading.story, f"to {verb} {thing}") for verb in ("see", "add", "change", "remove"))

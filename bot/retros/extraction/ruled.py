"""A rule that says itself from when it holds: "Milestone docs: from June only the one in the wiki counts"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.text import content_words, one_line
from bot.retros.extraction.consent import refuses
from bot.retros.extraction.dates import MONTH, WEEKDAY
from bot.retros.extraction.decision_words import JUDGES, MAYBE, PROPOSES, tells
from bot.retros.extraction.log import Line
from bot.retros.extraction.made import Made, cleaned
from bot.retros.extraction.matters import turns_after
from bot.retros.extraction.moods import OPINIONS

_PERIOD = (
    r"(?:sprint|release|version|week|month|quarter|year|season|term|round|shift|day|milestone|appeal|campaign|job|"
    rf"project|edition|issue|{WEEKDAY})"
)
_WHEN = (
    r"(?:now(?! and)|today|tomorrow|(?:here|then) on|monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
    rf"(?:the )?(?:(?:first|\d{{1,2}}(?:st|nd|rd|th)?\.?)(?: of)? )?{MONTH}(?: \d{{1,2}}(?:st|nd|rd|th)?)?|"
    rf"\d{{1,2}}\.\d{{1,2}}\.?|"
    r"(?:the )?(?:(?:next|coming|following|new|first|start of|beginning of|end of|\d{1,2}(?:st|nd|rd|th))(?: of| the|"
    rf" this| next){{0,2}} {_PERIOD}|\d{{1,2}}(?:st|nd|rd|th))|{_PERIOD} \d+)"
)
STARTS = re.compile(
    rf"\b(?:from|starting(?: from| with| on| in)?|beginning(?: with| on| in)?|as (?:of|from)|effective(?: from)?|with "
    rf"effect from) {_WHEN}\b(?: on(?:wards?)?\b)?|\b(?:in (?:the )?future|henceforth|going forward|effective "
    r"immediately|künftig|in zukunft|ab (?:sofort|jetzt|heute|morgen|nächste\w*|kommende\w*|dem \w+|der \w+|"
    r"(?:sprint|kw|woche|release) \d+|\d{1,2}\.|\w+tag|januar|februar|märz|april|mai|juni|juli|august|september|"
    r"oktober|november|dezember))\b",
    re.IGNORECASE,
)
"""From when on."""
BINDS = re.compile(
    r"\b(?:only|no longer|no more|any ?more|any longer|never|always|must|has to|have to|needs?|may|nobody|no one|no|"
    r"not|without|each|every(?:one|body|thing)?(?! (?:day|hour|week|minute)s?\b)|all(?! (?:day|week|month|night|summer|"
    r"winter)\b)|both|nothing|at (?:most|least)|"
    r"counts?|applies|apply|valid|"
    r"mandatory|required|instead|maximum|max|rule|nur|nichts|kein\w*|niemand|jede\w*(?! (?:tag|nacht|woche|"
    r"stunde|minute)\b)|alle[ns]?|beide|muss|müssen|darf|"
    r"dürfen|"
    r"immer|nie|gilt|gelten|nicht mehr|höchstens|mindestens|statt)\b",
    re.IGNORECASE,
)
"""What makes a rule of it."""
_WE = re.compile(
    r"\b(?:we|wir)(?:['’]ll| will| werden)? (?!are|were|had|have|need|hope|expect|get|see|lose|sind|haben|brauchen)\w+|"
    r"\b\w+en wir\b(?<!\bsind wir)(?<!\bhaben wir)",
    re.IGNORECASE,
)
_OF_ONE = re.compile(
    r"\b(?:i(?:['’](?:m|ll|d|ve))?|my|mine|ich|mein\w*|mir|mich|they|she|he|their|his|her)\b", re.IGNORECASE
)
"""What is somebody's own affair, or is made elsewhere."""
_TOPIC = re.compile(r"^(?P<topic>[^:?!.]{2,50}): (?=\S)")
_APART = re.compile(
    r"\s*[,;–]\s*(?:and |und |so )?(?=(?:i(?:['’](?:m|ll|d|ve))?|ich|thanks|danke|please|bitte|sorry)\b)|"
    r"\s+(?:and|und) (?=(?:i(?:['’](?:m|ll|d|ve))?|ich)\b)|\s[–—-]\s+|;\s+",
    re.IGNORECASE,
)


def ruled(line: Line, place: int, lines: Sequence[Line]) -> Made | None:
    """What somebody says holds from a day on, where nobody refuses it at once."""
    if line.remark.by_bot or not line.inside or line.section in OPINIONS or _ONLY_SAYS.search(line.text):
        return None
    rule = rule_in(line.text)
    if not rule or (line.author and any(refuses(each.text) for each in turns_after(place, lines, _AHEAD))):
        return None
    return Made(text=cleaned(rule), sources=line.sources, place=place)


_AHEAD = 2
_ONLY_SAYS = re.compile(rf"{PROPOSES.pattern}|\bvon mir aus\b|\bif it were up to\b", re.IGNORECASE)
"""What is only put to all."""


def rule_in(sentence: str) -> str:
    """The rule that a sentence lays down, without what somebody says of themselves behind it; "" where it is none."""
    text = one_line(sentence)
    if text.endswith("?"):
        return ""
    return next((each for each in _clauses(text) if _is_rule(each)), "")


def _clauses(text: str) -> list[str]:
    return [each.strip(" ,.!") for each in _APART.split(text)]


def _is_rule(clause: str) -> bool:
    topic = _TOPIC.match(clause)
    said = clause[topic.end() :] if topic and not STARTS.search(topic["topic"]) else clause
    starts = STARTS.search(said)
    if starts is None or MAYBE.search(clause) or JUDGES.search(said) or _OF_ONE.search(said):
        return False
    rest = f"{said[: starts.start()]} {said[starts.end() :]}"
    if tells(rest) or len(content_words(rest)) < _ENOUGH or _SINCE.search(said[: starts.start()]):
        return False
    return (BINDS.search(rest) or _WE.search(rest)) is not None


_ENOUGH = 2
_SINCE = re.compile(r"\b(?:if|when|whether|because|since|that|until|unless|as|ob|wenn|weil|dass)\s", re.IGNORECASE)

"""Reads times and shares as people say them: "about two days", "half the time", "8 of 10 come back"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.language.text import sentences

Kind = Literal["work", "wait", "usable"]
"""`work`: the time that somebody works on it; `wait`: the time before; `usable`: the share that comes right."""

HOUR, DAY = 60, 480  # minutes
_MINUTES = {
    "min": 1, "h": HOUR, "d": DAY, "w": 5 * DAY, "fort": 10 * DAY, "spr": 10 * DAY, "mon": 20 * DAY, "y": 240 * DAY,
}  # fmt: skip
"""Working time, by how a unit begins: a day has eight hours, a week five days, a sprint two weeks, a month twenty days.

Days that somebody waits are working days, too, unless they say "calendar days": five of seven count.
"""
_ROUND_THE_CLOCK = 24 * HOUR
"""A wait of so many hours is told by the clock on the wall: 24 hours are one day, not three."""

_WORDS = {
    "a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0,
    "eight": 8.0, "nine": 9.0, "ten": 10.0, "eleven": 11.0, "twelve": 12.0, "fifteen": 15.0, "twenty": 20.0,
    "thirty": 30.0,
}  # fmt: skip
_VAGUE_NUMBERS = {"couple": (2.0, 2.0), "few": (3.0, 5.0), "several": (3.0, 7.0)}
_FRACTIONS = {
    "half": 0.5, "a half": 0.5, "a third": 1 / 3, "one third": 1 / 3, "two thirds": 2 / 3, "a quarter": 0.25,
    "one quarter": 0.25, "three quarters": 0.75, "a fifth": 0.2, "a tenth": 0.1,
}  # fmt: skip
_PARTS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_NUMBER = rf"(?:\d{{1,9}}(?:[.,]\d{{1,9}})?[½¼¾]?|[½¼¾]|(?:{'|'.join(_WORDS)})\b)"
_UNIT = r"(?:min(?:ute)?s?|h(?:ou)?rs?|h|d(?:ays?)?|w(?:ee)?ks?|w|fortnights?|sprints?|months?|years?)"
_TIME = re.compile(
    r"(?<![\w.,])(?<!times )(?<!once )(?<!twice )(?<!per )(?<!every )"
    r"(?:(?P<vague>(?:a )?couple(?: of)?|a few|several)|(?P<half>half an?)"
    rf"|an? (?P<whole>{_UNIT}) and a half"
    rf"|(?P<one>an?) (?P<or_unit>{_UNIT}) or (?P<or_more>two|three)(?! \w)"
    rf"|between (?P<least>{_NUMBER}) and (?P<most>{_NUMBER})"
    rf"|(?P<low>{_NUMBER})(?:\s?(?P<low_unit>{_UNIT})?\s?(?:-|–|to|or)\s?(?P<high>{_NUMBER}))?"
    r"(?P<plus_half> and a half)?)"
    rf"(?(whole)|(?(or_unit)|\s?(?:(?:(?P<calendar>calendar)|working|business|more|full|whole) )?-?(?P<unit>{_UNIT})"
    rf"(?:\s?(?:and )?(?P<more>{_NUMBER})\s?m(?:in(?:ute)?s?)?(?!\w)|(?<=h)(?P<minutes>\d\d))?))(?!\w)",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"\b(?:no (?:wait|waiting|queue)|(?:does not|doesn'?t|never|not) wait|without (?:a )?wait\w*|nothing waits|"
    r"(?:straight|right) away|at once|immediately|instantly)\b",
    re.IGNORECASE,
)
_WAIT = re.compile(
    r"\b(?:wait\w*|queue\w*|sits?|sat|idle|lies|lay|until (?:some|any)(?:body|one)|before (?:some|any)(?:body|one)|"
    r"before (?:i|we|they|it)|to (?:get|be) (?:picked|started)|backlog|pile)\b",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"(?<![\w.,])(?:(?:(?P<percent_low>\d{1,3}(?:[.,]\d+)?)\s?(?:%|per ?cent)?\s?(?:-|–|to|or|and)\s?)?"
    r"(?P<percent>\d{1,3}(?:[.,]\d+)?)\s?(?:%|per ?cent)"
    rf"|(?:(?P<some_low>{_NUMBER})\s?(?:-|–|to|or|and)\s?)?"
    rf"(?P<some>{_NUMBER})\s?(?:of|out of|in|from|/)\s?(?P<all>(?:every )?{_NUMBER})(?![\w/])"
    rf"|(?P<fraction>{'|'.join(sorted(_FRACTIONS, key=len, reverse=True))})\b(?! an?\b| {_UNIT}\b)"
    r"|(?P<all_of>\b(?:always|every time|all of (?:it|them)|"
    r"(?:all|everything)(?= (?:(?:is|are|comes?|of it is) )?"
    r"(?:usable|used|right|fine|ok|okay|good|complete|correct)))\b)|"
    r"(?P<none_of>\b(?:never|none of (?:it|them))\b))",
    re.IGNORECASE,
)
_OF_TEN = re.compile(
    rf"\W*(?:(?:about|around|maybe|perhaps|roughly|some|only)\s)?(?:(?P<low>{_NUMBER})\s?(?:-|–|to|or)\s?)?"
    rf"(?P<some>{_NUMBER}|all(?: ten| of them)?|every one|none|nothing|not one)"
    r"(?:\W*$|[,;.]?\s(?:and )?(?:the )?(?:rest|others?|remaining)\b)",
    re.IGNORECASE,
)
"""An answer to "of ten pieces, how many", and perhaps what becomes of the rest."""

_AT_ONCE = re.compile(r"\W*(?:none|nothing|zero|0|no time(?: at all)?|not at all|no)\W*", re.IGNORECASE)
"""An answer to "how long does it wait", and nothing else."""

_COMES_BACK = re.compile(
    r"\b(?:back|rework\w*|redo\w*|re-?open\w*|return(?:s|ed)?|bounce\w*|reject\w*|wrong|incomplete|missing|unusable|"
    r"to correct|correct(?:ed|ions?|ing)|clarif\w+|ask again|fix\w*|repair\w*|fail\w*)\b",
    re.IGNORECASE,
)
_COMES_RIGHT = re.compile(
    r"\b(?:usable|used?|right|fine|ok(?:ay)?|good|complete|accurate|correct|ready|through)\b", re.IGNORECASE
)
_OF_THE_REST = re.compile(
    r"\b(?:the )?(?:rest|others?|remaining|remainder)\b|\b(?:otherwise|what(?:ever)?)\b", re.IGNORECASE
)
_NOT = re.compile(r"\b(?:not|no|without|never|nothing|cannot)\b|n't\b", re.IGNORECASE)
_ROUGH = re.compile(
    r"\b(?:about|around|roughly|approx\w*|some|maybe|perhaps|probably|i (?:think|guess)|or so|ish|more or less|"
    r"give or take|usually|mostly|often|on average|ca\.?|sprints?|(?:less|more|fewer) than|up to|at (?:least|most)|"
    r"nearly|almost)\b|~|≈",
    re.IGNORECASE,
)
_CLAUSES = re.compile(r"[,;.!?]\s+|\s+(?:and|but|then|while|plus)\s+(?!a half\b)|\s+[–—-]\s+")
_BETWEEN = re.compile(rf"between\s+{_NUMBER}(?:\s?%)?$", re.IGNORECASE)
_HOURS = re.compile(r"\bh(?:ou)?rs?$", re.IGNORECASE)
_MINUTES_NEXT = re.compile(rf"{_NUMBER}\s?min", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A time in minutes of work, or a share from 0 to 1, as a range; `rough`: the speaker said so, or gave a range."""

    kind: Kind
    low: float
    high: float
    rough: bool
    words: str


def amounts(text: str, wanted: Kind | None = None) -> tuple[Amount, ...]:
    """Every time and share in what somebody said, in its order.

    `wanted` is what they were asked for. A time near a word of waiting is a wait; of two times that say nothing about
    themselves the first is work and the second a wait, as the question has them. A share of what comes back counts
    against what is usable.
    """
    if wanted == "usable" and (told := _OF_TEN.match(text)):
        high = _of_ten(told["some"])
        low = _of_ten(told["low"]) if told["low"] else high
        if max(low, high) <= 1:
            said = text[: told.end("some")].strip()
            return (Amount(kind="usable", low=min(low, high), high=max(low, high), rough=True, words=said),)
    if wanted == "wait" and _AT_ONCE.fullmatch(text):
        return (Amount(kind="wait", low=0, high=0, rough=False, words=text.strip(" .!")),)
    found: list[Amount] = []
    for sentence in sentences(text) or (text,):
        for piece in _pieces(sentence):
            found += _times(piece, wanted, found)
            found += _shares(_TIME.sub(lambda time: " " * len(time[0]), piece))
    zeros = [one for one in found if one.kind == "wait" and one.high == 0]
    return tuple(one for one in found if one not in zeros[1:])


def _pieces(sentence: str) -> list[str]:
    """Clauses, each with at least one amount of its own; what has none goes with the one before it."""
    pieces: list[str] = []
    ahead = ""  # "waits until the Thursday train, a week": the wait is told before its time
    for piece in _clauses(sentence.replace("’", "'")):
        if not _holds_an_amount(piece) and _WAIT.search(piece):
            ahead = f"{ahead}, {piece}" if ahead else piece
            continue
        whole = f"{ahead}, {piece}" if ahead else piece
        ahead = ""
        if pieces and not (_holds_an_amount(whole) and _holds_an_amount(pieces[-1])):
            pieces[-1] = f"{pieces[-1]}, {whole}"
        else:
            pieces.append(whole)
    if ahead:
        pieces = [*pieces[:-1], f"{pieces[-1]}, {ahead}"] if pieces else [ahead]
    return pieces


def _clauses(sentence: str) -> list[str]:
    """The sentence cut where a new thought begins; “between 2 and 4 days” and “two hours and 30 minutes” are one."""
    found, start = [], 0
    for cut in _CLAUSES.finditer(sentence):
        before, after = sentence[start : cut.start()], sentence[cut.end() :]
        if not (_BETWEEN.search(before) or (_HOURS.search(before) and _MINUTES_NEXT.match(after))):
            found.append(before)
            start = cut.end()
    return [*found, sentence[start:]]


def _holds_an_amount(piece: str) -> bool:
    return bool(_TIME.search(piece) or _SHARE.search(piece) or _NONE.search(piece))


def _times(piece: str, wanted: Kind | None, before: list[Amount]) -> list[Amount]:
    matches = list(_TIME.finditer(piece))
    waits = _nearest(piece, matches)
    found: list[Amount] = []
    for match in matches:
        low, high = _minutes(match)
        said = {one.kind for one in (*before, *found)}
        if match in waits:
            kind: Kind = "wait"
        elif wanted in {"work", "wait"} and wanted not in said:
            kind = wanted
        else:
            kind = "wait" if "work" in said and not waits else "work"
        if kind == "wait" and high >= _ROUND_THE_CLOCK and _unit_word(match).startswith("h"):
            low, high = low * DAY / _ROUND_THE_CLOCK, high * DAY / _ROUND_THE_CLOCK
        rough = bool(match["vague"]) or _is_rough(piece, low, high)
        found.append(Amount(kind=kind, low=low, high=high, rough=rough, words=match[0].strip()))
    if not found and (none := _NONE.search(piece)):
        found.append(Amount(kind="wait", low=0, high=0, rough=False, words=none[0]))
    return found


def _nearest(piece: str, matches: list[re.Match[str]]) -> list[re.Match[str]]:
    """The times that are waits: for each word of waiting, the time that stands nearest."""
    return [
        min(matches, key=lambda match: max(match.start() - word.end(), word.start() - match.end()))
        for word in _WAIT.finditer(piece)
        if matches
    ]


def _minutes(match: re.Match[str]) -> tuple[float, float]:
    unit = _unit(_unit_word(match)) * (5 / 7 if match["calendar"] else 1)
    lower = _unit(match["low_unit"]) if match["low_unit"] else unit
    more = _number(match["more"] or match["minutes"] or "0")
    if match["vague"]:
        low, high = next(span for word, span in _VAGUE_NUMBERS.items() if word in match["vague"].lower())
    elif match["half"]:
        low = high = 0.5
    elif match["whole"]:
        low = high = 1.5
    elif match["or_unit"]:
        low, high = 1.0, _number(match["or_more"])
    elif match["least"]:
        low, high = _number(match["least"]), _number(match["most"])
    else:
        low = _number(match["low"])
        high = _number(match["high"]) if match["high"] else low
        if match["plus_half"]:
            low, high = low + 0.5, high + 0.5
    low, high = low * lower + more, high * unit + more
    return min(low, high), max(low, high)


def _unit_word(match: re.Match[str]) -> str:
    return str(match["unit"] or match["whole"] or match["or_unit"]).lower()


def _unit(word: str) -> float:
    return next(minutes for start, minutes in _MINUTES.items() if word.lower().startswith(start))


def _shares(piece: str) -> list[Amount]:
    found: list[Amount] = []
    for match in _SHARE.finditer(piece):
        low, high = _share(match)
        if high > 1:
            continue
        rest = _about_it(piece, match)
        back, negated = bool(_COMES_BACK.search(rest)), bool(_NOT.search(rest))
        if back != negated and (back or _COMES_RIGHT.search(rest)):
            low, high = 1 - high, 1 - low
        rough = _is_rough(piece, low, high) or not match["percent"]
        found.append(Amount(kind="usable", low=low, high=high, rough=rough, words=match[0].strip()))
    return found


def _about_it(piece: str, match: re.Match[str]) -> str:
    """What is said of a share: by its own clause, else by all around it; what becomes of the rest is no part of it."""
    start = max((cut.end() for cut in _CLAUSES.finditer(piece, 0, match.start())), default=0)
    cut = _CLAUSES.search(piece, match.end())
    own = piece[start : match.start()] + piece[match.end() : cut.start() if cut else len(piece)]
    if _COMES_BACK.search(own) or _COMES_RIGHT.search(own):
        return own
    return _OF_THE_REST.split(piece[: match.start()] + piece[match.end() :])[0]


def _share(match: re.Match[str]) -> tuple[float, float]:
    """A share as a range, from 0 to 1; more than that is none."""
    if match["percent"]:
        high = _number(match["percent"]) / 100
        low = _number(match["percent_low"]) / 100 if match["percent_low"] else high
    elif match["some"]:
        whole = _number(match["all"].lower().removeprefix("every "))
        high = _number(match["some"]) / whole if whole else 2.0
        low = _number(match["some_low"]) / whole if match["some_low"] and whole else high
    elif match["fraction"]:
        low = high = _FRACTIONS[match["fraction"].lower()]
    else:
        low = high = 1.0 if match["all_of"] else 0.0
    return min(low, high), max(low, high)


def _of_ten(word: str) -> float:
    first = word.lower()
    if first.startswith(("all", "every")):
        return 1.0
    return 0.0 if first.startswith(("no", "none")) else _number(first) / 10


def _number(word: str) -> float:
    named = _WORDS.get(word.lower())
    if named is not None:
        return named
    part = _PARTS.get(word[-1], 0.0)
    whole = word[:-1] if part else word
    return part + (float(whole.replace(",", ".")) if whole else 0.0)


def _is_rough(piece: str, low: float, high: float) -> bool:
    return low != high or bool(_ROUGH.search(piece))

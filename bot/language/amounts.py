"""Reads times and shares as people say them: "about two days", "half the time", "8 of 10 come back"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.language.text import sentences

Kind = Literal["work", "wait", "usable"]
"""`work`: the time that somebody works on it; `wait`: the time before; `usable`: the share that comes right."""

HOUR, DAY = 60, 480  # minutes
_MINUTES = {"minute": 1, "hour": HOUR, "day": DAY, "week": 5 * DAY, "month": 20 * DAY}
"""Working time: a day has eight hours, a week five days, a month twenty."""

_WORDS = {
    "a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0,
    "eight": 8.0, "nine": 9.0, "ten": 10.0, "eleven": 11.0, "twelve": 12.0, "fifteen": 15.0, "twenty": 20.0,
    "thirty": 30.0,
}  # fmt: skip
_VAGUE_NUMBERS = {"a couple of": (2.0, 2.0), "a few": (3.0, 5.0), "several": (3.0, 7.0)}
_FRACTIONS = {
    "half": 0.5, "a half": 0.5, "a third": 1 / 3, "one third": 1 / 3, "two thirds": 2 / 3, "a quarter": 0.25,
    "one quarter": 0.25, "three quarters": 0.75, "a fifth": 0.2, "a tenth": 0.1,
}  # fmt: skip
_NUMBER = rf"(?:\d+(?:[.,]\d+)?|(?:{'|'.join(_WORDS)})\b)"
_UNIT = r"(?:min(?:ute)?s?|h(?:ou)?rs?|h|d(?:ays?)?|w(?:ee)?ks?|w|months?)"
_TIME = re.compile(
    r"(?<![\w.,])(?<!times )(?<!once )(?<!twice )(?<!per )(?:(?P<vague>a couple of|a few|several)|(?P<half>half an?)"
    rf"|an? (?P<whole>{_UNIT}) and a half"
    rf"|(?P<low>{_NUMBER})(?:\s?(?:-|–|to|or)\s?(?P<high>{_NUMBER}))?(?P<plus_half> and a half)?)"
    rf"(?(whole)|\s?(?:(?:working|business|more|full|whole) )?-?(?P<unit>{_UNIT}))(?!\w)",
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
    r"(?P<percent>\d{1,3}(?:[.,]\d+)?)\s?(?:%|per ?cent)"
    rf"|(?<!\d)(?P<some>{_NUMBER})\s?(?:of|out of|in|from)\s(?P<all>(?:every )?{_NUMBER})\b"
    rf"|(?P<fraction>{'|'.join(sorted(_FRACTIONS, key=len, reverse=True))})\b(?! an?\b| {_UNIT}\b)"
    r"|(?P<all_of>\b(?:always|every time|all of (?:it|them))\b)|(?P<none_of>\b(?:never|none of (?:it|them))\b)",
    re.IGNORECASE,
)
_COMES_BACK = re.compile(
    r"\b(?:back|rework\w*|redo\w*|re-?open\w*|return(?:s|ed)?|bounce\w*|reject\w*|wrong|incomplete|missing|unusable|"
    r"correct(?:ed|ions?|ing)?|clarif\w+|ask again|fix\w*|repair\w*|fail\w*)\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:not|no|without|n'?t|never|nothing)\b", re.IGNORECASE)
_ROUGH = re.compile(
    r"\b(?:about|around|roughly|approx\w*|some|maybe|perhaps|probably|i (?:think|guess)|or so|ish|more or less|"
    r"give or take|usually|mostly|often|on average|ca\.?)\b|~|≈",
    re.IGNORECASE,
)
_CLAUSES = re.compile(r"[,;.!?]\s+|\s+(?:and|but|then|while|plus)\s+(?!a half\b)|\s+[–—-]\s+")


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
    for piece in _CLAUSES.split(sentence.replace("’", "'")):
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
    unit = _unit(match["unit"] or match["whole"])
    if match["vague"]:
        low, high = _VAGUE_NUMBERS[match["vague"].lower()]
    elif match["half"]:
        low = high = 0.5
    elif match["whole"]:
        low = high = 1.5
    else:
        low = _number(match["low"])
        high = _number(match["high"]) if match["high"] else low
        if match["plus_half"]:
            low, high = low + 0.5, high + 0.5
    return min(low, high) * unit, max(low, high) * unit


def _unit(word: str) -> float:
    first = word.lower()
    names = {"min": "minute", "h": "hour", "d": "day", "w": "week", "mon": "month"}
    return _MINUTES[next(name for start, name in names.items() if first.startswith(start))]


def _shares(piece: str) -> list[Amount]:
    found: list[Amount] = []
    for match in _SHARE.finditer(piece):
        share = _share(match)
        if share is None:
            continue
        rest = piece[: match.start()] + piece[match.end() :]
        if _COMES_BACK.search(rest) and not _NOT.search(rest):
            share = 1 - share
        rough = _is_rough(piece, share, share) or not match["percent"]
        found.append(Amount(kind="usable", low=share, high=share, rough=rough, words=match[0].strip()))
    return found


def _share(match: re.Match[str]) -> float | None:
    if match["percent"]:
        share = float(match["percent"].replace(",", ".")) / 100
    elif match["some"]:
        whole = _number(match["all"].lower().removeprefix("every "))
        share = _number(match["some"]) / whole if whole else 2.0
    elif match["fraction"]:
        share = _FRACTIONS[match["fraction"].lower()]
    else:
        share = 1.0 if match["all_of"] else 0.0
    return share if share <= 1 else None


def _number(word: str) -> float:
    return _WORDS.get(word.lower(), 0.0) or float(word.replace(",", "."))


def _is_rough(piece: str, low: float, high: float) -> bool:
    return low != high or bool(_ROUGH.search(piece))

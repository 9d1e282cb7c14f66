"""The numbers, rates, dates and times of day that a text holds, each with its place, so that one can change alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from bot.language.text import STOPWORDS, stem

Kind = Literal["amount", "rate", "date", "clock"]

_WORD_NUMBERS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "once": 1, "twice": 2,
}  # fmt: skip
_TIMES = {
    "second": 1, "sec": 1, "minute": 60, "min": 60, "hour": 3600, "hr": 3600, "day": 86400, "week": 604800,
    "month": 2592000, "quarter": 7776000, "year": 31536000,
}  # fmt: skip
"""Spans of time in seconds, so that 24 hours and one day are the same."""

_SPELT = "|".join(sorted(_WORD_NUMBERS, key=len, reverse=True))
_PLAIN = "|".join(word for word in _SPELT.split("|") if word not in {"once", "twice"})
_PERIOD = r"second|minute|hour|day|night|shift|week|month|quarter|term|semester|season|year|sprint|decade"
_MONTH = (
    r"(?:january|february|march|april|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul"
    r"|aug|"
    r"sept?|oct|nov|dec)|(?-i:May)"
)
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
_NAMED = (
    r"(?:(?:academic|calendar|school|financial|fiscal|tax|next|this|coming|current) )*(?:year|term|semester|season"
    r"|quarter|"
    r"month|week|sprint|summer|winter|spring|autumn|term)"
)
_DATE = re.compile(
    rf"\b(?:the )?(?:(?P<part>end|start|beginning|middle|mid|close)(?: of |[ -])(?:the )?)?"
    rf"(?:(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{_MONTH})\b(?:,? 20\d\d)?|"
    rf"(?:the )?(?:first|second|third|last) of (?:{_MONTH})\b|"
    rf"(?:{_MONTH})\b(?: \d{{1,2}}(?:st|nd|rd|th)?\b)?(?:,? 20\d\d)?|(?:next |this |coming )?{_WEEKDAY}\b"
    rf"|q[1-4]\b(?: 20\d\d)?|20\d\d-\d\d-\d\d|"
    rf"\b20\d\d\b|(?:christmas|easter|new year|midsummer)\b|(?:next|this|coming) (?:year|month|week|quarter|term"
    rf"|semester|season|summer|winter|spring|autumn)\b)"
    rf"|\b(?:the )?(?:end|start|beginning|middle) of (?:the )?{_NAMED}\b(?: of (?:the )?{_NAMED}\b)?",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\b(?:noon|midday|midnight|\d{1,2}:\d\d(?: ?(?:[ap]m\b|[ap]\.m\.))?|\d{1,2} ?(?:[ap]m\b|[ap]\.m\.)"
    r"|\d{1,2} o'clock|"
    r"(?<=\bat )\d{1,2}(?=[.,;!]|\s*$|\s+(?:on|and|but|not)\b))",
    re.IGNORECASE,
)
_NUMBER = rf"(?P<money>[€$£]\s?)?(?P<number>\d+(?:[.,]\d+)*(?:\s?(?:k|m|mio|million|thousand)\b)?|\b(?:{_SPELT})\b)"
_AMOUNT = re.compile(
    rf"(?<![\w.,:/-]){_NUMBER}(?:(?P<sign>\s?(?:%|€|\$|£))|(?:[ -](?P<ways>working|business|calendar|full|whole"
    rf"|more|extra))*"
    rf"[ -]?(?P<unit>(?:per ?cent|[a-z]{{2,}}))\b)?",
    re.IGNORECASE,
)
_RATE_TAIL = re.compile(
    rf"(?P<noun>(?: [a-z-]+){{0,3}}?) (?:(?:a|each|every) (?P<period>{_PERIOD})|per (?P<per>[a-z]+))\b", re.IGNORECASE
)
_MONEY = {
    "€": "eur", "euro": "eur", "eur": "eur", "$": "usd", "dollar": "usd", "usd": "usd", "£": "gbp", "pound": "gbp",
    "gbp": "gbp",
}  # fmt: skip
_NO_UNIT = STOPWORDS | frozenset("times and or".split())


@dataclass(frozen=True, slots=True)
class Found:
    """A value and its place in a text. `unit` is a stem, "%" or a currency; a rate counts a `noun` in a `period`.

    `low` to `high` is where the number alone stands; `ways` narrows the unit ("working" days).
    """

    start: int
    end: int
    text: str
    kind: Kind
    number: str
    unit: str = ""
    noun: str = ""
    period: str = ""
    low: int = 0
    high: int = 0
    ways: str = ""

    @property
    def size(self) -> tuple[str, str]:
        """What it comes to, so that two of the same kind can be compared: spans of time in seconds."""
        if self.kind == "amount" and self.unit in _TIMES and not self.ways and self.number.replace(".", "").isdigit():
            return str(float(self.number) * _TIMES[self.unit]), "time"
        return self.number, f"{self.unit} {self.period}".strip()

    @property
    def is_money(self) -> bool:
        """Whether it is a sum, in a currency or as people say it: "60k"."""
        return self.unit in {"eur", "usd", "gbp", "k"}

    @property
    def is_time(self) -> bool:
        """Whether it is a span of time."""
        return self.unit in _TIMES


def values(text: str) -> tuple[Found, ...]:
    """Every value of a text, in order, none overlapping another."""
    found: list[Found] = []

    def free(start: int, end: int) -> bool:
        return all(end <= one.start or start >= one.end for one in found)

    found.extend(_named(match, "date") for match in _DATE.finditer(text) if not _is_a_count(text, match))
    found.extend([_named(match, "clock") for match in _CLOCK.finditer(text) if free(*match.span())])
    for match in _AMOUNT.finditer(text):
        low, high = match.span("number")
        if free(low, high) and (one := _amount(text, match)) is not None:
            found.append(one if free(one.start, one.end) else replace(one, end=high, text=text[one.start : high]))
    return tuple(sorted(found, key=lambda one: one.start))


def _named(match: re.Match[str], kind: Kind) -> Found:
    return Found(match.start(), match.end(), match.group(), kind, _plain(match.group()))


def _is_a_count(text: str, match: re.Match[str]) -> bool:
    """ "2000 users" is no year."""
    after = text[match.end() : match.end() + 12]
    return match.group().isdigit() and bool(re.match(r" (?:[a-z]{3,}s\b|euros?|pounds|dollars|€|%)", after))


def _plain(text: str) -> str:
    return re.sub(r"^(?:the|this) ", "", " ".join(text.lower().split()))


def _amount(text: str, match: re.Match[str]) -> Found | None:
    low, high = match.span("number")
    spelt = match["number"].lower() in _WORD_NUMBERS
    tail = _RATE_TAIL.match(text, high)
    if tail and _may_count(tail["noun"]):
        nouns = [stem(word) for word in tail["noun"].lower().split() if word not in {"times", "time"}]
        period = stem((tail["period"] or tail["per"]).lower())
        return Found(
            match.start(), tail.end(), text[match.start() : tail.end()], "rate", number_of(match["number"]),
            noun=nouns[-1] if nouns else "", period=period, low=low, high=high,
        )  # fmt: skip
    unit = (match["unit"] or "").lower()
    sign = (match["sign"] or match["money"] or "").strip()
    ways = (match["ways"] or "").lower()
    if match["number"].lower() in {"once", "twice"}:
        return None
    if unit in _NO_UNIT or (unit and spelt and unit in _WORD_NUMBERS):
        unit = ""
    if not unit and not sign and spelt and not _alone(text, match, high):
        return None
    name = "%" if unit.replace(" ", "") == "percent" else _MONEY.get(unit.rstrip("s"), stem(unit)) if unit else ""
    name = _MONEY.get(sign, sign) if sign else name
    if not name and re.search(r"(?:k|m|mio|million|thousand)$", match["number"], re.IGNORECASE):
        name = "k"
    end = match.end() if unit or sign else high
    short = {"hr": "hour", "min": "minut", "sec": "second"}.get(name, name)
    name = next((time for time in _TIMES if stem(time) == short), short)
    return Found(
        match.start(), end, text[match.start() : end], "amount", number_of(match["number"]), name,
        low=low, high=high, ways=ways if unit else "",
    )  # fmt: skip


def _may_count(noun: str) -> bool:
    return not any(word in {"a", "the", "and", "or", "to", "in", "is", "of", "at"} for word in noun.lower().split())


def _alone(text: str, match: re.Match[str], high: int) -> bool:
    """A spelt number without a unit is a value only where it stands for itself: "make it two", ", not three"."""
    before, after = text[: match.start()], text[high:]
    closes = not after.strip(" .!,;:") or bool(re.match(r"\s*[,.;!]|\s+(?:is|was|and|not|but)\b", after))
    opens = not before.strip() or bool(
        re.search(r"(?:^|\b(?:not|it|that|to|be|is|was|meant|said|only|most|forget|limit|than)\s+|[,;:]\s*)$", before)
    )
    return closes and opens


def number_of(text: str) -> str:
    """A number as digits: "three" → "3", "1,900" → "1900", "60k" → "60000"."""
    low = text.lower().strip()
    if low in _WORD_NUMBERS:
        return str(_WORD_NUMBERS[low])
    scale = re.search(r"\s?(?:(?P<k>k|thousand)|(?P<m>m|mio|million))$", low)
    digits = low[: scale.start()] if scale else low
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", digits):
        digits = re.sub(r"[.,]", "", digits)
    digits = digits.replace(",", ".")
    if scale and digits.replace(".", "", 1).isdigit():
        return f"{float(digits) * (1000 if scale['k'] else 1_000_000):.0f}"
    return digits


def alike(new: Found, old: Found) -> bool:
    """Whether one may take the other's place: the same kind, and of the same unit where both have one."""
    if {new.kind, old.kind} == {"date", "clock"}:
        return False
    if new.kind != old.kind:
        if {new.kind, old.kind} == {"amount", "rate"} and {new.unit, new.noun} & {old.unit, old.noun} - {""}:
            return True
        return "" in {new.unit + new.noun + new.period, old.unit + old.noun + old.period} and {new.kind, old.kind} == {
            "amount",
            "rate",
        }
    if new.kind == "rate":
        return not new.noun or not old.noun or new.noun == old.noun
    if new.kind == "amount":
        same = new.unit == old.unit or (new.is_money and old.is_money and "k" in {new.unit, old.unit})
        return same or (new.is_time and old.is_time) or not new.unit
    return True


def same_number(one: Found, other: Found) -> bool:
    """Whether both say the same: "three working days" is what "3" or "three days" names."""
    if one.kind in {"date", "clock"} or other.kind in {"date", "clock"}:
        return one.kind == other.kind and (one.number in other.number or other.number in one.number)
    if one.number != other.number:
        return one.size == other.size
    return not one.unit or not other.unit or one.unit == other.unit


def swapped(new: Found, old: Found) -> str:
    """The words that stand in the old value's place: only the number changes where the rest is the same or unsaid."""
    if new.kind == "clock" and new.text.isdigit() and (half := re.search(r" ?[ap]\.?m\b\.?$", old.text, re.IGNORECASE)):
        return new.text + half.group()
    if new.kind == "amount" and old.kind == "rate" and new.unit in {"", old.noun}:
        return _digits(new) + _rest(old)
    if new.kind in {"date", "clock"} or new.kind != old.kind:
        return new.text if new.unit or new.kind != "amount" else _with_number(new, old)
    if new.kind == "rate":
        if new.noun or not old.noun:
            return _keeps_times(new, old)
        tail = re.search(r"(?:a|each|every|per) [a-z]+$", new.text, re.IGNORECASE)
        kept = re.sub(r"(?:a|each|every|per) [a-z]+$", tail.group() if tail else "", _rest(old), flags=re.IGNORECASE)
        return _digits(new) + kept
    if not new.unit or (new.unit == old.unit and not new.ways) or new.unit == "k":
        return _with_number(new, old)
    return new.text


def _digits(new: Found) -> str:
    return new.text[new.low - new.start : new.high - new.start]


def _rest(old: Found) -> str:
    return old.text[old.high - old.start :]


def _with_number(new: Found, old: Found) -> str:
    """The old words with the new number; "1 day" and "2 days" agree with it."""
    before, rest = old.text[: old.low - old.start], _rest(old)
    if old.unit in _TIMES and old.number != new.number and "1" in {old.number, new.number}:
        rest = rest.removesuffix("s") if new.number == "1" else rest if rest.endswith("s") else f"{rest}s"
    if new.unit and not _spaced(new) and not _rest(old).strip():
        return before + new.text
    return before + _digits(new) + rest


def _spaced(new: Found) -> bool:
    return _rest(new) == ""


def _keeps_times(new: Found, old: Found) -> str:
    """ "three times a year" corrected to "two per term" is "two times per term"."""
    if re.search(r"\btimes\b", old.text) and not re.search(r"\b(?:times?|once|twice)\b", new.text) and not new.noun:
        times = "time" if new.number == "1" else "times"
        return f"{_digits(new)} {times}{_rest(new)}"
    return new.text

"""Until when something is promised, seen from the day it was said: "by Thursday", "EOD", "before next planning"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
"""As they stand in the patterns of other modules."""
_DAYS = {
    "mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6,
    "mo": 0, "di": 1, "mi": 2, "do": 3, "fr": 4, "sa": 5, "so": 6,
}  # fmt: skip
_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "mär": 3, "maer": 3, "apr": 4, "may": 5, "mai": 5, "jun": 6, "jul": 7, "aug": 8,
        "sep": 9, "oct": 10,
    "okt": 10, "nov": 11, "dec": 12, "dez": 12,
}  # fmt: skip
_DAY = (
    r"(?P<{0}>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|"
    r"sun(?:day)?|"
    r"montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)"
)
_MONTH = (
    r"(?P<month>jan(?:uary?)?|januar|feb(?:ruary?|ruar)?|mar(?:ch)?|märz|apr(?:il)?|may|mai|june?|juni|july?|juli|"
    r"aug(?:ust)?|sept?(?:ember)?|"
    r"o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?)\b\.?"
)
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10, "couple of": 2,
        "a couple of": 2,
    "einer": 1, "einem": 1, "zwei": 2, "drei": 3, "vier": 4, "ein": 1,
}  # fmt: skip
EVENT = (
    r"planning|refinement|grooming|review|demo|retro(?:spective)?|stand[- ]?up|daily|sync|release|go[- ]?live|"
    r"all[- ]?hands|"
    r"planung|steering|workshop|sprint(?: (?:start|end|planning|review))?"
)
_FRIDAY = 4
_WEEK = 7
_HALF = 182


class Found(NamedTuple):
    """A day in a text: where it stands, how sure it is (more is surer), and the words that lead up to it."""

    day: date | None
    start: int
    end: int
    sure: int
    words: str


class Seen(NamedTuple):
    """From where a day is seen: the day of the remark, the days of ceremonies, whether months come first in `1/20`."""

    today: date
    events: Mapping[str, date]
    month_first: bool = False


def _ymd(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _coming(month: int, day: int, today: date | None) -> date | None:
    """The next such day; one that has just passed is meant as it is."""
    if today is None:
        return None
    found = _ymd(today.year, month, day)
    return _ymd(today.year + 1, month, day) if found and (today - found).days > _HALF // 2 else found


def _year(text: str | None) -> int | None:
    if not text:
        return None
    return int(text) + 2000 if len(text) == 2 else int(text)  # noqa: PLR2004 ("26")


_ISO = re.compile(r"\b(?P<y>20\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})\b")
_NUMERIC = re.compile(
    r"(?<![\d.,/$€£-])(?P<a>\d{1,2})(?P<sep>[./])(?P<b>\d{1,2})(?:(?P=sep)(?P<y>20\d\d|\d\d)?)?(?![\d/%])(?!\.\d)"
)
_DAY_MONTH = re.compile(
    rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?:of\s+)?{_MONTH}(?:,?\s+(?P<y>20\d\d))?", re.IGNORECASE
)
_MONTH_DAY = re.compile(
    rf"\b{_MONTH}\s+(?:the\s+)?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s*(?:%|people|times|:|"
    rf"users))(?:,?\s+(?P<y>20\d\d))?",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"\b(?:by|until|till|before|on|bis(?: zum)?|am|the|zum)\s+(?:the\s+)?(?P<d>\d{1,2})(?:st|nd|rd|th)\b|"
    r"\((?:the )?(?P<b>\d{1,2})(?:st|nd|rd|th)\)|"
    r"\b(?:bis zum|zum)\s+(?P<g>\d{1,2})\.",
    re.IGNORECASE,
)


def day_in(text: str, *, whole: bool = False, today: date | None = None, month_first: bool = False) -> date | None:
    """The first date in a text; `whole`: only one that names its year. Without `today` it has to."""
    seen = Seen(today, {}, month_first) if today else None
    days = [*_iso(text, seen), *_named(text, seen), *_numeric(text, seen, month_first=month_first)]
    days = [found for found in days if found.day and not (whole and not re.search(r"20\d\d", found.words))]
    return min(days, key=lambda each: each.start).day if days else None


def _iso(text: str, seen: Seen | None) -> Iterable[Found]:
    del seen
    for found in _ISO.finditer(text):
        day = _ymd(int(found["y"]), int(found["m"]), int(found["d"]))
        if day:
            yield Found(day, *found.span(), 9, found[0])


def _named(text: str, seen: Seen | None) -> Iterable[Found]:
    for pattern in (_DAY_MONTH, _MONTH_DAY):
        for found in pattern.finditer(text):
            month = _MONTHS[found["month"].lower()[:3]]
            year = _year(found["y"])
            day = _ymd(year, month, int(found["d"])) if year else _coming(month, int(found["d"]), seen and seen.today)
            if day:
                yield Found(day, *found.span(), 9, found[0])


def _numeric(text: str, seen: Seen | None, *, month_first: bool = False) -> Iterable[Found]:
    months = month_first or bool(seen and seen.month_first)
    for found in _NUMERIC.finditer(text):
        a, b, sep, year = int(found["a"]), int(found["b"]), found["sep"], _year(found["y"])
        if sep == "." and not year and not found[0].endswith("."):
            continue  # 2.5 is a number
        first = sep == "/" and (b > 12 or (a <= 12 and months))  # noqa: PLR2004 (months)
        month, day = (a, b) if first else (b, a)
        if sep == "/" and not year and not _led(text, found.start()):
            continue  # 4/5 may be a share
        made = _ymd(year, month, day) if year else _coming(month, day, seen and seen.today)
        if made:
            yield Found(made, *found.span(), 8, found[0])


def _led(text: str, start: int) -> bool:
    return bool(
        re.search(r"(?:by|due|until|till|before|on|bis|am|:|\(|-|–|=>|->)\s*(?:the\s+)?$", text[:start], re.IGNORECASE)
    )


def _ordinal(text: str, seen: Seen | None) -> Iterable[Found]:
    if seen is None:
        return
    for found in _ORDINAL.finditer(text):
        number = int(found["d"] or found["b"] or found["g"])
        day = _ymd(seen.today.year, seen.today.month, number)
        if day is None or day < seen.today:
            first = (seen.today.replace(day=1) + timedelta(days=32)).replace(day=1)
            day = _ymd(first.year, first.month, number)
        if day:
            yield Found(day, *found.span(), 7, found[0])


def _weekday(name: str) -> int:
    lower = name.lower()
    return (
        _DAYS[lower[:3]]
        if lower[:3] in _DAYS and not lower.endswith("tag") and lower != "mittwoch"
        else _DAYS[lower[:2]]
    )


def _next(today: date, weekday: int) -> date:
    return today + timedelta(days=(weekday - today.weekday() - 1) % _WEEK + 1)


def _friday(today: date, weeks: int = 0) -> date:
    return today + timedelta(days=_FRIDAY - today.weekday() + _WEEK * weeks)


def _month_end(today: date, months: int = 0) -> date:
    first = today.replace(day=1)
    for _ in range(months + 1):
        first = (first + timedelta(days=32)).replace(day=1)
    return first - timedelta(days=1)


_Rule = tuple[re.Pattern[str], int, Callable[["re.Match[str]", Seen], date | None]]


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _count(words: str) -> int:
    return int(words) if words.isdecimal() else _NUMBERS[" ".join(words.lower().split())]


def _after(found: re.Match[str], seen: Seen) -> date:
    count, unit = _count(found["n"]), found["unit"].lower()
    if unit.startswith(("day", "tag", "working", "business")):
        return (
            _working(seen.today, count)
            if unit.startswith(("working", "business"))
            else seen.today + timedelta(days=count)
        )
    if unit.startswith(("month", "monat")):
        index = seen.today.month - 1 + count
        year, month = seen.today.year + index // 12, index % 12 + 1
        return next(day for back in range(4) if (day := _ymd(year, month, seen.today.day - back)))
    if unit.startswith(("hour", "stunde", "minute")):
        return seen.today
    return seen.today + timedelta(days=_WEEK * count)


def _working(today: date, count: int) -> date:
    day = today
    while count:
        day += timedelta(days=1)
        count -= day.weekday() <= _FRIDAY
    return day


def _event(found: re.Match[str], seen: Seen) -> date | None:
    name = kind_of(found["event"])
    return seen.events.get(name) or (seen.events.get("planning") if name == "sprint" else None)


def kind_of(event: str) -> str:
    """The kind of a ceremony by one of its names: `grooming` is a refinement."""
    lower = event.lower()
    for kind, starts in (
        ("planning", ("planning", "planung", "sprint planning", "sprint start")),
        ("review", ("review", "demo", "sprint review", "sprint end")),
        ("refinement", ("refinement", "grooming")),
        ("retro", ("retro",)),
        ("daily", ("daily", "stand")),
        ("sprint", ("sprint",)),
    ):
        if lower.startswith(starts):
            return kind
    return lower


_N = r"(?P<n>\d{1,2}|a couple of|couple of|one|two|three|four|five|six|ten|an?|einer|einem|ein|zwei|drei|vier)"
_UNIT = (
    r"(?P<unit>(?:working |business )?days?|weeks?|months?|hours?|minutes?|wochen?|tage?n?|monate?n?|stunden?|sprints?)"
)
_RULES: Sequence[_Rule] = (
    (_compiled(r"\b(?:the )?day after tomorrow\b|\bübermorgen\b"), 6, lambda _, seen: seen.today + timedelta(days=2)),
    (
        _compiled(
            r"\b(?:tomorrow|tmrw|tmr|2moro)(?:['’]s (?:build|release|deploy|version|drop))?\b|(?<!guten "
            r")\bmorgen\b(?! (?:früh )?allerseits)"
        ),
        6,
        lambda _, seen: seen.today + timedelta(days=1),
    ),
    (
        _compiled(
            r"\b(?:today|tonight|eod|cob|end of (?:the )?day|close of business|this (?:afternoon|aft|arvo|"
            r"morning|evening)|"
            r"heute?(?: noch| abend)?|in the (?:evening|afternoon)|after (?:lunch|this|the call|the meeting)|"
            r"right after "
            r"this)\b(?! (?:sprint|week))"
        ),
        5,
        lambda _, seen: seen.today,
    ),
    (
        _compiled(r"\b(?:end of (?:the )?next week|next week['’]s end|ende (?:der )?nächster woche)\b"),
        7,
        lambda _, seen: _friday(seen.today, 1),
    ),
    (
        _compiled(rf"\b{_DAY.format('wd')},? (?:of )?next week\b|\bnext week[,.]? (?:on )?{_DAY.format('wd2')}\b"),
        8,
        lambda found, seen: _friday(seen.today, 1) + timedelta(days=_weekday(found["wd"] or found["wd2"]) - _FRIDAY),
    ),
    (
        _compiled(rf"\b{_DAY.format('wd')} in (?:a|one) week\b|\b{_DAY.format('wd2')} week\b"),
        8,
        lambda found, seen: _next(seen.today, _weekday(found["wd"] or found["wd2"])) + timedelta(days=_WEEK),
    ),
    (
        _compiled(
            rf"\b(?P<which>this |next |coming |the coming |nächsten |kommenden |"
            rf"diesen )?{_DAY.format('wd')}(?:s(?= (?:night|morning|afternoon)))?(?:['’]s)?(?!\w)(?:\s+(?:morning|"
            rf"afternoon|evening|night|noon|eod|lunch|früh|mittag|abend|nachmittag)(?!s?\w))?"
            rf"(?! (?:night|morning|evening)s\b)"
        ),
        6,
        lambda found, seen: _next(seen.today, _weekday(found["wd"])),
    ),
    (
        _compiled(r"\b(?:end of (?:the |this )?week|eow|this week|ende der woche|diese woche|the weekend)\b"),
        5,
        lambda _, seen: _friday(seen.today) if seen.today.weekday() <= _FRIDAY else _friday(seen.today, 1),
    ),
    (
        _compiled(
            r"\b(?:end of (?:the |this )?month|eom|this month|(?:bis )?monatsende|ende des monats|month['’]?s? end)\b"
        ),
        6,
        lambda _, seen: _month_end(seen.today),
    ),
    (_compiled(r"\b(?:end of next month|next month|nächsten monat)\b"), 5, lambda _, seen: _month_end(seen.today, 1)),
    (_compiled(rf"\b(?:end of|ende) (?:the )?{_MONTH}"), 8, lambda found, seen: _month_of(found["month"], seen.today)),
    (
        _compiled(rf"\b(?:by|until|before the end of|in) {_MONTH}(?!\s*\d)"),
        3,
        lambda found, seen: _month_of(found["month"], seen.today),
    ),
    (_compiled(r"\b(?:christmas|xmas|weihnachten)\b"), 7, lambda _, seen: _coming(12, 24, seen.today)),
    (_compiled(r"\bnew year(?:['’]?s)?(?: eve)?\b|\bsilvester\b"), 7, lambda _, seen: _coming(12, 31, seen.today)),
    (_compiled(r"\b(?:the )?week after next\b|\bübernächste woche\b"), 3, lambda _, _seen: None),
    (
        _compiled(r"\b(?:the )?end of (?:the |this )?quarter\b|\beoq\b"),
        5,
        lambda _, seen: _month_end(seen.today, (3 - seen.today.month) % 3),
    ),
    (_compiled(r"\b(?:the )?end of (?:the |this )?year\b|\beoy\b"), 5, lambda _, seen: date(seen.today.year, 12, 31)),
    (
        _compiled(
            rf"\b(?:in|within|within the next|in the next|over the next|innerhalb von|give me) {_N} {_UNIT}(?: time)?\b"
        ),
        6,
        _after,
    ),
    (_compiled(rf"\b{_N} (?P<unit>weeks?)(?: from now| time|,? (?:ok(?:ay)?|max|tops)(?=\W*$))"), 5, _after),
    (
        _compiled(r"\b(?:in )?(?:calendar week|cw|kw) ?(?P<n>\d{1,2})\b"),
        6,
        lambda found, seen: _week_of(int(found["n"]), seen.today),
    ),
    (_compiled(r"\b(?:in|within) (?:a|one) fortnight\b"), 6, lambda _, seen: seen.today + timedelta(days=14)),
    (_compiled(r"\b(?:next week|nächste woche|kommende woche)\b"), 4, lambda _, seen: _friday(seen.today, 1)),
    (
        _compiled(
            rf"\b(?:before|by|until|till|for|in|at|vor|bis|zum|beim) (?:the |our |dem |zum |zur |der )?(?:next |"
            rf"coming |upcoming |nächste[nrm]? )(?P<event>{EVENT})\b"
        ),
        4,
        _event,
    ),
    (
        _compiled(
            r"\b(?:before|by|until|till|for|vor|bis) (?:the |our |dem |zum |zur |der )?(?P<event>planning|refinement|"
            r"review|demo|retro|planung)\b"
        ),
        2,
        _event,
    ),
)


def _week_of(number: int, today: date) -> date | None:
    """The Friday of a calendar week."""
    year = today.year + (number < today.isocalendar().week)
    return date.fromisocalendar(year, number, _FRIDAY + 1) if 1 <= number <= 52 else None  # noqa: PLR2004 (weeks)


_PART_OF_DAY = re.compile(r"^(?:eod|cob|end of (?:the )?day|close of business|in the \w+)$", re.IGNORECASE)


def _beside(found: Found, others: Sequence[Found], text: str) -> bool:
    """Whether it only says when on the day that is named beside it: "EOD tomorrow", "Friday by end of day"."""
    return _PART_OF_DAY.match(found.words) is not None and any(
        re.fullmatch(
            r"[\s,]*(?:(?:by|on|at|until|till)\s+)?", text[min(found.end, other.end) : max(found.start, other.start)]
        )
        for other in others
        if other is not found and other.day is not None and not _PART_OF_DAY.match(other.words)
    )


def _month_of(name: str, today: date) -> date:
    month = _MONTHS[name.lower()[:3]]
    year = today.year + (month < today.month)
    return _month_end(date(year, month, 1))


def days_in(text: str, seen: Seen) -> list[Found]:
    """Every day that a text names, in reading order; of those that stand in each other the longest."""
    all_found = [found for read in (_iso, _named, _numeric, _ordinal) for found in read(text, seen)]
    for pattern, sure, day_of in _RULES:
        all_found += [Found(day_of(match, seen), *match.span(), sure, match[0]) for match in pattern.finditer(text)]
    kept: list[Found] = []
    for found in sorted(all_found, key=lambda each: (each.start - each.end, -each.sure)):
        if all(found.end <= other.start or found.start >= other.end for other in kept):
            kept.append(found)
    kept = [each for each in kept if not _beside(each, kept, text)]
    return sorted(kept, key=lambda each: each.start)

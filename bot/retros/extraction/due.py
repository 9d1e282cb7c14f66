"""Until when something is promised, seen from the day it was said: "by Thursday", "EOD", "before next planning"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from bot.retros.extraction.dates import DAY, DAYS, IN_MONTH, MONTHS, Found, Seen, coming, written_in, ymd

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


def _weekday(name: str) -> int:
    lower = name.lower()
    return (
        DAYS[lower[:3]] if lower[:3] in DAYS and not lower.endswith("tag") and lower != "mittwoch" else DAYS[lower[:2]]
    )


def _next(today: date, weekday: int) -> date:
    return today + timedelta(days=(weekday - today.weekday() - 1) % _WEEK + 1)


def _friday(today: date, weeks: int = 0) -> date:
    return today + timedelta(days=_FRIDAY - today.weekday() + _WEEK * weeks)


def _in_week(week: int, today: date) -> date | None:
    """The Friday of a week that is called by its number."""
    now = today.isocalendar()
    try:
        return date.fromisocalendar(now.year + (week < now.week), week, _FRIDAY + 1)
    except ValueError:
        return None  # only some years have a 53rd


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
        return next(day for back in range(4) if (day := ymd(year, month, seen.today.day - back)))
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
            r"\b(?:tomorrow|tmrw|tmr|2moro)(?:['’]s (?:build|release|deploy|version|drop)| (?:morning|noon|afternoon|"
            r"evening|night))?\b|(?<!guten )\bmorgen\b(?! (?:früh )?allerseits)"
        ),
        6,
        lambda _, seen: seen.today + timedelta(days=1),
    ),
    (
        _compiled(
            r"\b(?:today|tonight|eod|cob|end of (?:the )?day|close of business|this (?:afternoon|aft|arvo|morning|"
            r"evening)|heute?(?: noch| abend)?|in the (?:evening|afternoon)|after (?:lunch|this|the call|the meeting)|"
            r"right after this)\b(?! (?:sprint|week))"
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
        _compiled(rf"\b{DAY.format('wd')},? (?:of )?next week\b|\bnext week[,.]? (?:on )?{DAY.format('wd2')}\b"),
        8,
        lambda found, seen: _friday(seen.today, 1) + timedelta(days=_weekday(found["wd"] or found["wd2"]) - _FRIDAY),
    ),
    (
        _compiled(rf"\b{DAY.format('wd')} in (?:a|one) week\b|\b{DAY.format('wd2')} week\b"),
        8,
        lambda found, seen: _next(seen.today, _weekday(found["wd"] or found["wd2"])) + timedelta(days=_WEEK),
    ),
    (
        _compiled(
            rf"\b(?P<which>this |next |coming |the coming |nächsten |kommenden |"
            rf"diesen )?{DAY.format('wd')}(?:s(?= (?:night|morning|afternoon)))?(?:['’]s(?: (?:build|release|deploy|"
            rf"patch|drop)(?!\w))?)?(?!\w)(?:\s+(?:morning|afternoon|evening|night|noon|eod|lunch|früh|mittag|abend|"
            rf"nachmittag)(?!s?\w))?(?! (?:night|morning|evening)s\b)"
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
    (
        _compiled(rf"\b(?:end of|ende) (?:the )?{IN_MONTH}"),
        8,
        lambda found, seen: _month_of(found["month"], seen.today),
    ),
    (
        _compiled(rf"\b(?:by|until|before the end of|in) {IN_MONTH}(?!\s*\d)"),
        3,
        lambda found, seen: _month_of(found["month"], seen.today),
    ),
    (
        _compiled(
            r"\b(?:christmas|xmas|weihnachten)\b(?!\s(?!(?:please|latest|then|if|at|so|or|and|but|when|i|we|this)\b)[a-z])"
        ),
        7,
        lambda _, seen: coming(12, 24, seen.today),
    ),
    (_compiled(r"\bnew year(?:['’]?s)?(?: eve)?\b|\bsilvester\b"), 7, lambda _, seen: coming(12, 31, seen.today)),
    (
        _compiled(r"\b(?:in )?(?:kw|cw|calendar week|kalenderwoche)\s?(?P<week>\d{1,2})\b"),
        7,
        lambda found, seen: _in_week(int(found["week"]), seen.today),
    ),
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
    month = MONTHS[name.lower()[:3]]
    year = today.year + (month < today.month)
    return _month_end(date(year, month, 1))


def days_in(text: str, seen: Seen) -> list[Found]:
    """Every day that a text names, in reading order; of those that stand in each other the longest."""
    all_found = written_in(text, seen)
    for pattern, sure, day_of in _RULES:
        all_found += [Found(day_of(match, seen), *match.span(), sure, match[0]) for match in pattern.finditer(text)]
    kept: list[Found] = []
    for found in sorted(all_found, key=lambda each: (each.start - each.end, -each.sure)):
        if all(found.end <= other.start or found.start >= other.end for other in kept):
            kept.append(found)
    kept = [each for each in kept if not _beside(each, kept, text)]
    return sorted(kept, key=lambda each: each.start)

"""What people ask of a team's ceremonies, read: "move retro to Friday 14:00", "pause until 7 January"."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from bot.ceremonies.dates import Unclear, When, read_day, read_when
from bot.ceremonies.rules import Days, next_of, shifted
from bot.ceremonies.team import KINDS, Ceremony, Team, rule_of
from bot.language.numeric import is_american
from bot.language.remarks import is_remark
from bot.times import Occurrence, occurrence_on, occurrences, weekday_named

VERBS = {
    "": "list", "list": "list", "show": "list", "status": "list", "help": "help",
    "setup": "setup", "set-up": "setup", "edit": "edit", "add": "add", "remove": "remove", "delete": "remove",
    "drop": "remove", "move": "move", "reschedule": "move", "shift": "move", "skip": "skip", "cancel": "skip",
    "pause": "pause", "freeze": "pause", "resume": "resume", "unpause": "resume", "next": "next", "when": "next",
    "undo": "undo", "changes": "changes", "log": "changes", "history": "changes", "who": "changes", "set": "set",
    "calendar": "calendar", "ics": "calendar", "checkin": "checkin", "check-in": "checkin", "digest": "digest",
    "where": "where",
}  # fmt: skip
"""What each first word asks for."""

_OF_ONE = frozenset("edit add remove move skip set".split())
_POINTS = re.compile(
    r"(?:it|its|(?:this|that)(?! \w+['’]s\b)|these|those|them|him|her|us|me|you|my|mine|yours?|ours?|theirs?|his|"
    r"everything|something|anything|all|both|"
    r"someone|somebody|everyone|everybody|people)\b",
    re.IGNORECASE,
)
"""What people say to each other of a ceremony, and what no ceremony is called by: “skip it today”."""
_ALONE = frozenset("list help setup resume next undo changes calendar where".split())
"""Behind these stands nothing."""

_GOOD = re.compile(r",?\s+(?:for good|for ever|forever|permanently|always|from now on|every time)\s*$", re.IGNORECASE)
_MOVE = re.compile(r"^(?:(?:of|on|from)\s+(?P<which>.+?)\s+)?to\s+(?P<target>.+)$", re.IGNORECASE)
_STRAIGHT = re.compile(r"^(?!(?:of|on|from)\b)(?P<target>.*\w.*)$", re.IGNORECASE)  # “move retro Friday 14:00”
_SHIFT = re.compile(
    r"^(?:to\s+)?(?P<by>by\s+)?(?P<count>\d{1,2}|an?|one|two|three|four|half an)\s+(?P<unit>minute|hour|day|week)s?"
    r"(?:\s+(?P<way>later|earlier|forward|back))?$",
    re.IGNORECASE,
)
_COUNTS = {"a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "half an": 0.5}
_FOR = re.compile(
    r"^(?:from\s+(?P<first>.+?)\s+)?(?:for\s+)?(?P<count>\d{1,2}|an?|one|two|three|four)\s+(?P<unit>day|week)s?$",
    re.IGNORECASE,
)
_PAUSE = re.compile(r"^(?:from\s+(?P<first>.+?)\s+)?(?:until|till|to|through)\s+(?P<last>.+)$", re.IGNORECASE)


_IN_FRONT = re.compile(r"^(?:the\s+)?(?:(?P<which>[\w ]+?)[’']s|(?P<next>next))\s+(?=\w)", re.IGNORECASE)
_INCLUDED = re.compile(r"\bthrough\b|^from\b.+\bto\b", re.IGNORECASE)
_MONTH_ONCE = re.compile(
    r"^(?P<before>from\s+\d{1,2})(?P<after>\s+(?:to|until|till|through)\s+\d{1,2})\s+(?P<month>[a-z]{3,})$",
    re.IGNORECASE,
)  # “from 21 to 31 December”
_SPAN = re.compile(
    r"^(?:from\s+)?(?P<first>\S.*?)\s*(?:(?<=\s)(?P<till>until|till|to|through)(?=\s)|–|(?<=\s)-(?=\s))\s*(?P<last>\S.+)$|"
    r"^between\s+(?P<left>\S.*?)\s+and\s+(?P<right>\S.+)$",
    re.IGNORECASE,
)  # “20 December to 2 January”, “21 – 31 December”
_HALF_A_YEAR = 183  # days; a pause as long as that was hardly meant without a year
_HOLIDAY = timedelta(days=28)
_YEAR = re.compile(r"\b20\d\d\b")
_A_WORD = 4  # letters of a name that stand for the whole of it, where only one has them
_LOOKED = 60  # times, of which the first on a weekday is meant


@dataclass(frozen=True, slots=True)
class Move:
    """One time of a ceremony at another moment; or, for good, all from now on another weekday or time."""

    ceremony: Ceremony
    was: Occurrence
    to: datetime
    weekday: int | None = None
    at: str | None = None
    for_good: bool = False


def read_verb(text: str) -> tuple[str | None, str]:
    """What is asked for and the words after it; None when the first word says nothing that is known."""
    word, _, rest = text.strip().partition(" ")
    return VERBS.get(word.casefold()), rest.strip()


def is_asked(text: str) -> bool:
    """Whether the words after `ceremony` can be nothing else; a sentence that goes on with that word can't."""
    verb, rest = read_verb(text)
    if verb is None or (verb in _ALONE and rest and not (verb == "next" and rest.isdecimal())):
        return False
    if verb == "pause":
        return bool(_PAUSE.match(rest) or _FOR.match(rest))
    return not ((verb in _OF_ONE and _POINTS.match(rest)) or is_remark(f"ceremony {verb}", rest))


def near_verb(text: str) -> str | None:
    """The same words with the verb that the first one nearly is; None where there is none."""
    word, _, rest = text.strip().partition(" ")
    close = difflib.get_close_matches(word.casefold(), [verb for verb in VERBS if verb], n=1, cutoff=0.7)
    return f"{close[0]} {rest}".strip() if close else None


def named(team: Team, words: str) -> tuple[Ceremony, str] | None:
    """The ceremony that the words begin with, by its name, its kind's names or nearly so, and the words after it."""
    exactly = _exactly_named(team, words)
    if exactly is not None:
        return exactly
    tokens = words.split()
    part = tokens[0].casefold().strip(",.") if tokens else ""
    having = [each for each in team.ceremonies if part in re.split(r"[^\w]+", each.name.casefold())]
    if len(part) >= _A_WORD and len(having) == 1:
        return having[0], " ".join(tokens[1:])
    known = {name: ceremony for ceremony in team.ceremonies for name in _names(ceremony)}
    first = tokens[0].casefold() if tokens else ""
    swapped = [name for name in known if len(first) >= _A_WORD and sorted(name) == sorted(first)]  # “dayli”
    close = swapped or difflib.get_close_matches(first, list(known), n=1, cutoff=0.75)
    return (known[close[0]], " ".join(tokens[1:])) if close else None


def _exactly_named(team: Team, words: str) -> tuple[Ceremony, str] | None:
    tokens = words.split()
    for count in range(min(4, len(tokens)), 0, -1):
        said = _folded(" ".join(tokens[:count])).removeprefix("the ").strip(",.")
        for ceremony in team.ceremonies:
            if said in _names(ceremony):
                return ceremony, " ".join(tokens[count:])
    return None


def _in_front(team: Team, words: str) -> tuple[str | None, str]:
    """`tomorrow’s daily to 16:00`, `the next retro`: which one it is, and the words from its name on.

    A ceremony may be called so itself: `Tom’s hour`.
    """
    found = None if _exactly_named(team, words) else _IN_FRONT.match(words)
    return (found["which"] or "next", words[found.end() :]) if found else (None, words)


def _names(ceremony: Ceremony) -> set[str]:
    """A kind's names stand for all of its kind; an `other` has only its own."""
    kind = set() if ceremony.kind == "other" else set(KINDS[ceremony.kind])
    return kind | {ceremony.key, _folded(ceremony.name)}


def _folded(name: str) -> str:
    return name.casefold().replace("’", "'")


def read_move(team: Team, words: str, now: datetime, days: Days) -> Move | Unclear:
    """`retro [of 10 December] to Friday 14:00 [for good]`, `tomorrow’s daily to 16:00`."""
    front, words = _in_front(team, words)
    found = named(team, words)
    if found is None:
        return Unclear(_which(team))
    ceremony, rest = found
    for_good = bool(_GOOD.search(rest))
    words = _GOOD.sub("", rest)
    read = _MOVE.match(words) or _STRAIGHT.match(words)
    if read is None:
        return Unclear(f"Where to? Say “move {ceremony.key} to Friday 14:00”.")
    zone = ZoneInfo(team.zone)
    local = now.astimezone(zone)
    was = _which_time(team, ceremony, front or read.groupdict().get("which"), local, days)
    if isinstance(was, Unclear):
        return was
    begins = was.at.astimezone(zone)
    said = _singular(read["target"]) if for_good else read["target"]
    target = _shifted(said, begins) or read_when(said, local, begins.date(), american=_american(team))
    if isinstance(target, Unclear):
        return target
    to = _moment(target, begins)
    at, weekday = f"{target.at:%H:%M}" if target.at else None, target.day.weekday() if target.day else None
    if for_good:
        _, first = shifted(team, ceremony, weekday, at, days, now)
        to = first.at.astimezone(zone) if first else to
    if to <= now:
        return Unclear(f"{_say(to)} has passed.")
    if to == was.at and not for_good:
        return Unclear(f"{ceremony.name} is on {_say(to)} already.")
    return Move(ceremony, was, to, weekday, at, for_good)


def _shifted(words: str, begins: datetime) -> When | None:
    """`an hour later`, `by two days`: as much later, or earlier, than it is; None for anything else."""
    found = _SHIFT.match(words)
    if found is None or not (found["by"] or found["way"]):
        return None
    count = found["count"].casefold()
    size = _COUNTS.get(count) or float(count)
    by = timedelta(**{f"{found['unit'].casefold()}s": size})
    earlier = (found["way"] or "").casefold() in {"earlier", "back"}
    moved = begins.replace(tzinfo=None) + (-by if earlier else by)
    return When(day=moved.date(), at=moved.time())


def _singular(words: str) -> str:
    """`Fridays 14:00` is said of a habit; its first is meant."""
    return re.sub(r"\b(\w+day)s\b", r"\1", words, flags=re.IGNORECASE)


def _moment(target: When, begins: datetime) -> datetime:
    """By the clock of the team; a time that a change of clocks leaves out comes as much later as they are moved."""
    day, at = target.day or begins.date(), target.at or begins.time()
    return datetime.combine(day, at, begins.tzinfo).astimezone(UTC).astimezone(begins.tzinfo)


def read_skip(team: Team, words: str, now: datetime, days: Days) -> tuple[Ceremony, Occurrence] | Unclear:
    """`retro`, `retro on 10 December`, `Thursday’s retro`: the next time, or the one of that day."""
    front, words = _in_front(team, words)
    found = named(team, words)
    if found is None:
        return Unclear(_which(team))
    ceremony, rest = found
    which = re.sub(r"^(?:of|on|from)\s+", "", rest, flags=re.IGNORECASE)
    was = _which_time(team, ceremony, front or which or None, now.astimezone(ZoneInfo(team.zone)), days)
    return was if isinstance(was, Unclear) else (ceremony, was)


def _which_time(team: Team, ceremony: Ceremony, which: str | None, now: datetime, days: Days) -> Occurrence | Unclear:
    """The next time of a ceremony, or the one of the day that is named, which may be a holiday."""
    if not which or which.casefold() in {"next", "the next", "the next one"}:
        return next_of(team, ceremony, days, now) or Unclear(f"{ceremony.name} isn’t held any more.")
    day = read_day(which, now, american=_american(team))
    if isinstance(day, Unclear):
        return day
    rule = rule_of(team, ceremony)
    found = occurrence_on(rule, day, days.off(team.calendar))
    moved = [each for each in ceremony.changes if each.to and each.to.astimezone(now.tzinfo).date() == day]
    if found is None and moved:
        found = occurrence_on(rule, moved[-1].day, days.off(team.calendar))
    found = found or occurrence_on(rule.model_copy(update={"work_days": False, "changes": ()}), day)
    weekday = weekday_named(which.strip())
    if found is None and weekday is not None:  # “from Thursday”, of one that isn’t on the coming Thursday
        ahead = islice(occurrences(rule, now, days.off(team.calendar)), _LOOKED)
        found = next((each for each in ahead if each.at.astimezone(now.tzinfo).weekday() == weekday), None)
    if found is None or found.at <= now:
        return Unclear(f"There is no {ceremony.name} to come on {_say_day(day)}.")
    return found


def read_pause(words: str, now: datetime, team: Team) -> tuple[date, date] | Unclear:
    """`until 7 January`, `from 21 December until 7 January`: the first and the last day; on the day named it goes on.

    `from 21 December to 6 January`, `through 6 January`: that day is the last. Or `for two weeks`; or `Friday`, of one
    day. `now` is in the team's zone.
    """
    american = _american(team)
    words = _with_from(words, now, american=american)
    read = _PAUSE.match(_MONTH_ONCE.sub(r"\g<before> \g<month>\g<after> \g<month>", words)) or _FOR.match(words)
    if read is None:
        one = read_day(words, now, american=american) if words else None
        if isinstance(one, date) and one >= now.date():
            return one, one
        return Unclear("Until when? Say “pause until 7 January”, or “pause for two weeks”.")
    first = read_day(read["first"], now, american=american) if read["first"] else now.date()
    if isinstance(first, Unclear):
        return first
    if read.re is _FOR:
        count = read["count"].casefold()
        size = _COUNTS.get(count) or float(count)
        return first, first + timedelta(**{f"{read['unit'].casefold()}s": size}) - timedelta(days=1)
    back = read_day(read["last"], datetime.combine(max(first, now.date()), time(), now.tzinfo), american=american)
    if isinstance(back, Unclear):
        return back
    if back <= first:
        ahead = now.date() <= back < first
        other = f" If the days are the other way round, say “pause from {back} to {first}”." if ahead else ""
        return Unclear(f"{_say_day(back)} isn’t after {_say_day(first)}.{other}")
    if _is_swapped(first, back, now.date()) and not _YEAR.search(read["last"]):
        begins, ends = f"{back.day} {back:%B}", f"{first.day} {first:%B}"
        return Unclear(
            f"{begins} comes before {ends}. If the days are the other way round, say “pause from {begins} to {ends}”; "
            f"if you mean {back.year}, name the year."
        )
    return first, back if _INCLUDED.search(words) else back - timedelta(days=1)


def _with_from(words: str, now: datetime, *, american: bool) -> str:
    """Two days as `from … to …`, however they are put: “20 December to 2 January”, “between Monday and Friday”."""
    found = _SPAN.match(words)
    if found is None:
        return words
    first, last = (found["first"] or found["left"]), (found["last"] or found["right"])
    number = first.isdigit()  # “21 – 31 December”
    if not number and isinstance(read_day(first, now, american=american), Unclear):
        return words
    return f"from {first} {found['till'] or 'to'} {last}"


def _is_swapped(first: date, back: date, today: date) -> bool:
    """Whether a long pause would be a holiday the other way round: 2 January to 20 December, asked in November."""
    a_year_before = back - timedelta(days=365)
    holiday = today <= a_year_before < first <= a_year_before + _HOLIDAY
    return (back - first).days > _HALF_A_YEAR and (holiday or (back.month, back.day) < (first.month, first.day))


def _american(team: Team) -> bool:
    """What is asked for here is read back before it counts, so a day in numbers is read as the team’s country does."""
    return is_american(team.calendar, team.zone)


def _which(team: Team) -> str:
    there = ", ".join(each.name for each in team.ceremonies)
    return f"Which ceremony? There is {there}." if there else "There is no ceremony yet. `/ceremony add` makes one."


def _say(at: datetime) -> str:
    return f"{_say_day(at.date())} {at:%H:%M}"


def _say_day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}"

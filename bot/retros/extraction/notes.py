"""Reads notes that somebody wrote: a remark for each line, with the day they are about and the people they name."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.chat import Person
from bot.language.numeric import is_american
from bot.language.text import without_gaps
from bot.retros.extraction.due import day_in
from bot.retros.extraction.log import Log, Remark
from bot.retros.extraction.pasted import Said, pasted_in

_SPEAKER = re.compile(
    r"^\s*(?:[\[(]?(?P<when>(?:(?:\d{4}-\d\d-\d\d|"
    r"\d{1,2}[./]\d{1,2}[./]\d{2,4}),?[T ])?\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]m)?)[\])]?\s*[-–]?\s*)?"
    r"[*_]{0,2}@?(?P<who>[^\W\d_][\w.'’-]*(?: "
    r"[^\W\d_][\w.'’-]*){0,2})[*_]{0,2}\s*(?:\((?P<later>\d{1,2}:\d\d)\)\s*)?[:>][*_]{0,2}\s+(?P<said>\S.*)$"
)
_TRANSCRIPT = 0.5
_FEWEST = 4
PEOPLE = re.compile(
    r"^\s*[*_-]*\s*(?:attend(?:ees|ing|ance)?|present|participants?|people|team|who|with|facilitator|scribe|notes? by|"
    r"anwesend|teilnehmer(?:innen)?|dabei|da waren|moderation|"
    r"in the room)[*_]*\s*(?:\([^)]*\))?\s*[:=][*_]*\s*(?P<names>\S.*)$",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*){0,2}")
_DATED = re.compile(r"^\s*[*_#-]*\s*(?:date|datum|when|held(?: on)?|day)[*_]*\s*:[*_]*\s*(?P<day>\S.*)$", re.IGNORECASE)
_NOT_NAMES = frozenset(
    "action actions decision decisions note notes idea ideas ai todo good bad well date team who what when retro "
    "summary discussion vendor access start stop "
    "continue keep question answer result outcome problem update next agenda time place sprint goal topic context "
    "reason owner due mad sad glad status risk "
    "pros cons plus minus fyi nb ps edit kudos liked learned lacked improve positive negative present apologies "
    "attendees facilitator scribe".split()
)
_HEAD, _TITLE = 12, 3


def read_notes(name: str, text: str, zone: str, today: date | None = None, country: str = "") -> Log:
    """The log of some notes. Their day is what they say of themselves, or what the file's name says, or `today`.

    A day in numbers is read as in the team's `country`, or else as where its clock is.
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    lines = [without_gaps(line) for line in unified.split("\n")]
    day = _day(name, lines, american=is_american(country, zone)) or today
    people = _people(lines)
    if said := pasted_in(lines):
        return _copied(name, said, people, zone, day)
    spoken = _speakers(lines)
    if spoken:
        return _transcript(name, lines, spoken, people, zone, day)
    remarks = tuple(Remark(id=str(number), text=line) for number, line in enumerate(lines, start=1) if line.strip())
    return Log(name=name, kind="notes", remarks=remarks, people=people, zone=zone, day=day, numbered=True)


def _day(name: str, lines: list[str], *, american: bool) -> date | None:
    """The day in a line that says "Date:", else in the file's name, else the first full date near the top."""
    head = [line for line in lines if line.strip()][:_HEAD]
    for line in head:
        found = _DATED.match(line)
        if found and (day := day_in(found["day"], month_first=american)):
            return day
    for line, whole in ((name.replace("_", " "), False), *((line, True) for line in head)):
        if day := day_in(line, whole=whole, month_first=american):
            return day
    return None


def _people(lines: list[str]) -> tuple[Person, ...]:
    names: list[str] = []
    initials: dict[str, str] = {}
    for line in [each for each in lines if each.strip()][: _HEAD * 2]:
        for part in re.split(r"(?<=\w)\.\s+(?=[A-Za-z]+\s*:)", line):
            found = PEOPLE.match(part)
            if found is None:
                continue
            listed = re.sub(r"\([^)]*\)|[\[\]]", "", found["names"])
            short = {each["short"]: each["name"] for each in _INITIALS.finditer(found["names"])}
            names += [name for name in _split_names(listed) if name not in short]
            initials |= short
    for line in [each for each in lines if each.strip()][:_TITLE]:
        found = re.search(r"\((?P<names>[^()]+(?:,[^()]+){2,})\)\s*$", line)
        names += _split_names(found["names"]) if found else []
    names += _openers(lines)
    names += _small_names(lines)
    known = [Person(id=name, name=name) for name in dict.fromkeys(names) if name and _NAME.fullmatch(name)]
    if writer := next((found["who"] for line in lines[:_HEAD] if (found := _WRITER.search(line))), None):
        initials["me"] = writer
    return (*known, *(Person(id=name, name=called) for short, name in initials.items() for called in (name, short)))


_INITIALS = re.compile(r"\b(?P<short>[A-ZÀ-Þ]{1,3})\s*\((?P<name>[^\W\d_][^()]{2,40})\)")
"""How people say who their initials stand for: "MK (Marta Kowalczyk)"."""


_WRITER = re.compile(r"\bme \((?P<who>[^\W\d_][\w'’-]+)\)", re.IGNORECASE)
_SMALL = re.compile(r"^\s*(?:[-*+•]\s+)?(?P<who>[a-zà-þ][\w'’]{1,15})(?::|\s+(?:-|–|->|=>))\s+\S")


def _small_names(lines: list[str]) -> list[str]:
    """Who is written small: words that begin lines as speakers do, and that stand together in the title as well."""
    written = [each for each in lines if each.strip()]
    title = set(re.findall(r"[^\W\d_][\w'’]*", " ".join(written[:_TITLE])))
    found = {who["who"] for line in written if (who := _SMALL.match(line))} - _NOT_NAMES - {"me"}
    together = next((each for each in written[:_TITLE] if sum(name in each.split() for name in found) > 1), None)
    return sorted(found & title) if together else []


def _openers(lines: list[str]) -> list[str]:
    """Who has a list of their own: a name as an item of a list, with items below it, and somebody else, too."""
    found = [
        item["who"]
        for item, below in zip(map(_OPENER.match, lines), lines[1:], strict=False)
        if item and _indent(below) > _indent(item[0])
    ]
    return found if len(set(found)) > 1 else []


_OPENER = re.compile(
    r"^(?P<indent>\s*)[-*+•]\s+[*_]{0,2}@?(?P<who>[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’.-]*)?)[*_]{0,2}:?\s*$"
)


def _indent(line: str) -> int:
    flat = line.expandtabs(4)
    return len(flat) - len(flat.lstrip())


def _split_names(text: str) -> list[str]:
    return [each.strip(" .@*") for each in re.split(r"[,;&/]|\band\b|\bund\b|\s[-–]\s", text)]


def _speakers(lines: list[str]) -> tuple[str, ...]:
    """Who speaks, if this is a transcript: most lines begin with a name, with a time or the same names again."""
    said = [found for line in lines if (found := _SPEAKER.match(line))]
    who = [found["who"] for found in said if found["who"].casefold() not in _NOT_NAMES]
    written = [line for line in lines if line.strip()]
    timed = sum(1 for found in said if found["when"])
    if timed >= _FEWEST and timed >= _TRANSCRIPT * len(written):
        return tuple(dict.fromkeys(who))
    again = len(who) >= _FEWEST and len(set(who)) <= len(who) * 0.7 and len(set(who)) > 1
    if again and len(who) >= _TRANSCRIPT * len(written) and (timed or len(set(who)) < len(who) * _TRANSCRIPT):
        return tuple(dict.fromkeys(who))
    return ()


def _transcript(  # noqa: PLR0913, PLR0917 (what was found out before)
    name: str, lines: list[str], spoken: tuple[str, ...], people: tuple[Person, ...], zone: str, day: date | None
) -> Log:
    speakers = {each: Person(id=each, name=each) for each in spoken}
    remarks: list[Remark] = []
    for number, line in enumerate(lines, start=1):
        found = _SPEAKER.match(line)
        if found and found["who"] in speakers:
            at = _moment(found["when"] or found["later"], day, zone)
            remarks.append(Remark(id=str(number), text=found["said"], author=speakers[found["who"]], at=at))
            day = day or (at.astimezone(ZoneInfo(zone)).date() if at else None)
        elif line.strip():
            remarks.append(Remark(id=str(number), text=line))
    everybody = {each.name: each for each in (*speakers.values(), *people)}
    return Log(
        name=name, kind="chat", remarks=tuple(remarks), people=tuple(everybody.values()), zone=zone, day=day,
        numbered=True,
    )  # fmt: skip


def _copied(name: str, said: tuple[Said, ...], people: tuple[Person, ...], zone: str, day: date | None) -> Log:
    """A chat that somebody copied: who speaks stands above what they say."""
    speakers = {who: Person(id=who, name=who) for each in said if (who := each.who)}
    remarks = tuple(
        Remark(
            id=str(each.number),
            text=each.text,
            author=speakers.get(each.who),
            at=_moment(each.when, day, zone),
            reactions=each.reactions,
        )
        for each in said
    )
    everybody = {each.name: each for each in (*speakers.values(), *people)}
    return Log(
        name=name, kind="chat", remarks=remarks, people=tuple(everybody.values()), zone=zone, day=day, numbered=True
    )


def _moment(when: str | None, day: date | None, zone: str) -> datetime | None:
    found = re.match(r"(?:(\d{4}-\d\d-\d\d)[T ])?(\d{1,2}):(\d\d)(?::\d\d)?\s*([ap])?", when or "", re.IGNORECASE)
    on = date.fromisoformat(found[1]) if found and found[1] else day
    if not found or on is None:
        return None
    half = (found[4] or "").lower()
    hour = int(found[2]) % 12 + 12 * (half == "p") if half else int(found[2])
    if hour > 23 or int(found[3]) > 59:  # noqa: PLR2004 (the last hour and minute)
        return None
    return datetime(on.year, on.month, on.day, hour, int(found[3]), tzinfo=ZoneInfo(zone)).astimezone(UTC)

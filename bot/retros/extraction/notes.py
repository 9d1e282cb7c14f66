"""Reads notes that somebody wrote: a remark for each line, with the day they are about and the people they name."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.chat import Person
from bot.language.numeric import is_american
from bot.language.text import without_gaps
from bot.retros.extraction.dates import day_in
from bot.retros.extraction.log import Log, Remark
from bot.retros.extraction.pasted import Said, pasted_in
from bot.retros.extraction.people import NOT_NAMES, people_of, writer_of

_SPEAKER = re.compile(
    r"^\s*(?:[\[(]?(?P<when>(?:(?:\d{4}-\d\d-\d\d|"
    r"\d{1,2}[./]\d{1,2}[./]\d{2,4}),?[T ])?\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]m)?)[\])]?\s*[-–]?\s*)?"
    r"[*_]{0,2}@?(?P<who>[^\W\d_][\w.'’-]*(?: "
    r"[^\W\d_][\w.'’-]*){0,2})[*_]{0,2}\s*(?:\((?P<later>\d{1,2}:\d\d)\)\s*)?[:>][*_]{0,2}\s+(?P<said>\S.*)$"
)
_TRANSCRIPT = 0.5
_FEWEST = 4
_DATED = re.compile(r"^\s*[*_#-]*\s*(?:date|datum|when|held(?: on)?|day)[*_]*\s*:[*_]*\s*(?P<day>\S.*)$", re.IGNORECASE)
_HEAD = 12


def read_notes(name: str, text: str, zone: str, today: date | None = None, country: str = "") -> Log:
    """The log of some notes. Their day is what they say of themselves, or what the file's name says, or `today`.

    A day in numbers is read as in the team's `country`, or else as where its clock is.
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    lines = [without_gaps(line) for line in unified.split("\n")]
    american = is_american(country, zone)
    day = _day(name, lines, american=american) or today
    people = people_of(lines)
    if said := pasted_in(lines):
        return _copied(name, said, people, zone, day)
    spoken = _speakers(lines)
    if spoken:
        return _transcript(name, lines, spoken, people, zone, day)
    remarks = tuple(Remark(id=str(number), text=line) for number, line in enumerate(lines, start=1) if line.strip())
    return Log(
        name=name, kind="notes", remarks=remarks, people=people, writer=writer_of(lines), zone=zone, day=day,
        days=_days(lines, american=american), numbered=True,
    )  # fmt: skip


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


_TITLE = re.compile(
    r"^\s{0,3}#{1,4}\s+(?P<rest>\S.*)$|^\s*(?:\*\*|__)?(?P<plain>(?:sprint|retro\w*)\b.{0,60})$", re.IGNORECASE
)


def _days(lines: list[str], *, american: bool) -> tuple[tuple[str, date], ...]:
    """The day of each line, where several retrospectives stand in one page, each under a heading with its day."""
    found: list[tuple[str, date]] = []
    day: date | None = None
    told: set[date] = set()
    for number, line in enumerate(lines, start=1):
        title = _TITLE.match(line)
        if title and (named := day_in(title["rest"] or title["plain"], whole=True, month_first=american)):
            day = named
            told.add(named)
        if day:
            found.append((str(number), day))
    return tuple(found) if len(told) > 1 else ()


def _speakers(lines: list[str]) -> tuple[str, ...]:
    """Who speaks, if this is a transcript: most lines begin with a name, with a time or the same names again."""
    said = [found for line in lines if (found := _SPEAKER.match(line))]
    who = [found["who"] for found in said if found["who"].casefold() not in NOT_NAMES]
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

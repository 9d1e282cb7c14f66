"""Reads notes that somebody wrote: a remark for each line, with the day they are about and the people they name."""

from __future__ import annotations

import re
from datetime import date

from bot.chat import Person
from bot.language.numeric import is_american
from bot.language.text import without_gaps
from bot.retros.extraction.assigned import COMMON
from bot.retros.extraction.commas import without_commas
from bot.retros.extraction.comments import comments_in
from bot.retros.extraction.dates import day_in
from bot.retros.extraction.headings import without_numbers
from bot.retros.extraction.leads import without_clock, without_leads
from bot.retros.extraction.legend import legend_in
from bot.retros.extraction.log import Log, Remark
from bot.retros.extraction.mail import mail_in
from bot.retros.extraction.pasted import pasted_in
from bot.retros.extraction.people import NOT_NAMES, people_of, writer_of
from bot.retros.extraction.transcript import Around, copied, transcript, without_cues
from bot.retros.extraction.used_names import used_names

_DATED = re.compile(r"^\s*[*_#-]*\s*(?:date|datum|when|held(?: on)?|day)[*_]*\s*:[*_]*\s*(?P<day>\S.*)$", re.IGNORECASE)
_HEAD = 12


def read_notes(name: str, text: str, zone: str, today: date | None = None, country: str = "") -> Log:
    """The log of some notes. Their day is what they say of themselves, or what the file's name says, or `today`.

    A day in numbers is read as in the team's `country`, or else as where its clock is.
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    lines = without_cues(without_leads([without_gaps(line) for line in unified.split("\n")]))
    lines = without_numbers(lines)
    american = is_american(country, zone)
    day = _day(name, lines, american=american) or today
    around = Around(name, people_of(lines), zone, day, month_first=american)
    if said := pasted_in(lines):
        return copied(said, around)
    if not legend_in(lines) and (spoken := transcript(lines, around)):
        return spoken
    mail = mail_in(lines)
    lines = without_clock(without_commas(mail.lines if mail else lines, name))
    writer = mail.writer if mail and mail.writer else writer_of(lines)
    people = people_of(lines)
    below = comments_in(lines)
    if mail and not people:
        people = tuple(Person(id=name, name=name) for name in used_names(lines, COMMON | NOT_NAMES))
    people = (*people, *(each for each in dict.fromkeys(below.values()) if each and each not in people))
    remarks = tuple(
        Remark(id=str(at + 1), text=line, author=below.get(at))
        for at, line in enumerate(lines)
        if line.strip() and not (at in below and below[at] is None)
    )
    return Log(
        name=name, kind="notes", remarks=remarks, people=people, writer=writer, zone=zone, day=day,
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

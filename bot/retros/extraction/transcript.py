"""Reads chats and calls as programs write them out: who speaks, and when, stands before what they say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.chat import Person
from bot.retros.extraction.dates import day_in
from bot.retros.extraction.log import Log, Remark
from bot.retros.extraction.pasted import Said
from bot.retros.extraction.people import NOT_NAMES

_NAME = r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,2}"
_DAY = r"(?:\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}),?[T ]"
_CLOCK = r"\d{1,2}:\d\d(?::\d\d)?(?:\.\d{1,3})?(?:\s?[ap]\.?m\b\.?)?"
_WHEN = rf"[\[(]?(?P<when>(?:{_DAY}\s*)?{_CLOCK}(?:, \d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}(?=\]))?)[\])]?"
_HAS_DAY = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}")
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"^\s*(?:{_WHEN}\s*[-–]?\s*)?[*_]{{0,2}}@?(?P<who>{_NAME})[*_]{{0,2}}\s*"
        r"(?:\((?P<later>\d{1,2}:\d\d)\)\s*)?[:>][*_]{0,2}\s+(?P<said>\S.*)$",
        rf"^\s*(?:{_WHEN}\s*)?<\s*@?(?P<who>{_NAME})>\s+(?P<said>\S.*)$",
        rf"^\s*{_WHEN}\s+from\s+(?P<who>{_NAME})\s+to\s+[^:]{{2,60}}:\s*(?P<said>\S.*)$",
        rf"^\s*{_WHEN}\s*\t\s*(?P<who>{_NAME})\s*\t\s*(?P<said>\S.*)$",
        rf"^\s*\|\s*{_WHEN}\s*\|\s*(?P<who>{_NAME})\s*\|\s*(?P<said>\S.*?)\s*\|?\s*$",
        rf"^\s*(?P<who>{_NAME})\s+[-–—]\s+(?P<said>\S.*)$",
    )
)
""" "10:44 Ana: yes", "[10:44] <ana> yes", "10:44:10 From Ana to Everyone: yes", a row of cells, "Ana - yes"."""
_COLON, *_, _TABLE, _DASHED = _FORMS
_SPEAKS = re.compile(r"\b(?:i|i['’](?:ll|m|d|ve)|me|you|yes|yep|yeah|ich|mir|du|ja)\b", re.IGNORECASE)
"""Notes under topics don't speak so."""
_SPOKEN = 2
_MOST, _NEARLY_ALL, _SOME = 0.5, 0.8, 0.2
_FEWEST = 4
_AGAIN = 0.7
"""There are fewer names than lines: the same people speak again."""
_CUE = re.compile(r"^\s*(?:\d+:)?\d\d:\d\d[.,]\d{3}\s+-->\s+(?:\d+:)?\d\d:\d\d[.,]\d{3}.*$")
_COUNTED = re.compile(r"^\s*(?:\d+|[0-9a-f-]{30,}(?:/\d+-\d+)?)\s*$")
_VOICE = re.compile(r"^\s*<v(?:\.\S+)?\s+(?P<who>[^>]+)>(?P<said>.*?)(?:</v>)?\s*$")
_FIRST, _SECOND = re.compile(r"(?:^|, )(\d{1,2})[./]"), re.compile(r"(?:^|, )\d{1,2}[./](\d{1,2})[./]")
_AMERICAN = re.compile(r"^\d/\d{1,2}/\d\d,?\s+\d{1,2}:\d\d(?::\d\d)?\s?[ap]m", re.IGNORECASE)
_MONTHS = 12


class Around(NamedTuple):
    """What is known of a talk beside its lines: its file's name, who is named in it, its team's clock, its day.

    `month_first`: days in numbers are read as in the United States.
    """

    name: str
    people: Sequence[Person]
    zone: str
    day: date | None
    month_first: bool


def without_cues(lines: Sequence[str]) -> list[str]:
    """The subtitles of a call as lines of who said what; the times of its film say nothing of the day's."""
    cues = [_CUE.match(line) is not None for line in lines]
    if sum(cues) < _FEWEST:
        return list(lines)
    after = [*cues[1:], False]
    kept: list[str] = []
    for line, cue, then in zip(lines, cues, after, strict=True):
        voice = _VOICE.match(line)
        gone = cue or (then and _COUNTED.match(line)) or line.strip() == "WEBVTT"
        kept.append("" if gone else f"{voice['who'].strip()}: {voice['said'].strip()}" if voice else line)
    return kept


def transcript(lines: Sequence[str], around: Around) -> Log | None:
    """The log of who said what; None where the lines are no transcript."""
    form, spoken = _form_of(lines)
    if form is None:
        return None
    speakers = {each: Person(id=each, name=each) for each in spoken}
    found = [match if (match := form.match(line)) and match["who"] in speakers else None for line in lines]
    whens = [_when(each) for each in found if each]
    dated = all(_HAS_DAY.search(when) for when in whens)
    around = around._replace(month_first=_is_month_first(whens, around))
    remarks: list[Remark] = []
    author: Person | None = None
    for number, (line, match) in enumerate(zip(lines, found, strict=True), start=1):
        if match:
            author = speakers[match["who"]]
            at = _moment(_when(match), around)
            remarks.append(Remark(id=str(number), text=match["said"], author=author, at=at))
            around = around._replace(day=around.day or _day_of(at, around))
        elif line.strip() and not _is_frame(line, form):
            goes_on = author if dated else None  # where every message begins with its day, other lines go on with one
            remarks.append(Remark(id=str(number), text=line, author=goes_on))
    return _log(remarks, speakers, around)


def _is_frame(line: str, form: re.Pattern[str]) -> bool:
    """The head of a table of messages, and the rule below it."""
    return form is _TABLE and line.lstrip().startswith("|")


def copied(said: Sequence[Said], around: Around) -> Log:
    """The log of a chat that somebody copied: who speaks stands above what they say."""
    speakers = {who: Person(id=who, name=who) for each in said if (who := each.who)}
    around = around._replace(month_first=_is_month_first([each.when for each in said], around))
    remarks = [
        Remark(
            id=str(each.number),
            text=each.text,
            author=speakers.get(each.who),
            at=_moment(each.when, around),
            reactions=each.reactions,
        )
        for each in said
    ]
    first = next((each.at for each in remarks if each.at), None)
    return _log(remarks, speakers, around._replace(day=around.day or _day_of(first, around)))


def _log(remarks: Sequence[Remark], speakers: Mapping[str, Person], around: Around) -> Log:
    everybody = {each.name: each for each in (*speakers.values(), *around.people)}
    return Log(
        name=around.name, kind="chat", remarks=tuple(remarks), people=tuple(everybody.values()), zone=around.zone,
        day=around.day, numbered=True,
    )  # fmt: skip


def _day_of(at: datetime | None, around: Around) -> date | None:
    return at.astimezone(ZoneInfo(around.zone)).date() if at else None


def _when(found: re.Match[str]) -> str:
    told = found.groupdict()
    return told.get("when") or told.get("later") or ""


def _form_of(lines: Sequence[str]) -> tuple[re.Pattern[str] | None, tuple[str, ...]]:
    """How the lines tell who speaks, and who does: most begin with a name, with a time or the same names again.

    Where everybody spoke but once, they say "I" and "you".
    """
    written = sum(1 for line in lines if line.strip())
    for form in _FORMS:
        said = [found for line in lines if (found := form.match(line))]
        who = [found["who"] for found in said if found["who"].casefold() not in NOT_NAMES]
        if len(who) < _FEWEST:
            continue
        voices = tuple(dict.fromkeys(who))
        timed = sum(1 for found in said if _when(found))
        dated = sum(1 for found in said if _HAS_DAY.search(_when(found)))
        if timed >= max(_FEWEST, _MOST * written) or dated >= max(_FEWEST, _SOME * written):
            return form, voices
        again = 1 < len(voices) <= len(who) * _AGAIN
        most = _NEARLY_ALL if form is _DASHED else _MOST
        if again and len(who) >= most * written and (timed or len(voices) < len(who) * _MOST):
            return form, voices
        spoken = sum(1 for found in said if _SPEAKS.search(found["said"])) >= _SPOKEN
        if form is _COLON and len(voices) > 1 and len(who) >= _NEARLY_ALL * written and spoken:
            return form, voices
    return None, ()


def _is_month_first(whens: Sequence[str], around: Around) -> bool:
    """Whether the days of a chat are written as in the United States: a 13th tells, or else `3/6/26, 9:58 AM`."""
    firsts = [int(found[1]) for when in whens if (found := _FIRST.search(when))]
    seconds = [int(found[1]) for when in whens if (found := _SECOND.search(when))]
    if any(each > _MONTHS for each in firsts):
        return False
    return around.month_first or any(each > _MONTHS for each in seconds) or any(map(_AMERICAN.match, whens))


def _moment(when: str, around: Around) -> datetime | None:
    """When something was said: a time, on its own day or else on the talk's."""
    found = re.search(r"(?<![\d:])(\d{1,2}):(\d\d)(?::\d\d)?(?:\.\d+)?\s*([ap])?", when, re.IGNORECASE)
    on = day_in(when, today=around.day, month_first=around.month_first) or around.day
    if not found or on is None:
        return None
    half = (found[3] or "").lower()
    hour = int(found[1]) % 12 + 12 * (half == "p") if half else int(found[1])
    if hour > 23 or int(found[2]) > 59:  # noqa: PLR2004 (the last hour and minute)
        return None
    return datetime(on.year, on.month, on.day, hour, int(found[2]), tzinfo=ZoneInfo(around.zone)).astimezone(UTC)

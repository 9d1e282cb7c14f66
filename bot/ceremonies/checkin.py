"""A check-in before a daily: who answers what, kept until its time, then told as one message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.ceremonies import says
from bot.ceremonies.journal import State
from bot.ceremonies.rules import next_of
from bot.ceremonies.settings import CeremonySettings
from bot.ceremonies.team import Ceremony, Team
from bot.chat import ERASED, Message, Person, Post
from bot.durable.ports import Ports
from bot.language.dates import say_short, say_time
from bot.store.journal import Entry, Journal

KIND = "checkin"
_GROUNDWORK = Person(id="groundwork", name="Groundwork")
_NONE = "No check-in is switched on here. `/ceremony set daily checkin 1 hour` does."


async def checkin_words(
    message: Message, words: str, ports: Ports, settings: CeremonySettings, who: tuple[State, Team]
) -> None:
    """`/ceremony checkin …`: an answer for the next daily that has a check-in."""
    _, team = who
    asked = [
        (occurrence.at, ceremony, occurrence.day)
        for ceremony in team.ceremonies
        if ceremony.checkin is not None and (occurrence := next_of(team, ceremony, settings.days, message.at))
    ]
    if not asked:
        await ports.say(Post(text=_NONE))
        return
    _, ceremony, day = min(asked, key=lambda each: each[0])
    if not words:
        text = "Say it after the word: `/ceremony checkin yesterday …, today …, in the way …`."
        await ports.say(Post(text=text, private_to=message.author.id))
        return
    await checkin_form(message, words, ports, settings, (team, ceremony, day))


async def checkin_form(
    message: Message, words: str, ports: Ports, settings: CeremonySettings, about: tuple[Team, Ceremony, date]
) -> None:
    """An answer is kept; one that comes after they went out goes out by itself."""
    team, ceremony, day = about
    room = settings.room(message.address)
    journal = await ports.store.latest(address=room, kind=KIND)
    gone_out = _gone_out(journal, ceremony.key, day)
    body = {"key": ceremony.key, "day": day.isoformat(), "text": words}
    entries = [Entry(kind="answered", at=message.at, by=message.author, body=body)]
    if gone_out:
        entries.append(_told(message.at, ceremony.key, [day]))
    await _keep(ports, room, journal, entries)
    if gone_out:
        when = f"{say_short(day, message.at.date())}, after the others"
        await ports.say(says.answers_post(ceremony, [(message.author.name, words)], when), room)
        return
    at = next_of(team, ceremony, settings.days, message.at)
    when = f" It goes out on {say_time(at.at, team.zone, message.at)}." if at else ""
    text = f"Noted, thank you.{when} Say it again to change it."
    await ports.say(Post(text=text, private_to=message.author.id))


async def gather(ports: Ports, room: str, ceremony: Ceremony, team: Team, at: datetime) -> bool:
    """Everything that was answered and hasn't gone out yet, a message for each day; False when there is nothing."""
    journal = await ports.store.latest(address=room, kind=KIND)
    waiting = _waiting(journal, ceremony.key)
    if not waiting or journal is None:
        return False
    days = sorted({day for day, _, _ in waiting})
    await _keep(ports, room, journal, [_told(at, ceremony.key, days)])
    today = at.astimezone(ZoneInfo(team.zone)).date()
    for day in days:
        answers = [(who, text) for each, who, text in waiting if each == day]
        members, who_answered = {one.name.casefold() for one in team.members}, {who.casefold() for who, _ in answers}
        of = f" of {len(members)}" if who_answered <= members else ""  # somebody else may have answered, too
        count = f"{len(answers)}{of} answered"
        await ports.say(says.answers_post(ceremony, answers, f"{say_short(day, today)}, {count}"), room)
    return True


def _told(at: datetime, key: str, days: Sequence[date]) -> Entry:
    return Entry(kind="told", at=at, body={"key": key, "days": [day.isoformat() for day in days]})


def _gone_out(journal: Journal | None, key: str, day: date) -> bool:
    return journal is not None and any(
        entry.kind == "told" and entry.body["key"] == key and day.isoformat() in entry.body["days"]
        for entry in journal.entries
    )


def _waiting(journal: Journal | None, key: str) -> list[tuple[date, str, str]]:
    """Day, name and words of each answer that has not gone out; the last one that each person gave for a day."""
    found: dict[tuple[date, str], tuple[str, str]] = {}
    for entry in journal.entries if journal else ():
        if entry.body["key"] != key:
            continue
        if entry.kind == "told":
            gone = {date.fromisoformat(day) for day in entry.body["days"]}
            found = {each: words for each, words in found.items() if each[0] not in gone}
        elif entry.by is not None:
            found[date.fromisoformat(entry.body["day"]), entry.by.id] = (entry.by.name, entry.body["text"])
    return [(day, name, text) for (day, _), (name, text) in found.items() if text != ERASED]


async def _keep(ports: Ports, room: str, journal: Journal | None, entries: Sequence[Entry]) -> None:
    at = entries[0].at
    if journal is None:
        number = await ports.store.start(
            kind=KIND, address=room, title="check-ins", by=_GROUNDWORK, at=at, entries=entries
        )
        await ports.store.append(number, [], at=at, status="finished")
    else:
        await ports.store.append(journal.id, entries, at=at)

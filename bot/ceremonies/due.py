"""What goes out before and after a ceremony, when its time has come."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.ceremonies import says
from bot.ceremonies.checkin import gather
from bot.ceremonies.flow import free_days
from bot.ceremonies.forms import CHECKIN, TOLD
from bot.ceremonies.journal import replay
from bot.ceremonies.rules import Held, sprint_end
from bot.ceremonies.settings import CeremonySettings, Lines, Occasion
from bot.ceremonies.team import Ceremony, Team
from bot.ceremonies.timetable import about
from bot.chat import Bullets, Choice, Choices, Heading, Part, Post
from bot.durable.ports import Ports
from bot.language.dates import say_short, say_time
from bot.language.markdown import escape
from bot.schedule import Due, missed_text
from bot.times import Occurrence


@dataclass(frozen=True, slots=True)
class Coming:
    """The time that a message is about, with everything around it."""

    due: Due
    team: Team
    ceremony: Ceremony
    occurrence: Occurrence
    settings: CeremonySettings

    @property
    def room(self) -> str:
        """Where the team is."""
        return self.due.schedule.address

    @property
    def now(self) -> datetime:
        """When somebody looked and saw that it was due."""
        return self.due.looked_at or self.due.at

    @property
    def occasion(self) -> Occasion:
        """The same for others that bring something to it."""
        return Occasion(
            room=self.room,
            team=self.team.name,
            kind=self.ceremony.kind,
            name=self.ceremony.name,
            at=self.occurrence.at,
            now=self.now,
            zone=self.team.zone,
            members=tuple(member.name for member in self.team.members),
            scrum_master=self.team.scrum_master,
        )


async def ceremony_due(due: Due, ports: Ports, settings: CeremonySettings) -> None:
    """A message of a ceremony is due. One whose ceremony was moved or left out in the meantime is not sent."""
    what = due.schedule.what
    journal = await ports.store.journal(str(what["team"]))
    team = replay(journal).team if journal else None
    ceremony = team.ceremony(str(what["ceremony"])) if team else None
    if team is None or ceremony is None:
        return
    occurrence = about(due, team, ceremony, settings.days)
    message = str(what["message"])
    if message == "gathered":  # nobody's answer waits for another day
        await gather(ports, due.schedule.address, ceremony, team, due.at)
        return
    if occurrence is None:
        return
    coming = Coming(due, team, ceremony, occurrence, settings)
    if due.late if message == "after" else occurrence.at <= coming.now:
        await _too_late(coming, ports, message)
    else:
        await _MESSAGES[message](coming, ports)


async def _before(coming: Coming, ports: Ports) -> None:
    """The reminder, with what there is to talk about."""
    kind, settings = coming.ceremony.kind, coming.settings
    parts: list[Part] = []
    for heading, lines in settings.agenda.get(kind, ()):
        found = await _lines(lines, coming, ports)
        if found:
            parts += [Heading(text=heading, level=3), Bullets(items=tuple(found))]
    if kind == "planning":
        parts += _ahead(coming)
    await _say(coming, ports, Post(text=_reminder(coming), parts=tuple(parts)))
    for bring in settings.before.get(kind, ()):
        await bring(ports, coming.occasion)


async def _lines(lines: Lines, coming: Coming, ports: Ports) -> Sequence[str]:
    return await lines(ports, coming.occasion)


def _reminder(coming: Coming) -> str:
    ceremony, team = coming.ceremony, coming.team
    held = Held(ceremony, coming.occurrence)
    text = f"Coming up: {says.held_line(held, team, coming.now)}."
    others = sorted({member.zone for member in team.members if member.zone and member.zone != team.zone})
    if others:
        local = [f"{coming.occurrence.at.astimezone(ZoneInfo(zone)):%a %H:%M} in {zone}" for zone in others]
        text += f" That is {', '.join(local)}."
    return text


async def _say(coming: Coming, ports: Ports, post: Post) -> None:
    """Say it where the team is, and which times before it were missed."""
    if coming.due.missed:
        when = missed_text(coming.due.model_copy(update={"late": False}), ZoneInfo(coming.team.zone))
        post = post.model_copy(update={"text": f"{post.text}\nI wasn’t running when the same was due {when}."})
    await ports.say(post, coming.room)


def _ahead(coming: Coming) -> list[Part]:
    """Days of the sprint that is planned on which something isn't held."""
    today = coming.now.astimezone(ZoneInfo(coming.team.zone)).date()
    end = sprint_end(coming.team, coming.occurrence.day)
    free = [each for each in free_days(coming.settings, coming.team, coming.now) if each[1] <= end]
    items = tuple(
        f"{escape(ceremony.name)} isn’t held on {say_short(day, today)}: {escape(name)}. "
        f"`/ceremony move {ceremony.key} of {day.day} {day:%B} to …` finds it another day."
        for ceremony, day, name in free
    )
    return [Heading(text="In this sprint", level=3), Bullets(items=items)] if items else []


async def _checkin(coming: Coming, ports: Ports) -> None:
    """Everybody is asked, by a button or in words."""
    day, ceremony = coming.occurrence.day, coming.ceremony
    at = say_time(coming.occurrence.at, coming.team.zone, coming.now)
    choice = Choice(id=f"{CHECKIN}:{ceremony.key}:{day:%Y%m%d}", label="Check in", style="primary", opens=True)
    text = (
        f"**{escape(ceremony.name)}**: what did you do, what is next, what is in the way? All answers go out together "
        f"on {at}. `/ceremony checkin …` does it, too."
    )
    await _say(coming, ports, Post(text=text, parts=(Choices(options=(choice,), lasts=True),)))


async def _after(coming: Coming, ports: Ports) -> None:
    """A summary is made where somebody can make one; else it is asked for."""
    if await _brought(coming, ports):
        return
    await _say(coming, ports, _ask(coming, f"**{escape(coming.ceremony.name)}** is over. What came out of it?"))


async def _brought(coming: Coming, ports: Ports) -> bool:
    """Whether something was said of what came out of it, so that nobody has to be asked."""
    return any([await bring(ports, coming.occasion) for bring in coming.settings.after.get(coming.ceremony.kind, ())])


def _ask(coming: Coming, text: str) -> Post:
    choice = Choice(
        id=f"{TOLD}:{coming.ceremony.key}:{coming.occurrence.day:%Y%m%d}",
        label="Write it down",
        style="primary",
        opens=True,
    )
    return Post(text=text, parts=(Choices(options=(choice,)),))


async def _too_late(coming: Coming, ports: Ports, message: str) -> None:
    """Its time has passed while nobody looked: that is told, and what can still be done is."""
    when = missed_text(coming.due.model_copy(update={"late": True}), ZoneInfo(coming.team.zone))
    name = escape(coming.ceremony.name)
    if message == "after":
        if await _brought(coming, ports):
            return
        text = f"I wasn’t running when **{name}** ended ({when}). What came out of it?"
        await ports.say(_ask(coming, text), coming.room)
        return
    what = "check-in" if message == "checkin" else "reminder"
    text = f"I wasn’t running when the {what} for **{name}** was due {when}, so it wasn’t sent."
    await ports.say(Post(text=text), coming.room)


_MESSAGES: dict[str, Callable[[Coming, Ports], Awaitable[None]]] = {
    "before": _before,
    "checkin": _checkin,
    "after": _after,
}

"""`/ceremony`: one turn about a team's ceremonies, from what was asked to what is said."""

from __future__ import annotations

import difflib
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from bot.ceremonies import commands, says
from bot.ceremonies.dates import Unclear, read_day
from bot.ceremonies.elsewhere import ask_elsewhere
from bot.ceremonies.forms import ADD, EDIT, SETUP, ceremony_form, setup_form, there_already
from bot.ceremonies.home import home
from bot.ceremonies.journal import State
from bot.ceremonies.offering import better_times
from bot.ceremonies.reading import line_of, read_ceremony, read_length
from bot.ceremonies.rules import (
    Held,
    affected,
    clashes,
    clashes_for_good,
    coming,
    first_after,
    left_out,
    next_held,
    next_of,
    slots,
    slots_for_good,
)
from bot.ceremonies.saving import ceremony_entry, entry, load, save, team_entry
from bot.ceremonies.settings import CeremonySettings
from bot.ceremonies.team import Ceremony, Team
from bot.chat import Address, Attachment, Message, Part, Post
from bot.durable.ports import Ports
from bot.language.dates import say_short, say_time
from bot.language.markdown import escape, quoted
from bot.language.numeric import is_american, read_back
from bot.language.text import shorten
from bot.store.journal import Entry
from bot.times import Pause

_NEXT = 5
_ASKED = re.compile(r"^(?:(?:is|are|the|our|next|for)\s+)+", re.IGNORECASE)  # “when is the next retro”
_AHEAD = timedelta(days=35)  # in which free days are told


@dataclass(frozen=True, slots=True)
class Turn:
    """What one command works with."""

    message: Message
    ports: Ports
    settings: CeremonySettings
    room: Address
    words: str

    @property
    def now(self) -> datetime:
        """When it was said."""
        return self.message.at

    async def say(self, text: str) -> None:
        """Answer in words."""
        await self.ports.say(Post(text=text))

    async def save(self, *entries: Entry) -> State:
        """Keep what happened."""
        return await save(
            self.ports, self.settings, room=self.room, entries=entries, at=self.now, by=self.message.author
        )


async def ceremony_command(message: Message, ports: Ports, settings: CeremonySettings) -> None:
    """`/ceremony …`, whatever is asked for."""
    verb, words = commands.read_verb(message.text)
    turn = Turn(message, ports, settings, settings.room(message.address), words)
    if verb is None:
        said = quoted(shorten(message.text, 60))
        near = commands.near_verb(message.text)
        hint = f"Did you mean `/ceremony {shorten(near, 60)}`?" if near else says.HOW
        await turn.say(f"I don’t know what {said} asks for. {hint}")
        return
    state = await load(ports, turn.room)
    if await _elsewhere(turn, state, verb):
        return
    if verb in _WITHOUT_TEAM:
        await _WITHOUT_TEAM[verb](turn, state)
    elif state is None or state.team is None:
        await ports.say(Post(text=says.NO_TEAM, parts=(setup_form(None, settings.zone.key),)))
    else:
        await _WITH_TEAM[verb](turn, state, state.team)


async def _elsewhere(turn: Turn, state: State | None, verb: str) -> bool:
    """Where no team meets, it is about another conversation’s: of whoever asks, and for them alone."""
    if state is not None and (state.team is not None or (verb == "undo" and state.made)):
        return False
    if verb in {"list", "next"}:
        return await _show_elsewhere(turn)
    if verb not in _WITH_TEAM and verb != "undo":
        return False
    return await ask_elsewhere(turn.message, verb, turn.ports, turn.settings, ceremony_command)


async def _show_elsewhere(turn: Turn) -> bool:
    """What their teams hold next."""
    ports, near = turn.ports, turn.settings.near

    async def may_see(room: Address) -> bool:
        return near(room, turn.message.address) and await ports.includes(room)

    parts = await home(turn.message.author, ports.store, turn.settings.days, turn.now, may_see)
    if parts:
        text = "No team meets in this conversation; yours do."
        await turn.ports.say(Post(text=text, parts=parts, private_to=turn.message.author.id))
    return bool(parts)


async def _help(turn: Turn, state: State | None) -> None:
    del state
    await turn.say(says.HOW)


async def _where(turn: Turn, state: State | None) -> None:
    del state
    await turn.say(f"The address of this conversation, for `ceremonies` in config.yaml: `{turn.room}`")


async def _setup(turn: Turn, state: State | None) -> None:
    form = setup_form(state.team if state else None, turn.settings.zone.key)
    await turn.ports.say(Post(text="Who meets, when, and for what?", parts=(form,)))


async def _add(turn: Turn, state: State | None) -> None:
    """`add`, with a line or a form; the first one sets up a team, too."""
    team = (state.team if state else None) or _new_team(turn)
    if not turn.words:
        if state is None or state.team is None:
            await _setup(turn, state)
            return
        await turn.ports.say(Post(text="What is added?", parts=(ceremony_form(None, team),)))
        return
    read = read_ceremony(turn.words, _today(turn, team), team.sprint_weeks, team.days, _clock(turn, team))
    if isinstance(read, str):
        await turn.say(escape(read))
        return
    if (there := team.ceremony(read.key)) is not None:
        await turn.say(there_already(there.key, escape(there.name), escape(read.name)))
        return
    entries = [ceremony_entry(read, turn.now, turn.message.author, f"added {line_of(read)}")]
    if state is None or state.team is None:
        entries.insert(0, team_entry(team, turn.now, turn.message.author, "set up the team"))
    saved = await turn.save(*entries)
    await say_set(turn, saved, read, "Added")


def _new_team(turn: Turn) -> Team:
    """Sprints of two weeks from the coming Monday, by the clock of whoever runs this."""
    today = turn.now.astimezone(turn.settings.zone).date()
    monday = today + timedelta(days=-today.weekday() % 7)
    return Team(name="Team", zone=turn.settings.zone.key, sprint_start=monday)


async def say_set(turn: Turn, state: State, ceremony: Ceremony, done: str, *, offers: bool = True) -> None:
    """What was set, when it is next, what is in its way, and which times would suit better."""
    team = state.team
    if team is None:
        return
    held = next_of(team, ceremony, turn.settings.days, turn.now)
    text = f"{done}: **{escape(ceremony.name)}**, {says.say_rhythm(ceremony, team)} ({team.zone})."
    parts: tuple[Part, ...] = ()
    if held is not None:
        text += f" Next on {say_time(held.at, team.zone, turn.now)}."
        against = clashes(team, ceremony, held.day, held.at, turn.settings.days)
        if against:
            text += f" But: {escape(' '.join(against))}"
            parts = better_times(team, ceremony, held, turn.settings.days, turn.now) if offers else ()
    goes = says.goes_out(ceremony)
    where = f"Where: {escape(ceremony.place)}. " if ceremony.place else ""
    text += f"\n{where}Goes out: {goes}. `/ceremony edit {ceremony.key}` changes it, `undo` takes it back."
    await turn.ports.say(Post(text=text, parts=parts))


async def _list(turn: Turn, state: State, team: Team) -> None:
    found = list(islice(coming(team, turn.settings.days, turn.now), 60))
    await turn.ports.say(says.list_post(state, team, found, turn.now))


async def _next(turn: Turn, state: State, team: Team) -> None:
    del state
    asked = commands.named(team, _ASKED.sub("", turn.words))
    if asked is not None:
        team = team.model_copy(update={"ceremonies": (asked[0],)})
    count = int(turn.words) if turn.words.isdecimal() and 0 < int(turn.words) <= 20 else _NEXT  # noqa: PLR2004 (a screen)
    found = list(islice(coming(team, turn.settings.days, turn.now), count))
    await turn.ports.say(says.next_post(team, found, free_days(turn.settings, team, turn.now), turn.now))


def free_days(settings: CeremonySettings, team: Team, now: datetime) -> list[tuple[Ceremony, date, str]]:
    """Ceremonies that aren't held in the next weeks because the day is free; those of every day need no word."""
    first = now.astimezone(ZoneInfo(team.zone)).date()
    return [
        (ceremony, day, name)
        for ceremony in team.ceremonies
        if ceremony.kind != "daily"
        for day, name in left_out(team, ceremony, settings.days, first, first + _AHEAD)
    ]


async def _move(turn: Turn, state: State, team: Team) -> None:
    del state
    days = turn.settings.days
    move = commands.read_move(team, turn.words, turn.now, days)
    if isinstance(move, Unclear):
        await turn.say(escape(move.sentence))
        return
    if move.for_good:
        against = clashes_for_good(team, move.ceremony, move.weekday, move.at, days, turn.now)
        better = slots_for_good(team, move.ceremony, move.weekday, move.at, days, turn.now) if against else []
    else:
        against = clashes(team, move.ceremony, move.was.day, move.to, days)
        better = slots(team, move.ceremony, was=move.was, wanted=move.to, days=days, now=turn.now) if against else []
    await turn.ports.say(says.move_post(move, team, against, better, turn.now))


async def _skip(turn: Turn, state: State, team: Team) -> None:
    del state
    found = commands.read_skip(team, turn.words, turn.now, turn.settings.days)
    if isinstance(found, Unclear):
        await turn.say(escape(found.sentence))
        return
    await turn.ports.say(says.skip_post(*found, team, turn.now))


async def _pause(turn: Turn, state: State, team: Team) -> None:
    del state
    read = commands.read_pause(turn.words, turn.now.astimezone(ZoneInfo(team.zone)), team)
    if isinstance(read, Unclear):
        await turn.say(escape(read.sentence))
        return
    first, last = read
    left = affected(team, turn.settings.days, first, last, turn.now)
    then = first_after(team, turn.settings.days, last + timedelta(days=1))
    await turn.ports.say(says.pause_post(Pause(first=first, last=last), left, then, team, turn.now))


async def _resume(turn: Turn, state: State, team: Team) -> None:
    del state
    today = _today(turn, team)
    if not any(pause.last >= today for pause in team.pauses):
        await turn.say("Nothing is paused.")
        return
    american = is_american(team.calendar, team.zone)
    local = turn.now.astimezone(ZoneInfo(team.zone))
    day: date | Unclear = read_day(turn.words, local, american=american) if turn.words else today
    if isinstance(day, Unclear):
        await turn.say(escape(day.sentence))
        return
    what = f"resumed on {say_short(day, today)}"
    saved = await turn.save(entry("resumed", turn.now, turn.message.author, what, day=day.isoformat()))
    settled = saved.team or team
    then = first_after(settled, turn.settings.days, day) if day > today else _next_held(turn, settled)
    after = f" Next: {says.held_line(then, team, turn.now)}." if then else ""
    told = read_back(turn.words, today, american=american)
    await turn.say(f"It goes on from {say_short(day, today)}.{after}{f' {told}' if told else ''}")


def _next_held(turn: Turn, team: Team) -> Held | None:
    return next_held(team, turn.settings.days, turn.now)


async def _remove(turn: Turn, state: State, team: Team) -> None:
    del state
    found = commands.named(team, turn.words)
    if found is None:
        await turn.say(f"Which one? There is {escape(', '.join(each.name for each in team.ceremonies)) or 'none'}.")
        return
    ceremony, _ = found
    what = f"removed {line_of(ceremony)}"
    await turn.save(entry("removed", turn.now, turn.message.author, what, key=ceremony.key))
    await turn.say(f"Removed: **{escape(ceremony.name)}**. `/ceremony undo` brings it back.")


async def _edit(turn: Turn, state: State, team: Team) -> None:
    if not turn.words:
        await _setup(turn, state)
        return
    found = commands.named(team, turn.words)
    if found is None:
        await turn.say(f"Which one? There is {escape(', '.join(each.name for each in team.ceremonies)) or 'none'}.")
        return
    await turn.ports.say(Post(text="What changes?", parts=(ceremony_form(found[0], team),)))


async def _set(turn: Turn, state: State, team: Team) -> None:
    """`set retro before 2 hours`, `set daily checkin off`, `set retro place Room 5`."""
    del state
    found = commands.named(team, turn.words)
    field, _, value = found[1].partition(" ") if found else ("", "", "")
    changed = _changed(found[0], field.casefold(), value.strip()) if found else None
    if found is None or changed is None:
        there = escape(", ".join(each.name for each in team.ceremonies)) or "nothing yet"
        await turn.say(
            f"Which one, what, and how? There is {there}. `/ceremony set retro before 2 hours`, `before off`, "
            "`after on`, `checkin 1 hour`, `length 90 minutes`, `place Room 5`."
        )
        return
    what = f"set {found[0].name}: {field.casefold()} {value.strip()}"
    saved = await turn.save(ceremony_entry(changed, turn.now, turn.message.author, what))
    await say_set(turn, saved, changed, "Set")


def _changed(ceremony: Ceremony, field: str, value: str) -> Ceremony | None:
    off = value.casefold() in {"off", "no", "none"}
    if field == "place":
        return ceremony.model_copy(update={"place": "" if off else value})
    if field in {"after", "summary"} and (off or value.casefold() in {"on", "yes"}):
        return ceremony.model_copy(update={"after": not off})
    names = {"before": "before", "reminder": "before", "checkin": "checkin", "check-in": "checkin", "length": "minutes"}
    minutes = read_length(value.removesuffix(" before"))
    field = next(iter(difflib.get_close_matches(field, names, n=1, cutoff=0.8)), field)
    if field not in names or (minutes is None and (not off or field == "length")):
        return None
    return ceremony.model_copy(update={names[field]: minutes})


async def _changes(turn: Turn, state: State, team: Team) -> None:
    del team
    await turn.ports.say(says.changes_post(state, turn.now))


async def _undo(turn: Turn, state: State | None) -> None:
    if state is None or not state.made:
        await turn.say("There is nothing to take back.")
        return
    last = state.made[-1]
    await turn.save(entry("undone", turn.now, turn.message.author, f"took back: {last.what}", number=last.number))
    await turn.say(f"Taken back: {escape(last.what)}. `/ceremony` shows what is set now.")


async def _calendar(turn: Turn, state: State, team: Team) -> None:
    from bot.ceremonies.calendar import calendar_text, file_name

    file = Attachment(
        name=file_name(team), text=calendar_text(state, turn.settings.days, turn.now), media_type="text/calendar"
    )
    text = "For everybody’s calendar. After a change, take the new file: what you have is brought up to date by it."
    await turn.ports.say(Post(text=text, attachments=(file,)))


async def _checkin(turn: Turn, state: State, team: Team) -> None:
    from bot.ceremonies.checkin import checkin_words

    await checkin_words(turn.message, turn.words, turn.ports, turn.settings, (state, team))


def _clock(turn: Turn, team: Team) -> time:
    return turn.now.astimezone(ZoneInfo(team.zone)).time()


def _today(turn: Turn, team: Team) -> date:
    return turn.now.astimezone(ZoneInfo(team.zone)).date()


_WITHOUT_TEAM: dict[str, Callable[[Turn, State | None], Awaitable[None]]] = {
    "help": _help,
    "setup": _setup,
    "add": _add,
    "undo": _undo,
    "where": _where,
}
_WITH_TEAM: dict[str, Callable[[Turn, State, Team], Awaitable[None]]] = {
    "list": _list,
    "next": _next,
    "move": _move,
    "skip": _skip,
    "pause": _pause,
    "resume": _resume,
    "remove": _remove,
    "edit": _edit,
    "set": _set,
    "changes": _changes,
    "calendar": _calendar,
    "checkin": _checkin,
}

__all__ = ["ADD", "EDIT", "SETUP", "Turn", "ceremony_command", "free_days", "say_set"]

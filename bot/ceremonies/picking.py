"""A choice or a form about a team's ceremonies was used: what was read back counts now."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.ceremonies import says
from bot.ceremonies.checkin import checkin_form
from bot.ceremonies.flow import Turn, say_set
from bot.ceremonies.forms import (
    ADD,
    CHECKIN,
    EDIT,
    SETUP,
    TOLD,
    answer_of,
    ceremony_form,
    day_in,
    read_ceremony_form,
    setup_form,
    words_form,
)
from bot.ceremonies.journal import State
from bot.ceremonies.offering import better_times
from bot.ceremonies.reading import line_of, read_team
from bot.ceremonies.rules import Held, clashes, first_after, next_held, next_of, shifted
from bot.ceremonies.saving import ceremony_entry, entry, load, team_entry
from bot.ceremonies.settings import CeremonySettings
from bot.ceremonies.team import Ceremony, Team, rule_of
from bot.chat import Message, Post
from bot.durable.ports import Ports
from bot.language.dates import say_short, say_time
from bot.language.markdown import escape
from bot.times import Change, Pause, occurrence_on

_OUTDATED = "That button is from an older version of me, and I no longer know what it did."
_MOST = 6  # things in the way that are named
_GONE = "That ceremony isn’t there any more. `/ceremony` shows what is."


async def pick(message: Message, ports: Ports, settings: CeremonySettings) -> None:
    """The choice or form that was used."""
    picked = message.choice or message.form_id or ""
    turn = Turn(message, ports, settings, settings.room(message.address), "")
    state = await load(ports, turn.room)
    team = state.team if state else None
    if picked == says.LEAVE:
        await turn.ports.say(Post(text="Left as it is.", private_to=message.author.id))
    elif picked == SETUP:
        await _set_up(turn, team)
    elif team is None or state is None:
        await turn.say(says.NO_TEAM)
    elif picked == ADD or picked.startswith(f"{EDIT}:"):
        await _ceremony(turn, team, picked)
    elif picked.startswith((f"{CHECKIN}:", f"{TOLD}:")):
        await _words(turn, state, team, picked)
    else:
        await _confirmed(turn, team, picked)


async def _set_up(turn: Turn, team: Team | None) -> None:
    if turn.message.form is None:
        await turn.ports.say(Post(parts=(setup_form(team, turn.settings.zone.key),)))
        return
    read = read_team(turn.message.form, turn.now, zone=turn.settings.zone.key, before=team)
    if isinstance(read, dict):  # where nothing checks a form while it is filled
        await turn.say("\n".join(["Nothing was changed:", *(f"- {escape(problem)}" for problem in read.values())]))
        return
    what = "set up the team" if team is None else "set the team anew"
    state = await turn.save(team_entry(read, turn.now, turn.message.author, what))
    if state.team is None:
        return
    then = next_held(state.team, turn.settings.days, turn.now)
    after = f"\nNext: {says.held_line(then, state.team, turn.now)}." if then else ""
    text = f"Set: **{escape(state.team.name)}**, {says.team_line(state.team, turn.now)}.{after}"
    against = _in_the_way(turn, state.team)
    if against:
        text += "\n".join(["\nBut:", *(f"- {escape(line)}" for _, line in against)])
    parts = [
        part
        for held in {held.ceremony.key: held for held, _ in against}.values()
        for part in better_times(state.team, held.ceremony, held.occurrence, turn.settings.days, turn.now, named=True)
    ]
    text += "\n\n`/ceremony` shows all of it, `/ceremony calendar` gives it to your calendars."
    await turn.ports.say(Post(text=text, parts=tuple(parts)))


def _in_the_way(turn: Turn, team: Team) -> list[tuple[Held, str]]:
    """What keeps the next of each ceremony from suiting everybody."""
    found: list[tuple[Held, str]] = []
    before: list[Held] = []
    for ceremony in team.ceremonies:
        occurrence = next_of(team, ceremony, turn.settings.days, turn.now)
        if occurrence is None:
            continue
        held = Held(ceremony, occurrence)
        said = {each.ceremony.key for each in before if _meet(each, held)}  # that they clash, once for both
        others = tuple(each for each in team.ceremonies if each.key not in said)
        there = team.model_copy(update={"ceremonies": others})
        when = say_time(occurrence.at, team.zone, turn.now)
        against = clashes(there, ceremony, occurrence.day, occurrence.at, turn.settings.days)
        found += [(held, f"{ceremony.name}, {when}: {reason}") for reason in against]
        before.append(held)
    return found[:_MOST]


def _meet(one: Held, other: Held) -> bool:
    return one.occurrence.at < other.end and other.occurrence.at < one.end


async def _ceremony(turn: Turn, team: Team, picked: str) -> None:
    old = team.ceremony(picked.removeprefix(f"{EDIT}:"))
    if picked != ADD and old is None:
        await turn.say(_GONE)
        return
    if turn.message.form is None:
        await turn.ports.say(Post(parts=(ceremony_form(old, team),)))
        return
    read = read_ceremony_form(turn.message.form, picked, team, turn.now)
    if isinstance(read, dict):
        await turn.say("\n".join(["Nothing was changed:", *(f"- {escape(problem)}" for problem in read.values())]))
        return
    done = "added" if old is None else "set"
    state = await turn.save(ceremony_entry(read, turn.now, turn.message.author, f"{done} {line_of(read)}"))
    await say_set(turn, state, read, done.capitalize())


async def _words(turn: Turn, state: State, team: Team, picked: str) -> None:
    """Somebody's words about one time of a ceremony."""
    found = day_in(picked)
    ceremony = team.ceremony(found[0]) if found else None
    if found is None or ceremony is None:
        await turn.say(_GONE)
        return
    if turn.message.form is None:
        await turn.ports.say(Post(parts=(words_form(picked, ceremony),)))
        return
    words = answer_of(turn.message.form)
    if not words:
        await turn.say("There was nothing in it. Please try again.")
    elif picked.startswith(f"{CHECKIN}:"):
        await checkin_form(turn.message, words, turn.ports, turn.settings, (team, ceremony, found[1]))
    else:
        who = turn.message.author
        await turn.ports.store.append(
            state.id,
            [entry("told", turn.now, who, "", key=ceremony.key, day=found[1].isoformat(), text=words)],
            at=turn.now,
        )
        await turn.ports.say(says.told_post(ceremony, found[1], words, who.name, turn.now))


async def _confirmed(turn: Turn, team: Team, picked: str) -> None:
    """`ceremony:move:KEY:DAY:MOMENT`, `good`, `skip` or `pause`: what was read back, and was right."""
    _, verb, *facts = picked.split(":")
    try:
        if verb == "pause":
            first, last = (date.fromisoformat(day) for day in facts)
            await _pause(turn, team, Pause(first=first, last=last))
            return
        ceremony = team.ceremony(facts[0])
        if ceremony is None:
            await turn.say(_GONE)
        elif verb == "move":
            moment = datetime.strptime(facts[2], "%Y%m%dT%H%MZ").replace(tzinfo=UTC)
            await _move(turn, team, ceremony, Change(day=date.fromisoformat(facts[1]), to=moment))
        elif verb == "skip":
            await _skip(turn, team, ceremony, date.fromisoformat(facts[1]))
        elif verb == "good":
            await _for_good(turn, team, ceremony, facts[1:])
        else:
            await turn.say(_OUTDATED)
    except (ValueError, IndexError):
        await turn.say(_OUTDATED)


async def _move(turn: Turn, team: Team, ceremony: Ceremony, change: Change) -> None:
    if change.to is None or change.to <= turn.now:
        await turn.say("That time has passed. `/ceremony move …` finds another.")
        return
    to = say_time(change.to, team.zone, turn.now)
    if change in ceremony.changes:
        await turn.say(f"**{escape(ceremony.name)}** is on {to} already.")
        return
    today = turn.now.astimezone(ZoneInfo(team.zone)).date()
    what = f"moved {ceremony.name} of {say_short(change.day, today)} to {to}"
    facts = {"key": ceremony.key, "change": change.model_dump(mode="json")}
    await turn.save(entry("changed", turn.now, turn.message.author, what, **facts))
    await turn.say(f"**{escape(ceremony.name)}** is on {to}, this once. `/ceremony undo` takes it back.")


async def _skip(turn: Turn, team: Team, ceremony: Ceremony, day: date) -> None:
    was = occurrence_on(rule_of(team, ceremony), day, turn.settings.days.off(team.calendar))
    today = turn.now.astimezone(ZoneInfo(team.zone)).date()
    said = say_short(was.at.astimezone(ZoneInfo(team.zone)).date() if was else day, today)
    if Change(day=day) in ceremony.changes:
        await turn.say(f"**{escape(ceremony.name)}** of {said} is left out already.")
        return
    facts = {"key": ceremony.key, "change": Change(day=day).model_dump(mode="json")}
    what = f"left out {ceremony.name} of {said}"
    state = await turn.save(entry("changed", turn.now, turn.message.author, what, **facts))
    then = next_of(state.team, ceremony_in(state, ceremony), turn.settings.days, turn.now) if state.team else None
    after = f" The next is on {say_time(then.at, state.team.zone, turn.now)}." if then and state.team else ""
    await turn.say(f"**{escape(ceremony.name)}** of {said} is left out.{after} `/ceremony undo` takes it back.")


def ceremony_in(state: State, ceremony: Ceremony) -> Ceremony:
    """The ceremony as it is now."""
    return (state.team.ceremony(ceremony.key) if state.team else None) or ceremony


async def _for_good(turn: Turn, team: Team, ceremony: Ceremony, facts: list[str]) -> None:
    weekday = int(facts[0]) if facts[0] else None
    at = f"{facts[1][:2]}:{facts[1][2:]}" if facts[1] else None
    if ceremony.days == ((weekday,) if weekday is not None else ceremony.days) and (at or ceremony.at) == ceremony.at:
        rhythm = says.say_rhythm(ceremony, team)
        await turn.say(f"**{escape(ceremony.name)}** is at that time already: {rhythm} ({team.zone}).")
        return
    moved, _ = shifted(team, ceremony, weekday, at, turn.settings.days, turn.now)
    what = f"moved {ceremony.name} for good: {line_of(moved)}"
    state = await turn.save(ceremony_entry(moved, turn.now, turn.message.author, what))
    await say_set(turn, state, moved, "Moved for good", offers=False)


async def _pause(turn: Turn, team: Team, pause: Pause) -> None:
    today = turn.now.astimezone(ZoneInfo(team.zone)).date()
    what = f"paused {says.say_days(pause, today)}"
    if pause in team.pauses:
        await turn.say(f"{what[0].upper()}{what[1:]} already. `/ceremony resume` ends it earlier.")
        return
    facts = {"pause": pause.model_dump(mode="json")}
    state = await turn.save(entry("paused", turn.now, turn.message.author, what, **facts))
    then = first_after(state.team or team, turn.settings.days, date.fromordinal(pause.last.toordinal() + 1))
    after = f" Then: {says.held_line(then, team, turn.now)}." if then else ""
    await turn.say(f"{what[0].upper()}{what[1:]}.{after} `/ceremony resume` ends it earlier.")

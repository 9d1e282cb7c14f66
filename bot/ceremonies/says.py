"""What is said about a team's ceremonies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.ceremonies.commands import Move
from bot.ceremonies.journal import Made, State
from bot.ceremonies.reading import length_of
from bot.ceremonies.rules import Held, Slot
from bot.ceremonies.team import LAST, Ceremony, Team
from bot.chat import Bullets, Choice, Choices, Markdown, Part, Post, Quote, Table
from bot.language.dates import say_short, say_time
from bot.language.markdown import escape
from bot.times import DAYS, WEEKDAYS, Occurrence, Pause

HOW = (
    "`/ceremony next` shows what is coming; `/ceremony move retro to Friday 14:00` moves one, `… for good` all; "
    "`skip retro`, `pause until 7 January`, `resume`; `add`, `edit retro`, `remove retro`; "
    "`set retro before 2 hours` or `off`; `calendar` gives a file for everybody’s calendar; "
    "`changes` and `undo`; `digest weekdays 09:00` sends what is new for the sprint."
)
NO_TEAM = (
    "No team is set up in this conversation yet. Fill in the form, or begin with one: "
    "`/ceremony add Retrospective, Friday 14:00, 1 hour, last week`."
)
LEAVE = "ceremony:no"
_SHOWN_CHANGES = 10


def say_rhythm(ceremony: Ceremony, team: Team) -> str:
    """`Friday 14:00, 90 minutes, last week`."""
    days = "weekdays" if ceremony.days == WEEKDAYS else ", ".join(DAYS[day] for day in ceremony.days)
    week = ""
    if ceremony.week and team.sprint_weeks > 1:
        week = ", last week" if ceremony.week == LAST else f", week {ceremony.week}"
    return f"{days} {ceremony.at}, {length_of(ceremony.minutes)}{week}"


def list_post(state: State, team: Team, coming: Sequence[Held], now: datetime) -> Post:
    """Everything that is set, when each is next, and who set it."""
    head = f"**{escape(team.name)}** · {team_line(team, now)}"
    first = {held.ceremony.key: held for held in reversed(coming)}
    rows = []
    for each in team.ceremonies:
        held = first.get(each.key)
        rows.append(
            (
                each.name,
                say_rhythm(each, team),
                say_time(held.occurrence.at, team.zone, now) if held else "–",
                goes_out(each),
                _by(state.set_by.get(each.key) or state.set_by.get(""), now),
            )
        )
    parts: list[Part] = []
    if rows:
        parts.append(Table(headers=("Ceremony", "When", "Next", "Goes out", "Set by"), rows=tuple(rows)))
    paused = [pause for pause in team.pauses if pause.last >= now.astimezone(ZoneInfo(team.zone)).date()]
    today = now.astimezone(ZoneInfo(team.zone)).date()
    text = "\n".join([head, *(f"Paused {say_days(one, today)}." for one in paused)])
    return Post(text=text, parts=(*parts, Markdown(text=HOW)))


def team_line(team: Team, now: datetime) -> str:
    """The team's sprint, clock, calendar and people on one line."""
    today = now.astimezone(ZoneInfo(team.zone)).date()
    weeks = "week" if team.sprint_weeks == 1 else f"{team.sprint_weeks} weeks"
    facts = [f"a sprint of {weeks}, from {say_short(team.sprint_start, today)}", team.zone]
    if team.days != WEEKDAYS:
        facts.append(" ".join(DAYS[day][:3] for day in team.days))
    if team.calendar:
        facts.append(f"holidays of {team.calendar}")
    if team.members:
        facts.append(escape(", ".join(member.name for member in team.members)))
    if team.scrum_master:
        facts.append(f"scrum master {escape(team.scrum_master)}")
    return " · ".join(facts)


def goes_out(ceremony: Ceremony) -> str:
    """What is said before and after it."""
    found = []
    if ceremony.before is not None:
        found.append(f"reminder {length_of(ceremony.before)} before")
    if ceremony.checkin is not None:
        found.append(f"check-in {length_of(ceremony.checkin)} before")
    if ceremony.after:
        found.append("summary after")
    return ", ".join(found) or "nothing"


def _by(made: Made | None, now: datetime) -> str:
    if made is None:
        return ""
    who = made.by.name if made.by else "config.yaml"
    return f"{who}, {say_short(made.at.date(), now.date())}"


def next_post(team: Team, coming: Sequence[Held], free: Sequence[tuple[Ceremony, date, str]], now: datetime) -> Post:
    """What is next, in order, and what isn't held because the day is free."""
    if not coming:
        return Post(text="Nothing is coming. `/ceremony` shows what is set.")
    today = now.astimezone(ZoneInfo(team.zone)).date()
    lines = [held_line(held, team, now) for held in coming]
    parts: list[Part] = [Bullets(items=tuple(lines))]
    if free:
        parts.append(
            Bullets(
                items=tuple(
                    f"{escape(ceremony.name)} isn’t held on {say_short(day, today)}: {escape(name)}. "
                    f"`/ceremony move {ceremony.key} of {day.day} {day:%B} to …` finds it another day."
                    for ceremony, day, name in free
                )
            )
        )
    return Post(text=f"Next for **{escape(team.name)}** ({team.zone}):", parts=tuple(parts))


def held_line(held: Held, team: Team, now: datetime) -> str:
    """`Thu 3 Dec 15:00 **Retrospective**, 1 hour, Room 5`."""
    ceremony = held.ceremony
    place = f", {escape(ceremony.place)}" if ceremony.place else ""
    today = now.astimezone(ZoneInfo(team.zone)).date()
    moved = ""
    if held.occurrence.moved:
        same = held.occurrence.at.astimezone(ZoneInfo(team.zone)).date() == held.occurrence.day
        moved = f" (instead of {ceremony.at if same else say_short(held.occurrence.day, today)})"
    return (
        f"{say_time(held.occurrence.at, team.zone, now)} **{escape(ceremony.name)}**, "
        f"{length_of(ceremony.minutes)}{place}{moved}"
    )


def move_post(move: Move, team: Team, against: Sequence[str], slots: Sequence[Slot], now: datetime) -> Post:
    """A move read back, with what is in its way and what would suit better."""
    name = escape(move.ceremony.name)
    was, to = say_time(move.was.at, team.zone, now), say_time(move.to, team.zone, now)
    if move.for_good:
        day = f"{DAYS[move.weekday]} " if move.weekday is not None else ""
        said = f"**{name}** moves to {day}{move.at or move.ceremony.at} for good, for the first time on {to}."
        yes = Choice(id=good_id(move), label="Yes, for good", style="default" if slots else "primary")
        return _asking(said, against, yes, tuple(good_slot(move, slot, team) for slot in slots), better(slots))
    said = f"**{name}** moves from {was} to {to}, this once."
    yes = Choice(id=move_id(move.ceremony.key, move.was.day, move.to), label="Yes, move it", style="primary")
    if against:
        yes = yes.model_copy(update={"label": f"{to} all the same", "style": "default"})
    others = tuple(slot_choice(move, slot, team, now) for slot in slots)
    return _asking(said, against, yes, others, better(slots))


def better(slots: Sequence[Slot]) -> str:
    """What stands over them."""
    nearest = any(slot.misses for slot in slots)
    return "No time suits everybody. These come nearest:" if nearest else "These would suit better:"


def slot_choice(move: Move, slot: Slot, team: Team, now: datetime) -> Choice:
    """One time of a ceremony, this once."""
    missing = f" (without {', '.join(slot.misses)})" if slot.misses else ""
    label = f"{say_time(slot.at, team.zone, now)}{missing}"
    return Choice(id=move_id(move.ceremony.key, move.was.day, slot.at), label=label)


def good_slot(move: Move, slot: Slot, team: Team) -> Choice:
    """The weekday and time of a slot, for good; where it is held on several days, only the time."""
    local = slot.at.astimezone(ZoneInfo(team.zone))
    several = move.weekday is None and len(move.ceremony.days) > 1
    other = replace(move, weekday=None if several else local.weekday(), at=f"{local:%H:%M}")
    day = "" if several else f"{DAYS[local.weekday()]} "
    missing = f" (without {', '.join(slot.misses)})" if slot.misses else ""
    return Choice(id=good_id(other), label=f"{day}{local:%H:%M}{missing}")


def _asking(said: str, against: Sequence[str], yes: Choice, others: tuple[Choice, ...], better: str = "Right?") -> Post:
    parts: list[Part] = [Bullets(items=tuple(map(escape, against)))] if against else []
    prompt = better if against and others else "Right?"
    options = (*others, yes) if against else (yes, *others)
    parts.append(Choices(prompt=prompt, options=(*options, Choice(id=LEAVE, label="No, leave it"))))
    return Post(text=f"{said}{' But:' if against else ''}", parts=tuple(parts))


def move_id(key: str, day: date, to: datetime) -> str:
    """The choice that moves one time."""
    return f"ceremony:move:{key}:{day:%Y%m%d}:{to.astimezone(UTC):%Y%m%dT%H%MZ}"


def good_id(move: Move) -> str:
    """The choice that moves all from now on."""
    day = "" if move.weekday is None else str(move.weekday)
    return f"ceremony:good:{move.ceremony.key}:{day}:{(move.at or '').replace(':', '')}"


def skip_post(ceremony: Ceremony, occurrence: Occurrence, team: Team, now: datetime) -> Post:
    """One time to be left out, read back."""
    said = f"**{escape(ceremony.name)}** on {say_time(occurrence.at, team.zone, now)} is left out, this once."
    yes = Choice(id=f"ceremony:skip:{ceremony.key}:{occurrence.day:%Y%m%d}", label="Yes, leave it out", style="primary")
    return _asking(said, (), yes, ())


def pause_post(pause: Pause, left: Sequence[Held], then: Held | None, team: Team, now: datetime) -> Post:
    """A pause read back, with what falls into it and what comes after it."""
    today = now.astimezone(ZoneInfo(team.zone)).date()
    counted = _counted(held.ceremony.name for held in left)
    said = f"Nothing is held {say_days(pause, today)}"
    said += f" ({escape(counted)} left out)." if counted else "."
    if then is not None:
        said += f" The first after it: {held_line(then, team, now)}."
    yes = Choice(id=f"ceremony:pause:{pause.first:%Y%m%d}:{pause.last:%Y%m%d}", label="Yes, pause", style="primary")
    return _asking(said, (), yes, ())


def say_days(pause: Pause, today: date) -> str:
    """`on Fri 27 Nov`, `from Mon 21 Dec to Wed 6 Jan 2027`."""
    first, last = say_short(pause.first, today), say_short(pause.last, today)
    return f"on {first}" if pause.first == pause.last else f"from {first} to {last}"


def _counted(names: Iterable[str]) -> str:
    found: dict[str, int] = {}
    for name in names:
        found[name] = found.get(name, 0) + 1
    return ", ".join(f"{count} × {name}" for name, count in found.items())


def changes_post(state: State, now: datetime) -> Post:
    """Who set what and when, the newest first."""
    if not state.made:
        return Post(text="Nothing has been set here yet.")
    lines = [f"{escape(made.what)} ({escape(_by(made, now))})" for made in reversed(state.made[-_SHOWN_CHANGES:])]
    more = len(state.made) - _SHOWN_CHANGES
    if more > 0:
        lines.append(f"{more} before that")
    return Post(
        text="What was set, the newest first; `/ceremony undo` takes back the first.",
        parts=(Bullets(items=tuple(lines)),),
    )


def told_post(ceremony: Ceremony, day: date, text: str, who: str, now: datetime) -> Post:
    """What came out of a ceremony, in the words of whoever wrote it down."""
    return Post(
        text=f"What came out of **{escape(ceremony.name)}** on {say_short(day, now.date())}:",
        parts=(Quote(text=text, author=who),),
    )


def answers_post(ceremony: Ceremony, answers: Sequence[tuple[str, str]], when: str) -> Post:
    """The answers of a check-in, as one message."""
    parts = tuple(Quote(text=text, author=who) for who, text in answers)
    return Post(text=f"Before **{escape(ceremony.name)}**, {when}:", parts=parts)

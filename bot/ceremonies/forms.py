"""The forms of a team: to set it up, to add or edit a ceremony, to check in, to write down what came out of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.ceremonies.journal import KIND, State, replay
from bot.ceremonies.reading import (
    PROPOSED,
    as_before,
    length_of,
    line_of,
    read_ceremony,
    read_days,
    read_length,
    read_team,
)
from bot.ceremonies.team import Ceremony, Team
from bot.chat import Address, Form, FormField, Message
from bot.store.journal import Reads
from bot.times import DAYS, WEEKDAYS

SETUP = "ceremony:setup"
ADD = "ceremony:add"
EDIT = "ceremony:edit"
CHECKIN = "ceremony:checkin"
TOLD = "ceremony:told"

OFF = "off"
_BEFORE = (OFF, "10 minutes", "30 minutes", "1 hour", "2 hours", "1 day", "2 days")
_CHECKIN = (OFF, "30 minutes", "1 hour", "2 hours", "1 day")
_DAY_MINUTES = 60 * 24

Room = Callable[[Address], Address]
"""The whole conversation that an address is in, where that is a thread of it."""


async def opens(message: Message, store: Reads, room: Room, zone: str) -> Form | None:
    """The form that a choice opens."""
    picked = message.choice or ""
    state = await team_at(room(message.address), store)
    team = state.team if state else None
    if picked == SETUP:
        return setup_form(team, zone)
    if team is None:
        return None
    if picked == ADD:
        return ceremony_form(None, team)
    _, verb, key, *_ = [*picked.split(":"), "", ""]
    ceremony = team.ceremony(key)
    if ceremony is None:
        return None
    if f"ceremony:{verb}" == EDIT:
        return ceremony_form(ceremony, team)
    if f"ceremony:{verb}" in {CHECKIN, TOLD}:
        return words_form(picked, ceremony)
    return None


async def checks(message: Message, store: Reads, room: Room, zone: str) -> Mapping[str, str]:
    """What is wrong with one of these forms, for each field that has to be mended."""
    values, picked = message.form or {}, message.form_id or ""
    state = await team_at(room(message.address), store)
    team = state.team if state else None
    if picked == SETUP:
        read = read_team(values, message.at, zone=zone, before=team)
        return read if isinstance(read, dict) else {}
    if picked.startswith((f"{CHECKIN}:", f"{TOLD}:")):
        return {} if any(value.strip() for value in values.values()) else {"text": "A few words are needed."}
    if team is not None and (picked == ADD or picked.startswith(f"{EDIT}:")):
        found = read_ceremony_form(values, picked, team, message.at)
        return found if isinstance(found, dict) else {}
    return {}


async def team_at(address: Address, store: Reads) -> State | None:
    """The team of a conversation, as it is set now."""
    journal = await store.latest(address=address, kind=KIND)
    return replay(journal) if journal else None


def setup_form(team: Team | None, zone: str) -> Form:
    """The team as a whole."""
    days, members = "Mon-Fri", ""
    ceremonies, sprint, holidays = PROPOSED, "2 weeks", ""
    if team is not None:
        days = "Mon-Fri" if team.days == WEEKDAYS else ", ".join(DAYS[day] for day in team.days)
        members = "\n".join(_member_line(team))
        ceremonies = "\n".join(map(line_of, team.ceremonies))
        sprint = f"{team.sprint_weeks} weeks from {team.sprint_start.isoformat()}"
        holidays = " ".join([team.calendar, *(day.isoformat() for day in team.off)]).strip()
    return Form(
        id=SETUP,
        title="Set up the team",
        fields=(
            FormField(name="name", label="Team", value=team.name if team else "", hint="What the team is called."),
            FormField(name="zone", label="Time zone", value=team.zone if team else zone, hint="Such as Europe/Berlin"),
            FormField(
                name="sprint",
                label="Sprint",
                value=sprint,
                hint="“2 weeks from 30 November”: its length and a day on which one begins.",
            ),
            FormField(name="days", label="Working days", value=days, hint="Such as Mon-Fri, or Sunday to Thursday"),
            FormField(
                name="holidays",
                label="Holidays",
                value=holidays,
                required=False,
                hint="A country or region such as DE-BY, and days of your own such as 2026-12-24.",
            ),
            FormField(
                name="members",
                label="People",
                type="text",
                value=members,
                required=False,
                hint="A line each: “Tom, America/New_York, 09:00-17:00”. Without more than a name: your zone, 9 to 5.",
            ),
            FormField(
                name="scrum_master", label="Scrum master", value=team.scrum_master if team else "", required=False
            ),
            FormField(
                name="ceremonies",
                label="Ceremonies",
                type="text",
                value=ceremonies,
                required=False,
                hint="A line each: name, when, length, week of the sprint, place or link.",
            ),
        ),
    )


def _member_line(team: Team) -> list[str]:
    lines = []
    for member in team.members:
        zone = [member.zone] if member.zone else []
        hours = [f"{member.first}-{member.last}"] if (member.first, member.last) != ("09:00", "17:00") else []
        lines.append(", ".join([member.name, *zone, *hours]))
    return lines


def ceremony_form(ceremony: Ceremony | None, team: Team) -> Form:
    """One ceremony, with what goes out before and after it."""
    weeks = ("every week", *(f"week {number}" for number in range(1, team.sprint_weeks + 1)), "last week")
    days, week = "", "every week"
    if ceremony is not None:
        days = "weekdays" if ceremony.days == WEEKDAYS else ", ".join(DAYS[day] for day in ceremony.days)
        week = {0: "every week", -1: "last week"}.get(ceremony.week, f"week {ceremony.week}")
    fields = [
        FormField(name="name", label="Name", value=ceremony.name if ceremony else ""),
        FormField(name="days", label="On", value=days, hint="Such as Thursday, or weekdays"),
        FormField(
            name="time",
            label="At",
            value=ceremony.at if ceremony else "",
            hint=f"Such as 15:00, by the clock of {team.zone}",
        ),
        FormField(name="length", label="Length", value=length_of(ceremony.minutes) if ceremony else "1 hour"),
        FormField(name="week", label="Week of the sprint", type="choice", options=weeks, value=week),
        FormField(name="place", label="Place or link", value=ceremony.place if ceremony else "", required=False),
        _choice("before", "Reminder before it", _BEFORE, ceremony.before if ceremony else 60),
        _choice("checkin", "Check-in before it", _CHECKIN, ceremony.checkin if ceremony else None),
        FormField(
            name="after",
            label="Summary after it",
            type="choice",
            options=("on", OFF),
            value="on" if ceremony and ceremony.after else OFF,
        ),
    ]
    form_id = f"{EDIT}:{ceremony.key}" if ceremony else ADD
    return Form(id=form_id, title=f"Edit {ceremony.name}" if ceremony else "Add a ceremony", fields=tuple(fields))


def _choice(name: str, label: str, options: tuple[str, ...], minutes: int | None) -> FormField:
    value = OFF if minutes is None else length_of(minutes)
    shown = options if value in options else (*options, value)
    return FormField(name=name, label=label, type="choice", options=shown, value=value)


def words_form(form_id: str, ceremony: Ceremony) -> Form:
    """Somebody's words: for a check-in, or about what came out."""
    if form_id.startswith(f"{CHECKIN}:"):
        fields = (
            FormField(name="done", label="Since last time", type="text", required=False),
            FormField(name="text", label="Next", type="text"),
            FormField(name="stuck", label="In the way", type="text", required=False),
        )
        return Form(id=form_id, title=f"Before {ceremony.name}", fields=fields, submit="Check in")
    field = FormField(name="text", label="What came out of it?", type="text", hint="Decisions, the goal, what is next.")
    return Form(id=form_id, title=ceremony.name, fields=(field,), submit="Tell everybody")


def read_ceremony_form(values: Mapping[str, str], form_id: str, team: Team, now: datetime) -> Ceremony | dict[str, str]:
    """The ceremony that the form describes, or what is wrong with each field."""
    wrong: dict[str, str] = {}
    local = now.astimezone(ZoneInfo(team.zone))
    today = local.date()
    name, days, at = (" ".join(values.get(field, "").split()) for field in ("name", "days", "time"))
    if not name:
        wrong["name"] = "It needs a name."
    if read_days(days) is None:
        wrong["days"] = "Write a weekday, such as Thursday, or weekdays."
    line = f"x, Monday {at}"
    if "," in at or isinstance(read_ceremony(line, today, team.sprint_weeks), str):
        wrong["time"] = "Write a time such as 15:00."
    minutes = read_length(values.get("length", ""))
    if minutes is None:
        wrong["length"] = "Write it as 1 hour or 90 minutes."
    before, checkin = (_read_choice(wrong, values, field) for field in ("before", "checkin"))
    old = team.ceremony(form_id.removeprefix(f"{EDIT}:")) if form_id.startswith(f"{EDIT}:") else None
    read = (
        None
        if wrong
        else read_ceremony(_line(values, name, days, at), today, team.sprint_weeks, team.days, local.time())
    )
    if isinstance(read, str):
        wrong["week"] = read
    if wrong or read is None or isinstance(read, str):
        return wrong
    key = old.key if old else read.key
    if old is None and (there := team.ceremony(key)) is not None:
        return {"name": there_already(there.key, there.name, name)}
    read = read.model_copy(update={"key": key, "place": " ".join(values.get("place", "").split())})
    read = as_before(read, old) if old else read
    return read.model_copy(update={"before": before, "checkin": checkin, "after": values.get("after") == "on"})


def _line(values: Mapping[str, str], name: str, days: str, at: str) -> str:
    week = values.get("week", "every week") or "every week"
    numbers = read_days(days) or ()
    said = "weekdays" if numbers == WEEKDAYS else " and ".join(DAYS[day] for day in numbers)
    return f"{name.replace(',', ' ')}, {said} {at}, {values.get('length', '')}, {week}"


def _read_choice(wrong: dict[str, str], values: Mapping[str, str], field: str) -> int | None:
    said = values.get(field, OFF).strip() or OFF
    minutes = None if said == OFF else read_length(said)
    if said != OFF and (minutes is None or minutes > 7 * _DAY_MINUTES):
        wrong[field] = "Choose one of these, or write it as 2 hours."
    return minutes


def answer_of(values: Mapping[str, str]) -> str:
    """What somebody wrote in a form of words, as it is kept: their words, and which of them answer what."""
    labels = {"done": "Since last time", "text": "Next", "stuck": "In the way"}
    filled = [(field, values.get(field, "").strip()) for field in labels if values.get(field, "").strip()]
    if [field for field, _ in filled] == ["text"]:
        return filled[0][1]
    return "\n".join(f"{labels[field]}: {words}" for field, words in filled)


def day_in(picked: str) -> tuple[str, date] | None:
    """The ceremony's key and the day in `ceremony:checkin:daily:20261201`."""
    _, _, key, day, *_ = [*picked.split(":"), "", "", ""]
    try:
        return key, date.fromisoformat(day)
    except ValueError:
        return None


def there_already(key: str, there: str, name: str) -> str:
    """That a ceremony can't be added a second time, nor under another name for it."""
    also = "" if there.casefold() == name.casefold() else f", and {name} is another name for it"
    return f"There is a {there} already{also}: `/ceremony edit {key}` changes it."

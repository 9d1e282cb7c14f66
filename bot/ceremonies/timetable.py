"""What goes out when: the times of a team's ceremonies, and of what is said before and after each."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.ceremonies.journal import State
from bot.ceremonies.rules import Days
from bot.ceremonies.team import Ceremony, Team, messages_of, rule_of
from bot.chat import Address, Person
from bot.schedule import Due, Schedule
from bot.times import Occurrence, due_of, occurrences

KIND = "ceremony"
"""Of a schedule that is about a ceremony."""

_FAR = timedelta(days=21)  # a reminder may go out on a working day long before


def wanted(state: State, address: Address, by: Person, at: datetime) -> list[Schedule]:
    """Every message of every ceremony, with when it is due."""
    team = state.team
    if team is None:
        return []
    return [
        Schedule(
            id=f"{state.id}:{ceremony.key}:{message}",
            kind=KIND,
            address=address,
            what={"team": state.id, "ceremony": ceremony.key, "message": message},
            rule=rule_of(team, ceremony, shift),
            by=by,
            made_at=at,
            seen=at,
        )
        for ceremony in team.ceremonies
        for message, shift in messages_of(ceremony).items()
    ]


def about(due: Due, team: Team, ceremony: Ceremony, days: Days) -> Occurrence | None:
    """The time that a due message is about; None when it was moved or left out after the message was handed in."""
    rule, off = due.schedule.rule, days.off(team.calendar)
    begins = due.at - timedelta(minutes=rule.shift)
    for each in occurrences(rule_of(team, ceremony), begins - timedelta(seconds=1), off):
        if due_of(rule, each, off) == due.at:
            return each
        if each.at - begins > _FAR:
            break
    return None

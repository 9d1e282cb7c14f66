"""Times that would suit better than what was set: the same three that a move offers, each a button."""

from __future__ import annotations

from datetime import datetime

from bot.ceremonies import says
from bot.ceremonies.commands import Move
from bot.ceremonies.rules import Days, slots, slots_for_good
from bot.ceremonies.team import Ceremony, Team
from bot.chat import Choice, Choices
from bot.times import Occurrence


def better_times(  # noqa: PLR0913 (what was set for whom, and what is known of their days)
    team: Team, ceremony: Ceremony, held: Occurrence, days: Days, now: datetime, *, named: bool = False
) -> tuple[Choices, ...]:
    """Nothing where no time is better; `named`: the ceremony, where others are shown beside it.

    One time that was moved is moved again, this once; any other from now on.
    """
    options: list[Choice] = []
    move = Move(ceremony=ceremony, was=held, to=held.at, for_good=not held.moved)
    if held.moved:
        found = slots(team, ceremony, was=held, wanted=held.at, days=days, now=now)
        options += [says.slot_choice(move, slot, team, now) for slot in found]
    else:
        found = slots_for_good(team, ceremony, None, None, days, now)
        options += [says.good_slot(move, slot, team) for slot in found]
    if not options:
        return ()
    prompt = f"{ceremony.name}: {says.better(found)}" if named else says.better(found)
    return (Choices(prompt=prompt, options=(*options, Choice(id=says.LEAVE, label="No, leave it"))),)

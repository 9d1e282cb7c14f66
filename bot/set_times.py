"""Times that people set in a conversation: each has a number that stays its own, also when another one ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from bot.chat import Address, Choice, Choices, Post
from bot.durable.ports import Ports
from bot.language.dates import say_time
from bot.schedule import Schedule, Schedules
from bot.times import Rule, dues, dues_between

_NUMBER = "number"
_NEXT = 3
_ALIKE = 12  # times after which two rules that were due together are taken for the same


async def next_number(address: Address, kind: str, ports: Ports, schedules: Schedules) -> int:
    """The number that nothing in this conversation has had so far."""
    return max(await times_in(address, kind, ports, schedules), default=0) + 1


async def set_time(schedule: Schedule, number: int, ports: Ports, schedules: Schedules) -> None:
    """Keep it under this number."""
    numbered = schedule.model_copy(update={"what": {**schedule.what, _NUMBER: number}})
    await ports.look("schedule.add", lambda: schedules.add(numbered))


async def times_in(address: Address, kind: str, ports: Ports, schedules: Schedules) -> dict[int, Schedule]:
    """All that were set in a conversation, those that have ended too, by their numbers."""

    async def read() -> object:
        return [each.model_dump(mode="json") for each in await schedules.active(address, kind, ended=True)]

    told: list[Any] = await ports.look("schedule.active", read)
    found = [Schedule.model_validate(each) for each in told]
    numbers = _numbers(found)
    return {numbers[each.id]: each for each in found}


def active_of(times: Mapping[int, Schedule]) -> dict[int, Schedule]:
    """Those that have not ended."""
    return {number: each for number, each in times.items() if each.ended_at is None}


def is_same(one: Rule, other: Rule, now: datetime) -> bool:
    """Whether two rules, however each is said, are due at the same moments from now on."""
    coming = [tuple(islice(dues(rule, now), _ALIKE)) for rule in (one, other)]
    return bool(coming[0]) and coming[0] == coming[1] and one.work_days == other.work_days


def speaks(schedule: Schedule, at: datetime, others: Iterable[Schedule]) -> bool:
    """Whether this one speaks for all that are due at this moment: one that knows no holidays, then the oldest."""
    due = [each for each in others if dues_between(each.rule, at - timedelta(seconds=1), at)]
    return min((*due, schedule), key=_rank).id == schedule.id


def _rank(schedule: Schedule) -> tuple[bool, datetime, str]:
    return schedule.rule.work_days, schedule.made_at, schedule.id


def one_of(which: str, times: Mapping[int, Schedule], command: str) -> tuple[int, Schedule] | str:
    """The one that goes on under this number; a sentence where none does."""
    active = active_of(times)
    number = int(which[:9]) if which.isdecimal() else 0
    if number in active:
        return number, active[number]
    if number in times:
        return f"{number} has ended already. `/{command} list` shows what is set."
    if not active:
        return "Which one? Nothing is set here."
    there = ", ".join(str(each) for each in sorted(active))
    return f"Which one? Set here: {there}. `/{command} list` shows what each is."


def cron_post(what: str, rule: Rule, also: str, now: datetime, answers: tuple[str, str]) -> Post:
    """A line of a crontab read back in words, with when it is next. `answers`: the ids of yes, it counts, and no."""
    yes, no = answers
    coming = ", ".join(say_time(due, rule.zone, now) for due in islice(dues(rule, now), _NEXT))
    text = f"`{rule.cron}` means {what} {rule.text}. The next three: {coming}. {also}".rstrip()
    options = (Choice(id=yes, label="Yes, set it", style="primary"), Choice(id=no, label="No, leave it"))
    return Post(text=text, parts=(Choices(prompt="Right?", options=options),))


def _numbers(found: list[Schedule]) -> dict[str, int]:
    """Those of an older release have none, and are counted in the order in which they were made.

    Two that were set at the same moment may have been given the same number: the second has the next one.
    """
    numbers: dict[str, int] = {}
    for at, each in enumerate(found, 1):
        number = int(each.what.get(_NUMBER) or at)
        numbers[each.id] = max(numbers.values()) + 1 if number in numbers.values() else number
    return numbers

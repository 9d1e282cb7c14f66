"""`/digest`: a digest at set times, what is set, and how it ends."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from zoneinfo import ZoneInfo

from bot.chat import Address, Message, Post
from bot.durable.ports import Ports
from bot.language.markdown import escape, quoted
from bot.language.text import shorten
from bot.schedule import Due, Schedule, Schedules, missed_text
from bot.sprints.flow import SprintSettings, send_digest
from bot.sprints.rules import Pack, pack_named
from bot.times import DAYS, next_due, parse_when

KIND = "digest"

Resolve = Callable[[Address, str], Address | None]
"""The address of a conversation that somebody names, as seen from theirs; None when it can't be told."""

HOW = (
    "`/digest weekdays 09:00` sends what is new for the coming sprint here; `/digest refinement Mondays 14:00`, "
    "`planning` and `review` prepare for these. `/digest list` shows what is set, `/digest stop 1` ends it, "
    "`/digest now` sends it at once."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestSettings:
    """What digests need to know of the outside."""

    sprint: SprintSettings
    schedules: Schedules
    zone: ZoneInfo
    resolve: Resolve


async def digest_command(message: Message, ports: Ports, settings: DigestSettings) -> None:
    """`/digest [planning|refinement|review] weekdays 09:00 [in #team]`, `list`, `stop 1` or `now`."""
    words = message.text.strip()
    verb, _, rest = words.partition(" ")
    if verb.casefold() in {"list", ""}:
        await _list(message, ports, settings)
    elif verb.casefold() in {"stop", "end", "delete"}:
        await _stop(rest.strip(), message, ports, settings)
    elif verb.casefold() == "now":
        await send_digest(
            ports, settings.sprint, address=message.address, name=rest.strip(), at=message.at, pack="digest", asked=True
        )
    else:
        await _set(words, message, ports, settings)


async def _set(words: str, message: Message, ports: Ports, settings: DigestSettings) -> None:
    pack, when, place = _read(words)
    rule = parse_when(when, settings.zone.key, message.at.astimezone(settings.zone).date())
    if rule is None:
        await ports.say(Post(text=f"I don’t know when {quoted(shorten(when, 60))} is. {HOW}"))
        return
    address = settings.resolve(message.address, place) if place else message.address
    if address is None:
        where = quoted(shorten(place, 60))
        await ports.say(
            Post(text=f"I can’t tell which conversation {where} is. Say it in the one that it is meant for.")
        )
        return
    number = hashlib.sha256(f"{message.key}{words}".encode()).hexdigest()[:12]
    schedule = Schedule(
        id=number,
        kind=KIND,
        address=address,
        what={"pack": pack},
        rule=rule,
        by=message.author,
        made_at=message.at,
        seen=message.at,
    )

    async def add() -> None:
        await settings.schedules.add(schedule)

    await ports.look("schedule.add", add)
    first = next_due(rule, message.at)
    text = f"Set: {_what(pack)} {rule.text}{f' in {escape(place)}' if place else ''}."
    if first:
        local = first.astimezone(settings.zone)
        day = f"{DAYS[local.weekday()]} {local.day} {local:%B}"
        text += f" The first is on {day} at {local:%H:%M}, if there is anything new."
    await ports.say(Post(text=f"{text} `/digest list` shows all, `/digest stop 1` ends one."))


def _read(words: str) -> tuple[Pack, str, str]:
    place = ""
    found = re.search(r"\s+(?:in|to)\s+(\S+)$", words)
    if found:
        place, words = found[1], words[: found.start()]
    first, _, rest = words.partition(" ")
    pack = pack_named(first)
    return (pack, rest, place) if pack else ("digest", words, place)


def _what(pack: Pack) -> str:
    return "a digest" if pack == "digest" else f"a preparation for {pack}"


async def _active(address: Address, ports: Ports, settings: DigestSettings) -> list[Schedule]:
    async def read() -> object:
        return [each.model_dump(mode="json") for each in await settings.schedules.active(address, KIND)]

    return [Schedule.model_validate(each) for each in await ports.look("schedule.active", read)]


async def _list(message: Message, ports: Ports, settings: DigestSettings) -> None:
    active = await _active(message.address, ports, settings)
    if not active:
        await ports.say(Post(text=f"Nothing is set here. {HOW}"))
        return
    lines = []
    for number, each in enumerate(active, start=1):
        what = _what(pack_named(str(each.what.get("pack"))) or "digest")
        lines.append(f"{number}. {what} {each.rule.text}, set by {escape(each.by.name)}")
    await ports.say(Post(text="\n".join(lines)))


async def _stop(which: str, message: Message, ports: Ports, settings: DigestSettings) -> None:
    active = await _active(message.address, ports, settings)
    if not which.isdecimal() or not 1 <= int(which) <= len(active):
        there = f"there is 1 to {len(active)}" if active else "nothing is set here"
        await ports.say(Post(text=f"Which one? {there.capitalize()}; `/digest list` shows it."))
        return
    schedule = active[int(which) - 1]

    async def end() -> None:
        await settings.schedules.end(schedule.id, message.at.astimezone(UTC))

    await ports.look("schedule.end", end)
    await ports.say(Post(text=f"Ended: {schedule.rule.text}."))


async def digest_due(due: Due, ports: Ports, settings: DigestSettings) -> None:
    """A digest is due; one that comes too late is told, not sent."""
    pack = pack_named(str(due.schedule.what.get("pack"))) or "digest"
    if due.late:
        when = missed_text(due, settings.zone)
        text = f"I wasn’t running when a digest was due {when}, so it wasn’t sent. `/digest now` sends it."
        await ports.say(Post(text=text))
        return
    await send_digest(ports, settings.sprint, address=due.schedule.address, name="", at=due.at, pack=pack, asked=False)

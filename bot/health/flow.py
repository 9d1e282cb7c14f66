"""One turn about a team's health: a month in numbers, the gates, and reports about stories."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from bot.chat import Address, Message, Post
from bot.durable.ports import Ports
from bot.health.facts import Facts
from bot.health.reporting import WORDS, report_word
from bot.interviews.framework import Framework
from bot.limits import Limits
from bot.store.journal import Reads

HELP = (
    "`/health` shows this month in numbers, `/health 2026-01` another one, `/health gates` whether the gates are met.\n"
    "`/health usable US-2` or `/health corrected US-2` says how a story was for whoever builds it."
)
_MONTH = re.compile(r"(?P<year>20\d\d)-(?P<month>0?[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthSettings:
    """The team's choices, and where everything that was done is read. `reads` is asked in one recorded look."""

    reads: Reads
    limits: Limits
    room: Callable[[Address], Address]
    frameworks: Mapping[str, Framework]
    zone: ZoneInfo


async def health_command(message: Message, ports: Ports, settings: HealthSettings) -> None:
    """`/health [gates | 2026-01 | usable US-2 | corrected US-2]`."""
    word, _, rest = message.text.strip().partition(" ")
    word = word.casefold()
    if word in WORDS:
        await report_word(word, rest, message, ports, settings.room)
        return
    named = _MONTH.fullmatch(word)
    if (word and not named and word != "gates") or rest:
        await ports.say(Post(text=HELP, private_to=message.author.id))
        return
    facts = await _facts(message, ports, settings)
    zone = ZoneInfo(facts.zone) if facts.zone else settings.zone
    today = message.at.astimezone(zone).date()
    month = date(int(named["year"]), int(named["month"]), 1) if named else today
    if month > today:
        text = f"{month:%B %Y} is still to come.\n{HELP}"
        await ports.say(Post(text=text, private_to=message.author.id))
        return
    # What draws and measures takes a while to import, and most turns need none of it.
    from bot.health.says import gates_post, health_post

    if word == "gates":
        await ports.say(gates_post(facts, settings.limits, today, zone))
    else:
        await ports.say(health_post(facts, month, today, zone))


async def _facts(message: Message, ports: Ports, settings: HealthSettings) -> Facts:
    from bot.health.gathering import gather

    async def look() -> object:
        found = await gather(settings.reads, message.address, settings.room, settings.frameworks, settings.zone)
        return found.model_dump(mode="json")

    return Facts.model_validate(await ports.look("health.look", look))

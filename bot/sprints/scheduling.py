"""`/digest`: a digest at set times, what is set, and how it ends."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, date
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from bot.chat import Address, Message, Post
from bot.cron import cron_line, is_cron
from bot.durable.ports import Ports
from bot.errors import Trouble
from bot.language.markdown import escape, quoted
from bot.language.remarks import is_remark
from bot.language.text import shorten
from bot.schedule import Due, Schedule, Schedules, missed_text
from bot.set_times import active_of, cron_post, next_number, one_of, set_time, times_in
from bot.sprints.flow import SprintSettings, send_digest
from bot.sprints.rules import Pack, pack_named
from bot.times import DAYS, Rule, by_cron, next_due, parse_when

KIND = "digest"
HERE = "here"

HOW = (
    "`/digest weekdays 09:00` sends what is new for the coming sprint here, and with `in #team`, `to @sam` or `to me` "
    "there; `/digest refinement Mondays 14:00`, `planning` and `review` prepare for these; `/digest cron 0 16 * * FRI` "
    "is each Friday at 16:00. `/digest list` shows what is set, `/digest stop 1` ends it, `/digest now` sends it at "
    "once."
)
_PLACE = re.compile(r"\s+(?P<how>in|to|for)\s+(?P<where>[#@].+|\S+)$", re.IGNORECASE)


class _Wanted(NamedTuple):
    """What is prepared, and for whom; `told` is the platform’s own id of a place that was mentioned."""

    pack: Pack
    how: str
    place: str
    told: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestSettings:
    """What digests need to know of the outside."""

    sprint: SprintSettings
    schedules: Schedules
    zone: ZoneInfo


def read_verb(text: str) -> tuple[Literal["list", "stop", "now", "set"], str]:
    """What is asked for of set times, and the words after it."""
    words = text.strip()
    verb, _, rest = words.partition(" ")
    match verb.casefold():
        case "list" | "":
            return "list", rest
        case "stop" | "end" | "delete":
            return "stop", rest.strip()
        case "now":
            return "now", rest
    return "set", words


def is_asked(text: str) -> bool:
    """Whether the words after `digest` can be nothing else; a sentence that goes on with that word can't."""
    verb, rest = read_verb(text)
    match verb:
        case "list":
            return not rest.strip()
        case "stop":
            return not rest or rest.isdecimal()
        case "now":
            return not is_remark("digest", rest)
    when = _read(rest)[1]
    return is_cron(when) or parse_when(when, "UTC", date.min) is not None


async def digest_command(message: Message, ports: Ports, settings: DigestSettings) -> None:
    """`/digest [planning|refinement|review] weekdays 09:00 [in #team|to @sam|to me]`, `list`, `stop 1` or `now`."""
    verb, rest = read_verb(message.text)
    if verb == "list":
        await _list(ports, settings)
    elif verb == "stop":
        await _stop(rest, message, ports, settings)
    elif verb == "now":
        pack = pack_named(rest) or "digest"
        name = rest.strip() if pack == "digest" else ""
        await send_digest(
            ports, settings.sprint, address=message.address, name=name, at=message.at, pack=pack, asked=True
        )
    else:
        await _set(rest, message, ports, settings)


async def _set(words: str, message: Message, ports: Ports, settings: DigestSettings) -> None:
    pack, when, how, place = _read(words)
    line = cron_line(when)
    if line is not None:
        await _ask(line, _Wanted(pack, how, place), message, ports, settings)
        return
    rule = parse_when(when, settings.zone.key, message.at.astimezone(settings.zone).date())
    if rule is None:
        await ports.say(Post(text=f"I don’t know when {quoted(shorten(when, 60))} is. {HOW}"))
        return
    await _keep(rule, _Wanted(pack, how, place), message, ports, settings)


async def _ask(line: str, wanted: _Wanted, message: Message, ports: Ports, settings: DigestSettings) -> None:
    """A line of a crontab is easily written wrong: it is read back before it counts."""
    rule = by_cron(line, settings.zone.key)
    if isinstance(rule, str):
        await ports.say(Post(text=rule))
        return
    try:
        await ports.find(wanted.place or HERE)
    except Trouble as trouble:
        await ports.say(Post(text=f"Nothing is set. {trouble.sentence}"))
        return
    told = message.named.get(wanted.place, "")
    facts = (wanted.pack, line.replace(" ", "_"), wanted.how, told, wanted.place)
    yes = f"{KIND}:cron:{'|'.join(facts)}"
    me = wanted.place.casefold() in {"me", "@me"}
    where = "to whoever says yes" if me else f"{wanted.how} {escape(wanted.place)}" if wanted.place else "here"
    also = f"It comes {where}, if there is anything new."
    await ports.say(cron_post(_what(wanted.pack), rule, also, message.at, (yes, f"{KIND}:leave")))


async def digest_pick(message: Message, ports: Ports, settings: DigestSettings) -> None:
    """`digest:cron:digest|0_16_*_*_FRI|in||#team`: what was read back is right; or `leave`: it isn’t."""
    _, deed, facts = [*(message.choice or "").split(":", 2), "", ""][:3]
    if deed != "cron":
        await ports.say(Post(text="Left as it is.", private_to=message.author.id))
        return
    pack, line, how, told, place = [*facts.split("|", 4), "", "", "", ""][:5]
    rule = by_cron(line.replace("_", " "), settings.zone.key)
    if isinstance(rule, str):
        await ports.say(Post(text=rule))
        return
    await _keep(rule, _Wanted(pack_named(pack) or "digest", how, place, told), message, ports, settings)


async def _keep(rule: Rule, wanted: _Wanted, message: Message, ports: Ports, settings: DigestSettings) -> None:
    text = f"{_what(wanted.pack)} {rule.text}"
    try:
        here, address = await ports.find(HERE), await ports.find(wanted.told or wanted.place or HERE)
        if rule.cron and await _is_set(rule, wanted.pack, address, ports, settings):
            await ports.say(Post(text=f"It is set already: {text}."))  # the button was pressed twice
            return
        number = await next_number(address, KIND, ports, settings.schedules)
        if address != here:  # told before it is set: where nothing can be said, nothing can be sent later
            by = escape(message.author.name)
            news = f"{by} has set for here: {text}. `/digest stop {number}` here ends it, `/digest list` shows all."
            await ports.say(Post(text=news), address)
    except Trouble as trouble:
        await ports.say(Post(text=f"Nothing is set. {trouble.sentence}"))
        return
    schedule = Schedule(
        id=hashlib.sha256(f"{message.key}{message.text}".encode()).hexdigest()[:12],
        kind=KIND,
        address=address,
        what={"pack": wanted.pack},
        rule=rule,
        by=message.author,
        made_at=message.at,
        seen=message.at,
    )
    await set_time(schedule, number, ports, settings.schedules)
    where = "" if address == here else "there "
    first = next_due(rule, message.at)
    text = f"Set: {text}{f' {wanted.how} {escape(wanted.place)}' if address != here else ''}."
    if first:
        local = first.astimezone(settings.zone)
        day = f"{DAYS[local.weekday()]} {local.day} {local:%B}"
        text += f" The first is on {day} at {local:%H:%M}, if there is anything new."
    await ports.say(Post(text=f"{text} `/digest list` {where}shows all, `/digest stop {number}` {where}ends it."))


def _read(words: str) -> tuple[Pack, str, str, str]:
    """What is prepared, when, and for whom: `in` or `to`, and the name of a conversation or a person."""
    how = place = ""
    found = _PLACE.search(words)
    if found:
        how, place, words = found["how"].lower(), found["where"].strip(), words[: found.start()]
    first, _, rest = words.partition(" ")
    pack = pack_named(first)
    return (pack, rest, how, place) if pack else ("digest", words, how, place)


def _what(pack: Pack) -> str:
    return "a digest" if pack == "digest" else f"a preparation for {pack}"


async def _times(ports: Ports, settings: DigestSettings) -> dict[int, Schedule]:
    return await times_in(await ports.find(HERE), KIND, ports, settings.schedules)


async def _is_set(rule: Rule, pack: Pack, address: Address, ports: Ports, settings: DigestSettings) -> bool:
    active = active_of(await times_in(address, KIND, ports, settings.schedules)).values()
    return any((each.rule, each.what.get("pack")) == (rule, pack) for each in active)


async def _list(ports: Ports, settings: DigestSettings) -> None:
    active = active_of(await _times(ports, settings))
    if not active:
        await ports.say(Post(text=f"Nothing is set here. {HOW}"))
        return
    lines = []
    for number, each in sorted(active.items()):
        what = _what(pack_named(str(each.what.get("pack"))) or "digest")
        lines.append(f"{number}. {what} {each.rule.text}, set by {escape(each.by.name)}")
    await ports.say(Post(text="\n".join(lines)))


async def _stop(which: str, message: Message, ports: Ports, settings: DigestSettings) -> None:
    found = one_of(which, await _times(ports, settings), "digest")
    if isinstance(found, str):
        await ports.say(Post(text=found))
        return
    _, schedule = found

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
    where = due.schedule.address
    await send_digest(ports, settings.sprint, address=where, room=where, name="", at=due.at, pack=pack, asked=False)

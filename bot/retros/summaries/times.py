"""`/retro-summary every 2 weeks on Friday 15:00`, `cron …` or `after the retro`: sent at once, or a draft first."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC
from typing import Literal
from zoneinfo import ZoneInfo

from bot.chat import Address, Message, Post
from bot.cron import cron_line, is_cron
from bot.durable.ports import Ports
from bot.language.markdown import escape, quoted
from bot.language.text import shorten
from bot.retros.summaries.drafts import how_text, reader_of, show_draft
from bot.retros.summaries.says import HOW
from bot.retros.summaries.since import span_of
from bot.retros.summaries.summarising import SummarySettings, Wanted, make, show, summary_command
from bot.retros.summaries.summed import KIND
from bot.schedule import DAYS, Due, Rule, Schedule, Schedules, missed_text, next_due, parse_when
from bot.set_times import active_of, cron_post, is_same, next_number, one_of, set_time, speaks, times_in
from bot.times import by_cron

_DRAFT = re.compile(r"\s*[,(]?\b(?:with |as )?(?:a )?draft(?: first| to me(?: first)?)?\)?\s*", re.IGNORECASE)
_AFTER = re.compile(
    r"(?:every (?P<weeks>\d{1,2}|two|three|four|six) weeks,? )?after (?:(?:the|each|every|our) )?retro(?:spective)?s?",
    re.IGNORECASE,
)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "six": 6}
_SETTING = re.compile(
    r"(?:draft )?(?:after (?:(?:the|each|every|our) )?retro(?:spective)?s?|every|daily|weekdays|"
    r"mondays|tuesdays|wednesdays|thursdays|fridays)\b",
    re.IGNORECASE,
)
AFTER = "after"
"""Of a schedule that follows the team's retrospectives: at least so many weeks lie between two summaries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedSettings:
    """What summaries at set times need."""

    summary: SummarySettings
    schedules: Schedules


Verb = Literal["list", "stop", "help", "set", "make"]


def verb_of(text: str) -> Verb:
    """What is asked for of summaries: about their set times, or one now."""
    word = text.strip().partition(" ")[0].casefold()
    if word in {"list", "times"}:
        return "list"
    if word in {"stop", "end"}:
        return "stop"
    if word == "help":
        return "help"
    return "set" if _SETTING.match(text.strip()) or cron_line(_plain(text)) is not None else "make"


def _plain(text: str) -> str:
    """What is said of the time: a draft has been heard."""
    return _DRAFT.sub(" ", text).strip()


def deed_of(message: Message) -> Verb:
    """What a whole message asks: files that come along are summed up."""
    return "make" if message.files else verb_of(message.text)


def is_asked(message: Message) -> bool:
    """Whether the words after `retro-summary` can be nothing else; a sentence that goes on with that word can't."""
    verb, rest = deed_of(message), message.text.strip().partition(" ")[2]
    if verb == "make":
        return bool(message.files) or not span_of(message.text, message.at, ZoneInfo("UTC")).unclear
    if verb == "set":
        words = _plain(message.text)
        return cron_line(words) is None or is_cron(words)
    return not rest or (verb == "stop" and rest.isdecimal())


async def timed_command(message: Message, ports: Ports, settings: TimedSettings) -> None:
    """`/retro-summary`, with `every …`, `list`, `stop 1` or `help` for its set times, else one now."""
    words = message.text.strip()
    match deed_of(message):
        case "list":
            await _list(message, ports, settings)
        case "stop":
            await _stop(words.partition(" ")[2].strip(), message, ports, settings)
        case "help":
            await ports.say(Post(text=HOW))
        case "set":
            await _set(words, message, ports, settings)
        case _:
            await summary_command(message, ports, settings.summary)


async def _set(words: str, message: Message, ports: Ports, settings: TimedSettings) -> None:
    draft = _DRAFT.search(words) is not None
    zone = settings.summary.zone
    when = _plain(words)
    after = _AFTER.fullmatch(when)
    if after:
        await _set_after(after, message, ports, settings, draft=draft)
        return
    line = cron_line(when)
    if line is not None:
        await _ask(line, message, ports, settings, draft=draft)
        return
    rule = parse_when(when, zone.key, message.at.astimezone(zone).date())
    if rule is None:
        await ports.say(Post(text=f"I don’t know when {quoted(shorten(when, 60))} is. {HOW}"))
        return
    await _set_rule(rule, message, ports, settings, draft=draft)


async def _ask(line: str, message: Message, ports: Ports, settings: TimedSettings, *, draft: bool) -> None:
    """A line of a crontab is easily written wrong: it is read back before it counts."""
    rule = by_cron(line, settings.summary.zone.key)
    if isinstance(rule, str):
        await ports.say(Post(text=rule))
        return
    room = _here(message.address, settings)
    how = await how_text(draft, room, message.author, ports, settings.summary, asked=True)
    yes = f"{KIND}:cron:{'draft' if draft else 'now'}:{line.replace(' ', '_')}"
    await ports.say(cron_post("a retro summary", rule, how, message.at, (yes, f"{KIND}:leave")))


async def answered(message: Message, ports: Ports, settings: TimedSettings) -> None:
    """`retro-summary:cron:draft:0_16_*_*_FRI`: what was read back is right; or `leave`: it isn’t."""
    _, deed, how, line = [*(message.choice or "").split(":", 3), "", ""][:4]
    if deed != "cron":
        await ports.say(Post(text="Left as it is.", private_to=message.author.id))
        return
    rule = by_cron(line.replace("_", " "), settings.summary.zone.key)
    if isinstance(rule, str):
        await ports.say(Post(text=rule))
        return
    await _set_rule(rule, message, ports, settings, draft=how == "draft")


async def _set_rule(rule: Rule, message: Message, ports: Ports, settings: TimedSettings, *, draft: bool) -> None:
    zone = settings.summary.zone
    for each in await _timed_at(_here(message.address, settings), ports, settings):
        if is_same(each.rule, rule, message.at):
            held = bool(each.what.get("draft"))
            text = f"It is set already: a retro summary {each.rule.text}. `/retro-summary list` shows all."
            if held != draft:
                text += (
                    f" It {'comes as a draft' if held else 'is sent at once'}; to change that, end it and set it anew."
                )
            elif held:
                room = _here(message.address, settings)
                text += f" {await how_text(held, room, message.author, ports, settings.summary)}"
            await ports.say(Post(text=text))
            return
    await _keep(rule, {"draft": draft}, message, ports, settings)
    first = next_due(rule, message.at)
    on = ""
    if first:
        local = first.astimezone(zone)
        on = f" The first comes on {DAYS[local.weekday()]} {local.day} {local:%B} at {local:%H:%M}."
    how = await how_text(draft, _here(message.address, settings), message.author, ports, settings.summary)
    await ports.say(Post(text=f"Set: a retro summary {rule.text}.{on} {how} `/retro-summary list` shows all."))
    await _say_of_never(message, ports, settings)


async def _keep(rule: Rule, what: dict[str, object], message: Message, ports: Ports, settings: TimedSettings) -> None:
    schedule = Schedule(
        id=f"retro-summary-{hashlib.sha256(f'{message.key}{message.text}'.encode()).hexdigest()[:12]}",
        kind=KIND,
        address=_here(message.address, settings),
        what=what,
        rule=rule,
        by=message.author,
        made_at=message.at,
        seen=message.at,
    )
    number = await next_number(schedule.address, KIND, ports, settings.schedules)
    await set_time(schedule, number, ports, settings.schedules)


async def _set_after(
    found: re.Match[str], message: Message, ports: Ports, settings: TimedSettings, *, draft: bool
) -> None:
    """It has no time of its own: it comes when the team's retrospective is over, whenever that is."""
    room, weeks = _here(message.address, settings), found["weeks"] or "1"
    events = await settings.summary.events(ports.store, room, message.at, message.at)
    if not any(name == "retro" for name, _ in events):
        await ports.say(
            Post(
                text="No retrospective is set here yet, so I don’t know when one is over. `/ceremony add "
                "Retrospective, Thursday 15:00, 1 hour, last week` sets it; then say this again."
            )
        )
        return
    for each in await active_at(room, ports, settings):
        if each.what.get(AFTER):
            await ports.look("schedule.end", lambda each=each: settings.schedules.end(each.id, message.at))  # type: ignore[misc]
    between = max(1, _NUMBERS.get(weeks.lower()) or int(weeks))
    rule = Rule(days=(), at="00:00", zone=settings.summary.zone.key)  # it is never due by itself
    await _keep(rule, {"draft": draft, AFTER: between}, message, ports, settings)
    day = next(day for name, day in events if name == "retro")
    how = await how_text(draft, _here(message.address, settings), message.author, ports, settings.summary)
    first = f"The next one is on {DAYS[day.weekday()]} {day.day} {day:%B}."
    await ports.say(Post(text=f"Set: a retro summary {after_text(between)}. {first} {how}"))
    await _say_of_never(message, ports, settings)


async def _say_of_never(message: Message, ports: Ports, settings: TimedSettings) -> None:
    """Where nothing can be read back, it is better known now than in two weeks."""
    why = settings.summary.never(message.address)
    if why:
        text = f"There will be nothing for me to read by then, though. {why}"
        await ports.say(Post(text=text, private_to=message.author.id))


def after_text(weeks: int) -> str:
    """How often a summary follows the retrospective, in words."""
    return "after the retrospective" + (f", at most every {weeks} weeks" if weeks > 1 else "")


def _text_of(schedule: Schedule) -> str:
    weeks = schedule.what.get(AFTER)
    return after_text(int(weeks)) if weeks else schedule.rule.text


def _here(address: Address, settings: TimedSettings) -> Address:
    return settings.summary.team_of(address) or address


async def active_at(room: Address, ports: Ports, settings: TimedSettings) -> list[Schedule]:
    """The times that are set in a conversation."""
    return list(active_of(await times_in(room, KIND, ports, settings.schedules)).values())


async def _timed_at(room: Address, ports: Ports, settings: TimedSettings) -> list[Schedule]:
    return [each for each in await active_at(room, ports, settings) if not each.what.get(AFTER)]


async def _list(message: Message, ports: Ports, settings: TimedSettings) -> None:
    room = _here(message.address, settings)
    active = active_of(await times_in(room, KIND, ports, settings.schedules))
    if not active:
        await ports.say(Post(text=f"No time is set here. {HOW}"))
        return
    lines: list[str] = []
    for number, each in sorted(active.items()):
        draft = bool(each.what.get("draft"))
        who = await reader_of(room, each.by, ports, settings.summary) if draft else each.by
        lines.append(f"{number}. {_text_of(each)}, {'a draft to' if draft else 'set by'} {escape(who.name)}")
    await ports.say(Post(text="\n".join(lines)))


async def _stop(which: str, message: Message, ports: Ports, settings: TimedSettings) -> None:
    times = await times_in(_here(message.address, settings), KIND, ports, settings.schedules)
    found = one_of(which, times, "retro-summary")
    if isinstance(found, str):
        await ports.say(Post(text=found))
        return
    _, schedule = found
    await ports.look("schedule.end", lambda: settings.schedules.end(schedule.id, message.at.astimezone(UTC)))
    await ports.say(Post(text=f"Ended: {_text_of(schedule)}."))


async def summary_due(due: Due, ports: Ports, settings: TimedSettings) -> None:
    """A summary is due: it is sent, or shown as a draft first. One with nothing to say is not sent."""
    schedule = due.schedule
    if not speaks(schedule, due.at, await _timed_at(schedule.address, ports, settings)):
        return  # several times that were set fall on this moment: one summary is enough
    if due.late:
        when = missed_text(due, settings.summary.zone)
        await ports.say(
            Post(text=f"I wasn’t running when a retro summary was due {when}. `/retro-summary` makes it now.")
        )
        return
    wanted = Wanted(address=schedule.address, at=due.at, by=schedule.by)
    made = await make(wanted, ports, settings.summary)
    draft = bool(schedule.what.get("draft"))
    if isinstance(made, Post):
        await ports.say(made.model_copy(update={"private_to": schedule.by.id, "apart": True}))
        return
    held, carried = made
    if draft:
        await show_draft(held, carried, schedule.address, schedule.by, ports, settings.summary)
        return
    await show(held, carried, wanted, ports, settings.summary)

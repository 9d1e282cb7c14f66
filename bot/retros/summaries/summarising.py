"""`/retro-summary`: what was said since the last retrospective is read, summed up, and its actions can be kept."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.chat import Address, Choice, Choices, File, Markdown, Message, Person, Post
from bot.durable.ports import Ports
from bot.errors import Trouble
from bot.history import Past
from bot.language.dates import say_day
from bot.language.markdown import escape, quoted
from bot.language.text import content_words, shorten
from bot.retros import actions as a
from bot.retros.acting import show_card
from bot.retros.actions import Action
from bot.retros.agreed import actions_of, open_action
from bot.retros.board import action_line
from bot.retros.extraction.commitment import Commitment
from bot.retros.extraction.log import Log, log_of
from bot.retros.extraction.reading import ReadExport, apart, read_logs
from bot.retros.extraction.summary import Summary
from bot.retros.names import form_id
from bot.retros.settings import Events, no_events
from bot.retros.summaries.editing import checks, edits_of, opens
from bot.retros.summaries.improving import improved
from bot.retros.summaries.says import HOW, NAME, document, summary_post, too_little
from bot.retros.summaries.since import Span, span_of
from bot.retros.summaries.summed import KIND, Found, Held, held_of, labels
from bot.retros.tracked import Offers, no_offers
from bot.store.journal import Entry, Journal, Reads

FIRST = timedelta(days=14)
"""How far back the first summary of a conversation looks."""

_EARLIER, _ASKED, _SAME = 8, 10, 0.7

Summarise = Callable[[Log, Sequence[Summary]], tuple[Summary, list[int]]]
"""The summary of a log, and how often in a row each theme came up, held against earlier ones, the latest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SummarySettings:
    """What summaries need to know of the outside.

    `past` reads back what was said, `never` says why that can never be in a conversation, `linked` is the thread that a
    link leads to as seen from a conversation, `remind` lets the team's open actions be looked after from now on,
    `events` tells when the team meets, `model` names the language model that words them, and where it is, `offers` are
    the buttons that put an action into a tracker. As in `country` days in numbers are read. `scrum_master` is the name
    of the team’s, if it has one.
    """

    zone: ZoneInfo
    past: Callable[[Address, datetime, datetime], Awaitable[Past]]
    linked: Callable[[Address, str], Address | None]
    read_export: ReadExport
    summarise: Summarise
    team_of: Callable[[Address], Address | None]
    remind: Callable[[Address, Message, Ports], Awaitable[None]]
    events: Events = no_events
    never: Callable[[Address], str] = lambda _: ""
    offers: Offers = no_offers
    model: str = ""
    country: str = ""
    scrum_master: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which summary: of what was said at `address`, or of `files`; seen from `at`, asked for by `by`."""

    address: Address
    at: datetime
    by: Person
    span: Span = field(default_factory=Span)
    files: Mapping[str, str] | None = None


async def summary_command(message: Message, ports: Ports, settings: SummarySettings) -> None:
    """`/retro-summary [since Monday|last 2 weeks|a link]`, or with files."""
    span = Span() if message.files else span_of(message.text, message.at, settings.zone, settings.country)
    if span.unclear:
        await ports.say(Post(text=f"I can’t tell since when that is: {quoted(shorten(span.unclear, 60))}. {HOW}"))
        return
    if span.told:
        await _tell(message, ports, span.told)
    asked = False
    given: Sequence[Mapping[str, str] | None] = apart(_texts(message.files)) or [None]
    for files in given:
        wanted = Wanted(address=message.address, at=message.at, by=message.author, span=span, files=files)
        made = await make(wanted, ports, settings)
        if isinstance(made, Post):
            await ports.say(made)
        else:  # what is open from before stands over the first, and is asked about once
            await show(made[0], [] if asked else made[1], wanted, ports, settings)
            asked = True


def _texts(files: Sequence[File]) -> dict[str, str]:
    """Their texts by their names; of two that are called the same, each counts."""
    names = [file.name for file in files]
    folders = [f"{at}/" if name in names[:at] else "" for at, name in enumerate(names)]
    return {f"{folder}{file.name}": file.text for folder, file in zip(folders, files, strict=True)}


async def make(wanted: Wanted, ports: Ports, settings: SummarySettings) -> tuple[Held, list[Action]] | Post:
    """Read, sum up, and keep the summary; a post where there is none to make."""
    team = settings.team_of(wanted.address) or wanted.address
    where = wanted.address
    if wanted.span.link:
        linked = settings.linked(wanted.address, wanted.span.link)
        if linked is None:
            return Post(text="I can’t tell which conversation that link leads to. Take the link of a message here.")
        if settings.team_of(linked) != settings.team_of(wanted.address):
            return Post(text="That link leads to another conversation. Ask for it there, so that nobody reads along.")
        where = linked
    earlier = [held_of(journal) for journal in await _earlier(ports.store, team, wanted.at)]
    carried = await actions_of(ports.store, team)
    last = next((held.found.until for held in earlier), None)
    since = wanted.span.since or (None if wanted.files or wanted.span.link else last or wanted.at - FIRST)

    begin = since or datetime.fromtimestamp(0, wanted.at.tzinfo)
    events = tuple(await settings.events(ports.store, team, begin, wanted.at))
    before = [held.found.summary for held in earlier]

    async def read() -> object:
        return await _read(wanted, where, begin, before, events, settings)

    told = await ports.look("retro.read", read)
    if told.get("why"):
        return Post(text=str(told["why"]))
    summary = Summary.model_validate(told["summary"])
    if summary.too_little:
        return too_little(summary, since, settings.zone, file=wanted.files is not None)
    if ports.llm is not None:
        summary = await improved(summary, ports.llm, settings.model)
    found = Found(
        title=_title(wanted, summary, since, settings.zone),
        summary=summary,
        since=since,
        until=wanted.at,
        streaks=tuple(int(each) for each in told["streaks"]),
    )
    entries = [Entry(kind="found", at=wanted.at, by=None, body=found.model_dump(mode="json"))]
    known = _known(summary.actions, carried)
    entries += [Entry(kind="kept", at=wanted.at, body={"number": at, "action": name}) for at, name in known.items()]
    journal = await ports.store.start(
        kind=KIND, address=team, title=found.title, by=wanted.by, at=wanted.at, entries=entries
    )
    await ports.store.append(journal, [], at=wanted.at, status="paused")
    return Held(id=journal, found=found, kept=known), carried


async def _earlier(store: Reads, team: Address, at: datetime) -> list[Journal]:
    """Those before this moment: files that come together are of one time."""
    heads = await store.heads(kind=KIND, address=team, statuses=("finished",), limit=_EARLIER)
    journals = [await store.journal(head.id) for head in heads]
    found = [each for each in journals if each and each.started_at < at]
    return sorted(found, key=lambda each: each.started_at, reverse=True)


async def _read(  # noqa: PLR0913, PLR0917 (what is read, and what is known beside it)
    wanted: Wanted,
    where: Address,
    since: datetime,
    before: Sequence[Summary],
    events: tuple[tuple[str, date], ...],
    settings: SummarySettings,
) -> dict[str, object]:
    """Everything outside in one step, so that what was said is not kept a second time."""
    try:
        if wanted.files is not None:
            day = wanted.at.astimezone(settings.zone).date()
            log = read_logs(wanted.files, settings.zone.key, settings.read_export, day, settings.country)[0]
        else:
            past = await settings.past(where, since, wanted.at)
            if past.why:
                return {"why": past.why}
            log = log_of(past, "retro", settings.zone.key)
    except Trouble as trouble:
        return {"why": trouble.sentence}
    log = log.model_copy(update={"events": events, "country": settings.country})
    summary, streaks = await asyncio.to_thread(settings.summarise, log, before)
    return {"summary": summary.model_dump(mode="json"), "streaks": streaks}


def _title(wanted: Wanted, summary: Summary, since: datetime | None, zone: ZoneInfo) -> str:
    if wanted.files is not None:
        return f"Retrospective: {summary.name}"
    if wanted.span.link or since is None:
        return "Retrospective: this thread"
    return f"Retrospective since {say_day(since.astimezone(zone).date())}"


def _known(heard: Sequence[Commitment], carried: Sequence[Action]) -> dict[int, str]:
    """Which of the actions that were heard are looked after already."""
    found: dict[int, str] = {}
    for number, one in enumerate(heard, 1):
        for action in carried:
            if _alike(one.text, action.text) or _alike(one.shown, action.text):
                found[number] = action.id
    return found


def _alike(one: str, other: str) -> bool:
    left, right = content_words(one), content_words(other)
    shared = len(left & right)
    return shared > 1 and shared >= _SAME * min(len(left), len(right))


async def show(  # noqa: PLR0913, PLR0917 (what is shown, of what, where)
    held: Held,
    carried: Sequence[Action],
    wanted: Wanted,
    ports: Ports,
    settings: SummarySettings,
    to: Address | None = None,
) -> None:
    """Show the summary to everybody, and ask the owners of what is still open from before."""
    post = _post(held, settings, carried)
    made = await ports.say(post, to)
    body = {"post": made, "where": to or wanted.address}
    await ports.store.append(held.id, [Entry(kind="shown", at=wanted.at, body=body)], at=wanted.at, status="finished")
    for action in carried[:_ASKED]:
        if action.owner and action.owner.id and action.status == "open":
            try:
                await ports.say(_ask(action), to)
            except Trouble:  # they have left, or let nobody write to them; it stays under “Open from before”
                continue


def _post(held: Held, settings: SummarySettings, carried: Sequence[Action] = ()) -> Post:
    return summary_post(
        held.shown, title=held.title, zone=settings.zone, carried=carried, streaks=held.streaks,
        kept=held.looked_after, journal=held.id, note=escape(held.note),
    )  # fmt: skip


def _ask(action: Action) -> Post:
    options = (
        Choice(id=form_id("done", action.id), label="Done", style="primary"),
        Choice(id=form_id("still", action.id), label="Not yet"),
        Choice(id=form_id("drop", action.id), label="Drop it", opens=True),
    )
    parts = (Markdown(text=action_line(action)), Choices(options=options))
    owner = action.owner.id if action.owner else None
    return Post(text="It’s retro time: how is this one?", parts=parts, private_to=owner, apart=True)


async def pick(message: Message, ports: Ports, settings: SummarySettings) -> None:
    """A button of a summary, or of its draft."""
    deed, journal_id, rest = ([*(message.choice or message.form_id or "").split(":", 3), "", "", ""])[1:4]
    journal = await ports.store.journal(journal_id)
    if journal is None or journal.kind != KIND:
        await ports.say(Post(text="I no longer have that summary. `/retro-summary` makes a new one."))
        return
    held = held_of(journal)
    if deed == "keep":
        await _keep(rest, held, journal.address, message, ports, settings)
    elif deed == "send":
        await _send(held, journal.address, journal.started_by, message, ports, settings)
    elif deed == "discard":
        await ports.store.append(held.id, [], at=message.at, status="cancelled")
        await _tell(message, ports, "Not sent. Nothing of it was shown to anybody else.")
    elif deed == "edited" and (wrong := await checks(message, ports.store)):
        await _tell(message, ports, " ".join(wrong.values()))
    elif deed == "edit" and (form := await opens(message, ports.store)):  # where no form can open at once
        await ports.say(Post(parts=(form,), private_to=message.author.id))
    elif deed == "edited":
        body = edits_of(held, message.form or {})
        await ports.store.append(
            held.id, [Entry(kind="edited", at=message.at, by=message.author, body=body)], at=message.at
        )
        held = held.edited(body)
        await ports.say(
            draft_post(held, settings, to=message.author, carried=await actions_of(ports.store, journal.address))
        )


async def _keep(  # noqa: PLR0913, PLR0917 (what is kept of what, by whom)
    which: str, held: Held, team: Address, message: Message, ports: Ports, settings: SummarySettings
) -> None:
    """Actions that were only heard are looked after from now on."""
    shown = held.shown.actions
    numbers = range(1, len(shown) + 1) if which == "all" else [int(which)] if which.isdecimal() else []
    wanted = [number for number in numbers if number not in held.looked_after and 0 < number <= len(shown)]
    if not wanted:
        await _tell(message, ports, "That is looked after already. `/retro actions` shows all.")
        return
    made: dict[int, Action] = {}
    for number in wanted:
        heard = shown[number - 1]
        made[held.numbers[number - 1]] = await open_action(
            ports.store, address=team, text=heard.shown, by=message.author, at=message.at,
            owner=_owner(heard, held.found.summary),
            due=heard.due, source=_sources(heard, held.found.summary), retro=held.id, confirmed=True,
        )  # fmt: skip
    entries = [
        Entry(kind="kept", at=message.at, by=message.author, body={"number": at, "action": each.id})
        for at, each in made.items()
    ]
    await ports.store.append(held.id, entries, at=message.at)
    await settings.remind(team, message, ports)
    held = held.model_copy(update={"kept": {**held.kept, **{at: each.id for at, each in made.items()}}})
    if held.post:
        with suppress(Trouble):  # somebody deleted it; the actions are kept all the same
            await ports.say(_post(held, settings).model_copy(update={"replaces": held.post}), held.where)
    for action in made.values():
        await show_card(action, held.where or message.address, message, ports, settings.offers)


def _owner(heard: Commitment, summary: Summary) -> Person | None:
    """Names in notes are nobody's ids."""
    if heard.owner is None or not (summary.numbered or heard.owner.id == heard.owner.name):
        return heard.owner
    return Person(id="", name=heard.owner.name)


def _sources(heard: Commitment, summary: Summary) -> list[a.Source]:
    remarks = [remark for each in heard.sources if (remark := summary.remark(each)) is not None]
    return [
        a.Source(text=remark.text, author=remark.author.name if remark.author else "", link=remark.link, ref=remark.id)
        for remark in remarks
    ]


def draft_post(held: Held, settings: SummarySettings, *, to: Person, carried: Sequence[Action] = ()) -> Post:
    """The summary for the eyes of whoever sends it, with what can be done about it."""
    post = _post(held, settings, carried)
    parts = tuple(part for part in post.parts if not isinstance(part, Choices))
    options = (
        Choice(id=f"{NAME}:send:{held.id}", label="Send it", style="primary"),
        Choice(id=f"{NAME}:edit:{held.id}", label="Edit", opens=True),
        Choice(id=f"{NAME}:discard:{held.id}", label="Don’t send it", style="danger"),
    )
    name = document(
        held.shown, title=held.title, zone=settings.zone, streaks=held.streaks, named=labels(held.found.summary)
    )
    files = tuple(file.model_copy(update={"text": name}) for file in post.attachments)
    text = f"Only you see this draft. {post.text}"
    return post.model_copy(
        update={
            "text": text, "parts": (*parts, Choices(prompt="Shall everybody read it?", options=options)),
            "attachments": files, "private_to": to.id, "apart": True,
        }
    )  # fmt: skip


async def _send(  # noqa: PLR0913, PLR0917 (what is sent where, by whom)
    held: Held, team: Address, by: Person, message: Message, ports: Ports, settings: SummarySettings
) -> None:
    wanted = Wanted(address=team, at=message.at, by=by)
    if held.post:
        await _tell(message, ports, "It was sent already.")
        return
    await show(held, await actions_of(ports.store, team), wanted, ports, settings, to=team)
    if message.address != team:
        await _tell(message, ports, "Sent.")


async def _tell(message: Message, ports: Ports, text: str) -> None:
    await ports.say(Post(text=text, private_to=message.author.id))

"""One turn about a sprint: load it, look up each item in the documents, say what is worth knowing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.chat import Address, Message, Person, Post, Value
from bot.durable.ports import Ports
from bot.errors import Trouble
from bot.knowledge.ports import Knowledge
from bot.knowledge.values import BRIEFS, STORIES, Document, Hit, Unread, name_of
from bot.sprints.agreed import common_stems, open_actions, with_agreed
from bot.sprints.digest import (
    Digest,
    Gathered,
    Line,
    draft_digest,
    each_question_once,
    open_questions,
    stands_for,
)
from bot.sprints.live import read_live, since, unread_live
from bot.sprints.origins import approved_in, left_open
from bot.sprints.outlook import Agreed, about_the_whole
from bot.sprints.ports import Sources, no_sources
from bot.sprints.reading import read_sprint
from bot.sprints.rules import Cite, Item, Pack, Sprint, choose, coverage, pack_named, similar_past
from bot.sprints.says import UNREAD, digest_post, no_sprint_post
from bot.store.journal import Entry

KIND = "digest"
SEEN = "seen"
GROUNDWORK = Person(id="groundwork", name="Groundwork")
_HITS = 10
_COMES_FROM = 0.5
_MADE = frozenset({BRIEFS, STORIES})


async def nothing_agreed(ports: Ports, address: Address) -> Sequence[Agreed]:
    """Nobody knows of anything."""
    del ports, address
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SprintSettings:
    """What the flow needs to know of the outside."""

    knowledge: Knowledge
    zone: ZoneInfo
    room: Callable[[Address], Address]
    """The widest address that the same people read: of a thread, its channel."""
    stale_days: int = 365
    sources: Sources = no_sources
    agreed: Callable[[Ports, Address], Awaitable[Sequence[Agreed]]] = nothing_agreed
    """What retrospectives agreed on in this place and nobody has done yet, by whoever knows of them."""


class _Wish(Value):
    """Which sprint is asked about, on which day, and what it is to prepare for."""

    name: str
    today: date
    pack: Pack


class _Looked(Value):
    """Everything that was looked up, as it is recorded."""

    sprints: tuple[Sprint, ...]
    unread: tuple[Unread, ...]
    documents: int
    gathered: tuple[Gathered, ...] = ()
    chosen: Sprint | None = None
    notes: tuple[str, ...] = ()


async def sprint_command(message: Message, ports: Ports, settings: SprintSettings, name: str) -> None:
    """`/context sprint [NAME]`: everything worth knowing, with what has changed since the last digest marked."""
    pack = pack_named(name) or "digest"
    named = "" if pack != "digest" else name
    await ports.say(await prepared(ports, settings, address=message.address, name=named, at=message.at, pack=pack))


async def prepared(  # noqa: PLR0913 (which, for whom, when)
    ports: Ports, settings: SprintSettings, *, address: Address, name: str = "", at: datetime, pack: Pack
) -> Post:
    """Everything that a planning, a refinement, a review or a digest should begin with, for whoever is at `address`."""
    today = at.astimezone(settings.zone).date()
    digest = await _digest(ports, settings, address, _Wish(name=name, today=today, pack=pack))
    if isinstance(digest, Post):
        return digest
    room = await _room(ports, address)
    before = await _sent(ports, room, digest.sprint.name)
    if pack == "planning":
        await _note(ports, room, [_seen(digest, at)], at)
    return digest_post(since(digest, before), today=today)


async def _room(ports: Ports, address: Address) -> Address:
    """Where digests are sent for this conversation: its channel, if the bot belongs to it."""
    try:
        return await ports.find("here")
    except Trouble:
        return address


async def send_digest(  # noqa: PLR0913 (which, where, when)
    ports: Ports,
    settings: SprintSettings,
    *,
    address: Address,
    name: str,
    at: datetime,
    pack: Pack,
    asked: bool,
    room: Address | None = None,
) -> bool:
    """The scheduled digest: only what is new or changed. Nothing is sent when there is nothing, unless `asked`.

    What was sent before is remembered of the `room` as a whole, which is the place of this conversation where none is
    given: one that is asked for in a thread counts for its channel.
    """
    today = at.astimezone(settings.zone).date()
    digest = await _digest(ports, settings, address, _Wish(name=name, today=today, pack=pack))
    if isinstance(digest, Post):
        if asked or UNREAD in digest.text:
            await ports.say(digest, address)
            return True
        return False
    room = room or await _room(ports, address)
    sent = await _sent(ports, room, digest.sprint.name)
    digest = since(digest, sent)
    news = any(line.state != "known" for line in digest.lines) or bool(digest.settled)
    something = news or bool(unread_live(digest.unread))  # silence would say that all is as it was
    if not something and not asked:
        return False
    await _keep(ports, room, digest, at)
    await ports.say(digest_post(digest, only_new=bool(sent), today=today), address)
    return True


async def _sent(ports: Ports, address: Address, sprint: str) -> tuple[Line, ...]:
    journal = await ports.store.latest(address=address, kind=KIND)
    if journal is None:
        return ()
    entries = [entry.body for entry in journal.entries if entry.kind == "sent" and entry.body["sprint"] == sprint]
    return tuple(Line.model_validate(line) for line in entries[-1]["lines"]) if entries else ()


async def _keep(ports: Ports, address: Address, digest: Digest, at: datetime) -> None:
    """Kept before it is said: a crash in between may show it twice, never forget that it was shown."""
    body = {"sprint": digest.sprint.name, "lines": [line.model_dump(mode="json") for line in digest.lines]}
    await _note(ports, address, [Entry(kind="sent", at=at, by=None, body=body), _seen(digest, at)], at)


async def _note(ports: Ports, address: Address, entries: list[Entry], at: datetime) -> None:
    journal = await ports.store.latest(address=address, kind=KIND)
    if journal is None:
        journal_id = await ports.store.start(
            kind=KIND, address=address, title="digests", by=GROUNDWORK, at=at, entries=entries
        )
        await ports.store.append(journal_id, [], at=at, status="finished")
    else:
        await ports.store.append(journal.id, entries, at=at)


def _seen(digest: Digest, at: datetime) -> Entry:
    """How many items of the sprint had criteria at this moment, of those that tell; `bot.health` counts them."""
    sprint = digest.sprint
    counts = [item.criteria for item in sprint.items if item.criteria is not None]
    body = {
        "sprint": sprint.name,
        "start": sprint.start.isoformat() if sprint.start else "",
        "items": len(counts),
        "ready": sum(1 for each in counts if each),
    }
    return Entry(kind=SEEN, at=at, by=None, body=body)


async def _digest(ports: Ports, settings: SprintSettings, address: Address, wish: _Wish) -> Digest | Post:
    approved = await approved_in(ports, address, settings.room)

    async def look() -> object:
        return (await _look(settings, address, wish, approved.sprint)).model_dump(mode="json")

    looked = _Looked.model_validate(await ports.look("sprint.look", look))
    if looked.chosen is None:
        return no_sprint_post(wish.name, [each.name for each in looked.sprints], unread_live(looked.unread))
    behind = {each.item.name: each.origins for each in looked.gathered if each.origins}
    if approved.sprint is not None and looked.chosen.name == approved.sprint.name:
        behind = {name: (journal,) for name, journal in approved.journals.items()}
    asked = await left_open(ports, address, settings.room, behind, partial(_briefs, settings.knowledge, address))
    waiting = approved.sprint.items if approved.sprint else ()
    return draft_digest(
        looked.chosen,
        with_agreed(looked.gathered, await settings.agreed(ports, address)),
        pack=wish.pack,
        documents=looked.documents,
        unread=looked.unread,
        notes=looked.notes,
        whole=about_the_whole(
            looked.chosen, sprints=looked.sprints, approved=waiting, asked=asked, pack=wish.pack, today=wish.today
        ),
        today=wish.today,
        stale_days=settings.stale_days,
    )


async def _briefs(knowledge: Knowledge, address: Address) -> frozenset[str]:
    """The interviews whose briefs may be seen there."""
    documents = await knowledge.documents(asking=address)
    return frozenset(each.path.removesuffix(".md") for each in documents if name_of(each.source) == BRIEFS)


async def _look(settings: SprintSettings, address: Address, wish: _Wish, approved: Sprint | None) -> _Looked:
    knowledge = settings.knowledge
    sprints, unread = await read_live(settings.sources(address), wish.today)
    unread += await knowledge.unread(asking=address)
    documents = await knowledge.documents(asking=address)
    for document in documents:
        if document.kind == "sprint":
            text = await _text(knowledge, document, unread)
            sprints += read_sprint(text, stands_for(document)) if text else ()
    chosen = choose(sprints, wish.name, wish.today, running_first=wish.pack == "review") if sprints else None
    if approved is not None and (chosen is None or wish.name.strip().casefold() in {"stories", "approved"}):
        chosen = approved
    if chosen is None:
        return _Looked(sprints=tuple(sprints), unread=tuple(unread), documents=len(documents))
    gathered, notes = await _gather(knowledge, address, chosen, sprints, documents, unread)
    return _Looked(
        sprints=tuple(sprints),
        unread=tuple(unread),
        documents=len(documents),
        gathered=tuple(gathered),
        chosen=chosen,
        notes=tuple(notes),
    )


async def _text(knowledge: Knowledge, document: Document, unread: list[Unread]) -> str:
    try:
        return await knowledge.text(document.id)
    except Trouble as trouble:
        unread.append(Unread(source=document.source, path=document.path, reason=trouble.sentence))
        return ""


async def _gather(  # noqa: PLR0913, PLR0917 (what a sprint is held against)
    knowledge: Knowledge,
    address: Address,
    sprint: Sprint,
    sprints: Sequence[Sprint],
    documents: Sequence[Document],
    unread: list[Unread],
) -> tuple[list[Gathered], list[str]]:
    retros = [(each, await _text(knowledge, each, unread)) for each in documents if each.kind == "retro"]
    texts: dict[str, str] = {}
    gathered, notes = [], list[str]()
    common = common_stems(sprint.items)
    for item in sprint.items:
        found = await knowledge.search(item.text, _HITS, asking=address)
        notes += found.notes
        hits = tuple(hit for hit in found.hits if hit.document.kind not in {"sprint", "retro", "stories"})
        questions: list[tuple[str, Cite]] = []
        prd = next((hit.document for hit in hits if hit.document.kind in {"prd", "brief"}), None)
        if prd is not None:
            if prd.id not in texts:
                texts[prd.id] = await _text(knowledge, prd, unread)
            where = stands_for(prd).model_copy(update={"section": "Open"})
            questions = [(question, where) for question in open_questions(texts[prd.id], item)]
        actions = [
            (action, stands_for(document)) for document, text in retros for action in open_actions(text, item, common)
        ]
        gathered.append(
            Gathered(
                item=item,
                hits=hits,
                past=similar_past(item, sprint, sprints),
                questions=tuple(questions),
                actions=tuple(actions),
                origins=_origins(item, found.hits),
            )
        )
    return each_question_once(gathered), list(dict.fromkeys(notes))


def _origins(item: Item, hits: Sequence[Hit]) -> tuple[str, ...]:
    """The journals of briefs and stories made in the bot that say most of what the item says."""
    made = [hit for hit in hits if name_of(hit.document.source) in _MADE]
    near = [hit for hit in made if coverage(item.title, f"{hit.document.title} {hit.passage.text}") >= _COMES_FROM]
    return tuple(dict.fromkeys(hit.document.path.removesuffix(".md") for hit in near))

"""One turn about a sprint: load it, look up each item in the documents, say what is worth knowing."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.chat import Address, Message, Person, Post, Value
from bot.durable.ports import Ports
from bot.errors import Trouble
from bot.knowledge.ports import Knowledge
from bot.knowledge.values import Document, Unread
from bot.sprints.digest import (
    Digest,
    Gathered,
    Line,
    common_stems,
    compared,
    draft_digest,
    each_question_once,
    open_actions,
    open_questions,
    stands_for,
)
from bot.sprints.ports import Sources, no_sources
from bot.sprints.reading import read_sprint
from bot.sprints.rules import Cite, Item, Pack, Sprint, choose, pack_named, similar_past
from bot.sprints.says import UNREAD, digest_post, no_sprint_post
from bot.store.journal import Entry
from bot.stories.ear import KIND as STORIES

KIND = "digest"
GROUNDWORK = Person(id="groundwork", name="Groundwork")
_HITS = 10
_LIVE = "live"
_PATIENCE = 60.0  # seconds for all that one source tells


@dataclass(frozen=True, slots=True, kw_only=True)
class SprintSettings:
    """What the flow needs to know of the outside."""

    knowledge: Knowledge
    zone: ZoneInfo
    stale_days: int = 365
    sources: Sources = no_sources


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
    today = message.at.astimezone(settings.zone).date()
    pack = pack_named(name) or "digest"
    wish = _Wish(name="" if pack != "digest" else name, today=today, pack=pack)
    digest = await _digest(ports, settings, message.address, wish)
    if isinstance(digest, Post):
        await ports.say(digest)
        return
    before = await _sent(ports, message.address, digest.sprint.name)
    await ports.say(digest_post(_compared(digest, before), today=today))


async def send_digest(  # noqa: PLR0913 (which, where, when)
    ports: Ports, settings: SprintSettings, *, address: Address, name: str, at: datetime, pack: Pack, asked: bool
) -> bool:
    """The scheduled digest: only what is new or changed. Nothing is sent when there is nothing, unless `asked`."""
    today = at.astimezone(settings.zone).date()
    digest = await _digest(ports, settings, address, _Wish(name=name, today=today, pack=pack))
    if isinstance(digest, Post):
        if asked or UNREAD in digest.text:
            await ports.say(digest, address)
            return True
        return False
    sent = await _sent(ports, address, digest.sprint.name)
    digest = _compared(digest, sent)
    news = any(line.state != "known" for line in digest.lines) or bool(digest.settled)
    something = news or bool(_deaf(digest.unread))  # silence would say that all is as it was
    if not something and not asked:
        return False
    await _keep(ports, address, digest, at)
    await ports.say(digest_post(digest, only_new=bool(sent), today=today), address)
    return True


def _compared(digest: Digest, before: Sequence[Line]) -> Digest:
    """What is new since then; nothing is called settled when it may only not have been read."""
    found = compared(digest, before)
    return found.model_copy(update={"settled": ()}) if _deaf(digest.unread) else found


async def _sent(ports: Ports, address: Address, sprint: str) -> tuple[Line, ...]:
    journal = await ports.store.latest(address=address, kind=KIND)
    if journal is None:
        return ()
    entries = [entry.body for entry in journal.entries if entry.kind == "sent" and entry.body["sprint"] == sprint]
    return tuple(Line.model_validate(line) for line in entries[-1]["lines"]) if entries else ()


async def _keep(ports: Ports, address: Address, digest: Digest, at: datetime) -> None:
    """Kept before it is said: a crash in between may show it twice, never forget that it was shown."""
    body = {"sprint": digest.sprint.name, "lines": [line.model_dump(mode="json") for line in digest.lines]}
    entry = Entry(kind="sent", at=at, by=None, body=body)
    journal = await ports.store.latest(address=address, kind=KIND)
    if journal is None:
        journal_id = await ports.store.start(
            kind=KIND, address=address, title="digests", by=GROUNDWORK, at=at, entries=[entry]
        )
        await ports.store.append(journal_id, [], at=at, status="finished")
    else:
        await ports.store.append(journal.id, [entry], at=at)


async def _digest(ports: Ports, settings: SprintSettings, address: Address, wish: _Wish) -> Digest | Post:
    approved = await _approved(ports, address)

    async def look() -> object:
        return (await _look(settings, address, wish, approved)).model_dump(mode="json")

    looked = _Looked.model_validate(await ports.look("sprint.look", look))
    if looked.chosen is None:
        return no_sprint_post(wish.name, [each.name for each in looked.sprints], _deaf(looked.unread))
    return draft_digest(
        looked.chosen,
        looked.gathered,
        pack=wish.pack,
        documents=looked.documents,
        unread=looked.unread,
        notes=looked.notes,
        today=wish.today,
        stale_days=settings.stale_days,
    )


async def _approved(ports: Ports, address: Address) -> Sprint | None:
    """The stories that were approved in this conversation, as something to look ahead to."""
    journal = await ports.store.latest(address=address, kind=STORIES)
    if journal is None or not any(entry.kind == "approved" for entry in journal.entries):
        return None
    from bot.stories.flow import set_of  # drafting takes a while to import

    found = set_of(journal)
    items = tuple(
        Item(
            id=story.id,
            title=story.want.removeprefix("to "),
            criteria=len(story.criteria),
            note=story.benefit,
            owner=found.approved_by.get(story.id, ""),
        )
        for story in found.stories
        if story.status == "approved"
    )
    title = f"stories approved here: {journal.title}"
    return Sprint(name=title, items=items, cite=Cite(title=journal.title, path=f"{journal.id}.md")) if items else None


async def _look(settings: SprintSettings, address: Address, wish: _Wish, approved: Sprint | None) -> _Looked:
    knowledge = settings.knowledge
    sprints, deaf = await _told(settings, address, wish.today)
    unread = [*deaf, *await knowledge.unread(asking=address)]
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


async def _told(settings: SprintSettings, address: Address, today: date) -> tuple[list[Sprint], list[Unread]]:
    """What the sources tell that know sprints as they are now, and what of it could not be read."""
    sprints: list[Sprint] = []
    unread: list[Unread] = []
    for source in settings.sources(address):
        try:
            async with asyncio.timeout(_PATIENCE):
                told = await source.sprints(today)
        except TimeoutError:
            unread.append(Unread(source=_LIVE, path=source.name, reason=f"it took longer than {_PATIENCE:g} seconds"))
            continue
        except Trouble as trouble:
            reason = getattr(trouble, "reason", trouble.sentence.rstrip("."))
            unread.append(Unread(source=_LIVE, path=source.name, reason=reason))
            continue
        sprints += told.sprints
        unread += [Unread(source=_LIVE, path=each, reason=f"in {source.name}") for each in told.unread]
    return sprints, unread


def _deaf(unread: Sequence[Unread]) -> list[Unread]:
    """What could not be read of that which is read anew each time."""
    return [each for each in unread if each.source == _LIVE]


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
            )
        )
    return each_question_once(gathered), list(dict.fromkeys(notes))

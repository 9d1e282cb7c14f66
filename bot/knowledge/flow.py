"""One turn about the documents: a question and the passages that answer it, and what people think of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.chat import Attachment, Message, Post
from bot.durable.ports import Ports
from bot.errors import Trouble
from bot.knowledge.answering import answer
from bot.knowledge.ports import Knowledge
from bot.knowledge.says import ASK, COMMAND_LINE, READING, found_post, nothing_post
from bot.knowledge.values import Found, is_added, name_of
from bot.language.text import clean, is_empty, one_line
from bot.store.journal import Entry

KIND = "context"
_MOST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextSettings:
    """What the flow needs to know of the outside."""

    knowledge: Knowledge
    zone: ZoneInfo


async def context_command(message: Message, ports: Ports, settings: ContextSettings) -> None:
    """`/context a question or a story` quotes the best passages."""
    text = "\n".join([message.text, *(file.text for file in message.files)])
    if is_empty(text):
        await ports.say(Post(text=ASK))
        return
    question = one_line(clean(text))

    async def look() -> object:
        if not await settings.knowledge.ready():
            raise Trouble(READING)
        found = await settings.knowledge.search(question, _MOST, asking=message.address)
        return found.model_dump(mode="json")

    found = Found.model_validate(await ports.look("context.search", look))
    if not found.hits:
        await ports.say(nothing_post(found, question, await _sources(message, ports, settings)))
        return
    # The hits are kept, so that a vote days later is about the passage that was shown.
    entry = Entry(kind="found", at=message.at, by=message.author, body={"asked": question, "hits": _kept(found)})
    journal_id = await ports.store.start(
        kind=KIND, address=message.address, title=question[:80], by=message.author, at=message.at, entries=[entry]
    )
    await ports.store.append(journal_id, [], at=message.at, status="finished")
    said = await answer(ports.llm, question, found) if ports.llm is not None else ""
    today = message.at.astimezone(settings.zone).date()
    await ports.say(found_post(found, question, today, journal_id, said))


async def _sources(message: Message, ports: Ports, settings: ContextSettings) -> list[str]:
    async def look() -> object:
        documents = await settings.knowledge.documents(asking=message.address)
        sources = {document.source for document in documents}
        return sorted({"added here" if is_added(source) else name_of(source) for source in sources})

    return list(await ports.look("context.sources", look))


def _kept(found: Found) -> list[dict[str, object]]:
    return [{"key": hit.key, "document": hit.document.id, "title": hit.document.title} for hit in found.hits]


async def pick(message: Message, ports: Ports, settings: ContextSettings) -> None:
    """👍 or 👎 on a passage."""
    _, mark, journal_id, rank, *_ = [*(message.choice or "").split(":"), "", "", ""]
    journal = await ports.store.journal(journal_id)
    entry = next((each for each in journal.entries if each.kind == "found"), None) if journal else None
    hits = entry.body["hits"] if entry else []
    if entry is None or mark not in {"up", "down"} or not rank.isdecimal() or not 1 <= int(rank) <= len(hits):
        await ports.say(Post(text="I can’t find that passage any more.", private_to=message.author.id))
        return
    hit = hits[int(rank) - 1]

    async def keep() -> None:
        await settings.knowledge.vote(
            person=message.author.id,
            key=hit["key"],
            asked=entry.body["asked"],
            document_id=hit["document"],
            vote=1 if mark == "up" else -1,
            at=message.at,
        )

    await ports.look("context.vote", keep)
    body = {"rank": int(rank), "vote": 1 if mark == "up" else -1}
    await ports.store.append(
        journal_id, [Entry(kind="voted", at=message.at, by=message.author, body=body)], at=message.at
    )
    thanks = "Good to know, thank you." if mark == "up" else "Thank you, that helps to find what is missing or wrong."
    await ports.say(Post(text=thanks, private_to=message.author.id))


async def index_command(message: Message, ports: Ports, settings: ContextSettings) -> None:
    """`groundwork index` beside a running Groundwork: the one that runs has the index, so it does the work."""
    if message.address != COMMAND_LINE:
        await ports.say(Post(text="Documents are read by themselves before each question. " + ASK))
        return

    async def work() -> object:
        return (await settings.knowledge.index()).model_dump(mode="json")

    await _answer(ports, await ports.look("index", work))


async def search_command(message: Message, ports: Ports, settings: ContextSettings) -> None:
    """`groundwork search` beside a running Groundwork; in a conversation it is `/context`."""
    if message.address != COMMAND_LINE:
        await context_command(message, ports, settings)
        return
    asked = json.loads(message.text)

    async def work() -> object:
        return [
            (
                await settings.knowledge.search(question, asked["count"], asking=asked["asking"], strict=False)
            ).model_dump(mode="json")
            for question in asked["questions"]
        ]

    await _answer(ports, await ports.look("search", work))


async def _answer(ports: Ports, value: object) -> None:
    file = Attachment(name="answer.json", text=json.dumps(value), media_type="application/json")
    await ports.say(Post(text="Done.", attachments=(file,)))

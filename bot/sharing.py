"""What was made in a private conversation is found there only, until somebody who took part lets everybody find it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.chat import Choice, Choices, Message, Post
from bot.durable.ports import Ports
from bot.language.markdown import escape, quoted
from bot.language.text import shorten
from bot.store.journal import Entry, Journal, JournalHead, Reads

KIND = "sharing"
_SHARED, _KEPT = "shared", "kept"
_MOST = 1000
_OUTDATED = "I can’t find what that button was for any more."


@dataclass(frozen=True, slots=True, kw_only=True)
class SharingSettings:
    """`changed` has the documents looked at again."""

    changed: Callable[[], Awaitable[None]]


async def offered(post: Post, journal: JournalHead, ports: Ports) -> Post:
    """A post that shows what was made; in a private place with the button that lets everybody find it."""
    if not await ports.private(journal.address) or journal.id in await shared(ports.store):
        return post
    button = Choice(id=f"{KIND}:all:{journal.id}", label="Let everybody find it")
    prompt = "This is a private conversation, so `/context` finds this here and nowhere else."
    return post.model_copy(update={"parts": (*post.parts, Choices(prompt=prompt, options=(button,), stays=True))})


async def shared(store: Reads) -> frozenset[str]:
    """The journals that everybody may find, as it was decided last; of very many decisions the old ones don’t count."""
    decided: dict[str, bool] = {}
    for head in await store.heads(kind=KIND, limit=_MOST):
        journal = await store.journal(head.id)
        for entry in journal.entries if journal else ():
            decided.setdefault(str(entry.body["made"]), entry.kind == _SHARED)
    return frozenset(made for made, is_shared in decided.items() if is_shared)


async def pick(message: Message, ports: Ports, settings: SharingSettings) -> None:
    """Somebody decides who finds it. It is theirs to decide who said something for it."""
    _, what, made, *_ = [*(message.choice or "").split(":"), "", ""]
    journal = await ports.store.journal(made)
    if journal is None or what not in {"all", "here"}:
        await ports.say(Post(text=_OUTDATED, private_to=message.author.id))
        return
    people = await _took_part(journal, ports)
    if message.author.id not in people:
        names = " or ".join(escape(name) for name in list(people.values())[:3])
        text = f"That is for somebody who took part: {names}."
        await ports.say(Post(text=text, private_to=message.author.id))
        return
    entry = Entry(kind=_SHARED if what == "all" else _KEPT, at=message.at, by=message.author, body={"made": journal.id})
    decision = await ports.store.start(
        kind=KIND, address=journal.address, title=journal.id, by=message.author, at=message.at, entries=[entry]
    )
    await ports.store.append(decision, [], at=message.at, status="finished")
    await ports.look("sharing.changed", settings.changed)
    await ports.say(_told(journal, everybody=what == "all"))


def _told(journal: Journal, *, everybody: bool) -> Post:
    name = quoted(shorten(journal.title, 80))
    if everybody:
        text = f"From now on {name} is found everywhere in the team, with `/context` and in digests."
        button = Choice(id=f"{KIND}:here:{journal.id}", label="Only here again")
    else:
        text = f"{name} is found only here again."
        button = Choice(id=f"{KIND}:all:{journal.id}", label="Let everybody find it")
    return Post(text=text, parts=(Choices(options=(button,), stays=True),))


async def _took_part(journal: Journal, ports: Ports) -> dict[str, str]:
    """Names by id of whoever has an entry in it, or in the interview that it comes from."""
    people = {journal.started_by.id: journal.started_by.name}
    origins = {str(entry.body["origin"]) for entry in journal.entries if entry.body.get("origin")}
    journals = [journal, *[found for each in sorted(origins) if (found := await ports.store.journal(each)) is not None]]
    for each in journals:
        people |= {entry.by.id: entry.by.name for entry in each.entries if entry.by is not None}
    return people

"""Conversations as tests: people say things to the whole bot, and what it says back is held against them."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from bot.app import App
from bot.chat import Address, File, Message, Person, Post, parse_command
from bot.durable import Handle, Ports
from bot.durable.steps import Models, make_ports
from bot.interviews.flow import KIND, events_of
from bot.interviews.rules import Interview, replay
from bot.platforms.terminal import Terminal
from bot.store.journal import Entry, Journal, JournalHead, Status
from bot.store.sql import SqlStore
from tests.patience import PATIENCE
from tests.platforms.kept import Kept

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HERE = "terminal:here"

Line = str | Sequence[str]
"""What is expected of an answer: a fragment of its only post, or one fragment for each post in turn."""


class Road(Protocol):
    """How a message reaches the bot and what was said comes back."""

    async def take(self, message: Message) -> list[Post]:
        """Let the bot answer this message; returns everything that it said, in order."""
        ...

    async def latest(self, address: Address) -> Journal | None:
        """The interview of this conversation that was updated last."""
        ...


class Recorder:
    """A platform that remembers what it was asked to post."""

    def __init__(self) -> None:
        self.posts: list[tuple[Address, Post, str]] = []
        terminal = Terminal(Kept())
        self.find, self.private, self.includes = terminal.find, terminal.private, terminal.includes
        self.called = terminal.called

    async def say(self, address: Address, post: Post, *, key: str) -> str:
        self.posts.append((address, post, key))
        return f"post {len(self.posts)}"


class StraightRoad:
    """The composition root over a real store, without queues: ports are made as a durable turn makes them."""

    def __init__(self, handle: Handle, store: SqlStore, models: Models | None = None) -> None:
        self._handle = handle
        self._models = models
        self.store = store
        self.platform = Recorder()

    async def take(self, message: Message) -> list[Post]:
        said: list[Post] = []
        ports = make_ports(
            message,
            message.key,
            step=_in_json,
            store=self.store,
            platforms={"terminal": self.platform},
            said=said,
            models=self._models,
        )
        await self._handle(message, ports)
        return said

    async def latest(self, address: Address) -> Journal | None:
        return await self.store.latest(address=address, kind=KIND)


async def _in_json(name: str, call: Callable[[], Awaitable[Any]]) -> Any:
    """A step gives what it would give after a restart."""
    return json.loads(json.dumps(await call()))


class DurableRoad:
    """The real app: every message is queued and runs as a durable turn."""

    def __init__(self, app: App, timeout: float = PATIENCE) -> None:
        self._app = app
        self._timeout = timeout

    async def take(self, message: Message) -> list[Post]:
        return await self._app.result(await self._app.submit(message), timeout=self._timeout)

    async def latest(self, address: Address) -> Journal | None:
        return await self._app.store.latest(address=address, kind=KIND)


class MemoryRoad:
    """The composition root over a store in memory, for laws that hold over hundreds of interviews."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle
        self.store = MemoryStore()

    async def take(self, message: Message) -> list[Post]:
        said: list[Post] = []

        async def say(post: Post, address: Address | None = None) -> str:
            said.append(Post.model_validate_json(post.model_dump_json()))
            return str(len(said))

        await self._handle(message, Ports(store=self.store, say=say))
        return said

    async def latest(self, address: Address) -> Journal | None:
        return await self.store.latest(address=address, kind=KIND)


class MemoryStore:
    """`Store` in memory; like the real one it keeps no more of an entry than its JSON."""

    def __init__(self) -> None:
        self._heads: dict[str, JournalHead] = {}
        self._entries: dict[str, list[str]] = {}
        self._order: list[str] = []

    async def start(  # noqa: PLR0913 (as in `Store`)
        self, *, kind: str, address: Address, title: str, by: Person, at: datetime, entries: Sequence[Entry]
    ) -> str:
        journal_id = f"{kind}-{1 + sum(1 for head in self._heads.values() if head.kind == kind)}"
        self._heads[journal_id] = JournalHead(
            id=journal_id,
            kind=kind,
            address=address,
            title=title,
            status="open",
            started_by=by,
            started_at=at,
            updated_at=at,
        )
        self._entries[journal_id] = []
        await self.append(journal_id, entries, at=at)
        return journal_id

    async def append(
        self,
        journal_id: str,
        entries: Sequence[Entry],
        *,
        at: datetime,
        status: Status | None = None,
        title: str | None = None,
    ) -> None:
        self._entries[journal_id] += [entry.model_dump_json() for entry in entries]
        changed: dict[str, Any] = {"updated_at": at}
        changed |= {"status": status} if status is not None else {}
        changed |= {"title": title} if title is not None else {}
        self._heads[journal_id] = self._heads[journal_id].model_copy(update=changed)
        self._order = [*(one for one in self._order if one != journal_id), journal_id]

    async def current(self, address: Address, kind: str | None = None) -> Journal | None:
        return await self.latest(address=address, kind=kind, statuses=("open",))

    async def journal(self, journal_id: str) -> Journal | None:
        if journal_id not in self._heads:
            return None
        entries = tuple(Entry.model_validate_json(entry) for entry in self._entries[journal_id])
        return Journal(**dict(self._heads[journal_id]), entries=entries)

    async def latest(
        self, *, address: Address | None = None, kind: str | None = None, statuses: Sequence[Status] | None = None
    ) -> Journal | None:
        heads = await self.heads(address=address, kind=kind, statuses=statuses, limit=1)
        return await self.journal(heads[0].id) if heads else None

    async def heads(
        self,
        *,
        address: Address | None = None,
        kind: str | None = None,
        statuses: Sequence[Status] | None = None,
        holding: Mapping[str, Any] | None = None,
        limit: int = 50,
    ) -> list[JournalHead]:
        found = [self._heads[one] for one in reversed(self._order)]
        return [
            head
            for head in found
            if (address is None or head.address == address)
            and (kind is None or head.kind == kind)
            and (statuses is None or head.status in statuses)
            and (
                holding is None
                or any(holding.items() <= json.loads(one)["body"].items() for one in self._entries[head.id])
            )
        ][:limit]


@dataclass
class Bot:
    """The bot as people meet it in a conversation. Time goes on by `tick` with every message."""

    road: Road
    now: datetime = MONDAY
    tick: timedelta = timedelta(minutes=1)
    posts: list[Post] = field(default_factory=list)
    sent: int = 0

    async def says(  # noqa: PLR0913 (all that a message may hold)
        self,
        who: str,
        text: str,
        *,
        at: Address = HERE,
        posts: int | None = 1,
        files: Iterable[tuple[str, str]] = (),
        link: str | None = "",
    ) -> str:
        """Somebody says something; gives what the bot shows. Silence fails, and so does any other number of posts."""
        command, rest = parse_command(text)
        attached = tuple(File(name=name, text=body) for name, body in files)
        message = self._message(who, at, link).model_copy(update={"text": rest, "command": command, "files": attached})
        return await self._send(message, posts)

    async def picks(self, who: str, choice: str, *, at: Address = HERE, posts: int | None = 1) -> str:
        """Somebody uses a choice, by its id or its label in what was shown last."""
        offered = [option for post in self.posts for option in post.choices]
        chosen = next((option.id for option in offered if choice in {option.id, option.label}), choice)
        return await self._send(self._message(who, at, "").model_copy(update={"choice": chosen}), posts)

    async def fills(self, who: str, form_id: str, *, at: Address = HERE, posts: int | None = 1, **values: str) -> str:
        """Somebody submits a form."""
        message = self._message(who, at, "").model_copy(update={"form_id": form_id, "form": values})
        return await self._send(message, posts)

    def _message(self, who: str, at: Address, link: str | None) -> Message:
        self.sent += 1
        self.now += self.tick
        return Message(
            key=f"{at}/{self.sent:06d}",
            address=at,
            author=Person(id=who.lower(), name=who),
            at=self.now,
            permalink=f"https://chat.example/{at.partition(':')[2]}/{self.sent}" if link == "" else link,
        )

    async def _send(self, message: Message, posts: int | None) -> str:
        self.posts = await self.road.take(message)
        assert self.posts, f"The bot is silent after {message.text[:200]!r}."
        if posts is not None:
            assert len(self.posts) == posts, f"{len(self.posts)} posts instead of {posts}:\n{self.shown}"
        return self.shown

    @property
    def shown(self) -> str:
        """Everything that the last posts show, as text."""
        return "\n\n".join(visible(post) for post in self.posts)

    def shows(self, *fragments: str) -> None:
        """What was said last holds all of these."""
        for fragment in fragments:
            assert fragment in self.shown, f"{fragment!r} is not in:\n{self.shown}"

    def hides(self, *fragments: str) -> None:
        """What was said last holds none of these."""
        for fragment in fragments:
            assert fragment not in self.shown, f"{fragment!r} is in:\n{self.shown}"

    def document(self, name: str = "brief.md") -> str:
        """The text of a file that came with the last posts."""
        found = {attachment.name: attachment.text for post in self.posts for attachment in post.attachments}
        assert name in found, f"There is no {name}, only {sorted(found)}."
        return found[name]

    async def verify_dialog(self, lines: Sequence[tuple[str, Line]], *, at: Address = HERE) -> None:
        """Each message and what its answer must hold. `Tom: text` is said by Tom, all else by Priya."""
        for text, expected in lines:
            who, _, said = (
                text.partition(": ") if text.startswith(("Tom: ", "Priya: ", "Ana: ")) else ("Priya", "", text)
            )
            fragments = (expected,) if isinstance(expected, str) else tuple(expected)
            await self.says(who, said, at=at, posts=len(fragments))
            for post, fragment in zip(self.posts, fragments, strict=True):
                assert fragment in visible(post), f"After {text!r}: {fragment!r} is not in:\n{visible(post)}"

    async def journal(self, at: Address = HERE) -> Journal:
        """The interview of this conversation that was updated last."""
        found = await self.road.latest(at)
        assert found is not None, f"There is no interview at {at}."
        return found

    async def interview(self, at: Address = HERE) -> Interview:
        """The state of that interview."""
        return replay(events_of(await self.journal(at)))


def visible(post: Post) -> str:
    """Everything in a post that people read, but the files that come with it."""
    lines = [post.text]
    for part in post.parts:
        lines += _strings(part.model_dump(mode="json", exclude={"kind", "id", "style", "level", "numbered"}))
    return "\n".join(line for line in lines if line)


def _strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for one in value.values() for text in _strings(one)]
    if isinstance(value, list):
        return [text for one in value for text in _strings(one)]
    return [str(value)] if isinstance(value, str) else []

"""A file that somebody drops without a word: they are asked what it is for, and it may become a document found here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.chat import Address, Choice, Choices, File, Message, Post
from bot.durable.ports import Ports
from bot.knowledge.indexing import Made
from bot.knowledge.ports import Knowledge
from bot.knowledge.values import added_source
from bot.language.markdown import quoted
from bot.language.text import is_empty, shorten
from bot.store.journal import Entry, Journal, Reads

KIND = "file"
_OUTDATED = "That file is from before I kept what it said. Send it again, please."
_MOST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSettings:
    """What can be done with files.

    `interview` is the kind of what may be open here; `use` takes the files into it, False when nothing is open; `begin`
    begins with them. `sum_up` reads them as what was said in a retrospective, where `is_notes` says that they may be
    that.
    """

    knowledge: Knowledge
    interview: str
    use: Callable[[Message, Ports], Awaitable[bool]]
    begin: Callable[[Message, Ports], Awaitable[None]]
    sum_up: Callable[[Message, Ports], Awaitable[None]]
    is_notes: Callable[[str], bool]


async def ask(message: Message, ports: Ports, settings: FileSettings) -> bool:
    """Files with words beside them are meant as the words say; without, whoever sent them is asked."""
    if not message.files or message.command or not is_empty(message.text):
        return False
    is_open = await ports.store.current(message.address, settings.interview) is not None
    body = {"files": [file.model_dump(mode="json") for file in message.files], "link": message.permalink}
    title = shorten(", ".join(file.name for file in message.files), 80)
    journal_id = await ports.store.start(
        kind=KIND,
        address=message.address,
        title=title,
        by=message.author,
        at=message.at,
        entries=[Entry(kind="came", at=message.at, by=message.author, body=body)],
    )
    await ports.store.append(journal_id, [], at=message.at, status="finished")
    options = [
        Choice(id=f"{KIND}:use:{journal_id}", label="Use this in the interview", style="primary")
        if is_open
        else _begin(journal_id),
        Choice(id=f"{KIND}:add:{journal_id}", label="Add to knowledge"),
    ]
    if all(settings.is_notes(file.name) for file in message.files):
        options.append(Choice(id=f"{KIND}:sum:{journal_id}", label="Sum up this retro"))
    what = "are these" if len(message.files) > 1 else "is this"
    text = f"I have read {_names(message.files)}. What {what} for?"
    if is_open:
        text += " The question that is open here waits."
    await ports.say(Post(text=text, parts=(Choices(options=tuple(options), stays=True),)))
    return True


async def pick(message: Message, ports: Ports, settings: FileSettings) -> None:
    """One of the buttons was pressed."""
    _, what, journal_id, *_ = [*(message.choice or "").split(":"), "", ""]
    journal = await ports.store.journal(journal_id)
    files = _files(journal) if journal and journal.kind == KIND else ()
    if journal is None or not files or what not in {"use", "begin", "add", "drop", "sum"}:
        await ports.say(Post(text=_OUTDATED, private_to=message.author.id))
    elif what == "sum":
        await settings.sum_up(message.model_copy(update={"choice": None, "files": files}), ports)
    elif what in {"use", "begin"}:
        sender = journal.started_by
        via = message.author if message.author.id != sender.id else None
        update = {"choice": None, "files": files, "author": sender, "via": via, "permalink": _link(journal)}
        if what == "begin":
            await settings.begin(message.model_copy(update=update), ports)
        elif not await settings.use(message.model_copy(update=update), ports):
            text = "No interview is open here any more. Shall I start one with it?"
            await ports.say(Post(text=text, parts=(Choices(options=(_begin(journal_id),)),)))
    else:
        entry = Entry(kind={"add": "added", "drop": "dropped"}[what], at=message.at, by=message.author, body={})
        await ports.store.append(journal.id, [entry], at=message.at)
        await ports.look("file.changed", settings.knowledge.changed)
        await ports.say(_added(journal.id, files) if what == "add" else _dropped(files))


def _begin(journal_id: str) -> Choice:
    """To begin takes another right than to answer, so it is another button."""
    return Choice(id=f"{KIND}:begin:{journal_id}", label="Start an interview with this", style="primary")


def _added(journal_id: str, files: Sequence[File]) -> Post:
    they, find = ("They are", "them") if len(files) > 1 else ("It is", "it")
    text = (
        f"{_names(files)} can be found from now on, with `/context`. {they} for this conversation: whoever asks here "
        f"finds {find}, and nobody elsewhere does."
    )
    return Post(text=text, parts=(Choices(options=(Choice(id=f"{KIND}:drop:{journal_id}", label="Take it out"),)),))


def _dropped(files: Sequence[File]) -> Post:
    return Post(text=f"{_names(files)} can’t be found any more.")


def _names(files: Sequence[File]) -> str:
    return " and ".join(quoted(shorten(file.name, 60)) for file in files)


def _files(journal: Journal) -> tuple[File, ...]:
    came = next((entry for entry in journal.entries if entry.kind == "came"), None)
    return tuple(File.model_validate(one) for one in came.body["files"]) if came else ()


def _link(journal: Journal) -> str | None:
    came = next(entry for entry in journal.entries if entry.kind == "came")
    return str(came.body["link"]) if came.body["link"] else None


async def added_here(store: Reads, room: Callable[[Address], Address]) -> Mapping[str, Sequence[Made]]:
    """What people added, by the conversation that it is for."""
    found: dict[str, list[Made]] = {}
    for head in await store.heads(kind=KIND, limit=_MOST):
        journal = await store.journal(head.id)
        decided = [entry.kind for entry in journal.entries if entry.kind in {"added", "dropped"}] if journal else []
        if journal is None or decided[-1:] != ["added"]:
            continue
        found.setdefault(added_source(room(journal.address)), []).extend(
            Made(
                path=f"{head.id}/{file.name}",
                text=file.text,
                link=_link(journal) or "",
                owner=head.started_by.name,
                at=head.updated_at,
            )
            for file in _files(journal)
        )
    return found

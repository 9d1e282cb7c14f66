"""Brings the index up to date with its sources: only what changed is read, only what is new is embedded."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import structlog

from bot.errors import Trouble
from bot.knowledge import files, versions
from bot.knowledge.embed import Embedder, embedded_text, text_key
from bot.knowledge.files import Seen, Unreadable
from bot.knowledge.recognise import form_of, recognise
from bot.knowledge.split import split
from bot.knowledge.values import BRIEFS, STORIES, Document, Passage, Report, Unread, name_of
from bot.knowledge.vectors import Collection
from bot.store.shelf import Kept, Shelf

OUTLINE = -1
"""The `seq` of a document's outline: its title, headings and beginning, by which the document as a whole is found."""

_READER = "3"
_BATCH = 32
_OUTLINE_HEADINGS = 25
_OUTLINE_TEXT = 400
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Made:
    """A document that the bot itself made, such as a brief: Markdown with where it came from."""

    path: str
    text: str
    link: str = ""
    owner: str = ""
    at: datetime | None = None


def team_source(kind: str, team: str) -> str:
    """The name of a source that only one team may see: `retros@` and what can't be read back into an address."""
    return f"{kind}@{hashlib.sha256(team.encode()).hexdigest()[:12]}"


@dataclass(frozen=True, slots=True)
class Sources:
    """What is indexed: folders or files by the name of their source, and what the bot made, by source."""

    folders: Mapping[str, Path] = field(default_factory=dict)
    made: Mapping[str, Sequence[Made]] = field(default_factory=dict)


Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how many."""


class Stopped(Exception):  # noqa: N818 (it was asked for)
    """The run was asked to end; what is done is kept."""


def update_texts(shelf: Shelf, sources: Sources, *, progress: Progress, stop: Callable[[], bool]) -> Report:
    """Bring documents and passages up to date. Each document is its own transaction, so this can end anywhere."""
    kept = shelf.kept()
    seen: dict[str, Seen] = {}
    unread: list[Unread] = []
    complete: set[str] = set(sources.made)
    closed: list[str] = []  # folders that can't be looked into today: what was read of them before is kept
    for source, folder in sources.folders.items():
        if not folder.exists():
            unread.append(Unread(source=source, path=str(folder), reason="it isn’t there"))
            continue
        complete.add(source)
        for each in files.walk(folder):
            if each.wrong:
                unread.append(Unread(source=source, path=each.path or str(folder), reason=each.wrong))
                closed.append(f"{source}:{each.path}/" if each.path else f"{source}:")
            else:
                seen[f"{source}:{each.path}"] = each
    todo = [id_ for id_, each in seen.items() if _is_new(kept.get(id_), each)]
    counts = {"new": 0, "changed": 0}
    repositories: dict[str, versions.Repository] = {}
    for number, id_ in enumerate(todo):
        progress("Reading", number, len(todo))
        if stop():
            raise Stopped
        source = id_.partition(":")[0]
        if source not in repositories:
            repositories[source] = versions.look(sources.folders[source])
        kind = _read_one(shelf, source, seen[id_], kept.get(id_), repositories[source])
        if kind:
            counts[kind] += 1
    for source, documents in sources.made.items():
        for made in documents:
            kind = _keep_made(shelf, source, made, kept.get(f"{source}:{made.path}"))
            if kind:
                counts[kind] += 1
    there = {*seen, *(f"{source}:{made.path}" for source, each in sources.made.items() for made in each)}
    # A source that isn't there today (a drive that isn't mounted) keeps what was read of it; one no longer named goes.
    named = {*sources.folders, *sources.made}
    gone = [
        id_
        for id_, each in kept.items()
        if id_ not in there
        and (each.source in complete or each.source not in named)
        and not (each.source in named and id_.startswith(tuple(closed)))
    ]
    shelf.remove(gone)
    progress("Reading", len(todo), len(todo))
    after = shelf.kept()
    unread += [Unread(source=each.source, path=each.path, reason=each.reason) for each in after.values() if each.reason]
    return Report(
        documents=sum(1 for each in after.values() if not each.reason),
        new=counts["new"],
        changed=counts["changed"],
        removed=len(gone),
        unread=tuple(unread),
    )


def _is_new(kept: Kept | None, seen: Seen) -> bool:
    # What could not be read for want of a package may well be readable now.
    return kept is None or (kept.size, kept.mtime) != (seen.size, seen.mtime) or bool(kept.reason) or _stale(kept)


def _stale(kept: Kept) -> bool:
    return not kept.digest.startswith(f"{_READER}:")


def _read_one(shelf: Shelf, source: str, seen: Seen, kept: Kept | None, repository: versions.Repository) -> str:
    entry = Kept(id=f"{source}:{seen.path}", source=source, path=seen.path, digest="", size=seen.size, mtime=seen.mtime)
    try:
        text, note = files.read(seen.file)
    except Unreadable as trouble:
        entry = entry.model_copy(update={"digest": f"{_READER}:", "reason": str(trouble)})
        if kept != entry:
            shelf.put(entry, {}, [])
        return ""
    change = repository.changes.get(seen.path)
    facts = f"{change.author}{change.at}" if change else ""
    entry = entry.model_copy(update={"digest": f"{_READER}:{_digest(seen.path, text, facts)}"})
    if kept and kept.digest == entry.digest and not kept.reason:
        shelf.touch(entry)
        return ""
    try:
        document, body = recognise(source, seen.path, text)
        passages = split(body, form_of(seen.path))
    except Exception as error:  # noqa: BLE001 (one odd file must not stop the others; it is told by name)
        _log.warning("document_not_understood", path=seen.path, exc_info=True)
        entry = entry.model_copy(
            update={"digest": f"{_READER}:", "reason": f"it can’t be understood ({type(error).__name__})"}
        )
        shelf.put(entry, {}, [])
        return ""
    document = document.model_copy(
        update={
            "author": document.author or (change.author if change else ""),
            "changed_at": change.at if change else datetime.fromtimestamp(seen.mtime / 1e9, UTC),
            "link": document.link or repository.link(seen.path),
            "note": "; ".join(each for each in (note, document.note) if each),
        }
    )
    _keep(shelf, entry, document, passages)
    return "changed" if kept else "new"


def _keep_made(shelf: Shelf, source: str, made: Made, kept: Kept | None) -> str:
    digest = f"{_READER}:{_digest(made.path, made.text, f'{made.link}{made.owner}')}"
    if kept and kept.digest == digest:
        return ""
    document, body = recognise(source, made.path, made.text)
    kinds = {BRIEFS: "brief", STORIES: "stories", "retros": "retro"}
    document = document.model_copy(
        update={
            "kind": kinds.get(name_of(source).partition("@")[0], document.kind),
            "link": made.link,
            "owner": made.owner,
            "changed_at": made.at,
            "day": made.at.date() if made.at else None,
        }
    )
    entry = Kept(id=document.id, source=source, path=made.path, digest=digest, size=len(made.text), mtime=0)
    _keep(shelf, entry, document, split(body, form_of(made.path)))
    return "changed" if kept else "new"


def _keep(shelf: Shelf, entry: Kept, document: Document, passages: Sequence[Passage]) -> None:
    rows = [
        (each.seq, text_key(embedded_text(document.title, each.headings, each.text)), each.model_dump(mode="json"))
        for each in (*passages, outline(document, passages))
    ]
    shelf.put(entry, document.model_dump(mode="json"), rows)


def outline(document: Document, passages: Sequence[Passage]) -> Passage:
    """The document in short, so that it can be found as a whole."""
    headings = dict.fromkeys(
        heading for passage in passages for heading in passage.headings if heading != document.title
    )
    beginning = passages[0].text[:_OUTLINE_TEXT] if passages else ""
    text = f"{', '.join(list(headings)[:_OUTLINE_HEADINGS])}\n{beginning}".strip() or document.title
    return Passage(seq=OUTLINE, headings=(), text=text)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def update_vectors(  # noqa: PLR0913 (what it works on, and how it is watched)
    shelf: Shelf,
    collection: Collection,
    embedder: Embedder,
    *,
    progress: Progress,
    stop: Callable[[], bool],
    most: int | None = None,
) -> tuple[int, int]:
    """Embed what has no vector, remove vectors of what is gone; returns how many got one and how many still wait.

    What is there is asked of the collection itself, so the next run makes good a crash anywhere, or a lost folder.
    """
    have = collection.keys()
    wanted = {
        key: embedded_text(title, passage["headings"], passage["text"])
        for key, title, passage in shelf.with_keys(shelf.keys() - have.keys())
    }
    keys = sorted(wanted, key=lambda key: len(wanted[key]))
    done, last = 0, len(keys) if most is None else min(most, len(keys))
    while done < last:
        progress("Embedding", done, len(keys))
        if stop():
            raise Stopped
        batch = keys[done : min(done + _BATCH, last)]
        collection.add(list(zip(batch, embedder.passages([wanted[key] for key in batch]), strict=True)))
        done += len(batch)
    progress("Embedding", done, len(keys))
    if done == len(keys):
        valid = shelf.keys()
        collection.remove([id_ for key, ids in have.items() if key not in valid for id_ in ids])
    return done, len(keys) - done


def check_names(names: Iterable[str]) -> None:
    """Trouble when a source's name would be mistaken for something else."""
    for name in names:
        if not name or ":" in name:
            raise Trouble(f"“{name}” can’t be the name of a source: give it letters without a colon.")

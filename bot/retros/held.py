"""Finds the retro that something is about, wherever it was said, and reads it from its journal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from bot.chat import Address, Message, Person, Value
from bot.language.remarks import is_remark
from bot.retros.moves import Move, body_of, read_move
from bot.retros.names import KIND, NOTE
from bot.retros.rules import Retro, replay
from bot.retros.settings import RetroSettings
from bot.store.journal import Entry, Journal, JournalHead, Reads

_NUMBERED = re.compile(r"^(?:retro[- ])?#?(?P<number>\d+)\s*:\s*(?P<rest>.+)$", re.DOTALL | re.IGNORECASE)
VERBS = frozenset(
    "start add note reveal vote mood undo next back topic timer move rename merge remark action actions take assign "
    "accept done snooze drop reopen reword export list board help close".split()
)
_ALONE = frozenset("reveal undo next list board help close actions".split())
"""Behind these stands nothing."""
_NAMES = re.compile(r"#?\d|theme\b|a-\d|none\b|nothing\b|(?:md|json|csv)\b", re.IGNORECASE)
"""A note, a theme, an action, a number of minutes, a form of file."""


class Words(Value):
    """What was typed after `retro`: the verb, and the rest."""

    verb: str
    rest: str = ""
    slash: bool = True


def words_of(message: Message) -> Words | None:
    """`/retro add …`, or `retro add …` where there are no slashes; None for anything else."""
    if message.choice or message.form_id or message.change:
        return None
    if message.command == KIND:
        verb, _, rest = message.text.strip().partition(" ")
        return Words(verb=verb.casefold() or "board", rest=rest.strip())
    if message.command is None:
        first, _, rest = message.text.strip().partition(" ")
        verb, _, more = rest.strip().partition(" ")
        asked = not message.overheard or _is_asked(verb.casefold(), more.strip())
        if first.casefold() == KIND and verb.casefold() in VERBS and asked:
            return Words(verb=verb.casefold(), rest=more.strip(), slash=False)
    return None


def _is_asked(verb: str, rest: str) -> bool:
    """Whether the words can be nothing else, said among people: `retro next week is short` turns no phase."""
    if verb in {"add", "remark"}:
        return True
    if verb in {"start", "topic", "note", "action"}:
        return not is_remark(f"{KIND} {verb}", rest)
    return not rest or (verb not in _ALONE and _NAMES.match(rest) is not None)


def entries_of(moves: Sequence[Move], by: Person | None, at: datetime) -> list[Entry]:
    """Moves as entries of a journal."""
    return [Entry(kind=move.kind, at=at, by=by, body=body_of(move)) for move in moves]


def retro_of(journal: Journal) -> Retro:
    """The retro that a journal holds."""
    moves = ((read_move(entry.kind, entry.body), entry.by, entry.at) for entry in journal.entries)
    return replay(journal.id, moves)


async def retro_named(store: Reads, retro_id: str) -> tuple[Retro, Journal] | None:
    """The retro with this id."""
    journal = await store.journal(retro_id) if retro_id.startswith(f"{KIND}-") else None
    return (retro_of(journal), journal) if journal else None


async def running(store: Reads, address: Address, settings: RetroSettings) -> tuple[Retro, Journal] | None:
    """The retro, or the inbox, of the team that this was said in; None in somebody's own chat."""
    team = settings.team_of(address)
    journal = await store.current(team, KIND) if team else None
    return (retro_of(journal), journal) if journal else None


class Meant(Value):
    """Which retro a note is for, and the note without the number that said so. `several`: it could be any of these."""

    retro_id: str = ""
    text: str = ""
    team: Address = ""
    several: tuple[str, ...] = ()


async def meant(store: Reads, address: Address, text: str, settings: RetroSettings) -> Meant:
    """Which retro it is: the team's, or in somebody's own chat the only one that is open in their workspace.

    There, `7: …` names one by the number on its board: titles of other teams' retros are told to nobody.
    """
    team = settings.team_of(address)
    found = _NUMBERED.match(text.strip())
    if found:
        head = await _head(store, address, f"{KIND}-{found['number']}", settings)
        if head is not None and team in {None, head.address}:
            return Meant(retro_id=head.id, text=found["rest"].strip(), team=head.address)
    if team is not None:
        open_one = await store.heads(address=team, kind=KIND, statuses=("open",), limit=1)
        return Meant(retro_id=open_one[0].id if open_one else "", text=text.strip(), team=team)
    heads = [
        head
        for head in await store.heads(kind=KIND, statuses=("open",))
        if settings.are_together(head.address, address)
    ]
    if len(heads) == 1:
        return Meant(retro_id=heads[0].id, text=text.strip(), team=heads[0].address)
    return Meant(text=text.strip(), several=tuple(head.id for head in heads))


def which_text(several: int) -> str:
    """What is said when it can't be told which retro is meant."""
    if several:
        return (
            "Several retros are open. Say which one by the number on its board: `retro add 7: …`. I kept nothing of "
            "what you wrote."
        )
    return "No retro takes notes here. Begin one in your team’s conversation: `retro start`, or `retro add …` there."


async def _head(store: Reads, address: Address, retro_id: str, settings: RetroSettings) -> JournalHead | None:
    journal = await store.journal(retro_id)
    if journal is None or journal.status != "open" or not settings.are_together(journal.address, address):
        return None
    return journal


async def belongs(message: Message, store: Reads, settings: RetroSettings) -> Address | None:
    """Everything about one retro is answered in one conversation, so that nothing overtakes anything."""
    picked = message.choice or message.form_id
    if picked is not None:
        found = await retro_named(store, picked.split(":")[2] if picked.count(":") > 1 else "")
        if found is None or settings.team_of(message.address) == found[0].board:
            return None  # nobody began it, so the board has no thread but the one under it
        return where(*found)
    words = words_of(message)
    if message.command == NOTE:
        words = Words(verb="add", rest=message.text)
    if words is None or words.verb in {"start", "help", "actions", "export", "board"}:
        return None
    if settings.team_of(message.address) is None:
        return None  # somebody's own chat, where they are answered
    one = await meant(store, message.address, words.rest, settings)
    found = await retro_named(store, one.retro_id)
    return where(*found) if found else one.team or None


def where(retro: Retro, journal: Journal) -> Address:
    """Where things about a retro are answered: at its board."""
    return retro.board or journal.address

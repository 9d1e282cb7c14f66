"""The message that a note was made of is edited or deleted: the note in the retro follows, as long as it is open."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat import Address, Message, parse_command
from bot.durable.ports import Ports
from bot.language.markdown import quoted
from bot.language.text import shorten
from bot.retros.board import told_count
from bot.retros.formats import sorted_note
from bot.retros.forms import LONGEST
from bot.retros.held import Words, meant, retro_of, words_of
from bot.retros.moves import Removed, Reworded
from bot.retros.names import KIND
from bot.retros.rules import Note, Retro
from bot.retros.settings import RetroSettings
from bot.retros.turning import Turn, save, show_board
from bot.store.journal import Reads

NOTING = frozenset({"add", "note"})


@dataclass(frozen=True, slots=True)
class Typed:
    """A note that was made of a message, typed as one or passed on, and its retro."""

    retro: Retro
    note: Note


async def amend(message: Message, ports: Ports, settings: RetroSettings) -> bool:
    """Take an edit or a deletion into the retro that has the note; False when none has.

    Once the retro is closed the note stays, and its author is told.
    """
    found = await typed_note(message, ports.store, settings)
    if found is None:
        return False
    turn = Turn(message=message, ports=ports, settings=settings, retro=found.retro)
    if found.retro.phase == "closed":
        which = "your note" if found.note.link is None else "the note that was made of your message"
        await turn.private(f"Retro {found.retro.number} is closed, so {which} stays as it was.")
        return True
    if found.note.link is not None:
        await _follow(turn, found.note)
        return True
    words = changed_words(message)
    if message.change == "deleted" or words is None or words.verb not in NOTING or not words.rest.strip():
        await _remove(turn, found.note)
        return True
    one = await meant(ports.store, message.address, words.rest, settings)
    column, text = sorted_note(one.text, found.retro.format)
    if (text, column or found.note.column) != (found.note.text, found.note.column):
        await _reword(turn, found.note, text, column or found.note.column)
    return True


async def typed_note(message: Message, store: Reads, settings: RetroSettings) -> Typed | None:
    """The note that this message of its author was made into."""
    made = await _made_of(message.address, message.permalink or "", store, settings)
    return next((one for one in made if one.note.by and one.note.by.id == message.author.id), None)


async def follows(address: Address, link: str, store: Reads, settings: RetroSettings) -> bool:
    """Whether a note was made of this message, so that its changes count, whosever conversation it stands in."""
    return bool(await _made_of(address, link, store, settings))


async def _made_of(address: Address, link: str, store: Reads, settings: RetroSettings) -> list[Typed]:
    found: list[Typed] = []
    team = settings.team_of(address)
    for head in await store.heads(address=team, kind=KIND, holding={"permalink": link}) if link else ():
        if team is None and not settings.are_together(head.address, address):
            continue
        journal = await store.journal(head.id)
        retro = retro_of(journal) if journal else Retro(id=head.id)
        found += [Typed(retro, note) for note in retro.live if note.permalink == link]
    return found


def as_new(message: Message) -> Message:
    """What an edited message says now, as if it had been said so at first."""
    command, text = parse_command(message.text)
    return message.model_copy(update={"change": None, "command": command, "text": text})


def changed_words(message: Message) -> Words | None:
    """What was typed after `retro` in a message as it reads now."""
    return words_of(as_new(message))


async def _follow(turn: Turn, note: Note) -> None:
    """A message that was passed on is all of its note."""
    column, text = sorted_note(turn.message.text.strip()[:LONGEST], turn.retro.format)
    if turn.message.change == "deleted" or not text.strip():
        await _remove(turn, note)
    elif (text, column or note.column) != (note.text, note.column):
        await _reword(turn, note, text, column or note.column)


async def _remove(turn: Turn, note: Note) -> None:
    before = turn.retro
    turn = await save(turn, [Removed(note=note.number)])
    await _show(turn, before)
    quote = quoted(shorten(note.text, 80))
    if note.link is not None:
        await turn.private(f"Your message was a note in retro {before.number}: {quote} is taken out there, too.")
        return
    no_note = " A note begins with `retro add`, and your message no longer does."
    why = "" if turn.message.change == "deleted" else no_note
    await turn.private(f"Your note {quote} is taken out of retro {before.number}.{why}")


async def _reword(turn: Turn, note: Note, text: str, column: str) -> None:
    before = turn.retro
    turn = await save(turn, [Reworded(note=note.number, text=text, column=column)])
    await _show(turn, before, moved=column != note.column)
    which = "Your note" if note.link is None else "The note that was made of your message"
    await turn.private(f"{which} in retro {before.number} now reads {quoted(shorten(text, 80))}.")


async def _show(turn: Turn, before: Retro, *, moved: bool = False) -> None:
    """The board, where it looks different now: hidden notes are only counted there."""
    counted = told_count(len(before.live)) != told_count(len(turn.retro.live))
    if turn.retro.format is not None and (turn.retro.revealed or counted or moved):
        await show_board(turn)

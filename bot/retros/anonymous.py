"""Takes the sender off what was promised to stay anonymous, before anything of it is kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from bot.chat import NOBODY, Message, Person, Veiled
from bot.retros.amending import as_new, changed_words, typed_note
from bot.retros.forms import checks
from bot.retros.held import Meant, Words, meant, retro_named, where, which_text, words_of
from bot.retros.marks import VOTER, is_veiled, mark_of
from bot.retros.names import KIND, NOTE, PUBLIC
from bot.retros.rules import Retro
from bot.retros.settings import RetroSettings
from bot.retros.slips import HELP, meant_text, slip_of, slip_text
from bot.retros.typed import HOW_TO_VOTE, NO_THEME, read_mood, read_votes
from bot.store.journal import Reads

_SILENT = frozenset({"note", "vote", "mood", "remark"})
"""What an anonymous retro never links to anybody."""

_EDITED = (
    "I haven’t taken in your change: it may be of an anonymous note, and I don’t know whose those are. If it is of "
    "something else, send me the new words as a message."
)
_DELETED = (
    "Nothing changes here: what you deleted may have been an anonymous note, and I don’t know whose those are. If it "
    "was something else, tell me in a message what should go."
)
_EVER_HELD = 10_000  # anonymous retros of all teams
_COMMANDS = {"add": "note", "note": "note", "vote": "vote", "mood": "mood", "remark": "remark", "undo": "note"}


async def veils(message: Message, store: Reads, settings: RetroSettings) -> Veiled | None:
    """See `bot.platforms.port.Bot.veils`. Answers to how the sprint was are veiled in every retro."""
    if is_veiled(message.author):
        return None
    if message.change:
        return await _of_change(message, store, settings)
    veiled = await _of_said(message, store, settings)
    if veiled is None:
        settings.lately.note(message)
    return veiled


async def _of_said(message: Message, store: Reads, settings: RetroSettings) -> Veiled | None:
    slip = slip_of(message)
    if slip is not None:
        return await _of_slip(slip, message, store, settings)
    deed, retro_id = _deed(message)
    words = words_of(message)
    if message.command == NOTE:
        words = Words(verb="add", rest=message.text)
    if words is not None:
        if words.verb not in _COMMANDS:
            return None
        deed = _COMMANDS[words.verb]
        one = await meant(store, message.address, words.rest, settings)
        if not one.team:
            return await _which(one, deed, store, settings)
        retro_id = one.retro_id
    if not deed:
        return None
    found = await retro_named(store, retro_id)
    retro = found[0] if found else None
    if not (deed == "mood" or (retro.anonymous if retro else settings.anonymous)):
        return None
    wrong = await checks(message, store) if message.form_id else {}
    refused = " ".join(wrong.values()) or _refused(deed, words, retro)
    if refused:
        return Veiled(message=None, told=refused)
    key = await settings.keys.get(retro_id) if retro_id else None
    veiled = _veiled(message, deed, retro, key, words, settings)
    # Somebody's own chat would tell who it was.
    address = where(*found) if found else settings.team_of(message.address) or message.address
    kept = veiled.message.model_copy(update={"address": address}) if veiled.message else None
    return veiled.model_copy(update={"message": kept})


async def _of_slip(slip: Words, message: Message, store: Reads, settings: RetroSettings) -> Veiled | None:
    """`/retro ad …` may have been meant as an anonymous note."""
    if not slip.slash and settings.team_of(message.address) is not None:
        return None  # everybody sees who wrote it
    one = await meant(store, message.address, slip.rest, settings)
    found = [await retro_named(store, retro_id) for retro_id in (one.retro_id, *one.several)]
    if any(each[0].anonymous for each in found if each) or (settings.anonymous and not one.retro_id):
        more = "" if meant_text(slip) else f"\n{HELP}"
        return Veiled(message=None, told=f"{slip_text(slip)} I kept nothing of what you wrote.{more}")
    return None


async def _of_change(message: Message, store: Reads, settings: RetroSettings) -> Veiled | None:
    """Nothing is kept of a change that could tell whose a note was; in their own chat its author reads so."""
    if not await _may_tell(message, store, settings):
        return None
    if settings.team_of(message.address) is not None:
        return Veiled(message=None)
    return Veiled(message=None, told=_DELETED if message.change == "deleted" else _EDITED)


async def _may_tell(message: Message, store: Reads, settings: RetroSettings) -> bool:
    """Whether an edit or a deletion may be of an anonymous note: whose it is would say whose the note was.

    Nothing says which message such a note was. So in somebody’s own chat, where an anonymous retro is or was held, a
    change is kept only of a message that something there links to, or that was taken in with its author a moment ago.
    """
    if await typed_note(message, store, settings) is not None:
        return False
    words = changed_words(message)
    if words is not None and words.verb in _COMMANDS:
        one = await meant(store, message.address, words.rest, settings)
        known = [found[0] for retro_id in (one.retro_id, *one.several) if (found := await retro_named(store, retro_id))]
        if any(retro.anonymous for retro in known) or (settings.anonymous and not one.retro_id):
            return True
    if settings.team_of(message.address) is not None:
        return False  # everybody sees who writes there, so no message there is an anonymous note
    slip = slip_of(as_new(message))
    if slip is not None and await _of_slip(slip, message, store, settings) is not None:
        return True
    links = {"link": message.permalink}
    if settings.lately.knows(message):
        return False
    if message.permalink and await store.heads(address=message.address, holding=links, limit=1):
        return False
    held = await store.heads(kind=KIND, holding={"anonymous": True}, limit=_EVER_HELD)
    return settings.anonymous or any(settings.are_together(head.address, message.address) for head in held)


async def _which(one: Meant, deed: str, store: Reads, settings: RetroSettings) -> Veiled | None:
    """Nobody can tell which retro is meant; one that it could be is anonymous, so nothing is kept of it."""
    several = [found[0] for retro_id in one.several if (found := await retro_named(store, retro_id))]
    if deed != "mood" and not (any(retro.anonymous for retro in several) or settings.anonymous):
        return None
    return Veiled(message=None, told=which_text(len(several)))


def _refused(deed: str, words: Words | None, retro: Retro | None) -> str:
    """Why what was typed can't count, told at once to somebody who can't be answered later."""
    if words is None:
        return ""
    if words.verb == "undo":
        return "Nobody can take an anonymous note back, since I don’t know whose it is."
    if deed == "note":
        return "" if words.rest.strip() else "There is nothing to note yet: `retro add …`."
    if retro is None:
        return "No retro is open here."
    if deed == "vote" and retro.may_vote and not words.rest.strip():
        return HOW_TO_VOTE
    if deed == "remark" and not retro.shown:
        return NO_THEME
    if deed == "remark":
        return "" if retro.phase != "closed" and words.rest.strip() else "There is nothing to write down."
    read = read_votes(retro, words.rest) if deed == "vote" else read_mood(retro, words.rest)
    return read if isinstance(read, str) else ""


def _deed(message: Message) -> tuple[str, str]:
    """What a form or a choice does (`retro:vote:retro-7`), and in which retro."""
    pieces = (message.form_id or message.choice or "").split(":")
    if len(pieces) > 2 and pieces[0] == KIND and pieces[1] in _SILENT:  # noqa: PLR2004 (feature, deed, retro)
        return pieces[1], pieces[2]
    return "", ""


def _veiled(  # noqa: PLR0913, PLR0917 (what a message is made anew from)
    message: Message, deed: str, retro: Retro | None, key: str | None, words: Words | None, settings: RetroSettings
) -> Veiled:
    unnamed = without_author(message, key, marked=deed in {"vote", "mood"})
    changes: dict[str, object] = {}
    told = ""
    if words is not None:
        own = settings.team_of(message.address) is None
        seen = not words.slash or (deed == "note" and message.permalink is not None)
        if seen and not own:  # everybody sees who wrote this, so it can't be kept as if nobody had
            changes |= {"choice": f"{PUBLIC}:{retro.id if retro else ''}", "text": "", "command": None}
        else:
            changes |= {"command": KIND, "text": f"{words.verb} {words.rest}"}
            told = _told(deed, retro) + (" The file was left out." if message.files else "")
    return Veiled(message=unnamed.model_copy(update=changes), told=told)


def without_author(message: Message, key: str | None, *, marked: bool) -> Message:
    """The message as nobody's; `marked`: by a mark it is known that two are of one person, as long as the key lasts."""
    # Redelivered it is the same event; but nobody can find out from the key whose it was, once the secret is gone.
    secret = key or secrets.token_hex(16)
    identity = hmac.new(secret.encode(), message.key.encode(), hashlib.sha256).hexdigest()[:24]
    author = NOBODY
    if marked and key:
        author = Person(id=f"{VOTER}{mark_of(message.author, key)}", name=NOBODY.name)
    changes: dict[str, object] = {
        "key": f"{message.address.partition(':')[0]}:veiled/{message.at.timestamp():.6f}/{identity}",
        "author": author,
        "via": None,
        "permalink": None,
        "files": (),
        "zone": None,
    }
    return message.model_copy(update=changes)


def _told(deed: str, retro: Retro | None) -> str:
    where = f"retro {retro.number}" if retro else "the next retro"
    if deed == "note":
        return f"Your note is on its way to {where}, without your name. Nobody can take it back, not even you."
    if deed == "remark":
        return f"Written down in {where}, without your name."
    return f"That counts in {where}, without your name."

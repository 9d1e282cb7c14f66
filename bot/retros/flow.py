"""A retro in chat: what each word, button and form of it does."""

from __future__ import annotations

import re

from bot.chat import Address, Attachment, Message, Person, Post
from bot.durable.ports import Ports
from bot.retros import acting, exports, noting, phases
from bot.retros.dating import take_day
from bot.retros.forms import checks, mark_of_text, opens, read_day
from bot.retros.held import VERBS, Words, meant, retro_named, retro_of, running, words_of
from bot.retros.moves import PHASES
from bot.retros.names import KIND, NOTE, PUBLIC
from bot.retros.rules import Retro
from bot.retros.settings import RetroSettings
from bot.retros.slips import HELP, meant_text, slip_text
from bot.retros.turning import Turn, actions_in, tell
from bot.retros.typed import HOW_TO_VOTE, Task, read_task, split_wish
from bot.store.journal import Journal

_OF_ACTIONS = frozenset("take assign accept done snooze drop reopen reword".split())
_OUTDATED = "That button is from an older version of me, and I no longer know what it did."


async def retro_command(message: Message, ports: Ports, settings: RetroSettings) -> None:
    """`/retro …`."""
    words = words_of(message)
    if words is None or words.verb == "help":
        await tell(message, ports, HELP)
        return
    if words.verb not in VERBS:
        more = "" if meant_text(words) else f" {HELP}"
        await tell(message, ports, f"{slip_text(words)}{more}")
        return
    match words.verb:
        case "start":
            await phases.start(message, words.rest, ports, settings)
        case "add" | "note":
            await noting.add(message, words.rest, ports, settings)
        case "actions":
            await acting.show_actions(message, ports, settings)
        case "export":
            await _export(message, words.rest, ports, settings)
        case verb if verb in _OF_ACTIONS or (verb == "back" and _names_action(words.rest)):
            await acting.by_word(verb, words.rest, message, ports, settings)
        case _:
            await _in_retro(message, words, ports, settings)


def _names_action(rest: str) -> bool:
    """`back A-12` hands an action back; `back` alone is about the phase."""
    return re.match(r"A-\d+", rest, re.IGNORECASE) is not None


async def hear(message: Message, ports: Ports, settings: RetroSettings) -> bool:
    """`retro add …` without a slash, wherever it is said: it can mean nothing else."""
    words = words_of(message)
    if words is None or words.slash:
        return False
    await retro_command(message, ports, settings)
    return True


async def note_command(message: Message, ports: Ports, settings: RetroSettings) -> None:
    """“Add to the retro” was used on a message, where no form could open: no retro takes notes there."""
    await noting.add(message.model_copy(update={"command": KIND}), message.text, ports, settings, message.permalink)


async def _in_retro(message: Message, words: Words, ports: Ports, settings: RetroSettings) -> None:
    found = await running(ports.store, message.address, settings)
    team = settings.team_of(message.address)
    if words.verb == "action" and team is not None and (found is None or found[0].format is None):
        last = await _last_held(ports, team)  # an action between two retros comes from the last, if there was one
        turn = Turn(message=message, ports=ports, settings=settings, retro=retro_of(last) if last else Retro(id=""))
        await _typed(turn, words)
        return
    if found is None:
        one = await meant(ports.store, message.address, words.rest, settings)
        found = await retro_named(ports.store, one.retro_id)
        words = words.model_copy(update={"rest": one.text})
    if found is None:
        await tell(message, ports, f"No retro is open here. {phases.HOW}")
        return
    turn = Turn(message=message, ports=ports, settings=settings, retro=found[0])
    if not await _typed(turn, words):
        await turn.private(HELP)


async def _typed(turn: Turn, words: Words) -> bool:  # noqa: C901, PLR0912 (one line for each word)
    rest = words.rest
    match words.verb:
        case "board":
            await phases.show_here(turn)
        case "list":
            await phases.show_list(turn)
        case "next" | "close":
            target = "closed" if words.verb == "close" else phases.after(turn.retro.phase)
            await phases.turn_to(turn, target or turn.retro.phase)
        case "reveal":
            await phases.reveal(turn)
        case "back":
            await phases.turn_to(turn, phases.before(turn.retro.phase) or turn.retro.phase)
        case "vote" if turn.retro.may_vote and not rest:
            await turn.private(HOW_TO_VOTE)
        case "vote":
            await noting.vote(turn, rest)
        case "mood":
            await noting.feel(turn, rest)
        case "undo":
            await noting.undo(turn)
        case "move":
            await noting.move_typed(turn, *split_wish(rest))
        case "rename":
            theme, _, title = rest.partition(" ")
            await noting.rename(turn, theme, title)
        case "merge":
            await noting.merge(turn, rest)
        case "topic":
            await noting.next_topic(turn, rest)
        case "timer":
            await noting.time(turn, rest)
        case "remark":
            await noting.remark(turn, rest)
        case "action":
            about = turn.settings.team_of(turn.retro.board) if turn.retro.board else None
            now = await turn.settings.now(turn.message, turn.ports.store, about)
            events = await acting.meetings(turn.message, turn.ports, turn.settings, about)
            settings = await turn.settings.about(turn.ports.store, about)
            await acting.agree(turn, read_task(rest, now, events, settings.country))
        case _:
            return False
    return True


async def pick(message: Message, ports: Ports, settings: RetroSettings) -> None:
    """A button or a form of a retro or of an action."""
    pieces = [*(message.choice or message.form_id or "").split(":"), "", "", ""]
    deed, about, more = pieces[1], pieces[2], pieces[3]
    if f"{pieces[0]}:{deed}" == PUBLIC or about.startswith(f"{KIND}-"):
        found = await retro_named(ports.store, about)
        if found is None:
            await tell(message, ports, _OUTDATED)
            return
        turn = Turn(message=message, ports=ports, settings=settings, retro=found[0])
        await (_filled(turn, deed) if message.form_id else _pressed(turn, deed, more))
        return
    one = await acting.deed_of(about, message, ports, settings)
    if one is None:
        await tell(message, ports, _OUTDATED)
    elif message.form_id:
        await _filled_action(one, deed, dict(message.form or {}))
    elif deed == "date":
        await take_day(one, more)
    elif not await acting.do(one, deed):
        await _ask(message, ports, settings)


async def _pressed(turn: Turn, deed: str, more: str) -> None:
    match deed:
        case "turn" if more in PHASES:
            await phases.turn_to(turn, next(phase for phase in PHASES if phase == more))
        case "topic":
            await noting.next_topic(turn)
        case "timer":
            await noting.time(turn)
        case "export":
            await _export(turn.message, f"md {turn.retro.number}", turn.ports, turn.settings)
        case "public":
            await noting.tell_public(turn)
        case _:
            await _ask(turn.message, turn.ports, turn.settings)


async def _ask(message: Message, ports: Ports, settings: RetroSettings) -> None:
    """Where no form can open at once, it is posted."""
    form = await opens(message, ports.store, settings)
    if form is None:
        await tell(message, ports, "That can’t be done any more: it has gone on since.")
        return
    await ports.say(Post(parts=(form,), private_to=_reader(message)))


def _reader(message: Message) -> str | None:
    return None if message.author.id.startswith("groundwork:") else message.author.id


async def _filled(turn: Turn, deed: str) -> None:
    values = turn.message.form or {}
    wrong = await checks(turn.message, turn.ports.store)
    if wrong:
        await turn.private(" ".join(wrong.values()))
        return
    match deed:
        case "note":
            await _noted(turn, dict(values))
        case "vote":
            await noting.vote(turn, values.get("votes", ""))
        case "mood":
            await noting.feel(turn, values.get("score", ""))
        case "move":
            await noting.move_typed(turn, values.get("notes", ""), values.get("into", ""))
        case "rename":
            await noting.rename(turn, values.get("theme", ""), values.get("title", ""))
        case "merge":
            await noting.merge(turn, values.get("themes", ""))
        case "remark":
            await noting.remark(turn, values.get("text", ""))
        case "act":
            task = Task(text=values.get("text", ""), owner=values.get("owner", ""), due=values.get("due", ""))
            await acting.agree(turn, task)
        case _:
            await turn.private(_OUTDATED)


async def _noted(turn: Turn, values: dict[str, str]) -> None:
    """A note from the form; a message that was passed on stays its author’s."""
    author = values.get("author")
    if author and not turn.retro.anonymous:
        said_by = Person(id=author, name=values.get("author_name") or author)
        update = {"author": said_by, "via": turn.message.author}
        turn = Turn(
            message=turn.message.model_copy(update=update), ports=turn.ports, settings=turn.settings, retro=turn.retro
        )
    text = values.get("text", "")
    follows = values.get("as_said") == mark_of_text(text)
    await noting.note(turn, text, values.get("column", ""), values.get("link") or None, follows=follows)


async def _filled_action(deed: acting.Deed, verb: str, values: dict[str, str]) -> None:
    wrong = await checks(deed.message, deed.ports.store)
    if wrong:
        await tell(deed.message, deed.ports, " ".join(wrong.values()))
        return
    match verb:
        case "drop":
            await acting.drop(deed, values.get("reason", ""))
        case "snooze":
            await acting.snooze(deed, read_day(values.get("until", "")))
        case "reword":
            await acting.reword(deed, values)
        case _:
            await tell(deed.message, deed.ports, _OUTDATED)


async def _export(message: Message, rest: str, ports: Ports, settings: RetroSettings) -> None:
    """`/retro export [md|json|csv] [7]`: this team’s retro, or one of its earlier ones."""
    words = rest.split()
    named = [word.casefold() for word in words if not word.removeprefix("retro-").isdecimal()]
    if any(word not in exports.FORMATS for word in named):
        await tell(message, ports, "I can write it as `md`, `json` or `csv`: `/retro export csv`.")
        return
    form = named[0] if named else "md"
    number = next((word for word in words if word.removeprefix("retro-").isdecimal()), "")
    team = settings.team_of(message.address)
    journal = None
    if number:
        journal = await ports.store.journal(f"{KIND}-{number.removeprefix('retro-')}")
    elif team:
        journal = await _last_held(ports, team)
    found = await retro_named(ports.store, journal.id) if journal and journal.address == team else None
    if found is None:
        await tell(message, ports, "I know no such retro of this team. `/retro export md` gives the last one.")
        return
    turn = Turn(message=message, ports=ports, settings=settings, retro=found[0])
    if not found[0].revealed:
        await turn.private("The notes are hidden until somebody reveals them; then they can be exported.")
        return
    text = exports.export_retro(found[0], await actions_in(turn), form)
    file = Attachment(name=f"{found[0].id}.{form}", text=text, media_type=exports.FORMATS[form])
    await ports.say(Post(text=f"Retro {found[0].number} as a file.", attachments=(file,)))


async def _last_held(ports: Ports, team: Address) -> Journal | None:
    """The retro that is open or was closed last; the inbox for the next is none yet."""
    for head in await ports.store.heads(address=team, kind=KIND, statuses=("open", "finished"), limit=2):
        found = await retro_named(ports.store, head.id)
        if found is not None and found[0].format is not None:
            return found[1]
    return None


__all__ = ["HELP", "NOTE", "hear", "note_command", "pick", "retro_command"]

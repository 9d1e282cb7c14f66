"""Begins a retro, and lets somebody decide which phase it is in."""

from __future__ import annotations

import difflib
import re
import shlex
from collections.abc import Sequence
from datetime import date

from bot.chat import Attachment, Choice, Choices, Heading, Markdown, Message, Part, Person, Post, Value
from bot.durable.ports import Ports
from bot.language.dates import passed_day
from bot.language.markdown import escape, quoted
from bot.language.numeric import american_at, read_back
from bot.language.text import one_line, shorten, so_many
from bot.retros.actions import Action, CarriedOver
from bot.retros.agreed import actions_of, add_moves
from bot.retros.board import action_line
from bot.retros.daily import remind_daily
from bot.retros.exports import as_markdown
from bot.retros.extraction.theming import propose
from bot.retros.formats import Format, custom, format_named
from bot.retros.held import entries_of, retro_of, running
from bot.retros.moves import Asked, Fact, Move, Phase, Started, Themed, Turned
from bot.retros.names import KIND, form_id
from bot.retros.rules import Retro, may_turn
from bot.retros.settings import RetroSettings
from bot.retros.turning import Turn, actions_in, save, say_under, show_board, tell
from bot.retros.typed import over, read_due

GROUNDWORK = Person(id="groundwork", name="Groundwork")
_MOST_ASKED = 10
_MOST_VOTES = 20
_TITLE = 80
_OPTIONS = ("--anonymous", "--format", "--columns", "--votes", "--until")
_NEXT: dict[Phase, Phase] = {
    "collect": "group",
    "group": "vote",
    "vote": "discuss",
    "discuss": "actions",
    "actions": "closed",
    "closed": "actions",
}
_BACK: dict[Phase, Phase] = {
    "group": "collect",
    "vote": "group",
    "discuss": "vote",
    "actions": "discuss",
    "closed": "actions",
}


class Begin(Value):
    """How a retro should be, as somebody typed it."""

    title: str = ""
    format: Format
    anonymous: bool
    votes: int
    until: date | None = None
    told: str = ""
    """How the day was read, where it can be two."""


def read_begin(
    text: str, settings: RetroSettings, now: Message, events: Sequence[tuple[str, date]] = ()
) -> Begin | str:
    """`[--anonymous] [--format NAME] [--columns "A | B"] [--votes 3] [--until Friday] [title]`; a sentence if not."""
    try:
        words = shlex.split(text)
    except ValueError:
        words = text.split()
    given: dict[str, str] = {}
    title: list[str] = []
    while words:
        word = words.pop(0)
        name, equals, value = word.partition("=")
        name = name.replace("—", "--")  # phones make one dash of two
        if name == "--anonymous":
            given["anonymous"] = "yes"
        elif name in _OPTIONS:
            given[name[2:]] = value if equals else (words.pop(0) if words else "")
        elif name.startswith("--"):
            near = difflib.get_close_matches(name, _OPTIONS, n=1)
            return f"I don’t know {quoted(name)}. {f'Did you mean `{near[0]}`?' if near else HOW}"
        else:
            title.append(word)
    form = _format(given, settings)
    if isinstance(form, str):
        return form
    local = now.at.astimezone(settings.zone)
    american = american_at(local, settings.country)
    until = read_due(given["until"], local, events, settings.country) if "until" in given else None
    if "until" in given and until is None:
        passed = passed_day(given["until"], local, american=american)
        why = over(passed) if passed else f"I don’t know when {quoted(given['until'])} is."
        return f"{why} Try `--until Friday`."
    if not re.fullmatch(r"\d{1,2}", given.get("votes", "3")) or not 1 <= int(given.get("votes", "3")) <= _MOST_VOTES:
        return f"How many votes each? A number from 1 to {_MOST_VOTES}."
    return Begin(
        title=shorten(one_line(" ".join(title)), _TITLE),
        format=form,
        anonymous="anonymous" in given or settings.anonymous,
        votes=int(given.get("votes", settings.votes)),
        until=until,
        told=read_back(given.get("until", ""), local.date(), american=american),
    )


HOW = (
    "`/retro start` begins one; `--anonymous` keeps no name anywhere, `--format 4ls` asks in another way, "
    '`--columns "Keep | Drop | Try"` in your own, `--until Friday` says up to when notes are asked for.'
)


def _format(given: dict[str, str], settings: RetroSettings) -> Format | str:
    name = given.get("format", "custom" if "columns" in given else settings.format)
    if name.casefold() == "custom" or "columns" in given:
        return custom(given.get("columns", "")) or (
            'Which columns? Two to six names, such as `--format custom --columns "Keep | Drop | Try"`.'
        )
    have = ", ".join(f"`{each}`" for each in (*settings.formats, "custom"))
    return format_named(name, settings.formats) or f"There is no format {quoted(name)}. There is {have}."


async def start(message: Message, text: str, ports: Ports, settings: RetroSettings) -> None:
    """A retro begins: with what is known, what was noted in the inbox, and the actions that are still open."""
    team = settings.team_of(message.address)
    if team is None:
        await tell(message, ports, "A retro is for a team: begin it in your team’s conversation.")
        return
    begin = read_begin(text, settings, message, await settings.events(ports.store, team, message.at, message.at))
    if isinstance(begin, str):
        await tell(message, ports, begin)
        return
    held = await running(ports.store, message.address, settings)
    if held is not None and held[0].format is not None:
        now = f"Retro {held[0].number}, {quoted(held[0].title)}, is open."
        await tell(message, ports, f"{now} Close it first, or `/retro board` shows it here.")
        return
    inbox = held[0] if held else None
    day = message.at.astimezone(settings.zone).date()

    async def known() -> object:
        return [fact.model_dump(mode="json") for fact in await settings.facts(team, day)]

    facts = tuple(Fact.model_validate(fact) for fact in await ports.look("retro.facts", known))
    title = begin.title or f"{day.day} {day:%B %Y}"
    started = Started(
        title=title, format=begin.format, anonymous=begin.anonymous, votes=begin.votes, mood=settings.mood,
        until=begin.until, facts=facts,
    )  # fmt: skip
    entries = entries_of([started], message.author, message.at)
    if held is None:
        retro_id = await ports.store.start(
            kind=KIND, address=team, title=title, by=message.author, at=message.at, entries=entries
        )
    else:
        retro_id = held[1].id
        await ports.store.append(retro_id, entries, at=message.at, title=title)
    await ports.look("retro.key", lambda: settings.keys.make(retro_id))
    journal = await ports.store.journal(retro_id)
    if journal is None:
        return
    turn = Turn(message=message, ports=ports, settings=settings, retro=retro_of(journal))
    turn = await show_board(turn, anew=True)
    if begin.told:
        await turn.private(begin.told)
    await _say_of_inbox(turn, inbox)
    await remind_daily(team, message, ports, settings)
    await ask_about_open(turn)


async def _say_of_inbox(turn: Turn, inbox: Retro | None) -> None:
    """What was noted before: in an anonymous retro it is said plainly whose names are kept."""
    if inbox is None or not inbox.live:
        return
    count = len(inbox.live)
    text = f"{count} note{'s are' if count != 1 else ' is'} in it already, from the sprint."
    if turn.retro.anonymous and not inbox.anonymous:
        they = "It was" if count == 1 else "They were"
        theirs = "its author is" if count == 1 else "their authors are"
        text += (
            f" {they} written before anybody knew that this retro is anonymous, so {theirs} in my database. "
            "The board and the export name nobody."
        )
    await say_under(turn, text)


async def ask_about_open(turn: Turn) -> None:
    """The last retros’ actions come first: what became of them?"""
    team = turn.settings.team_of(turn.message.address)
    store, message = turn.ports.store, turn.message
    open_ones = [one for one in await actions_of(store, team, ("open",)) if one.retro != turn.retro.id]
    if not open_ones:
        return
    for action in open_ones:
        await add_moves(store, action, [CarriedOver(retro=turn.retro.id)], by=None, at=message.at)
    turn = await save(turn, [Asked(actions=tuple(action.id for action in open_ones))])
    which = "this" if len(open_ones) == 1 else "these"
    parts: list[Part] = [Heading(text=f"What became of {which}?", level=3)]
    there = await turn.settings.trackers.standing(open_ones[:_MOST_ASKED], turn.ports)
    for action in open_ones[:_MOST_ASKED]:
        parts += [Markdown(text=action_line(action, there.get(action.id))), Choices(options=_answers(action))]
    if len(open_ones) > _MOST_ASKED:
        parts.append(Markdown(text=f"… and {len(open_ones) - _MOST_ASKED} more: `/retro actions` shows all."))
    await turn.ports.say(Post(parts=tuple(parts)), turn.retro.board)


def _answers(action: Action) -> tuple[Choice, ...]:
    return (
        Choice(id=form_id("done", action.id), label="Done", style="primary"),
        Choice(id=form_id("still", action.id), label="Not yet"),
        Choice(id=form_id("drop", action.id), label="Drop it"),
    )


def after(phase: Phase) -> Phase | None:
    """The phase that comes next."""
    return _NEXT.get(phase)


def before(phase: Phase) -> Phase | None:
    """The phase before."""
    return _BACK.get(phase)


async def turn_to(turn: Turn, phase: Phase) -> None:
    """Somebody decided on another phase."""
    retro, who = turn.retro, turn.message.author.name
    if retro.phase == "closed" and await _another(turn):
        await turn.private("Another retro is open here by now. Close that one first, or write the action down there.")
        return
    if not may_turn(retro, phase):
        sealed = retro.sealed and phase in {"collect", "group", "vote"}
        why = "was closed, so notes and votes stay as they are" if sealed else f"{_NOW[retro.phase]} already"
        await turn.private(f"Retro {retro.number} {why}.")
        return
    moves: list[Move] = [Turned(phase=phase)]
    hidden = not retro.revealed
    if phase != "collect" and retro.loose:
        moves.insert(0, Themed(themes=await _proposed(turn)))
    turn = await save(turn, moves)
    if phase == "closed":
        await turn.ports.look("retro.forget", lambda: turn.settings.keys.forget(turn.retro.id))
    turn = await show_board(turn)
    await _say_turned(turn, who, hidden=hidden)


async def reveal(turn: Turn) -> None:
    """Somebody decided that the notes are seen; they are once, whatever phase it is in by then."""
    if turn.retro.revealed:
        await turn.private("The notes are revealed already. `/retro board` shows them.")
    else:
        await turn_to(turn, "group")


async def _another(turn: Turn) -> bool:
    """Whether a later retro is held where this one was closed: a team has one at a time."""
    held = await running(turn.ports.store, turn.message.address, turn.settings)
    return held is not None and held[0].id != turn.retro.id and held[0].format is not None


async def _proposed(turn: Turn) -> tuple[tuple[int, ...], ...]:
    """Which notes are about one thing, looked up once: an embedder may be another one tomorrow."""
    notes = turn.retro.loose

    async def look() -> object:
        vectors = await turn.settings.embed([note.text for note in notes])
        if vectors is None:
            return propose(notes, None)
        by_text = dict(zip([note.text for note in notes], vectors, strict=True))
        return propose(notes, lambda texts: [by_text[text] for text in texts])

    return tuple(tuple(theme) for theme in await turn.ports.look("retro.themes", look))


async def _say_turned(turn: Turn, who: str, *, hidden: bool) -> None:
    retro = turn.retro
    name = escape(who)
    match retro.phase:
        case "group":
            await say_under(turn, *_of_grouping(turn, name, hidden=hidden))
        case "vote":
            how = "by the button or `/retro vote 2 5 5`"
            await say_under(turn, f"{name} opened the votes: {retro.votes_each} each, {how}.{_homeless(retro)}")
        case "discuss":
            first = " “Next theme” takes the one with most votes." if retro.shown else ""
            await say_under(turn, f"{name} began the discussion.{first}")
        case "actions":
            how = "“Add an action” or `/retro action Fix the flaky tests @tom by Friday` writes one down."
            await say_under(turn, f"{name} opened the actions. {how}")
        case "closed":
            actions = await actions_in(turn)
            text = f"{name} closed the retro: {_came_out(retro, actions)}"
            file = Attachment(name=f"{retro.id}.md", text=as_markdown(retro, actions))
            await say_under(turn, text, (file,))
        case _:
            await say_under(turn, f"{name} opened the notes again.")


def _homeless(retro: Retro) -> str:
    """That themes were emptied which people had voted for."""
    count = retro.homeless_votes
    if not count:
        return ""
    which = "vote was for a theme that is" if count == 1 else "votes were for themes that are"
    return f" {count} {which} gone by now: who gave {'it' if count == 1 else 'them'} can vote anew."


def _of_grouping(turn: Turn, name: str, *, hidden: bool) -> tuple[str, tuple[Attachment, ...]]:
    """What can be done with the notes now, and all of them as a file."""
    retro = turn.retro
    if not retro.live:
        return f"{name} opened the grouping. No notes came in; “Add a note” still takes some.", ()
    told = f"{name} went on with the grouping."
    if hidden:
        told = f"{name} revealed {so_many(len(retro.live), 'note')}, in {so_many(len(retro.shown), 'proposed theme')}."
    how = "`/retro move 12 to 3`, or the buttons, put them in order; the numbers of all notes are in the file."
    return f"{told} {how}", (list_of(turn),)


_NOW: dict[Phase, str] = {
    "inbox": "is the inbox",
    "collect": "takes notes",
    "group": "is being grouped",
    "vote": "is being voted on",
    "discuss": "is being talked about",
    "actions": "is at its actions",
    "closed": "is closed",
}


def _came_out(retro: Retro, actions: Sequence[Action]) -> str:
    """What a retro gave, in numbers."""
    if not retro.live and not actions:
        return "no notes came in. `/retro action Fix the flaky tests @tom by Friday` still adds an action."
    numbers = ((len(retro.live), "note"), (len(retro.shown), "theme"), (len(actions), "action"))
    told = ", ".join(so_many(count, name) for count, name in numbers)
    left = sum(1 for action in actions if action.active)
    if not actions:
        return f"{told}. `/retro action Fix the flaky tests @tom by Friday` still adds one."
    if not left:
        return f"{told}."
    how = "still open" if len(actions) == 1 else f"{left} still open"
    return f"{told}, {how}. Whatever is open comes back next time."


def list_of(turn: Turn) -> Attachment:
    """Every note by its number, theme by theme."""
    return Attachment(name=f"{turn.retro.id}-notes.md", text=as_markdown(turn.retro, (), numbered=True))


async def show_list(turn: Turn) -> None:
    """All notes as a file, once they are revealed."""
    if not turn.retro.revealed:
        await turn.private("The notes are hidden until somebody reveals them.")
        return
    await turn.ports.say(Post(text="All notes, by theme.", attachments=(list_of(turn),)))


async def show_here(turn: Turn) -> None:
    """The board, where it was asked for."""
    if turn.retro.format is None:
        count = so_many(len(turn.retro.live), "note") if turn.retro.live else "no notes"
        await turn.private(f"The inbox holds {count} for the next retro. {HOW}")
        return
    await show_board(turn, anew=True)

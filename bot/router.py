"""Which feature answers: a command by its name, a choice by where it came from, plain words by who listens."""

from __future__ import annotations

import difflib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial

from bot.access import Act
from bot.chat import Address, Command, Form, Heading, Markdown, Menu, Message, Part, Person, Post, Shortcut, Veiled
from bot.durable.ports import Handle, Ports
from bot.guard import Guard, Refusal
from bot.language.markdown import quoted
from bot.language.text import shorten, without_gaps
from bot.rights import deed_in, known, right_to
from bot.schedule import Run, due_command
from bot.store.journal import Reads

Answer = Callable[[Message, Ports], Awaitable[None]]
Listen = Callable[[Message, Ports], Awaitable[bool]]
answering: ContextVar[str] = ContextVar("answering", default="none")
"""Which feature answers the turn that runs, for whoever counts how long each takes."""

_ASKING_FOR_HELP = frozenset({"help", "groundwork", "start"})
_UNTYPED = frozenset({"due", "retro-note", "team-configured"})
"""Commands that no person types."""
_SLIP = 0.8
_OUTDATED = "That button is from an older version of me, and I no longer know what it did."


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """What a feature answers to.

    `commands` by name, without the slash. `picks` gets choices and forms whose id begins with `name` and a colon.
    `listens` is asked about everything else, in the order of the features; the first that returns True has answered.
    `claims` is asked before anybody listens: for words that can mean this feature only, whoever is being talked to.
    `amends` is asked about messages that were edited or deleted: silence is the answer when none of them cares.
    `due` does what is due, by the kind of its schedule.
    `takes`: whether the words behind a command are some that it knows; it is asked where people talk to each other, who
    may begin a sentence with the same word. None: only the bare word is a command there.
    `deed` says what the words of a message ask of this feature, as it reads them itself; None: nothing that takes a
    right. Which right what takes stands in `bot.rights`, for words, buttons and forms alike.

    `announces` and `shortcuts` say what platforms may show of this. The last six answer while somebody waits, so they
    only read: see `bot.platforms.port.Bot`.
    """

    name: str
    commands: Mapping[str, Answer] = field(default_factory=dict)
    picks: Answer | None = None
    claims: Listen | None = None
    listens: Listen | None = None
    amends: Listen | None = None
    due: Mapping[str, Run] = field(default_factory=dict)
    takes: Callable[[Message], bool] | None = None
    deed: Callable[[Message], str | None] | None = None
    teaches: tuple[str, ...] = ()
    announces: tuple[Command, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    openers: tuple[str, ...] = ()
    opens: Callable[[Message, Reads], Awaitable[Form | None]] | None = None
    checks: Callable[[Message, Reads], Awaitable[Mapping[str, str]]] | None = None
    belongs: Callable[[Message, Reads], Awaitable[Address | None]] | None = None
    veils: Callable[[Message, Reads], Awaitable[Veiled | None]] | None = None
    follows: Callable[[Address, str, Reads], Awaitable[bool]] | None = None
    home: Callable[[Person, Reads], Awaitable[tuple[Part, ...]]] | None = None


def route(features: Sequence[Feature], notice: str = "", guard: Guard | None = None) -> Handle:
    """The whole bot as one function: exactly one feature answers a message, or the sentence that none could.

    `notice` ends the welcome: what people have to know before they say anything. `guard` is asked before a feature is.
    """
    due = {kind: run for feature in features for kind, run in feature.due.items()}
    commands: dict[str, Answer] = {"due": partial(due_command, run=due)}
    guard = guard or Guard()
    for feature in features:
        commands |= {name: _guarded(feature, answer, guard) for name, answer in feature.commands.items()}
    takes = {name: feature.takes for feature in features for name in feature.commands}
    welcome = "\n\n".join(block for block in (_welcome(features), notice) if block)

    async def handle(message: Message, ports: Ports) -> None:
        message = _without_gaps(message)
        picked = message.choice or message.form_id
        closed = await guard.closed(message)
        ports = guard.within(ports)
        if message.change is not None:
            for amend in (one.amends for one in features):
                if amend and not closed and await amend(message, ports):
                    return
        elif closed is not None:
            await guard.turn_away(closed, message, ports)
        elif picked is not None:
            feature = None if message.choice and message.form_id else _picked(picked, features)
            if feature and feature.picks:
                await _guarded(feature, feature.picks, guard)(message, ports)
            else:
                await ports.say(Post(text=_OUTDATED))
        elif message.command in commands:
            await commands[message.command](message, ports)
        elif not await _heard(message, ports, features, guard):
            typed = _typed(message, commands, takes)
            if typed is not None:
                await commands[typed.command or ""](typed, ports)
            else:
                await _unheard(message, ports, commands, welcome)

    return handle


def _typed(
    message: Message, commands: Mapping[str, Answer], takes: Mapping[str, Callable[[Message], bool] | None]
) -> Message | None:
    """`interview Faster refunds` without its slash as that command; None for anything else.

    Of people who talk to each other, `usage` is one, and `usage went up a lot` is not.
    """
    word, _, rest = message.text.strip().partition(" ")
    if message.command is not None or word.lower() not in commands:
        return None
    typed = message.model_copy(update={"command": word.lower(), "text": rest.strip()})
    knows = takes.get(word.lower())
    return typed if not (message.overheard and rest.strip()) or (knows and knows(typed)) else None


def _without_gaps(message: Message) -> Message:
    """Patterns that look for a blank take the square of the time where blanks have no end."""
    files = tuple(file.model_copy(update={"text": without_gaps(file.text)}) for file in message.files)
    form = {name: without_gaps(value) for name, value in message.form.items()} if message.form is not None else None
    return message.model_copy(update={"text": without_gaps(message.text), "files": files, "form": form})


def _guarded(feature: Feature, answer: Answer, guard: Guard) -> Answer:
    """The answer, for whoever has the right to it; the others read who has."""

    async def ask_first(message: Message, ports: Ports) -> None:
        refusal = await guard.refuses(message, _right(feature, message), ports)
        if refusal is None:
            answering.set(feature.name)
            await answer(message, ports)
        else:
            await guard.refuse(message, refusal, ports)

    return ask_first


def _right(feature: Feature, message: Message) -> Act | None:
    picked = message.choice or message.form_id
    deed = deed_in(picked) if picked else feature.deed(message) if feature.deed else None
    return None if deed is None else right_to(feature.name, deed)


async def _heard(message: Message, ports: Ports, features: Sequence[Feature], guard: Guard) -> bool:
    """Whether a feature took it, or would have, had its author the right."""
    refusal: Refusal | None = None
    for feature, listen in (*((one, one.claims) for one in features), *((one, one.listens) for one in features)):
        if listen is None:
            continue
        act = _right(feature, message)
        refused = await guard.refuses(message, act, ports) if refusal is None or act is None else refusal
        if refused is not None:
            refusal = refused  # somebody else may take it: it may be an answer in an interview
        elif await _listens(feature, listen, message, ports):
            return True
    if refusal is not None:
        await guard.refuse(message, refusal, ports)
    return refusal is not None


async def _listens(feature: Feature, listen: Listen, message: Message, ports: Ports) -> bool:
    before = answering.get()
    answering.set(feature.name)
    taken = await listen(message, ports)
    if not taken:
        answering.set(before)
    return taken


async def _unheard(message: Message, ports: Ports, commands: Mapping[str, Answer], welcome: str) -> None:
    """Nobody listens, and it is no command that is known.

    People who talk to each other under a post of the bot's read nothing of what it can do.
    """
    if message.command and message.command not in _ASKING_FOR_HELP:
        await ports.say(Post(text=_unknown(message.command, commands)))
    elif message.files:
        await ports.say(Post(text=_unasked(message)))
    elif not message.overheard or message.text.strip().lower() in _ASKING_FOR_HELP:
        await ports.say(Post(text=welcome))


def menu(features: Sequence[Feature]) -> Menu:
    """What the features announce, in their order."""
    return Menu(
        commands=tuple(command for feature in features for command in feature.announces),
        shortcuts=tuple(shortcut for feature in features for shortcut in feature.shortcuts),
        openers=tuple(opener for feature in features for opener in feature.openers),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SynchronousLane:
    """What is answered while somebody waits: only reads, beside the turns and never behind one."""

    features: Sequence[Feature]
    store: Reads
    guard: Guard = field(default_factory=Guard)

    async def opens(self, message: Message) -> Form | None:
        """See `bot.platforms.port.Bot.opens`. Where nothing is answered, nothing is shown either: the turn says why."""
        feature = self._feature(message) if await self.guard.closed(message) is None else None
        return await feature.opens(message, self.store) if feature and feature.opens else None

    async def checks(self, message: Message) -> Mapping[str, str]:
        """See `bot.platforms.port.Bot.checks`."""
        feature = self._feature(message)
        return await feature.checks(message, self.store) if feature and feature.checks else {}

    async def belongs(self, message: Message) -> Address | None:
        """See `bot.platforms.port.Bot.belongs`."""
        feature = self._feature(message)
        return await feature.belongs(message, self.store) if feature and feature.belongs else None

    async def veils(self, message: Message) -> Veiled | None:
        """See `bot.platforms.port.Bot.veils`. A plain message may be meant for any feature."""
        for veil in (one.veils for one in self.features):
            veiled = await veil(message, self.store) if veil else None
            if veiled is not None:
                return veiled
        return None

    async def follows(self, address: Address, link: str) -> bool:
        """See `bot.platforms.port.Bot.follows`."""
        return any([await one.follows(address, link, self.store) for one in self.features if one.follows])

    async def home(self, person: Person) -> Post:
        """See `bot.platforms.port.Bot.home`."""
        parts: list[Part] = [Heading(text="Groundwork", level=1)]
        for feature in self.features:
            if feature.home:
                parts += await feature.home(person, self.store)
        teaches = "\n".join(f"- {line}" for feature in self.features for line in feature.teaches)
        return Post(parts=(*parts, Heading(text="What I can do", level=2), Markdown(text=teaches)))

    def _feature(self, message: Message) -> Feature | None:
        picked = message.choice or message.form_id
        if picked is not None:
            return _picked(picked, self.features)
        named = (one for one in self.features if any(each.command == message.command for each in one.shortcuts))
        return next((one for one in self.features if message.command in one.commands), None) or next(named, None)


def _picked(picked: str, features: Sequence[Feature]) -> Feature | None:
    found = next((one for one in features if one.picks and picked.startswith(f"{one.name}:")), None)
    return found if found and known(found.name, deed_in(picked)) else None


def _unasked(message: Message) -> str:
    names = " and ".join(quoted(shorten(file.name, 60)) for file in message.files)
    return (
        f"I have read {names}, and nothing is open here that it could be for. Send it again together with the words "
        "`interview …` and what it is about: everything in it is used."
    )


def _unknown(command: str, commands: Mapping[str, Answer]) -> str:
    shown = [name for name in (*commands, "help") if name not in _UNTYPED]
    longer = [name for name in shown if command.startswith(name)]  # “retrospective” is “retro”
    slips = difflib.get_close_matches(command, shown, n=1, cutoff=_SLIP)
    near = slips or longer or difflib.get_close_matches(command, shown, n=1)
    hint = f"Did you mean `/{near[0]}`? " if near else ""
    return f"I don’t know the command {quoted('/' + shorten(command, 40))}. {hint}`/help` lists what I can do."


def _welcome(features: Sequence[Feature]) -> str:
    lines = [f"- {line}" for feature in features for line in feature.teaches]
    return "\n".join(("I’m Groundwork. I help a team to say what it needs before anybody builds it.", *lines))

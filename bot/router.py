"""Which feature answers: a command by its name, a choice by where it came from, plain words by who listens."""

from __future__ import annotations

import difflib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.chat import Message, Post
from bot.durable.ports import Handle, Ports
from bot.language.markdown import quoted
from bot.language.text import shorten

Answer = Callable[[Message, Ports], Awaitable[None]]
Listen = Callable[[Message, Ports], Awaitable[bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """What a feature answers to.

    `commands` by name, without the slash. `picks` gets choices and forms whose id begins with `name` and a colon.
    `listens` is asked about everything else, in the order of the features; the first that returns True has answered.
    `claims` is asked before anybody listens: for words that can mean this feature only, whoever is being talked to.
    """

    name: str
    commands: Mapping[str, Answer] = field(default_factory=dict)
    picks: Answer | None = None
    claims: Listen | None = None
    listens: Listen | None = None
    teaches: tuple[str, ...] = ()


def route(features: Sequence[Feature], notice: str = "") -> Handle:
    """The whole bot as one function: exactly one feature answers a message, or the sentence that none could.

    `notice` ends the welcome: what people have to know before they say anything.
    """
    commands = {name: answer for feature in features for name, answer in feature.commands.items()}
    welcome = "\n\n".join(block for block in (_welcome(features), notice) if block)

    async def handle(message: Message, ports: Ports) -> None:
        picked = message.choice or message.form_id
        if picked is not None:
            feature = next((one for one in features if one.picks and picked.startswith(f"{one.name}:")), None)
            if feature and feature.picks:
                await feature.picks(message, ports)
            else:
                await ports.say(
                    Post(text="That button is from an older version of me, and I no longer know what it did.")
                )
            return
        if message.command in commands:
            await commands[message.command](message, ports)
            return
        for listen in (*(one.claims for one in features), *(one.listens for one in features)):
            if listen and await listen(message, ports):
                return
        if message.command and message.command not in {"help", "groundwork", "start"}:
            await ports.say(Post(text=_unknown(message.command, commands)))
        else:
            await ports.say(Post(text=welcome))

    return handle


def _unknown(command: str, commands: Mapping[str, Answer]) -> str:
    near = difflib.get_close_matches(command, [*commands, "help"], n=1)
    hint = f"Did you mean `/{near[0]}`? " if near else ""
    return f"I don’t know the command {quoted('/' + shorten(command, 40))}. {hint}`/help` lists what I can do."


def _welcome(features: Sequence[Feature]) -> str:
    lines = [f"- {line}" for feature in features for line in feature.teaches]
    return "\n".join(("I’m Groundwork. I help a team to say what it needs before anybody builds it.", *lines))

"""Looks up what there was no time for while Slack waited: names, and the text of files."""

from __future__ import annotations

import re

from bot.chat import File, Message, Person, Post
from bot.errors import Trouble
from bot.platforms.slack.api import Api, Refused
from bot.platforms.slack.files import Unreadable, read_file
from bot.platforms.slack.people import People
from bot.platforms.slack.posting import Poster

_MEMBER = re.compile(r"[UW][A-Z0-9]+")


async def complete(message: Message, api: Api, people: People, poster: Poster) -> Message:
    """The message as people would read it.

    A file that can't be read is told to its sender only, and the rest counts; Unreadable when there is no rest.
    """
    files: list[File] = []
    problems: list[Trouble] = []
    for file in message.files:
        try:
            files.append(file if file.source is None else await read_file(api, file))
        except (Unreadable, Refused) as trouble:
            problems.append(trouble)
    text, named = await people.named(message.text)
    if problems and not text.strip() and not files:
        raise problems[0]
    for number, problem in enumerate(problems):
        note = Post(text=problem.sentence, private_to=message.author.id)
        await poster.say(message.address, note, key=f"{message.key}:file:{number}")
    via = message.via
    return message.model_copy(
        update={
            "author": await _person(message.author, people),
            "via": None if via is None else await _person(via, people),
            "text": text,
            "files": tuple(files),
            "zone": await people.zone(message.author.id),
            "partial": False,
            "named": {**message.named, **named},
        }
    )


async def _person(person: Person, people: People) -> Person:
    if not _MEMBER.fullmatch(person.id):
        return person  # somebody who stays anonymous
    return Person(id=person.id, name=(await people.look_up(person.id)).name)

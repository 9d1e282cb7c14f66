"""Puts together what is done with a file that somebody drops: the interview takes it, or it is found again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bot.chat import Message
from bot.durable import Ports
from bot.interviews import flow as interviews
from bot.interviews.settings import InterviewSettings
from bot.knowledge import adding
from bot.knowledge.ports import Knowledge
from bot.router import Feature


def file_features(library: Knowledge, settings: InterviewSettings) -> Sequence[Feature]:
    """Asked before the interviews listen."""
    files = adding.FileSettings(knowledge=library, interview=interviews.KIND, use=partial(_use, settings=settings))
    return (
        Feature(
            name=adding.KIND,
            claims=partial(adding.ask, settings=files),
            picks=partial(adding.pick, settings=files),
            teaches=("a file that you drop here is used in the interview, or becomes a document that I find for you",),
        ),
    )


async def _use(message: Message, ports: Ports, settings: InterviewSettings) -> None:
    if not await interviews.hear(message, ports, settings):
        await interviews.interview_command(message.model_copy(update={"command": "interview"}), ports, settings)

"""Puts together what is done with a file that somebody drops: used in the interview, found again, or summed up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from bot.chat import Message
from bot.durable import Ports
from bot.interviews import flow as interviews
from bot.interviews.settings import InterviewSettings
from bot.knowledge import adding
from bot.knowledge.ports import Knowledge
from bot.router import Feature

if TYPE_CHECKING:  # few files are a retrospective
    from bot.retros.summaries.times import TimedSettings


def file_features(
    library: Knowledge, settings: InterviewSettings, summaries: Callable[[], TimedSettings]
) -> Sequence[Feature]:
    """Asked before the interviews listen."""
    files = adding.FileSettings(
        knowledge=library,
        interview=interviews.KIND,
        use=partial(interviews.hear, settings=settings),
        begin=partial(_begin, settings=settings),
        sum_up=partial(_sum_up, summaries=summaries),
        is_notes=_is_notes,
    )
    return (
        Feature(
            name=adding.KIND,
            claims=partial(adding.ask, settings=files),
            picks=partial(adding.pick, settings=files),
            teaches=(
                "a file that you drop here is used in the interview, summed up, or becomes a document that I find",
            ),
        ),
    )


async def _begin(message: Message, ports: Ports, settings: InterviewSettings) -> None:
    await interviews.interview_command(message.model_copy(update={"command": "interview"}), ports, settings)


async def _sum_up(message: Message, ports: Ports, summaries: Callable[[], TimedSettings]) -> None:
    from bot.retros.summaries.summarising import summary_command

    await summary_command(message, ports, summaries().summary)


def _is_notes(name: str) -> bool:
    """Text, or a chat's export: what somebody may have written down in a retrospective."""
    from bot.retros.extraction.reading import is_notes

    return is_notes(name) or name.lower().endswith(".json")

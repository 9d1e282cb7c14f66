"""Holds the interviews of the labelled set with the whole bot, and measures what comes out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol

from bot.chat import File, Message, Person, parse_command
from bot.evaluation.cases import Case
from bot.evaluation.interviewee import Interviewee
from bot.evaluation.measures import Scores, inventions, measure_brief, measure_stories
from bot.interviews.brief import Brief, draft_brief
from bot.interviews.flow import events_of
from bot.interviews.rules import replay
from bot.interviews.settings import InterviewSettings
from bot.interviews.wording import with_wordings
from bot.store.journal import Journal
from bot.stories.exports import story_sentence
from bot.stories.flow import set_of
from bot.stories.rules import Story

_LONGEST = 80  # questions; nobody would stay that long
_START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Bot(Protocol):
    """The bot as a case talks with it."""

    async def take(self, message: Message) -> None:
        """Let it answer."""
        ...

    async def journal(self, kind: str, address: str) -> Journal | None:
        """The work of this kind in a conversation."""
        ...


class Conversation:
    """One person's messages, a minute apart."""

    def __init__(self, bot: Bot, case: Case) -> None:
        self._bot = bot
        self._case = case
        self._sent = 0
        self.address = f"evaluation:{case.id}"

    async def say(self, text: str, files: tuple[File, ...] = ()) -> None:
        """Say something."""
        self._sent += 1
        command, rest = parse_command(text)
        name = self._case.persona.name
        await self._bot.take(
            Message(
                key=f"{self.address}/{self._sent:04d}",
                address=self.address,
                author=Person(id=name.lower(), name=name),
                at=_START + timedelta(minutes=self._sent),
                text=rest,
                command=command,
                files=files,
            )
        )


async def run_interview(case: Case, bot: Bot, settings: InterviewSettings) -> Scores:
    """A whole interview with somebody who tells only what is asked."""
    talk, person = Conversation(bot, case), Interviewee(case)
    await talk.say(f"/interview {case.opening}")
    questions = 0
    for _ in range(_LONGEST):
        journal = await bot.journal("interview", talk.address)
        pending = replay(events_of(journal)).pending if journal else None
        if pending is None:
            break
        questions += 1
        await talk.say(person.answer(pending))
    brief, stories, sentences = await _outcome(talk, bot, settings)
    sections = {topic.id: topic.section for topic in settings.frameworks[settings.framework].topics}
    return Scores(
        case=case.id,
        questions=questions,
        inventions=inventions(case, brief, stories, sentences),
        **measure_brief(case, person.told, brief, sections),
        **measure_stories(case, stories, sentences),
    )


async def run_stories(case: Case, bot: Bot, settings: InterviewSettings) -> Scores:
    """The stories of a document that holds all that the person knows, so that only their drafting is measured."""
    talk = Conversation(bot, case)
    await talk.say("/interview", (File(name="notes.md", text=document_of(case, settings)),))
    await talk.say("finish")
    brief, stories, sentences = await _outcome(talk, bot, settings)
    return Scores(
        case=case.id,
        inventions=inventions(case, brief, stories, sentences),
        **measure_stories(case, stories, sentences),
    )


def document_of(case: Case, settings: InterviewSettings) -> str:
    """Everything that a person knows as a tidy document, topic by topic."""
    blocks = [f"# {case.title}"]
    for topic in settings.frameworks[settings.framework].topics:
        facts = [fact for fact in case.facts if fact.topics[0] == topic.id]
        if facts:
            said = [fact.says[:1].upper() + fact.says[1:].rstrip(".") + "." for fact in facts]
            blocks.append(f"## {topic.title}\n\n" + "\n".join(f"- {one}" for one in said))
    return "\n\n".join(blocks)


async def _outcome(
    talk: Conversation, bot: Bot, settings: InterviewSettings
) -> tuple[Brief, tuple[Story, ...], list[str]]:
    journal = await bot.journal("interview", talk.address)
    if journal is None:
        raise RuntimeError(f"{talk.address} has no interview")
    interview = replay(events_of(journal))
    framework = settings.frameworks[settings.framework]
    brief = with_wordings(draft_brief(journal.title, interview, framework, _START.date()), interview.worded)
    found = await bot.journal("stories", talk.address)
    stories = set_of(found).stories if found else ()
    return brief, stories, [story_sentence(story, settings.stories.template) for story in stories]

"""The map that somebody is asked about: its interview with its steps, and which of them a question was about."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.chat import Address, Person
from bot.health import invitations as i
from bot.health.invitations import NAME, Invitation, invitation_of
from bot.health.mapping import told_differently
from bot.health.stream import stream_of
from bot.interviews.flow import KIND as INTERVIEW
from bot.interviews.flow import events_of
from bot.interviews.framework import Framework, Topic
from bot.interviews.growing import grown
from bot.interviews.rules import Interview, replay
from bot.interviews.settings import InterviewSettings
from bot.schedule import Schedules
from bot.store.journal import Journal, Reads

_GONE = "a step that isn’t on the map any more"


@dataclass(frozen=True, slots=True, kw_only=True)
class MapSettings:
    """`person` is who is meant by a name, seen from a conversation; None where nobody is known, or more than one."""

    interviews: InterviewSettings
    person: Callable[[str, Address], Awaitable[Person | None]]
    schedules: Schedules


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueStream:
    """A map as it stands."""

    journal: Journal
    interview: Interview
    framework: Framework

    @property
    def steps(self) -> tuple[Topic, ...]:
        """Its steps, in their order."""
        prefix = self.framework.each.prefix if self.framework.each else "-"
        return tuple(topic for topic in self.framework.topics if topic.id.startswith(prefix))

    def differing(self, step: str) -> tuple[str, ...]:
        """What two people told differently of a step."""
        return told_differently(stream_of(self.journal.title, self.interview, self.framework), step)


def map_of(journal: Journal | None, settings: MapSettings) -> ValueStream | None:
    """The map that a journal holds; None when it holds anything else."""
    if journal is None or journal.kind != INTERVIEW:
        return None
    interview = replay(events_of(journal))
    framework = settings.interviews.frameworks.get(interview.framework)
    if framework is None or framework.each is None or framework.makes != NAME:
        return None
    return ValueStream(journal=journal, interview=interview, framework=grown(framework, interview))


async def invited_to(name: str, store: Reads, settings: MapSettings) -> tuple[Invitation, ValueStream] | None:
    """The invitation of this name, and its map."""
    journal = await store.journal(name)
    if journal is None or journal.kind != i.KIND:
        return None
    one = invitation_of(journal)
    found = map_of(await store.journal(one.map), settings)
    return (one, found) if found else None


def topic_of(one: Invitation, found: ValueStream) -> Topic:
    """The step as it is on the map, or one without its name, once it left the map."""
    each = found.framework.each
    kept = next((step for step in found.steps if step.id == one.topic), None)
    if kept is not None or each is None:
        return kept or found.framework.topics[0]
    needs = tuple(need.model_copy(update={"probe": need.probe.replace("{name}", _GONE)}) for need in each.topic.needs)
    return each.topic.model_copy(update={"id": one.topic, "title": _GONE, "needs": needs})

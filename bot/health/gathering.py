"""Gathers what a team did out of its journals: interviews, stories, sprints, retros, actions, reports and votes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from zoneinfo import ZoneInfo

from bot.chat import ERASED, Address
from bot.health.facts import Ended, Facts, Held, Judged, Left, Planned, Promised, Written
from bot.health.reporting import KIND as REPORT
from bot.health.reporting import last_reports
from bot.interviews.flow import KIND as INTERVIEW
from bot.interviews.flow import events_of
from bot.interviews.framework import Framework
from bot.interviews.growing import grown
from bot.interviews.moves import Answered, Finished
from bot.interviews.rules import coverage, replay
from bot.knowledge.flow import KIND as CONTEXT
from bot.retros.agreed import KIND as ACTION
from bot.retros.agreed import action_of
from bot.retros.held import retro_of
from bot.retros.names import KIND as RETRO
from bot.retros.summed import KIND as SUMMARY
from bot.retros.summed import held_of, theme_texts
from bot.sprints.flow import KIND as DIGEST
from bot.sprints.flow import SEEN
from bot.store.journal import Journal, Reads
from bot.stories.lint import lint_story
from bot.stories.rules import Story
from bot.stories.set import KIND as STORIES
from bot.stories.set import Approved, Drafted, StorySet
from bot.stories.set import read_move as read_story_move
from bot.stories.set import replay as replay_stories

MOST = 2000
"""Journals of one kind that are looked at, those touched last."""

Room = Callable[[Address], Address]


async def gather(
    reads: Reads, address: Address, room: Room, frameworks: Mapping[str, Framework], zone: ZoneInfo
) -> Facts:
    """Everything that was done in this conversation and in the others of its place."""
    here = _Here(reads, address, room)
    interviews = await here.journals(INTERVIEW)
    stories, digests = await here.journals(STORIES), await here.journals(DIGEST)
    retros, summaries = await here.journals(RETRO), await here.journals(SUMMARY)
    actions, contexts = await here.journals(ACTION), await here.journals(CONTEXT)
    reports = await here.journals(REPORT)
    everything = (*interviews, *stories, *digests, *retros, *summaries, *actions, *contexts, *reports)
    days = {entry.at.astimezone(zone).date() for journal in everything for entry in journal.entries}
    return Facts(
        interviews=tuple(_ended(interviews, frameworks)),
        questions=tuple(one for journal in interviews for one in _left(journal)),
        stories=tuple(one for journal in stories for one in _written(journal)),
        reports=tuple(last_reports(reports)),
        sprints=tuple(_planned(digests, zone)),
        retros=(*_held(retros), *_summed(summaries)),
        actions=tuple(_promised(actions, zone)),
        passages=tuple(one for journal in contexts for one in _judged(journal)),
        days=tuple(sorted(days)),
    )


class _Here:
    """The journals of one place."""

    def __init__(self, reads: Reads, address: Address, room: Room) -> None:
        self._reads, self._room = reads, room
        self._place = room(address)

    async def journals(self, kind: str) -> list[Journal]:
        found = []
        for head in await self._reads.heads(kind=kind, limit=MOST):
            # What was said elsewhere stays there.
            if self._room(head.address) == self._place:
                journal = await self._reads.journal(head.id)
                if journal is not None:
                    found.append(journal)
        return found


def _ended(journals: Iterable[Journal], frameworks: Mapping[str, Framework]) -> Iterable[Ended]:
    """Interviews as they were when they were finished last; one that goes on again hasn't ended."""
    for journal in journals:
        events = events_of(journal)
        interview = replay(events)
        framework = frameworks.get(interview.framework)
        at = next((event.at for event in reversed(events) if isinstance(event.move, Finished)), None)
        # A value stream is asked by other rules: a step that nobody knows a number of is no topic that is missing.
        if interview.finished and at is not None and framework is not None and framework.makes == "brief":
            found = coverage(interview, grown(framework, interview))
            yield Ended(at=at, settled=found.settled, total=found.total)


def _left(journal: Journal) -> Iterable[Left]:
    events = events_of(journal)
    answered = {event.move.question: event.at for event in events if isinstance(event.move, Answered)}
    interview = replay(events)
    if interview.cancelled:
        return
    for question in interview.questions:
        yield Left(at=question.at, answered=answered.get(question.id))


def _written(journal: Journal) -> Iterable[Written]:
    """Each approved story: findings in its first draft, or in the rough words, and as it was approved last."""
    moves = [(read_story_move(entry.kind, entry.body), entry) for entry in journal.entries]
    firsts = {story.id: story for move, _ in reversed(moves) if isinstance(move, Drafted) for story in move.stories}
    opened = moves[0][0] if moves else None
    rough = opened.idea if isinstance(opened, Drafted) and opened.idea and opened.idea != ERASED else None
    found: StorySet = replay_stories([(move, entry.by) for move, entry in moves])
    for story in found.stories:
        at = next((e.at for m, e in reversed(moves) if isinstance(m, Approved) and story.id in m.stories), None)
        if story.status != "approved" or at is None or story.want == ERASED:
            continue
        first = firsts.get(story.id, story)
        before = len(lint_story(rough if rough is not None else sentence(first)))
        yield Written(at=at, before=before, after=len(lint_story(sentence(story))))


def sentence(story: Story) -> str:
    """The story as the linter reads it, whatever the team's own wording is."""
    reason = f", so that {story.benefit}" if story.benefit else ""
    return f"As a {story.role}, I want {story.want}{reason}."


def _planned(journals: Iterable[Journal], zone: ZoneInfo) -> Iterable[Planned]:
    """Each sprint as it was seen last on or before its first day."""
    last: dict[tuple[str, str], Planned] = {}
    entries = sorted((entry for journal in journals for entry in journal.entries), key=lambda entry: entry.at)
    for entry in entries:
        if entry.kind != SEEN or not entry.body["start"]:
            continue
        start = date.fromisoformat(entry.body["start"])
        if entry.at.astimezone(zone).date() <= start:
            name = (str(entry.body["sprint"]), str(entry.body["start"]))
            last[name] = Planned(at=entry.at, items=int(entry.body["items"]), ready=int(entry.body["ready"]))
    return last.values()


def _held(journals: Iterable[Journal]) -> Iterable[Held]:
    for journal in journals:
        retro = retro_of(journal)
        if retro.closed_at is None or retro.phase != "closed":
            continue
        named = {note.by.id for note in retro.live if note.by is not None} | set(retro.votes)
        themes = tuple(
            "\n".join((theme.title, *(note.text for note in retro.notes_of(theme)))) for theme in retro.shown
        )
        # How the sprint was is told under a mark, so one person may be known by a name and by a mark.
        yield Held(at=retro.closed_at, people=max(len(named), len(retro.feelings)), themes=themes)


def _summed(journals: Iterable[Journal]) -> Iterable[Held]:
    for journal in journals:
        summary = held_of(journal).shown
        yield Held(at=journal.started_at, themes=tuple(theme_texts(summary)))


def _promised(journals: Iterable[Journal], zone: ZoneInfo) -> Iterable[Promised]:
    for journal in journals:
        action = action_of(journal)
        if action.due is not None and action.status in {"open", "done"}:
            done = action.closed_at.astimezone(zone).date() if action.closed_at else None
            yield Promised(due=action.due, done=done)


def _judged(journal: Journal) -> Iterable[Judged]:
    last: dict[tuple[str, int], Judged] = {}
    for entry in journal.entries:
        if entry.kind == "voted" and entry.by is not None:
            last[entry.by.id, int(entry.body["rank"])] = Judged(at=entry.at, helped=entry.body["vote"] == 1)
    return last.values()

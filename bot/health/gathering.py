"""Gathers what a team did out of its journals: interviews, stories, sprints, retros, actions, reports and votes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.ceremonies.journal import replay as replay_team
from bot.ceremonies.team import KIND as TEAM
from bot.ceremonies.team import Team
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
from bot.retros.actions import Action, apply, read_move
from bot.retros.agreed import KIND as ACTION
from bot.retros.held import retro_of
from bot.retros.names import KIND as RETRO
from bot.retros.summaries.summed import KIND as SUMMARY
from bot.retros.summaries.summed import each_retro_once, held_of, theme_texts
from bot.sprints.flow import KIND as DIGEST
from bot.sprints.flow import SEEN
from bot.store.journal import Journal, Reads
from bot.stories.lint.linter import lint_story
from bot.stories.rules import Story
from bot.stories.set import KIND as STORIES
from bot.stories.set import Approved, Drafted, StorySet
from bot.stories.set import read_move as read_story_move
from bot.stories.set import replay as replay_stories

_LONGEST_SPRINT = timedelta(weeks=4)

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
    teams = await here.journals(TEAM)
    zone = _zone(teams, zone)
    reports = await here.journals(REPORT)
    everything = (*interviews, *stories, *digests, *retros, *summaries, *actions, *contexts, *reports)
    days = {entry.at.astimezone(zone).date() for journal in everything for entry in journal.entries}
    return Facts(
        zone=zone.key,
        begun=tuple(journal.started_at for journal in interviews if _asks_for_a_brief(journal, frameworks)),
        interviews=tuple(_ended(interviews, frameworks)),
        questions=tuple(one for journal in interviews for one in _left(journal)),
        stories=tuple(one for journal in stories for one in _written(journal)),
        reports=tuple(last_reports(reports)),
        sprints=tuple(_planned(digests, zone)),
        retros=(*_held(retros, teams), *_summed(summaries)),
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
            skipped = sum(1 for _, state in found.topics if state == "skipped")
            yield Ended(at=at, settled=found.settled - skipped, total=found.total)


def _asks_for_a_brief(journal: Journal, frameworks: Mapping[str, Framework]) -> bool:
    interview = replay(events_of(journal))
    framework = frameworks.get(interview.framework)
    return bool(interview.active) and not interview.cancelled and framework is not None and framework.makes == "brief"


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
    """Each sprint as it was seen last on or before its first day.

    Once that day is over, another first day doesn't make it a sprint that hasn't begun yet.
    """
    last: dict[str, list[Planned]] = {}
    entries = sorted((entry for journal in journals for entry in journal.entries), key=lambda entry: entry.at)
    for entry in entries:
        if entry.kind != SEEN or not entry.body["start"]:
            continue
        begins, seen = date.fromisoformat(entry.body["start"]), entry.at.astimezone(zone).date()
        if seen > begins:
            continue
        found = Planned(begins=begins, items=int(entry.body["items"]), ready=int(entry.body["ready"]))
        known = last.setdefault(str(entry.body["sprint"]), [])
        if not known or begins - known[-1].begins > _LONGEST_SPRINT:  # another one of the same name
            known.append(found)
        elif seen <= known[-1].begins:
            known[-1] = found
    return [one for known in last.values() for one in known]


def _zone(teams: Sequence[Journal], otherwise: ZoneInfo) -> ZoneInfo:
    """The team's own clock, which its ceremonies go by."""
    team = _team(teams, None)
    return ZoneInfo(team.zone) if team is not None else otherwise


def _team(teams: Sequence[Journal], at: datetime | None) -> Team | None:
    """The team as it was then, or as it was set up first after that; None: as it is now."""
    found: Team | None = None
    for journal in teams:
        since = [entry for entry in journal.entries if at is None or entry.at <= at] or journal.entries[:1]
        found = replay_team(journal.model_copy(update={"entries": tuple(since)})).team or found
    return found


def _held(journals: Iterable[Journal], teams: Sequence[Journal]) -> Iterable[Held]:
    for journal in journals:
        retro = retro_of(journal)
        if retro.closed_at is None or retro.phase != "closed":
            continue
        named = {note.by.id for note in retro.live if note.by is not None} | set(retro.votes)
        themes = tuple(
            "\n".join((theme.title, *(note.text for note in retro.notes_of(theme)))) for theme in retro.shown
        )
        # In an anonymous retro one mark stands for a person throughout; elsewhere how the sprint was is told under a
        # mark, so that somebody may be known by a name and by a mark.
        people = (
            len(set(retro.votes) | set(retro.feelings)) if retro.anonymous else max(len(named), len(retro.feelings))
        )
        team = _team(teams, retro.closed_at)
        members = len(team.members) if team is not None and team.members else None
        yield Held(at=retro.closed_at, people=people, members=members, themes=themes)


def _summed(journals: Iterable[Journal]) -> Iterable[Held]:
    """The latest summary of each retrospective."""
    made = sorted(((held_of(journal).shown, journal.started_at) for journal in journals), key=lambda each: each[1])
    once = each_retro_once(None, [summary for summary, _ in reversed(made)])
    for summary, at in made:
        if any(summary is each for each in once):
            yield Held(at=at, themes=tuple(theme_texts(summary)))


def _promised(journals: Iterable[Journal], zone: ZoneInfo) -> Iterable[Promised]:
    """Each action that counted, with the first day that it missed, or else the day agreed last.

    One that was dropped before its day was never due; dropped after it, it wasn't done.
    """
    for journal in journals:
        before: Action | None = None
        missed: date | None = None
        for entry in journal.entries:
            today = entry.at.astimezone(zone).date()
            if missed is None and before is not None and before.status == "open" and before.due and before.due < today:
                missed = before.due
            before = apply(journal.id, before, read_move(entry.kind, entry.body), entry.at)
        if before is None or before.status == "proposed" or (before.status == "dropped" and missed is None):
            continue
        due = missed or before.due
        if due is not None:
            closed = before.closed_at if before.status == "done" else None
            yield Promised(due=due, done=closed.astimezone(zone).date() if closed else None)


def _judged(journal: Journal) -> Iterable[Judged]:
    last: dict[tuple[str, int], Judged] = {}
    for entry in journal.entries:
        if entry.kind == "voted" and entry.by is not None:
            last[entry.by.id, int(entry.body["rank"])] = Judged(at=entry.at, helped=entry.body["vote"] == 1)
    return last.values()

"""What was said to the bot about planned items: the stories that were approved, and what their interviews left open."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence

from pydantic import Field

from bot.chat import Address, Value
from bot.durable.ports import Ports
from bot.interviews.flow import KIND as INTERVIEW
from bot.interviews.flow import events_of
from bot.interviews.rules import Interview, OpenQuestion, replay
from bot.sprints.outlook import Asked
from bot.sprints.rules import Cite, Item, Sprint
from bot.store.journal import Journal
from bot.stories.rules import Story
from bot.stories.set import KIND as STORIES
from bot.stories.set import StorySet

_MOST = 200


class Approved(Value):
    """The stories that were approved in a place, as something to look ahead to, and each one's journal."""

    sprint: Sprint | None = None
    journals: dict[str, str] = Field(default_factory=dict)


async def approved_in(ports: Ports, address: Address, room: Callable[[Address], Address]) -> Approved:
    """The stories approved in this conversation, or in another of the same channel."""
    here = room(address)
    sets: list[tuple[Journal, StorySet]] = []
    for head in await ports.store.heads(kind=STORIES, limit=_MOST):
        if room(head.address) != here:
            continue  # what was said elsewhere stays there
        journal = await ports.store.journal(head.id)
        if journal is not None and any(entry.kind == "approved" for entry in journal.entries):
            from bot.stories.flow import set_of  # drafting takes a while to import

            sets.append((journal, set_of(journal)))
    items: list[Item] = []
    journals: dict[str, str] = {}
    for journal, found in sets:
        for story in found.stories:
            if story.status == "approved":
                name = story.id if len(sets) == 1 else f"{journal.id.rpartition('-')[2]}/{story.id}"
                items.append(_item(name, story, found, journal))
                journals[name] = journal.id
    if not items:
        return Approved()
    newest = sets[0][0]
    title = newest.title if len(sets) == 1 else f"{newest.title}, and {len(sets) - 1} more"
    cite = Cite(title=newest.title, path=f"{newest.id}.md")
    sprint = Sprint(name=f"stories approved here: {title}", items=tuple(items), cite=cite)
    return Approved(sprint=sprint, journals=journals)


def _item(name: str, story: Story, found: StorySet, journal: Journal) -> Item:
    cited = {source.id: source.link for source in found.material.sources}
    link = next((cited[each] for each in story.sources if cited.get(each)), None)
    return Item(
        id=name,
        title=story.want.removeprefix("to "),
        criteria=len(story.criteria),
        note=story.benefit,
        owner=found.approved_by.get(story.id, ""),
        cite=Cite(title=journal.title, path=f"{journal.id}.md", section=story.id, link=link or ""),
    )


async def left_open(
    ports: Ports,
    address: Address,
    room: Callable[[Address], Address],
    behind: dict[str, tuple[str, ...]],
    briefs: Callable[[], Awaitable[Collection[str]]],
) -> tuple[Asked, ...]:
    """The open questions of the interviews behind these items: `behind` maps an item to journals, of either kind.

    What was asked elsewhere is told only where the brief may be seen; `briefs` gives the interviews whose briefs may.
    """
    items: dict[str, list[str]] = {}
    for item, journal_ids in behind.items():
        for journal_id in journal_ids:
            items.setdefault(journal_id, []).append(item)
    by_interview: dict[str, tuple[Journal, list[str]]] = {}
    for journal_id, about in items.items():
        journal = await ports.store.journal(journal_id)
        if journal is not None and journal.kind == STORIES:
            from bot.stories.flow import set_of

            origin = set_of(journal).origin
            journal = await ports.store.journal(origin) if origin else None
        if journal is not None and journal.kind == INTERVIEW:
            _, known = by_interview.setdefault(journal.id, (journal, []))
            known += [each for each in about if each not in known]
    elsewhere = {id_ for id_, (journal, _) in by_interview.items() if room(journal.address) != room(address)}
    hidden: set[str] = set()
    if elsewhere:

        async def look() -> object:
            return sorted(elsewhere.difference(await briefs()))

        hidden = set(await ports.look("sprint.hidden", look))
    return tuple(
        asked for id_, (journal, about) in by_interview.items() if id_ not in hidden for asked in _asked(journal, about)
    )


def _asked(journal: Journal, items: Sequence[str]) -> list[Asked]:
    interview = replay(events_of(journal))
    return [
        Asked(
            key=f"{journal.id}/{one.id}",
            text=one.text,
            owner=one.owner,
            due=one.due,
            items=tuple(items),
            cite=Cite(
                title=journal.title,
                path=f"{journal.id}.md",
                section=f"Open questions, {one.id}",
                link=_link(one, interview),
            ),
        )
        for one in interview.questions
        if one.answer is None
    ]


def _link(question: OpenQuestion, interview: Interview) -> str:
    """Where it came up: the statement that it is about, else the last one before it."""
    about = [one.link for one in interview.statements if one.id == question.target and one.link]
    before = [one.link for one in interview.statements if one.at <= question.at and one.link]
    return next(iter([*about, *reversed(before)]), "") or ""

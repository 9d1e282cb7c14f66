"""What the bot itself made and people approved, as documents to find again: briefs, stories, closed retros."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from zoneinfo import ZoneInfo

from bot.chat import Address
from bot.interviews.exports import export_interview
from bot.interviews.flow import KIND as INTERVIEW
from bot.interviews.settings import InterviewSettings
from bot.knowledge.indexing import Made, team_source
from bot.knowledge.values import BRIEFS, kept_source
from bot.knowledge.values import STORIES as STORY_SOURCE
from bot.retros.agreed import KIND as ACTION
from bot.retros.agreed import actions_of, find_action
from bot.retros.exports import as_markdown, open_actions_markdown
from bot.retros.held import retro_of
from bot.retros.names import KIND as RETRO
from bot.retros.summaries.says import document
from bot.retros.summaries.summed import KIND as SUMMARY
from bot.retros.summaries.summed import held_of
from bot.sharing import shared
from bot.store.journal import Journal, JournalHead
from bot.store.sql import SqlStore
from bot.stories.flow import export_set, set_of
from bot.stories.set import KIND as STORIES

_MOST = 1000


async def made_here(
    store: SqlStore,
    settings: InterviewSettings,
    *,
    private: Callable[[Address], Awaitable[bool]],
    room: Callable[[Address], Address],
) -> Mapping[str, Sequence[Made]]:
    """Finished briefs, and stories as far as they are approved, each as Markdown, by source.

    What was made in a `private` place is found wherever the same people read (its `room`), and nowhere else unless
    somebody who took part let everybody find it.
    """
    everybody = await shared(store)
    found: dict[str, list[Made]] = {BRIEFS: [], STORY_SOURCE: []}

    async def keep(source: str, head: JournalHead, text: str) -> None:
        if head.id not in everybody and await private(head.address):
            source = kept_source(source, room(head.address))
        made = Made(path=f"{head.id}.md", text=text, owner=head.started_by.name, at=head.updated_at)
        found.setdefault(source, []).append(made)

    for head in await store.heads(kind=INTERVIEW, statuses=("finished",), limit=_MOST):
        journal = await store.journal(head.id)
        if journal is not None and any(entry.kind == "briefed" for entry in journal.entries):
            await keep(BRIEFS, head, export_interview(journal, None, "md", settings))
    for head in await store.heads(kind=STORIES, limit=_MOST):
        journal = await store.journal(head.id)
        text = _approved(journal, settings) if journal else ""
        if text:
            await keep(STORY_SOURCE, head, text)
    return {**found, **await _retros(store, settings.zone)}


def _approved(journal: Journal, settings: InterviewSettings) -> str:
    """The approved stories of a set; "" when there are none."""
    found = set_of(journal)
    approved = tuple(story for story in found.stories if story.status == "approved")
    if not found.approved_by or not approved:
        return ""
    return export_set(found.model_copy(update={"stories": approved}), journal, "md", settings.stories)


async def _retros(store: SqlStore, zone: ZoneInfo) -> Mapping[str, Sequence[Made]]:
    """Closed retros, summaries, and what is still to be done, by teams: nobody else sees them."""
    made: dict[str, list[Made]] = {}
    for head in await store.heads(kind=RETRO, statuses=("finished",), limit=_MOST):
        journal = await store.journal(head.id)
        if journal is None:
            continue
        retro = retro_of(journal)
        found = [await find_action(store, name) for name, _ in retro.agreed]
        text = as_markdown(retro, [one[0] for one in found if one is not None])
        source = made.setdefault(team_source("retros", head.address), [])
        source.append(Made(path=f"{head.id}.md", text=text, at=head.updated_at))
    for head in await store.heads(kind=SUMMARY, statuses=("finished",), limit=_MOST):
        journal = await store.journal(head.id)
        if journal is not None:
            held = held_of(journal)
            text = document(held.shown, title=held.found.title, zone=zone, streaks=held.found.streaks)
            source = made.setdefault(team_source("retros", head.address), [])
            source.append(Made(path=f"{head.id}.md", text=text, at=head.updated_at))
    for address in {head.address for head in await store.heads(kind=ACTION, statuses=("open",), limit=_MOST)}:
        text = open_actions_markdown(await actions_of(store, address, ("open",)))
        made.setdefault(team_source("retros", address), []).append(Made(path="open-actions.md", text=text))
    return made

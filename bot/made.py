"""What the bot itself made and people approved, as documents to find again: briefs, stories, closed retros."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from bot.interviews.exports import export_interview
from bot.interviews.flow import KIND as INTERVIEW
from bot.interviews.settings import InterviewSettings
from bot.knowledge.indexing import Made, team_source
from bot.retros.agreed import KIND as ACTION
from bot.retros.agreed import actions_of, find_action
from bot.retros.exports import as_markdown, open_actions_markdown
from bot.retros.held import retro_of
from bot.retros.names import KIND as RETRO
from bot.retros.says import document
from bot.retros.summed import KIND as SUMMARY
from bot.retros.summed import held_of
from bot.store.sql import SqlStore
from bot.stories.ear import KIND as STORIES
from bot.stories.flow import export_set, set_of

_MOST = 1000


async def made_here(store: SqlStore, settings: InterviewSettings) -> Mapping[str, Sequence[Made]]:
    """Finished briefs, stories as far as they are approved, and closed retros, each as Markdown."""
    briefs = []
    for head in await store.heads(kind=INTERVIEW, statuses=("finished",), limit=_MOST):
        journal = await store.journal(head.id)
        if journal is not None and any(entry.kind == "briefed" for entry in journal.entries):
            text = export_interview(journal, None, "md", settings)
            briefs.append(Made(path=f"{head.id}.md", text=text, owner=head.started_by.name, at=head.updated_at))
    stories = []
    for head in await store.heads(kind=STORIES, limit=_MOST):
        journal = await store.journal(head.id)
        found = set_of(journal) if journal else None
        if journal is None or found is None or not found.approved_by:
            continue
        approved = tuple(story for story in found.stories if story.status == "approved")
        if approved:
            text = export_set(found.model_copy(update={"stories": approved}), journal, "md", settings.stories)
            stories.append(Made(path=f"{head.id}.md", text=text, owner=head.started_by.name, at=head.updated_at))
    return {"briefs": briefs, "stories": stories, **await _retros(store, settings.zone)}


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

"""What the bot itself made and people approved, as documents to find again: briefs and stories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.interviews.exports import export_interview
from bot.interviews.flow import KIND as INTERVIEW
from bot.interviews.settings import InterviewSettings
from bot.knowledge.indexing import Made
from bot.store.sql import SqlStore
from bot.stories.ear import KIND as STORIES
from bot.stories.flow import export_set, set_of

_MOST = 1000


async def made_here(store: SqlStore, settings: InterviewSettings) -> Mapping[str, Sequence[Made]]:
    """Finished briefs, and stories as far as they are approved, each as Markdown."""
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
    return {"briefs": briefs, "stories": stories}

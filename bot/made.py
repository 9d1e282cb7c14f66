"""What the bot itself made and people approved, as documents to find again: briefs and stories."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence

from bot.chat import Address
from bot.interviews.exports import export_interview
from bot.interviews.flow import KIND as INTERVIEW
from bot.interviews.settings import InterviewSettings
from bot.knowledge.indexing import Made
from bot.knowledge.values import BRIEFS, kept_source
from bot.knowledge.values import STORIES as STORY_SOURCE
from bot.sharing import shared
from bot.store.journal import Journal, JournalHead
from bot.store.sql import SqlStore
from bot.stories.ear import KIND as STORIES
from bot.stories.flow import export_set, set_of

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
    return found


def _approved(journal: Journal, settings: InterviewSettings) -> str:
    """The approved stories of a set; "" when there are none."""
    found = set_of(journal)
    approved = tuple(story for story in found.stories if story.status == "approved")
    if not found.approved_by or not approved:
        return ""
    return export_set(found.model_copy(update={"stories": approved}), journal, "md", settings.stories)

"""An interview as a file: the brief to read, or everything as JSON."""

from __future__ import annotations

import json
from typing import Any

from bot.interviews.brief import Brief, draft_brief
from bot.interviews.document import brief_markdown
from bot.interviews.flow import events_of
from bot.interviews.material import material
from bot.interviews.rules import Interview, replay
from bot.interviews.settings import InterviewSettings
from bot.interviews.wording import with_wordings
from bot.store.journal import Journal
from bot.stories.exports import story_sentence
from bot.stories.flow import set_of
from bot.stories.rules import Requirement


def export_interview(journal: Journal, stories: Journal | None, form: str, settings: InterviewSettings) -> str:
    """The brief as Markdown (`md`), or statements, requirements, stories, criteria and open questions as `json`.

    An interview that is still open gives the brief as it stands.
    """
    interview = replay(events_of(journal))
    framework = settings.frameworks.get(interview.framework) or settings.frameworks[settings.framework]
    day = journal.updated_at.astimezone(settings.zone).date()
    drafted = draft_brief(journal.title, interview, framework, day)
    brief = with_wordings(drafted, interview.worded)
    if form == "md":
        return brief_markdown(brief, settings.brief_template, settings.zone)
    requirements = material(drafted, interview).requirements
    return json.dumps(_json(journal, interview, brief, requirements, stories, settings), ensure_ascii=False, indent=2)


def _json(  # noqa: PLR0913, PLR0917 (everything that the document holds)
    journal: Journal,
    interview: Interview,
    brief: Brief,
    requirements: tuple[Requirement, ...],
    stories: Journal | None,
    settings: InterviewSettings,
) -> dict[str, Any]:
    found = set_of(stories) if stories else None
    return {
        "id": journal.id,
        "title": journal.title,
        "status": journal.status,
        "framework": interview.framework,
        "depth": interview.depth,
        "questions_asked": len(interview.asked),
        "statements": [
            {
                "id": said.id,
                "author": said.author.model_dump(mode="json"),
                "text": said.text,
                "tag": said.tag,
                "time": said.at.isoformat(),
                "topic": said.topic,
                "link": said.link,
                "trail": list(said.trail),
                "withdrawn": said.withdrawn,
            }
            for said in brief.statements
        ],
        "requirements": [one.model_dump(mode="json") for one in requirements],
        "sections": {name: [line.model_dump(mode="json") for line in lines] for name, lines in brief.sections.items()},
        "not_placed": [line.model_dump(mode="json") for line in brief.not_placed],
        "open_questions": [question.model_dump(mode="json") for question in brief.questions],
        "contradictions": list(brief.clashes),
        "left_out": [one.model_dump(mode="json") for one in brief.left_out],
        "decisions": [one.model_dump(mode="json") for one in brief.decisions],
        "stories": [
            {**story.model_dump(mode="json"), "text": story_sentence(story, settings.stories.template)}
            for story in (found.stories if found else ())
        ],
    }

"""How the brief is shown in a chat: its sections in the message, the whole document as a file."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import jinja2

from bot.chat import Attachment, Bullets, Heading, Markdown, Part, Post, Progress, Table
from bot.interviews.brief import Brief, draft_brief, headline, reading_time
from bot.interviews.document import brief_markdown
from bot.interviews.framework import Framework
from bot.interviews.placing import Line
from bot.interviews.rules import Interview
from bot.interviews.wording import with_wordings
from bot.language.dates import say_day
from bot.language.markdown import escape

_SECTIONS: tuple[tuple[str, str], ...] = (
    ("Problem", "problem"),
    ("Outcome", "outcome"),
    ("Evidence", "evidence"),
    ("Stakeholders", "stakeholders"),
    ("Users", "users"),
    ("How it works today", "current"),
    ("Scope", "scope"),
    ("Functional requirements", "functional"),
    ("Rules and permissions", "rules"),
    ("Data", "data"),
    ("Failure cases", "failures"),
    ("Other systems", "interfaces"),
    ("Quality requirements", "quality"),
    ("Constraints", "constraints"),
    ("Assumptions and risks", "assumptions"),
    ("Priorities and first slice", "priorities"),
    ("How to prove it", "verification"),
    ("Roll-out and operation", "rollout"),
    ("Words", "glossary"),
)


def brief_post(brief: Brief, template: jinja2.Template, zone: ZoneInfo, *, by_itself: bool, note: str = "") -> Post:
    """The brief: one line that counts it, its sections, and the whole document as a file."""
    opener = (
        "That’s all I need: nothing that is left would be worth your time."
        if by_itself
        else "Finished. Here is what we have."
    )
    document = Attachment(name="brief.md", text=brief_markdown(brief, template, zone))
    text = f"{note}\n\n{opener}" if note else opener
    return Post(text=text, parts=tuple(_parts(brief)), attachments=(document,))


def sofar_post(title: str, interview: Interview, framework: Framework, day: date, question: str) -> Post:
    """The brief as it stands in the middle of an interview, and the pending question again."""
    brief = with_wordings(draft_brief(title, interview, framework, day), interview.worded)
    return Post(text="This is the brief so far.", parts=(*_parts(brief), Markdown(text=question)))


def _parts(brief: Brief) -> list[Part]:
    parts: list[Part] = [
        Heading(text=brief.title, level=1),
        Markdown(text=f"{escape(headline(brief)).capitalize()}. About {reading_time(brief)} min to read."),
        Progress(label="Topics settled", done=brief.coverage.settled, total=brief.coverage.total),
    ]
    for title, name in _SECTIONS:
        lines = brief.lines(name)
        if lines:
            parts.append(Heading(text=title, level=2))
            parts.append(Bullets(items=tuple(_bullet(line, brief) for line in lines)))
    if brief.clashes:
        parts.append(Heading(text="Contradictions to settle", level=2))
        parts.append(Bullets(items=tuple(escape(clash) for clash in brief.clashes)))
    rows = tuple((one.id, one.text, one.owner, say_day(one.due)) for one in brief.questions if one.answer is None)
    if rows:
        parts.append(Heading(text="Open questions", level=2))
        parts.append(Table(headers=("", "Question", "Owner", "By"), rows=rows))
    if brief.not_placed:
        parts.append(Heading(text="Not placed", level=2))
        parts.append(Bullets(items=tuple(_bullet(line, brief) for line in brief.not_placed)))
    if brief.left_out:
        parts.append(Heading(text="Left out, and why", level=2))
        reasons = dict.fromkeys(one.reason for one in brief.left_out)
        parts.append(
            Bullets(
                items=tuple(
                    f"{reason[:1].upper()}{reason[1:]}: "
                    + ", ".join(escape(one.title) for one in brief.left_out if one.reason == reason)
                    for reason in reasons
                )
            )
        )
    return parts


_GROUP_WORDS = {"in": "In", "out": "Out", "later": "Later", "risk": "Risk", "assumption": "Assumption"}


def _bullet(line: Line, brief: Brief) -> str:
    head = f"**{line.id}** " if line.id else f"**{_GROUP_WORDS[line.group]}**: " if line.group in _GROUP_WORDS else ""
    cites = ", ".join(_cite(source, brief) for source in line.sources)
    quality = f"{line.group}; " if line.group and line.group not in _GROUP_WORDS else ""
    return f"{head}{escape(line.text)} _({quality}{line.tag}, {cites})_"


def _cite(source: str, brief: Brief) -> str:
    link = brief.source(source).link
    return f"[{source}]({link})" if link else source

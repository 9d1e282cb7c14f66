"""What the bot says about stories: each with its criteria and sources, what the linter found, and what can be done."""

from __future__ import annotations

import jinja2

from bot.chat import Bullets, Choice, Choices, Code, Form, FormField, Heading, Markdown, Part, Post, Table
from bot.language.markdown import escape, quoted
from bot.language.text import shorten
from bot.stories.coverage import coverage_matrix, size_hint
from bot.stories.editing import criteria_text, criterion_text
from bot.stories.exports import story_sentence
from bot.stories.lint import lint_story
from bot.stories.lint_criteria import lint_criteria
from bot.stories.rules import Finding, Story
from bot.stories.set import StorySet

NAME = "stories"
_FINDINGS_SHOWN = 3


def choice_id(verb: str, journal_id: str, story_id: str = "") -> str:
    """The id of a choice or form: what to do, with which set, with which story."""
    return ":".join(part for part in (NAME, verb, journal_id, story_id) if part)


def stories_post(found: StorySet, journal_id: str, template: jinja2.Template) -> Post:
    """The whole set: every story in map order, the coverage of the rules, and what can be done now."""
    count = len(found.stories)
    first = sum(1 for story in found.stories if story.slice == 1)
    opener = f"{count} user {'story' if count == 1 else 'stories'} follow{'s' if count == 1 else ''} from the brief"
    text = f"{opener}, {first} of them in the first slice." if first and count > 1 else f"{opener}."
    parts: list[Part] = []
    for story in found.stories:
        parts.extend(_story_parts(story, found, template))
    parts.extend(_coverage_parts(found))
    parts.append(_what_next(journal_id))
    return Post(text=text, parts=tuple(parts))


def story_post(story: Story, found: StorySet, journal_id: str, template: jinja2.Template, note: str) -> Post:
    """One story after something happened to it."""
    return Post(text=note, parts=(*_story_parts(story, found, template), _what_next(journal_id)))


def _story_parts(story: Story, found: StorySet, template: jinja2.Template) -> list[Part]:
    size, reason = size_hint(story)
    marks = [story.id, "first slice" if story.slice == 1 else "", f"size {size}: {reason}"]
    approver = found.approved_by.get(story.id)
    if approver:
        marks.append(f"approved by {approver}")
    told = story_sentence(story, template)
    parts: list[Part] = [
        Heading(text=" · ".join(mark for mark in marks if mark), level=3),
        Markdown(text=f"{escape(told)} _({story.tag}, {_cites(story.sources, found)})_"),
        Code(text=_criteria(story, found), language="gherkin" if found.style == "gherkin" else ""),
    ]
    findings = _findings(story, told)
    if findings:
        parts.append(Bullets(items=tuple(_finding(finding) for finding in findings[:_FINDINGS_SHOWN])))
    if story.split:
        parts.append(Markdown(text="Large enough to be split: " + "; ".join(escape(one) for one in story.split) + "."))
    return parts


def _cites(sources: tuple[str, ...], found: StorySet) -> str:
    links = {source.id: source.link for source in found.material.sources}
    return ", ".join(f"[{one}]({links[one]})" if links.get(one) else one for one in sources)


def _criteria(story: Story, found: StorySet) -> str:
    """Criteria with the statements they rest on; one that nobody has said yet asks for a nod."""
    blocks = []
    for criterion in story.criteria:
        rests = f"# {criterion.id} rests on {', '.join(criterion.sources)}"
        sure = {"stated": "", "inferred": ", inferred", "assumed": ", assumed: please confirm"}[criterion.tag]
        blocks.append(f"{rests}{sure}\n{criterion_text(criterion, found.style, story.role)}")
    return "\n\n".join(blocks)


def _findings(story: Story, told: str) -> list[Finding]:
    found = [*lint_story(told), *lint_criteria(story.criteria)]
    return sorted(found, key=lambda finding: finding.severity != "error")


def _finding(finding: Finding) -> str:
    mark = "Error" if finding.severity == "error" else "Advice"
    rewrite = f" → {escape(finding.suggestion)}" if finding.suggestion else ""
    return f"{mark}: {escape(finding.message)}{rewrite}"


def _coverage_parts(found: StorySet) -> list[Part]:
    coverage = coverage_matrix(found.material, found.stories)
    if not coverage.rows:
        return []
    rows = tuple(
        (row.requirement, shorten(row.text, 70), ", ".join(row.criteria) or "none yet") for row in coverage.rows
    )
    parts: list[Part] = [
        Table(title="Rules and the criteria that cover them", headers=("", "Rule", "Criteria"), rows=rows)
    ]
    if coverage.rules_without_criterion:
        missing = ", ".join(coverage.rules_without_criterion)
        parts.append(Markdown(text=f"Without a criterion yet: {missing}. Edit the story they belong to, or add one."))
    return parts


def _what_next(journal_id: str) -> Choices:
    return Choices(
        prompt="What now?",
        options=(
            Choice(id=choice_id("approve", journal_id), label="Approve all", style="primary"),
            Choice(id=choice_id("edit", journal_id), label="Edit one"),
            Choice(id=choice_id("regenerate", journal_id), label="Draft one anew"),
            Choice(id=choice_id("export", journal_id), label="Export"),
        ),
    )


def which_post(verb: str, found: StorySet, journal_id: str) -> Post:
    """Which story is meant, as choices."""
    options = tuple(
        Choice(id=choice_id(verb, journal_id, story.id), label=shorten(f"{story.id} {story.want}", 70))
        for story in found.stories
    )
    words = {"edit": "Which one do you want to edit?", "regenerate": "Which one shall I draft anew?"}
    return Post(text=words[verb], parts=(Choices(options=options),))


def edit_post(story: Story, found: StorySet, journal_id: str) -> Post:
    """The form to edit a story, filled with what it says now."""
    form = Form(
        id=choice_id("edit", journal_id, story.id),
        title=f"Edit {story.id}",
        fields=(
            FormField(name="role", label="As a", value=story.role, hint="the role, without “a”"),
            FormField(name="want", label="I want", value=story.want, hint="begin with “to …”, or with what you want"),
            FormField(name="benefit", label="so that", value=story.benefit, required=False, hint="the reason"),
            FormField(name="criteria", label="Criteria", type="text", value=criteria_text(story, found.style)),
        ),
    )
    return Post(text="Change what you like. What you leave as it is keeps its sources.", parts=(form,))


def idea_post(found: StorySet, journal_id: str, template: jinja2.Template, *, better: bool = False) -> Post:
    """A rough idea as one standard story, with the questions whose answers would improve it most."""
    parts = list(_story_parts(found.stories[0], found, template))
    if found.questions:
        parts.append(Markdown(text="What would make it better (answer any of them, one message each):"))
        parts.append(Bullets(items=tuple(escape(question) for question in found.questions), numbered=True))
    parts.append(_what_next(journal_id))
    text = "With that, it reads like this." if better else "Here is your idea as a story."
    return Post(text=text, parts=tuple(parts))


def unknown_story(word: str, found: StorySet) -> Post:
    """A story that isn't there."""
    ids = ", ".join(story.id for story in found.stories)
    return Post(text=f"There is no story {quoted(word)} here. There is {ids}.")

"""What the bot says about stories: each with its criteria and sources, what the linter found, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence

import jinja2

from bot.chat import Bullets, Choice, Choices, Code, Form, FormField, Heading, Markdown, Part, Post, Table
from bot.language.markdown import escape, quoted
from bot.language.text import listed, shorten
from bot.stories.coverage import coverage_matrix, size_hint, story_map, untold
from bot.stories.editing import criteria_text, criterion_text
from bot.stories.exports import story_sentence
from bot.stories.lint.criteria import lint_criteria
from bot.stories.lint.linter import lint_story
from bot.stories.redraft import unsettled
from bot.stories.rules import Finding, Material, Story
from bot.stories.set import StorySet

NAME = "stories"
_FINDINGS_SHOWN = 3


def choice_id(verb: str, journal_id: str, story_id: str = "") -> str:
    """The id of a choice or form: what to do, with which set, with which story."""
    return ":".join(part for part in (NAME, verb, journal_id, story_id) if part)


def stories_post(found: StorySet, journal_id: str, template: jinja2.Template, *, again: bool = False) -> Post:
    """The whole set: every story in map order, the coverage of the rules, and what can be done now."""
    parts: list[Part] = []
    for story in story_map(found.stories):
        parts.extend(_story_parts(story, found, template))
    parts.extend(_coverage_parts(found))
    parts.extend(_untold_parts(found))
    parts.append(_what_next(journal_id))
    return Post(text=_opener(found, again=again), parts=tuple(parts))


def _opener(found: StorySet, *, again: bool) -> str:
    count = len(found.stories)
    first = sum(1 for story in found.stories if story.slice == 1)
    told = f"{count} user {'story follows' if count == 1 else 'stories follow'} from the brief"
    lines = [f"{told}, {first} of them in the first slice." if first and count > 1 else f"{told}."]
    kept = [story.id for story in found.stories if story.id in {*found.approved_by, *found.edited_by}]
    if again and kept:
        lines.append(f"{listed(kept)} {'stay' if len(kept) > 1 else 'stays'} as people left {_them(kept)}.")
    for story in found.stories if again else ():
        gone = unsettled(story, found.material)
        if gone:
            lines.append(f"{story.id} rests on {listed(gone)}, which no longer {'hold' if len(gone) > 1 else 'holds'}.")
    return " ".join(lines)


def _them(items: Sequence[str]) -> str:
    return "them" if len(items) > 1 else "it"


def no_stories_post(material: Material) -> Post:
    """There is nothing to draft from; what would help."""
    lines = [one.text for one in material.requirements if one.kind == "functional"]
    if not lines:
        return Post(
            text="Nobody has said yet what it does, so there are no stories. `resume`, and tell me the main path."
        )
    shown = "; ".join(quoted(shorten(line, 60).rstrip(".")) for line in lines[:3])
    return Post(
        text=f"I could make no story of {shown}. `resume`, and tell me who does what, one sentence each, "
        "such as: the clerk scans the parcel and sees the order."
    )


def sure_post(story: Story, found: StorySet, journal_id: str) -> Post:
    """A story that somebody approved or edited isn't drafted anew without a word."""
    done = [f"approved by {escape(found.approved_by[story.id])}"] if story.id in found.approved_by else []
    done += [f"edited by {escape(found.edited_by[story.id])}"] if story.id in found.edited_by else []
    return Post(
        text=f"{story.id} was {' and '.join(done)}. Drafting it anew gives that up.",
        parts=(
            Choices(
                options=(
                    Choice(id=choice_id("keep", journal_id, story.id), label="Keep it", style="primary"),
                    Choice(id=choice_id("anew", journal_id, story.id), label="Draft it anew", style="danger"),
                )
            ),
        ),
    )


def story_post(story: Story, found: StorySet, journal_id: str, template: jinja2.Template, note: str) -> Post:
    """One story after something happened to it."""
    return Post(text=note, parts=(*_story_parts(story, found, template), _what_next(journal_id)))


def _story_parts(story: Story, found: StorySet, template: jinja2.Template) -> list[Part]:
    size, reason = size_hint(story)
    marks = [story.id, "first slice" if story.slice == 1 else "", f"size {size}: {reason}"]
    approver = found.approved_by.get(story.id)
    if approver:
        marks.append(f"approved by {approver}")
    elif story.id in found.edited_by:
        marks.append(f"edited by {found.edited_by[story.id]}")
    told = story_sentence(story, template)
    parts: list[Part] = [
        Heading(text=" · ".join(mark for mark in marks if mark), level=3),
        Markdown(text=f"{escape(told)} _({story.tag}, {_cites(story.sources, found)})_"),
        Code(text=criteria_block(story, found), language="gherkin" if found.style == "gherkin" else ""),
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


def criteria_block(story: Story, found: StorySet) -> str:
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


def _untold_parts(found: StorySet) -> list[Part]:
    """The lines of the brief that no story was made of, so that nobody thinks they are covered."""
    kept = (*found.stories, *found.dropped)
    lines = [f"{one.id} {quoted(shorten(one.text, 70).rstrip('.'))}" for one in untold(found.material, kept)]
    if not lines:
        return []
    opener = "Not made into stories yet; `change` what was said to who does what, then `resume` and `finish`:"
    return [Markdown(text=opener), Bullets(items=tuple(lines))]


def _what_next(journal_id: str) -> Choices:
    return Choices(
        prompt="What now?",
        options=(
            Choice(id=choice_id("approve", journal_id), label="Approve all", style="primary"),
            Choice(id=choice_id("edit", journal_id), label="Edit one"),
            Choice(id=choice_id("regenerate", journal_id), label="Draft one anew"),
            Choice(id=choice_id("export", journal_id), label="Export"),
        ),
        stays=True,
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
    parts = [part for story in found.stories for part in _story_parts(story, found, template)]
    if found.questions:
        parts.append(Markdown(text="What would make it better (answer any of them, one message each):"))
        parts.append(Bullets(items=tuple(escape(question) for question in found.questions), numbered=True))
    parts.append(_what_next(journal_id))
    several = f"Your idea holds {len(found.stories)} stories." if len(found.stories) > 1 else ""
    text = "With that, it reads like this." if better else several or "Here is your idea as a story."
    return Post(text=text, parts=tuple(parts))


def unknown_story(word: str, found: StorySet) -> Post:
    """A story that isn't there."""
    ids = ", ".join(story.id for story in found.stories)
    return Post(text=f"There is no story {quoted(word)} here. There is {ids}.")

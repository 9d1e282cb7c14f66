"""Stories as files that other tools read: Markdown, JSON, Gherkin features and a CSV that Jira imports."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from typing import Any

import jinja2

from bot.language.markdown import escape
from bot.language.nouns import article
from bot.language.text import clean, one_line, shorten
from bot.stories.coverage import coverage_matrix, size_hint
from bot.stories.criteria.drafting import to_ears
from bot.stories.editing import criterion_text
from bot.stories.rules import CriteriaStyle, Criterion, Material, Story

FORMATS = ("md", "json", "feature", "csv")
_EMPTY_REASON = re.compile(r"[\s,;–-]*\b(?:so that|so|because|in order to)\s*(?=[.!]?\s*$)", re.IGNORECASE)


def story_sentence(story: Story, template: jinja2.Template) -> str:
    """The story in the team's wording, with "a" or "an" as the role needs it, and no empty "so that".

    The template is given `role`, `want` and `benefit`; people write "As a {{ role }}" and needn't think of "an".
    """
    text = one_line(template.render(role=story.role, want=story.want, benefit=story.benefit))
    said = re.compile(rf"\b([Aa])n?(?= {re.escape(one_line(story.role))}(?!\w))")
    text = said.sub(lambda found: found[1] + article(story.role)[1:], text, count=1)
    return text if story.benefit else _EMPTY_REASON.sub("", text)


def export_stories(  # noqa: PLR0913 - what an export knows
    stories: Sequence[Story],
    material: Material,
    form: str,
    *,
    style: CriteriaStyle,
    template: jinja2.Template,
    title: str,
) -> str:
    """The stories in one of `FORMATS`; ValueError for any other."""
    if form == "md":
        return to_markdown(stories, material, style=style, template=template, title=title)
    if form == "json":
        return to_json(stories, material, style=style, template=template, title=title)
    if form == "feature":
        return to_feature(stories, material, style=style, template=template, title=title)
    if form == "csv":
        return to_jira_csv(stories, style=style, template=template)
    raise ValueError(f"Stories can be exported as {', '.join(FORMATS)}, not as {form}.")


# ---- Markdown --------------------------------------------------------------------------------------------------------


def to_markdown(
    stories: Sequence[Story], material: Material, *, style: CriteriaStyle, template: jinja2.Template, title: str
) -> str:
    """A document to read: each story with its criteria and sources, then the coverage of the rules."""
    lines = [f"# {escape(one_line(clean(title)))}", ""]
    for story in stories:
        lines += _markdown_story(story, material, style, template)
    coverage = coverage_matrix(material, stories)
    if coverage.rows:
        lines += [
            "## Rules and the criteria that cover them",
            "",
            "| Rule | What it says | Criteria |",
            "| --- | --- | --- |",
        ]
        lines += [
            f"| {row.requirement} | {_cell(row.text)} | {', '.join(row.criteria) or 'none yet'} |"
            for row in coverage.rows
        ]
        lines.append("")
    if coverage.rules_without_criterion:
        lines += [f"Without a criterion yet: {', '.join(coverage.rules_without_criterion)}.", ""]
    return "\n".join(lines)


def _markdown_story(story: Story, material: Material, style: CriteriaStyle, template: jinja2.Template) -> list[str]:
    size, reason = size_hint(story)
    marks = [f"size {size}: {reason.rstrip('.')}", "first slice" if story.slice == 1 else "later", story.status]
    lines = [f"## {story.id}", "", escape(story_sentence(story, template)), "", f"_{' · '.join(marks)}_", ""]
    links = {source.id: source.link for source in material.sources}
    cites = ", ".join(f"[{one}]({links[one]})" if links.get(one) else one for one in story.sources)
    follows = f"Covers {', '.join(story.requirements)}. " if story.requirements else ""
    lines += [f"{follows}Rests on {cites} ({story.tag}).", ""]
    text = "\n\n".join(
        f"# {criterion.id} · {criterion.tag}{', please confirm' if criterion.tag == 'assumed' else ''}"
        f" · {', '.join(criterion.sources)}\n{criterion_text(criterion, style, story.role)}"
        for criterion in story.criteria
    )
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
    lines += [f"{fence}{'gherkin' if style == 'gherkin' else 'text'}", text, fence, ""]
    if story.split:
        lines += ["How it could be split:", "", *(f"- {escape(one)}" for one in story.split), ""]
    return lines


def _cell(text: str) -> str:
    return escape(one_line(clean(text))).replace("|", "\\|")


# ---- JSON ------------------------------------------------------------------------------------------------------------


def to_json(
    stories: Sequence[Story], material: Material, *, style: CriteriaStyle, template: jinja2.Template, title: str
) -> str:
    """Everything, for machines: stories and criteria with their `text`, the sources and the coverage."""
    whole: dict[str, Any] = {
        "title": title,
        "criteria_style": style,
        "stories": [_json_story(story, style, template) for story in stories],
        "coverage": coverage_matrix(material, stories).model_dump(mode="json"),
        "requirements": [requirement.model_dump(mode="json") for requirement in material.requirements],
        "sources": [source.model_dump(mode="json") for source in material.sources],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _json_story(story: Story, style: CriteriaStyle, template: jinja2.Template) -> dict[str, Any]:
    criteria = [
        {**criterion.model_dump(mode="json"), "text": criterion_text(criterion, style, story.role)}
        for criterion in story.criteria
    ]
    return {
        **story.model_dump(mode="json"),
        "text": story_sentence(story, template),
        "criteria": criteria,
        "size_reason": size_hint(story)[1],
    }


# ---- Gherkin ---------------------------------------------------------------------------------------------------------


def to_feature(
    stories: Sequence[Story], material: Material, *, style: CriteriaStyle, template: jinja2.Template, title: str
) -> str:
    """One feature: a rule per story with its scenarios; in EARS style a rule per criterion with its example.

    Whatever people typed stays behind a keyword or in a comment of its own line, so that it can't become Gherkin
    itself.
    """
    said = {
        source.id: f"{source.id}, {source.author.name}: “{shorten(source.text, 160)}”" for source in material.sources
    }
    lines = [f"Feature: {_line(title) or 'Stories'}", ""]
    for story in stories:
        lines += [f"  # {_line(said.get(source, source))}" for source in story.sources]
        if style == "ears":
            lines += [f"  # {story.id}: {_line(story_sentence(story, template))}", ""]
            for criterion in story.criteria:
                lines += [_tags("  ", [story.id, criterion.id, criterion.tag, f"slice-{story.slice}"])]
                lines += [f"  Rule: {_line(to_ears(criterion, story.role))}", "", *_scenario(criterion, "Example"), ""]
            continue
        lines += [_tags("  ", [story.id, story.tag, f"slice-{story.slice}", *story.requirements])]
        lines += [f"  Rule: {_line(story_sentence(story, template))}", ""]
        for criterion in story.criteria:
            marks = [criterion.id, criterion.tag, "negative" if criterion.negative else "positive"]
            lines += [
                f"    # rests on {', '.join(_line(source) for source in criterion.sources)}",
                _tags("    ", marks),
            ]
            lines += [*_scenario(criterion, "Scenario"), ""]
    return "\n".join(lines).rstrip() + "\n"


def _scenario(criterion: Criterion, keyword: str) -> list[str]:
    lines = [f"    {keyword}: {_line(criterion.title) or criterion.id}"]
    for word, steps in (("Given", criterion.given), ("When", (criterion.when,)), ("Then", criterion.then)):
        told = [_line(step) for step in steps if _line(step)]
        lines += [f"      {word if index == 0 else 'And'} {step}" for index, step in enumerate(told)]
    return lines


def _line(text: str) -> str:
    """One line without anything that ends a line in some reader."""
    return " ".join("".join(char if char.isprintable() else " " for char in clean(text)).split())


def _tags(indent: str, names: Sequence[str]) -> str:
    return indent + " ".join("@" + re.sub(r"[\s@#]+", "-", _line(name)) for name in names if _line(name))


# ---- Jira ------------------------------------------------------------------------------------------------------------

JIRA_COLUMNS = (
    "Summary",
    "Issue Type",
    "Description",
    "Acceptance Criteria",
    "Labels",
    "Labels",
    "Story ID",
    "Size",
    "Requirements",
    "Sources",
)
"""Jira takes several labels from columns of the same name."""


def to_jira_csv(stories: Sequence[Story], *, style: CriteriaStyle, template: jinja2.Template) -> str:
    """A CSV that Jira's importer maps column by column; no cell becomes a formula in a spreadsheet."""
    target = io.StringIO()
    writer = csv.writer(target, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(JIRA_COLUMNS)
    for story in stories:
        told = story_sentence(story, template)
        criteria = "\n\n".join(
            f"{criterion.id} ({criterion.tag})\n{criterion_text(criterion, style, story.role)}"
            for criterion in story.criteria
        )
        row = (
            shorten(story.want, 120),
            "Story",
            told,
            criteria,
            f"slice-{story.slice}",
            story.tag,
            story.id,
            size_hint(story)[0],
            " ".join(story.requirements),
            " ".join(story.sources),
        )
        writer.writerow([safe_cell(cell) for cell in row])
    return target.getvalue()


def safe_cell(text: str) -> str:
    """The text as a cell that no spreadsheet runs: one that begins like a formula gets an apostrophe before it."""
    stripped = text.lstrip(" \t\r\n\u00a0\ufeff")
    return (
        f"'{text}"
        if stripped[:1] in {"=", "+", "-", "@", "＝", "＋", "－", "＠", "|", "%"} or text[:1] in {"\t", "\r", "\n"}
        else text
    )

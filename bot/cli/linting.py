"""`groundwork story lint`: what is wrong with user stories, for people and for machines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console, ConsoleRenderable
from rich.text import Text

from bot.cli.printing import print_json
from bot.errors import Trouble
from bot.platforms.terminal.clean import clean_line
from bot.platforms.terminal.markdown import Hanging
from bot.platforms.terminal.render import Trimmed, console_for
from bot.stories.lint.backlog import BacklogError
from bot.stories.lint.linter import LintedStory, lint_files, summary, to_json
from bot.stories.rules import Finding

_MARKS = {"error": ("✗", "bold red"), "advice": ("•", "yellow")}


def lint(files: Sequence[Path], *, as_json: bool) -> bool:
    """Print what was found; True when there was anything."""
    try:
        stories = lint_files(files)
    except BacklogError as error:
        raise Trouble(str(error)) from error
    if as_json:
        print_json(to_json(stories))
    else:
        show(stories, console_for())
    return any(story.findings for story in stories)


def show(stories: Sequence[LintedStory], console: Console) -> None:
    """Each story that has findings with what they are, then how many there were of each rule."""
    for number, story in enumerate(stories, start=1):
        if story.findings:
            _show_story(number, story, console)
    rules = Counter(finding.rule for story in stories for finding in story.findings)
    console.print(Text(summary(stories), style="bold" if rules else "green"))
    for rule, count in sorted(rules.items(), key=lambda pair: (-pair[1], pair[0])):
        console.print(Text.assemble((f"{count:>5}  ", "cyan"), rule.replace("_", " ")))


def _show_story(number: int, story: LintedStory, console: Console) -> None:
    mark = f"{number}. "
    text = Text(clean_line(story.text), style="bold")
    console.print(Trimmed(Hanging(Text(mark), Text(" " * len(mark)), text)), end="")
    for finding in sorted(story.findings, key=lambda each: each.severity != "error"):
        console.print(Trimmed(_line(finding)), end="")
    console.print()


def _line(finding: Finding) -> ConsoleRenderable:
    mark, style = _MARKS[finding.severity]
    text = Text(clean_line(finding.message))
    text.append(f"  {finding.rule}", style="gw.faint")
    if finding.suggestion:
        for line in finding.suggestion.splitlines():
            text.append("\n→ ", style="green")
            text.append(clean_line(line))
    return Hanging(Text(f"   {mark} ", style=style), Text("     "), text)

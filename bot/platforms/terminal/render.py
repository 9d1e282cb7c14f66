"""Draws a post for the window it is shown in: rich in a terminal, plain text in a file, never an error."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Sequence
from functools import singledispatch
from typing import IO

from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, ConsoleRenderable, RenderResult
from rich.segment import Segment
from rich.table import Table as RichTable
from rich.text import Text
from rich.theme import Theme

from bot.chat import (
    Attachment,
    Bullets,
    Chart,
    Choice,
    Choices,
    Code,
    Fields,
    Form,
    Heading,
    Part,
    Post,
    Progress,
    Quote,
    Table,
)
from bot.chat import Markdown as MarkdownPart
from bot.platforms.terminal.charts import Charted
from bot.platforms.terminal.clean import clean, clean_line
from bot.platforms.terminal.markdown import Hanging, Markdown

_THEME = Theme({"gw.mark": "cyan", "gw.faint": "dim", "gw.label": "bold", "gw.bot": "bold cyan", "gw.trouble": "red"})
_WIDEST = 110  # longer lines are hard to read, however wide the window
_STACKED_BELOW = 50
_COLUMN = 11
_BAR = 24
_KILO = 1000
_CHOICE_STYLES = {"default": "", "primary": "bold", "danger": "red"}


def console_for(file: IO[str] | None = None, *, width: int | None = None) -> Console:
    """A console that takes text as it is: no markup, no emoji codes, no guessing at numbers."""
    console = Console(
        file=file or sys.stdout, width=width, theme=_THEME, markup=False, emoji=False, highlight=False, soft_wrap=False
    )
    if width is None and console.width > _WIDEST:
        console.width = _WIDEST
    return console


def as_text(post: Post, width: int = 80) -> str:
    """The post as plain text, as it is seen where there is no terminal."""
    console = Console(width=width, theme=_THEME, no_color=True, force_terminal=False, file=io.StringIO())
    with console.capture() as capture:
        console.print(Drawn(post), end="")
    return capture.get()


class Drawn:
    """A post, ready to be printed by a console.

    `command` is how a script answers (`groundwork say`), shown below choices and forms. `live` is where people just
    type: a form's fields are asked for one by one and need not be listed, and files can be saved.
    """

    def __init__(self, post: Post, *, command: str | None = None, live: bool = False, indent: int = 0) -> None:
        self.post = post
        self.command = command
        self.live = live
        self.indent = indent

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        indent = self.indent if options.max_width >= _STACKED_BELOW else 0
        inner = options.update(width=options.max_width - indent, height=None)
        gap = False
        for block in self._blocks(console):
            if gap:
                yield Segment.line()
            for line in _ink(block, console, inner):
                if line and indent:
                    yield Segment(" " * indent)
                yield from line
                yield Segment.line()
            gap = not isinstance(block, _Title)

    def _blocks(self, console: Console) -> Iterator[ConsoleRenderable]:
        if self.post.private_to:
            yield Text("Only you see this.", style="gw.faint")
        if self.post.text.strip():
            yield Markdown(self.post.text)
        number = 0
        for part in self.post.parts:
            if isinstance(part, Choices):
                yield _Choices(part, number)
                number += len(part.options)
            elif isinstance(part, Form):
                yield _Form(part, listed=not self.live)
            elif isinstance(part, Code):
                yield _code(part, console)
            elif isinstance(part, Heading):
                yield _Title(clean_line(part.text), style="bold cyan" if part.level < 3 else "bold")  # noqa: PLR2004
            else:
                yield draw(part)
        if self.post.attachments:
            yield _Attached(self.post.attachments, live=self.live)
        if self.command:
            yield from self._answers(number)

    def _answers(self, choices: int) -> Iterator[ConsoleRenderable]:
        if choices:
            yield Text(f"Choose with: {self.command} --choose 1", style="gw.faint")
        if self.post.form:
            values = " ".join(f"{field.name}=…" for field in self.post.form.fields)
            yield Text(
                f"Fill it with: {self.command} --form {self.post.form.id} {clean_line(values)}", style="gw.faint"
            )


class Trimmed:
    """Anything to be printed, without the spaces that wrapping leaves at the ends of lines."""

    def __init__(self, inner: ConsoleRenderable) -> None:
        self.inner = inner

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line in _ink(self.inner, console, options):
            yield from line
            yield Segment.line()


class _Title(Text):
    """A heading: what follows stands close to it."""


@singledispatch
def draw(part: Part) -> ConsoleRenderable:
    """One part that looks the same wherever it stands."""
    raise TypeError(f"{type(part).__name__} is no part that the terminal knows")


@draw.register
def _(part: MarkdownPart) -> ConsoleRenderable:
    return Markdown(part.text)


@draw.register
def _(part: Fields) -> ConsoleRenderable:
    return _Fields([(clean_line(label), value) for label, value in part.items])


@draw.register
def _(part: Bullets) -> ConsoleRenderable:
    marks = [f"{index}. " if part.numbered else "• " for index in range(1, len(part.items) + 1)]
    width = max((len(mark) for mark in marks), default=0)
    rest = Text(" " * width)
    return _Stack(
        [
            Hanging(Text(mark.rjust(width), style="gw.mark"), rest, Markdown(item))
            for mark, item in zip(marks, part.items, strict=True)
        ]
    )


@draw.register
def _(part: Table) -> ConsoleRenderable:
    return _Table(part)


@draw.register
def _(part: Quote) -> ConsoleRenderable:
    bar = Text("│ ", style="gw.mark")
    lines: list[ConsoleRenderable] = [Text(clean(part.text), style="italic")]
    under = [f"— {clean_line(part.author)}" if part.author else "", clean_line(part.link or "")]
    if any(under):
        lines.append(Text("  ".join(each for each in under if each), style="gw.faint"))
    return Hanging(bar, bar, _Stack(lines))


@draw.register
def _(part: Progress) -> ConsoleRenderable:
    return _Progress(part)


@draw.register
def _(part: Chart) -> ConsoleRenderable:
    return Charted(part)


class _Stack:
    def __init__(self, items: list[ConsoleRenderable]) -> None:
        self.items = items

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from self.items


class _Fields:
    """Labels beside their values; in a narrow window above them."""

    def __init__(self, items: list[tuple[str, str]]) -> None:
        self.items = items

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        longest = max((Text(label).cell_len for label, _ in self.items), default=0)
        if options.max_width < _STACKED_BELOW or longest > options.max_width // 3:
            for label, value in self.items:
                yield Text(f"{label}:", style="gw.label")
                yield Hanging(Text("  "), Text("  "), Markdown(value))
            return
        blank = Text(" " * (longest + 2))
        for label, value in self.items:
            name = Text(label, style="gw.label")
            name.pad_right(longest + 2 - name.cell_len)
            yield Hanging(name, blank, Markdown(value) if value.strip() else Text("–", style="gw.faint"))


class _Table:
    """A table; where its columns would be too narrow to read, one record below the other."""

    def __init__(self, part: Table) -> None:
        self.title = clean_line(part.title)
        self.headers = [clean_line(each) for each in part.headers]
        self.rows = [[clean(cell).strip() for cell in row] for row in part.rows]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if self.title:
            yield Text(self.title, style="gw.label")
        columns = max([len(self.headers), *(len(row) for row in self.rows)])
        if not columns:
            return
        widest = [
            max((Text(row[at]).cell_len for row in [self.headers, *self.rows] if at < len(row)), default=0)
            for at in range(columns)
        ]
        if sum(min(width, _COLUMN) + 2 for width in widest) > options.max_width:
            yield from self._records()
            return
        table = RichTable(
            box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold", border_style="gw.faint"
        )
        for at in range(columns):
            header = self.headers[at] if at < len(self.headers) else ""
            cells = [row[at] for row in self.rows if at < len(row)]
            numbers = bool(cells) and all(_is_number(cell) for cell in cells)
            table.add_column(Text(header), justify="right" if numbers else "left", overflow="fold")
        for row in self.rows:
            table.add_row(*(Text(cell) for cell in row))
        yield table

    def _records(self) -> Iterator[ConsoleRenderable]:
        for index, row in enumerate(self.rows):
            if index:
                yield Text("")
            for at, cell in enumerate(row):
                header = self.headers[at] if at < len(self.headers) else ""
                label = Text(f"{header}: " if header else "", style="gw.label")
                yield Hanging(Text(), Text("  "), label + Text(cell))


class _Progress:
    """`Coverage  ██████░░░░  6 of 10`; without the bar where there is no room."""

    def __init__(self, part: Progress) -> None:
        self.label = clean_line(part.label)
        self.done = min(part.done, part.total)
        self.total = part.total

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        count = f"{self.done} of {self.total}"
        label = Text(f"{self.label}  " if self.label else "", style="gw.label")
        room = options.max_width - label.cell_len - len(count) - 2
        if room < _COLUMN:
            yield label + Text(count)
            return
        width = min(room, _BAR)
        full = self.done * width // self.total
        bar = Text("█" * full, style="green") + Text("░" * (width - full), style="gw.faint")
        yield label + bar + Text(f"  {count}")


class _Choices:
    """What can be picked, by number; `before` choices were numbered already."""

    def __init__(self, part: Choices, before: int) -> None:
        self.part = part
        self.before = before

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if self.part.prompt.strip():
            yield Markdown(self.part.prompt)
        width = len(str(self.before + len(self.part.options)))
        for number, option in enumerate(self.part.options, self.before + 1):
            yield Hanging(Text(f" {number:>{width}}  ", style="bold cyan"), Text(" " * (width + 3)), _choice(option))


class _Form:
    def __init__(self, part: Form, *, listed: bool) -> None:
        self.part = part
        self.listed = listed

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Text(clean_line(self.part.title), style="bold cyan")
        if not self.listed:
            return
        items = []
        for field in self.part.fields:
            about = [field.hint.rstrip("."), " / ".join(field.options), "" if field.required else "optional"]
            value = f"now: {field.value}" if field.value else ""
            items.append((field.label, "; ".join(each for each in (value, *about) if each)))
        yield _PlainFields([(clean_line(label), clean(value)) for label, value in items])


class _Attached:
    def __init__(self, attachments: Sequence[Attachment], *, live: bool) -> None:
        self.attachments = attachments
        self.live = live

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for attachment in self.attachments:
            size = len(attachment.data)
            shown = f"{size} bytes" if size < _KILO else f"{size / _KILO:.0f} kB"
            yield Text(f"Attached: {clean_line(attachment.name)} ({shown})", style="gw.faint")
        if self.live:
            them = "it" if len(self.attachments) == 1 else "them"
            yield Text(f"/save writes {them} into this folder.", style="gw.faint")


class _PlainFields:
    def __init__(self, items: list[tuple[str, str]]) -> None:
        self.items = items

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for label, value in self.items:
            yield Hanging(
                Text("• ", style="gw.mark"),
                Text("  "),
                Text(label, style="gw.label") + Text(f"  {value}" if value else ""),
            )


def _choice(option: Choice) -> Text:
    return Text(clean_line(option.label), style=_CHOICE_STYLES[option.style])


def _code(part: Code, console: Console) -> ConsoleRenderable:
    text = clean(part.text).rstrip("\n")
    drawn = Text(text)
    if part.language and console.is_terminal and not console.no_color:
        from rich.syntax import Syntax  # brings pygments, 60 ms, which plain text has no use for

        drawn = Syntax(text, part.language, theme="ansi_dark", background_color="default").highlight(text)
        drawn.rstrip()
        drawn.no_wrap, drawn.overflow = False, "fold"  # it would cut what is wider than the window
    return Hanging(Text("  "), Text("  "), drawn)


def _is_number(cell: str) -> bool:
    return cell.replace(",", "").replace(".", "", 1).removesuffix("%").strip().isdigit()


def _ink(block: ConsoleRenderable, console: Console, options: ConsoleOptions) -> Iterator[list[Segment]]:
    for line in console.render_lines(block, options.update(height=None), pad=False):
        while line and not line[-1].text.strip():
            line.pop()
        if line:
            line[-1] = Segment(line[-1].text.rstrip(), line[-1].style, line[-1].control)
        yield line

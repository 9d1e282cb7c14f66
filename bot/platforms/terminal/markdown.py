"""Draws Markdown in a terminal, without losing a word of what people wrote."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from rich.console import Console, ConsoleOptions, ConsoleRenderable, RenderResult
from rich.segment import Segment
from rich.text import Text

from bot.platforms.terminal.clean import clean

# Each of these rules would make something that a person typed invisible or another thing: `<b>`, `[1]: …`, a line of
# `---` below a sentence, four spaces before one, `&lt;`, a picture's address.
_UNWANTED = ["html_inline", "html_block", "reference", "lheading", "code", "entity", "image"]
_NARROWEST = 10
_DEEPEST = 20
_INLINE_STYLES = {"strong": "bold", "em": "italic", "s": "strike"}


class Hanging:
    """Something drawn behind a prefix, `• ` on the first line and spaces on the others."""

    def __init__(self, first: Text, rest: Text, inner: ConsoleRenderable) -> None:
        self.first = first
        self.rest = rest
        self.inner = inner

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        room = max(0, options.max_width - _NARROWEST)
        first, rest = _last_cells(self.first, room), _last_cells(self.rest, room)
        width = options.max_width - max(first.cell_len, rest.cell_len)
        lines = console.render_lines(self.inner, options.update(width=width, height=None), pad=False)
        for index, line in enumerate(lines):
            prefix = rest if index else first
            yield from prefix.render(console)
            yield from line
            yield Segment.line()


class Markdown:
    """Markdown as a chat means it: a line break breaks the line, HTML is text, a link shows where it leads."""

    def __init__(self, text: str, style: str = "") -> None:
        self._text = clean(text)
        self._style = style

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        tokens = _parser().parse(self._text)
        if any(token.level >= _DEEPEST - 1 for token in tokens):  # the parser drops what is nested deeper
            yield Text(self._text, style=self._style)
            return
        root = SyntaxTreeNode(tokens)
        for index, node in enumerate(root.children):
            if index and root.children[index - 1].type != "heading":
                yield Text("")
            yield from self._block(node, Text(), Text())

    def _block(self, node: SyntaxTreeNode, first: Text, rest: Text) -> Iterator[ConsoleRenderable]:
        if node.type in {"bullet_list", "ordered_list"}:
            yield from self._list(node, first, rest)
        elif node.type == "blockquote":
            bar = Text("│ ", style="dim")
            yield from self._blocks(node, first + bar, rest + bar)
        elif node.type in {"fence", "code_block"}:
            yield Hanging(first + Text("  "), rest + Text("  "), _code(node))
        elif node.type == "hr":
            yield Hanging(first, rest, Text("───", style="dim"))
        elif node.type == "heading":
            yield Hanging(first, rest, self._inline(node, "bold cyan" if node.tag in {"h1", "h2"} else "bold"))
        else:
            yield Hanging(first, rest, self._inline(node, self._style))

    def _blocks(self, node: SyntaxTreeNode, first: Text, rest: Text) -> Iterator[ConsoleRenderable]:
        if not node.children:
            yield Hanging(first, rest, Text(""))
        for index, child in enumerate(node.children):
            tight = child.type in {"bullet_list", "ordered_list"} or (child.type == "paragraph" and child.hidden)
            if index and not tight:
                yield rest
            yield from self._block(child, rest if index else first, rest)

    def _list(self, node: SyntaxTreeNode, first: Text, rest: Text) -> Iterator[ConsoleRenderable]:
        numbered = node.type == "ordered_list"
        marks = [f"{item.info}{item.markup} " if numbered else "• " for item in node.children]
        width = max(len(mark) for mark in marks)
        for index, (item, mark) in enumerate(zip(node.children, marks, strict=True)):
            before = rest if index else first
            yield from self._blocks(item, before + Text(mark.rjust(width), style="gw.mark"), rest + Text(" " * width))

    def _inline(self, node: SyntaxTreeNode, style: str) -> Text:
        text = Text(style=style)
        for child in node.children:
            _append(child, text, ())
        return text


def _append(node: SyntaxTreeNode, text: Text, styles: tuple[str, ...]) -> None:
    if node.type in {"softbreak", "hardbreak"}:
        text.append("\n")
    elif node.type == "code_inline":
        text.append(node.content, style=" ".join((*styles, "cyan")))
    elif node.type == "link":
        start = len(text)
        for child in node.children:
            _append(child, text, styles)
        href = clean(str(node.attrs.get("href", "")))
        if text.plain[start:] not in {href, href.removeprefix("mailto:")}:
            text.append(f" ({href})" if len(text) > start else href, style="gw.faint")
    elif node.children:
        inner = (*styles, _INLINE_STYLES[node.type]) if node.type in _INLINE_STYLES else styles
        for child in node.children:
            _append(child, text, inner)
    else:
        text.append(node.content, style=" ".join(styles))


def _code(node: SyntaxTreeNode) -> Text:
    # What stands behind the three backticks is shown too: someone may have opened them by accident.
    info = node.info.strip()
    code = Text(node.content.rstrip("\n"), style="cyan")
    return Text(f"{info}\n", style="gw.faint") + code if info else code


def _last_cells(prefix: Text, room: int) -> Text:
    """A prefix that is nested too deep for the window loses its outer levels."""
    return prefix if prefix.cell_len <= room else prefix[max(0, len(prefix) - room) :] if room else Text()


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable("strikethrough").disable(_UNWANTED)

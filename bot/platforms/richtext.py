"""Markdown as rich text, where every letter stands for itself: nothing can turn into markup or a mention."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from bot.platforms import lengths

Inline = dict[str, Any]
"""A piece of a line: `{"type": "text", "text": …}` or `{"type": "link", "url": …, "text": …}`, each with a `style`."""

BLOCK = 2_800
"""Characters in one block of text, unless a platform says another number."""

URL = 2_000

# Each of these rules would make something that a person typed invisible or another thing: `<b>`, `[1]: …`, a line of
# `---` below a sentence, four spaces before one, `&lt;`, a picture's address.
_UNWANTED = ["html_inline", "html_block", "reference", "lheading", "code", "entity", "image"]
_DEEPEST = 20
_STYLES = {"strong": "bold", "em": "italic", "s": "strike"}
_SCHEMES = frozenset({"http", "https", "mailto", "slack"})
_DEEPEST_LIST = 8
_LARGEST_NUMBER = 9_999
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.-]+\.[a-z]{2,}(?:/\S*)?", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Rich:
    """Something of rich text that may stand in one block with its neighbours."""

    kind: Literal["section", "bullet", "ordered", "quote", "preformatted"]
    items: tuple[tuple[Inline, ...], ...]
    indent: int = 0
    offset: int = 0

    @property
    def size(self) -> int:
        """Characters, at worst."""
        return sum(inline_size(item) + 1 for item in self.items)


def text(words: str, **style: bool) -> Inline:
    """Words as they are; control characters, which chats drop or refuse, become visible."""
    made: Inline = {"type": "text", "text": _CONTROL.sub(_sign, words.replace("\r\n", "\n"))}
    return made | ({"style": style} if style else {})


def _sign(match: re.Match[str]) -> str:
    code = ord(match.group())
    return chr(0x2400 + code) if code < 0x20 else "\u2421" if code == 0x7F else "\ufffd"  # noqa: PLR2004


def link(url: str, label: str, **style: bool) -> list[Inline]:
    """A link, with its address beside it where the label claims another; plain text when it leads nowhere safe."""
    if urlsplit_safely(url) not in _SCHEMES or lengths.size(url) > URL or not url.isascii():
        return [text(label if label == url or not url else f"{label} ({url})", **style)]
    made: Inline = {"type": "link", "url": url}
    if label and label != url:
        made["text"] = text(label)["text"]
    made |= {"style": style} if style else {}
    claims = _ADDRESS.fullmatch(label.strip())
    if claims and label != url and label.rstrip("/") not in url:
        return [made, text(f" ({url})", **style)]
    return [made]


def urlsplit_safely(url: str) -> str:
    """The scheme of an address, "" where it can't be read or holds what no address holds."""
    if re.search(r"[\s<>|\x00-\x1f]", url):
        return ""
    try:
        return urlsplit(url).scheme.lower()
    except ValueError:
        return ""


def rich(markdown: str) -> list[Rich]:
    """A whole Markdown text, paragraph by paragraph."""
    tokens = _parser().parse(markdown)
    if any(token.level >= _DEEPEST - 1 for token in tokens):  # the parser drops what is nested deeper
        return [_section([text(markdown)])]
    return [one for node in SyntaxTreeNode(tokens).children for one in _block(node, 0)]


def line(markdown: str) -> tuple[Inline, ...]:
    """A Markdown text as one piece of a line; paragraphs are divided by line breaks."""
    found: list[Inline] = []
    for one in rich(markdown):
        for at, item in enumerate(one.items, one.offset + 1):
            mark = {"bullet": "• ", "ordered": f"{at}. "}.get(one.kind, "")
            found += [*([text("\n")] if found else []), *([text(mark)] if mark else []), *item]
    return tuple(found)


def inline_size(items: Iterable[Inline]) -> int:
    """Characters of a line, at worst."""
    return sum(lengths.size(item.get("text", "")) + lengths.size(item.get("url", "")) for item in items)


def plain(items: Iterable[Inline]) -> str:
    """What people read of a line."""
    return "".join(item.get("text") or item.get("url", "") for item in items)


def split(one: Rich, limit: int = BLOCK) -> list[Rich]:
    """The same in pieces that fit into a block each: between items, then at lines, sentences or words."""
    if one.size <= limit:
        return [one]
    pieces: list[Rich] = []
    group: list[tuple[Inline, ...]] = []
    offset = one.offset
    for item in one.items:
        for number, part in enumerate(_split_line(item, limit)):
            if group and sum(inline_size(each) + 1 for each in group) + inline_size(part) + 1 > limit:
                pieces.append(replace(one, items=tuple(group), offset=offset))
                offset += len(group) if one.kind == "ordered" else 0
                group = []
            if number and one.kind in {"bullet", "ordered"}:  # the rest of a long item goes on without a mark
                if group:
                    pieces.append(replace(one, items=tuple(group), offset=offset))
                    offset += len(group) if one.kind == "ordered" else 0
                    group = []
                pieces.append(Rich("section", (part,)))
            else:
                group.append(part)
    if group:
        pieces.append(replace(one, items=tuple(group), offset=offset))
    return pieces


def _split_line(items: tuple[Inline, ...], limit: int) -> list[tuple[Inline, ...]]:
    lines: list[tuple[Inline, ...]] = []
    now: list[Inline] = []
    used = 0
    for item in items:
        left: Inline | None = item
        while left is not None:
            room = limit - 1 - used
            whole = inline_size((left,))
            if whole <= room:
                now.append(left)
                used += whole
                left = None
            elif left["type"] == "text" and (room > limit // 3 or not now):
                head, tail = lengths.cut(left["text"], room)
                now.append({**left, "text": head})
                left = {**left, "text": tail} if tail else None
                lines.append(tuple(now))
                now, used = [], 0
            elif not now:  # a link too long for a block of its own: as words
                left = text(f"{left.get('text', '')} {left['url']}".strip())
            else:
                lines.append(tuple(now))
                now, used = [], 0
    return [*lines, tuple(now)] if now else lines


def _section(items: Iterable[Inline]) -> Rich:
    return Rich("section", (tuple(items),))


def _block(node: SyntaxTreeNode, depth: int) -> Iterator[Rich]:
    if node.type in {"bullet_list", "ordered_list"}:
        yield from _list(node, depth)
    elif node.type == "blockquote":
        for child in node.children:
            for one in _block(child, depth):
                yield replace(one, kind="quote") if one.kind == "section" else one
        if not node.children:
            yield _section([text(">")])
    elif node.type in {"fence", "code_block"}:
        # What stands behind the three backticks is shown too: someone may have opened them by accident.
        info = node.info.strip()
        content = node.content.rstrip("\n")
        shown = "\n".join(each for each in (info, content) if each)
        if shown:
            yield Rich("preformatted", ((text(shown),),))
    elif node.type == "hr":
        yield _section([text(node.markup or "---")])
    elif node.type == "heading":
        yield _section(_styled(_inline(node), bold=True) or [text(node.markup)])
    else:
        items = _inline(node)
        if plain(items).strip():
            yield _section(items)


def _list(node: SyntaxTreeNode, depth: int) -> Iterator[Rich]:
    """A list, in several where its numbers don't follow each other: a chat may count by itself."""
    numbered = node.type == "ordered_list"
    kind: Literal["bullet", "ordered"] = "ordered" if numbered else "bullet"
    group: list[tuple[Inline, ...]] = []
    first = 1

    def flush() -> Iterator[Rich]:
        if group:
            yield Rich(kind, tuple(group), indent=min(depth, _DEEPEST_LIST), offset=max(0, first - 1))
            group.clear()

    for item in node.children:
        own, below = _point(item, depth)
        number = int(item.info) if numbered else 0
        if numbered and (item.info != str(number) or not 0 < number <= _LARGEST_NUMBER):
            yield from flush()
            yield _section([text(f"{item.info}. "), *own])  # as it was written; a list counts by itself
        else:
            if numbered and number != first + len(group):
                yield from flush()
            first = first if group else number
            group.append(tuple(own) or (text(" "),))
        if below:
            yield from flush()
            yield from below
    yield from flush()


def _point(item: SyntaxTreeNode, depth: int) -> tuple[list[Inline], list[Rich]]:
    """A point's own line, and what stands below it."""
    own: list[Inline] = []
    below: list[Rich] = []
    for child in item.children:
        parts = list(_block(child, depth + 1))
        if not below and all(part.kind == "section" for part in parts):
            for part in parts:
                own += [*([text("\n")] if own else []), *part.items[0]]
        else:
            below += parts
    return own, below


def _inline(node: SyntaxTreeNode) -> list[Inline]:
    found: list[Inline] = []
    for child in node.children:
        found += _piece(child, {})
    return _joined(found)


def _piece(node: SyntaxTreeNode, style: dict[str, bool]) -> list[Inline]:
    if node.type in {"softbreak", "hardbreak"}:
        return [text("\n", **style)]
    if node.type == "code_inline":
        return [text(node.content, **{**style, "code": True})]
    if node.type == "link":
        inner = _joined([one for child in node.children for one in _piece(child, {})])
        title = str(node.attrs.get("title") or "")
        shown = link(str(node.attrs.get("href", "")), plain(inner), **style)
        return [*shown, text(f" “{title}”", **style)] if title else shown
    if node.children:
        wider = {**style, _STYLES[node.type]: True} if node.type in _STYLES else style
        return [one for child in node.children for one in _piece(child, wider)]
    return [text(node.content, **style)] if node.content else []


def _styled(items: Iterable[Inline], **style: bool) -> list[Inline]:
    return [{**item, "style": {**item.get("style", {}), **style}} for item in items]


def _joined(items: list[Inline]) -> list[Inline]:
    """Neighbours of the same style as one."""
    joined: list[Inline] = []
    for item in items:
        last = joined[-1] if joined else None
        if last and last["type"] == item["type"] == "text" and last.get("style") == item.get("style"):
            joined[-1] = {**last, "text": last["text"] + item["text"]}
        else:
            joined.append(item)
    return joined


def _any_link(url: str) -> bool:
    """Where links may lead is decided when they are drawn; none of them disappears."""
    return bool(url)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable("strikethrough").disable(_UNWANTED)
    parser.validateLink = _any_link  # type: ignore[method-assign]
    return parser

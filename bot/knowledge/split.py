"""Splits a document by its structure into passages of a size that the embedder reads whole."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from bot.knowledge.values import Passage

LARGEST = 150
"""Words in a passage. The embedder reads 256 tokens, which is some 180 words with the headings above them."""
SMALLEST = 24
"""Words; a shorter section goes together with the one after it."""
LONGEST = 20_000
"""Characters; a table or code block beyond that is cut all the same, at a line where there is one."""

_ATX = re.compile(r"^ {0,3}(#{1,6})(?:[ \t]+(.*?))?[ \t]*#*[ \t]*$")
_SETEXT = re.compile(r"^ {0,3}(=+|-+)[ \t]*$")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_ROW = re.compile(r"^\s*\|.*\|\s*$|^[^|\n]+\|[^|\n]+.*$")
_RULE = re.compile(r"^\s*\|?[\s:|-]*-{2,}[\s:|-]*\|?\s*$")
_RST_LINE = re.compile(r"^([=\-~^\"'`#*+.:_])\1{2,}\s*$")
_ADOC = re.compile(r"^(={1,6})[ \t]+(\S.*)$")
_ADOC_BLOCK = re.compile(r"^(-{4,}|\.{4,}|={4,}|\*{4,}|\|===|_{4,}|\+{4,})\s*$")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_SENTENCE = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[A-Z0-9\"'(\[*`-])")

Form = Literal["markdown", "rst", "asciidoc", "text", "csv"]


@dataclass
class _Block:
    kind: Literal["heading", "whole", "text"]
    text: str
    level: int = 0


@dataclass
class _Section:
    headings: tuple[str, ...]
    blocks: list[_Block] = field(default_factory=list)

    @property
    def words(self) -> int:
        return sum(_count(block.text) for block in self.blocks)


def split(text: str, form: Form = "markdown") -> tuple[Passage, ...]:
    """The passages of a document's text, in order. Nothing in it is lost, and a table or code block is not cut."""
    if form == "csv":
        try:
            pieces = list(_csv_pieces(text))
        except csv.Error:  # it only looks like one
            return split(text, "text")
    else:
        blocks = {"rst": _rst_blocks, "asciidoc": _adoc_blocks, "text": _plain_blocks}.get(form, _markdown_blocks)(text)
        pieces = [piece for section in _merged(_sections(blocks)) for piece in _pieces(section)]
    within = ((headings, part) for headings, body in pieces for part in _by_length(body))
    return tuple(Passage(seq=seq, headings=headings, text=body) for seq, (headings, body) in enumerate(within))


def _by_length(text: str) -> Iterator[str]:
    """Whatever it is: a text without a single blank isn't read, embedded and quoted as one passage."""
    while len(text) > LONGEST:
        end = text.rfind("\n", 1, LONGEST) + 1 or LONGEST
        yield text[:end].rstrip("\n")
        text = text[end:]
    if text:
        yield text


def _count(text: str) -> int:
    return len(text.split())


def _sections(blocks: Iterable[_Block]) -> list[_Section]:
    path: list[tuple[int, str]] = []
    sections = [_Section(())]
    for block in blocks:
        if block.kind == "heading":
            path = [(level, title) for level, title in path if level < block.level]
            path.append((block.level, block.text))
            sections.append(_Section(tuple(title for _, title in path)))
        else:
            sections[-1].blocks.append(block)
    # A heading with nothing under it but other headings is in their paths already.
    return [
        section
        for section, after in zip(sections, [*sections[1:], None], strict=True)
        if section.blocks
        or (section.headings and (after is None or after.headings[: len(section.headings)] != section.headings))
    ]


def _merged(sections: list[_Section]) -> list[_Section]:
    """Sections too short to stand alone, each with the next of the same parent; their headings become lines."""
    merged: list[_Section] = []
    for section in sections:
        last = merged[-1] if merged else None
        parent = section.headings[:-1]
        if (
            last is not None
            and last.blocks
            and last.words < SMALLEST
            and last.words + section.words <= LARGEST
            and last.headings
            and (last.headings[:-1] == parent or last.headings == parent)
        ):
            if last.headings != parent:
                last.blocks[0] = _Block("whole", f"{last.headings[-1]}: {last.blocks[0].text}")
                last.headings = parent
            last.blocks.append(_Block("whole", section.headings[-1]))
            last.blocks += section.blocks
        else:
            merged.append(section)
    return merged


def _pieces(section: _Section) -> Iterator[tuple[tuple[str, ...], str]]:
    if not section.blocks:
        yield section.headings, section.headings[-1]
        return
    room: list[str] = []
    for block in section.blocks:
        parts = [block.text] if block.kind == "whole" else list(_cut(block.text))
        for part in parts:
            if room and sum(map(_count, room)) + _count(part) > LARGEST:
                yield section.headings, "\n\n".join(room)
                room = []
            room.append(part)
    if room:
        yield section.headings, "\n\n".join(room)


def _cut(text: str) -> Iterator[str]:
    """A long paragraph or list at its lines or sentences, and a sentence without end by its words."""
    if _count(text) <= LARGEST:
        yield text
        return
    lines = text.split("\n")
    marked = sum(1 for line in lines if re.match(r"\s*(?:[-*+•]|\d+[.)])\s", line))
    units = _items(lines) if marked > 1 else _SENTENCE.split(text)
    joint = "\n" if marked > 1 else " "
    room: list[str] = []
    for unit in units:
        for part in _by_words(unit):
            if room and sum(map(_count, room)) + _count(part) > LARGEST:
                yield joint.join(room)
                room = []
            room.append(part)
    if room:
        yield joint.join(room)


def _items(lines: list[str]) -> list[str]:
    items: list[str] = []
    for line in lines:
        if items and not re.match(r"\s{0,3}(?:[-*+•]|\d+[.)])\s", line):
            items[-1] += "\n" + line
        else:
            items.append(line)
    return items


def _by_words(text: str) -> Iterator[str]:
    if _count(text) <= LARGEST:
        yield text
        return
    words = text.split()
    for start in range(0, len(words), LARGEST):
        yield " ".join(words[start : start + LARGEST])


def _markdown_blocks(text: str) -> Iterator[_Block]:
    lines = _COMMENT.sub("", text).split("\n")
    at = 0
    room: list[str] = []

    def flush() -> Iterator[_Block]:
        if any(line.strip() for line in room):
            yield _Block("text", "\n".join(room).strip("\n"))
        room.clear()

    while at < len(lines):
        line = lines[at]
        fence = _FENCE.match(line)
        heading = _ATX.match(line)
        if fence:
            yield from flush()
            end = at + 1
            closing = re.compile(rf"^ {{0,3}}{re.escape(fence[1][0])}{{{len(fence[1])},}}\s*$")
            while end < len(lines) and not closing.match(lines[end]):
                end += 1
            yield _Block("whole", "\n".join(lines[at : end + 1]))
            at = end + 1
        elif heading:
            yield from flush()
            yield _Block("heading", _inline(heading[2] or ""), len(heading[1]))
            at += 1
        elif _ROW.match(line) and at + 1 < len(lines) and "|" in lines[at + 1] and _RULE.match(lines[at + 1]):
            yield from flush()
            end = at + 2
            while end < len(lines) and lines[end].strip() and "|" in lines[end]:
                end += 1
            yield _Block("whole", "\n".join(lines[at:end]))
            at = end
        elif room and len(room) == 1 and room[0].strip() and _SETEXT.match(line):
            yield _Block("heading", _inline(room[0].strip()), 1 if line.strip()[0] == "=" else 2)
            room.clear()
            at += 1
        else:
            if not line.strip():
                yield from flush()
            else:
                room.append(line)
            at += 1
    yield from flush()


def _inline(text: str) -> str:
    """A heading as people read it: without anchors, emphasis and the targets of links."""
    text = re.sub(r"\s*\{#[^}]*\}\s*$", "", text)
    text = re.sub(r"!?\[((?:[^\[\]]|\[[^\]]*\])*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"(\*\*|__|`)", "", text).strip()


def _rst_blocks(text: str) -> Iterator[_Block]:
    lines = text.split("\n")
    order: list[str] = []
    room: list[str] = []
    at = 0
    while at < len(lines):
        line, following = lines[at], lines[at + 1] if at + 1 < len(lines) else ""
        over = _RST_LINE.match(line)
        titled = bool(line.strip()) and not over and bool(_RST_LINE.match(following))
        if over and following.strip() and at + 2 < len(lines) and lines[at + 2].strip() == line.strip():
            style, title, at = line[0] * 2, following.strip(), at + 3
        elif titled and len(following.strip()) >= min(len(line.strip()), 3) and not line.startswith((" ", "\t", "..")):
            style, title, at = following[0], line.strip(), at + 2
        else:
            room.append(line)
            at += 1
            continue
        yield from _paragraphs(room)
        room = []
        if style not in order:
            order.append(style)
        yield _Block("heading", title.replace("``", ""), order.index(style) + 1)
    yield from _paragraphs(room)


def _paragraphs(lines: list[str]) -> Iterator[_Block]:
    """Paragraphs; one that ends in `::` keeps the indented block after it, and indented blocks are not cut."""
    for text in re.split(r"\n[ \t]*\n(?![ \t])", "\n".join(lines)):
        if text.strip():
            indented = "\n\n" in text or all(line.startswith((" ", "\t")) for line in text.split("\n") if line.strip())
            yield _Block("whole" if indented and _count(text) <= 2 * LARGEST else "text", text.strip("\n"))


def _adoc_blocks(text: str) -> Iterator[_Block]:
    lines = text.split("\n")
    room: list[str] = []
    at = 0
    while at < len(lines):
        heading, block = _ADOC.match(lines[at]), _ADOC_BLOCK.match(lines[at])
        if heading:
            yield from _paragraphs(room)
            room = []
            yield _Block("heading", _inline(heading[2]), len(heading[1]))
            at += 1
        elif block:
            yield from _paragraphs(room)
            room = []
            end = at + 1
            while end < len(lines) and lines[end].strip() != lines[at].strip():
                end += 1
            yield _Block("whole", "\n".join(lines[at : end + 1]))
            at = end + 1
        else:
            room.append(lines[at])
            at += 1
    yield from _paragraphs(room)


def _plain_blocks(text: str) -> Iterator[_Block]:
    for paragraph in re.split(r"\n\s*\n", text):
        if paragraph.strip():
            yield _Block("text", paragraph.strip("\n"))


def _csv_pieces(text: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Rows as sentences, so that words find them: `Summary: Calendar · Status: Done`; some rows to a passage."""
    rows = [row for row in csv.reader(io.StringIO(text)) if any(cell.strip() for cell in row)]
    if not rows:
        return
    names, room = rows[0], list[str]()
    for row in rows[1:]:
        line = " · ".join(
            f"{name.strip()}: {cell.strip()}" for name, cell in zip(names, row, strict=False) if cell.strip()
        )
        if room and sum(map(_count, room)) + _count(line) > LARGEST:
            yield (), "\n".join(room)
            room = []
        room.append(line)
    if room:
        yield (), "\n".join(room)

"""Each part of a post as pieces that a Slack message is put together from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import singledispatch
from typing import Any, Literal

from bot.chat import Bullets, Chart, Choices, Code, Fields, Form, Heading, Markdown, Part, Progress, Quote, Table
from bot.platforms.richtext import Inline, Rich, line, link, rich, split, text
from bot.platforms.slack.render import limits
from bot.platforms.slack.render.buttons import choice_pieces, form_pieces
from bot.platforms.slack.render.charts import chart_block, chart_title, in_letters
from bot.platforms.slack.render.tables import records, table_blocks

_BAR = 12


@dataclass(frozen=True, slots=True)
class Whole:
    """A block that can't be divided. `title` is what it says when it is a heading that may become a bold line."""

    block: dict[str, Any]
    size: int
    kind: Literal["header", "table", "chart", "actions", "other"] = "other"
    title: str = ""


Piece = Rich | Whole


def pieces_of(words: str, parts: Sequence[Part], *, headers: bool = True, drawn: bool = True) -> list[Piece]:
    """Everything that a post says, in order, in pieces that fit into a block each.

    `headers`: titles may take a block of their own. `drawn`: Slack draws the first table and the first two charts;
    the others are written out.
    """
    found: list[Piece] = [piece for one in rich(words) for piece in split(one)]
    tables = 0
    charts = 0
    for number, part in enumerate(parts):
        if isinstance(part, Table):
            found += _table(part, drawn=drawn and not tables)
            tables += 1
        elif isinstance(part, Chart):
            found += _chart(part, drawn=drawn and charts < limits.CHARTS)
            charts += 1
        elif isinstance(part, Heading):
            found += _heading(part, header=headers and part.level < 3)  # noqa: PLR2004 (the third is a line)
        elif isinstance(part, Choices):
            found += _wholes(choice_pieces(part, number))
        elif isinstance(part, Form):
            found += _wholes(form_pieces(part, number))
        else:
            found += [piece for one in pieces(part) for piece in split(one)]
    return found


@singledispatch
def pieces(part: Part) -> Iterator[Rich]:
    """One part that is made of words."""
    raise TypeError(f"{type(part).__name__} is no part that Slack knows")


@pieces.register
def _(part: Markdown) -> Iterator[Rich]:
    yield from rich(part.text)


@pieces.register
def _(part: Fields) -> Iterator[Rich]:
    for label, value in part.items:
        head = [text(f"{label}: ", bold=True)] if label else []
        blocks = rich(value)
        if blocks and blocks[0].kind == "section":
            yield Rich("section", ((*head, *blocks[0].items[0]),))
            yield from blocks[1:]
        else:
            yield Rich("section", ((*head, *([] if blocks else [text("–")])),))
            yield from blocks


@pieces.register
def _(part: Bullets) -> Iterator[Rich]:
    kind: Literal["bullet", "ordered"] = "ordered" if part.numbered else "bullet"
    if part.items:
        yield Rich(kind, tuple(line(item) or (text(" "),) for item in part.items))


@pieces.register
def _(part: Quote) -> Iterator[Rich]:
    said: list[Inline] = [text(part.text)] if part.text else []
    if part.author:
        said.append(text(f"\n— {part.author}", italic=True))
    if part.link:
        said += [text("  "), *link(part.link, "source" if part.link.startswith("http") else part.link)]
    if said:
        yield Rich("quote", (tuple(said),))


@pieces.register
def _(part: Code) -> Iterator[Rich]:
    if part.text:
        yield Rich("preformatted", ((text(part.text),),))


@pieces.register
def _(part: Progress) -> Iterator[Rich]:
    done = min(part.done, part.total)
    full = done * _BAR // part.total
    head = [text(f"{part.label}  ", bold=True)] if part.label else []
    yield Rich("section", ((*head, text(f"{'█' * full}{'░' * (_BAR - full)}  {done} of {part.total}")),))


def _heading(part: Heading, *, header: bool) -> list[Piece]:
    title = " ".join(part.text.split())
    if not title:
        return []
    if header and limits.size(title) <= limits.HEADER:
        block = {"type": "header", "text": {"type": "plain_text", "text": text(title)["text"], "emoji": False}}
        return [Whole(block, limits.size(title), "header", title)]
    return list(split(Rich("section", ((text(title, bold=True),),))))


def _table(part: Table, *, drawn: bool) -> list[Piece]:
    found: list[Piece] = []
    if part.title.strip():
        found += split(Rich("section", ((text(part.title, bold=True),),)))
    blocks = table_blocks(part) if drawn else None
    if blocks is None:
        return [*found, *(piece for one in records(part) for piece in split(one))]
    return [*found, *(Whole(block, size, "table") for block, size in blocks)]


def _chart(part: Chart, *, drawn: bool) -> list[Piece]:
    title = chart_title(part)
    block = chart_block(part) if drawn else None
    short = block is not None and block[0]["title"] == title
    found = [*split(Rich("section", ((text(title, bold=True),),)))] if title.strip() and not short else []
    return [*found, *([Whole(*block, "chart")] if block else split(in_letters(part)))]


def _wholes(found: Sequence[Rich | dict[str, Any]]) -> Iterator[Piece]:
    for one in found:
        if isinstance(one, Rich):
            yield from split(one)
        else:
            yield Whole(one, _labels(one), "actions")


def _labels(block: dict[str, Any]) -> int:
    total = 0
    for element in block["elements"]:
        for option in element.get("options", [element]):
            total += limits.size(option["text"]["text"])
    return total

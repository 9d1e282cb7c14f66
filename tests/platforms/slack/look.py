"""Draws what the bot sends to Slack, from the very blocks that it sends: `python -m tests.platforms.slack.look`.

The pictures in docs/look are made so. They are no screenshots of Slack, whose colours and spaces are its own.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from tests.platforms.slack.conftest import World, live
from tests.platforms.slack.double import SlackDouble

FOLDER = Path(__file__).parents[3] / "docs" / "look"
_WIDE, _HIGHEST, _LEFT = 1500, 2300, 100
_LINE, _SIZE = 42, 27
_INK, _FAINT, _LINK, _CODE = "#1d1c1d", "#616061", "#1264a3", "#c01343"
_GREEN, _RULE, _GREY = "#007a5a", "#c9c9c9", "#f4f4f4"
Piece = tuple[str, str, str]
"""Words, the name of their font, their colour."""


@cache
def _font(name: str, size: int = _SIZE) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(files("ttf_opensans") / "ttf" / f"OpenSans-{name}.ttf"), size)


@dataclass
class Sheet:
    """A long white sheet, and how far down it is filled."""

    image: Image.Image = field(default_factory=lambda: Image.new("RGB", (_WIDE, _HIGHEST + 900), "white"))
    y: int = 20

    def __post_init__(self) -> None:
        self.draw = ImageDraw.Draw(self.image)

    def said(self, who: str, blocks: list[dict[str, Any]], *, app: bool, indent: int = 0) -> None:
        """One message."""
        left = _LEFT + indent
        self.draw.rounded_rectangle((left - 76, self.y, left - 16, self.y + 60), 12, fill="#2c3e50" if app else _LINK)
        self.draw.text((left - 46, self.y + 30), who[0], font=_font("Bold", 34), fill="white", anchor="mm")
        self.draw.text((left, self.y), who, font=_font("Bold"), fill=_INK)
        if app:
            at = left + _font("Bold").getlength(f"{who} ") + 8
            self.draw.rounded_rectangle((at, self.y + 8, at + 54, self.y + 34), 5, fill="#dddddd")
            self.draw.text((at + 27, self.y + 21), "APP", font=_font("SemiBold", 17), fill=_FAINT, anchor="mm")
        self.y += _LINE
        for block in blocks:
            if self.y < _HIGHEST:
                self._block(block, left)
        self.y += 26

    def _block(self, block: dict[str, Any], left: int) -> None:
        kind = block["type"]
        if kind == "header":
            self._words([(block["text"]["text"], "Bold", _INK)], left, size=34)
        elif kind == "rich_text":
            for element in block["elements"]:
                self._element(element, left)
        elif kind == "context":
            words = "  ".join(element["text"] for element in block["elements"]).replace("<@U1>", "@Priya")
            self._words([(words, "Regular", _FAINT)], left, size=22)
        elif kind == "actions":
            self._buttons(block["elements"], left)
        elif kind == "table":
            self._table(block["rows"], left)

    def _element(self, element: dict[str, Any], left: int) -> None:
        kind = element["type"]
        if kind == "rich_text_list":
            left += 36 + 40 * element.get("indent", 0)
            for number, item in enumerate(element["elements"], element.get("offset", 0) + 1):
                mark = "•" if element["style"] == "bullet" else f"{number}."
                self.draw.text((left - 14, self.y), mark, font=_font("Regular"), fill=_INK, anchor="ra")
                self._words(list(_pieces(item["elements"])), left)
            return
        top, boxed = self.y, kind in {"rich_text_quote", "rich_text_preformatted"}
        if kind == "rich_text_preformatted":
            lines = "".join(item.get("text", "") for item in element["elements"]).rstrip("\n").split("\n")
            high = _LINE * len(lines) + 20
            self.draw.rounded_rectangle((left, top, _WIDE - 40, top + high), 8, fill=_GREY, outline=_RULE)
            for number, line in enumerate(lines):
                self.draw.text((left + 18, top + 8 + number * _LINE), line, font=_font("Regular", 24), fill=_INK)
            self.y += high + 8
            return
        self._words(list(_pieces(element["elements"])), left + (24 if boxed else 0))
        if boxed:
            self.draw.rectangle((left, top + 4, left + 7, self.y - 6), fill="#dddddd")

    def _words(self, pieces: list[Piece], left: int, *, size: int = _SIZE) -> None:
        x: float = left
        high = _LINE * size // _SIZE
        for words, name, colour in pieces:
            font = _font(name, size)
            for number, line in enumerate(words.split("\n")):
                if number:
                    x, self.y = left, self.y + high
                for word in line.replace(" ", " \0").split("\0"):
                    if x > left and x + font.getlength(word.rstrip()) > _WIDE - 40:
                        x, self.y = left, self.y + high
                    self.draw.text((x, self.y), word, font=font, fill=colour)
                    x += font.getlength(word)
        self.y += high + 6

    def _buttons(self, elements: list[dict[str, Any]], left: int) -> None:
        x: float = left
        self.y += 6
        for element in elements:
            select = element["type"] == "static_select"
            label = f"{element['placeholder']['text']}   ▾" if select else element["text"]["text"]
            wide = _font("SemiBold", 25).getlength(label) + 44
            if x > left and x + wide > _WIDE - 40:
                x, self.y = left, self.y + 66
            first = element.get("style") == "primary"
            box = (x, self.y, x + wide, self.y + 54)
            self.draw.rounded_rectangle(box, 9, fill=_GREEN if first else "white", outline=_GREEN if first else _RULE)
            at = (x + wide / 2, self.y + 27)
            self.draw.text(at, label, font=_font("SemiBold", 25), fill="white" if first else _INK, anchor="mm")
            x += wide + 14
        self.y += 72

    def _table(self, rows: list[list[dict[str, Any]]], left: int) -> None:
        columns = len(rows[0])
        longest = [min(40, max(len(row[at]["text"]) for row in rows)) + 2 for at in range(columns)]
        room = _WIDE - 40 - left
        edges = [left + room * sum(longest[:at]) // sum(longest) for at in range(columns + 1)]
        for number, row in enumerate(rows):
            for at, cell in enumerate(row):
                font = _font("Bold" if not number else "Regular", 24)
                words = cell["text"]
                while words and font.getlength(words) > edges[at + 1] - edges[at] - 24:
                    words = f"{words[:-2]}…"
                self.draw.rectangle((edges[at], self.y, edges[at + 1], self.y + 48), outline=_RULE)
                self.draw.text((edges[at] + 12, self.y + 6), words, font=font, fill=_INK)
            self.y += 48
        self.y += 14

    def kept(self, name: str) -> None:
        """As a small file."""
        end = min(self.y, _HIGHEST)
        if self.y > _HIGHEST:
            self.draw.rectangle((0, end - 60, _WIDE, end + 60), fill="white")
            self.draw.text((_LEFT, end - 50), "… (it goes on)", font=_font("Italic"), fill=_FAINT)
        self.draw.rectangle((0, end, _WIDE, end + 60), fill="white")
        words = "Drawn from the blocks that are sent to Slack; not a screenshot of Slack."
        self.draw.text((_LEFT, end + 8), words, font=_font("Italic", 22), fill=_FAINT)
        FOLDER.mkdir(parents=True, exist_ok=True)
        self.image.crop((0, 0, _WIDE, end + 60)).quantize(32).save(FOLDER / f"{name}.png", optimize=True)


def _pieces(items: list[dict[str, Any]]) -> Iterator[Piece]:
    for item in items:
        style = item.get("style") or {}
        name = "Bold" if style.get("bold") else "Italic" if style.get("italic") else "Regular"
        colour = _LINK if item["type"] == "link" else _CODE if style.get("code") else _INK
        yield item.get("text") or item.get("url", ""), name, colour


def _typed(words: str) -> list[dict[str, Any]]:
    return [
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": words}]}],
        }
    ]


async def _converse(world: World, sheet: Sheet, begin: str, answers: list[tuple[str, str, str]], most: int) -> None:
    """A conversation that is begun in the channel and goes on in its thread, drawn message by message."""
    await world.people.commands("U1", begin, "C1")
    await world.bot.quiet()
    thread = world.root("C1")
    (first,) = [one for one in world.slack.said("C1") if one["ts"] == thread]
    sheet.said("Groundwork", first["blocks"], app=True)
    for user, name, words in answers:
        sheet.said(name, _typed(words), app=False, indent=90)
        before = len(world.slack.said("C1", thread))
        await world.people.types(user, words, "C1", thread=thread)
        await world.bot.quiet()
        for message in world.slack.said("C1", thread)[before:][:most]:
            sheet.said("Groundwork", message.get("blocks", []), app=True, indent=90)


async def draw() -> None:
    """All three."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "config.yaml").write_text("index: {embedder: none}\n", encoding="utf-8")
        async with SlackDouble() as slack, live(Path(folder), slack) as world:
            interview, story, digest = Sheet(), Sheet(), Sheet()
            answers = [
                ("U1", "Priya", "Last Monday a customer waited 25 minutes in the phone queue, 180 calls a week."),
                ("U2", "Tom", "Calls should fall from 180 to 60 a week by the end of June."),
                ("U1", "Priya", "ask @tom by Friday"),
            ]
            await _converse(world, interview, "/interview Let customers move a delivery themselves", answers, 1)
            interview.kept("interview")
            await _converse(world, story, "/story customers should see where their parcel is", [], 1)
            story.kept("story")
            await _converse(world, digest, "/context sprint", [], 1)
            digest.kept("digest")


if __name__ == "__main__":
    asyncio.run(draw())

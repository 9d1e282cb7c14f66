"""Draws a chart as a small PNG, for a chat that has no charts of its own."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from bot.chat import Chart, plain_number
from bot.platforms.bars import bars
from bot.platforms.lengths import shorten

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

_WIDTH = 900
_HIGHEST = 1_000
"""Teams shows pictures of at most 1,024 by 1,024 pixels."""

_INK = "#242424"
_FAINT = "#c8c8c8"
_COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00")
"""Okabe and Ito's, which people with any kind of colour vision tell apart."""

_SHADES = 24
_TEXT = 22
_EDGE = 20
_ROW = 34
_NAMES = 280
_NUMBERS = 150
_PLOT = 320
_PIE = 300
_LABELLED = 14
_ROUND = 360


def picture(chart: Chart) -> bytes | None:
    """The chart as PNG, of some ten thousand bytes; None where it would be too high, or in letters the font hasn't."""
    from PIL import Image, ImageDraw  # takes a tenth of a second, and most conversations draw nothing

    words = "".join((chart.title, chart.unit, *chart.labels, *(one.name for one in chart.series)))
    high = _EDGE * 2 + _ROW * (_rows(chart) + 1) + (_ROW if len(chart.series) > 1 else 0)
    if high > _HIGHEST or not _has(words):
        return None
    image = Image.new("RGB", (_WIDTH, high), "white")
    sheet = _Sheet(ImageDraw.Draw(image), _font())
    sheet.words(_EDGE, _EDGE, shorten(chart.table.title, 70))
    top = _EDGE + _ROW
    if len(chart.series) > 1:
        sheet.names([one.name for one in chart.series], top)
        top += _ROW
    {"bar": sheet.lengths, "line": sheet.lines, "share": sheet.slices}[chart.draws](chart, top)
    file = io.BytesIO()
    image.quantize(_SHADES).save(file, "PNG", optimize=True)
    return file.getvalue()


def _rows(chart: Chart) -> int:
    """How many lines of text it is high, without its title and its names."""
    if chart.draws == "bar":
        return len(chart.labels) * len(chart.series)
    if chart.draws == "share":
        return max(len(chart.labels), _PIE // _ROW + 1)
    return _PLOT // _ROW + 2


@cache
def _font() -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(str(files("ttf_opensans") / "ttf" / "OpenSans-Regular.ttf"), _TEXT)


def _has(words: str) -> bool:
    """Whether the font has all of these letters: it draws a box for those that it hasn't."""
    box = bytes(_font().getmask("\uffff"))
    letters = set(words) - set(" \n\t")
    return all(letter.isprintable() and bytes(_font().getmask(letter)) != box for letter in letters)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What is drawn on, and in which letters."""

    draw: ImageDraw
    font: FreeTypeFont

    def words(self, x: float, y: float, words: str, *, anchor: str = "la") -> None:
        self.draw.text((x, y), words, fill=_INK, font=self.font, anchor=anchor)

    def names(self, names: list[str], top: float) -> None:
        """Which colour is what."""
        each = (_WIDTH - 2 * _EDGE) / len(names)
        for number, name in enumerate(names):
            left = _EDGE + number * each
            self.draw.rectangle((left, top + 5, left + 18, top + 23), fill=_COLOURS[number])
            self.words(left + 26, top, self.fitting(name, each - 40))

    def lengths(self, chart: Chart, top: float) -> None:
        """Bars that lie, so that long labels can be read."""
        several = len(chart.series)
        room = _WIDTH - _NAMES - _NUMBERS
        for number, bar in enumerate(bars(chart)):
            y = top + number * _ROW
            if not number % several:
                self.words(_EDGE, y, self.fitting(bar.label, _NAMES - _EDGE - 12))
            long = max(bar.full * room, 1)
            colour = _COLOURS[number % several]
            below = bar.number.startswith("-")  # an empty bar: all of them lie to the right
            fill = None if below else colour
            self.draw.rectangle((_NAMES, y + 4, _NAMES + long, y + 26), fill=fill, outline=colour, width=3)
            self.words(_NAMES + long + 8, y, bar.number)

    def lines(self, chart: Chart, top: float) -> None:
        """Points from left to right, joined."""
        numbers = [value for one in chart.series for value in one.values]
        least, most = min(*numbers, 0.0), max(*numbers, 0.0)
        most = most if most > least else least + 1
        left, right, bottom = _EDGE + 110, _WIDTH - 60, top + _PLOT
        step = (right - left) / max(len(chart.labels) - 1, 1)

        def at(number: int, value: float) -> tuple[float, float]:
            return left + number * step, bottom - (value - least) / (most - least) * (_PLOT - 40)

        for value in sorted({least, 0.0, most}):
            self.draw.line((left, at(0, value)[1], right, at(0, value)[1]), fill=_FAINT)
            self.words(left - 12, at(0, value)[1], plain_number(value), anchor="rm")
        every = -(-len(chart.labels) * 90 // int(right - left))
        for number, label in enumerate(chart.labels):
            if not number % every:
                self.words(left + number * step, bottom + 12, self.fitting(label, step * every - 8), anchor="ma")
        for colour, one in zip(_COLOURS, chart.series, strict=False):
            points = [at(number, value) for number, value in enumerate(one.values)]
            self.draw.line(points, fill=colour, width=4, joint="curve")
            for (x, y), value in zip(points, one.values, strict=True):
                self.draw.ellipse((x - 5, y - 5, x + 5, y + 5), fill=colour)
                if len(chart.series) == 1 and len(chart.labels) <= _LABELLED:
                    self.words(x, y - 10, plain_number(value), anchor="mb")

    def slices(self, chart: Chart, top: float) -> None:
        """A pie, and beside it what each slice is."""
        begun = -90.0
        whole = sum(chart.series[0].values)
        for number, (bar, value) in enumerate(zip(bars(chart), chart.series[0].values, strict=True)):
            colour = _COLOURS[number % len(_COLOURS)]
            end = begun + value / whole * _ROUND
            if end > begun:
                box = (_EDGE, top + 8, _EDGE + _PIE, top + 8 + _PIE)
                self.draw.pieslice(box, begun, end, fill=colour, outline="white", width=2)
            begun = end
            y = top + 8 + number * _ROW
            self.draw.rectangle((_EDGE + _PIE + 40, y + 5, _EDGE + _PIE + 58, y + 23), fill=colour)
            self.words(_EDGE + _PIE + 68, y, self.fitting(f"{bar.number}  {bar.label}", _WIDTH - _PIE - 110))

    def fitting(self, words: str, room: float) -> str:
        """As much of a line as there is room for."""
        line = " ".join(words.split())
        if self.font.getlength(line) <= room:
            return line
        while line and self.font.getlength(f"{line}…") > room:
            line = line[:-1]
        return f"{line.rstrip()}…" if line else ""

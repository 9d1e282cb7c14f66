"""Measures words, so that what is drawn fits where it stands, in letters that the picture’s font has."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

_WIDE = frozenset("WF")  # East Asian letters, as wide as they are high


@cache
def font(size: int, *, bold: bool = False) -> FreeTypeFont:
    """Open Sans, which comes with us: Latin, Greek, Cyrillic and Hebrew."""
    from PIL import ImageFont  # takes a tenth of a second, and most conversations draw nothing

    name = "OpenSans-Bold.ttf" if bold else "OpenSans-Regular.ttf"
    return ImageFont.truetype(str(files("ttf_opensans") / "ttf" / name), size)


def has_letters(text: str) -> bool:
    """Whether the font has all of these: it draws a box for those that it hasn't."""
    regular = font(22)
    box = bytes(regular.getmask("\uffff"))
    letters = set(text) - set(" \n\t")
    return all(letter.isprintable() and bytes(regular.getmask(letter)) != box for letter in letters)


def width(text: str, size: int, *, bold: bool = False) -> float:
    """How wide a line is, in pixels; about, for letters of another font."""
    wide = [letter for letter in text if unicodedata.east_asian_width(letter) in _WIDE]
    rest = text if not wide else "".join(letter for letter in text if letter not in set(wide))
    return font(size, bold=bold).getlength(rest) + len(wide) * size


def fitting(text: str, room: float, size: int, *, bold: bool = False) -> str:
    """As much of a line as there is room for; what is left out shows as "…"."""
    line = " ".join(text.split())
    if width(line, size, bold=bold) <= room:
        return line
    while line and width(f"{line}…", size, bold=bold) > room:
        line = line[:-1]
    return f"{line.rstrip()}…"


def lines(text: str, room: float, size: int, *, most: int, bold: bool = False) -> Sequence[str]:
    """The text in at most so many lines; what doesn't fit any more is cut off with "…"."""
    found: list[str] = []
    words = text.split()
    while words and len(found) < most - 1:
        line = words.pop(0)
        while words and width(f"{line} {words[0]}", size, bold=bold) <= room:
            line = f"{line} {words.pop(0)}"
        found.append(fitting(line, room, size, bold=bold))
    return [*found, fitting(" ".join(words), room, size, bold=bold)] if words else found

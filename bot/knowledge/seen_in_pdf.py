"""Reads a PDF as people see it: text that nobody can see on its page is left out, and it is told how much that was."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pdfplumber
from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import LTChar, LTPage
from pdfminer.pdffont import PDFFont, PDFType3Font
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter, PDFResourceManager, PDFTextState
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream
from pdfminer.utils import Matrix, Rect, apply_matrix_rect

_UNSEEN_MODES = frozenset({3, 7})
_STROKED = 1
_SMALLEST = 1.0  # points; a footnote has six
_ALIKE = 0.06  # of each colour's full strength: nobody tells them apart
_LEAST_GROUND = 2.0  # points; what is thinner is a line, and no ground that words stand on
_SCANNED = 0.5  # of the page: a picture of it, and what a scanner read in it lies unseen beneath
_MOST_SHAPES = 1_000  # of one page; each letter is held against those before it
_BOXES = frozenset({"mlllh", "mllllh", "mlll", "mllll"})
_WHITE = (1.0, 1.0, 1.0)
_GRAYS = frozenset({"DeviceGray", "CalGray"})
_RGBS = frozenset({"DeviceRGB", "CalRGB"})

Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class _Shape:
    """Something painted. `colour` is None where it can't be told, as of a picture or of what isn't a plain box."""

    box: Rect
    colour: Colour | None


@dataclass(frozen=True, slots=True)
class _Letter:
    """One sign, and how many shapes were painted before it; `size` is None where the font doesn't tell."""

    text: str
    box: Rect
    mode: int
    size: float | None
    colour: Colour | None
    after: int


@dataclass(frozen=True, slots=True)
class _Page:
    shown: Rect
    shapes: Sequence[_Shape]
    pictures: Sequence[Rect]
    letters: Sequence[_Letter]

    @property
    def crowded(self) -> bool:
        return len(self.shapes) > _MOST_SHAPES

    def is_seen(self, letter: _Letter) -> bool:
        """Whether somebody who looks at the page can see this letter, or what a scanner took for it."""
        if letter.text.isspace():
            return True
        if not _holds(self.shown, letter.box) or (letter.size is not None and letter.size < _SMALLEST):
            return False
        if letter.mode in _UNSEEN_MODES:
            return self.is_scanned(letter)
        if letter.colour is None or self.crowded:
            return True
        ground: Colour | None = _WHITE
        for number in range(letter.after - 1, -1, -1):
            if _holds(self.shapes[number].box, letter.box):
                ground = self.shapes[number].colour
                break
        return ground is None or any(
            abs(one - other) > _ALIKE for one, other in zip(letter.colour, ground, strict=True)
        )

    def is_scanned(self, letter: _Letter) -> bool:
        """Whether it lies unseen over a picture of the page, as scanners write what they read."""
        whole = _area(self.shown)
        return letter.mode in _UNSEEN_MODES and any(
            _holds(each, letter.box) and _area(each) >= _SCANNED * whole for each in self.pictures
        )


def seen_in_pdf(raw: bytes) -> tuple[str | None, str]:
    """The text that can be seen, None where all can; and what people should know of it ("" if nothing).

    Unseen is: painted by a mode that paints nothing, smaller than a point, beside the page, in the colour of the plain
    ground behind it. Not known: what lies under a later shape, is cut off, see-through, or on a layer that is off.
    """
    with pdfplumber.open(io.BytesIO(raw)) as pdf:
        looked = [_look(page.page_obj) for page in pdf.pages]
        unseen = sum(not page.is_seen(each) for page in looked for each in page.letters)
        note = _note(unseen, looked)
        if not unseen:
            return None, note
        shown = [_without_unseen(page, found) for page, found in zip(pdf.pages, looked, strict=True)]
        return "\n\n".join(text for text in shown if text), note


def _without_unseen(page: Any, found: _Page) -> str:
    letters = zip(page.chars, found.letters, strict=True)  # both are in the order in which they are painted
    unseen = {id(char) for char, letter in letters if not found.is_seen(letter)}
    return (page.filter(lambda each: id(each) not in unseen).extract_text() or "").strip()


def _note(unseen: int, looked: Sequence[_Page]) -> str:
    notes = []
    if unseen:
        notes.append(f"{unseen:,} {'letter' if unseen == 1 else 'letters'} that nobody can see were left out")
    if any(page.is_scanned(each) for page in looked for each in page.letters):
        notes.append("its words lie unseen over pictures of its pages, as scanners write them")
    if any(page.crowded for page in looked):
        notes.append("too much is drawn on a page to tell whether all its text can be seen")
    return "; ".join(notes)


def _look(page: PDFPage) -> _Page:
    resources = PDFResourceManager()
    eye = _Eye(resources)
    _Reader(resources, eye).process_page(page)
    return _Page(eye.shown, eye.shapes, eye.pictures, eye.letters)


class _Reader(PDFPageInterpreter):
    """Tells of gradients, which it would pass over."""

    def do_sh(self, name: object) -> None:
        del name
        assert isinstance(self.device, _Eye)  # noqa: S101 (it is given nothing else)
        self.device.shapes.append(_Shape(self.device.shown, None))


class _Eye(PDFLayoutAnalyzer):
    """Writes down what is painted on one page, in order."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self.shown: Rect = (0, 0, 0, 0)
        self.shapes: list[_Shape] = []
        self.pictures: list[Rect] = []
        self.letters: list[_Letter] = []
        self._mode = 0

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        super().begin_page(page, ctm)
        self.shown = apply_matrix_rect(ctm, page.cropbox)

    def receive_layout(self, ltpage: LTPage) -> None:
        """All is written down already."""

    def render_string(self, textstate: PDFTextState, seq: Any, ncs: Any, graphicstate: PDFGraphicState) -> None:
        self._mode = textstate.render
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(self, matrix: Matrix, font: PDFFont, fontsize: float, scaling: float, *more: Any) -> float:
        advance = super().render_char(matrix, font, fontsize, scaling, *more)
        state: PDFGraphicState = more[-1]
        char = self.cur_item._objs[-1]  # noqa: SLF001 (as pdfplumber does it: a list of all would be made for each)
        assert isinstance(char, LTChar)  # noqa: S101 (it was added just now)
        a, b, c, d, _, _ = matrix
        size = None if isinstance(font, PDFType3Font) else abs(fontsize) * abs((a * d - b * c) * scaling) ** 0.5
        stroked = self._mode % 4 == _STROKED
        colour = _colour(state.scs, state.scolor) if stroked else _colour(state.ncs, state.ncolor)
        self.letters.append(_Letter(char.get_text(), char.bbox, self._mode, size, colour, len(self.shapes)))
        return advance

    def render_image(self, name: str, stream: PDFStream) -> None:
        super().render_image(name, stream)
        self.pictures.append(self.cur_item.bbox)
        self.shapes.append(_Shape(self.cur_item.bbox, None))

    def paint_path(self, gstate: PDFGraphicState, stroke: bool, fill: bool, evenodd: bool, path: Any) -> None:
        del stroke, evenodd
        if not fill or self.ctm is None:
            return
        points = [point for _, *numbers in path for point in zip(numbers[::2], numbers[1::2], strict=False)]
        if not points:
            return
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = apply_matrix_rect(self.ctm, (min(xs), min(ys), max(xs), max(ys)))
        if min(box[2] - box[0], box[3] - box[1]) < _LEAST_GROUND:
            return
        plain = _is_a_box(path, points) and (self.ctm[1] == self.ctm[2] == 0 or self.ctm[0] == self.ctm[3] == 0)
        self.shapes.append(_Shape(box, _colour(gstate.ncs, gstate.ncolor) if plain else None))


def _is_a_box(path: Any, points: Sequence[tuple[float, float]]) -> bool:
    """Whether it has one left and right side, one top and bottom, and straight lines between."""
    sides = len({x for x, _ in points}), len({y for _, y in points})
    return "".join(str(kind) for kind, *_ in path) in _BOXES and sides == (2, 2)


def _colour(space: Any, value: Any) -> Colour | None:
    """What this is on a screen; None where that isn't plain to tell."""
    parts = [float(each) for each in _numbers(value)]
    name = str(space.name)
    if name == "ICCBased":
        name = {1: "DeviceGray", 3: "DeviceRGB", 4: "DeviceCMYK"}.get(len(parts), "")
    match name, parts:
        case str(), [gray] if name in _GRAYS:
            return gray, gray, gray
        case str(), [red, green, blue] if name in _RGBS:
            return red, green, blue
        case "DeviceCMYK", [cyan, magenta, yellow, key]:
            return (1 - cyan) * (1 - key), (1 - magenta) * (1 - key), (1 - yellow) * (1 - key)
    return None


def _numbers(value: Any) -> Iterator[float]:
    for each in value if isinstance(value, list | tuple) else (value,):
        if isinstance(each, int | float):
            yield each


def _holds(box: Rect, letter: Rect) -> bool:
    x, y = (letter[0] + letter[2]) / 2, (letter[1] + letter[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _area(box: Rect) -> float:
    return abs(box[2] - box[0]) * abs(box[3] - box[1])

"""Draws a value stream: as a picture (SVG), as Mermaid for documents, and as JSON for other programs."""

from __future__ import annotations

import json
from html import escape
from importlib.resources import files
from io import BytesIO
from typing import Any

from bot.chat import Value
from bot.health.stream import Step, Stream, lever, say_share, say_span, totals
from bot.language.text import shorten

_BOX, _GAP, _HEIGHT, _MARGIN = 150, 94, 92, 24
_A_ROW = 4  # steps, so that a phone shows it
_ROW = _HEIGHT + 44
_TOP, _BOTTOM = 66, 84
_LEGEND = "Arrows: how long work waits. Boxes: how long somebody works on it, and what comes out right at once."
_NAME = 20  # characters in a box
_BLUE, _RED, _GREY, _BLACK, _PALE = "#1f4e79", "#b3261e", "#555555", "#111111", "#eef4fa"


class Words(Value):
    """A line of text; `x` is its left end or its middle, `y` its base line."""

    x: int
    y: int
    text: str
    size: int
    bold: bool = False
    colour: str = _BLACK
    centred: bool = False


class Box(Value):
    """A step's frame; `strong` ones are drawn with a thick line."""

    x: int
    y: int
    colour: str
    strong: bool = False


class Arrow(Value):
    """From one step to the next, to the right."""

    x: int
    y: int
    colour: str
    strong: bool = False


class Drawing(Value):
    """Everything that is drawn, in pixels from the upper left."""

    width: int
    height: int
    shapes: tuple[Words | Box | Arrow, ...]


def drawn(stream: Stream) -> Drawing:
    """Boxes with their work, the waits before them, and the totals below; the step that helps most is marked."""
    rows = -(-len(stream.steps) // _A_ROW)
    width = 2 * _MARGIN + max(_A_ROW if rows > 1 else len(stream.steps), 3) * (_BOX + _GAP)
    height = _TOP + rows * _ROW + _BOTTOM
    best = lever(stream)
    shapes: list[Words | Box | Arrow] = [Words(x=_MARGIN, y=30, text=shorten(stream.title, 70), size=16, bold=True)]
    shapes.append(Words(x=_MARGIN, y=48, text=_LEGEND, size=10, colour=_GREY))
    for index, step in enumerate(stream.steps):
        left = _MARGIN + _GAP + index % _A_ROW * (_BOX + _GAP)
        top = _TOP + index // _A_ROW * _ROW
        shapes += _waiting(step, left - _GAP, top + _HEIGHT // 2, marked=_is(best, step, "wait"))
        shapes += _boxed(step, left, top, marked=_is(best, step, "usable"))
    base = height - _BOTTOM
    shapes.append(Words(x=_MARGIN, y=base + 22, text=_totals_line(stream), size=13, bold=True))
    if best is not None:
        advice = f"Would help most: {_advice(shorten(best.step, _NAME), best.what)}"
        shapes.append(Words(x=_MARGIN, y=base + 46, text=advice, size=13))
        shapes.append(Words(x=_MARGIN, y=base + 66, text=best.arithmetic, size=11, colour=_GREY))
    return Drawing(width=width, height=height, shapes=tuple(shapes))


def _waiting(step: Step, left: int, middle: int, *, marked: bool) -> list[Words | Arrow]:
    colour = _RED if marked else _GREY
    span = step.range("wait")
    words = "no wait" if span == (0, 0) else "wait ?" if span is None else say_span(span)
    return [
        Arrow(x=left, y=middle, colour=colour, strong=marked),
        Words(x=left + _GAP // 2 - 4, y=middle - 10, text=words, size=10, colour=colour, centred=True),
    ]


def _boxed(step: Step, left: int, top: int, *, marked: bool) -> list[Words | Box]:
    usable = step.range("usable")
    lines = [
        (shorten(step.name, _NAME), 13, True),
        (f"work {say_span(step.range('work'))}", 11, False),
        (f"usable as it comes: {say_share(usable) if usable else '?'}", 10, False),
    ]
    if any(step.differs(kind) for kind in ("work", "wait", "usable")):
        lines.append(("told differently", 10, False))
    return [
        Box(x=left, y=top, colour=_RED if marked else _BLUE, strong=marked),
        *(
            Words(x=left + _BOX // 2, y=top + 22 + 18 * row, text=text, size=size, bold=bold, centred=True)
            for row, (text, size, bold) in enumerate(lines)
        ),
    ]


def svg(stream: Stream) -> str:
    """The drawing as SVG, with its words for who can't see it."""
    drawing = drawn(stream)
    size = f"width='{drawing.width}' height='{drawing.height}' viewBox='0 0 {drawing.width} {drawing.height}'"
    parts = [
        f"<svg xmlns='http://www.w3.org/2000/svg' {size} role='img' font-family='Open Sans, system-ui, sans-serif'>",
        f"<title>{escape(stream.title)}</title><desc>{escape(described(stream))}</desc>",
        f"<rect width='{drawing.width}' height='{drawing.height}' fill='#ffffff'/>",
        *map(_as_svg, drawing.shapes),
        "</svg>",
    ]
    return "".join(parts)


def _as_svg(shape: Words | Box | Arrow) -> str:
    if isinstance(shape, Words):
        weight = " font-weight='bold'" if shape.bold else ""
        anchor = " text-anchor='middle'" if shape.centred else ""
        place = f"x='{shape.x}' y='{shape.y}' font-size='{shape.size}' fill='{shape.colour}'"
        return f"<text {place}{weight}{anchor}>{escape(shape.text)}</text>"
    thick = 3 if shape.strong else 1.5
    if isinstance(shape, Box):
        return (
            f"<rect x='{shape.x}' y='{shape.y}' width='{_BOX}' height='{_HEIGHT}' rx='8' fill='{_PALE}' "
            f"stroke='{shape.colour}' stroke-width='{thick}'/>"
        )
    end, y = shape.x + _GAP - 10, shape.y
    return (
        f"<line x1='{shape.x + 4}' y1='{y}' x2='{end}' y2='{y}' stroke='{shape.colour}' stroke-width='{thick}'/>"
        f"<path d='M {end} {y - 5} L {end + 8} {y} L {end} {y + 5} Z' fill='{shape.colour}'/>"
    )


def png(stream: Stream) -> bytes | None:
    """The drawing as a picture of at most 1,024 pixels a row; None where it holds letters that the font hasn't."""
    from PIL import Image, ImageDraw, ImageFont  # takes a tenth of a second, and most conversations draw nothing

    drawing = drawn(stream)
    folder = files("ttf_opensans") / "ttf"

    def font(words: Words) -> ImageFont.FreeTypeFont:
        name = "OpenSans-Bold.ttf" if words.bold else "OpenSans-Regular.ttf"
        return ImageFont.truetype(str(folder / name), words.size)

    unknown = bytes(font(Words(x=0, y=0, text="", size=12)).getmask("\uffff"))
    image = Image.new("RGB", (drawing.width, drawing.height), "white")
    draw = ImageDraw.Draw(image)
    for shape in drawing.shapes:
        x, y = shape.x, shape.y
        if isinstance(shape, Words):
            letters = font(shape)
            if any(bytes(letters.getmask(one)) == unknown for one in set(shape.text) - {" "}):
                return None
            draw.text((x, y), shape.text, fill=shape.colour, font=letters, anchor="ms" if shape.centred else "ls")
            continue
        thick = 3 if shape.strong else 1
        if isinstance(shape, Box):
            corners = (x, y, x + _BOX, y + _HEIGHT)
            draw.rounded_rectangle(corners, radius=8, fill=_PALE, outline=shape.colour, width=thick)
        else:
            end = x + _GAP - 10
            draw.line((x + 4, y, end, y), fill=shape.colour, width=thick)
            draw.polygon([(end, y - 5), (end + 8, y), (end, y + 5)], fill=shape.colour)
    file = BytesIO()
    image.quantize(16).save(file, "PNG", optimize=True)
    return file.getvalue()


def _is(best: Any, step: Step, what: str) -> bool:
    return best is not None and best.step == step.name and best.what == what


def _advice(step: str, what: str) -> str:
    return f"halve the wait before {step}" if what == "wait" else f"let nine of ten come right out of {step}"


def _totals_line(stream: Stream) -> str:
    found = totals(stream)
    return (
        f"Lead time {say_span(found.lead)} · work {say_span(found.work)} · "
        f"flow efficiency {say_share(found.efficiency)} · right all the way {say_share(found.usable)}"
    )


def described(stream: Stream) -> str:
    """The picture in words, for who can't see it."""
    steps = "; ".join(
        f"{step.name}: waits {say_span(step.range('wait'))}, works {say_span(step.range('work'))}, "
        f"usable as it comes {say_share(step.range('usable'))}"
        for step in stream.steps
    )
    return f"{steps}. {_totals_line(stream)}."


def mermaid(stream: Stream) -> str:
    """A flowchart for a Markdown document."""
    lines = ["flowchart LR"]
    for index, step in enumerate(stream.steps):
        usable = say_share(step.range("usable"))
        label = f"{step.name}<br/>work {say_span(step.range('work'))}<br/>usable {usable}"
        lines.append(f'  s{index}["{_quoted(label)}"]')
        if index:
            lines.append(f'  s{index - 1} -->|"waits {_quoted(say_span(step.range("wait")))}"| s{index}')
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return text.replace('"', "#quot;")


def as_json(stream: Stream) -> str:
    """Everything, with its sources; minutes of work, and shares from 0 to 1."""
    best = lever(stream)
    return json.dumps(
        {
            **stream.model_dump(mode="json"),
            "totals": totals(stream).model_dump(mode="json"),
            "lever": best.model_dump(mode="json") if best else None,
        },
        ensure_ascii=False,
        indent=2,
    )

"""Draws a value stream: as a picture (SVG), as Mermaid for documents, and as JSON for other programs."""

from __future__ import annotations

import json
import re
from html import escape
from io import BytesIO

from bot.chat import Value
from bot.health.lettering import fitting, font, has_letters, lines, width
from bot.health.stream import Lever, Step, Stream, lever, say_share, say_span, totals
from bot.language.amounts import Kind

_BOX, _GAP, _HEIGHT, _MARGIN = 150, 92, 118, 24
_A_ROW = 4  # steps, so that a phone shows it
_ROW = _HEIGHT + 26
_TOP = 70
_HIGHEST = 1024
"""Teams shows pictures of at most 1,024 by 1,024 pixels."""

_LEGEND = (
    "Arrows: how long work waits. Boxes: how long somebody works on it, and what comes out right at once. ~: roughly."
)
_COLOURS = 64
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
    wide = 2 * _MARGIN + max(_A_ROW if rows > 1 else len(stream.steps), 3) * (_BOX + _GAP)
    room = wide - 2 * _MARGIN
    best = lever(stream)
    title = fitting(stream.title, room, 17, bold=True)
    shapes: list[Words | Box | Arrow] = [Words(x=_MARGIN, y=30, text=title, size=17, bold=True)]
    shapes.append(Words(x=_MARGIN, y=50, text=fitting(_LEGEND, room, 11), size=11, colour=_GREY))
    for index, step in enumerate(stream.steps):
        left = _MARGIN + _GAP + index % _A_ROW * (_BOX + _GAP)
        top = _TOP + index // _A_ROW * _ROW
        what = best.what if best is not None and best.index == index else ""
        shapes += _waiting(step, left - _GAP, top + _HEIGHT // 2, marked=what == "wait")
        shapes += _boxed(step, left, top, marked=what == "usable")
    y = _TOP + rows * _ROW + 4
    for text, size, bold, colour in _below(stream, best):
        for line in lines(text, room, size, bold=bold, most=3):
            y += size + 7
            shapes.append(Words(x=_MARGIN, y=y, text=line, size=size, bold=bold, colour=colour))
    return Drawing(width=wide, height=y + _MARGIN, shapes=tuple(shapes))


def _below(stream: Stream, best: Lever | None) -> list[tuple[str, int, bool, str]]:
    found = [(_totals_line(stream), 14, True, _BLACK)]
    if best is not None:
        so_far = "" if totals(stream).whole else ", as far as it was told"
        found += [(f"Would help most{so_far}: {_advice(best)}", 14, False, _BLACK), (best.arithmetic, 12, False, _GREY)]
    return found


def _waiting(step: Step, left: int, middle: int, *, marked: bool) -> list[Words | Arrow]:
    colour = _RED if marked else _GREY
    span = step.range("wait")
    words = "no wait" if span == (0, 0) else "wait ?" if span is None else _roughly(step, "wait")
    found: list[Words | Arrow] = [Arrow(x=left, y=middle, colour=colour, strong=marked)]
    told = lines(words, _GAP - 8, 12, most=2)
    for row, line in enumerate(reversed(told)):
        place = left + _GAP // 2 - 4
        found.append(Words(x=place, y=middle - 9 - 15 * row, text=line, size=12, colour=colour, centred=True))
    return found


def _boxed(step: Step, left: int, top: int, *, marked: bool) -> list[Words | Box]:
    inside = _BOX - 14
    name = lines(step.name, inside, 14, bold=True, most=2)
    told: list[tuple[str, int, bool, str]] = [(line, 14, True, _BLACK) for line in name]
    if step.who:
        told.append((step.who, 11, False, _GREY))
    told += [
        (f"work {_roughly(step, 'work') if step.work else '?'}", 12, False, _BLACK),
        (f"usable {_roughly(step, 'usable') if step.usable else '?'}", 12, False, _BLACK),
    ]
    if step.back:
        told.append((f"back to {step.back[0].to}", 11, False, _RED))
    if any(step.differs(kind) for kind in ("work", "wait", "usable")):
        told.append(("told differently", 11, False, _GREY))
    each = 17 if len(told) <= _ROOMY else 16
    y = top + (_HEIGHT - each * len(told)) // 2 - 4
    return [
        Box(x=left, y=top, colour=_RED if marked else _BLUE, strong=marked),
        *(
            Words(
                x=left + _BOX // 2,
                y=y + each * row,
                text=fitting(text, inside, size, bold=bold),
                size=size,
                bold=bold,
                colour=colour,
                centred=True,
            )
            for row, (text, size, bold, colour) in enumerate(told, 1)
        ),
    ]


_ROOMY = 6  # lines in a box


def _roughly(step: Step, kind: Kind) -> str:
    span = step.range(kind)
    said = say_share(span) if kind == "usable" else say_span(span)
    rough = any(one.rough for one in step.told(kind))
    return f"{'~' if rough else ''}{said}".replace(" to ", "–")


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
        fixed = ""
        if shape.centred and has_letters(shape.text):  # whoever opens it may have wider letters only
            long = width(shape.text, shape.size, bold=shape.bold)
            fixed = f" textLength='{long:.0f}' lengthAdjust='spacingAndGlyphs'"
        return f"<text {place}{weight}{anchor}{fixed}>{escape(shape.text)}</text>"
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
    """The drawing as a picture; None where it would be too high for a chat, or in letters that the font hasn't."""
    from PIL import Image, ImageDraw  # takes a tenth of a second, and most conversations draw nothing

    drawing = drawn(stream)
    if drawing.height > _HIGHEST:
        return None
    if not has_letters("".join(shape.text for shape in drawing.shapes if isinstance(shape, Words))):
        return None
    image = Image.new("RGB", (drawing.width, drawing.height), "white")
    draw = ImageDraw.Draw(image)
    for shape in drawing.shapes:
        x, y = shape.x, shape.y
        if isinstance(shape, Words):
            letters = font(shape.size, bold=shape.bold)
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
    image.quantize(_COLOURS).save(file, "PNG", optimize=True)
    return file.getvalue()


def _advice(best: Lever) -> str:
    return (
        f"halve the wait before {best.step}"
        if best.what == "wait"
        else f"let nine of ten come right out of {best.step}"
    )


def _totals_line(stream: Stream) -> str:
    found = totals(stream)
    at_least = "at least " if found.lead and not found.whole else ""
    at_most = "at most " if found.usable and not found.all_usable else ""
    told = [
        f"Lead time {at_least}{say_span(found.lead)}",
        f"work {at_least if found.work else ''}{say_span(found.work)}",
        f"flow efficiency {say_share(found.efficiency)}",
        f"right all the way {at_most}{say_share(found.usable)}",
    ]
    if found.hand_offs is not None:
        told.append(f"hand-offs {found.hand_offs}")
    return " · ".join(told)


def described(stream: Stream) -> str:
    """The picture in words, for who can't see it."""
    steps = "; ".join(
        f"{step.name}{f' ({step.who})' if step.who else ''}: waits {say_span(step.range('wait'))}, "
        f"works {say_span(step.range('work'))}, usable as it comes {say_share(step.range('usable'))}"
        f"{f', goes back to {step.back[0].to}' if step.back else ''}"
        for step in stream.steps
    )
    return f"{steps}. {_totals_line(stream)}."


def mermaid(stream: Stream) -> str:
    """A flowchart for a Markdown document."""
    out = ["flowchart LR"]
    names = [step.name for step in stream.steps]
    for index, step in enumerate(stream.steps):
        who = f"<br/>{_quoted(step.who)}" if step.who else ""
        work, usable = (_roughly(step, kind) if step.told(kind) else "?" for kind in ("work", "usable"))
        out.append(f'  s{index}["{_quoted(step.name)}{who}<br/>work {work}<br/>usable {usable}"]')
        if index:
            wait = _roughly(step, "wait") if step.wait else "?"
            out.append(f'  s{index - 1} -->|"waits {wait}"| s{index}')
        out += [f'  s{index} -.->|"comes back"| s{names.index(one.to)}' for one in step.back if one.to in names]
    return "\n".join(out) + "\n"


_MARKUP = re.compile(r"[\"#&;<>`\[\]{}|\n]")


def _quoted(text: str) -> str:
    """Words that Mermaid shows as they stand, whatever they hold."""
    return _MARKUP.sub(lambda found: f"#{ord(found[0])};" if found[0] != "\n" else " ", text)


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

"""Draws a value stream: as a picture (SVG), as Mermaid for documents, and as JSON for other programs."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from bot.health.stream import Step, Stream, lever, say_share, say_span, totals
from bot.language.text import shorten

_BOX, _GAP, _HEIGHT, _MARGIN = 150, 96, 84, 24
_FONT = "font-family='system-ui, sans-serif'"
_NAME = 20  # characters in a box


def svg(stream: Stream) -> str:
    """Boxes with their work, the waits between them, and the totals below; the step that helps most is marked."""
    best = lever(stream)
    width = 2 * _MARGIN + len(stream.steps) * (_BOX + _GAP)
    height = _HEIGHT + 190
    parts = [
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}' "
        f"viewBox='0 0 {width} {height}' role='img'>",
        f"<title>{escape(stream.title)}</title><desc>{escape(described(stream))}</desc>",
        f"<rect width='{width}' height='{height}' fill='#ffffff'/>",
        _text(_MARGIN, 30, stream.title, size=16, bold=True),
    ]
    for index, step in enumerate(stream.steps):
        left = _MARGIN + _GAP + index * (_BOX + _GAP)
        parts += _waiting(step, left - _GAP, marked=_is(best, step, "wait"))
        parts += _box(step, left, marked=_is(best, step, "usable"))
    parts.append(_text(_MARGIN, height - 58, _totals_line(stream), size=13, bold=True))
    if best is not None:
        parts.append(_text(_MARGIN, height - 34, f"Would help most: {_advice(best.step, best.what)}", size=13))
        parts.append(_text(_MARGIN, height - 14, best.arithmetic, size=11, colour="#555555"))
    return "".join([*parts, "</svg>"])


def _waiting(step: Step, left: int, *, marked: bool) -> list[str]:
    middle, colour = 50 + _HEIGHT // 2, "#b3261e" if marked else "#555555"
    span = step.range("wait")
    words = "no wait" if span == (0, 0) else "wait ?" if span is None else f"waits {say_span(span)}"
    return [
        f"<line x1='{left + 4}' y1='{middle}' x2='{left + _GAP - 10}' y2='{middle}' stroke='{colour}' "
        f"stroke-width='{3 if marked else 1.5}'/>",
        f"<path d='M {left + _GAP - 10} {middle - 5} L {left + _GAP - 2} {middle} L {left + _GAP - 10} {middle + 5} Z' "
        f"fill='{colour}'/>",
        _text(left + _GAP // 2 - 4, middle - 10, words, size=10, colour=colour, anchor="middle"),
    ]


def _box(step: Step, left: int, *, marked: bool) -> list[str]:
    stroke = "#b3261e" if marked else "#1f4e79"
    usable = step.range("usable")
    lines = [
        (shorten(step.name, _NAME), 13, True),
        (f"work {say_span(step.range('work'))}", 11, False),
        (f"usable as it comes: {say_share(usable)}" if usable else "usable as it comes: ?", 10, False),
    ]
    differs = any(step.differs(kind) for kind in ("work", "wait", "usable"))
    if differs:
        lines.append(("people say different things", 10, False))
    return [
        f"<rect x='{left}' y='50' width='{_BOX}' height='{_HEIGHT}' rx='8' fill='#eef4fa' stroke='{stroke}' "
        f"stroke-width='{3 if marked else 1.5}'/>",
        *(
            _text(left + _BOX // 2, 72 + 18 * row, text, size=size, bold=bold, anchor="middle")
            for row, (text, size, bold) in enumerate(lines)
        ),
    ]


def _text(  # noqa: PLR0913 (what a line of text needs, by name)
    x: int, y: int, text: str, *, size: int, bold: bool = False, colour: str = "#111111", anchor: str = "start"
) -> str:
    weight = " font-weight='bold'" if bold else ""
    return (
        f"<text x='{x}' y='{y}' {_FONT} font-size='{size}' fill='{colour}' text-anchor='{anchor}'{weight}>"
        f"{escape(text)}</text>"
    )


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

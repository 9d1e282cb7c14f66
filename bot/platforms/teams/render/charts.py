"""Charts: a picture with words for those who can't see it, and the numbers folded under it."""

from __future__ import annotations

from base64 import b64encode

from bot.chat import Chart
from bot.platforms.bars import written
from bot.platforms.pictures import picture
from bot.platforms.teams.render.elements import Element, clean, code, line, run, size

_LARGEST = 24_000
"""Letters of a chart as JSON, picture and numbers, so that one stands in a message with other things."""

_LONGEST = 4_000


def chart_elements(part: Chart, number: int) -> list[Element]:
    """A picture where one can be drawn and carried, otherwise bars of letters; `number` is its place in its post."""
    drawn = picture(part)
    inside: list[Element] = code(written(part))
    if drawn is not None:
        name = f"numbers{number}"
        alt = clean(part.alt)
        element: Element = {
            "type": "Container",
            "items": [
                {"type": "Image", "url": f"data:image/png;base64,{b64encode(drawn).decode()}", "altText": alt},
                {
                    "type": "ActionSet",
                    "actions": [
                        {"type": "Action.ToggleVisibility", "title": "Show the numbers", "targetElements": [name]}
                    ],
                },
                {"type": "Container", "id": name, "isVisible": False, "items": inside},
            ],
        }
        if size(element) <= _LARGEST:
            return [element]
    title = " ".join(clean(part.table.title).split())
    pieces = [title[at : at + _LONGEST] for at in range(0, len(title), _LONGEST)]
    return [*(each for piece in pieces for each in line([run(piece, weight="Bolder")])), *inside]

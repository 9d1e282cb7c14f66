"""What can be picked: buttons, or a list to select from where there are many; and the button that opens a form."""

from __future__ import annotations

from typing import Any

from bot.chat import Choice, Choices, Form
from bot.platforms.richtext import Rich, line, text
from bot.platforms.slack.render import limits

PICK = "pick"
SELECT = "select"
OPEN = "open"
STAYS = "stays"
LASTS = "lasts"
"""How `action_id` and `block_id` begin: a button that picks, a list to pick from, a button that opens a form, a block
whose other buttons stay when one was used, a block whose buttons can be used by anybody and again."""

_MANY = 6
_LONG = 30
_TO_SELECT = 3


def choice_pieces(part: Choices, number: int) -> list[Rich | dict[str, Any]]:
    """The prompt, labels too long for a button, and the buttons or lists. `number` is the part's place in its post."""
    found: list[Rich | dict[str, Any]] = []
    if part.prompt.strip():
        found.append(Rich("section", (line(part.prompt) or (text(part.prompt),),)))
    labels = [" ".join(option.label.split()) or option.id for option in part.options]
    long = any(limits.size(label) > limits.OPTION for label in labels)
    if long:
        found.append(Rich("ordered", tuple((text(label),) for label in labels)))
    shown = [limits.shorten(f"{at}. {label}" if long else label, limits.OPTION) for at, label in enumerate(labels, 1)]
    usable = [
        (option, label)
        for option, label in zip(part.options, shown, strict=True)
        if 0 < limits.size(option.id) <= limits.BUTTON_VALUE
    ]
    dead = [label for option, label in zip(part.options, labels, strict=True) if option.id not in _ids(usable)]
    if dead and not long:  # an id that no button can hold: it is still read
        found.append(Rich("bullet", tuple((text(label),) for label in dead)))
    if _as_list(usable):
        return [*found, *_lists(usable, number, _kind(part))]
    return [*found, *_buttons(usable, number, _kind(part))]


def _kind(part: Choices) -> str:
    if part.lasts:
        return LASTS
    return STAYS if part.stays else PICK


def form_pieces(part: Form, number: int) -> list[Rich | dict[str, Any]]:
    """The button that opens a form, under its title where that is too long for a button."""
    title = " ".join(part.title.split()) or part.submit
    found: list[Rich | dict[str, Any]] = []
    if limits.size(title) > limits.BUTTON:
        found.append(Rich("section", ((text(title),),)))
    button = _button(f"{OPEN}:0", limits.shorten(title, limits.BUTTON), part.id, "primary")
    if 0 < limits.size(part.id) <= limits.BUTTON_VALUE:
        found.append({"type": "actions", "block_id": f"{OPEN}:{number}", "elements": [button]})
    return found


def _ids(usable: list[tuple[Choice, str]]) -> set[str]:
    return {option.id for option, _ in usable}


def _as_list(usable: list[tuple[Choice, str]]) -> bool:
    fits = all(limits.size(option.id) <= limits.OPTION_VALUE for option, _ in usable)
    many = len(usable) > _MANY or (len(usable) > _TO_SELECT and any(limits.size(label) > _LONG for _, label in usable))
    return fits and many


def _lists(usable: list[tuple[Choice, str]], number: int, kind: str) -> list[dict[str, Any]]:
    blocks = []
    for at in range(0, len(usable), limits.OPTIONS):
        options = [{"text": _plain(label), "value": option.id} for option, label in usable[at : at + limits.OPTIONS]]
        element = {
            "type": "static_select",
            "action_id": f"{SELECT}:{number}:{at}",
            "placeholder": _plain("Choose"),
            "options": options,
        }
        blocks.append(_actions(number, at, [element], kind))
    return blocks


def _buttons(usable: list[tuple[Choice, str]], number: int, kind: str) -> list[dict[str, Any]]:
    blocks = []
    for at in range(0, len(usable), limits.BUTTONS):
        elements = [
            _button(f"{PICK}:{number}:{at + place}", label, option.id, option.style)
            for place, (option, label) in enumerate(usable[at : at + limits.BUTTONS])
        ]
        blocks.append(_actions(number, at, elements, kind))
    return blocks


def _actions(number: int, at: int, elements: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    return {"type": "actions", "block_id": f"{kind}:{number}:{at}", "elements": elements}


def _button(action_id: str, label: str, value: str, style: str) -> dict[str, Any]:
    made = {"type": "button", "action_id": action_id, "text": _plain(label), "value": value}
    return made | ({"style": style} if style != "default" else {})


def _plain(words: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text(words)["text"], "emoji": False}

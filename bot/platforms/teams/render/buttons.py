"""What can be picked: buttons, or a list where there are many; and the button that opens a form."""

from __future__ import annotations

from typing import Any

from bot.chat import Choice, Choices, Form
from bot.platforms.lengths import shorten
from bot.platforms.teams.render.elements import Element, clean, elements_of, line, run

PICK = "pick"
SELECT = "select"
OPEN = "open"
SUBMIT = "submit"
CANCEL = "cancel"
"""What the buttons of our cards do."""

_STYLES = {"primary": "positive", "danger": "destructive", "default": "default"}
_BUTTONS = 6
"""Teams shows six buttons of a row; the others would be cut off."""

_LISTED = 40
_LABEL = 60
_OPTION = 150
_LONGEST_ID = 200


def choices_elements(part: Choices, number: int) -> list[Element]:
    """The prompt, labels that are too long for a button, and what can be picked; each set in a container of its own."""
    found: list[Element] = elements_of(part.prompt) if part.prompt.strip() else []
    labels = [" ".join(clean(option.label).split()) or option.id for option in part.options]
    listed = len(part.options) > _BUTTONS
    most = _OPTION if listed else _LABEL
    long = any(len(label) > most for label in labels)
    if long:
        for at, label in enumerate(labels, 1):
            found += elements_of_words(f"{at}. {label}")
    shown = [shorten(f"{at}. {label}" if long else label, most) for at, label in enumerate(labels, 1)]
    pairs = list(zip(part.options, shown, strict=True))
    usable = [pair for pair in pairs if 0 < len(pair[0].id) <= _LONGEST_ID]
    for option, label in pairs:
        if not 0 < len(option.id) <= _LONGEST_ID and not long:  # no button can hold it: it is still read
            found += elements_of_words(label)
    step = _LISTED if listed else _BUTTONS
    for at in range(0, len(usable), step):
        group = usable[at : at + step]
        name = f"choices{number}x{at}"
        items = _list(group, name, part) if listed else [_row(group, part)]
        found.append({"type": "Container", "id": name, "items": items})
    return found


def elements_of_words(words: str) -> list[Element]:
    """Words on one line, in pieces that an element holds."""
    return [each for at in range(0, max(1, len(words)), 4_000) for each in line([run(words[at : at + 4_000])])]


def _row(group: list[tuple[Choice, str]], part: Choices) -> Element:
    how = {"stays": part.stays} | ({"lasts": True} if part.lasts else {})
    actions = [
        _dialog_action(label, option)
        if part.lasts and option.opens
        else action(label, {"do": PICK, "choice": option.id, **how}, style=_STYLES[option.style])
        for option, label in group
    ]
    return {"type": "ActionSet", "actions": actions}


def _dialog_action(title: str, option: Choice) -> Element:
    """A button that opens a dialog: a form inside the card would be gone when the card is drawn anew for the others."""
    data = {"do": PICK, "choice": option.id, "lasts": True, "msteams": {"type": "task/fetch"}}
    made: Element = {"type": "Action.Submit", "title": title or "…", "data": data, "associatedInputs": "none"}
    return made | ({"style": _STYLES[option.style]} if option.style != "default" else {})


def _list(group: list[tuple[Choice, str]], name: str, part: Choices) -> list[Element]:
    choices = [{"title": label, "value": option.id} for option, label in group]
    chosen = {"type": "Input.ChoiceSet", "id": f"{name}-input", "style": "compact", "placeholder": "Choose one"}
    data = {"do": SELECT, "input": f"{name}-input", "stays": part.stays} | ({"lasts": True} if part.lasts else {})
    return [{**chosen, "choices": choices}, {"type": "ActionSet", "actions": [action("Choose", data)]}]


def form_elements(part: Form, number: int) -> list[Element]:
    """The button that opens a form, under its title where that is too long for a button."""
    title = " ".join(clean(part.title).split()) or clean(part.submit) or "Open"
    found = elements_of_words(title) if len(title) > _LABEL else []
    if 0 < len(part.id) <= _LONGEST_ID:
        button = action(shorten(title, _LABEL), {"do": OPEN, "choice": part.id}, style="positive")
        found.append(
            {"type": "Container", "id": f"form{number}", "items": [{"type": "ActionSet", "actions": [button]}]}
        )
    return found


def action(title: str, data: dict[str, Any], *, style: str = "default", inputs: bool = True) -> Element:
    """A button. Clients that don't know Action.Execute submit the same, which comes as a message."""
    common: Element = {"title": title or "…", "data": data}
    if style != "default":
        common["style"] = style
    if not inputs:
        common["associatedInputs"] = "none"
    return {
        "type": "Action.Execute",
        "verb": str(data["do"]),
        **common,
        "fallback": {"type": "Action.Submit", **common},
    }

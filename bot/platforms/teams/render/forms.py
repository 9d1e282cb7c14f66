"""Forms as cards, with what is wrong under the input that it is about; and what was typed into them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.chat import Form, FormField
from bot.errors import Trouble
from bot.platforms.lengths import shorten
from bot.platforms.teams.render.buttons import CANCEL, SUBMIT, action
from bot.platforms.teams.render.elements import Element, clean, line, run, size
from bot.platforms.teams.render.messages import card_of

LARGEST = 36_000
_LABEL = 200
_LINE = 1_000
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"[0-9]{1,4}")


def form_card(
    form: Form,
    token: str,
    *,
    values: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    dialog: bool = False,
) -> dict[str, Any]:
    """The form; `token` comes back with it. Trouble when it is larger than Teams takes.

    `values` are what was typed already, `errors` sentences by the names of fields. A `dialog` has buttons of its own.
    """
    values, problems = values or {}, dict(errors or {})
    title = " ".join(clean(form.title).split()) or "Groundwork"
    body = line([run(shorten(title, _LINE), weight="Bolder", size="Medium")])
    for number, field in enumerate(form.fields):
        problem = problems.pop(field.name, "")
        body += _input(field, number, values.get(field.name, field.value))
        body += _wrong(problem) if problem else []
    for problem in problems.values():  # about a field that isn't there: it is told all the same
        body += _wrong(problem)
    body.append({"type": "ActionSet", "actions": _buttons(form, token, dialog=dialog)})
    card = card_of(body, title)
    if size(card) > LARGEST:
        raise Trouble("This is too long to be edited in Teams. Write the change as a message instead.")
    return card


def values_of(form: Form, data: Mapping[str, Any]) -> dict[str, str]:
    """What was typed, by the names of the fields, with what the form carries."""
    values = dict(form.carries)
    for number, field in enumerate(form.fields):
        value = str(data.get(_id(number)) or "")
        if _is_choice(field):
            value = field.options[int(value)] if _NUMBER.fullmatch(value) and int(value) < len(field.options) else ""
        values[field.name] = value
    return values


def _id(number: int) -> str:
    return f"field{number}"


def _is_choice(field: FormField) -> bool:
    return field.type == "choice" and bool(field.options)


def _buttons(form: Form, token: str, *, dialog: bool) -> list[Element]:
    title = shorten(clean(form.submit), _LABEL) or "Save"
    if dialog:  # a dialog closes with Action.Submit only, and has its own cross
        return [{"type": "Action.Submit", "title": title, "data": {"do": SUBMIT, "form": token}}]
    return [
        action(title, {"do": SUBMIT, "form": token}, style="positive"),
        action("Cancel", {"do": CANCEL, "form": token}, inputs=False),
    ]


def _input(field: FormField, number: int, value: str) -> list[Element]:
    label = shorten(clean(field.label), _LABEL) or field.name
    made: Element = {"id": _id(number), "label": label, "isRequired": field.required}
    if field.required:
        made["errorMessage"] = f"“{label}” is needed."
    before: list[Element] = []
    if field.hint.strip():
        before = line([run(shorten(clean(field.hint), _LINE), isSubtle=True, size="Small")])
    if _is_choice(field):
        made |= {"type": "Input.ChoiceSet", "style": "compact"}
        made["choices"] = [
            {"title": shorten(clean(option), _LABEL) or "–", "value": str(at)}
            for at, option in enumerate(field.options)
        ]
        if value in field.options:
            made["value"] = str(field.options.index(value))
    elif field.type == "date":
        made |= {"type": "Input.Date"} | ({"value": value} if _ISO_DAY.fullmatch(value) else {})
    else:
        made |= {"type": "Input.Text", "isMultiline": field.type == "text" or "\n" in value}
        made |= {"value": clean(value)} if value else {}
    return [made, *before]


def _wrong(problem: str) -> list[Element]:
    return line([run(f"⚠ {shorten(clean(problem), _LINE)}", color="Attention", weight="Bolder")], spacing="Small")

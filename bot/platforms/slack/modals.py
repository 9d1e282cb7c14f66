"""Forms as Slack's modals, and what was typed into them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from bot.chat import Address, Form, FormField, Value
from bot.platforms.richtext import text
from bot.platforms.shapes import inner, objects
from bot.platforms.slack.render import limits

CALLBACK = "groundwork_form"
_TITLE = 24
_METADATA = 3_000
_INPUT = 3_000
_LABEL = 2_000
_LONG_LABEL = 150
_NUMBER = re.compile(r"[0-9]{1,4}")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Opened(Value):
    """What a modal has to know when it comes back; it travels in its private metadata.

    `names` are the fields' names in order, with the number of inputs that each takes. `channel` and `ts` are the
    message that it was opened from, `block` and `action` the button.
    """

    address: Address
    threaded: bool = False
    form_id: str
    names: tuple[tuple[str, int], ...]
    options: tuple[tuple[str, ...], ...] = ()
    carries: tuple[tuple[str, str], ...] = ()
    channel: str = ""
    ts: str = ""
    block: str = ""
    action: str = ""


def view_of(form: Form, opened: Opened) -> tuple[dict[str, Any], str]:
    """The modal, and its private metadata; when that is longer than Slack takes, the caller keeps it elsewhere."""
    blocks: list[dict[str, Any]] = []
    counts: list[tuple[str, int]] = []
    for number, field in enumerate(form.fields):
        inputs = _inputs(field, number)
        counts.append((field.name, sum(1 for block in inputs if block["type"] == "input")))
        blocks += inputs
    options = tuple(field.options for field in form.fields)
    whole = opened.model_copy(
        update={"names": tuple(counts), "options": options if any(options) else (), "carries": form.carries}
    )
    title = " ".join(form.title.split()) or "Groundwork"
    if limits.size(title) > _TITLE:
        blocks.insert(0, {"type": "section", "text": _plain(limits.shorten(title, limits.BLOCK))})
    view = {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": _plain(limits.shorten(title, _TITLE)),
        "submit": _plain(limits.shorten(form.submit or "Save", _TITLE)),
        "close": _plain("Cancel"),
        "blocks": blocks,
    }
    return view, json.dumps(whole.model_dump(mode="json", exclude_defaults=True), separators=(",", ":"))


def fits(metadata: str) -> bool:
    """Whether this is short enough to travel in a modal."""
    return len(metadata) <= _METADATA


def read_metadata(metadata: str) -> Opened:
    """What was put into the modal."""
    return Opened.model_validate_json(metadata)


def values_of(view: Mapping[str, Any], opened: Opened) -> dict[str, str]:
    """What was typed, by the names of the fields."""
    state = inner(view, "state", "values")
    values = dict(opened.carries)
    for number, (name, inputs) in enumerate(opened.names):
        pieces = [_typed(inner(state, f"{number}:{piece}")) for piece in range(inputs)]
        value = "\n".join(piece for piece in pieces if piece or inputs == 1)
        options = opened.options[number] if number < len(opened.options) else ()
        if options and _NUMBER.fullmatch(value):
            value = options[int(value)] if int(value) < len(options) else ""
        values[name] = value
    return values


def first_input(view: Mapping[str, Any]) -> str:
    """The block_id of the first input, where what is about the whole form is told."""
    return next((str(one.get("block_id")) for one in objects(view, "blocks") if one.get("type") == "input"), "0:0")


def errors_of(problems: Mapping[str, str], opened: Opened) -> dict[str, str]:
    """What is wrong, under the input that it is about; a field that isn't there is told at the first."""
    names = [name for name, _ in opened.names]
    errors: dict[str, str] = {}
    for name, problem in problems.items():
        block = f"{names.index(name) if name in names else 0}:0"
        errors[block] = f"{errors[block]} {problem}" if block in errors else problem
    return errors


def _typed(block: Mapping[str, Any]) -> str:
    element = next((one for one in block.values() if isinstance(one, dict)), {})
    picked = inner(element, "selected_option").get("value")
    return str(picked or element.get("selected_date") or element.get("value") or "")


def _inputs(field: FormField, number: int) -> list[dict[str, Any]]:
    label = " ".join(field.label.split()) or field.name
    if field.type == "choice" and field.options:
        return _select(field, label, number)
    if field.type == "date":
        element: dict[str, Any] = {"type": "datepicker", "action_id": "value"}
        element |= {"initial_date": field.value} if _ISO_DAY.fullmatch(field.value) else {}
        return [_input(field, label, f"{number}:0", element)]
    return [
        _input(
            field,
            label if not piece else f"{limits.shorten(label, _LONG_LABEL)} (goes on)",
            f"{number}:{piece}",
            _text(field, value),
            required=field.required and not piece,
        )
        for piece, value in enumerate(_pieces(field.value))
    ]


def _pieces(value: str) -> list[str]:
    """A value in lengths that an input takes, divided between lines, so that joining them by lines gives it back."""
    pieces: list[str] = []
    group: list[str] = []
    for line in value.split("\n"):
        while _units(line) > _INPUT:  # one line that no input takes
            pieces += ["\n".join(group)] if group else []
            group = []
            fits = next(at for at in range(min(_INPUT, len(line)), 0, -1) if _units(line[:at]) <= _INPUT)
            pieces.append(line[:fits])
            line = line[fits:]  # noqa: PLW2901 (what is left of it)
        if group and sum(_units(one) + 1 for one in group) + _units(line) > _INPUT:
            pieces.append("\n".join(group))
            group = []
        group.append(line)
    return [*pieces, "\n".join(group)]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "replace")) // 2


def _text(field: FormField, value: str) -> dict[str, Any]:
    element: dict[str, Any] = {"type": "plain_text_input", "action_id": "value", "max_length": _INPUT}
    element["multiline"] = field.type == "text" or "\n" in value
    return element | ({"initial_value": value} if value else {})


def _select(field: FormField, label: str, number: int) -> list[dict[str, Any]]:
    labels = [" ".join(option.split()) or "–" for option in field.options]
    blocks: list[dict[str, Any]] = []
    long = any(limits.size(one) > limits.OPTION for one in labels)
    if long:
        blocks += [{"type": "section", "text": _plain(words)} for words in _listed(labels)]
        labels = [f"{at}. {one}" for at, one in enumerate(labels, 1)]
    options = [{"text": _plain(limits.shorten(one, limits.OPTION)), "value": str(at)} for at, one in enumerate(labels)]
    element: dict[str, Any] = {"type": "static_select", "action_id": "value"}
    if len(options) > limits.OPTIONS:
        groups = [options[at : at + limits.OPTIONS] for at in range(0, len(options), limits.OPTIONS)]
        element["option_groups"] = [
            {"label": _plain(f"{at * limits.OPTIONS + 1} to {at * limits.OPTIONS + len(group)}"), "options": group}
            for at, group in enumerate(groups[: limits.OPTIONS])
        ]
    else:
        element["options"] = options
    if field.value in field.options:
        element["initial_option"] = options[field.options.index(field.value)]
    return [*blocks, _input(field, label, f"{number}:0", element)]


def _listed(labels: list[str]) -> list[str]:
    pieces, group = [], ""
    for at, label in enumerate(labels, 1):
        line = limits.shorten(f"{at}. {label}", limits.BLOCK)
        if group and limits.size(group) + limits.size(line) > limits.BLOCK:
            pieces.append(group)
            group = ""
        group = f"{group}\n{line}" if group else line
    return [*pieces, group]


def _input(
    field: FormField, label: str, block_id: str, element: dict[str, Any], *, required: bool | None = None
) -> dict[str, Any]:
    block: dict[str, Any] = {
        "type": "input",
        "block_id": block_id,
        "label": _plain(limits.shorten(label, _LABEL)),
        "element": element,
        "optional": not (field.required if required is None else required),
    }
    return block | ({"hint": _plain(limits.shorten(field.hint, _LABEL))} if field.hint.strip() else {})


def _plain(words: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text(words)["text"], "emoji": False}

"""Holds what is sent to Slack against everything that Slack is known to refuse, so that one too many fails a test."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

TEXT = 12_000
"""`msg_blocks_too_long` was seen near 13,200 characters in all blocks together."""


def problems_of_blocks(blocks: Any, *, where: str = "message") -> list[str]:
    """Everything that is wrong with the blocks of a message, a modal or a Home tab."""
    if not isinstance(blocks, list):
        return [f"blocks are {type(blocks).__name__}"]
    found = list(_each(blocks, where))
    most = 50 if where == "message" else 100
    if len(blocks) > most:
        found.append(f"{len(blocks)} blocks")
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    found += [f"block_id {one!r} twice" for one in sorted({one for one in ids if ids.count(one) > 1})]
    actions = list(_action_ids(blocks)) if where != "modal" else []
    found += [f"action_id {one!r} twice" for one in sorted({one for one in actions if actions.count(one) > 1})]
    if where == "message":
        if sum(1 for block in blocks if block.get("type") == "table") > 1:
            found.append("two tables")
        if sum(1 for block in blocks if block.get("type") == "data_visualization") > 2:
            found.append("three charts")
        total = sum(_units(text) for text in _texts(blocks))
        if total > TEXT:
            found.append(f"{total} characters in all blocks")
    return found


def _each(blocks: list[Any], where: str) -> Iterator[str]:
    for number, block in enumerate(blocks):
        for problem in _block(block, where):
            yield f"block {number}: {problem}"
        if block.get("type") not in {"table", "rich_text", "data_visualization"}:
            try:
                (parsed,) = Block.parse_all([json.loads(json.dumps(block))])
                parsed.validate_json()
            except (SlackObjectFormationError, ValueError, TypeError) as error:
                yield f"block {number}: slack_sdk says {error}"


def _block(block: Any, where: str) -> Iterator[str]:  # noqa: C901, PLR0912 (a case for each kind)
    allowed = {
        "header": {"type", "block_id", "text"},
        "section": {"type", "block_id", "text", "fields", "accessory"},
        "context": {"type", "block_id", "elements"},
        "actions": {"type", "block_id", "elements"},
        "divider": {"type", "block_id"},
        "input": {"type", "block_id", "label", "hint", "element", "optional"},
        "rich_text": {"type", "block_id", "elements"},
        "table": {"type", "block_id", "rows", "column_settings"},
        "data_visualization": {"type", "block_id", "title", "chart"},
    }
    kind = block.get("type")
    if kind not in allowed:
        yield f"unknown type {kind!r}"
        return
    yield from (f"{kind} has {key!r}" for key in block if key not in allowed[kind])
    block_id = block.get("block_id", "x")
    if not isinstance(block_id, str) or not 0 < len(block_id) <= 255:
        yield f"block_id {block_id!r}"
    if kind == "header":
        yield from _text(block["text"], 150, {"plain_text"})
    elif kind == "section":
        yield from _text(block["text"], 3000)
    elif kind == "context":
        if not 0 < len(block["elements"]) <= 10:
            yield f"{len(block['elements'])} elements in a context"
        for element in block["elements"]:
            yield from _text(element, 3000)
    elif kind == "actions":
        yield from _elements(block["elements"])
    elif kind == "input":
        if where != "modal":
            yield "an input outside a modal"
        yield from _input(block)
    elif kind == "rich_text":
        yield from _rich(block["elements"])
    elif kind == "table":
        if where != "message":
            yield "a table outside a message"
        yield from _table(block)
    elif kind == "data_visualization":
        if where != "message":
            yield "a chart outside a message"
        yield from _chart(block)


def _text(
    text: Any, most: int, kinds: frozenset[str] | set[str] = frozenset({"plain_text", "mrkdwn"})
) -> Iterator[str]:
    if not isinstance(text, dict) or text.get("type") not in kinds:
        yield f"text {text!r}"
        return
    yield from (f"text has {key!r}" for key in text if key not in {"type", "text", "emoji", "verbatim"})
    if "emoji" in text and text["type"] != "plain_text":
        yield "emoji in mrkdwn"
    if not isinstance(text.get("text"), str) or not 0 < _units(text["text"]) <= most:
        yield f"text of {_units(str(text.get('text')))} characters where {most} are allowed"


def _elements(elements: list[Any]) -> Iterator[str]:
    if not 0 < len(elements) <= 25:
        yield f"{len(elements)} elements in actions"
    for element in elements:
        if element.get("type") == "button":
            yield from _keys(element, {"type", "action_id", "text", "value", "style", "url"})
            yield from _text(element["text"], 75, {"plain_text"})
            if not 0 < _units(element.get("value", "x")) <= 2000:
                yield "a button's value"
            if element.get("style", "primary") not in {"primary", "danger"}:
                yield f"style {element['style']!r}"
        elif element.get("type") == "static_select":
            yield from _select(element)
        else:
            yield f"unknown element {element.get('type')!r}"
        if not 0 < len(element.get("action_id", "")) <= 255:
            yield "an action_id"


def _select(element: dict[str, Any]) -> Iterator[str]:
    yield from _keys(element, {"type", "action_id", "placeholder", "options", "option_groups", "initial_option"})
    if "placeholder" in element:
        yield from _text(element["placeholder"], 150, {"plain_text"})
    groups = element.get("option_groups")
    if (groups is None) == ("options" not in element):
        yield "options and option_groups, or neither"
        return
    lists = [element["options"]] if groups is None else [group["options"] for group in groups]
    if groups is not None:
        if not 0 < len(groups) <= 100:
            yield f"{len(groups)} groups"
        for group in groups:
            yield from _text(group["label"], 75, {"plain_text"})
    for options in lists:
        if not 0 < len(options) <= 100:
            yield f"{len(options)} options"
        for option in options:
            yield from _keys(option, {"text", "value", "description"})
            yield from _text(option["text"], 75, {"plain_text"})
            if not 0 < _units(option["value"]) <= 150:
                yield "an option's value"
    chosen = element.get("initial_option")
    if chosen is not None and not any(chosen in options for options in lists):
        yield "initial_option is none of the options"


def _input(block: dict[str, Any]) -> Iterator[str]:
    yield from _text(block["label"], 2000, {"plain_text"})
    if "hint" in block:
        yield from _text(block["hint"], 2000, {"plain_text"})
    element = block["element"]
    if element["type"] == "plain_text_input":
        yield from _keys(
            element, {"type", "action_id", "multiline", "initial_value", "max_length", "min_length", "placeholder"}
        )
        most = element.get("max_length", 3000)
        if not 0 < most <= 3000:
            yield f"max_length {most}"
        if _units(element.get("initial_value", "")) > most:
            yield "an initial_value longer than the input"
    elif element["type"] == "static_select":
        yield from _select(element)
    elif element["type"] == "datepicker":
        yield from _keys(element, {"type", "action_id", "initial_date", "placeholder"})
    else:
        yield f"unknown input {element['type']!r}"


def _rich(elements: list[Any]) -> Iterator[str]:
    if not elements:
        yield "an empty rich text"
    for element in elements:
        kind = element.get("type")
        if kind == "rich_text_list":
            yield from _keys(element, {"type", "style", "elements", "indent", "offset", "border"})
            if element.get("style") not in {"bullet", "ordered"} or not element["elements"]:
                yield "a list without style or points"
            if not 0 <= element.get("indent", 0) <= 8:
                yield f"indent {element['indent']}"
            for item in element["elements"]:
                if item.get("type") != "rich_text_section":
                    yield f"{item.get('type')!r} in a list"
                yield from _inline(item["elements"])
        elif kind in {"rich_text_section", "rich_text_quote", "rich_text_preformatted"}:
            yield from _keys(element, {"type", "elements", "border"})
            yield from _inline(element["elements"])
            if kind == "rich_text_preformatted" and any("style" in one for one in element["elements"]):
                yield "style in preformatted text"
        else:
            yield f"unknown rich text {kind!r}"


def _inline(elements: list[Any]) -> Iterator[str]:
    if not elements:
        yield "an empty line"
    for element in elements:
        if element.get("type") == "text":
            yield from _keys(element, {"type", "text", "style"})
            if not isinstance(element.get("text"), str) or not element["text"]:
                yield "text without text"
        elif element.get("type") == "link":
            yield from _keys(element, {"type", "url", "text", "style", "unsafe"})
            if not element.get("url") or _units(element["url"]) > 3000 or ":" not in element["url"]:
                yield f"a link to {element.get('url')!r}"
            if element.get("text") == "":
                yield "a link with an empty text"
        else:
            yield f"unknown piece {element.get('type')!r}"
        style = element.get("style", {"bold": True})
        if not style or not set(style) <= {"bold", "italic", "strike", "code", "underline"}:
            yield f"style {style!r}"


def _table(block: dict[str, Any]) -> Iterator[str]:
    rows = block["rows"]
    if not 0 < len(rows) <= 100:
        yield f"{len(rows)} rows"
    if len({len(row) for row in rows}) > 1:
        yield "rows of different lengths"
    for row in rows:
        if not 0 < len(row) <= 20:
            yield f"{len(row)} columns"
        for cell in row:
            if cell.get("type") != "raw_text" or set(cell) != {"type", "text"} or not cell["text"]:
                yield f"cell {cell!r}"
    if sum(_units(cell["text"]) for row in rows for cell in row) > 10_000:
        yield "more than 10,000 characters in a table"
    if len(block.get("column_settings", ())) > 20:
        yield "more than 20 column settings"


def _chart(block: dict[str, Any]) -> Iterator[str]:
    """docs.slack.dev/reference/block-kit/blocks/data-visualization-block."""
    yield from _short(block["title"], 50)
    chart = block["chart"]
    if chart["type"] == "pie":
        yield from _keys(chart, {"type", "segments"})
        if not 1 <= len(chart["segments"]) <= 6:
            yield f"{len(chart['segments'])} segments"
        yield from _points(chart["segments"])
        yield from (f"a segment of {one['value']}" for one in chart["segments"] if one["value"] <= 0)
        return
    if chart["type"] not in {"bar", "line", "area"}:
        yield f"a chart of type {chart['type']!r}"
    yield from _keys(chart, {"type", "series", "axis_config"})
    yield from _keys(chart["axis_config"], {"categories", "x_label", "y_label"})
    for name in ("x_label", "y_label"):
        if name in chart["axis_config"]:
            yield from _short(chart["axis_config"][name], 50)
    categories = chart["axis_config"]["categories"]
    if not 1 <= len(chart["series"]) <= 6 or len({one["name"] for one in chart["series"]}) < len(chart["series"]):
        yield "too many series, or two of one name"
    for one in chart["series"]:
        yield from _keys(one, {"name", "data"})
        yield from _short(one["name"], 20)
        if not 1 <= len(one["data"]) <= 20 or [point["label"] for point in one["data"]] != categories:
            yield "points that do not stand for the categories"
        yield from _points(one["data"])


def _points(points: list[Any]) -> Iterator[str]:
    for point in points:
        yield from _keys(point, {"label", "value"})
        yield from _short(point["label"], 20)
        if isinstance(point["value"], bool) or not isinstance(point["value"], int | float):
            yield f"a value {point['value']!r}"
    if len({point["label"] for point in points}) < len(points):
        yield "a label twice"


def _short(words: Any, most: int) -> Iterator[str]:
    if not isinstance(words, str) or not words.strip() or _units(words) > most:
        yield f"{words!r} where 1 to {most} characters are allowed"


def _keys(value: dict[str, Any], allowed: set[str]) -> Iterator[str]:
    yield from (f"{value.get('type')} has {key!r}" for key in value if key not in allowed)


def _action_ids(blocks: Sequence[dict[str, Any]]) -> Iterator[str]:
    for block in blocks:
        yield from (
            one["action_id"] for one in block.get("elements", ()) if isinstance(one, dict) and "action_id" in one
        )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in {"text", "url", "title", "label", "name", "y_label"} and isinstance(inner, str):
                yield inner
            else:
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "replace")) // 2


def problems_of_view(view: Any) -> list[str]:
    """Everything that is wrong with a modal or a Home tab."""
    if not isinstance(view, dict) or view.get("type") not in {"modal", "home"}:
        return [f"view {view!r}"]
    kind = view["type"]
    allowed = {"type", "blocks", "callback_id", "private_metadata", "external_id"}
    allowed |= {"title", "submit", "close", "clear_on_close", "notify_on_close"} if kind == "modal" else set()
    found = [f"view has {key!r}" for key in view if key not in allowed]
    found += problems_of_blocks(view.get("blocks"), where=kind)
    for name in ("title", "submit", "close") if kind == "modal" else ():
        if name in view or name == "title":
            found += [f"{name}: {one}" for one in _text(view.get(name), 24, {"plain_text"})]
    if len(view.get("private_metadata", "")) > 3000:
        found.append("private_metadata of more than 3000 characters")
    if len(view.get("callback_id", "")) > 255:
        found.append("callback_id of more than 255 characters")
    has_input = any(block.get("type") == "input" for block in view.get("blocks", ()))
    if kind == "modal" and has_input and "submit" not in view:
        found.append("inputs without a submit")
    return found


def problems_of_message(message: dict[str, Any]) -> list[str]:
    """Everything that is wrong with the arguments of a post."""
    found = []
    text = message.get("text", "")
    if not isinstance(text, str) or (not text and not message.get("blocks")):
        found.append("no text")
    if _units(str(text)) > 40_000:
        found.append("text of more than 40,000 characters")
    if not text:
        found.append("blocks without a text for notifications")
    if message.get("reply_broadcast"):
        found.append("reply_broadcast")
    if any(mark in str(text) for mark in ("<!channel", "<!here", "<!everyone")):
        found.append("the channel is called")
    if "blocks" in message:
        found += problems_of_blocks(message["blocks"])
    for mark in ("<!channel", "<!here", "<!everyone"):
        for block in message.get("blocks", ()):
            for one in block.get("elements", ()) if block.get("type") == "context" else ():
                if one.get("type") == "mrkdwn" and mark in one["text"]:
                    found.append("the channel is called in mrkdwn")
    return found

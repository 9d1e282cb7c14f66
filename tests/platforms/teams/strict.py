"""What Teams takes of a card, checked for every one that the bot sends: the official schema, and what it misses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import adaptive_cards
from jsonschema import Draft6Validator

LARGEST = 80_000
CARD = "application/vnd.microsoft.card.adaptive"
_CONSENT = "application/vnd.microsoft.teams.card.file.consent"
_INFO = "application/vnd.microsoft.teams.card.file.info"


@cache
def _schema() -> Draft6Validator:
    file = Path(str(adaptive_cards.__file__)).parent / "schemas" / "schema-1.5.json"
    schema = json.loads(file.read_text(encoding="utf-8"))
    schema.pop("id", None)
    return Draft6Validator(schema)


def problems_of_card(card: dict[str, Any]) -> list[str]:
    """Everything that Teams would refuse, or show blank without a word."""
    problems = [
        error.message[:200] for error in _schema().iter_errors({k: v for k, v in card.items() if k != "msteams"})
    ]
    if card.get("version") not in {"1.0", "1.1", "1.2", "1.3", "1.4", "1.5"}:
        problems.append(f"the version is {card.get('version')}")
    if not card.get("fallbackText"):
        problems.append("there is no fallbackText")
    ids = [one["id"] for one in walk(card) if one.get("id") and one.get("type")]
    problems += [f"the id {one} is there twice" for one in set(ids) if ids.count(one) > 1]
    for one in walk(card):
        problems += _problems_of_element(one, set(ids))
    return problems


def _problems_of_element(one: dict[str, Any], ids: set[str]) -> Iterator[str]:
    if one.get("type") == "Action.ToggleVisibility":
        yield from (f"there is no {each}" for each in one["targetElements"] if each not in ids)
    if one.get("type") == "ActionSet" and not 0 < len(one["actions"]) <= 6:
        yield f"{len(one['actions'])} buttons in a row"
    if one.get("type") == "TextRun" and "\n" in one["text"]:
        yield "a text run with a line break"
    if one.get("type") == "Action.Execute" and "fallback" not in one:
        yield "a button that older clients don't know"
    if one.get("type") == "RichTextBlock" and not one["inlines"]:
        yield "an empty line"


def walk(value: Any) -> Iterator[dict[str, Any]]:
    """Every object of a card; what a button sends isn't part of it."""
    if isinstance(value, dict):
        yield value
        for name, one in value.items():
            if name not in {"data", "fallback", "msteams"}:
                yield from walk(one)
    elif isinstance(value, list):
        for one in value:
            yield from walk(one)


def problems_of(activity: dict[str, Any]) -> list[str]:
    """The same for a whole activity, with its size."""
    if activity.get("type") == "typing":
        return []
    problems = []
    size = len(json.dumps(activity, ensure_ascii=False).encode("utf-16-le"))
    if size > LARGEST:
        problems.append(f"MessageSizeTooBig: {size}")
    attachments = activity.get("attachments") or []
    if not attachments and not str(activity.get("text") or "").strip():
        problems.append("an empty message")
    for one in attachments:
        if one["contentType"] == CARD:
            problems += problems_of_card(one["content"])
        elif one["contentType"] == _CONSENT:
            problems += [] if one["content"]["sizeInBytes"] >= 0 and one["name"] else ["a consent card without a name"]
        elif one["contentType"] != _INFO:
            problems.append(f"an attachment of type {one['contentType']}")
    return problems

"""A button that was used gives way to what was decided and by whom."""

from __future__ import annotations

from typing import Any

from bot.platforms.lengths import shorten
from bot.platforms.teams.render.elements import Element, clean, line, run

_LABEL = 150


def choice_in(data: dict[str, Any]) -> str:
    """The id of what was picked."""
    return str(data.get("choice") or data.get(str(data.get("input"))) or "")


def choices_in(card: dict[str, Any]) -> set[str]:
    """The ids of everything that can be picked on a card."""
    found: set[str] = set()
    for item in _items(card):
        found |= {str(data["choice"]) for one in item.get("actions", ()) if "choice" in (data := one.get("data", {}))}
        found |= {str(one["value"]) for one in item.get("choices", ())}
    return found


def label_of(card: dict[str, Any], data: dict[str, Any]) -> str:
    """What stood on the button, or the option that was picked."""
    choice = choice_in(data)
    for item in _items(card):
        for action in item.get("actions", ()):
            if action.get("data", {}).get("choice") == choice:
                return str(action["title"])
        if data.get("input") and item.get("id") == data["input"]:
            return next((str(one["title"]) for one in item["choices"] if one["value"] == choice), "Done")
    return "Done"


def mark_used(card: dict[str, Any], data: dict[str, Any], who: str) -> dict[str, Any] | None:
    """The card as it should be from now on; None when the button is gone already.

    Where the other buttons stay, only the one that was used goes.
    """
    label = shorten(clean(f"✓ {label_of(card, data)} — {who}"), _LABEL)
    body: list[Element] = []
    changed = False
    for element in card["body"]:
        left = _without(element, data)
        if left is None:
            body.append(element)
            continue
        changed = True
        body += [left] if left["items"] else []
        body += line([run(label, isSubtle=True)], spacing="Small")
    return {**card, "body": body} if changed else None


def _items(card: dict[str, Any]) -> list[Element]:
    return [item for element in card["body"] for item in element.get("items", ()) if element.get("id")]


def _without(element: Element, data: dict[str, Any]) -> Element | None:
    """A container without what was used; None when it isn't there."""
    if element.get("type") != "Container" or not element.get("id"):
        return None
    choice = choice_in(data)
    for item in element["items"]:
        if item.get("type") == "Input.ChoiceSet" and item["id"] == data.get("input"):
            left = [one for one in item["choices"] if one["value"] != choice]
            if len(left) == len(item["choices"]):
                return None
            kept = [{**one, "choices": left} if one is item else one for one in element["items"]]
            return {**element, "items": kept if data.get("stays") and left else []}
        if item.get("type") == "ActionSet":
            actions = [one for one in item["actions"] if one.get("data", {}).get("choice") != choice]
            if len(actions) < len(item["actions"]):
                stays = any(one.get("data", {}).get("stays") for one in item["actions"])
                return {**element, "items": [{**item, "actions": actions}] if stays and actions else []}
    return None

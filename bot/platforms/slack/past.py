"""Reads what was said in Slack out of its messages, as an export holds them and as the Web API gives them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.chat import Person
from bot.history import Past, Reaction, Remark
from bot.json_text import NotJson, load
from bot.platforms.shapes import inner, objects

_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|([^>]*))?>")
_CHANNEL = re.compile(r"<#[A-Z0-9]+(?:\|([^>]*))?>")
_SPECIAL = re.compile(r"<!(?:subteam\^[A-Z0-9]+\|)?([^|>]+)(?:\|([^>]*))?>")
_LINK = re.compile(r"<((?:https?|mailto|tel):[^|>]+)(?:\|([^>]*))?>")
_COUNTS = frozenset({"thread_broadcast", "me_message", "file_share", "file_comment", "bot_message", "reply_broadcast"})
"""Kinds of messages in which somebody says something; all others tell of joining, topics and the like."""
_TS = re.compile(r"[0-9]{1,11}\.[0-9]{1,9}")


def read_messages(messages: Iterable[Mapping[str, Any]], users: Iterable[Mapping[str, Any]]) -> Past:
    """What these messages say, in any order. Deleted ones are left out, edited ones read as they are now."""
    known = {str(user["id"]): user for user in users if user.get("id")}
    told = _latest(messages)
    for message in told:
        _learn(message, known)
    people = {each: Person(id=each, name=_name(user)) for each, user in known.items()}
    remarks = [_remark(message, people, known) for message in told if _speaks(message)]
    topics = tuple(_topic(message, people) for message in told if _kind(message) in _TOPICS)
    kept = [each for each in remarks if each.text.strip() or each.files]
    ordered = tuple(sorted((*kept, *topics), key=lambda each: float(each.id)))
    humans = tuple(person for each, person in people.items() if not known[each].get("is_bot") and each != "USLACKBOT")
    humans += tuple(Person(id=each.id, name=name) for each in humans for name in _nicknames(known[each.id], each.name))
    return Past(remarks=ordered, people=humans)


_TOPICS = frozenset({"channel_topic", "channel_purpose", "group_topic", "group_purpose"})


def _latest(messages: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Each message once, as it reads now: changes take the place of what they changed, deletions take it away."""
    found: dict[str, Mapping[str, Any]] = {}
    gone: set[str] = set()
    for message in messages:
        kind = _kind(message)
        if kind == "message_deleted":
            gone.add(str(message.get("deleted_ts", "")))
        elif kind == "message_changed" and isinstance(message.get("message"), Mapping):
            found[str(message["message"].get("ts", ""))] = message["message"]
        elif message.get("type", "message") == "message" and _TS.fullmatch(str(message.get("ts", ""))):
            found.setdefault(str(message["ts"]), message)
    return [message for ts, message in found.items() if ts not in gone and _TS.fullmatch(ts)]


def _kind(message: Mapping[str, Any]) -> str:
    return str(message.get("subtype") or "")


def _speaks(message: Mapping[str, Any]) -> bool:
    kind = _kind(message)
    return (not kind or kind in _COUNTS) and not message.get("hidden")


def _learn(message: Mapping[str, Any], known: dict[str, Mapping[str, Any]]) -> None:
    """A message brings the profile of its author along, which is all there is where `users.json` is missing."""
    user, profile = str(message.get("user") or ""), message.get("user_profile")
    if user and user not in known and not message.get("bot_id"):
        known[user] = {"id": user, "profile": profile if isinstance(profile, Mapping) else {}}


def _name(user: Mapping[str, Any]) -> str:
    profile = inner(user, "profile")
    name = user.get("real_name") or profile.get("real_name") or profile.get("display_name") or user.get("name")
    return " ".join(str(name or user["id"]).split())


def _nicknames(user: Mapping[str, Any], name: str) -> list[str]:
    """What else somebody is called."""
    profile = inner(user, "profile")
    others = (profile.get("display_name"), profile.get("first_name"), user.get("name"))
    return list(dict.fromkeys(str(each).strip() for each in others if each and str(each).strip() and each != name))


def _remark(message: Mapping[str, Any], people: Mapping[str, Person], known: Mapping[str, Mapping[str, Any]]) -> Remark:
    ts = str(message["ts"])
    user = str(message.get("user") or "")
    by_bot = bool(message.get("bot_id") or _kind(message) == "bot_message" or known.get(user, {}).get("is_bot"))
    author = people.get(user) if user else None
    if by_bot:
        name = str(
            message.get("username") or inner(message, "bot_profile").get("name") or (author and author.name) or ""
        )
        author = Person(id=user or str(message.get("bot_id") or "bot"), name=name or "bot")
    raw = _text(message, by_bot=by_bot)
    thread = str(message.get("thread_ts") or "")
    return Remark(
        id=ts,
        text=plain(raw, people),
        author=author,
        at=datetime.fromtimestamp(float(ts), UTC),
        thread=thread if thread and thread != ts else None,
        mentions=tuple(people[each] for each, _ in _MENTION.findall(raw) if each in people),
        reactions=tuple(_reaction(each) for each in objects(message, "reactions")),
        files=tuple(str(each.get("name") or each.get("title") or "") for each in objects(message, "files")),
        link=str(message["permalink"]) if message.get("permalink") else None,
        by_bot=by_bot,
    )


def _reaction(told: Mapping[str, Any]) -> Reaction:
    users = tuple(str(each) for each in _listed(told.get("users")))
    return Reaction(name=str(told.get("name") or ""), count=_count(told.get("count"), len(users)), users=users)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _count(told: object, known: int) -> int:
    return told if isinstance(told, int) and told > 0 else known


def _topic(message: Mapping[str, Any], people: Mapping[str, Person]) -> Remark:
    """What the channel is about may name the next planning; nobody says it as a note."""
    text = str(message.get("topic") or message.get("purpose") or "")
    ts = str(message["ts"])
    at = datetime.fromtimestamp(float(ts), UTC)
    return Remark(id=ts, text=plain(text, people), at=at, by_bot=True)


def _text(message: Mapping[str, Any], *, by_bot: bool) -> str:
    """Programs often say what they say in blocks or attachments, with a text that only announces it."""
    text = str(message.get("text") or "")
    more: list[str] = []
    for attachment in objects(message, "attachments"):
        if by_bot:
            more += [str(attachment.get(key) or "") for key in ("pretext", "title", "text")]
            more += [f"{field.get('title', '')}\n{field.get('value', '')}" for field in objects(attachment, "fields")]
            more += [_block(block) for block in objects(attachment, "blocks")]
    blocks = "\n".join(_block(block) for block in objects(message, "blocks")) if by_bot or not text else ""
    if by_bot and len(blocks) > len(text):
        text = blocks
    return "\n".join(each for each in (text, *more) if each.strip())


def _block(block: Mapping[str, Any]) -> str:
    kind = block.get("type")
    if kind == "rich_text":
        return "\n".join(_rich(each) for each in objects(block, "elements"))
    if kind == "header":
        return f"*{inner(block, 'text').get('text', '')}*"
    if kind == "section":
        texts = [inner(block, "text"), *objects(block, "fields")]
        return "\n".join(str(each.get("text") or "") for each in texts)
    if kind == "markdown":
        return str(block.get("text") or "")
    return ""


def _rich(element: Mapping[str, Any]) -> str:
    parts = objects(element, "elements")
    if element.get("type") == "rich_text_list":
        return "\n".join(f"• {_rich(each)}" for each in parts)
    if parts:
        return "".join(_rich(each) for each in parts)
    kind = element.get("type")
    if kind == "user":
        return f"<@{element.get('user_id')}>"
    if kind == "emoji":
        return f":{element.get('name')}:"
    if kind == "link":
        return str(element.get("text") or element.get("url") or "")
    text = str(element.get("text") or "")
    style = element.get("style")
    bold = isinstance(style, Mapping) and style.get("bold") and text.strip()
    return f"*{text.strip()}*" if bold else text


def plain(text: str, people: Mapping[str, Person]) -> str:
    """Slack's text as people read it: names instead of ids, links as they are labelled."""

    def person(found: re.Match[str]) -> str:
        known = people.get(found[1])
        return f"@{known.name if known else found[2] or found[1]}"

    text = _MENTION.sub(person, text)
    text = _CHANNEL.sub(lambda found: f"#{found[1] or 'channel'}", text)
    text = _LINK.sub(lambda found: found[2] or found[1], text)
    text = _SPECIAL.sub(lambda found: f"@{(found[2] or found[1]).lstrip('@')}", text)
    return html.unescape(text)


def read_export(files: Mapping[str, str]) -> Past | None:
    """An export, as the texts of its files by name: messages with `users.json`; None when these are something else."""
    messages: list[Mapping[str, Any]] = []
    users: list[Mapping[str, Any]] = []
    for name, text in files.items():
        if not name.lower().endswith(".json"):
            continue
        try:
            value = load(text)
        except NotJson:
            continue
        if isinstance(value, Mapping):
            users += _of_users(value.get("users") or value.get("members"))
            value = value.get("messages")
        messages += _of_messages(value)
        users += _of_users(value)
    return read_messages(messages, users) if messages else None


def _of_messages(value: object) -> list[Mapping[str, Any]]:
    entries = [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []
    return entries if any("ts" in each for each in entries) else []


def _of_users(value: object) -> list[Mapping[str, Any]]:
    """The users in a list; channels have ids, too, and no profile."""
    entries = [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []
    return [each for each in entries if "ts" not in each and "id" in each and str(each["id"])[:1] in "UWB"]

"""What people wrote in Slack, as Markdown: from its rich text, or from its own markup where there is only that."""

from __future__ import annotations

import re
from typing import Any

from bot.platforms.shapes import inner, objects

_MARKS = {"bold": "**", "italic": "_", "strike": "~~", "code": "`"}
_CHANNEL = re.compile(r"<#([CG][A-Z0-9]+)(?:\|([^<>]*))?>")
_LINK = re.compile(r"<([^<>\s|]+)(?:\|([^<>]*))?>")
_CODE = re.compile(r"(```.*?```|`[^`\n]+`)", re.DOTALL)
_BOLD = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])")
_STRIKE = re.compile(r"(?<![\w~])~(?=\S)([^~\n]+?)(?<=\S)~(?![\w~])")
_BULLET = re.compile(r"^(\s*)[•◦▪]\s+", re.MULTILINE)


def heard(message: dict[str, Any]) -> str:
    """The words of a message. People who are mentioned stay `<@U1>`, until their names are looked up."""
    rich = [block for block in objects(message, "blocks") if block.get("type") == "rich_text"]
    if rich:
        words = "\n".join(_rich(block) for block in rich).strip("\n")
        for name, channel in channels(str(message.get("text") or "")).items():
            words = re.sub(rf"#{channel}\b", name, words)  # its rich text has only the id
        return words
    return from_mrkdwn(str(message.get("text") or ""))


def channels(words: str) -> dict[str, str]:
    """The channels that a text in Slack's markup mentions: `#team` with its id, as far as Slack tells the name."""
    return {f"#{name or channel}": channel for channel, name in _CHANNEL.findall(words)}


def without_mention(words: str, bot: str) -> str:
    """The words without a mention of the bot at their beginning or end."""
    mark = rf"<@{re.escape(bot)}(?:\|[^>]*)?>"
    return re.sub(rf"^\s*(?:{mark}[\s,:]*)+|\s*{mark}\s*$", "", words).strip()


def is_mentioned(message: dict[str, Any], bot: str) -> bool:
    """Whether the message speaks to the bot."""
    return f"<@{bot}" in str(message.get("text") or "")


def from_mrkdwn(words: str) -> str:
    """Slack's markup as Markdown; code stays as it is, `&amp;` is read back."""
    pieces = _CODE.split(words)
    return "".join(_code(piece) if number % 2 else _marked(piece) for number, piece in enumerate(pieces))


def _code(piece: str) -> str:
    return _plain(_LINK.sub(lambda found: found[2] or found[1], piece))


def _marked(piece: str) -> str:
    piece = _BULLET.sub(r"\1- ", piece)
    piece = _STRIKE.sub(r"~~\1~~", _BOLD.sub(r"**\1**", piece))
    return _plain(_LINK.sub(_link, piece))


def _link(found: re.Match[str]) -> str:
    target, label = found[1], found[2]
    if target[0] == "@":
        return found[0] if target[1:2] in {"U", "W"} else label or target
    if target[0] == "#":
        return f"#{label or target[1:]}"
    if target[0] == "!":
        return label or _special(target[1:])
    return _with_label(target, label or "")


def _special(word: str) -> str:
    kind, _, rest = word.partition("^")
    return rest if kind in {"date", "subteam"} and rest else f"@{kind}"


def _with_label(url: str, label: str) -> str:
    """An address that Slack found by itself is shown as it was typed; a label that somebody gave is kept with it."""
    shown = _plain(label)
    bare = url.removeprefix("mailto:").removeprefix("https://").removeprefix("http://").rstrip("/")
    if not shown or shown == url or shown.rstrip("/") in {bare, f"www.{bare}"}:
        return shown or url
    return f"[{label}]({url})"


def _plain(words: str) -> str:
    return words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _rich(block: dict[str, Any]) -> str:
    lines: list[str] = []
    for element in objects(block, "elements"):
        kind = element.get("type")
        if kind == "rich_text_list":
            lines.append(_list(element))
        elif kind == "rich_text_quote":
            lines.append("\n".join(f"> {line}" for line in _line(element).split("\n")))
        elif kind == "rich_text_preformatted":
            lines.append(f"```\n{_bare(element)}\n```")
        else:
            lines.append(_line(element).removesuffix("\n"))
    return "\n".join(lines)


def _list(element: dict[str, Any]) -> str:
    indent = "  " * int(element.get("indent") or 0)
    first = int(element.get("offset") or 0) + 1
    numbered = element.get("style") == "ordered"
    return "\n".join(
        f"{indent}{f'{at}.' if numbered else '-'} {_line(item)}"
        for at, item in enumerate(objects(element, "elements"), first)
    )


def _line(element: dict[str, Any]) -> str:
    return "".join(_inline(item) for item in objects(element, "elements"))


def _bare(element: dict[str, Any]) -> str:
    return "".join(str(item.get("text") or item.get("url") or "") for item in objects(element, "elements"))


def _inline(item: dict[str, Any]) -> str:
    kind = item.get("type")
    if kind == "text":
        return _styled(str(item.get("text") or ""), inner(item, "style"))
    if kind == "link":
        url = str(item.get("url") or "")
        return _styled(_with_label(url, str(item.get("text") or "")), inner(item, "style"))
    if kind == "user":
        return f"<@{item.get('user_id')}>"
    if kind == "emoji":
        return _emoji(item)
    if kind == "channel":
        return f"#{item.get('channel_id')}"
    if kind == "broadcast":
        return f"@{item.get('range')}"
    if kind == "date":
        return str(item.get("fallback") or "")
    return f"@{item['usergroup_id']}" if kind == "usergroup" else str(item.get("value") or item.get("text") or "")


def _styled(words: str, style: dict[str, Any]) -> str:
    """Marks around the words, not around the blanks beside them."""
    inner = words.strip()
    marks = [mark for name, mark in _MARKS.items() if style.get(name)]
    if not inner or not marks:
        return words
    before, after = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
    return f"{before}{''.join(marks)}{inner}{''.join(reversed(marks))}{after}"


def _emoji(item: dict[str, Any]) -> str:
    try:
        return "".join(chr(int(code, 16)) for code in str(item["unicode"]).split("-"))
    except (KeyError, ValueError, OverflowError):
        return f":{item.get('name')}:"

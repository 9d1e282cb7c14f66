"""People's words inside Markdown: shown as they were typed, never taken for markup."""

from __future__ import annotations

import re

_LINE_START = re.compile(
    r"^(\s*)(#{1,6}(?=\s|$)|>|[-+*](?=\s|$)|\d{1,9}[.)](?=\s|$)|(?:=+|-{2,})(?=\s*$))", re.MULTILINE
)
_LINK = re.compile(r"\][(\[:]")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_TAG = re.compile(r"<(?=[a-zA-Z/!?@#])")
_STAR = re.compile(r"\*")
_LONE_STAR = re.compile(r"(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)")
_TYPED = re.compile(r"(`[^`\n]+`)")
# An underscore inside a word is one for every reader; the others, like ticks and tildes, would pair with the bot's own.
_MARK = re.compile(r"(?<!\w)_+|(?<!_)_++(?![^\W_])|`|~(?=~)")


def escape(text: str) -> str:
    r"""The text so that Markdown shows it as typed. Only what would be taken for markup gets a backslash.

    A lone `*` inside a word needs none: `{{7*7}}` stays `{{7*7}}`.
    """
    safe = re.sub(r"\\(?=[!-/:-@\[-`{-~\n]|$)", r"\\\\", text)
    safe = (_STAR if text.count("*") > 1 else _LONE_STAR).sub(r"\\*", safe)
    safe = _MARK.sub(lambda match: "".join("\\" + char for char in match.group()), safe)
    if _LINK.search(safe) or _leaves_open(safe):
        safe = safe.replace("[", "\\[")
    safe = _ENTITY.sub(r"\\&", _TAG.sub(r"\\<", safe))
    return _LINE_START.sub(_escaped_start, safe)


def _leaves_open(text: str) -> bool:
    """Whether a bracket isn't closed: it would pair with one in what is said after it."""
    depth = 0
    for char in text:
        depth += (char == "[") - (char == "]" and depth > 0)
    return depth > 0


def escape_around_code(text: str) -> str:
    """The bot's own sentence about something of others', such as an error: what it says to type stays as code."""
    pieces = _TYPED.split(text)
    return "".join(piece if number % 2 else escape(piece) for number, piece in enumerate(pieces))


def _escaped_start(match: re.Match[str]) -> str:
    mark = match[2]
    if mark[0].isdigit():
        return f"{match[1]}{mark[:-1]}\\{mark[-1]}"
    return f"{match[1]}\\{mark}"


def quoted(text: str) -> str:
    """Somebody's words in typographic quotes, safe in Markdown; quotes that they typed themselves stay."""
    return f"“{escape(text)}”"

"""People's words inside Markdown: shown as they were typed, never taken for markup."""

from __future__ import annotations

import re

_LINE_START = re.compile(r"^(\s*)(#{1,6}(?=\s)|>|[-+](?=\s)|\d{1,9}[.)](?=\s)|={3,}|-{3,})", re.MULTILINE)
_LINK = re.compile(r"\[(?=[^\]\n]*\][(\[:])|!\[")
_TAG = re.compile(r"<(?=[a-zA-Z/!?@#])")
_PAIRED = (re.compile(r"\*"), re.compile(r"(?<!\w)_|_(?!\w)"), re.compile(r"`"), re.compile(r"~(?=~)"))


def escape(text: str) -> str:
    r"""The text so that Markdown shows it as typed. Only what would be taken for markup gets a backslash.

    A lone `*` needs none: `{{7*7}}` stays `{{7*7}}`.
    """
    safe = re.sub(r"\\(?=[!-/:-@\[-`{-~])", r"\\\\", text)
    for mark in _PAIRED:
        if len(mark.findall(safe)) > 1:
            safe = mark.sub(lambda match: "\\" + match.group(), safe)
    safe = _LINK.sub(lambda match: match.group().replace("[", "\\["), safe)
    safe = _TAG.sub(r"\\<", safe)
    return _LINE_START.sub(_escaped_start, safe)


def _escaped_start(match: re.Match[str]) -> str:
    mark = match[2]
    if mark[0].isdigit():
        return f"{match[1]}{mark[:-1]}\\{mark[-1]}"
    return f"{match[1]}\\{mark}"


def quoted(text: str) -> str:
    """Somebody's words in typographic quotes, safe in Markdown; quotes that they typed themselves stay."""
    return f"“{escape(text)}”"

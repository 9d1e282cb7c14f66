"""Whether a text is plain: one line of words for people, without markup, links, calls to others or repetition."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from bot.language.text import words

_MARKUP = re.compile(r"</?[A-Za-z!@#][^>]*>?|&(?:[a-z]+|#\d+);|```|`|!\[|\]\(|^\s{0,3}(?:#{1,6}\s|>\s|\|)|\*\*|__")
_LINK = re.compile(r"(?:https?|ftp|javascript|data|file):\S*|\bwww\.\S+|\bmailto:", re.IGNORECASE)
_CALL = re.compile(r"(?<![\w.])@[\w.-]+")
_PLACEHOLDER = re.compile(
    r"\[[^\]]{0,60}\]|\{[^}]{0,60}\}|\b(?:TODO|TBD|N/A|lorem ipsum|placeholder|as an ai\b|language model|"
    r"i (?:cannot|can[’']t) (?:help|assist|comply)|i[’']m sorry)",
    re.IGNORECASE,
)
_TO_A_MODEL = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,60}\b(?:instructions?|prompts?|rules above|guardrails"
    r"|all (?:that|the) above)\b"
    r"|\bsystem prompt\b|\bnew instructions?\s*:|\byou are (?:now (?:in|an?|free)|chatgpt|an? (?:ai|assistant"
    r"|language model))\b"
    r"|\bjailbreak\b|\bpretend (?:to be|that you)\b|\bas an ai\b|\bdeveloper mode\b",
    re.IGNORECASE | re.DOTALL,
)
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Co", "Cs"})
_SMUGGLING = frozenset(map(chr, range(0xE0100, 0xE01F0)))  # they count as accents, and spell out bytes
_REPEATS = 3  # times that the same three words may stand in a line


def speaks_to_a_model(text: str) -> bool:
    """Whether somebody wrote it for a language model to obey rather than for people to read."""
    return _TO_A_MODEL.search(text) is not None


def not_plain(text: str, said: str, *, longest: int) -> str | None:
    """Why the text can't be shown as a line; None when it can. What stands in `said` may stand in the line, too."""
    if not any(char.isalnum() for char in text):
        return "it is empty"
    if len(text) > longest:
        return f"it is longer than {longest} characters"
    if any(unicodedata.category(char) in _UNSEEN or char in _SMUGGLING for char in text):
        return "it holds a line break or an invisible character"
    for pattern, what in (
        (_LINK, "a link"),
        (_MARKUP, "markup"),
        (_CALL, "a call to somebody"),
        (_PLACEHOLDER, "a placeholder"),
    ):
        found = next((match.group() for match in pattern.finditer(text) if match.group() not in said), None)
        if found is not None:
            return f"it holds {what}"
    letters = [char for char in text if char.isalpha() and char not in said]
    if any(not unicodedata.name(char, "").startswith("LATIN") for char in letters):
        return "it isn't in English"
    spoken = words(text)
    triples = Counter(zip(spoken, spoken[1:], spoken[2:], strict=False))
    if triples and max(triples.values()) >= _REPEATS:
        return "it repeats itself"
    return None

"""What a piece of text is about: its words that carry meaning, and the plain matters that many words name."""

from __future__ import annotations

import re

from bot.language.text import content_words

_MATTERS = {
    "limit": r"at most|at least|max(?:imum)?\b|min(?:imum)?\b|limit\w*|up to|no more than|quota|allowance|"
             r"\b(?:may|can|gets?)\b.*\b(?:times|once|twice|(?:a|per) (?:day|week|month|term|semester|season"
             r"|year))\b",
    "retention": r"delet\w+|eras\w+|\bkept\b|\bkeep\b.*\b(?:days?|weeks?|months?|years?)\b|retention|retain\w*|purg\w+|"
                 r"\bstays?\b.*\byears?\b",
    "deadline": r"deadline|\bdue\b|cut-?off",
    "launch": r"launch\w*|\blive\b|go-live|roll-?out|release[ds]?\b|ready by|finished by",
    "budget": r"budget\w*|\bmoney\b|fund\w*|\bfinance\b.*\b(?:gave|give|gives|approved|got)\b|\bcapped at\b|\bspend\b",
    "price": r"\bcosts?\b|\bprices?\b|\bfees?\b|\bcharged?\b|\bpays?\b",
}  # fmt: skip
_PATTERNS = {matter: re.compile(rf"\b(?:{body})", re.IGNORECASE) for matter, body in _MATTERS.items()}
_NAMES_NOTHING = frozenset("say let mix last point earlier befor said told mention wrong thing mean meant fine".split())


def topic_words(text: str) -> frozenset[str]:
    """The stems of what a text speaks about, and `#limit` and its kin for matters that have many names."""
    matters = {f"#{matter}" for matter, pattern in _PATTERNS.items() if pattern.search(text)}
    return (content_words(text) - _NAMES_NOTHING) | matters

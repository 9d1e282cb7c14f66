"""Notes marked with a plus, a minus or another sign instead of a word."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.history import Remark
from bot.retros.extraction.log import Section

_OFTEN = 4
SIGNS: dict[str, Section] = {
    "+": "went_well",
    "++": "went_well",
    "-": "to_improve",
    "–": "to_improve",
    "--": "to_improve",
    "?": "ideas",
    "!": "ideas",
    "Δ": "to_improve",
    "->": "actions",
    "→": "actions",
    "➡": "actions",
}
"""What people put before a note, or over a list, instead of a word."""


def signs_in(texts: Sequence[str]) -> bool:
    """Whether notes are marked with plus and minus: both begin several."""
    plus = sum(1 for text in texts if re.match(r"\s*\(?\+\)?\s+\S", text))
    minus = sum(1 for text in texts if re.match(r"\s*\(?[-–Δ]\)?\s+(?!\[[ xX]?\])\S", text))
    return plus > 0 and minus > 0 and plus + minus >= _OFTEN


_SIGNED = re.compile(r"^\s*\(?(?P<sign>\+|-|–|\?|!|Δ)\)?\s+(?!\[[ xX]?\])(?P<rest>\S.*)$", re.DOTALL)


def signed(text: str) -> tuple[Section, str] | None:
    """A note that begins with such a sign, and the rest of it."""
    found = _SIGNED.match(text)
    return (SIGNS[found["sign"]], found["rest"].strip()) if found else None


_OTHERWISE = (
    ("Action", re.compile(r"@?[A-ZÀ-Þ][\w'’-]*(?:\s*(?:[+&,/]|\b(?:and|und)\b)\s*@?[A-ZÀ-Þ][\w'’-]*)*\s*:\s")),
    (
        "Question",
        re.compile(r"(?:how (?!about)|what (?!if|about)|why|who|when|which|where|wie|warum|wer|wann)\b", re.IGNORECASE),
    ),
)


_MARKS = {"went_well": "Good", "to_improve": "Bad", "ideas": "Idea"}


def unsigned(remark: Remark) -> Remark:
    """A note that says with a sign what it is says it with a word, so that all is read in one way."""
    if "\n" in remark.text or (found := signed(remark.text)) is None:
        return remark
    mark = _MARKS[found[0]]
    if found[0] == "ideas" and (other := next((name for name, pattern in _OTHERWISE if pattern.match(found[1])), None)):
        mark = other  # what stands behind "!" or "?" may be somebody's task, or only a question
    return remark.model_copy(update={"text": f"{mark}: {found[1]}"})

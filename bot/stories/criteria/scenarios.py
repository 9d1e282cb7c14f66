"""Given, when and then that people typed themselves, read as they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.language.text import one_line
from bot.language.wording import tidy

_STEPS = re.compile(
    r"(?:^|\b(?:scenario|example)\b[^:]*:)?\s*(?:\bgiven\b(?: "
    r"that)?\s*[:,]?\s*(?P<given>.+?)[\s,;.]+)?\bwhen\b\s*[:,]?\s*(?P<when>.+?)[\s,;.]+\bthen\b\s*[:,"
    r"]?\s*(?P<then>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_OPENS = re.compile(r"(?:scenario\b[^:]*:|example\b[^:]*:|given\b)", re.IGNORECASE)
_NAME = re.compile(r"(?:scenario|example)(?: outline)?\s*:\s*(?P<name>.+?)\s+(?=given\b|when\b)", re.IGNORECASE)
_AND = re.compile(
    r"(?:^|[\s,;.]+)and\s+(?=(?:the|a|an|i|it|they|we|he|she|my|their|no|there|[a-z]+s)\s)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Scenario:
    """One typed scenario; `name` may be empty, `then` holds at least one step."""

    name: str
    given: tuple[str, ...]
    when: str
    then: tuple[str, ...]


def typed_scenario(text: str) -> Scenario | None:
    """Given/When/Then in one line or several; "when X then Y" in prose is none, but "When X Then Y" is."""
    line = one_line(text)
    if not _OPENS.match(line) and not re.match(r"(?:When|WHEN)\b.+\b(?:Then|THEN)\b", line):
        return None
    found = _STEPS.search(line)
    if found is None:
        return None
    name = _NAME.match(line)
    given = tuple(step for piece in _AND.split(found["given"] or "") if (step := tidy(piece)))
    then = tuple(step for piece in _AND.split(found["then"]) if (step := tidy(piece)))
    when = tidy(_AND.sub(" and ", found["when"]))
    return Scenario(tidy(name["name"]) if name else "", given, when, then) if when and then else None

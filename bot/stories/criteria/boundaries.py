"""Limits in a sentence ("over 500 EUR", "at least 8 characters"), and how their two sides are said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Side = Literal["over", "from", "up_to", "under"]

_NUMBER = (
    r"(?:[€$£¥]\s?\d[\d.,]*\d|[€$£¥]\s?\d|\d[\d.,]*\d|\d|two|three|four|five|six|seven|eight|nine|"
    r"ten|twelve|twenty|thirty|fifty|sixty|ninety|a hundred)"
)
_UNIT = (
    r"(?:\s?(?:%|€|\$|£)|\s(?!and\b|or\b|in\b|on\b|at\b|to\b|by\b|for\b|is\b|are\b|per\b|the\b|a\b|"
    r"an\b|must\b|can\b|should\b|may\b|need|has\b|have\b|with\b|from\b|when\b|if\b|of\b|without\b|"
    r"not\b|as\b|only\b)[A-Za-z€$£%]+)?"
)
_AMOUNT = rf"(?P<amount>{_NUMBER}{_UNIT})"
_AGES = {
    "older": "old",
    "younger": "old",
    "longer": "long",
    "larger": "in size",
    "bigger": "in size",
    "heavier": "in weight",
    "higher": "",
    "lower": "",
    "later": "late",
    "shorter": "long",
    "smaller": "in size",
}
_FORMS: tuple[tuple[Side, re.Pattern[str]], ...] = (
    (
        "over",
        re.compile(
            rf"\b(?:(?P<age>older|longer|larger|bigger|heavier|higher|later) than|(?<!no )(?<!not )more than|"
            rf"over|above|exceeding|exceeds|exceed|beyond|greater than|in excess of|past) {_AMOUNT}",
            re.IGNORECASE,
        ),
    ),
    (
        "up_to",
        re.compile(
            rf"\b(?:up to|at most|max(?:imum)?\.?(?: of)?|no more than|not more than|not longer than|no "
            rf"longer than|no older than|not older than|a maximum of|a limit of) {_AMOUNT}",
            re.IGNORECASE,
        ),
    ),
    (
        "from",
        re.compile(
            rf"\b(?:at least|min(?:imum)?\.?(?: of)?|no less than|not less than|no fewer than|a minimum of) {_AMOUNT}",
            re.IGNORECASE,
        ),
    ),
    (
        "under",
        re.compile(
            rf"\b(?:(?P<age>younger|shorter|smaller|lower) than|under|below|less than|fewer than) {_AMOUNT}",
            re.IGNORECASE,
        ),
    ),
)
_TIME = re.compile(r"^\S+\s?(?:ms|s|sec|secs|second|seconds|min|mins|minute|minutes|hour|hours|h)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit where it stands: `phrase` in the text, its amount, and which side of it the sentence is about."""

    side: Side
    phrase: str
    amount: str
    age: str = ""

    @property
    def exactly(self) -> str:
        """At the limit: "exactly 500 EUR", "exactly 30 days old"."""
        return f"exactly {self.amount} {_AGES.get(self.age, '')}".strip()

    @property
    def beyond(self) -> str:
        """Past the limit, where the sentence no longer allows it: "more than 20 files", "less than 8 characters"."""
        return f"{'less than' if self.side == 'from' else 'more than'} {self.amount}"


def limit_of(text: str) -> Limit | None:
    """The first limit in a text; a limit of seconds or minutes under load is a quality, and counts as well."""
    found: list[tuple[int, Limit]] = []
    for side, pattern in _FORMS:
        if match := pattern.search(text):
            age = match.groupdict().get("age") or ""
            found.append((match.start(), Limit(side, match.group(), match["amount"].strip(), age.lower())))
    return min(found, key=lambda item: item[0])[1] if found else None


def is_duration(limit: Limit) -> bool:
    """Whether the limit is a short time, so that it says how fast rather than how much."""
    return bool(_TIME.match(limit.amount))


def at_the_limit(text: str, limit: Limit) -> str:
    """The text with its limit met exactly: "a refund over 500 EUR" → "a refund of exactly 500 EUR"."""
    before = text[: text.index(limit.phrase)].split()
    last = before[-1].lower() if before else "is"
    opening = limit.phrase.split()[0].lower()
    joiner = ""
    if opening.startswith("exceed"):
        joiner = "is "
    elif opening in {"over", "above", "under", "below"} and last not in {
        "is",
        "are",
        "am",
        "be",
        "costs",
        "weighs",
        "takes",
        "of",
        "for",
    }:
        joiner = "of "
    return text.replace(limit.phrase, f"{joiner}{limit.exactly}", 1)

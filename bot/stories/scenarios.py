"""Given, when and then that people typed themselves, read as they stand."""

from __future__ import annotations

import re

from bot.language.text import one_line
from bot.language.wording import tidy
from bot.stories.steps import Draft, title_of

_GHERKIN = re.compile(
    r"(?:^|\b(?:scenario|example)\b[^:]*:)?\s*(?:\bgiven\b(?: that)?\s*[:,]?\s*(?P<given>.+?)[\s,;.]+)?\bwhen\b\s*[:,]?\s*(?P<when>.+?)[\s,;.]+\bthen\b\s*[:,]?\s*(?P<then>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_AND = re.compile(
    r"(?:^|[\s,;.]+)and\s+(?=(?:the|a|an|i|it|they|we|he|she|my|their|no|there|[a-z]+s)\s)", re.IGNORECASE
)


def typed(text: str) -> Draft | None:
    """Given/When/Then that somebody typed, in one line or several, as a criterion."""
    line = one_line(text)
    if not re.search(r"\bthen\b", line, re.IGNORECASE) or not re.match(
        r"(?:scenario\b[^:]*:|example\b[^:]*:|given\b|when\b.*\bthen\b)", line, re.IGNORECASE
    ):
        return None
    if not re.match(r"(?:scenario|example|given)\b", line, re.IGNORECASE) and not re.search(r"[.;,]?\s*\bThen\b", line):
        return None
    found = _GHERKIN.search(line)
    if found is None:
        return None
    name = re.match(r"(?:scenario|example)(?: outline)?\s*:\s*(?P<name>.+?)\s+(?=given\b|when\b)", line, re.IGNORECASE)
    given = tuple(tidy(step) for step in _AND.split(found["given"] or "") if tidy(step))
    then = [tidy(step) for step in _AND.split(found["then"]) if tidy(step)]
    when = tidy(_AND.sub(" and ", found["when"]))
    if not when or not then:
        return None
    negative = bool(
        re.search(
            r"\b(?:not|no|never|error|refus\w+|reject\w+|cannot|can't|denied|warning|fails?)\b",
            found["then"],
            re.IGNORECASE,
        )
    )
    return Draft(
        title_of(name["name"] if name else then[0]), when, then[0], given, negative=negative, more=tuple(then[1:])
    )

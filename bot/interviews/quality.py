"""Which quality of ISO/IEC 25010:2023 a statement speaks about, and whether a piece of scope is in, out or later."""

from __future__ import annotations

import re

from bot.interviews.rules import Statement

QUALITIES: tuple[tuple[str, str], ...] = (
    ("Security", r"secur|privacy|private|gdpr|hipaa|encrypt|access|log ?in|password|audit|confidential|leak"
                 r"|personal data|"
                 r"sensitive|permission|sso|two-factor|mfa|protect|may see|can see|comply|complian|pci|bank details"
                 r"|medical"),
    ("Reliability", r"reliab|uptime|available|availability|24/7|\bdown\b|recover|back ?up|fail|crash|outage|lost"
                    r"|lose|robust|"
                    r"offline|connection"),
    ("Performance efficiency", r"second|millisecond|fast|slow|latency|response|load|peak|concurrent|at once"
                               r"|simultaneous|"
                               r"throughput|per (?:minute|hour|day)|speed|quick|real[- ]time|instant|\bms\b"
                               r"|performance"),
    ("Safety", r"\bsafe|harm|injur|hazard|danger|emergency|life"),
    ("Interaction capability", r"accessib|wcag|screen reader|language|translat|german|english|french|spanish|polish"
                               r"|turkish|"
                               r"training|easy|intuitive|gloves|phone|tablet|mobile|colou?r|font|keyboard|device"
                               r"|touch|"
                               r"learn|simple|user-friendly|impair|noise|screen"),
    ("Compatibility", r"compatib|integrat|interoperab|browser|chrome|safari|firefox|edge|import|export|coexist"
                      r"|standard format"),
    ("Flexibility", r"scal|grow|instal|port|adapt|configur|other (?:countries|sites|teams)|multi|replace|cloud"),
    ("Maintainability", r"maintain|test(?:able|s)|modular|document|change (?:it )?(?:our)?sel(?:f|ves)"
                        r"|without (?:a )?develop|"
                        r"monitor|log(?:s|ging|ged)?\b"),
)  # fmt: skip
"""The product qualities of ISO/IEC 25010:2023 with words that point to them; the rest is functional suitability."""

_ASKED = {
    "security": "Security",
    "interaction": "Interaction capability",
    "performance": "Performance efficiency",
}
"""The quality that a topic asks about."""

LATER = re.compile(
    r"\b(?:later|phase (?:two|2|three|3)|second (?:release|phase|step)|v2|version (?:two|2)|next (?:year|quarter"
    r"|release)|"
    r"eventually|some ?day|afterwards|down the road|not yet|not now|another time|follow[- ]up)\b",
    re.IGNORECASE,
)
OUT = re.compile(
    r"\b(?:out|out of scope|not|no|never|without|exclud\w+|leave out|left out|skip|won'?t|nothing|none)\b|n['’]t\b",
    re.IGNORECASE,
)
IN = re.compile(r"\b(?:in|in scope|includ\w+|only|just|covers?|yes)\b", re.IGNORECASE)


def quality_of(statement: Statement) -> str:
    """The quality of ISO/IEC 25010:2023 that a statement speaks about; what was asked weighs in."""
    asked = _ASKED.get(statement.topics[0] if statement.topics else "")
    scores = {
        quality: len(re.findall(words_of, statement.text, re.IGNORECASE)) + (1.5 if quality == asked else 0)
        for quality, words_of in QUALITIES
    }
    best = max(scores, key=lambda quality: scores[quality])
    return best if scores[best] else "Functional suitability"


_NO_EXCLUSION = re.compile(
    r"\b(?:not only|no matter|not (?:less|more|later|earlier|fewer) than|no (?:less|more|later|earlier|fewer) than)\b",
    re.IGNORECASE,
)


def excludes(text: str) -> bool:
    """Whether a piece of scope says what is left out; "not less than two hours" is a limit."""
    return bool(OUT.search(_NO_EXCLUSION.sub("", text)))


def scope_of(text: str) -> str:
    """Whether a piece of scope is `in`, `out` or `later`."""
    if LATER.search(text):
        return "later"
    return "out" if excludes(text) else "in"

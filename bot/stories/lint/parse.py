"""Reads a user story as people really write it: who, what and why, whatever the template, the order or the typos."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from bot.chat import Value
from bot.language.nouns import head, is_person
from bot.language.text import ABBREVIATIONS
from bot.language.verbs import is_base, is_verb

Means = Literal["want", "need", "would like", "can", "should", "wish", "plain", "third", "bare", "none"]


class ParsedStory(Value):
    """A story and its parts, each a verbatim piece of `text`, None where it is missing.

    `role` has no article. `want` follows the words that introduce it: "to see …" after "I want", "see …" after "I can".
    `benefit` follows "so that" or "in order to". `means` says how the want was introduced ("bare": not at all), the
    markers are the introducing words themselves, `condition` is what stands between role and want ("when I am late"),
    `rest` is what stands after the story, such as a note.
    """

    text: str
    role: str | None = None
    want: str | None = None
    benefit: str | None = None
    means: Means = "none"
    benefit_first: bool = False
    role_marker: str | None = None
    want_marker: str | None = None
    benefit_marker: str | None = None
    condition: str | None = None
    rest: str = ""

    @property
    def core(self) -> str:
        """The want without its opening words: "edit a course" for "to be able to edit a course"; empty when missing."""
        return _CORE.sub("", self.want or "", count=1)

    @property
    def negated(self) -> bool:
        """Whether the story says what is not wanted: "I don't want to see …"."""
        return bool(self.want_marker and _NEGATION.search(self.want_marker))

    @property
    def want_phrase(self) -> str:
        """The want as it follows "I want": "to see my orders" also where the story said "I can see my orders"."""
        want = self.want or ""
        first = want.split(None, 1)[0] if want else ""
        if self.means == "plain" and _AM.search(self.want_marker or ""):
            return f"to be {want}"
        return f"to {want}" if self.means not in {"want", "would like", "need"} and is_base(first) else want


class _Cut(NamedTuple):
    start: int
    end: int


class _Means(NamedTuple):
    kind: Means
    start: int
    end: int
    role_end: int


# Bullets, numbers, ids ("US-12:", "ABC-7"), "User story 3:", headings, check boxes and quotes in front of a story.
_PREFIX = re.compile(
    r"""\s*(?:[-–—•‣▪◦·+>|]\s+ | \#{1,6}\s+ | \[[ xX]?\]\s* | \(?\d{1,4}(?:\.\d+)*[.):,\]]\s*
    | \d{1,4}\s*(?:[-–|;\t]\s*|\s+(?=as\b))
    | \[?[A-Za-z]{1,10}[-_\#.\ ]?\d+(?:\.\d+)*\]?\s*(?:[:.)|\-–—]+\s*|\s+(?=as\b|in\s+order\b|i\s))
    | (?:user\s+)?(?:story|epic|feature|requirement)\s*\#?\d*\s*[:.\-–]\s* | ["'“”„«‘]\s*)""",
    re.IGNORECASE | re.VERBOSE,
)
_AS = re.compile(
    r"""as\s+(?:an?\s+as|as|a\s+an|an\s+a)\s+(?:an?\s+)?      # "As a as user"
    | as\s*an?(?=(?-i:[A-Z]))                                      # "As anInspector"
    | asan?\s+
    | as\s*,?\s*(?:an?|the|one\s+of\s+the|any|every|either\s+an?|our)\b\s*
    | as\s+(?!(?:soon|long|far|discussed|per|well|part|mentioned|described|of|we|i|it|agreed)\b)""",
    re.VERBOSE | re.IGNORECASE,
)
_AS_INSIDE = re.compile(r"[,;:\s]\s*(?=as\s+(?:an?|the)\s+\w)", re.IGNORECASE)
# "In order to audit, the finance team wants …": somebody is named behind the reason.
_NAMED_AFTER = re.compile(r"[^,]+,\s+(?=(?:the|an?|our|all|every|each)\s+\w)", re.IGNORECASE)
_I = r"(?:(?<![A-Za-z'’-])|(?<=[a-z]))(?:I|(?<![A-Za-z])(?:i|[Ww]e|WE))(?![A-Za-z-])"
_SURELY = r"(?:\s+(?:only|also|just|really|simply|often|always|still|definitely|would))*"
_NOT = r"(?:\s+(?:do\s+not|don['’]t|dont|never|no\s+longer))?"
_MARKERS: tuple[tuple[Means, str], ...] = (
    (
        "would like",
        rf"{_I}(?:['’]?d|\s+would|\s+should|\s+will){_SURELY}\s+(?:like|love|prefer)\b(?:\s+it\s+if\s+(?:I|we)\s+could\b)?",
    ),
    ("want", rf"{_I}(?:['’]d|\s+would)?{_NOT}{_SURELY}\s+(?:want|wnat|wan|wants|whant|wanna)\b"),
    ("need", rf"{_I}{_NOT}{_SURELY}\s+(?:need|require)\b"),
    ("wish", rf"{_I}{_SURELY}\s+(?:wish|expect|aim|hope|plan|intend|prefer)\b"),
    ("wish", r"(?<![A-Za-z])[Mm]y\s+(?:goal|aim|wish|need)\s+is\b"),
    ("wish", rf"{_I}(?:['’]m|\s+am|['’]re|\s+are)\s+(?:interested\s+in|looking\s+(?:for|to))\b"),
    (
        "can",
        rf"{_I}(?:['’](?:m|ll|d|re)|\s+(?:can|could|may|will|am|would|are))(?:\s+be)?\s+(?:able|allowed|enabled)\s+to\b",
    ),
    ("can", rf"{_I}\s+(?:can|could|may)\b"),
    (
        "should",
        rf"{_I}(?:['’]ll|\s+(?:should|must|shall|will|have\s+to|would))\b(?:\s+be\s+(?:able|allowed)\s+to\b)?",
    ),
    ("want", r"(?<![A-Za-z])(?<!who )(?<!that )(?:(?:want|wants)(?=\s+to\s)|would\s+like\b)"),
    ("plain", rf"{_I}(?:['’]m|\s+(?:am|get|see|have|receive)\b|(?=\s+[a-z]))"),
)
# One pattern for all, so that the leftmost wins; where two begin at the same place, the first in the list.
_MEANS = re.compile("|".join(f"(?P<m{at}>{pattern})" for at, (_, pattern) in enumerate(_MARKERS)))
_NEGATION = re.compile(r"\b(?:not|never|no\s+longer)\b|n['’]t\b|dont", re.IGNORECASE)
_AM = re.compile(r"\bam$|['’]m$", re.IGNORECASE)
# "As a clerk, when a parcel arrives, I want …": what stands here is neither role nor want.
_CONDITION = re.compile(
    r"""\s*,\s*(?=(?:when(?:ever)?|once|if|after|before|while|until|upon|during|as\s+soon\s+as|in\s+case
    |(?:an?|one|two|three|four|five|six|seven|ten|\d+)\s+\w+\s+(?:before|after))\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_CONDITION_FIRST = re.compile(
    r"(?P<given>(?:when(?:ever)?|once|if|after|before|while|as\s+soon\s+as)\b[^.!?;]{3,120}?),\s*(?=as\s+(?:an?|the)\s)",
    re.IGNORECASE,
)
_CONDITION_OPENS = re.compile(r"\b(?:when(?:ever)?|once|if|after|before|while|until|as\s+soon\s+as)\s+$", re.IGNORECASE)
# "I am concerned about …. I want …": a worry goes before the want.
_WORRY = re.compile(r"[^.!?]*[.!?]\s+", re.DOTALL)
_THIRD = re.compile(
    r"""(?:(?:the|an?|all|any|every|each|our|my)\s+)?(?P<role>[A-Za-z][\w'’/-]*(?:\s+[\w'’/&-]+){0,3}?)\s+
    (?P<marker>(?:wants?|needs?|wish(?:es)?|would\s+like|should|must|shall|can|may|will)\b
    (?:\s+be\s+(?:able|allowed)(?=\s+to\b)|\s+have(?=\s+to\b))?)\s+""",
    re.IGNORECASE | re.VERBOSE,
)
_LEADING_BENEFIT = re.compile(r"(in\s+order\s+(?:to|that)|so\s+that|to)\s+", re.IGNORECASE)
_SO_THAT = re.compile(
    r"""[,;.\s–—-]{0,6}\b(?:and\s+)?(?P<marker>so\s*,?\s+(?:that(?=I\b)|(?:that|taht|tha|thta|htat|tht|as\s+to)\b)|sothat|so-that
    |in\s+or?der\s+(?:that|to|for)|inorder\s+to|with\s+the\s+(?:goal|aim|purpose)\s+of|for\s+the\s+purpose\s+of)(?=\b|I\b)
    [\s,:]*(?:so\s+that\s+)*""",
    re.IGNORECASE | re.VERBOSE,
)
_SO = re.compile(
    r"""(?:,\s*(?P<marker>so)\s+(?!(?:far|long|much|many|on|called)\b)
    |\s+(?P<marker2>so)\s+(?=(?:i|we|they|he|she|it|you|my|our|the|their|users?|others|people|everyone|nobody|no\s+one
    |there|these|those|all|each|both)\b|[a-z]+\s+(?:can|could|will|are|is|does|has|may|don['’]t)\b))""",
    re.IGNORECASE | re.VERBOSE,
)
_BECAUSE = re.compile(r",?\s+(?P<marker>because)\s+(?!of\b)", re.IGNORECASE)
_STOP = re.compile(
    r"""(?P<end>[.!?]+)["”’)*_]*(?=\s+["“(*_]*[A-Z]|\s*\n|\s*$)|\n\s*\n
    |\s++(?=\(?(?:notes?|nb|n\.b\.|ps|acceptance\s+criteria|comments?|remark|see\s+also|priority|estimate|story\s+points)\s*:)""",
    re.IGNORECASE | re.VERBOSE,
)
_CAPITAL_AFTER = re.compile(r"\s+[\"“(*_]*[A-Z]|\s*\n|\s*$")
_CORE = re.compile(
    r"""^(?:for\s+)?(?:to\s+)?(?:(?:also|only|just)\s+)?
    (?:(?:be|being)\s+(?:able|allowed|enabled)\s+to\s+
    |(?:(?:have|get)\s+)?(?:the|an)\s+(?:ability|option|possibility|opportunity)\s+to\s+
    |(?:(?:have|get)\s+)?a\s+(?:way|possibility|chance)\s+to\s+)?""",
    re.IGNORECASE | re.VERBOSE,
)
_TRIM = " \t\r\n,;:–—-|*_`\"'“”„‘’«»<>[]/"
_SYSTEM = frozenset(
    """system application app platform page site website button api software screen solution it this that there server
    database product tool service program form field""".split()
)
_REASON_SENTENCE = re.compile(
    r"\s*(?P<marker>so\s+that|so|this\s+is\s+so\s+that|in\s+order\s+to|that\s+way)\b[\s,]*", re.IGNORECASE
)
_ROLE_AT_END = re.compile(r",?\s+as\s+(?:an?|the)\s+(?P<role>[A-Za-z][\w'’ /-]{1,40}?)\s*[,.]?\s*$", re.IGNORECASE)


def parse_story(text: str) -> ParsedStory:
    """The parts of a story in any template: "As a …", "In order to … as … I want", "I want … so that", "Users can …".

    Never fails: what can't be found is None, and a text that is no story at all has neither role nor want.
    """
    # Emphasis is blanked out at equal length, so that places in `plain` are places in `text`.
    plain = re.sub(r"[*_`]+(?=\s|\S)", lambda match: " " * len(match.group()), text)
    start = _after_prefix(plain)
    early = _leading_benefit(plain, start)
    at = early.end if early else start
    given = _CONDITION_FIRST.match(plain, at)
    if given is not None:
        story = parse_story(text[given.end() :])
        return story.model_copy(update={"text": text, "condition": story.condition or given["given"].strip()})
    role = _AS.match(plain, at)
    means = _find_means(plain, role.end() if role else at)
    if means is None:
        return _without_means(text, plain, at, role)
    between = _SO_THAT.search(plain, role.end(), means.role_end) if role else None
    if between and means.kind in {"plain", "can"}:
        # "As a nurse, so that I know who is in, I want a list": the first "I" belongs to the reason.
        later = _means_at(plain, means.end)
        means = later if later and later.kind in {"want", "need", "would like"} else means
    if role and between and means.kind not in {"want", "need", "would like"}:
        return _without_means(text, plain, at, role)
    if role and between and early is None:
        # "As a clerk, in order to save time, I want …"
        early = _Cut(between.end(), means.start)
        return _build(text, plain, _Cut(role.end(), between.start()), means, early, role.group())
    who = _Cut(role.end(), means.role_end) if role else None
    if role is None and means.kind == "plain":
        return _third_person(text, plain, at) or _build(text, plain, None, means, early)
    if role is None and means.start > at:
        third = _third_person(text, plain, at, early)
        if third is not None:
            return third
    return _build(text, plain, who, means, early, role.group() if role else None)


def _after_prefix(plain: str) -> int:
    at = 0
    while (match := _PREFIX.match(plain, at)) and match.end() > at:
        at = match.end()
    return at + len(plain[at:]) - len(plain[at:].lstrip())


def _leading_benefit(plain: str, start: int) -> _Cut | None:
    """Where the benefit stands when the story opens with it; the role or the want begins at its end."""
    opening = _LEADING_BENEFIT.match(plain, start)
    if opening is None:
        return None
    means = _find_means(plain, opening.end())
    if means is None:
        return None
    inside = _AS_INSIDE.search(plain, opening.end(), means.role_end)
    if inside is not None:
        return _Cut(opening.end(), inside.end())
    named = _NAMED_AFTER.match(plain, opening.end(), means.start)
    if named is not None:
        return _Cut(opening.end(), named.end())
    return _Cut(opening.end(), means.start) if means.kind != "plain" else None


def _find_means(plain: str, at: int) -> _Means | None:
    """The earliest "I want", "I need", "I can", …; a worry in a sentence of its own in front of it doesn't count."""
    first = _means_at(plain, at)
    if first is None or first.kind != "plain":
        return first
    if _CONDITION_OPENS.search(plain, at, first.start):
        # "when I write an article I want …": the first "I" belongs to the condition.
        own = _means_at(plain, first.end)
        if own is not None and own.kind != "plain" and not re.search(r"[.!?]\s", plain[first.end : own.start]):
            return own
    worry = _WORRY.match(plain, first.end)
    later = _means_at(plain, worry.end()) if worry else None
    return later._replace(role_end=first.start) if later is not None and later.kind != "plain" else first


def _means_at(plain: str, at: int) -> _Means | None:
    match = _MEANS.search(plain, at)
    if match is None or match.lastgroup is None:
        return None
    return _Means(_MARKERS[int(match.lastgroup[1:])][0], match.start(), match.end(), match.start())


def _without_means(text: str, plain: str, at: int, role: re.Match[str] | None) -> ParsedStory:
    """Reads "As a user, add a comment": the role ends at the comma, and a verb after it is the want."""
    if role is None:
        return _third_person(text, plain, at) or ParsedStory(text=text)
    comma = plain.find(",", role.end())
    end = comma if comma >= 0 else len(plain)
    first = plain[end + 1 :].split(None, 1)[:1] if comma >= 0 else []
    if first and (first[0].lower() == "to" or is_base(first[0])):
        bare = _Means("bare", end, end + 1, end)
        return _build(text, plain, _Cut(role.end(), end), bare, None, role.group())
    stop = _sentence_end(plain, role.end())
    who = _piece(text, _Cut(role.end(), min(end, stop)))
    return ParsedStory(text=text, role=who, role_marker=role.group().strip(), rest=text[min(end, stop) :].strip(_TRIM))


def _third_person(text: str, plain: str, at: int, early: _Cut | None = None) -> ParsedStory | None:
    """Reads "Customers should be able to pay": the subject is the role, unless it is the system."""
    match = _THIRD.match(plain, at)
    if match is None:
        return None
    role = _Cut(match.start("role"), match.end("role"))
    words = plain[role.start : role.end].lower().split()
    bare = match.start("role") == match.start()
    if (bare and is_verb(words[0]) and not is_person(words[0])) or words[0] in {"as", "in", "when", "if", "i"}:
        return None
    means = _Means("third", match.start("marker"), match.end("marker"), role.end)
    return _build(text, plain, None if words[-1] in _SYSTEM else role, means, early)


def _build(  # noqa: PLR0913, PLR0917 - what was found so far, in reading order
    text: str, plain: str, role: _Cut | None, means: _Means, early: _Cut | None, role_marker: str | None = None
) -> ParsedStory:
    want, benefit, marker, rest = _want_and_benefit(plain, means.end)
    if early is not None and benefit is None:
        benefit, marker = early, "in order to"
    condition = _CONDITION.search(plain, role.start, role.end) if role else None
    given = _piece(text, _Cut(condition.end(), role.end)) if role and condition else None
    if role and condition:
        role = _Cut(role.start, condition.start())
    who = _piece(text, role) if role else None
    if who is None:
        want, who = _role_at_end(text, plain, want)
    return ParsedStory(
        text=text,
        role=who,
        want=_piece(text, want),
        benefit=_piece(text, benefit) if benefit else None,
        means=means.kind,
        benefit_first=early is not None,
        role_marker=role_marker.strip() if role_marker else None,
        want_marker=text[means.start : means.end].strip(_TRIM) or None,
        benefit_marker=marker,
        condition=given,
        rest=text[rest:].strip(),
    )


def _role_at_end(text: str, plain: str, want: _Cut) -> tuple[_Cut, str | None]:
    """Reads "I want to see my orders as a customer": the role stands behind the want."""
    match = _ROLE_AT_END.search(plain, want.start, want.end)
    if match is None or not is_person(head(match["role"])):
        return want, None
    return _Cut(want.start, match.start()), _piece(text, _Cut(match.start("role"), match.end("role")))


def _want_and_benefit(plain: str, at: int) -> tuple[_Cut, _Cut | None, str | None, int]:
    """Where the want and the benefit stand, the benefit's marker, and where the rest begins."""
    end = _sentence_end(plain, at)
    marker = _SO_THAT.search(plain, at, end)
    if marker is None or not _marker(marker).startswith("so"):
        # "so that" always wins; of the others the first is the reason, what follows is part of it.
        others = (marker, _SO.search(plain, at, end), _BECAUSE.search(plain, at, end))
        marker = min((one for one in others if one), key=lambda one: one.start(), default=None)
    if marker is not None and marker.start() >= at:
        benefit_end = _sentence_end(plain, marker.end())
        return (
            _Cut(at, marker.start()),
            _Cut(marker.end(), benefit_end),
            _marker(marker),
            _after_stop(plain, benefit_end),
        )
    after = _after_stop(plain, end)
    reason = _REASON_SENTENCE.match(plain, after)
    if reason is not None:
        benefit_end = _sentence_end(plain, reason.end())
        return _Cut(at, end), _Cut(reason.end(), benefit_end), reason["marker"].lower(), _after_stop(plain, benefit_end)
    return _Cut(at, end), None, None, after


def _marker(match: re.Match[str]) -> str:
    found = next(group for group in match.groups() if group)
    return " ".join(str(found).lower().split())


def _sentence_end(plain: str, at: int) -> int:
    for stop in _STOP.finditer(plain, at):
        if stop["end"] is None:
            return stop.start()
        before = plain[at : stop.start()].rsplit(None, 1)[-1:] or [""]
        word = before[0].lower().lstrip("(\"'“")
        if not _CAPITAL_AFTER.match(plain, stop.end()):
            continue
        if stop["end"] == "." and (word in ABBREVIATIONS - {"etc", "min", "no"} or (len(word) == 1 and word.isalpha())):
            continue
        return stop.start()
    return len(plain)


def _after_stop(plain: str, at: int) -> int:
    while at < len(plain) and plain[at] in '.!?"”’)*_ \t\n':
        at += 1
    return at


def _piece(text: str, cut: _Cut) -> str | None:
    """The text between two places without the marks around it; a bracket that it opens is closed again."""
    piece = text[cut.start : cut.end].strip(_TRIM + ".")
    for opening, closing in (("(", ")"), ("[", "]"), ("“", "”"), ('"', '"'), ("‘", "’")):
        following = text[text.find(piece, cut.start) + len(piece) :][:1]
        if following == closing and piece.count(opening) > (piece.count(closing) if opening != closing else 0):
            piece += closing
    return piece or None

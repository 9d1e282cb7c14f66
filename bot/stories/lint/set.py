"""Holds the stories of a backlog against each other: contradictions, odd templates, missing and waiting pieces."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations

from bot.language.nouns import singular, with_article
from bot.language.verbs import base_form, is_base
from bot.stories.lint.lexicon import OPPOSITES
from bot.stories.lint.reading import Reading, story_text
from bot.stories.lint.twins import Want, read_want, unique
from bot.stories.rules import Finding

_FEW = 4  # stories; fewer have no common template and no gaps
_MAJORITY = 0.6
_ID_LENGTH = 12  # characters; a ticket number at the very front is the story's own
_SAID = {"want": "I want", "need": "I need", "would like": "I would like", "can": "I can", "should": "I should"}
_EVERY = re.compile(r"\b(?:any|all|every|each)\b", re.IGNORECASE)
_ONLY_OWN = re.compile(
    r"""\b(?:only\s(?:the\s)?(?:\w+\s)?(?:i|my)|my\sown|only\smy
    |(?:that\s)?i\s(?:have\s)?(?:added|created|own|published|posted|wrote))\b""",
    re.IGNORECASE | re.VERBOSE,
)
_BY_RULE = re.compile(r"\b(?:by default|always|never|automatically|only|must|mandatory|optional)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_OTHER_STORY = re.compile(
    r"""\b(?:(?:see|after|once|like|as\sin|depends?\son|based\son|requires|same\sas)\s+(?:the\s+)?(?:user\s+)?
     (?:story|stories|ticket|issue|us|epic)\s*\#?\s*\d+
    |(?:the\s+)?(?:previous|preceding|next|other|above|following)\s+(?:user\s+)?(?:story|stories|ticket)
    |(?:described|mentioned|listed|as|see)\s+(?:above|below)
    |(?-i:[A-Z]{2,8})-\d{1,5}(?![\d-])
    |(?:after|once)\s+(?:the\s+)?(?:[\w-]+\s+){1,4}?(?:is|are|has\sbeen|have\sbeen)\s+
     (?:implemented|built|developed|deployed|migrated|live|in\s+place)
    |(?:after|once)\s+(?-i:[A-Z])\w+\s+(?:is|has\sbeen)\s+updated)""",
    re.IGNORECASE | re.VERBOSE,
)
_NOT_TICKETS = re.compile(
    r"(?:UTF|ISO|SHA|COVID|WCAG|RFC|AES|RS|USB|HTTP|PDF|MP|GPT|TLS|UTC|GMT|IPV|ADR|EN|DIN|CICIDS|IEEE|NIST|PCI|CVE)-\d"
)
_CHANGES = frozenset(
    """edit update change modify delete remove cancel restore archive unpublish undelete overwrite reopen resubmit
    rename revert renew amend deactivate""".split()
)
# What is edited may have been there before the product; what people call their own must have come from somewhere.
_EDITS = frozenset({"edit", "update", "change", "modify", "amend", "rename", "overwrite"})
_BROUGHT = re.compile(r"\bmy\b|\bi\s+(?:have\s+)?(?:\w+ed|made|wrote|written|sent|put)\b", re.IGNORECASE)
_ENTRANCES = frozenset({"add", "create", "upload", "register", "submit", "publish", "import"})
_MAKES = frozenset(
    """add create upload import publish register submit enter record post write schedule make set invite save generate
    issue place book order configure enroll enrol sign open start define build draft compose log request apply list load
    keep store include copy purchase buy subscribe assign maintain manage receive capture attach collect provide tag put
    have send leave insert prepare produce organise organize""".split()
)
# Everybody has one; no story needs to bring it into being.
_OWNED = frozenset(
    "profile account password email address name setting preference photo picture information detail data".split()
)


def set_findings(readings: Sequence[Reading]) -> list[list[Finding]]:
    """For each story what can only be seen beside the others; nothing for a single one."""
    findings: list[list[Finding]] = [[] for _ in readings]
    if len(readings) > 1:
        wants = [read_want(reading) for reading in readings]
        unique(readings, wants, findings)
        _uniform(readings, findings)
        _in_order(readings, wants, findings)
        _complete(readings, wants, findings)
        _conflicts(readings, wants, findings)
    for reading, found in zip(readings, findings, strict=True):
        found.extend(_independent(reading))
    return findings


def _uniform(readings: Sequence[Reading], findings: list[list[Finding]]) -> None:
    """An error for each story told otherwise than most; nothing where no template has a clear majority."""
    shapes = {
        at: (reading.story.means, reading.story.benefit_first)
        for at, reading in enumerate(readings)
        if reading.story.role and reading.story.want
    }
    if len(shapes) < _FEW:
        return
    usual, how_many = Counter(shapes.values()).most_common(1)[0]
    if how_many < _MAJORITY * len(shapes) or usual[0] not in _SAID:
        return
    said = f"As a …, {_SAID[usual[0]]} …, so that …"
    if usual[1]:
        said = f"In order to …, as a …, {_SAID[usual[0]]} …"
    for at, shape in shapes.items():
        if shape != usual:
            story = readings[at].story
            message = f"{how_many} of {len(shapes)} stories say “{said}”: say this one the same way."
            piece = story.role_marker if shape[0] == usual[0] else story.want_marker
            sayable = usual == ("want", False) and not story.negated and story.means not in {"plain", "third"}
            suggestion = story_text(story, story.want_phrase) if sayable else None
            findings[at].append(readings[at].finding("uniform", "error", message, piece, suggestion))


def _independent(reading: Reading) -> list[Finding]:
    match = _OTHER_STORY.search(reading.text)
    if match is None or _NOT_TICKETS.match(match.group()):
        return []
    own_id = match.start() < _ID_LENGTH and match.group()[:1].isupper()
    story = reading.story
    if own_id or not any(match.group() in part for part in (story.want or "", story.benefit or "", story.rest)):
        return []
    message = f"“{match.group()}” makes this wait for other work: say what it needs in its own words."
    return [reading.finding("independent", "advice", message, match.group())]


def _in_order(readings: Sequence[Reading], wants: Sequence[Want], findings: list[list[Finding]]) -> None:
    """Advice where a thing is changed by one story and brought into being by another."""
    makers: dict[tuple[str, ...], int] = {}
    for at, want in enumerate(wants):
        if want.verb in _ENTRANCES and want.thing:
            makers.setdefault(want.thing, at)
    for at, want in enumerate(wants):
        if want.verb in _CHANGES and want.thing in makers:
            first = makers[want.thing]
            message = (
                f"There is nothing to {want.verb} before story {first + 1} (“{readings[first].short}”) is done: "
                "plan them in this order."
            )
            findings[at].append(readings[at].finding("independent", "advice", message, readings[at].story.want))


def _complete(readings: Sequence[Reading], wants: Sequence[Want], findings: list[list[Finding]]) -> None:
    """Advice where something is changed or removed that no story brings into being; once for each thing."""
    if len(readings) < 2 * _FEW:
        return
    made: set[str] = set()
    for want in wants:
        if want.verb not in _CHANGES and any(base_form(word) in _MAKES for word in want.words):
            made.update(singular(word) for word in want.words)
    told: set[str] = set()
    for at, want in enumerate(wants):
        if want.verb not in _CHANGES or not want.thing:
            continue
        if want.verb in _EDITS and not _BROUGHT.search(readings[at].core):
            continue
        thing = want.thing[-1]
        if thing in made | told | _OWNED or is_base(thing) or not thing.isalpha():
            continue
        told.add(thing)
        message = (
            f"No story says where {with_article(' '.join(want.thing))} comes from: is the one that adds it missing?"
        )
        findings[at].append(readings[at].finding("complete", "advice", message, readings[at].story.want))


def _conflicts(readings: Sequence[Reading], wants: Sequence[Want], findings: list[list[Finding]]) -> None:
    groups: defaultdict[tuple[str, frozenset[str]], list[int]] = defaultdict(list)
    for at, want in enumerate(wants):
        if want.verb and want.thing:
            groups[want.thing[-1], want.role].append(at)
    told: set[int] = set()
    for members in groups.values():
        for one, other in combinations(members, 2):
            if one in told and other in told:
                continue
            reason = _contradiction((readings[one], readings[other]), (wants[one], wants[other]))
            if reason is None:
                continue
            for at, against in ((one, other), (other, one)):
                if at not in told:
                    message = f"Story {against + 1} (“{readings[against].short}”) says otherwise: {reason}"
                    piece = readings[at].story.want
                    findings[at].append(readings[at].finding("conflict_free", "advice", message, piece))
                told.add(at)


def _contradiction(pair: tuple[Reading, Reading], wants: tuple[Want, Want]) -> str | None:
    """Why two stories of one role about one kind of thing can't both hold, None when they can."""
    left, right = pair
    one, other = wants
    both_change = one.verb in _CHANGES and other.verb in _CHANGES
    for every, own in ((left.core, right.core), (right.core, left.core)):
        if both_change and _EVERY.search(every) and not _ONLY_OWN.search(every) and _ONLY_OWN.search(own):
            return "one allows it for all, the other only for one’s own."
    same = one.verb == other.verb and one.thing == other.thing
    if same and left.story.negated != right.story.negated:
        return "one asks for it, the other forbids it."
    undone = frozenset({one.verb, other.verb}) in OPPOSITES and one.thing == other.thing
    if undone and _BY_RULE.search(left.core) and _BY_RULE.search(right.core):
        return "one does what the other undoes."
    differ = one.stems ^ other.stems
    if same and differ and all(_NUMBER.fullmatch(word) for word in differ):
        return "the numbers differ."
    return None

"""One story, one feature: finds the second thing that a story asks for, and writes the two stories it could be."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.language.nouns import singular
from bot.language.verbs import base_form, could_be_noun, is_base, is_past_participle, is_verb
from bot.stories.lint.lexicon import GOAL_VERBS, SAME_ACTIVITY, TOOLS
from bot.stories.lint.reading import DETERMINERS, Reading, Token, acts, is_adverb, story_text
from bot.stories.rules import Finding

_CONJUNCTIONS = frozenset({"and", "or", "and/or", "&", "plus", "then"})
_MODALS = frozenset({"can", "could", "will", "would", "should", "must", "may", "shall"})
_STOPPERS = frozenset(
    """when whenever if unless while until till after before because since where wherever once who whose whom how why
    what whether although though even but by without rather so in-case""".split()
)
# "use X to do Y": Y is the feature. "allow me to do Y": Y is what happens.
_MEANS_VERBS = frozenset({"use", "utilise", "utilize", "leverage", "apply", "employ", "harness"})
_HELPERS = frozenset(
    """allow help enable let permit make have get ask invite require want need start continue try begin remind tell
    cause force ensure request""".split()
)
# These stand after "and" as adjectives or nouns more often than as verbs.
_SELDOM_VERBS = frozenset(
    """clean clear close complete content correct direct down free live mean open own perfect present public secure
    separate subject welcome like found wound output input format access cost contact address approximate duplicate
    total lower further better best set used related moderate mature elaborate deliberate alternate
    authenticated long short""".split()
)
_SKIPPED = frozenset(
    {"i", "we", "can", "also", "to", "then", "be", "able", "want", "may", "should", "will", "that", "it"}
)
# What somebody is afterwards is what comes of the first, not a second thing.
_STATES = frozenset({"become", "remain", "stay", "be"})
# "enter a code and get a list": the answer to what somebody puts in.
_INPUTS = frozenset(
    {"enter", "select", "choose", "type", "click", "search", "submit", "input", "scan", "tap", "pick", "open"}
)
_OUTPUTS = frozenset({"get", "see", "receive", "find", "view"})
# "analyse the sales and find out why": what examining is for, not a second thing.
_EXAMINES = frozenset({"analyse", "analyze", "assess", "evaluate", "examine", "study", "review", "model"})
_FINDS = frozenset({"determine", "find", "identify", "predict", "see", "learn", "detect", "know"})
# Behind another verb these say what it is good for.
_AIMS = GOAL_VERBS | {"prevent", "promote", "avoid", "contribute", "strive"}
_PRONOUNS = frozenset({"them", "it", "these", "those", "each", "this", "that", "me", "one"})
_HANGING = frozenset({"for", "at", "through", "with", "into"})
_ACRONYM = re.compile(r"[A-Z]{2,}s?")
_MAX_NAMED = 5  # words; "and patient data to be …": longer subjects are a new sentence


class _Second(NamedTuple):
    """Where the second feature begins: its conjunction and its verb, and the first one's verb, as token places."""

    first: int
    conjunction: int
    verb: int
    direct: bool


def atomic(reading: Reading) -> list[Finding]:
    """A finding when the want holds two features; `suggestion` is the stories that it could be, a line each."""
    found = _second(reading)
    if found is None:
        return _slashed(reading)
    tokens = reading.tokens
    last = min(found.verb + 3, len(tokens) - 1)
    while last > found.verb and (not tokens[last].low[0].isalnum() or tokens[last].low in _CONJUNCTIONS | DETERMINERS):
        last -= 1
    piece = reading.between(found.conjunction, last)
    one, other = tokens[found.first].text, tokens[found.verb].text
    message = f"This asks for two things, “{one.lower()}” and “{other.lower()}”: make each its own story."
    if base_form(one) in {base_form(other), "be"} or not is_verb(one):
        message = f"“{piece}” is a second thing: make it its own story."
    return [reading.finding("atomic", "error", message, piece, _two_stories(reading, found))]


def _slashed(reading: Reading) -> list[Finding]:
    """A finding for two verbs with a slash between them: "create/modify rules"."""
    if not reading.tokens or reading.story.want is None:
        return []
    token = reading.tokens[0]
    one, _, other = token.text.partition("/")
    if not (is_base(one.lower()) and is_base(other.lower())) or _same_activity(one.lower(), other.lower()):
        return []
    message = f"This asks for two things, “{one.lower()}” and “{other.lower()}”: make each its own story."
    tail = reading.core[token.end :]
    both = (
        "\n".join(story_text(reading.story, f"to {verb}{tail}") for verb in (one, other))
        if reading.story.role
        else None
    )
    return [reading.finding("atomic", "error", message, token.text, both)]


def _second(reading: Reading) -> _Second | None:
    tokens = reading.tokens
    if not tokens:
        return None
    at = reading.main_at
    if reading.is_action:
        return _after_verb(tokens, at)
    return _in_thing(tokens)


def _after_verb(tokens: tuple[Token, ...], main: int, *, third: bool = False) -> _Second | None:
    """Looks for "and" + verb behind a verb, up to where conditions, reasons and purposes begin."""
    purpose_allowed = base_form(tokens[main].low) in _MEANS_VERBS | _HELPERS
    demanded = False
    at = main + 1
    while at < len(tokens):
        word = tokens[at].low
        if demanded and word == "and" and at + 2 < len(tokens) and tokens[at + 1].low in {"is", "are"}:
            return _Second(main, at, at + 2, direct=False)
        if word in _CONJUNCTIONS or _as_well_as(tokens, at) or (word == "," and _list_goes_on(tokens, main, at)):
            found = _joined(tokens, main, at, third=third)
            if found is not None:
                return found._replace(conjunction=at - 2) if word == "as" else found
        elif word == "to" and at + 1 < len(tokens) and is_base(_beyond_adverbs(tokens, at + 1)):
            if not purpose_allowed and tokens[at - 1].low not in {"able", "allowed", "enabled"}:
                return None
            purpose_allowed = base_form(_beyond_adverbs(tokens, at + 1)) in _HELPERS
            main, third = _skip_adverbs(tokens, at + 1), False
            at = main
        elif word == "that" and base_form(tokens[main].low) == "ensure":
            demanded = True
        elif word in {"that", "which"}:
            return _in_relative(tokens, at)
        elif word in _STOPPERS or (word == "," and _is_result(tokens, at)):
            return None
        at += 1
    return None


def _in_thing(tokens: tuple[Token, ...]) -> _Second | None:
    """Looks in "a tool that can … and …", "the system to … and …", "control over my data and delete it"."""
    for at, token in enumerate(tokens):
        following = _beyond_adverbs(tokens, at + 1) if at + 1 < len(tokens) else ""
        if token.low == "to" and is_base(following):
            main = _skip_adverbs(tokens, at + 1)
            return _after_verb(tokens, main) or _second_subject(tokens, main)
        if token.low in {"that", "which"}:
            return _in_relative(tokens, at)
        if token.low in _STOPPERS - {"by"} or (token.low == "," and _is_result(tokens, at)):
            return None
        if token.low in {"and", "or"} and 0 < at < len(tokens) - 2:
            next_word = tokens[at + 1].low
            if is_base(next_word) and not could_be_noun(next_word) and tokens[at + 2].low in DETERMINERS:
                return _Second(0, at, at + 1, direct=False)
    return None


def _in_relative(tokens: tuple[Token, ...], that: int) -> _Second | None:
    """What a tool does is a feature, what any other thing does is a description."""
    noun = _before(tokens, that)
    named = _ACRONYM.fullmatch(tokens[that - 1].text) if that else None
    if not (named or {noun, singular(noun).lower()} & TOOLS) or that + 2 >= len(tokens):
        return None
    at = that + 1
    if tokens[at].low in _MODALS:
        main = _skip_adverbs(tokens, at + 1)
        return _after_verb(tokens, main) if main < len(tokens) and is_base(tokens[main].low) else None
    main = _skip_adverbs(tokens, at)
    if main >= len(tokens) or not is_verb(tokens[main].low):
        return None
    if base_form(tokens[main].low) in _HELPERS:
        for place in range(main + 1, min(main + 5, len(tokens))):
            if acts(tokens, place, surely=tokens[place - 1].low == "to"):
                return _after_verb(tokens, place)
    return _after_verb(tokens, main, third=True)


def _joined(tokens: tuple[Token, ...], main: int, conjunction: int, *, third: bool) -> _Second | None:
    """The verb behind a conjunction, if there is one and it is something else than the first."""
    at = conjunction + 1
    modal = False
    while at < len(tokens) and (
        tokens[at].low in _SKIPPED or tokens[at].low in _CONJUNCTIONS or is_adverb(tokens[at].low)
    ):
        modal = modal or tokens[at].low in {"to", "can", "may", "should", "will"}
        at += 1
    if at >= len(tokens):
        return None
    word = tokens[at].low
    if is_past_participle(word) and (_passive(tokens, conjunction) or (modal and tokens[at - 1].low == "be")):
        return _Second(main, conjunction, at, direct=False)
    direct = conjunction == main + 1 or (conjunction > main + 1 and tokens[conjunction - 1].low == ",")
    # "search, view and print", "search for and download": no noun stands in front, so a verb must follow.
    listed = conjunction == main + 3 and tokens[main + 1].low == "," and is_base(tokens[main + 2].low)
    hanging = conjunction > main + 1 and tokens[conjunction - 1].low in _HANGING
    if third and not is_base(word):
        verb = (
            word.endswith("s") and is_verb(word) and (not could_be_noun(word) or direct or _object_follows(tokens, at))
        )
    elif word in _SELDOM_VERBS:
        verb = modal or (is_base(word) and _object_follows(tokens, at))
    else:
        verb = acts(
            tokens, at, surely=modal or ((direct or listed or hanging) and is_base(word) and at + 1 < len(tokens))
        )
    if (tokens[main].low in _INPUTS and word in _OUTPUTS) or (
        base_form(tokens[main].low) in _EXAMINES and base_form(word) in _FINDS
    ):
        return None
    if tokens[conjunction - 1].low == "," and _names_a_thing(tokens, at):
        return None
    aim = not direct and base_form(word) in _AIMS and base_form(tokens[main].low) not in _AIMS
    if aim or word in _STATES or not verb or (direct and not modal and at == len(tokens) - 1):
        return None
    if conjunction == main + 1 and _same_activity(tokens[main].low, word):
        return None
    if conjunction != main + 1 and _same_activity(tokens[main].low, word) and _refers_back(tokens, at):
        return None
    return _Second(main, conjunction, at, direct=conjunction == main + 1)


def _passive(tokens: tuple[Token, ...], conjunction: int) -> bool:
    """Whether the words in front are "be anonymized", "be safely stored"."""
    at = conjunction - 1
    if at < 1 or not is_past_participle(tokens[at].low):
        return False
    at -= 1
    while at > 0 and is_adverb(tokens[at].low):
        at -= 1
    return tokens[at].low == "be"


def _second_subject(tokens: tuple[Token, ...], main: int) -> _Second | None:
    """Finds a second thing with a second demand: "… to be secure and patient data to be anonymized"."""
    for at in range(main + 1, len(tokens)):
        if tokens[at].low in _STOPPERS or tokens[at].low in {"that", "which", "to"}:
            return None
        if tokens[at].low != "and":
            continue
        for to in range(at + 2, min(at + 2 + _MAX_NAMED, len(tokens) - 1)):
            if tokens[to].low == "to" and tokens[to + 1].low == "be":
                return _Second(main, at, to + 1, direct=False)
    return None


def _list_goes_on(tokens: tuple[Token, ...], main: int, comma: int) -> bool:
    """Whether the comma stands right behind the first verb and before another: "create, edit and delete"."""
    return comma == main + 1 and comma + 1 < len(tokens) and is_base(tokens[comma + 1].low)


def _as_well_as(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether this is the last word of "as well as"."""
    return at > 1 and [token.low for token in tokens[at - 2 : at + 1]] == ["as", "well", "as"]


def _is_result(tokens: tuple[Token, ...], comma: int) -> bool:
    """Whether what follows comes of it and isn't asked for: ", saving me time"."""
    following = tokens[comma + 1].low if comma + 1 < len(tokens) else ""
    return (following.endswith("ing") and is_verb(following)) or following in {"so", "because", "which", "andso"}


def _object_follows(tokens: tuple[Token, ...], at: int) -> bool:
    return at + 1 < len(tokens) and tokens[at + 1].low in DETERMINERS


def _names_a_thing(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a verb only opens the last name of a list: "start dates, and stop publishing dates"."""
    return at + 2 < len(tokens) and tokens[at + 1].low.endswith("ing") and tokens[at + 2].low not in DETERMINERS


def _refers_back(tokens: tuple[Token, ...], at: int) -> bool:
    return at + 1 < len(tokens) and tokens[at + 1].low in _PRONOUNS


def _same_activity(one: str, other: str) -> bool:
    left, right = base_form(one), base_form(other)
    return left == right or any(left in group and right in group for group in SAME_ACTIVITY)


def _before(tokens: tuple[Token, ...], at: int) -> str:
    """The word in front of a place, over brackets: "system" for "a system (IDS) that"."""
    at -= 1
    if at >= 0 and tokens[at].low == ")":
        while at >= 0 and tokens[at].low != "(":
            at -= 1
        at -= 1
    return tokens[at].low if at >= 0 else ""


def _skip_adverbs(tokens: tuple[Token, ...], at: int) -> int:
    while at < len(tokens) - 1 and is_adverb(tokens[at].low):
        at += 1
    return at


def _beyond_adverbs(tokens: tuple[Token, ...], at: int) -> str:
    return tokens[_skip_adverbs(tokens, at)].low if at < len(tokens) else ""


def _two_stories(reading: Reading, found: _Second) -> str | None:
    """A story to edit ads and one to delete ads for "edit and delete ads"; None where words must be guessed."""
    story, tokens, core = reading.story, reading.tokens, reading.core
    if (
        not story.role
        or not reading.is_action
        or not is_base(tokens[found.first].low)
        or not is_base(tokens[found.verb].low)
    ):
        return None
    if any(token.low in {",", "(", ")", ";", ":"} for token in tokens[found.first : found.verb]):
        return None
    before, tail = core[: tokens[found.first].start], core[tokens[found.verb].start :]
    if found.direct:
        end = tokens[found.verb].end
        wants = [before + tokens[found.first].text + core[end:], before + tokens[found.verb].text + core[end:]]
    elif tokens[found.conjunction - 1].low in _HANGING:
        shared = core[tokens[found.verb].end :]
        wants = [core[: tokens[found.conjunction].start].strip() + shared, before + tail]
    elif re.search(r"\b(?:it|them|they|each|both|these|those)\b", tail, re.IGNORECASE):
        return None
    else:
        alone = " ".join(word for word in before.split() if not is_adverb(word.lower()))
        wants = [core[: tokens[found.conjunction].start].strip(), f"{alone} {tail}"]
    if any(len(want.split()) < 2 for want in wants):  # noqa: PLR2004 - a verb alone is no want
        return None
    return "\n".join(story_text(story, f"to {want.strip()}") for want in wants)

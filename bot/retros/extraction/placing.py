"""Which remarks praise, complain or propose, once all is known: their words, where they stand, what is around them.

Readers labelled retrospectives; which traits told them what is learnt from those (`python -m benchmarks.placing`).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple, get_args

from bot.language.text import content_words
from bot.retros.extraction.log import Line, Section
from bot.retros.extraction.moods import OPINIONS, Opinion, mood_of
from bot.retros.extraction.narrated import complains, proposes
from bot.retros.extraction.opinions import ASIDE, MECHANICS, OPEN_QUESTION, Item, Likely, all_of, item_of
from bot.retros.extraction.promises import is_untaken, only_takes
from bot.retros.extraction.prompted import goes_on
from bot.retros.extraction.sieve import is_joke, is_small_talk, is_wish
from bot.retros.extraction.telling import CUES, cues

LEARNED = Path(__file__).parent / "placing.json"
NONE = "none"
KINDS = (*OPINIONS, NONE)
"""What a remark can be; decisions, actions and talk are none of the opinions."""

_MARGIN, _PLAIN = 1.5, 3.0
"""How much likelier something else has to be than what words and headings say, and than what words say plainly."""
_NONE_LESS = 0.6
"""A remark that is left out is lost; one that is too much is struck by whoever reads the draft."""
_SHARES = ("went_well", "to_improve", "ideas", "decision", "action", "other")
_EVEN, _LEAST_WHOLE, _LEAST_NEAR = 1 / 6, 0.02, 0.05
_MOST_WORDS, _MANY_WORDS, _MOST_SENTENCES, _MOST_WEIGHT, _SHORT = 40, 15, 4, 4, 6
_NEAR = ("before", "after", "two before", "two after")
_WORDS: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "may be": r"\b(?:could|would|should|might|könnte\w*|sollte\w*|würde\w*)\b",
        "not": r"\b(?:not|no|never|nobody|nothing|without|kein\w*|nicht|nie)\b|n['’]t\b",
        "was": r"\b(?:was|were|had|did|took|got|went|came|made|lost|found|kept|\w{3,}ed|war|hatten?|wurden?)\b",
        "I": r"\b(?:i|me|my|ich|mir|mich)\b",
        "you": r"\b(?:you|your|du|dir|ihr|euch)\b",
        "we": r"\b(?:we|our|us|wir|uns|unser\w*)\b",
        "will": r"\b(?:will|going to|gonna|werden?)\b|['’]ll\b",
        "number": r"\d",
        "asks within": r"\?",
    }.items()
}
_WORTH_IT = re.compile(
    r"\?\W*$|\bbe (?:\w+ )?(?:nice|great|good|lovely|cool|handy|helpful)\b.{0,12}\bif\b(?!.*\b(?:someone|"
    r"somebody|they|ever|once|one day|one can dream)\b)",
    re.IGNORECASE,
)
"""A wish that asks whether it can't be, or that the team can fulfil itself."""
_UNMEANT = re.compile(
    r"\bone can dream\b|\bno promises\b|\bif i (?:find|get|have) (?:the )?time\b|\bträumen wird man\b", re.IGNORECASE
)
"""How somebody says that nothing will come of it."""
_ASKS_ALL = re.compile(
    r"\b(?:what|was) (?:could|can|should|shall|might|would|do|könnten|sollten|können) (?:we|you|wir|ihr) "
    r"(?:do|change|try|want|tun|machen|ändern)\b[^?]*\?",
    re.IGNORECASE,
)
"""Who asks for ideas has none."""


class Part(NamedTuple):
    """A remark, or one item of a list, and what is known of it.

    `before` is what it answers or follows, `place` where it stands in the log, from 0 to 1; `taken` tells that it
    became an action, or part of one, `decided` the same of decisions.
    """

    lines: Sequence[Line]
    before: str
    place: float
    chat: bool
    taken: bool
    decided: bool


Traits = Mapping[str, float]
Weights = Mapping[str, Sequence[float]]
"""By each trait how much it speaks for each of the `KINDS`; `always` stands for itself."""


def traits_of(parts: Sequence[Part], guess: Callable[[Sequence[str]], Sequence[Likely]]) -> list[Traits]:
    """What tells what each part of a conversation is. `guess` says what a text is by how it is said alone."""
    wholes = [all_of(part.lines) for part in parts]
    texts = list(dict.fromkeys((*wholes, *(line.text for part in parts for line in part.lines))))
    likely = dict(zip(texts, guess(texts), strict=True))
    return [_traits(at, parts, wholes, likely) for at in range(len(parts))]


def _traits(at: int, parts: Sequence[Part], wholes: Sequence[str], likely: Mapping[str, Likely]) -> Traits:
    part, whole = parts[at], wholes[at]
    first, many = part.lines[0], len(whole.split())
    found = {"always": 1.0} | {f"cue: {name}": each for name, each in zip(CUES, cues(whole, part.before), strict=True)}
    for section in get_args(Section):
        found[f"under: {section}"] = first.section == section
        found[f"asked: {section}"] = first.asked == section
    for kind in _SHARES:
        best = max(likely[line.text].get(kind, 0.0) for line in part.lines)
        found[f"whole: {kind}"] = math.log(likely[whole].get(kind, 0.0) + _LEAST_WHOLE)
        found[f"sentence: {kind}"] = math.log(best + _LEAST_WHOLE)
        for name, step in zip(_NEAR, (-1, 1, -2, 2), strict=True):
            near = likely[wholes[at + step]].get(kind, 0.0) if 0 <= at + step < len(parts) else _EVEN
            found[f"{name}: {kind}"] = math.log(near + _LEAST_NEAR)
    after = wholes[at + 1] if at + 1 < len(parts) else ""
    found |= {f"says: {name}": pattern.search(whole) is not None for name, pattern in _WORDS.items()}
    found |= {
        "under nothing": first.section is None,
        "by somebody": first.author is not None,
        "by a bot": first.remark.by_bot,
        "in a chat": part.chat,
        "listed": first.listed,
        "marked": first.marked,
        "inside": first.inside,
        "in a thread": first.remark.thread is not None,
        "place": part.place,
        "weight": min(first.remark.weight, _MOST_WEIGHT) / 2,
        "taken": part.taken,
        "decided": part.decided,
        "sentences": min(len(part.lines), _MOST_SENTENCES) / 2,
        "words": min(many, _MOST_WORDS) / _MANY_WORDS,
        "few words": many <= _SHORT,
        "goes on": goes_on(whole),
        "proposes": proposes(whole),
        "runs the meeting": MECHANICS.search(whole) is not None,
        "asks all": OPEN_QUESTION.match(whole) is not None,
        "for others": is_untaken(whole),
        "takes": only_takes(whole),
        "complains": complains(whole),
        "lower case": whole[:1].islower(),
        "goes on after": goes_on(after),
        "question after": after.rstrip().endswith("?"),
    }
    return {name: float(each) for name, each in found.items()}


@cache
def learned() -> Weights:
    """The shipped weights."""
    weights: Weights = json.loads(LEARNED.read_text("utf-8"))
    return weights


def likely_kinds(traits: Traits, weights: Weights) -> dict[str, float]:
    """How likely a part is of each of the `KINDS`; they add up to one."""
    scores = [sum(weights[name][at] * value for name, value in traits.items()) for at in range(len(KINDS))]
    parts = [math.exp(score - max(scores)) for score in scores]
    return {kind: part / sum(parts) for kind, part in zip(KINDS, parts, strict=True)}


def judged(part: Part, items: Sequence[Item], likely: Likely) -> list[Item]:
    """What a part counts as, given what words and headings found in it. One that holds several notes is left alone."""
    own = [item for item in items if not item.taken_up]
    if len(items) > 1 or not _may_count(part):
        return list(items)
    stated = own[0].opinion if own else None
    plain = stated is not None and mood_of(all_of(part.lines)).strongest == stated
    opinion = placed(stated, likely, plain=plain)
    told = part.taken and not own  # once, as what became of it
    if told or opinion == stated or (stated and _stays(part, stated, opinion)):
        return list(items)
    if opinion is None:
        return []
    if items:
        return [items[0].model_copy(update={"opinion": opinion, "taken_up": False})]
    lines = [line for line in part.lines if not is_small_talk(line.text)]
    return [item_of(opinion, lines)]


def _stays(part: Part, stated: Opinion, opinion: Opinion | None) -> bool:
    """Whether a note stays what it is: whatever it may be, nobody praises with a complaint.

    It isn't lost where it stands under a heading of a page, or answers the question.
    """
    if opinion:
        return "ideas" not in {stated, opinion}
    first = part.lines[0]
    return (not part.chat and first.section is not None) or first.asked == stated


def _may_count(part: Part) -> bool:
    """Whether a part may be a note that it doesn't say it is: no joke or wish, nothing that is beside or over."""
    first, whole = part.lines[0], all_of(part.lines)
    return (
        first.inside
        and not first.done
        and not first.marked
        and not first.remark.by_bot
        and first.section not in {"actions", "decisions", "skip"}
        and not all(is_small_talk(line.text) for line in part.lines)
        and not is_joke(first)
        and not ASIDE.match(whole)
        and not _UNMEANT.search(whole)
        and not _ASKS_ALL.search(whole)
        and not all(is_wish(line.text) and not _WORTH_IT.search(line.text) for line in part.lines)
        and not (first.author is None and complains(whole))
        and len(content_words(whole)) > 1
    )


def placed(stated: Opinion | None, likely: Likely, *, plain: bool = False) -> Opinion | None:
    """What a part counts as, given what words and headings say that it is, `plain` if they leave no doubt."""
    shares = {kind: share * (_NONE_LESS if kind == NONE else 1.0) for kind, share in likely.items()}
    best = max(shares, key=lambda kind: shares[kind])
    if shares[best] <= (_PLAIN if plain else _MARGIN) * shares[stated or NONE]:
        return stated
    return next((opinion for opinion in OPINIONS if opinion == best), None)

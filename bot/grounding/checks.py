"""Refuses a line that says what nobody said, cites what isn't there or doesn't bear on it, or turns it round."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from bot.grounding import claims, meaning
from bot.grounding.plain import not_plain, speaks_to_a_model
from bot.language.text import content_words, stem

LEAST_SHARED = 0.6
"""Of the words in a line that carry meaning, at least this share stands in what it cites (by stem)."""

LEAST_RELATED = 0.2
"""A cited statement and the line share at least this part of the shorter one's words; less, and it is no source."""

LEAST_KEPT = 0.7
"""Of the words of the rules' line, at least this share stays in a line that takes its place."""

RETOLD = 0.7
"""A line that has this share of a statement's words tells it again, so its “only” and “except” must be there, too."""

LONGEST = 400
"""Characters of a line."""

GENERIC = content_words(
    """
    system user people person someone somebody everybody everyone anybody anyone team see show message click open case
    able allow possible give happen happens must should time times current currently today one way requirement order
    following instead receive available
    """
)
"""Words that say little by themselves: they neither need a source nor count as a shared word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a line may stand on.

    `sources` are texts by id. `floor` is the rules' line that it takes the place of, with `floor_sources`, the ids it
    rests on: what it states must stay, and so must they, and at least the share `kept` of its words. `given` are words
    of our own that it may use, such as a role that the rules found.
    """

    sources: Mapping[str, str]
    floor: str = ""
    floor_sources: tuple[str, ...] = ()
    given: str = ""
    longest: int = LONGEST
    kept: float = LEAST_KEPT
    generic: frozenset[str] = field(default=GENERIC)


def refusal(text: str, cites: Iterable[str], ground: Ground) -> str | None:
    """Why the line is refused, as the end of a sentence ("it says “14 days”, which …"); None when it stands."""
    cited = tuple(dict.fromkeys(cites))
    if not cited:
        return "it cites nothing"
    missing = next((one for one in cited if one not in ground.sources), None)
    if missing is not None:
        return f"it cites {missing[:20]}, which doesn't exist"
    dropped = next((one for one in ground.floor_sources if one not in cited), None)
    if dropped is not None:
        return f"it no longer cites {dropped}"
    meant = next((one for one in cited if speaks_to_a_model(ground.sources[one])), None)
    if meant is not None:
        return f"{meant} speaks to a model, so its words stay as they are"
    said = [ground.sources[one] for one in cited]
    whole = "\n".join([*said, ground.given, ground.floor])
    return (
        not_plain(text, whole, longest=ground.longest)
        or unsaid(text, whole)
        or _unrelated(text, cited, whole, ground)
        or _turned(text, said, ground)
        or (_lost(text, ground) if ground.floor else None)
    )


def unsaid(text: str, whole: str) -> str | None:
    """A number, date, name, role, system or quoted phrase that stands in none of the sources."""
    extra = _unsaid_number(text, whole)
    if extra:
        return f"it says “{extra}”, which nobody said"
    flat = claims.flat(whole)
    for quote in claims.quotations(text):
        if quote not in flat:
            return f"it quotes “{quote[:60]}”, which nobody said"
    known = claims.stems(whole) | {stem(word) for word in flat.split()}
    looked_up: tuple[tuple[str, Callable[[str], frozenset[str]]], ...] = (
        ("date", claims.dates),
        ("role", claims.roles),
        ("system", claims.systems),
        ("name", claims.names),
    )
    for kind, find in looked_up:
        # What reads as a date or a name may stand in a source without looking like one: "on monday", "sap".
        new = sorted(find(text) - find(whole) - known)
        if new:
            return f"it names the {kind} “{new[0]}”, which nobody said"
    first = sorted(claims.first_words(text) - known - GENERIC)
    return f"it begins with “{first[0]}”, which nobody said" if first else None


def _unsaid_number(text: str, whole: str) -> str | None:
    said = claims.numbers(whole)
    values = {value for value, _ in said}
    for value, unit in sorted(claims.numbers(text)):
        units = {one for number, one in said if number == value}
        if value not in values or (unit and unit not in units and "" not in units):
            return f"{value} {unit}".strip()
        if unit and unit not in units and units == {""} and unit not in claims.stems(whole):
            return f"{value} {unit}"
    return None


def _unrelated(text: str, cited: tuple[str, ...], whole: str, ground: Ground) -> str | None:
    """A line that shares too little with what it cites, or a citation that has nothing to do with the line."""
    mine = claims.stems(text) - ground.generic
    shared = mine & claims.stems(whole)
    if mine and len(shared) / len(mine) < LEAST_SHARED:
        extra = ", ".join(sorted(mine - shared)[:3])
        return f"too much of it was never said ({extra})"
    for one in cited:
        if one in ground.floor_sources:
            continue  # the rules found that it belongs here
        theirs = claims.stems(ground.sources[one]) - ground.generic
        if not mine or not theirs or len(mine & theirs) / min(len(mine), len(theirs)) < LEAST_RELATED:
            return f"it has nothing to do with {one}, which it cites"
    return None


def _turned(text: str, said: list[str], ground: Ground) -> str | None:
    basis = [ground.floor] if ground.floor else said
    turned = meaning.turned_round(text, basis) or meaning.changed_force(text, [*said, ground.floor])
    if turned or ground.floor:
        return turned
    mine = claims.stems(text)
    for each in said:
        theirs = claims.stems(each)
        if theirs and len(mine & theirs) / len(theirs) >= RETOLD and (limit := meaning.lost_limit(text, each)):
            return limit
    return None


def _lost(text: str, ground: Ground) -> str | None:
    """What the rules' line states and the new one doesn't."""
    floor = ground.floor
    numbers = {value for value, _ in claims.numbers(text)}
    gone = sorted(value for value, _ in claims.numbers(floor) if value not in numbers)
    gone += sorted(claims.dates(floor) - claims.dates(text))
    gone += sorted(claims.names(floor) - claims.stems(text) - claims.names(text))
    gone += sorted(quote for quote in claims.quotations(floor) if quote not in claims.flat(text))
    if gone:
        return f"“{gone[0][:60]}” is lost"
    limit = meaning.lost_limit(text, floor) or meaning.lost_bound(text, floor)
    if limit:
        return limit
    before = claims.stems(floor) - ground.generic
    if before and len(before & claims.stems(text)) / len(before) < ground.kept:
        return "too much of what was said is lost"
    return None

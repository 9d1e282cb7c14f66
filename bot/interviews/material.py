"""What stories are drafted from: a brief's requirement lines, its users, and the reasons for it all."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.interviews.brief import Brief
from bot.interviews.commands import is_nothing
from bot.interviews.placing import Line, fragment
from bot.interviews.quality import LATER
from bot.interviews.rules import Interview
from bot.language.text import lower_first, overlap, sentence_case, strip_filler
from bot.language.verbs import is_base, third_person
from bot.stories.roles import mentioned_roles, role_names
from bot.stories.rules import Material, Requirement, Source

_MAY = re.compile(
    r"\b(?:may|allowed|permission|permitted|only|access|override|nobody|no one|"
    r"can(?:not|'t)? (?:see|read|edit|change))\b",
    re.IGNORECASE,
)
_REACTION_LABEL = "What the person sees"
_WAITS = re.compile(
    r"\b(?:rest|others?|everything else|can (?:wait|come|follow)|wait|after(?:wards)?|then|next|second)\b",
    re.IGNORECASE,
)
_WITHOUT = re.compile(r"\b(?:even (?:without|if)|without|except|instead of|not)\b", re.IGNORECASE)
_DOES = "behaviour"
_SAME = 0.5  # share of words in common that makes a priority speak about a requirement


def material(brief: Brief, interview: Interview) -> Material:
    """What stories are drafted from: the brief's requirement lines, its users, and the reasons for it all."""
    roles = tuple(
        dict.fromkeys(
            role
            for section in ("users",)
            for line in brief.lines(section)
            for source_id in line.sources[:1]
            for role in role_names(brief.source(source_id).text)
        )
    )
    sources = tuple(
        Source(id=one.id, text=one.text, author=one.author, at=one.at, link=one.link, tag=one.tag, topic=one.topic)
        for one in brief.statements
        if not one.withdrawn
    )
    by_id = {source.id: source for source in sources}
    reasons = tuple(by_id[line.sources[0]] for name in ("outcome", "problem") for line in brief.lines(name))
    return Material(
        title=brief.title,
        roles=roles,
        reasons=reasons,
        requirements=tuple(_requirements(brief, interview, roles)),
        sources=sources,
    )


_PRONOUN = re.compile(
    r"^(?P<lead>(?:then|and|also|afterwards|next|finally)[ ,]+)?(?P<who>he|she|they)\b", re.IGNORECASE
)


def _named(lines: list[Line], roles: tuple[str, ...]) -> list[Line]:
    """The lines with "He picks …" as "The inspector picks …", where the line before tells who that is.

    Only what stories are drafted from is worded so; the brief keeps the person's own words.
    """
    found: list[Line] = []
    who = ""
    for line in lines:
        match = _PRONOUN.match(line.text)
        if match and who:
            rest = line.text[match.end() :]
            line = line.model_copy(update={"text": sentence_case(f"the {who}{_agreeing(match['who'], rest)}")})  # noqa: PLW2901
        else:
            mentioned = mentioned_roles(line.text, roles)
            who = mentioned[0] if mentioned else who
        found.append(line)
    return found


def _agreeing(pronoun: str, rest: str) -> str:
    """“They pick” as “the inspector picks”: the verb that follows in the singular."""
    if pronoun.lower() != "they":
        return rest
    verb, blank, more = rest.strip().partition(" ")
    if verb.lower() in {"are", "have", "do"}:
        return f" { {'are': 'is', 'have': 'has', 'do': 'does'}[verb.lower()] }{blank}{more}"
    return f" {third_person(verb)}{blank}{more}" if is_base(verb) else rest


def _requirements(brief: Brief, interview: Interview, roles: tuple[str, ...]) -> Iterable[Requirement]:
    first = [
        piece
        for line in brief.lines("priorities")
        for piece in re.split(r"[,;.]\s+|\s+(?:and|but)\s+", line.text)
        if piece and not LATER.search(piece) and not _WAITS.search(piece) and not _WITHOUT.search(piece)
    ]
    functional = [line for line in brief.lines("functional") if line.id]
    if not functional:
        by_the_way = {one.id for one in interview.active if _DOES in {*one.topics, *one.weak}}
        told = [line for lines in brief.sections.values() for line in lines if set(line.sources) & by_the_way]
        functional = [
            line.model_copy(update={"id": f"FR-{number}", "tag": "inferred"})
            for number, line in enumerate((*told, *brief.lines("scope", "in"), *brief.lines("priorities")), 1)
            if line.text != "None."
        ]
    scores = {line.id: max((overlap(line.text, text) for text in first), default=0.0) for line in functional}
    best = max(scores.values(), default=0.0)
    for line in _named(functional, roles):
        slice_one = best > 0 and scores[line.id] >= min(best, _SAME)
        yield _requirement(line, "functional", line.id or "FR-0", first_slice=slice_one)
    for line in brief.lines("rules"):
        if line.id:
            yield _requirement(line, "permission" if _MAY.search(line.text) else "rule", line.id)
    for line in brief.lines("failures"):
        if line.id:
            yield _requirement(line, "failure", line.id, text=_failure(line, interview))
    made_clear = {one.about for one in interview.active if one.about and any(char.isdigit() for char in one.text)}
    for line in brief.lines("quality"):
        if line.id and (set(line.sources) - made_clear or any(char.isdigit() for char in line.text)):
            yield _requirement(
                line, "permission" if line.group == "Security" and _MAY.search(line.text) else "quality", line.id
            )
    for number, line in enumerate(brief.lines("verification"), 1):
        if line.text != "None.":
            yield _requirement(line, "verification", f"V-{number}")


def _requirement(
    line: Line, kind: str, line_id: str, *, text: str | None = None, first_slice: bool = False
) -> Requirement:
    return Requirement.model_validate(
        {
            "id": line_id,
            "kind": kind,
            "text": text or line.text,
            "sources": line.sources,
            "tag": line.tag,
            "first_slice": first_slice,
        }
    )


def _failure(line: Line, interview: Interview) -> str:
    """A failure and what the person sees then, as one sentence: "if the provider is down, they see “queued”"."""
    said = [one for one in interview.statements if one.id in line.sources]
    base = next((one for one in said if one.about is None), None)
    if base is not None and base.label and base.label.lower().startswith("if ") and line.text.startswith(base.label):
        return line.text.replace(": ", ", ", 1)
    reaction = next((one for one in said if one.label == _REACTION_LABEL and one is not base), None)
    if base is None or reaction is None or is_nothing(reaction.text):
        return line.text
    happens = lower_first(strip_filler(base.text)).rstrip(" .")
    if not re.match(r"(?:if|when|in case|once|while)\b", happens, re.IGNORECASE):
        happens = f"if {happens}"
    return sentence_case(f"{happens}, {fragment(reaction)}") if "," not in happens else line.text
